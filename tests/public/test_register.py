"""The register: what a reader may ask, and what is counted."""

import re
from datetime import date

import pytest
from django.core.cache import cache

from dossier.format.assemble import assemble
from dossier.public.filters import Facets
from dossier.publication.publishing import publish
from dossier.text.dates import today
from tests.makers import make_article, make_citation, make_party, make_step, make_treaty
from treaties.law.histories import history_of
from treaties.law.rows import history
from treaties.models import Name, Party, PartySuccession, RatificationStep, Treaty

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf():
    """Three dossiers that differ in party, kind, status, language and day of signature."""
    korean = {"title_ko": "우호 조약", "summary_ko": "조약.", "summary_en": "A treaty."}
    first = make_treaty("amity", parties=("alba", "borea"), subjects=["friendship"], **korean)
    make_step(first, date="1901-03-04")
    make_step(first, kind="entry-into-force", date="1902-01-01")
    second = make_treaty("trade", parties=("alba", "carda"), subjects=["economic", "commerce"])
    make_step(second, date="1950-06")
    third = make_treaty("border", parties=("borea", "carda"), form="protocol", subjects=["boundary"])
    make_step(third, date="1960-01-01")
    make_step(third, kind="entry-into-force", date="1961-01-01")
    make_step(third, kind="expiry", date="1970-01-01")
    Name.objects.create(subject=Party.objects.get(key="carda"), key="ko", language="ko", text="카르다")
    for slug in ("amity", "trade", "border"):
        publish(slug)
    make_treaty("secret", parties=("alba", "dorea"), subjects=["alliance"])


def listed(client, **asked):
    cache.clear()
    cache.clear()
    return [line["slug"] for line in client.get("/en/", asked).context["lines"]]


def counted(client, **asked):
    cache.clear()
    cache.clear()
    facets = client.get("/en/", asked).context["facets"]
    return {facet.name: {option.value: option.count for option in facet.options} for facet in facets}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["border", "trade", "amity"]),
        ({"party": "alba"}, ["trade", "amity"]),
        ({"party": "alba", "kind": "commerce"}, ["trade"]),
        ({"kind": "boundary"}, ["border"]),
        ({"status": "in-force"}, ["amity"]),
        ({"status": "terminated"}, ["border"]),
        # Of its entry into force nothing is recorded, so it is not said to be out of force.
        ({"status": "undetermined"}, ["trade"]),
        ({"status": "signed-not-in-force"}, []),
        ({"language": "ko"}, ["amity"]),
        ({"signed_after": "1950-06-30"}, ["border", "trade"]),
        ({"signed_after": "1950-07-01"}, ["border"]),
        ({"signed_before": "1950-06-01"}, ["trade", "amity"]),
        ({"signed_after": "1902-01-01", "signed_before": "1959-12-31"}, ["trade"]),
        ({"q": "카르다"}, ["border", "trade"]),
        ({"q": "AMITY"}, ["amity"]),
        ({"q": "secret"}, []),
        ({"party": "dorea"}, []),
        ({"party": "nobody"}, []),
    ],
)
def test_register_shows_what_the_reader_asks_for(client, shelf, asked, expected):
    assert listed(client, **asked) == expected


def test_facets_count_under_all_other_conditions(client, shelf):
    assert counted(client) == {
        "party": {"alba": 2, "borea": 2, "carda": 2},
        "kind": {"bilateral": 3, "protocol": 1, "friendship": 1, "economic": 1, "boundary": 1, "commerce": 1},
        "status": {"undetermined": 1, "in-force": 1, "terminated": 1},
        "language": {"en": 3, "ko": 1},
    }
    narrowed = counted(client, party="alba", status="in-force")
    assert narrowed["party"] == {"alba": 1, "borea": 1}
    assert narrowed["status"] == {"undetermined": 1, "in-force": 1}
    assert narrowed["kind"] == {"bilateral": 1, "friendship": 1}


def test_count_beside_an_option_is_what_choosing_it_shows(client, shelf):
    for name, options in counted(client, language="en").items():
        for value, count in options.items():
            asked = {"language": "en", name: value}
            assert len(listed(client, **asked)) == count, asked


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"signed_after": "19 June 2024"}, "Enter a date such as 2024-06-19"),
        ({"signed_before": "2024-13-40"}, "Enter a date such as 2024-06-19"),
        ({"kind": "pact"}, "pact"),
        ({"status": "maybe"}, "maybe"),
    ],
)
def test_condition_that_means_nothing_is_said_and_narrows_nothing(client, shelf, asked, said):
    response = client.get("/en/", asked)
    alerts = re.findall(r'role="alert"[^>]*>(.*?)</p>', response.content.decode(), re.S)

    assert len(alerts) == 1
    assert said in alerts[0]
    assert listed(client, **asked) == ["border", "trade", "amity"]


def test_register_keeps_the_question_in_other_languages_and_on_the_next_page(client, shelf):
    page = client.get("/en/", {"party": "alba", "nonsense": "1"}).content.decode()

    assert 'href="/ko/?party=alba"' in page


def test_register_without_a_match_says_so(client, shelf):
    assert "No dossier matches all filters." in client.get("/en/", {"q": "nothing"}).content.decode()


def test_register_has_pages_of_fifty(client):
    for number in range(51):
        publish(make_treaty(f"no-{number:02}").slug)
    first, second = client.get("/en/"), client.get("/en/", {"page": 2})

    assert (len(first.context["lines"]), len(second.context["lines"])) == (50, 1)
    assert 'rel="next" href="?page=2"' in first.content.decode()


def test_facets_of_plain_rows():
    rows = [{"a": ["x"], "b": ["1"]}, {"a": ["x", "y"], "b": ["2"]}]
    facets = Facets(rows, {"a": lambda row: row["a"], "b": lambda row: row["b"]}, {"a": "y", "b": ""})

    assert facets.rows() == rows[1:]
    assert facets.counts("a") == {"x": 2, "y": 1}
    assert facets.counts("b") == {"2": 1}


def test_desk_and_register_derive_the_status_from_the_same_history():
    treaty = make_treaty("amity", parties=("alba", "borea"))
    alba, borea = (Party.objects.get(key=key) for key in ("alba", "borea"))
    Treaty.objects.filter(pk=treaty.pk).update(
        entry_into_force_method="named-parties",
        entry_into_force_delay="P30D",
        later_consent_delay="P0D",
        acts_complete_until=date(1910, 1, 1),
    )
    treaty.refresh_from_db()
    treaty.entry_into_force_parties.add(alba)
    signed = make_step(treaty, "signed", party="alba", date="1901")
    signed.articles.add(make_article(treaty, "9"))
    make_step(treaty, "kept", kind="provisional-application-start", effective="1902", until="1903", standing="disputed")
    make_step(treaty, "objects", kind="objection", party="borea", date="")
    RatificationStep.objects.filter(key="objects").update(between=alba, refers_to=signed, between_us="not-in-force")
    for number, value in enumerate(("1905-01-01", "1905-03-01")):
        make_citation(
            treaty,
            treaty.steps.get(key="objects"),
            f"c{number}",
            field="date",
            topic="",
            value=value,
            value_type="date",
        )
    PartySuccession.objects.create(predecessor=borea, successor=make_party("new"), kind="continuation", date="1991")

    on_desk, published = history(treaty), history_of(assemble(treaty), today().isoformat())
    assert on_desk == published
    assert [(act.key, act.date, act.undecided, act.articles) for act in published.acts if act.key != "kept"] == [
        ("signed", "1901", False, ("9",)),
        ("objects", "[1905-01-01,1905-03-01]", True, ()),
    ]
