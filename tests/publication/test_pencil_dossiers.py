"""Treaties of every shape, in pencil: each dossier small, and its status known on three days or more, for each party.

The files are in tests/dossiers; that of 160 parties is made here. What is compared is what was published.
"""

import json
import re
from datetime import date, timedelta
from html import unescape

import pytest
from babel import Locale
from django.conf import settings

from dossier.editing.history.recording import tracked_models
from dossier.format.reading import read_dossier
from dossier.publication.models import Edition, EditionPage
from dossier.publication.publishing import dossier_of
from tests.public.test_views import text
from tests.publication.test_commands import run
from treaties.law.histories import history_of
from treaties.law.parties import is_multilateral
from treaties.status import status

pytestmark = pytest.mark.django_db

NOT_YET, SIGNED, APPLIED = "not-yet-signed", "signed-not-in-force", "provisionally-applied"
IN_FORCE, ENDED, NEVER, UNKNOWN = "in-force", "terminated", "never-entered-into-force", "undetermined"

# The deposits of the parties to the convention on trade in endangered species of 1973, without those whose
# participation is a matter of succession.
DEPOSITS = """
    US 1974-01-14, NG 1974-05-09, CH 1974-07-09, TN 1974-07-10, SE 1974-08-20, CY 1974-10-18, EC 1975-02-11,
    CL 1975-02-14, UY 1975-04-02, CA 1975-04-10, MU 1975-04-28, NP 1975-06-18, PE 1975-06-27, CR 1975-06-30,
    ZA 1975-07-15, BR 1975-08-06, MG 1975-08-20, NE 1975-09-08, MA 1975-10-16, GH 1975-11-14, PG 1975-12-12,
    DE 1976-03-22, PK 1976-04-20, FI 1976-05-10, IN 1976-07-20, NO 1976-07-27, AU 1976-07-29, GB 1976-08-02,
    IR 1976-08-03, PY 1976-11-15, SC 1977-02-08, DK 1977-07-26, SN 1977-08-05, NI 1977-08-06, GM 1977-08-26,
    MY 1977-10-20, VE 1977-10-24, BW 1977-11-14, EG 1978-01-04, MC 1978-04-19, FR 1978-05-11, PA 1978-08-17,
    TG 1978-10-23, KE 1978-12-13, JO 1978-12-14, ID 1978-12-28, LK 1979-05-04, BS 1979-06-20, BO 1979-07-06,
    IT 1979-10-02, GT 1979-11-07, TZ 1979-11-29, LI 1979-11-30, IL 1979-12-18, JP 1980-08-06, CF 1980-08-27,
    RW 1980-10-20, SR 1980-11-17, ZM 1980-11-24, PT 1980-12-11, AR 1981-01-08, CN 1981-01-08, LR 1981-03-11,
    MZ 1981-03-25, ZW 1981-05-19, CM 1981-06-05, PH 1981-08-18, CO 1981-08-31, GN 1981-09-21, BD 1981-11-20,
    AT 1982-01-27, MW 1982-02-05, SD 1982-10-26, LC 1982-12-15, TH 1983-01-21, CG 1983-01-31, BE 1983-10-03,
    LU 1983-12-13, TT 1984-01-19, BJ 1984-02-28, NL 1984-04-19, HN 1985-03-15, HU 1985-05-29, AF 1985-10-30,
    SO 1985-12-02, ES 1986-05-30, SG 1986-11-30, DO 1986-12-17, SV 1987-04-30, BI 1988-08-08, VC 1988-11-30,
    TD 1989-02-02, GA 1989-02-13, ET 1989-04-05, MT 1989-04-17, NZ 1989-05-10, VU 1989-07-17, BF 1989-10-13,
    PL 1989-12-12, CU 1990-04-20, BN 1990-05-04, GW 1990-05-16, NA 1990-12-18, BG 1991-01-16, MX 1991-07-02,
    UG 1991-07-18, DJ 1992-02-07, GQ 1992-03-10, EE 1992-07-22, GR 1992-10-08, BB 1992-12-09, KR 1993-07-09,
    VN 1994-01-20, KN 1994-02-14, ML 1994-07-18, RO 1994-08-18, ER 1994-10-24, SL 1994-10-28, CI 1994-11-21,
    KM 1994-11-23, DM 1995-08-04, BY 1995-08-10, MN 1996-01-05, SA 1996-03-12, GE 1996-09-13, TR 1996-09-23,
    LV 1997-02-11, JM 1997-04-23, YE 1997-05-05, MM 1997-06-13, KH 1997-07-04, AG 1997-07-08, UZ 1997-07-10,
    FJ 1997-09-30, MR 1998-03-13, AZ 1998-11-23, GD 1999-08-30, UA 1999-12-30, IS 2000-01-03, KZ 2000-01-20,
    SI 2000-01-24, HR 2000-03-14, MK 2000-07-04, MD 2001-03-29, QA 2001-05-08, ST 2001-08-09, IE 2002-01-08,
    KW 2002-08-12, BT 2002-08-15, LY 2003-01-28, SY 2003-04-30, AL 2003-06-27, LS 2003-10-01, LA 2004-03-01,
    PW 2004-04-16, WS 2004-11-09, SM 2005-07-22, CV 2005-08-10, SB 2007-03-26
"""
FILES = sorted((settings.BASE_DIR / "tests" / "dossiers").glob("*.yaml"))
CITES, CITES_IN_FORCE = "cites-1973", date(1975, 7, 1)

