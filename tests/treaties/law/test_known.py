"""How an answer is known: recorded, derived, or not recorded; and what a doubtful day leaves certain."""

from datetime import date

import pytest

from treaties.law.acts import Participant
from treaties.law.histories import history_of
from treaties.status import status

from .makers import IN_FORCE, MANY, RECORDED, SIGNED, act, code, history, reading


def known(told, day, party=""):
    read = reading(told, day, party)
    return read.code, read.rule, read.known


def test_silence_after_a_signature_is_no_negative():
    assert known(history(SIGNED), "1950-01-01") == ("undetermined", "signature", "not-recorded")
    assert reading(history(SIGNED), "1950-01-01").since == "1901-03-04"


def test_later_entry_into_force_implies_that_there_was_none_before():
    assert known(history(SIGNED, IN_FORCE), "1901-12-31") == ("signed-not-in-force", "signature", "derived")


@pytest.mark.parametrize(("until", "expected"), [("1949-12-31", "undetermined"), ("1950-01-01", "signed-not-in-force")])
def test_complete_list_denies_up_to_its_day_only(until, expected):
    assert code(history(SIGNED, complete_until=until), "1950-01-01") == expected


def test_what_was_denied_up_to_a_day_is_still_said_after_it():
    told = history(SIGNED, complete_until="1950-06-01")

    assert reading(told, "1950-06-02").denied_until == "1950-06-01"
    assert reading(history(SIGNED, complete_until="1900-01-01"), "1950-06-02").denied_until == ""


def test_without_any_act_nothing_is_known():
    assert known(history(), "1950-01-01") == ("undetermined", "no-act", "not-recorded")
    assert known(history(complete_until=RECORDED), "1950-01-01")[0] == "not-yet-signed"


@pytest.mark.parametrize("kind", ["adoption", "initialling", "opened-for-signature", "exchange-of-notes"])
def test_text_that_came_later_was_not_signed_before(kind):
    assert known(history(act(kind, "1930-01-01")), "1920-01-01") == (
        *("not-yet-signed", "not-yet-signed"),
        "derived",
    )


def test_day_before_the_only_act_recorded_is_not_in_force_rather_than_not_signed():
    assert known(history(IN_FORCE), "1901-01-01") == ("not-yet-signed", "before-first-act", "derived")


def test_recorded_entry_into_force_is_recorded():
    assert known(history(SIGNED, IN_FORCE), "1950-01-01") == ("in-force", "entry-into-force", "recorded")


@pytest.mark.parametrize("kind", ["denunciation-effective", "expiry", "termination-by-consent", "membership-ceased"])
def test_what_is_ended_had_been_in_force(kind):
    assert known(history(SIGNED, act(kind, "1910-01-01")), "1950-01-01") == (
        *("terminated", "end-implies-force"),
        "derived",
    )


@pytest.mark.parametrize("kind", ["supersession-express", "supersession-implied", "lapse-state-extinction"])
def test_what_is_replaced_or_lapses_may_never_have_been_in_force(kind):
    told = history(SIGNED, act(kind, "1910-01-01"))

    assert known(told, "1950-01-01") == ("undetermined", "ended-before-force", "not-recorded")


# One of many parties

CONVENTION = (
    act("signature-subject-to-ratification", "1950-06-01", key="alba-signs", party="alba"),
    act("entry-into-force", "1952-01-01"),
)


def test_consent_that_is_not_recorded_is_not_denied():
    told = history(*CONVENTION, participants=MANY)

    assert known(told, "1960-01-01", "alba") == ("undetermined", "signature", "not-recorded")
    assert known(told, "1960-01-01", "borea") == ("undetermined", "no-act", "not-recorded")


def test_consent_after_the_entry_into_force_binds_on_a_day_that_is_not_recorded():
    told = history(*CONVENTION, act("accession", "1960-05-05", party="borea"), participants=MANY)

    assert known(told, "2020-01-01", "borea") == ("in-force", "effect-not-recorded", "derived")
    assert reading(told, "2020-01-01", "borea").since == "1960-05-05/.."
    assert status(told, date(2020, 1, 1), party="borea").uncertain == ()


def test_within_living_doubt_the_other_answer_is_named():
    told = history(*CONVENTION, act("accession", "1960-05-05", party="borea"), participants=MANY)

    (other,) = status(told, date(1960, 6, 1), party="borea").uncertain
    assert (other.code, other.rule) == ("signed-not-in-force", "consent")


# Days in doubt


def test_open_interval_is_not_not_yet():
    told = history(SIGNED, act("entry-into-force", "1902-01-01/.."))

    assert code(told, "1901-12-31") == "signed-not-in-force"
    assert reading(told, "1950-01-01").since == "1902-01-01/.."
    assert code(told, "1950-01-01") == "in-force"
    assert [each.code for each in status(told, date(1950, 1, 1)).uncertain] == ["signed-not-in-force"]
    assert status(told, date.fromisoformat(RECORDED)).uncertain == ()


def test_established_act_without_a_day_has_happened_when_it_was_recorded():
    told = history(SIGNED, act("entry-into-force", ""), act("expiry", "", key="end"))

    assert code(told, RECORDED) == "terminated"
    assert reading(told, RECORDED).since == ""


