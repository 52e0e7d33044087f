"""What a dossier says goes into the desk and comes out of it the same: whatever the format allows, and what we ship.

The generated dossiers follow the JSON Schema and the table of mapping.py, so a new field is in them at once. Only what
neither can say stands here: which records may name which.
"""

from contextlib import contextmanager
from datetime import date
from functools import cache

import pytest
from django.core.cache import cache as pages
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.format.assemble import as_json, as_yaml, assemble, canonical_json, is_blank
from dossier.format.checks import reasons_not_to_publish
from dossier.format.intake import Intake
from dossier.format.mapping import PARTIES, PEOPLE, SHARED, SOURCES, STATUSES, SUBJECTS, TREATY, table_of
from dossier.format.reading import parse, read_dossier
from dossier.format.reuse import within_reuse
from dossier.format.schema import Dossier
from dossier.format.table import Table
from dossier.format.translations import with_origins
from dossier.pages.edition import build_pages
from dossier.publication.models import EditionPage
from dossier.publication.publishing import publish
from dossier.text.dates import PATTERN, bounds
from dossier.text.languages import LANGUAGES
from sources.models import Citation, Question, SourceOrigin
from tests.format.test_intake import history_rows
from tests.makers import make_treaty
from tests.publication.test_commands import run
from treaties.models import Article, PartySuccession, RatificationStep, Treaty

OTHERS = ["other-1", "other-2"]

# Texts that a file or a page could take for something else.
AWKWARD = [
    *("no", "NO", "true", "null", "~", "1e3", "1_000", "012", "0x1f", "1:30", ".inf", "=", "<<", "2024-01-01", "-0"),
    *("", " ", "\n", "\t", "\r\n", " a", "a ", "a\n", "\na", "a\n\n", " a\n  b", "a\r\nb", "a\rb", "a \nb", "\ta\n\tb"),
    *("a\u0085b", "a\u2028b\u2029", "\ufeffa", "a\u00a0", "a\u200b\u200db", "\x1b[0m", "\x7f\x80", "\ufffe\uffff"),
    *("'", '"', "''", '"a" \\"', "\\", "\\n", "a: b", ": ", "a #b", "# a", "- a", "? a", "[a", "{a}", "&a", "*a", "!a"),
    *(
        "%a",
        "@a",
        "`a`",
        "|\n",
        ">-\n a",
        "---",
        "...",
        "--- a\n... b",
        "a\n---\nb",
        "%YAML 1.1",
        "<b>&amp;</b>",
        "{{ a }}",
    ),
    *(
        "{% a %}",
        "</script>",
        "javascript:a",
        "[a](b)",
        "# a\n\n* b\n* c",
        "𝕬🏳️‍🌈👩‍👩‍👧",
        "e\u0301\u0301",
        "Å Å",
        "\u0301",
    ),
    *("合同 條約", "조약 조약", "Договор", "معاهدة \u202e\u061c1948", "پیمان\u200cنامه", "สนธิสัญญา", "Hiệp ước"),
    "long " * 2_500,
]
_characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_keys = st.sampled_from(["no", "null", "y", "0", "012", "1e3", "2024-01-01", "1_000", "0x1", "true"])


# From the JSON Schema


@cache
def texts(longest: int | None = None, *, shortest: int = 0):
    awkward = st.sampled_from([text for text in AWKWARD if shortest <= len(text) <= (longest or len(text))])
    return awkward | st.text(_characters, min_size=shortest, max_size=8)


@cache
def matching(pattern: str, longest: int, *, shortest: int = 0):
    # Of many repetitions most would be too long.
    short = pattern.removeprefix("^").removesuffix("$").replace(")*", "){0,2}")
    if shortest:
        short = short.removesuffix("?")
    found = st.from_regex(short, fullmatch=True, alphabet=_characters)
    return found.filter(lambda text: shortest <= len(text) <= longest)


@st.composite
def edtf(draw, calendar: str = "") -> str:
    """A date of any form, in a calendar."""

    def single() -> str:
        year, month, day = draw(st.integers(1, 9999)), draw(st.integers(1, 12)), draw(st.integers(1, 31))
        length, mark = draw(st.sampled_from([4, 7, 10, 10])), draw(st.sampled_from(["", "", "?", "~", "%"]))
        return f"{year:04}-{month:02}-{day:02}"[:length] + mark

    match draw(st.sampled_from(["single", "single", "interval", "from", "until", "one-of"])):
        case "interval":
            value = "/".join(sorted([single(), single()], key=lambda each: (each[:10].rstrip("?~%"), each)))
        case "from":
            value = f"{single()}/.."
        case "until":
            value = f"../{single()}"
        case "one-of":
            value = f"[{','.join(single() for _ in range(draw(st.integers(2, 4))))}]"
        case _:
            value = single()
    return value if is_date(value, calendar) else draw(st.sampled_from(["0002", "9998-12", "1900-02-28~"]))