# By dossier and day, the status of the treaty ("") and of parties; whoever is not named in a file is no party.
EXPECTED = {
    CITES: {
        "1975-06-30": {"": SIGNED, "us": SIGNED, "ae": SIGNED, "ca": SIGNED, "jp": SIGNED, "is": NOT_YET},
        "1975-07-01": {"": IN_FORCE, "us": IN_FORCE, "ae": IN_FORCE, "ca": SIGNED, "jp": SIGNED, "is": NOT_YET},
        "1987-06-01": {"": IN_FORCE, "us": IN_FORCE, "ae": IN_FORCE, "ca": IN_FORCE, "jp": IN_FORCE, "is": NOT_YET},
        "1990-03-01": {"": IN_FORCE, "us": IN_FORCE, "ae": ENDED, "jp": IN_FORCE, "is": NOT_YET},
        "2000-02-01": {"": IN_FORCE, "us": IN_FORCE, "ae": IN_FORCE, "jp": IN_FORCE, "is": SIGNED},
        "2000-04-02": {"": IN_FORCE, "us": IN_FORCE, "ae": IN_FORCE, "jp": IN_FORCE, "is": IN_FORCE},
    },
    "npt-1968": {
        "1969-01-01": {
            "": SIGNED,
            "us": SIGNED,
            "gb": SIGNED,
            "su": SIGNED,
            "kr": SIGNED,
            "kp": NOT_YET,
            "ru": NOT_YET,
        },
        "1970-03-05": {"": IN_FORCE, "us": IN_FORCE, "gb": IN_FORCE, "su": IN_FORCE, "kr": SIGNED, "kp": NOT_YET},
        "1993-06-12": {"": IN_FORCE, "kr": IN_FORCE, "kp": IN_FORCE, "za": IN_FORCE, "ru": IN_FORCE, "su": ENDED},
        "2004-01-01": {"": IN_FORCE, "kr": IN_FORCE, "kp": IN_FORCE, "za": IN_FORCE, "ru": IN_FORCE, "su": ENDED},
    },
    "warsaw-convention-1929": {
        "1930-01-01": {"": SIGNED, "fr": SIGNED, "pl": SIGNED, "us": NOT_YET, "kr": UNKNOWN},
        "1934-08-15": {"": IN_FORCE, "fr": IN_FORCE, "pl": IN_FORCE, "us": SIGNED, "kr": UNKNOWN},
        # It takes no part, and nothing is recorded of it.
        "2000-01-01": {"": IN_FORCE, "fr": IN_FORCE, "pl": IN_FORCE, "us": IN_FORCE, "kr": UNKNOWN},
    },
    "hague-protocol-1955": {
        "1956-08-01": {"": SIGNED, "fr": SIGNED, "pl": SIGNED, "us": SIGNED, "kr": NOT_YET},
        "1963-08-01": {"": IN_FORCE, "fr": IN_FORCE, "pl": IN_FORCE, "us": SIGNED, "kr": NOT_YET},
        "2000-01-01": {"": IN_FORCE, "fr": IN_FORCE, "pl": IN_FORCE, "us": SIGNED, "kr": IN_FORCE},
        "2004-01-01": {"": IN_FORCE, "fr": IN_FORCE, "pl": IN_FORCE, "us": IN_FORCE, "kr": IN_FORCE},
    },
    "inter-american-coffee-1940": {
        "1941-01-01": {"": SIGNED, "br": SIGNED, "mx": SIGNED, "us": SIGNED},
        "1944-06-01": {"": IN_FORCE, "br": IN_FORCE, "mx": IN_FORCE, "us": IN_FORCE},
        "1948-09-30": {"": IN_FORCE, "br": IN_FORCE, "mx": IN_FORCE, "us": IN_FORCE},
        "1948-10-01": {"": UNKNOWN, "br": UNKNOWN, "mx": UNKNOWN, "us": UNKNOWN},
    },
    "hunkar-iskelesi-1833": {
        "1833-07-07": {"": NOT_YET, "russian-empire": NOT_YET, "ottoman-empire": NOT_YET},
        "1833-08-01": {"": SIGNED, "russian-empire": SIGNED, "ottoman-empire": SIGNED},
        "1835-01-01": {"": IN_FORCE, "russian-empire": IN_FORCE, "ottoman-empire": IN_FORCE},
        "1841-08-01": {"": IN_FORCE, "russian-empire": IN_FORCE, "ottoman-empire": IN_FORCE},
        "1842-01-01": {"": ENDED, "russian-empire": ENDED, "ottoman-empire": ENDED},
    },
    "german-soviet-1939": {
        "1939-08-22": {"": NOT_YET, "de": NOT_YET, "su": NOT_YET},
        "1939-08-23": {"": IN_FORCE, "de": IN_FORCE, "su": IN_FORCE},
        "1941-06-22": {"": ENDED, "de": ENDED, "su": ENDED},
    },
    "german-soviet-secret-protocol-1939": {
        "1939-08-22": {"": NOT_YET, "de": NOT_YET, "su": NOT_YET},
        "1940-01-01": {"": IN_FORCE, "de": IN_FORCE, "su": IN_FORCE},
        "1990-01-01": {"": ENDED, "de": ENDED, "su": ENDED},
    },
    "gatt-1947": {
        "1948-03-01": {"": APPLIED, "us": APPLIED, "gb": APPLIED, "cs": SIGNED, "in": SIGNED, "lb": SIGNED},
        "1950-01-01": {"": APPLIED, "us": APPLIED, "gb": APPLIED, "cs": APPLIED, "in": APPLIED, "lb": APPLIED},
        "1994-01-01": {"": APPLIED, "us": APPLIED, "gb": APPLIED, "cs": NEVER, "in": APPLIED, "lb": SIGNED},
        "1996-01-01": {"": NEVER, "us": NEVER, "gb": NEVER, "cs": NEVER, "in": NEVER, "lb": NEVER},
    },
    "rush-bagot-1817": {
        "1817-04-27": {"": NOT_YET, "gb": NOT_YET, "us": NOT_YET},
        # The first note is an offer.
        "1817-04-28": {"": NOT_YET, "gb": NOT_YET, "us": NOT_YET},
        "1817-04-29": {"": IN_FORCE, "gb": IN_FORCE, "us": IN_FORCE},
        "1865-06-01": {"": IN_FORCE, "gb": IN_FORCE, "us": IN_FORCE},
    },
}
# Where another reading is possible: the codes that a doubtful date or a disputed act would give.
UNCERTAIN = {
    ("hunkar-iskelesi-1833", "1833-08-01"): {
        "": [IN_FORCE],
        "russian-empire": [IN_FORCE],
        "ottoman-empire": [IN_FORCE],
    },
    ("hunkar-iskelesi-1833", "1841-08-01"): {"": [ENDED], "russian-empire": [ENDED], "ottoman-empire": [ENDED]},
}
CONTESTED = {
    ("npt-1968", "2004-01-01"): {"kp": [ENDED, ENDED]},
    ("german-soviet-secret-protocol-1939", "1940-01-01"): {"": [NEVER], "de": [NEVER], "su": [NEVER]},
    ("german-soviet-secret-protocol-1939", "1990-01-01"): {"": [NEVER], "de": [NEVER], "su": [NEVER]},
}


