"""Who may do what, at every address there is: roles × addresses × GET and POST, with real records.

The addresses are those of the URL configuration. One without an expectation fails, and so does an expectation
whose address is gone. Every POST carries what would be written if it were allowed.
"""

import logging
import re
from copy import deepcopy
from datetime import date

import pytest
from axes.models import AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.models.fields.files import FieldFile
from django.forms import MultiWidget
from django.test import Client, RequestFactory
from django.urls import get_resolver, resolve, reverse

from dossier.accounts.models import Account, SecondFactorRule
from dossier.desk.moments import in_address
from dossier.desk.restoring import of_dossier
from dossier.editing.keys import key_field
from dossier.publication.models import Edition, Publication
from dossier.publication.publishing import publish
from sources.bibliography.admin import digest
from sources.bibliography.importing import compared
from sources.bibliography.reading import read_bibliography
from sources.models import Capture, Citation, LinkCheck, Question, SourceDocument, SourceOrigin
from tests.makers import (
    make_article,
    make_capture,
    make_citation,
    make_event,
    make_party,
    make_person,
    make_question,
    make_source,
    make_step,
    make_treaty,
)
from treaties.models import (
    Article,
    ArticleNumber,
    ArticleText,
    EntryParty,
    Event,
    EventArticle,
    EventPerson,
    EventTreaty,
    Name,
    NameDocument,
    OfficialReference,
    Party,
    PartySuccession,
    Person,
    RatificationStep,
    StepActor,
    StepArticle,
    StepBasis,
    TranslationStatus,
    Treaty,
    TreatyParty,
    TreatyRelation,
    TreatyText,
)

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"

# What is expected

OUTSIDERS = ["anonymous", "no staff", "inactive"]
INSIDERS = ["no role", "Editor", "Reviewer", "Administrator"]
ROLES = [*OUTSIDERS, *INSIDERS]