def is_date(value: str, calendar: str) -> bool:
    try:
        return bool(bounds(value, calendar))
    except ValueError:
        return False


def of_schema(schema: dict, longest: int | None = None):
    """Values that the JSON Schema of a field allows, none longer than its column."""
    match schema:
        case {"anyOf": [given, {"type": "null"}]}:
            return of_schema(given, longest)
        case {"enum": codes}:
            return st.sampled_from(codes)
        case {"format": "date"}:
            return st.dates().map(date.isoformat)
        case {"pattern": pattern} if PATTERN in pattern:
            return edtf()
        case {"pattern": pattern}:
            return matching(pattern, schema.get("maxLength", longest or 100), shortest=schema.get("minLength", 0))
        case {"type": "string"}:
            return texts(longest, shortest=schema.get("minLength", 0))
        case {"type": "integer"}:
            return st.integers(schema["minimum"], schema["maximum"])
        case {"type": "boolean"}:
            return st.booleans()
        case {"type": "array", "items": items}:
            return st.lists(of_schema(items, longest), max_size=3, unique="enum" in items)
        case {"type": "object", "additionalProperties": each}:
            return st.dictionaries(st.sampled_from(list(LANGUAGES)), of_schema(each, longest), max_size=3)
    raise TypeError(f"nothing is known of {schema}")


# From the table


SCHEMAS = {"Dossier": Dossier.model_json_schema()} | Dossier.model_json_schema()["$defs"]
KEY = matching(SCHEMAS["Party"]["properties"]["key"]["pattern"], 100) | _keys
HAVE_KEYS = [table for table in (PARTIES, PEOPLE, SOURCES, *TREATY.children) if table.key in {("key",), ("slug",)}]
CITATIONS = next(table for table in TREATY.children if table.model is Citation)


@cache
def fields(table: Table) -> dict:
    """The strategy of each field that a record has of its own, or the model whose keys it holds."""
    found = {}
    for name, schema in SCHEMAS[table.schema.__name__]["properties"].items():
        if name in table.references:
            found[name] = table.references[name]
        elif name in table.links:
            link = table.links[name]
            found[name] = link.through._meta.get_field(link.other).related_model
        elif name in {*table.plain, *table.translated}:
            found[name] = of_schema(schema, table.model._meta.get_field(name).max_length)
    return found


def record(draw, table: Table, keys: dict, **given) -> dict:
    """A record of `table`, in which any field can be; `keys` holds those that it may name, by model."""
    form = dict(given)
    for name, value in fields(table).items():
        if name in form or not (table.schema.model_fields[name].is_required() or draw(st.booleans())):
            continue
        if name in table.links:
            form[name] = draw(st.lists(st.sampled_from(keys[value]), unique=True)) if keys[value] else []
        elif name in table.references:
            form[name] = draw(st.sampled_from(keys[value])) if keys[value] else None
        else:
            form[name] = draw(value)
    if table is not TREATY:
        for child in table.children:
            form[child.place] = records(draw, child, keys, form)
    return form


def records(draw, table: Table, keys: dict, owner: dict | None = None) -> list[dict]:
    if owner is None and table in HAVE_KEYS:
        given = [{table.key[0]: key} for key in keys[table.model]]
    elif table.key == ("key",):
        given = [{"key": key} for key in draw(st.lists(KEY, max_size=2, unique=True))]
    else:
        given = [{}] * draw(st.integers(0, 2))
    found = [record(draw, table, keys, **each) for each in given]
    return list({table.key_of(each): each for each in found if is_allowed(draw, table, each, owner)}.values())


def is_allowed(draw, table: Table, form: dict, owner: dict | None) -> bool:
    """Whether there can be such a record, once its fields agree with each other: the schema knows only each alone."""
    required = [name for name in table.references if table.schema.model_fields[name].is_required()]
    if not all(form[name] for name in required):
        return False
    if table is SOURCES and form.get("issuer_kind") == "confidential":
        form["issuer_kind"] = "other-media"
    if form.get("scheme") == "other":
        form["scheme_name"] = form.get("scheme_name") or draw(texts(shortest=1))
    if table.model is Question:
        form["preferred_value"] = draw(texts(shortest=1)) if form.get("outcome") == "preferred" else ""
    if table.model is RatificationStep and (form.get("refers_to") or "") >= form["key"]:
        # By their keys, so that no chain of them is a circle; origins too.
        form["refers_to"] = None
    if table.model is RatificationStep:
        dates = [name for name in ("date", "effective", "until") if form.get(name)]
        form |= {name: draw(edtf(form.get("calendar", ""))) for name in dates}
    if table.model is Article and (form.get("parent") or "") >= form["slug"]:
        form["parent"] = None
    if table.model is SourceOrigin and owner:
        pointer = form["relation"] == "cites" or form.get("citation")
        return form["origin"] < owner["key"] or (pointer and form["origin"] > owner["key"])
    return table.model is not PartySuccession or form["predecessor"] != form["successor"]