def of_160_parties():
    """The convention of 1973 with those who acceded first, two reservations, and one party that left and came back."""
    known = {party["key"]: party["name"] for file in FILES for party in read_dossier(file)["parties"]}
    territories = {code: Locale.parse(code).territories for code in ("en", "ar")}
    deposits = dict(pair.split() for pair in DEPOSITS.strip().split(","))
    keys = [*(code.lower() for code in deposits), "ae"]
    steps = [{"key": "in-force", "kind": "entry-into-force", "date": str(CITES_IN_FORCE), "basis": ["xxii"]}]
    for code, day in deposits.items():
        steps.append({"key": f"{code.lower()}-deposits", "party": code.lower(), "kind": "deposit", "date": day})
        # By its Article XXII ninety days after the tenth deposit, and then after each.
        if (effective := date.fromisoformat(day) + timedelta(days=90)) > CITES_IN_FORCE:
            steps[-1]["effective"] = str(effective)
    appendix, left = {"articles": ["appendix-i"], "basis": ["xxiii"]}, {"party": "ae", "basis": ["xxiv"]}
    steps += [
        {"key": "us-signs", "party": "us", "kind": "signature-subject-to-ratification", "date": "1973-03-03"},
        {"key": "jp-signs", "party": "jp", "kind": "signature-subject-to-ratification", "date": "1973-04-30"},
        {"key": "jp-reserves", "party": "jp", "kind": "reservation", "date": "1980-08-06", **appendix},
        {"key": "is-reserves", "party": "is", "kind": "reservation", "date": "2000-01-03", **appendix},
        {
            **{"key": "jp-withdraws", "party": "jp", "kind": "withdrawal-of-reservation", "date": "1994"},
            **{"refers_to": "jp-reserves", "note_public": {"en": "That on the hawksbill turtle."}},
        },
        {"key": "ae-accedes", "party": "ae", "kind": "accession", "date": "1974-11-21"},
        {"key": "ae-denounces", "kind": "denunciation-notice", "date": "1987-01-27", **left},
        {"key": "ae-leaves", "kind": "denunciation-effective", "date": "1988-01-27", **left},
        {**{"key": "ae-returns", "party": "ae", "kind": "accession"}, "date": "1990-02-08", "effective": "1990-05-09"},
    ]
    return {
        "format": "1",
        "slug": CITES,
        "form": "treaty",
        "subjects": ["environment"],
        "acts_complete_until": "2007-06-24",
        "title": {
            "en": "Convention on trade in endangered species",
            "ar": "اتفاقية الاتجار بالأنواع المهددة بالانقراض",
        },
        "participants": [{"party": key, "position": number} for number, key in enumerate(keys, 1)],
        "articles": [
            {"slug": "xxii", "number": "XXII", "heading": {"en": "Entry into force"}},
            {"slug": "xxiii", "number": "XXIII", "position": 2, "heading": {"en": "Reservations"}},
            {"slug": "xxiv", "number": "XXIV", "position": 3, "heading": {"en": "Denunciation"}},
            {"slug": "appendix-i", "number": "Appendix I", "position": 4, "kind": "annex"},
        ],
        "steps": steps,
        "citations": [
            {"key": "c1", "subject": "steps/is-reserves", "topic": "scope", "document": "cites-list"},
            {
                **{"key": "c2", "subject": "steps/ae-leaves", "field": "date", "document": "cites-list"},
                **{"value": "1988-01-27", "value_type": "date"},
            },
        ],
        "parties": [
            {
                "key": key,
                "name": known.get(key) or {code: names[key.upper()] for code, names in territories.items()},
                "iso_3166": key.upper(),
            }
            for key in keys
        ],
        "sources": [
            {"key": "cites-list", "kind": "official", "language": "en", "title": "List of contracting parties"}
        ],
    }