# For each view, what GET and what POST come to, for each of the INSIDERS. OUTSIDERS are sent to the login.
# A POST that wrote something is told by what it did to the rows of its model: adds, changes, deletes.
LOGGED_IN = ("ok ok ok ok", "ok ok ok ok")
ONLY_READ = ("ok ok ok ok", "refused refused refused refused")
LED_ON = ("elsewhere elsewhere elsewhere elsewhere", "elsewhere elsewhere elsewhere elsewhere")
ABSENT = ("absent absent absent absent", "absent absent absent absent")
FORBIDDEN = ("forbidden forbidden forbidden forbidden", "forbidden forbidden forbidden forbidden")
DESK = {
    "changelist": ("forbidden ok ok ok", "forbidden deletes deletes deletes"),
    "add": ("forbidden ok ok ok", "forbidden adds adds adds"),
    "change": ("forbidden ok ok ok", "forbidden changes changes changes"),
    "delete": ("forbidden ok ok ok", "forbidden deletes deletes deletes"),
    "history": ("forbidden ok ok ok", "forbidden ok ok ok"),
    "simple_history": ("forbidden ok ok ok", "forbidden changes changes changes"),
    "object": LED_ON,
}
KINDS = {
    "desk": DESK,
    # Withdrawn first, and deleted one at a time.
    "published": DESK | {"changelist": ("forbidden ok ok ok", "forbidden ok ok ok"), "delete": FORBIDDEN},
    # Made on the form of what it belongs to.
    "made elsewhere": DESK | {"add": FORBIDDEN},
    "shelf": {
        "changelist": ("forbidden ok ok ok", "forbidden ok ok ok"),
        "add": FORBIDDEN,
        "change": ("forbidden ok ok ok", "forbidden forbidden forbidden forbidden"),
        "delete": FORBIDDEN,
        "history": ("forbidden ok ok ok", "forbidden ok ok ok"),
        "object": LED_ON,
    },
    "accounts": {
        "changelist": ("forbidden forbidden forbidden ok", "forbidden forbidden forbidden ok"),
        "add": ("forbidden forbidden forbidden ok", "forbidden forbidden forbidden adds"),
        "change": ("forbidden forbidden forbidden ok", "forbidden forbidden forbidden changes"),
        "password_change": ("forbidden forbidden forbidden ok", "forbidden forbidden forbidden changes"),
        "delete": FORBIDDEN,
        "history": ("forbidden forbidden forbidden ok", "forbidden forbidden forbidden ok"),
        "access": ("forbidden forbidden forbidden ok", "forbidden forbidden forbidden changes"),
        "object": LED_ON,
    },
    "groups": {
        "changelist": ("forbidden forbidden forbidden ok", "forbidden forbidden forbidden ok"),
        "add": FORBIDDEN,
        "change": ("forbidden forbidden forbidden ok", "forbidden forbidden forbidden forbidden"),
        "delete": FORBIDDEN,
        "history": ("forbidden forbidden forbidden ok", "forbidden forbidden forbidden ok"),
        "object": LED_ON,
    },
    "logins": {
        "changelist": ("forbidden forbidden forbidden ok", "forbidden forbidden forbidden ok"),
        "change": ("forbidden forbidden forbidden ok", "forbidden forbidden forbidden forbidden"),
        "history": ("forbidden forbidden forbidden ok", "forbidden forbidden forbidden ok"),
        **dict.fromkeys(["add", "delete"], FORBIDDEN),
        "object": LED_ON,
    },
    "rules": {
        "changelist": ("forbidden forbidden forbidden ok", "forbidden forbidden forbidden deletes"),
        "add": ("forbidden forbidden forbidden ok", "forbidden forbidden forbidden adds"),
        "change": ("forbidden forbidden forbidden ok", "forbidden forbidden forbidden forbidden"),
        "delete": ("forbidden forbidden forbidden ok", "forbidden forbidden forbidden deletes"),
        "history": ("forbidden forbidden forbidden ok", "forbidden forbidden forbidden ok"),
        "object": LED_ON,
    },
}
ALONE = {
    "index": LOGGED_IN,
    "login": ("elsewhere elsewhere elsewhere elsewhere", "changes changes changes changes"),
    "logout": ("refused refused refused refused", "ok ok ok ok"),
    "password_change": ("ok ok ok ok", "changes changes changes changes"),
    "password_change_done": ONLY_READ,
    "set_language": LED_ON,
    "jsi18n": ONLY_READ,
    "read_date": ONLY_READ,
    "autocomplete": ("forbidden ok ok ok", "refused refused refused refused"),
    # No record of the desk has a public address of its own.
    "view_on_site": ABSENT,
    "app_list auth": ("absent absent absent ok", "absent absent absent ok"),
    "app_list axes": ("absent absent absent ok", "absent absent absent ok"),
    "app_list accounts": ("absent absent absent ok", "absent absent absent ok"),
    "app_list sources": ("absent ok ok ok", "absent ok ok ok"),
    "app_list treaties": ("absent ok ok ok", "absent ok ok ok"),
    "app_list publication": ("absent ok ok ok", "absent ok ok ok"),
    "preview": ("forbidden ok ok ok", "forbidden ok ok ok"),
    "overview_dossier": ("forbidden ok ok ok", "forbidden ok ok ok"),
    "download_capture": ("forbidden ok ok ok", "forbidden ok ok ok"),
    "publish_dossier": ("forbidden forbidden ok ok", "forbidden forbidden adds adds"),
    "withdraw_dossier": ("forbidden forbidden ok ok", "forbidden forbidden changes changes"),
    "rename_dossier": ("forbidden forbidden ok ok", "forbidden forbidden changes changes"),
    "deleted_dossiers": ("forbidden ok ok ok", "forbidden ok ok ok"),
    "timeline": ("forbidden ok ok ok", "forbidden ok ok ok"),
    # Led on to the page of that moment in a language.
    "as_it_was": ("forbidden elsewhere elsewhere elsewhere", "forbidden elsewhere elsewhere elsewhere"),
    "page_as_it_was": ("forbidden ok ok ok", "forbidden ok ok ok"),
    "restore": ("forbidden ok ok ok", "forbidden changes changes changes"),
    # Sent back where no point is named.
    "proposed_questions": ("forbidden ok ok ok", "forbidden elsewhere elsewhere elsewhere"),
    "import_bibliography": ("forbidden ok ok ok", "forbidden adds adds adds"),
    "everything else": ABSENT,
    # One's own account.
    "account_login": ("elsewhere elsewhere elsewhere elsewhere", "changes changes changes changes"),
    "mfa_index": ("ok ok ok ok", "refused refused refused refused"),
    "mfa_authenticate": LED_ON,
    "account_reauthenticate": LOGGED_IN,
    # Each asks for the password first.
    **dict.fromkeys(["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"], LED_ON),
    "mfa_remove_webauthn": LED_ON,
    # There is none to turn off, or to see.
    **dict.fromkeys(["mfa_deactivate_totp"], ABSENT),
    "mfa_view_recovery_codes": ("absent absent absent absent", "refused refused refused refused"),
    "end_other_sessions": ("refused refused refused refused", "changes changes changes changes"),
    "admin_password_reset": LOGGED_IN,
    "password_reset_done": ONLY_READ,
    "password_reset_confirm": LOGGED_IN,
    "password_reset_complete": ONLY_READ,
}
# What answers OUTSIDERS too.
OPEN = {
    **dict.fromkeys(["login", "account_login", "admin_password_reset", "password_reset_confirm"], ("ok", "ok")),
    **dict.fromkeys(["logout", "set_language"], ("elsewhere", "elsewhere")),
    **dict.fromkeys(["password_reset_done", "password_reset_complete"], ("ok", "refused")),
}
MODELS = {
    "published": [Treaty],
    "desk": [
        *(SourceDocument, Capture, Party, PartySuccession, Person, TreatyText, Article, RatificationStep),
        *(Event, TreatyRelation),
    ],
    "made elsewhere": [
        *(SourceOrigin, Citation, Question, Name, NameDocument, TreatyParty, OfficialReference, ArticleText),
        ArticleNumber,
        *(StepArticle, StepBasis, StepActor, EntryParty, EventTreaty, EventArticle, EventPerson, TranslationStatus),
    ],
    "shelf": [Edition, Publication, LinkCheck],
    "accounts": [User],
    "groups": [Group],
    "logins": [AccessLog, AccessFailureLog],
    "rules": [SecondFactorRule],
}
EVERY_MODEL = {model for models in MODELS.values() for model in models}
# A view alone, or a model and a view of it.
EXPECTED = ALONE | {
    f"{model._meta.label_lower} {view}": outcomes
    for kind, models in MODELS.items()
    for model in models
    for view, outcomes in KINDS[kind].items()
}


