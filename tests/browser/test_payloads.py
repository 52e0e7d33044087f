"""Hostile texts in every field, by file and by form: nothing of them runs in a browser, and nothing of them is lost.

Every page is opened twice: as readers get it, and without its Content-Security-Policy, so that escaping alone holds.
"""

import json
import re
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.validators import RegexValidator
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Error

from dossier.desk.moments import in_address
from dossier.editing.admin import ReadOnlyAdmin
from dossier.editing.fields import CodeField, EDTFField, KeyField, LanguageTagField
from dossier.editing.history.recording import tracked_models
from dossier.format.mapping import walk
from dossier.publication.publishing import withdraw
from sources.bibliography.fields import EMPTY
from sources.bibliography.fields import filled as filled_source
from sources.bibliography.reading import FORMATS
from sources.models import Capture, LinkCheck, SourceDocument
from tests.databases import clone, connected_to, drop
from tests.environment import for_process
from tests.format.test_round_trip import as_exported
from tests.forms import errors, filled
from tests.publication.test_commands import run
from treaties.models import Treaty

from .conftest import serving
from .hostile_dossier import NAME_FIELDS, OTHER, SCHEMAS, SLUG, WRITTEN, Maker, spread
from .payloads import PAYLOADS

# The mark alone makes sure that there is a test database, which is filled and emptied here.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]
ALL = "\n".join(PAYLOADS)
WITHDRAWN = "withdrawn"


@dataclass
class Hostile:
    """The site at `address`: `dossier` went in, `exported` came out before `edited` changed a form of each model."""

    address: str
    maker: Maker
    dossier: dict
    exported: dict
    edited: dict[str, dict] = field(default_factory=dict)
    refused: dict[str, dict] = field(default_factory=dict)
    session: str = ""


@pytest.fixture(scope="module")
def hostile(django_db_setup, django_db_blocker, templates, tmp_path_factory):
    """A site of its own, filled by the commands and by the forms that editors use."""
    folder, maker = tmp_path_factory.mktemp("hostile"), Maker()
    dossier = maker.dossier()
    beside = [{"format": "1", "slug": slug, "title": dict.fromkeys(WRITTEN, ALL[:500])} for slug in (OTHER, WITHDRAWN)]
    with django_db_blocker.unblock():
        own = clone(templates.migrated(), f"{connection.settings_dict['NAME']}_hostile")
    with django_db_blocker.unblock(), connected_to(own):
        files = [folder / f"{each['slug']}.json" for each in (dossier, *beside)]
        for file, each in zip(files, (dossier, *beside), strict=True):
            file.write_text(json.dumps(each))
        assert run("import_dossier", *map(str, files))[1] == ""
        for slug in (SLUG, WITHDRAWN):
            assert run("publish_dossier", slug, note=ALL)[1] == ""
        withdraw(WITHDRAWN, reason=ALL)
        assert run("export_dossier", SLUG, output=folder / "out.json")[1] == ""
        found = Hostile("", maker, dossier, json.loads((folder / "out.json").read_text()))
        edit(found)
        with serving(for_process()) as found.address:
            yield found
    with django_db_blocker.unblock():
        drop(own)


def edit(hostile):
    """One form of each model of the desk, sent with hostile texts; what could not be saved is in `refused`."""
    editor = User.objects.create_user("reviewer", first_name=PAYLOADS[0], is_staff=True)
    editor.groups.set(Group.objects.filter(name="Reviewer"))
    document = SourceDocument.objects.first()
    file = {"file": "captures/page.pdf", "media_type": "application/pdf", "sha256": "0" * 64}
    Capture.objects.create(document=document, captured_on="2020-01-01", **file)
    found = {"address": document.url, "led_to": document.url, "outcome": "gone", "checked_at": "2020-01-01T00:00Z"}
    LinkCheck.objects.create(document=document, which="url", failing_since="2020-01-01T00:00Z", **found)
    client = Client()
    client.force_login(editor)
    hostile.session = client.cookies["sessionid"].value
    for model in desk():
        if isinstance(admin.site._registry[model], ReadOnlyAdmin):
            continue
        address = of("change", model, model.objects.order_by("pk").first().pk)
        opened = client.get(address)
        texts = hostile_texts(hostile.maker, opened.context["adminform"].form)
        response = client.post(address, filled(opened) | texts | {"change_note": PAYLOADS[0]})
        if response.status_code == 302:
            hostile.edited[model._meta.label] = texts
        else:
            hostile.refused[model._meta.label] = errors(response)