@pytest.fixture
def published(tmp_path):
    """Take dossiers in and publish them, all where none is named; gives what was published by slug."""

    def take_in(*slugs):
        made = tmp_path / f"{CITES}.json"
        made.write_text(json.dumps(of_160_parties()))
        files = [file for file in [made, *FILES] if not slugs or file.stem in slugs]
        assert run("import_dossier", *map(str, files), publish=True)[1] == ""
        return {edition.slug: dossier_of(edition) for edition in Edition.objects.all()}

    return take_in


def found_on(dossier, day, parties):
    history = history_of(dossier, "2026-01-01")
    return {party: status(history, date.fromisoformat(day), party=party) for party in parties}


def step(dossier, key):
    return next(each for each in dossier["steps"] if each["key"] == key)


def page(client, slug, language="en", **query):
    response = client.get(f"/{language}/treaties/{slug}/", query)
    assert response.status_code == 200
    return unescape(text(response))


def pages_of(client, slug, name, language):
    """The text of all pages of a list."""
    found = []
    while True:
        response = client.get(f"/{language}/treaties/{slug}/{name}/", {"page": len(found) + 1})
        if response.status_code == 404:
            return " ".join(found)
        found.append(unescape(text(response)))


def name_each_other(client, first, second):
    pages = [client.get(f"/en/treaties/{slug}/").content.decode() for slug in (first, second)]
    return f'href="/en/treaties/{second}/"' in pages[0] and f'href="/en/treaties/{first}/"' in pages[1]