# What there is


def walk(resolver, before=""):
    """Every pattern of a URL configuration, with its whole route."""
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            yield from walk(each, before + str(each.pattern))
        else:
            yield before + str(each.pattern), each


def admin_views():
    """What is under /admin/, named as in EXPECTED: the model, or None, and the name of the view."""
    found = {}
    by_route = {f"admin/{model._meta.app_label}/{model._meta.model_name}/": model for model in admin.site._registry}
    for route, pattern in walk(get_resolver()):
        if not route.startswith("admin/"):
            continue
        start = next((each for each in by_route if route.startswith(each)), "")
        model = by_route.get(start)
        opts = model and model._meta
        own = f"{opts.app_label}_{opts.model_name}_" if model else ""
        # What has no name and is not Django's own keeps its route for one, and so has no expectation.
        unnamed = {"admin/(?P<url>.*)$": "everything else", f"{start}<path:object_id>/": f"{own}object"}
        name = pattern.name or unnamed.get(route, route)
        if name == "app_list":
            labels = {each._meta.app_label for each in admin.site._registry}
            views = {f"app_list {label}": (None, name) for label in labels}
        elif model and name.startswith(own):
            view = name.removeprefix(own)
            views = {f"{opts.label_lower} {view}": (model, view)}
        else:
            views = {name: (None, name)}
        assert not views.keys() & found.keys(), f"two addresses are called {name}"
        found |= views
    return found


def test_every_address_of_the_admin_has_its_expectation():
    without = sorted(admin_views().keys() - EXPECTED.keys())
    gone = sorted(EXPECTED.keys() - admin_views().keys())

    assert not without, f"Say in EXPECTED who may open and who may post to: {', '.join(without)}"
    assert not gone, f"In EXPECTED, but no longer in the URL configuration: {', '.join(gone)}"


# Real records, and what would be written