def desk():
    """The models that have forms or lists on the desk."""
    return [model for model in admin.site._registry if model._meta.app_label in {"sources", "treaties"}]


def of(view, model, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


# A capture's sum is bound to its form by the database.
SUM = "sha256"
FORMED = KeyField | EDTFField | CodeField | LanguageTagField | models.URLField


def takes_any_text(column):
    # Whatever is shorter is a code or a duration.
    long_enough = column.max_length is None or column.max_length > 30
    bound = any(isinstance(each, RegexValidator) for each in column.validators)
    return long_enough and not bound and not isinstance(column, FORMED) and column.name != SUM


def hostile_texts(maker, form):
    """A hostile text for each field of a form that takes any text."""
    free = {column.name for column in form._meta.model._meta.fields if takes_any_text(column)}
    texts = {}
    for name, each in form.fields.items():
        if isinstance(each, forms.CharField) and name in free:
            # What a browser sends of a text, and what a form keeps, has no white space at its ends.
            texts[name] = maker.payload(f"form {name}", name, each.max_length, one_line=True)
    return texts


# What a browser is asked about each page: whatever could act, or load something from elsewhere, wherever it came from.
AUDIT = """() => {
    const found = [];
    const safe = (address) => {
        const url = new URL(address, document.baseURI);
        return ['http:', 'https:'].includes(url.protocol) ? url.host : '';
    };
    for (const each of document.querySelectorAll('*')) {
        const say = (why) => found.push(`${why}: ${each.outerHTML.slice(0, 160)}`);
        if (/^(iframe|frame|object|embed|base|portal|applet|math)$/.test(each.localName)) say('active element');
        if (each.localName === 'meta' && each.httpEquiv) say('instruction to the browser');
        if (each.localName === 'script' && each.text.trim() && each.type !== 'application/json') say('inline script');
        if (each.localName === 'style') say('inline style');
        if (each.localName.startsWith('x-')) say('text that has become an element');
        for (const {name, value} of each.attributes) {
            if (name.startsWith('on')) say('event handler');
            // Our own pages say so that they have no icon.
            if (each.localName === 'link' && value === 'data:,') continue;
            if (/^(href|xlink:href|action|formaction)$/.test(name) && !safe(value)) say('address that acts');
            if (/^(src|srcset|data|poster|background|srcdoc|ping)$/.test(name) && safe(value) !== location.host)
                say('loaded from elsewhere');
            if (name === 'action' && safe(value) !== location.host) say('sent elsewhere');
            if (each.localName === 'link' && name === 'href' && safe(value) !== location.host) say('loaded elsewhere');
            if (name === 'style' && /url|expression|import/.test(value)) say('loaded by a style');
        }
    }
    return found;
}"""


@dataclass
class Window:
    """A window of a browser that notes whatever a hostile text could do in it."""

    page: Any
    site: str
    noted: list[str] = field(default_factory=list)

    def open(self, address, status=200):
        response = self.page.goto(self.site + address)
        if (response.status, response.url) != (status, self.site + address):
            self.noted.append(f"{address}: {response.status} at {response.url}")
        try:
            self.noted += [f"{address}: {each}" for each in self.page.evaluate(AUDIT)]
        except Error as error:
            # A text that leads the reader away ends the page while it is looked at.
            self.noted.append(f"{address}: {error}")
        return self.page


@pytest.fixture(params=["as it is", "without its policy"])
def window(request, browser, hostile):
    context = browser.new_context(bypass_csp=request.param == "without its policy", locale="en")
    context.add_cookies([{"name": "sessionid", "value": hostile.session, "url": hostile.address}])
    window = Window(context.new_page(), hostile.address)
    note = window.noted.append
    context.expose_binding("hit", lambda source, *_: note(f"a script ran at {source['page'].url}"))
    context.on("request", lambda each: each.url.startswith((hostile.address, "data:")) or note(f"asked {each.url}"))
    context.on("page", lambda each: note(f"opened {each.url}"))
    context.on("dialog", lambda each: note(f"dialog {each.message}") or each.dismiss())
    window.page.on("pageerror", lambda error: note(f"error at {window.page.url}: {error}"))
    window.page.on("console", lambda each: note(f"{window.page.url}: {each.text}") if is_complaint(each) else None)
    yield window
    context.close()


def is_complaint(message):
    # For a page without markup the browser looks for an icon by itself.
    return message.type == "error" and not message.location["url"].endswith("/favicon.ico")


# Browsers


def reading_pages(dossier, language):
    """The pages on which everything of a dossier stands."""
    start = f"/{language}/treaties/{SLUG}/"
    yield from (start, f"/{language}/sources/")
    yield from (f"{start}articles/{article['slug']}/" for article in dossier["articles"])
    yield from (f"/{language}/sources/{source['key']}/" for source in dossier["sources"])


def public_pages(dossier, languages):
    reflected = urlencode({"q": ALL[:2000], "party": PAYLOADS[0], "on": PAYLOADS[1], "left": PAYLOADS[2]})
    for language in languages:
        start = f"/{language}/treaties/{SLUG}/"
        yield from (f"/{language}/", f"/{language}/?{reflected}", f"{start}?on=1950-01-01", f"{start}?{reflected}")
        yield from (f"{start}editions/", f"{start}editions/1/", f"/{language}/sources/?{reflected}")
        yield from reading_pages(dossier, language)


def without_policy(request):
    """Whether escaping stands alone: then every page is opened; else some, which must keep to the policy too."""
    return "without its policy" in request.node.name


def test_nothing_acts_on_public_pages(hostile, window, request):
    for address in public_pages(hostile.dossier, WRITTEN if without_policy(request) else WRITTEN[:1]):
        window.open(address)
    assert window.noted == []

    window.open(f"/en/treaties/{WITHDRAWN}/", status=410)
    assert [each for each in window.noted if "410" not in each] == []


def test_nothing_acts_in_the_api(hostile, window):
    for address in ("/api/treaties/", f"/api/treaties/{SLUG}/", f"/api/treaties/{SLUG}/editions/1/"):
        window.open(address)

        shown = json.loads(window.page.locator("pre").text_content())
        assert address == "/api/treaties/" or shown == hostile.exported
    assert window.noted == []


def desk_pages(edited, *, all_of_them):
    """Of the models without a text of their own, the list alone."""
    searched = urlencode({"q": PAYLOADS[3]})
    yield from ("/admin/", f"/admin/treaties/treaty/?{searched}")
    for model in desk() if all_of_them else (SourceDocument, Treaty):
        first, last = model.objects.order_by("pk").first(), model.objects.order_by("pk").last()
        yield of("changelist", model)
        if isinstance(admin.site._registry[model], ReadOnlyAdmin):
            yield of("change", model, first.pk)
        elif edited[model._meta.label]:
            version = first.history.order_by("history_id").first()
            yield from (of("change", model, first.pk), of("delete", model, last.pk))
            yield from (of("history", model, first.pk), of("simple_history", model, first.pk, version.pk))
    treaty = Treaty.objects.get(slug=SLUG)
    for view in ("overview_dossier", "publish_dossier", "withdraw_dossier", "rename_dossier", "timeline"):
        yield reverse(f"admin:{view}", args=[treaty.pk])
    moment = in_address(timezone.now())
    yield f"{reverse('admin:restore', args=[treaty.pk])}?at={moment}"
    for part in (f"treaties/{SLUG}/", f"treaties/{SLUG}/articles/articles-0/", "sources/sources-0/"):
        yield reverse("admin:preview", args=[SLUG, "en", part])
        yield reverse("admin:page_as_it_was", args=[treaty.pk, moment, "en", part])


def test_nothing_acts_on_the_desk(hostile, window, request):
    for address in desk_pages(hostile.edited, all_of_them=without_policy(request)):
        window.open(address)

    assert window.noted == []


@pytest.mark.parametrize("ending", FORMATS)
def test_nothing_acts_in_a_bibliography_and_nothing_of_it_is_lost(hostile, window, ending):
    given = [{name: each[name] for name in EMPTY if name in each} for each in hostile.dossier["sources"]]
    sources = [filled_source(each | {"key": f"again-{number}"}) for number, each in enumerate(given)]
    text = FORMATS[ending].write(sources)
    assert [entry.source for entry in FORMATS[ending].read(text, f"sources.{ending}")] == sources

    page = window.open(reverse("admin:import_bibliography"))
    page.locator("[name=text]").fill(text)
    page.locator(".submit-row [type=submit]").first.click()
    page.wait_for_selector(".bibliography-entry")

    assert page.locator(".bibliography-entry").count() == len(sources)
    assert page.evaluate(AUDIT) == []
    assert window.noted == []


# What is kept


def test_every_text_of_the_format_is_hostile_and_every_payload_comes_to_many_fields(hostile):
    texts = {text.field for text in hostile.maker.texts if not text.field.startswith("form ")}
    spreading = spread(hostile.maker.texts)

    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 200
    assert [payload for payload in PAYLOADS if len(spreading[payload]) < 3] == []
    assert texts == set(free_fields())


def free_fields():
    """The fields of the format that take any text, or any address."""
    for table in walk():
        for name, schema in SCHEMAS[table.schema.__name__]["properties"].items():
            plain = name in {*table.plain, *table.translated} and (table.place, name) not in NAME_FIELDS
            if plain and (not is_bound(schema) or re.fullmatch(schema.get("pattern", "x"), "https://foreign.example/")):
                yield f"{table.place or 'treaty'}.{name}"


def is_bound(schema):
    """Whether a value must have a form of its own: a code, a date, a key, an address, a number."""
    each = schema.get("items") or schema.get("additionalProperties") or schema
    return each.get("type") != "string" or bool({"enum", "pattern", "format"} & each.keys())


def test_export_is_what_went_in(hostile):
    assert hostile.exported == as_exported(hostile.dossier)


def test_same_texts_in_yaml_are_the_same(hostile, tmp_path):
    """As another program writes them: on a desk that has them from JSON, nothing is new."""
    original, file = tmp_path / "original.json", tmp_path / "same.yaml"
    dossier = hostile.dossier | {"slug": "same"}
    original.write_text(json.dumps(dossier))
    file.write_text(yaml.safe_dump(dossier, allow_unicode=True), encoding="utf-8")
    run("import_dossier", str(original), update=True)
    out, err = run("import_dossier", str(file))

    assert ({line.split()[0] for line in out.splitlines()}, err) == ({"unchanged"}, "")


def test_every_form_of_the_desk_takes_hostile_texts_and_keeps_them(hostile):
    assert hostile.refused == {}
    assert {model._meta.label for model in tracked_models() if model in desk()} == hostile.edited.keys()
    for label, texts in hostile.edited.items():
        kept = apps.get_model(label).objects.order_by("pk").values(*texts).first() if texts else {}
        assert kept == {name: [text] if name == "authors" else text for name, text in texts.items()}, label


# What is refused


def test_field_with_a_form_of_its_own_refuses_every_payload_with_its_place(hostile, tmp_path):
    file, turns = tmp_path / "refused.json", cycle(PAYLOADS)
    missed = {}
    for table in walk():
        dossier = deepcopy(hostile.dossier) | {"slug": "refused"}
        found = first_record(table, dossier)
        expected = set()
        for name, schema in SCHEMAS[table.schema.__name__]["properties"].items():
            if name in found[0] and name in table.plain and is_bound(schema) and name not in table.key:
                payload = next(each for each in turns if not re.fullmatch(schema.get("pattern", "x"), each))
                found[0][name] = [payload] if schema.get("type") == "array" else payload
                expected.add(f"{found[1]}{name}{'[0]' if schema.get('type') == 'array' else ''}")
        file.write_text(json.dumps(dossier))
        said = run("import_dossier", str(file))[1] if expected else "nothing was written"
        places = {line.removeprefix(f"{file}: ").partition(": ")[0] for line in said.splitlines()}
        if expected - places or not said.endswith("nothing was written"):
            missed[table.model.__name__] = expected - places

    assert missed == {}
    assert not Treaty.objects.filter(slug="refused").exists()


def test_key_and_address_refuse_every_payload_that_is_none(tmp_path):
    file = tmp_path / "refused.json"
    for payloads in (PAYLOADS[:90], PAYLOADS[90:180], PAYLOADS[180:]):
        people = [{"key": payload} for payload in payloads]
        sources = [{"key": f"a-{n}", "kind": "news", "url": payload} for n, payload in enumerate(payloads)]
        for place, name, records in (("people", "key", people), ("sources", "url", sources)):
            file.write_text(json.dumps({"format": "1", "slug": "refused", place: records}))
            said = run("import_dossier", str(file))[1]
            allowed = {n for n, each in enumerate(payloads) if name == "url" and re.fullmatch(r"https?://\S+", each)}
            refused = {int(n) for n in re.findall(rf": {place}\[(\d+)\]\.{name}: ", said)}
            assert refused == set(range(len(payloads))) - allowed


def first_record(table, dossier):
    """The first record of a table in a dossier, with its place."""
    if not table.place:
        return dossier, ""
    for parent in walk():
        if table in parent.children and parent.place:
            for number, owner in enumerate(dossier[parent.place]):
                if owner[table.place]:
                    return owner[table.place][0], f"{parent.place}[{number}].{table.place}[0]."
    return dossier[table.place][0], f"{table.place}[0]."


# What is shown


# Fields of which readers do not see every word, and why.
NOT_SHOWN = {
    **dict.fromkeys(("treaty.summary", "treaty.background", "treaty.aftermath", "treaty.coverage_note"), "prose"),
    **dict.fromkeys(("articles.summary", "events.description", "questions.reason"), "prose"),
    "articles.number": "a preamble is called by that name",
}


def words(text):
    """Without white space, for which markup has its own signs."""
    return "".join(text.split())


# All that is written on a page, and where its links lead.
WRITTEN_ON_PAGE = """() => document.body.textContent
    + [...document.querySelectorAll('a[href]')].map((each) => each.getAttribute('href')).join(' ')"""


def test_text_is_shown_as_it_was_written(hostile, browser):
    context = browser.new_context()
    page, shown = context.new_page(), ""
    for address in reading_pages(hostile.dossier, "en"):
        page.goto(hostile.address + address)
        shown += words(page.evaluate(WRITTEN_ON_PAGE))
    context.close()
    texts = [each for each in hostile.maker.texts if not each.field.startswith("form ") and each.place[-3:] != ".ar"]
    lost = {text.field: text.written for text in texts if words(text.written) not in shown}

    assert {name: text for name, text in lost.items() if name not in NOT_SHOWN} == {}