def test_each_party_has_its_status_on_each_day(published):
    codes, others = {}, {"uncertain": {}, "contested": {}}
    for slug, dossier in published().items():
        for day, parties in EXPECTED[slug].items():
            found = found_on(dossier, day, parties)
            codes.setdefault(slug, {})[day] = {party: each.code for party, each in found.items()}
            for kind in others:
                readings = {party: [other.code for other in getattr(each, kind)] for party, each in found.items()}
                if any(readings.values()):
                    others[kind][slug, day] = {party: each for party, each in readings.items() if each}

    assert codes == EXPECTED
    assert others == {"uncertain": UNCERTAIN, "contested": CONTESTED}


def test_dossiers_come_back_unchanged_and_pages_name_every_party(published, client, tmp_path):
    dossiers = published()
    rows = sum(model.history.count() for model in tracked_models())
    files = []
    for slug in dossiers:
        files.append(tmp_path / f"{slug}.yaml")
        assert run("export_dossier", slug, output=files[-1])[1] == ""
    out, err = run("import_dossier", *map(str, files))

    assert ({line.split()[0] for line in out.splitlines()}, err) == ({"unchanged"}, "")
    assert sum(model.history.count() for model in tracked_models()) == rows
    for slug, dossier in dossiers.items():
        names = {each["key"]: each["name"] for each in dossier["parties"]}
        for language in ("en", "ar"):
            shown = page(client, slug, language) + pages_of(client, slug, "participants", language)
            assert [key for each in dossier["participants"] if names[key := each["party"]][language] not in shown] == []


def test_reservations_of_160_parties_stand_with_the_article_they_concern(published, client):
    dossier = published(CITES)[CITES]
    assert (len(dossier["participants"]), is_multilateral(history_of(dossier))) == (160, True)
    parties = [each["party"] for each in dossier["participants"]]
    assert {each.code for each in found_on(dossier, "2007-06-24", parties).values()} == {IN_FORCE}

    reservations = EditionPage.objects.get(edition__slug=CITES, language="en", part="articles/appendix-i").content
    assert [each["key"] for each in reservations["steps"]] == ["jp-reserves", "is-reserves"]
    shown = text(client.get(f"/en/treaties/{CITES}/articles/appendix-i/"))
    assert "Reservation" in shown
    acts = pages_of(client, CITES, "chronicle", "en")
    assert re.search(r"3 January 2000 (· )?Iceland Reservation only: Appendix I ?Article XXIII", acts)


def test_withdrawal_from_the_npt_is_told_with_both_days_and_left_undecided(published, client):
    dossier = published("npt-1968")["npt-1968"]
    (kp,) = found_on(dossier, "2004-01-01", ["kp"]).values()
    assert [(each.since, each.ground) for each in kp.contested] == [
        ("2003-01-11", "withdrawal-effective"),
        ("2003-04-10", "withdrawal-effective"),
    ]
    (soon,) = found_on(dossier, "2003-02-01", ["kp"]).values()
    assert [each.since for each in soon.contested] == ["2003-01-11"]
    assert step(dossier, "kp-notice-suspended")["refers_to"] == "kp-notice-1993"
    assert [each["outcome"] for each in dossier["questions"]] == ["undecided"]
    shown = page(client, "npt-1968", on="2004-01-01")
    assert "In force since 5 March 1970." in shown
    assert (
        "bound since 12 December 1985 ≠ Contested. On another reading: no longer bound since 11 January 2003" in shown
    )
    for day in ("12 March 1993", "11 June 1993", "10 January 2003", "11 January 2003", "10 April 2003"):
        assert day in shown
    assert "(disputed)" in shown