def make_records():
    """One record of each model in the admin, none of which holds another back from being deleted, by model."""
    treaty, other = make_treaty("antarctic"), make_treaty("other")
    publish("antarctic")
    Treaty.objects.filter(pk=treaty.pk).update(title_en="Not yet published")
    source, origin, person = make_source(), make_source(), make_person()
    article, step, event = make_article(other, "9"), make_step(other), make_event(other)
    text = TreatyText.objects.create(treaty=other, key="en", language="en", authenticity="authentic")
    name = Name.objects.create(subject=other, key="pact", language="en", text="Pact", kind="press")
    login = {"user_agent": "a browser", "ip_address": "192.0.2.1", "username": "someone", "path_info": "/admin/login/"}
    records = [
        *(treaty, make_party(), make_person(), make_source(), make_article(other), make_step(other), make_event(other)),
        *(make_citation(other), make_question(other), Publication.objects.get(), Edition.objects.get()),
        *(User.objects.create_user("someone"), Group.objects.create(name="A group")),
        *(AccessLog.objects.create(**login), AccessFailureLog.objects.create(**login)),
        SecondFactorRule.objects.create(group=Group.objects.create(name="A strict group")),
        SourceOrigin.objects.create(document=source, origin=origin, relation="quotes"),
        make_capture(source),
        LinkCheck.objects.create(document=source, which="url", outcome="answers", checked_at="2020-01-01T00:00Z"),
        PartySuccession.objects.create(predecessor=make_party(), successor=make_party(), kind="succession"),
        Name.objects.create(subject=other, key="treaty", language="en", text="Treaty", kind="press"),
        NameDocument.objects.create(name=name, document=source),
        TreatyParty.objects.get(treaty=other, position=1),
        OfficialReference.objects.create(treaty=other, scheme="unts", value="I-1"),
        TreatyText.objects.create(treaty=other, key="fr", language="fr", authenticity="authentic"),
        ArticleText.objects.create(article=article, text=text, body="Words"),
        ArticleNumber.objects.create(article=article, number="J.1"),
        TreatyRelation.objects.create(treaty=other, key="past", kind="amends", other_text_en="A treaty"),
        StepActor.objects.create(step=step, person=person),
        StepArticle.objects.create(step=step, article=article),
        StepBasis.objects.create(step=step, article=article),
        EntryParty.objects.create(treaty=other, party=make_party()),
        EventTreaty.objects.create(event=event, treaty=treaty),
        EventArticle.objects.create(event=event, article=article),
        EventPerson.objects.create(event=event, person=person),
        TranslationStatus.objects.create(subject=other, field="title", language="ko", origin="machine"),
    ]
    return {type(record): record for record in records}


def columns(record):
    """The columns of a record that hold something, as a form names and writes them."""
    values = {field.name: field.value_from_object(record) for field in record._meta.concrete_fields}
    return {name: value for name, value in values.items() if value and isinstance(value, str | int | date)}


def filled_in(address):
    """What a superuser's form at an address would send unchanged; nothing where there is none to fill in."""
    view, args, kwargs = resolve(address)
    request = RequestFactory().get(address)
    request.user, request.resolver_match = User(is_superuser=True, is_staff=True, is_active=True), resolve(address)
    try:
        context = view(request, *args, **kwargs).context_data
    except PermissionDenied:
        return {}
    formsets = [each.formset for each in context["inline_admin_formsets"]]
    forms = [context["adminform"].form, *[form for each in formsets for form in (each.management_form, *each.forms)]]
    sent = {"begun": context.get("begun")}
    for bound in (bound for form in forms for bound in form):
        widget, value = bound.field.widget, bound.value()
        if isinstance(widget, MultiWidget):
            parts = zip(widget.widgets_names, widget.decompress(value), strict=True)
            sent |= {f"{bound.html_name}{suffix}": part for suffix, part in parts}
        else:
            sent[bound.html_name] = value
    nothing = (None, "", [])
    return {
        name: value
        for name, value in sent.items()
        if value not in nothing and value is not False and not isinstance(value, FieldFile)
    }