def citation(draw, keys: dict, subject: str, **given) -> dict:
    form = record(draw, CITATIONS, keys, subject=subject, **given)
    form["field"] = "" if form.get("topic") else draw(st.sampled_from(points(subject)))
    if form.get("quote"):
        form["quote_language"] = form.get("quote_language") or draw(st.sampled_from(["ko", "zh-Hant", "fa-AF", "und"]))
    if form.get("value_type") == "date" and form.get("value"):
        form["value"] = draw(edtf(form.get("value_calendar", "")))
    return form


def points(subject: str) -> list[str]:
    """Whatever can be said of a record."""
    return [name for name in table_of(subject).schema.model_fields if name not in {"format", "deleted", "kinds"}]


def paths(tables, owner: dict, prefix: str = ""):
    """Of every record in `owner` of which something can be said."""
    for table in tables:
        for each in owner.get(table.place, []):
            path = f"{prefix}{table.place}/{table.key_of(each)}"
            if table in SUBJECTS:
                yield path
            yield from paths(table.children, each, f"{path}/")


@st.composite
def dossiers(draw) -> dict:
    """A whole dossier. A citation names each party, person and source: what nothing names would stay on the desk."""
    keys = {table.model: draw(st.lists(KEY, min_size=table is SOURCES, max_size=3, unique=True)) for table in HAVE_KEYS}
    shared = [(table.place, key) for table in (PARTIES, PEOPLE, SOURCES) for key in keys[table.model]]
    keys[Citation] = draw(st.lists(KEY, min_size=len(shared), max_size=len(shared) + 2, unique=True))
    keys[Treaty] = OTHERS
    dossier = {"format": "1"} | record(draw, TREATY, keys, slug=draw(KEY.filter(lambda key: key not in OTHERS)))
    if not any(dossier.get("laterality_reason", {}).values()):
        # It is said only with a reason.
        dossier["laterality"] = ""
    if ("other" in dossier.get("subjects", [])) != any(dossier.get("other_subject", {}).values()):
        dossier |= {"subjects": [], "other_subject": {}}
    for table in (*TREATY.children, *SHARED):
        if table not in {CITATIONS, STATUSES}:
            dossier[table.place] = records(draw, table, keys)
    subjects = ["treaty", *paths((*TREATY.children, *SHARED), dossier)]
    named = [naming(draw, *each, subjects) for each in shared]
    named += [{"subject": draw(st.sampled_from(subjects))} for _ in keys[Citation][len(named) :]]
    dossier["citations"] = [
        citation(draw, keys, key=key, **each) for key, each in zip(keys[Citation], named, strict=True)
    ]
    statuses = [
        record(draw, STATUSES, keys, subject=subject, field=draw(st.sampled_from(points(subject))), language=language)
        for subject in draw(st.lists(st.sampled_from(subjects), max_size=2))
        for language in draw(st.lists(st.sampled_from(list(LANGUAGES)), max_size=2))
    ]
    dossier["translation_statuses"] = list({STATUSES.key_of(each): each for each in statuses}.values())
    return dossier


def naming(draw, place: str, key: str, subjects: list[str]) -> dict:
    """Any way in which a citation can name a party, a person or a source."""
    about = {"subject": draw(st.sampled_from([each for each in subjects if f"{each}/".startswith(f"{place}/{key}/")]))}
    other = {"subject": draw(st.sampled_from(subjects))}
    if place == "sources":
        return draw(st.sampled_from([other | {"document": key}, other | {"attributed_to": key}, about]))
    return draw(st.sampled_from([about, other | {"value_type": "reference", "value": f"treaty, {place}/{key}"}]))


# What should come out


def as_exported(dossier: dict) -> dict:
    """The dossier as it leaves the desk: defaults written out, blanks left out, articles in their order."""
    said = without_blanks(spelled_out(dossier))
    if "articles" in said:
        said["articles"].sort(key=lambda article: article["position"])
    return said


def spelled_out(dossier: dict) -> dict:
    return Dossier.model_validate(dossier).model_dump()


def without_blanks(value):
    match value:
        case dict():
            each = {name: without_blanks(value) for name, value in value.items()}
            return {name: value for name, value in each.items() if not is_blank(value)}
        case list():
            return [without_blanks(each) for each in value]
    return value