def dossier(**fields):
    """A convention in the format, in which France has deposited on a day that is not decided."""
    step = {"key": "fr", "kind": "deposit", "party": "fr"} | fields.pop("step", {})
    return {
        "slug": "pact",
        "participants": [{"party": key} for key in ("fr", "gb", "de")],
        "steps": [{"key": "eif", "kind": "entry-into-force", "date": "1990-01-01"}, step],
        "citations": [
            {
                "key": document,
                "subject": "steps/fr",
                "field": "date",
                "document": document,
                "value": value,
                "value_type": "date",
                "stance": "supports",
                "modality": "states",
            }
            | fields.get(document, {})
            for document, value in (("ecolex", "1995-03-01"), ("iea", "1995-03-31"))
        ],
    }


def of_france(data, day):
    return status(history_of(data, "2026-01-01"), date.fromisoformat(day), party="fr")


@pytest.mark.parametrize("step", [{}, {"date": "[1995-03-01,1995-03-31]"}])
def test_undecided_day_counts_with_its_bounds(step):
    answers = [of_france(dossier(step=step), day) for day in ("1995-02-28", "1995-03-15", "1995-03-31", "2026-01-01")]

    assert [answer.code for answer in answers] == ["not-yet-signed", "in-force", "in-force", "in-force"]
    assert all(answer.reading.undecided for answer in answers[1:])
    assert answers[-1].uncertain == ()
    assert "not-yet-signed" in {other.code for other in answers[1].uncertain}


def test_where_every_reading_gives_one_answer_that_is_the_answer():
    told = history(SIGNED, act("entry-into-force", "[1902-01-01,1902-02-01]", undecided=True))

    answer = status(told, date(1902, 2, 1))
    assert (answer.code, answer.reading.since, answer.uncertain) == ("in-force", "[1902-01-01,1902-02-01]", ())
    assert answer.reading.undecided


@pytest.mark.parametrize("denied", [{"stance": "disputes"}, {"modality": "denies"}, {"modality": "expects"}])
def test_value_that_a_source_does_not_assert_is_no_bound(denied):
    told = history_of(dossier(iea=denied))

    (deposit,) = [each for each in told.acts if each.key == "fr"]
    assert (deposit.date, deposit.undecided) == ("1995-03-01", False)


def test_cited_days_of_the_julian_calendar_are_reckoned():
    told = history_of(dossier(iea={"value": "1995-03-10", "value_calendar": "julian"}))

    (deposit,) = [each for each in told.acts if each.key == "fr"]
    assert deposit.date == "[1995-03-01,1995-03-23]"


def test_cited_months_give_an_interval():
    told = history_of(dossier(ecolex={"value": "1995-03"}, iea={"value": "1995-05"}))

    (deposit,) = [each for each in told.acts if each.key == "fr"]
    assert deposit.date == "1995-03-01/1995-05-31"


# What an act changes only for a part


def limit_of(told, day, party):
    return [
        (each.code, each.territory or each.articles, each.since)
        for each in status(told, date.fromisoformat(day), party=party).limits
    ]


def test_territories_are_said_beside_the_party():
    told = history(
        *CONVENTION,
        act("deposit", "1951-01-01", key="alba", party="alba"),
        act("territorial-application", "1955-01-01", key="to", party="alba", territory="The island"),
        act("territorial-withdrawal", "1985-02-01", key="away", party="alba", territory="The Island"),
        act("territorial-exclusion", "1951-01-01", key="not", party="alba", territory="The coast"),
        participants=MANY,
    )

    assert code(told, "1990-01-01", "alba") == "in-force"
    assert limit_of(told, "1960-01-01", "alba") == [
        ("excluded", "The coast", "1951-01-01"),
        ("extended", "The island", "1955-01-01"),
    ]
    assert ("ended", "The Island", "1985-02-01") in limit_of(told, "1990-01-01", "alba")
    assert limit_of(told, "1990-01-01", "borea") == []


def test_partial_denunciation_leaves_the_rest_in_force():
    told = history(
        *CONVENTION,
        act("deposit", "1951-01-01", key="alba", party="alba"),
        act("denunciation-effective", "1970-01-01", key="part", party="alba", articles=("part-2",)),
        participants=MANY,
    )

    assert code(told, "1980-01-01", "alba") == "in-force"
    assert limit_of(told, "1980-01-01", "alba") == [("denounced", ("part-2",), "1970-01-01")]


def test_acceptance_of_an_annex_binds_to_nothing_else():
    told = history(
        *CONVENTION, act("acceptance", "1955-01-01", party="borea", articles=("annex-2",)), participants=MANY
    )

    assert code(told, "1960-01-01", "borea") == "undetermined"
    assert limit_of(told, "1960-01-01", "borea") == [("accepted", ("annex-2",), "1955-01-01")]


def test_derogation_holds_until_it_is_ended():
    told = history(
        *CONVENTION,
        act("derogation", "1960-01-01", party="alba", articles=("5",)),
        act("derogation-ended", "1965-01-01", party="alba", articles=("5",)),
        participants=MANY,
    )

    assert [len(limit_of(told, day, "alba")) for day in ("1962-01-01", "1966-01-01")] == [1, 0]


def test_participant_without_capacity_is_only_known_of():
    told = history(SIGNED, IN_FORCE, participants=(Participant("alba"), Participant("borea"), Participant("su", "")))

    assert code(told, "1950-01-01") == "in-force"