def sent_to(model, view, address, records):
    """What a POST would write."""
    key = {key_field(model): "new"} if model and key_field(model) else {}
    password = {"usable_password": "true", "set-password": "", "password1": PASSWORD, "password2": PASSWORD}
    new = {
        Capture: {"file": SimpleUploadedFile("page.txt", b"Words")},
        PartySuccession: {"kind": "union"},
        User: {"username": "new", **password},
        Group: {"name": "New"},
        SecondFactorRule: {"group": Group.objects.get(name="A group").pk},
    }
    change = {
        SourceOrigin: {"evidence": "Changed"},
        Capture: {"captured_on": "2021-01-01"},
        NameDocument: {"document": records[SourceDocument].pk},
        TreatyParty: {"position": 9},
        OfficialReference: {"value": "I-2"},
        ArticleText: {"body": "Changed"},
        ArticleNumber: {"number": "11"},
        StepArticle: {"article": records[Article].pk},
        StepBasis: {"article": records[Article].pk},
        EntryParty: {"party": records[Party].pk},
        StepActor: {"capacity_en": "Changed"},
        EventTreaty: {"treaty": records[Article].treaty_id},
        EventArticle: {"article": records[Article].pk},
        EventPerson: {"person": records[Person].pk},
        TranslationStatus: {"reviewed_on": "2020-01-01"},
        User: {"first_name": "Changed"},
        Group: {"name": "Changed"},
    }
    note = {"note": "Changed", "note_internal": "Changed"}
    match view:
        case "changelist":
            return {"action": "delete_selected", "_selected_action": records[model].pk, "post": "yes"}
        case "add":
            return filled_in(address) | columns(records[model]) | key | new.get(model, {})
        case "change" | "simple_history":
            form = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[records[model].pk])
            return columns(records[model]) | filled_in(form) | change.get(model, note)
        case "delete":
            return {"post": "yes"}
        case "password_change":
            own = {"old_password": PASSWORD, "new_password1": PASSWORD[::-1], "new_password2": PASSWORD[::-1]}
            return password if model else own
        case "access":
            return {"act": "end sessions"}
        case "set_language":
            return {"language": "ko", "next": "/admin/"}
        case "rename_dossier":
            return {"slug": "another-address"}
        case "publish_dossier" | "withdraw_dossier":
            return note
        case "import_bibliography":
            text = "@book{a-new-one, title={New}}"
            seen = digest(compared(read_bibliography(text.encode(), "a.bib")))
            return {"text": text, "name": "a.bib", "seen": seen, "choice-0": "add"}
        case "restore":
            return {"seen": of_dossier(records[Treaty].pk, first_moment(records[Treaty])).digest}
    return {}


def first_moment(treaty):
    """When it had just been made; its title has changed since."""
    return treaty.history.earliest().history_date


def address_of(name, model, view, records):
    treaty = records[Treaty]
    if model:
        base, record = f"admin:{model._meta.app_label}_{model._meta.model_name}", records[model]
        match view:
            case "changelist" | "add":
                return reverse(f"{base}_{view}")
            case "object":
                return f"{reverse(f'{base}_changelist')}{record.pk}/"
            case "simple_history":
                return reverse(f"{base}_{view}", args=[record.pk, record.history.latest().pk])
        return reverse(f"{base}_{view}", args=[record.pk])
    match view:
        case "everything else":
            return "/admin/nowhere/"
        case "set_language" | "read_date":
            return reverse(view)
        case "app_list":
            return reverse("admin:app_list", args=[name.removeprefix("app_list ")])
        case "autocomplete":
            return f"{reverse('admin:autocomplete')}?app_label=treaties&model_name=article&field_name=treaty"
        case "view_on_site":
            return reverse("admin:view_on_site", args=[ContentType.objects.get_for_model(Treaty).pk, treaty.pk])
        case "preview":
            return reverse("admin:preview", args=[treaty.slug, "en", f"treaties/{treaty.slug}/"])
        case "download_capture":
            return reverse("admin:download_capture", args=[records[Capture].pk])
        case "timeline":
            return reverse("admin:timeline", args=[treaty.pk])
        case "as_it_was" | "restore":
            return f"{reverse(f'admin:{view}', args=[treaty.pk])}?at={in_address(first_moment(treaty))}"
        case "page_as_it_was":
            moment = in_address(first_moment(treaty))
            return reverse("admin:page_as_it_was", args=[treaty.pk, moment, "en", f"treaties/{treaty.slug}/"])
        case "overview_dossier" | "publish_dossier" | "withdraw_dossier" | "rename_dossier":
            return reverse(f"admin:{view}", args=[treaty.pk])
        case "mfa_remove_webauthn":
            return reverse(view, args=[1])
        case "password_reset_confirm":
            return reverse(view, args=["MQ", "a-token"])
        case _ if view.startswith(("account_", "mfa_", "admin_password_reset", "password_reset_", "end_")):
            return reverse(view)
    return reverse(f"admin:{view}")