@contextmanager
def empty_desk():
    with transaction.atomic():
        for slug in OTHERS:
            make_treaty(slug, parties=())
        yield
        # What the database checks only at the end.
        connection.check_constraints()
        transaction.set_rollback(True)
    pages.clear()


def take_in(dossier: dict) -> dict:
    """The dossier as the desk gives it back."""
    return assemble(Intake(dossier, "x").apply(update=False))


unhurried = settings(suppress_health_check=list(HealthCheck))


@settings(unhurried, max_examples=40)
@given(dossiers())
def test_yaml_and_json_keep_every_text(dossier):
    assert parse(as_yaml(dossier), "x", as_json=False) == dossier
    assert parse(as_json(dossier), "x", as_json=True) == dossier


@pytest.mark.django_db
@settings(unhurried, max_examples=20)
@given(dossiers())
def test_any_dossier_comes_out_as_it_went_in(dossier):
    with empty_desk():
        exported = take_in(parse(as_yaml(dossier), "x", as_json=False))
        rows = history_rows()

        assert exported == as_exported(dossier)
        for same in (dossier, exported, spelled_out(exported)):
            intake = Intake(same, "x")
            intake.apply(update=False)
            assert {entry.verdict for entry in intake.entries} == {"unchanged"}
        assert history_rows() == rows
    for write, as_is_json in ((as_yaml, False), (as_json, True)):
        with empty_desk():
            again = take_in(parse(write(exported), "x", as_json=as_is_json))

            assert write(again) == write(exported)


@pytest.mark.django_db
@settings(unhurried, max_examples=8)
@given(dossiers(), st.data())
def test_what_leaves_the_desk_without_its_confidential_sources_is_whole(dossier, data):
    for source in data.draw(st.lists(st.sampled_from(dossier["sources"]), min_size=1, unique_by=id)):
        source["issuer_kind"] = "confidential"
    with empty_desk():
        exported = take_in(dossier)
    with empty_desk():
        assert take_in(exported) == exported
    secret = {source["key"] for source in dossier["sources"] if source.get("issuer_kind") == "confidential"}
    assert secret.isdisjoint(source["key"] for source in exported.get("sources", []))


@pytest.mark.django_db
@settings(unhurried, max_examples=6)
@given(dossiers())
def test_any_dossier_can_be_published_and_read(dossier):
    with empty_desk():
        published = within_reuse(take_in(decided(dossier)))
        edition = publish(dossier["slug"])

        assert edition.content == canonical_json(published)
        for language in LANGUAGES:
            made = EditionPage.objects.filter(edition=edition, language=language)
            assert dict(made.values_list("part", "content")) == build_pages(with_origins(published), language)
        for language in ("en", "ar"):
            for part in build_pages(with_origins(published), language).keys() - {"places"}:
                assert (part, Client().get(address(language, dossier["slug"], part)).status_code) == (part, 200)


def decided(dossier: dict) -> dict:
    """The dossier with no question open about a point that has a value: that one would not be published."""
    if reasons_not_to_publish(spelled_out(dossier)):
        for question in dossier["questions"]:
            if question.get("outcome") == "undecided":
                question["outcome"] = "compatible"
    return dossier


def address(language: str, slug: str, part: str) -> str:
    if part.startswith("sources/"):
        return f"/{language}/{part}/"
    if "@" in part:
        name, number = part.split("@")
        return f"/{language}/treaties/{slug}/{name}/?page={number}"
    return f"/{language}/treaties/{slug}/" + (f"{part}/" if part != "head" else "")


@pytest.mark.django_db
def test_shipped_dossiers_come_back_as_their_files(dossier_files, tmp_path):
    def export(file):
        run("export_dossier", file.stem, output=tmp_path / file.name)
        return tmp_path / file.name

    with empty_desk():
        assert run("import_dossier", *map(str, dossier_files))[1] == ""
        rows = history_rows()

        for file in dossier_files:
            assert export(file).read_bytes() == file.read_bytes()
        out, err = run("import_dossier", *map(str, dossier_files))
        assert ({line.split()[0] for line in out.splitlines()}, err) == ({"unchanged"}, "")
        assert history_rows() == rows
    with empty_desk():
        out, err = run("import_dossier", *map(str, reversed(dossier_files)), publish=True)
        assert (out.splitlines()[-len(dossier_files) :], err) == (
            [f"{file.stem}: edition 1" for file in dossier_files],
            "",
        )

        for file in dossier_files:
            assert shared_in_any_order(read_dossier(export(file))) == shared_in_any_order(read_dossier(file))


def shared_in_any_order(dossier: dict) -> dict:
    """What several dossiers name comes in the order in which they came to the desk."""
    shared = {table.place: sorted(dossier.get(table.place, []), key=canonical_json) for table in SHARED}
    return dossier | shared