def test_protocol_has_parties_of_its_own_and_amends_the_convention(published, client):
    slugs = "warsaw-convention-1929", "hague-protocol-1955"
    convention, protocol = map(published(*slugs).get, slugs)
    assert [[each["party"] for each in dossier["participants"]] for dossier in (convention, protocol)] == [
        ["fr", "pl", "us"],
        ["fr", "pl", "us", "kr"],
    ]
    assert [(each["kind"], each["other"]) for each in protocol["relations"]] == [("amends", "warsaw-convention-1929")]
    assert convention["events"][0]["treaties"] == ["hague-protocol-1955"]
    assert name_each_other(client, *slugs)


def test_term_is_prolonged_from_year_to_year_and_then_nothing_is_known(published, client):
    dossier = published("inter-american-coffee-1940")["inter-american-coffee-1940"]
    terms = [each["until"] for each in dossier["steps"] if each.get("until")]
    assert terms == ["1943-09-30", "1944-09-30", "1945-09-30", "1946-09-30", "1947-09-30", "1948-09-30"]
    days = [f"{year}-12-31" for year in range(1941, 1949)]
    assert [found_on(dossier, day, [""])[""].code for day in days] == [IN_FORCE] * 7 + [UNKNOWN]
    assert found_on(dossier, "1949-01-01", [""])[""].reading.rule == "term-over"
    assert "Its term has ended; whether it was renewed is not recorded." in page(
        client, "inter-american-coffee-1940", on="1949-01-01"
    )


def test_julian_date_stands_as_the_source_gives_it_with_its_gregorian_day(published, client):
    dossier = published("hunkar-iskelesi-1833")["hunkar-iskelesi-1833"]
    shown = page(client, "hunkar-iskelesi-1833", on="1833-08-01")

    assert "26 June 1833 (Julian calendar, in the Gregorian calendar 8 July 1833)" in shown
    assert re.search(
        "Because a date is uncertain, the status may instead be: In force .*8 July 1833–8 September 1833", shown
    )
    assert {each["key"]: each.get("exists_until", "") for each in dossier["parties"]} == {
        **{"russian-empire": "1917", "ottoman-empire": "1922-11-01", "tr": ""}
    }
    assert [(each["predecessor"], each["successor"], each["kind"]) for each in dossier["successions"]] == [
        ("ottoman-empire", "tr", "disputed")
    ]


def test_secret_protocol_names_its_treaty_and_the_day_it_was_disclosed(published, client):
    slugs = "german-soviet-secret-protocol-1939", "german-soviet-1939"
    protocol, treaty = map(published(*slugs).get, slugs)
    assert (protocol["disclosed_on"], "disclosed_on" in treaty) == ("1946-05-22", False)
    assert [(each["kind"], each["other"]) for each in protocol["relations"]] == [
        ("secret-protocol-to", "german-soviet-1939")
    ]
    assert treaty["events"][0]["treaties"] == ["german-soviet-secret-protocol-1939"]
    shown = page(client, "german-soviet-secret-protocol-1939", on="1940-01-01")
    assert "text made public 22 May 1946" in shown
    assert "Contested. On another reading: Never entered into force." in shown
    assert name_each_other(client, *slugs)


def test_agreement_applied_provisionally_never_was_in_force(published, client):
    (last,) = found_on(published("gatt-1947")["gatt-1947"], "1995-12-31", [""]).values()
    assert (last.code, [each.code for each in last.uncertain]) == (APPLIED, [NEVER])
    assert "Provisionally applied since 1 January 1948." in page(client, "gatt-1947", on="1950-01-01")
    shown = page(client, "gatt-1947")
    assert "one of: 31 December 1995, 1 January 1996" in shown
    assert "Never entered into force." in shown


def test_notes_are_articles_and_the_answer_makes_the_treaty(published, client):
    dossier = published("rush-bagot-1817")["rush-bagot-1817"]
    assert [(each["slug"], each["kind"]) for each in dossier["articles"]] == [("note", "note"), ("reply", "reply")]
    assert [(each["key"], each.get("party"), each["kind"]) for each in dossier["steps"]][:2] == [
        ("note", "gb", "exchange-of-notes"),
        ("reply", "us", "exchange-of-notes"),
    ]
    shown = page(client, "rush-bagot-1817")
    assert "In force since 29 April 1817." in shown
    for number in ("Note of 28 April 1817", "Reply of 29 April 1817"):
        assert number in shown
    for slug in ("note", "reply"):
        assert client.get(f"/en/treaties/rush-bagot-1817/articles/{slug}/").status_code == 200