# What comes of it


def writes():
    """How many rows of desk, shelf and accounts this transaction has written so far, by table."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT relname, pg_stat_get_xact_tuples_inserted(oid), pg_stat_get_xact_tuples_updated(oid),
                   pg_stat_get_xact_tuples_deleted(oid)
              FROM pg_class WHERE relkind = 'r' AND relname ~ '^(sources|treaties|publication|auth|accounts|mfa)_'
            """
        )
        return {table: counts for table, *counts in cursor.fetchall()}


def outcome(client, method, address, sent, table, before):
    """What came of a request, in a word, and writes() after it. It is undone; writes() counts it all the same.

    That something was written matters more than what was answered.
    """
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = client.post(address, sent) if method == "POST" else client.get(address)
        after = writes()
        transaction.set_rollback(True)
    client.cookies = cookies
    return _word(response, before, after, table), after


def _word(response, before, after, table):
    if after != before:
        done = [now - then for now, then in zip(after[table], before[table], strict=True)]
        words = [word for word, rows in zip(["adds", "changes", "deletes"], done, strict=True) if rows]
        return " and ".join(words) or "writes somewhere else"
    if response.status_code == 302:
        return "login" if response["Location"].startswith("/admin/login/") else "elsewhere"
    return {200: "ok", 403: "forbidden", 404: "absent", 405: "refused"}.get(response.status_code, response.status_code)


def account(role):
    """An account of a role; None for nobody."""
    if role == "anonymous":
        return None
    name = role.lower().replace(" ", "-")
    status = {"is_staff": role != "no staff", "is_active": role != "inactive"}
    user = User.objects.create_user(name, password=PASSWORD, **status)
    user.groups.set(Group.objects.filter(name=role))
    return user


def signed_in(user, **kwargs):
    client = Client(**kwargs)
    if user:
        client.force_login(user)
    return client


@pytest.fixture
def records(settings, tmp_path, caplog, monkeypatch):
    # Most of the time would go into telling of each refusal and keeping the context of each widget.
    caplog.set_level(logging.CRITICAL, logger="django.request")
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *args, **kwargs: None)
    settings.MEDIA_ROOT = tmp_path
    return make_records()


# The table whose rows a view writes, where it is not that of its model.
WRITTEN = {
    **{"login": User, "password_change": User, "publish_dossier": Edition},
    **{"account_login": User, "access": Account, "end_other_sessions": Account},
    **{"withdraw_dossier": Publication, "rename_dossier": Publication, "import_bibliography": SourceDocument},
    "restore": Treaty,
}


# What one test asks, so that the work can be shared: the addresses of some models, or those of none.
PARTS = {
    "no model": {None},
    "sources": {each for each in EVERY_MODEL if each._meta.app_label == "sources"},
    "treaties": {each for each in EVERY_MODEL if each._meta.app_label == "treaties"},
}
PARTS["others"] = EVERY_MODEL - PARTS["sources"] - PARTS["treaties"]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("part", PARTS)
def test_every_role_at_every_address(part, method, records):
    accounts = {role: account(role) for role in ROLES}
    clients = {role: signed_in(user) for role, user in accounts.items()}
    wrong, before = [], writes()
    for name, (model, view) in admin_views().items():
        if model not in PARTS[part]:
            continue
        address = address_of(name, model, view, records)
        table = WRITTEN.get(view, model or User)._meta.db_table
        sent = sent_to(model, view, address, records) if method == "POST" else {}
        for role, client in clients.items():
            if view in {"login", "account_login"} and (user := accounts[role]):
                sent = {"username": user.username, "password": PASSWORD}
            for file in (value for value in sent.values() if isinstance(value, SimpleUploadedFile)):
                file.seek(0)
            found, before = outcome(client, method, address, sent, table, before)
            due = due_of(name, role, method)
            if found != due:
                wrong.append(f"{method} {name} ({address}) as {role}: {found}, expected: {due}")

    assert not wrong, "\n".join(wrong)


