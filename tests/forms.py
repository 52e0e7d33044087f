"""Forms of the desk, filled as a browser would fill them."""

from django.db.models.fields.files import FieldFile


def filled(response):
    """What a browser would send back of a form that nobody touched."""
    data = {"begun": response.context["begun"]} if "begun" in response.context else {}
    forms = [response.context["adminform"].form]
    for each in response.context["inline_admin_formsets"]:
        forms += [each.formset.management_form, *each.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if bound.field.widget.__class__.__name__ == "CheckboxInput":
                data |= {bound.html_name: "on"} if value else {}
            elif value is not None and not isinstance(value, FieldFile):
                data[bound.html_name] = value() if callable(value) else value
    return data


def submit(client, address, **changes):
    """Open a form, change some of it, send it back; the answer to that."""
    opened = client.get(address)
    assert opened.status_code == 200
    return client.post(address, filled(opened) | changes)


def errors(response):
    """What a refused form says, by field."""
    forms = [response.context["adminform"].form]
    for each in response.context["inline_admin_formsets"]:
        forms += each.formset.forms
    return {bound.html_name: list(bound.errors) for form in forms for bound in form if bound.errors}