def test_nothing_is_posted_without_a_token(records):
    client = signed_in(account("Administrator"), enforce_csrf_checks=True)
    answers = {
        name: client.post(address_of(name, model, view, records)).status_code
        for name, (model, view) in admin_views().items()
    }

    assert {name: status for name, status in answers.items() if status != 403} == {}


def due_of(name, role, method):
    if (name, role) == ("mfa_authenticate", "no staff"):
        # Signed in, if not for the desk: no step is left to take.
        return "elsewhere"
    if role in OUTSIDERS:
        return OPEN.get(name, ("login", "login"))[method == "POST"]
    return EXPECTED[name][method == "POST"].split()[INSIDERS.index(role)]


# Beside the addresses


def test_index_names_what_is_not_edited_on_another_form():
    apps = signed_in(account("Editor")).get("/admin/").context["app_list"]

    named = {each["model"] for app in apps for each in app["models"]}
    assert named == {
        *MODELS["desk"],
        *MODELS["published"],
        *MODELS["shelf"],
        Citation,
        Question,
        Name,
        TranslationStatus,
    }


def test_lookup_answers_only_who_may_view_what_is_looked_up(records):
    lookups = [
        (model._meta, field)
        for model in admin.site._registry
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model in admin.site._registry
        if admin.site.get_model_admin(field.related_model).search_fields
    ]
    for role in INSIDERS:
        client = signed_in(account(role))
        viewed = {"no role": [], "Administrator": ["auth", "sources", "treaties", "publication"]}
        for opts, field in lookups:
            asked = {"app_label": opts.app_label, "model_name": opts.model_name, "field_name": field.name}
            may = field.related_model._meta.app_label in viewed.get(role, ["sources", "treaties", "publication"])
            assert client.get("/admin/autocomplete/", asked).status_code == (200 if may else 403), (role, asked)


@pytest.mark.parametrize("role", ["anonymous", "Administrator"])
def test_captures_are_served_to_nobody(role, records):
    capture = records[Capture]
    client = signed_in(account(role))
    name = capture.file.name

    assert capture.file.storage.exists(name)
    for address in (capture.file.url, f"/{name}", f"/media/{name}", f"/static/{name}", f"/en/{name}"):
        assert client.get(address).status_code == 404


def public_addresses():
    """Every address outside the admin, filled in with what make_records() publishes, by its route."""
    known = {
        "treaty": "antarctic",
        "slug": "antarctic",
        "number": 1,
        "article": "1",
        "key": "gazette",
        "anchor": "article-1",
    }
    routes = [route for route, _pattern in walk(get_resolver()) if not route.startswith("admin/")]
    return {route: "/" + re.sub(r"<\w+:(\w+)>", lambda match: str(known[match[1]]), route) for route in routes}


def test_no_public_address_takes_or_sets_a_cookie(client):
    treaty = make_treaty("antarctic")
    make_article(treaty, "1")
    make_citation(treaty, document=make_source("gazette"), question=make_question(treaty, "gazette"))
    publish("antarctic")
    addresses = [*public_addresses().values(), "/en/treaties/nowhere/", "/nowhere/"]
    answers = {address: client.get(address) for address in addresses}
    statuses = dict.fromkeys(addresses, 200) | {"/": 302, "/en/treaties/nowhere/": 404, "/nowhere/": 404}
    statuses |= {address: 302 for address in addresses if "/at/" in address}

    assert {address: response.status_code for address, response in answers.items()} == statuses
    for address, response in answers.items():
        assert not response.cookies, address
        assert "Cookie" not in response.get("Vary", ""), address
        assert b"csrfmiddlewaretoken" not in response.content, address


def test_public_pages_are_the_same_for_whoever_is_signed_in(client, records):
    addresses = [address for address in public_addresses().values() if "articles" not in address]
    signed = signed_in(account("Administrator"))

    assert [signed.get(each).content for each in addresses] == [client.get(each).content for each in addresses]
