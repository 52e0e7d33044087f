"""Histories in which one act is easily taken for another: the right answer of each, with its article."""

from datetime import date

import pytest

from treaties.law.acts import EntryRule, Participant, Succession
from treaties.law.parties import is_multilateral
from treaties.status import intervals, status

from .makers import BOTH, IN_FORCE, MANY, RECORDED, SIGNED, act, code, history, reading

COMPLETE = {"complete_until": "2019-01-01"}
NOTES = "exchange-of-notes"
DEFINITIVE = "signature-definitive"


def bound(*parties, day="1901-06-01"):
    return [act("deposit", day, key=f"{party}-deposits", party=party) for party in parties]


def test_end_with_a_day_follows_a_beginning_without_one():
    begun = act("entry-into-force", "")

    assert code(history(SIGNED, begun, act("expiry", "1910-01-01")), RECORDED) == "terminated"
    suspended = (act("suspension-start", "", party="alba"), act("suspension-end", "1915-01-01", party="alba"))
    assert code(history(SIGNED, IN_FORCE, *suspended), RECORDED) == "in-force"


def test_bound_since_a_day_that_is_not_recorded_where_the_consent_has_none():
    told = history(act("deposit", "", party="alba"), IN_FORCE, participants=MANY)

    assert reading(told, RECORDED, "alba").since == "1902-01-01/.."


def test_later_notice_does_not_undo_an_earlier_withdrawal():
    """VCLT 68: a notice may be revoked before it takes effect; UNESCO and the United States, 1984 and 2018."""
    told = history(
        act("acceptance", "1946-09-30", key="in", party="alba"),
        act("entry-into-force", "1946-11-04"),
        act("withdrawal-notice", "1983-12-28", key="first", party="alba", effective="1984-12-31"),
        act("acceptance", "2003-10-01", key="again", party="alba"),
        act("withdrawal-notice", "2017-10-12", key="second", party="alba", effective="2018-12-31"),
        act("withdrawal-effective", "2018-12-31", key="out", party="alba"),
        participants=MANY,
    )
    days = ("1980-01-01", "1990-01-01", "2010-01-01", "2019-06-01")

    assert [code(told, day, "alba") for day in days] == ["in-force", "terminated", "in-force", "terminated"]
    late = act("notice-revoked", "1912-06-01", party="alba")
    notice = act("denunciation-notice", "1910-01-01", party="alba", effective="1911-01-01")
    assert code(history(SIGNED, IN_FORCE, notice, late), "1913-01-01") == "terminated"


def test_notice_without_a_day_leaves_its_effect_open():
    """VCLT 56(2): twelve months, where nothing else is agreed."""
    told = history(SIGNED, IN_FORCE, act("denunciation-notice", "1939-07-26", party="alba"))

    assert status(told, date(1940, 1, 1)).uncertain == ()
    answer = status(told, date(2019, 1, 1))
    assert (answer.code, [each.code for each in answer.uncertain]) == ("in-force", ["terminated"])


def test_who_leaves_and_returns_had_consented_with_the_others():
    told = history(
        *(SIGNED, act("exchange-of-instruments-of-ratification", "1901-09-01"), IN_FORCE),
        act("denunciation-effective", "1920-01-01", party="alba"),
        act("accession", "1950-01-01", party="alba"),
        participants=MANY,
        entry=EntryRule(later_delay="P0D"),
    )
    days = ("1910-01-01", "1930-01-01", "1960-01-01")

    assert [code(told, day, "alba") for day in days] == ["in-force", "terminated", "in-force"]


@pytest.mark.parametrize("standing", ["rejected", "planned", "reported"])
def test_entry_into_force_that_is_not_established_prevents_no_derived_one(standing):
    """VCLT 24(1) and (2)."""
    other = act("entry-into-force", "1905-01-01", standing=standing)
    rule = EntryRule("exchange-of-instruments")
    exchanged = act("exchange-of-instruments-of-ratification", "1902-01-01")

    assert code(history(SIGNED, exchanged, other, entry=rule), "1903-01-01") == "in-force"
    assert code(history(act(DEFINITIVE, "1901-01-01"), other), "1903-01-01") == "in-force"


def test_rejected_lapse_ends_nothing_and_hides_no_end():
    gone = Participant("borea", exists_until="1992-12-31")
    rejected = act("lapse-state-extinction", "1992-12-31", party="borea", standing="rejected")
    told = history(SIGNED, IN_FORCE, rejected, participants=(Participant("alba"), gone))

    assert code(told, "2000-01-01", "borea") == "terminated"
    assert code(told, "2000-01-01") == "undetermined"


# Several states instead of one

OLD = Participant("old", exists_until="1992-12-31")
HEIRS = [Participant(key, exists_from="1993-01-01") for key in ("east", "west")]
OF_HEIRS = {
    "participants": (Participant("alba"), OLD, *HEIRS),
    "successions": tuple(Succession("old", heir.key, "separation", "1993-01-01") for heir in HEIRS),
}
NOTIFIED = [
    act("notification-of-succession", "1993-06-01", key=key, party=key, effective="1993-01-01")
    for key in ("east", "west")
]


def test_treaty_with_two_heirs_goes_on_with_one_when_the_other_leaves():
    """VCSST 34: each is a party for itself."""
    left = act("denunciation-effective", "2000-01-01", party="west")
    told = history(SIGNED, IN_FORCE, *NOTIFIED, left, **OF_HEIRS)

    assert {party: code(told, "2005-01-01", party) for party in ("", "alba", "east", "west")} == {
        **{"": "in-force", "alba": "in-force"},
        **{"east": "in-force", "west": "terminated"},
    }
    assert code(told, "1950-01-01") == code(told, "1992-06-01", "alba") == "in-force"


def test_denunciation_towards_one_heir_leaves_the_other():
    left = act("denunciation-effective", "2000-01-01", party="alba", between="west")
    told = history(SIGNED, IN_FORCE, *NOTIFIED, left, **OF_HEIRS)

    assert [code(told, "2005-01-01", party) for party in ("east", "west")] == ["in-force", "terminated"]


def test_heir_that_has_not_notified_is_not_determined():
    told = history(SIGNED, IN_FORCE, NOTIFIED[0], **OF_HEIRS)

    assert [code(told, "2005-01-01", party) for party in ("east", "west")] == ["in-force", "undetermined"]


def test_union_of_two_original_parties_makes_no_treaty_of_two():
    parties = tuple(Participant(key) for key in ("south", "north", "alba", "whole"))
    union = tuple(Succession(key, "whole", "union", "1990-05-22") for key in ("south", "north"))

    assert is_multilateral(history(participants=parties, successions=union))
    absorbed = (Succession("east", "west", "union", "1990-10-03"),)
    two = history(participants=(Participant("east"), Participant("west")), successions=absorbed)
    assert not is_multilateral(two)
    left = history(
        SIGNED,
        IN_FORCE,
        act("denunciation-effective", "1980-01-01", party="west"),
        **{"participants": two.participants, "successions": absorbed},
    )
    assert code(left, "1985-01-01") == code(left, "1985-01-01", "east") == "terminated"


def test_chain_of_continuations_begins_with_each_link():
    chain = (
        Succession("empire", "union", "continuation", "1917"),
        Succession("union", "fed", "continuation", "1991-12"),
    )
    parties = tuple(Participant(key) for key in ("empire", "union", "fed", "alba", "borea"))
    told = history(*bound("empire", day="1900-01-01"), IN_FORCE, participants=parties, successions=chain)

    assert code(told, "1950-01-01", "fed") == "not-yet-signed"
    assert reading(told, "1950-01-01", "union").since == "1917"
    assert reading(told, "2000-01-01", "fed").since == "1991-12"
    pair = history(
        SIGNED,
        IN_FORCE,
        participants=(*BOTH, Participant("new")),
        successions=(Succession("borea", "new", "continuation", "1991-12-24"),),
    )
    assert [code(pair, day, "new") for day in ("1989-01-01", "1995-01-01")] == ["not-yet-signed", "in-force"]


@pytest.mark.parametrize("loop", ["borea", "alba"])
def test_succession_to_oneself_or_in_a_circle_is_no_error(loop):
    successions = (Succession(loop, "alba", "separation", "0001-01-01"), Succession("alba", loop, "union", ""))
    for participants in (BOTH, MANY):
        told = history(SIGNED, IN_FORCE, participants=participants, successions=successions)
        assert [intervals(told, party) for party in ("", "alba", "borea")]


# Among many


def test_prolongation_holds_for_who_accedes_after_it():
    told = history(
        *bound("alba"),
        act("entry-into-force", "1980-01-01", until="1984-12-31"),
        act("prolongation", "1984-12-01", until="1990-12-31"),
        act("accession", "1987-01-01", party="borea"),
        participants=MANY,
        entry=EntryRule(later_delay="P0D"),
    )

    assert code(told, "1988-01-01", "borea") == "in-force"


def test_provisional_application_goes_on_after_the_deposit():
    """VCLT 25: pending the entry into force."""
    told = history(
        act(SIGNED.kind, "1994-01-01", key="signs", party="alba"),
        act("provisional-application-start", "1994-01-01", key="applies", party="alba"),
        act("deposit", "1996-01-01", party="alba"),
        act("entry-into-force", "1998-01-01", key="begins"),
        participants=MANY,
    )

    assert [code(told, day, "alba") for day in ("1997-01-01", "1998-01-01")] == ["provisionally-applied", "in-force"]


def test_suspensions_of_one_party_are_counted_each():
    first = act("suspension-start", "1910-01-01", key="first", party="alba", until="1910-12-31")
    second = act("suspension-start", "1915-01-01", key="second", party="alba")
    told = history(SIGNED, IN_FORCE, first, second)

    assert [code(told, day) for day in ("1910-06-01", "1912-01-01", "1916-01-01")] == [
        "suspended",
        "in-force",
        "suspended",
    ]
    other = act("suspension-start", "1910-06-01", key="other", party="borea")
    ended = act("suspension-end", "1911-01-01", party="alba")
    both = history(SIGNED, IN_FORCE, act("suspension-start", "1910-01-01", key="first", party="alba"), other, ended)
    assert reading(both, "1912-01-01").since == "1910-01-01"


def test_instrument_withdrawn_after_the_entry_into_force_undoes_nothing():
    rule = EntryRule("number-of-deposits", number=2)
    told = history(
        *bound("alba", "borea"), act("instrument-withdrawn", "1960-01-01", party="alba"), entry=rule, participants=MANY
    )

    assert code(told, "1955-01-01") == "in-force"
    before = act("withdrawal-effective", "1901-05-01", party="alba")
    early = [*bound("alba", day="1901-01-01"), *bound("borea")]
    assert code(history(*early, before, entry=rule, participants=MANY, **COMPLETE), "1955-01-01") == "not-yet-signed"


@pytest.mark.parametrize("kind", [NOTES, DEFINITIVE, "notification-of-completion", "deposit", "ratification"])
def test_consent_of_one_side_or_of_who_only_assists_is_not_that_of_both(kind):
    """VCLT 24(2)."""
    alba, borea, helper = (act(kind, "1950-01-01", key=key, party=key) for key in ("alba", "borea", "helper"))
    participants = (*BOTH, Participant("helper", "mediator"), Participant("heir"))
    fields = {"participants": participants, "successions": (Succession("alba", "heir", "continuation"),)}
    heir = act(kind, "1951-01-01", key="heir", party="heir")

    assert code(history(alba, helper, **fields), "1960-01-01") != "in-force"
    assert code(history(alba, heir, **fields), "1960-01-01") != "in-force"
    assert code(history(alba, borea, **fields), "1960-01-01") == "in-force"


def test_who_acts_takes_part_where_no_participant_is_recorded():
    notes = [act(NOTES, f"1916-05-{day:02}", key=key, party=key) for key, day in (("alba", 9), ("borea", 16))]

    assert code(history(*notes, participants=()), "1917-01-01") == "in-force"


def test_joint_consent_of_many_brings_into_force_and_counts_for_each():
    """VCLT 12, 16."""
    assert code(history(act(DEFINITIVE, "1950-01-01"), participants=MANY, **COMPLETE), "1960-01-01") == "in-force"
    rule = EntryRule("number-of-deposits", number=3)
    assert code(history(act("deposit", "1950-01-01"), entry=rule, participants=MANY), "1960-01-01") == "in-force"


def test_signature_binds_where_the_treaty_says_so():
    """VCLT 12(1)(a); who accedes later need not have signed."""
    signed = [act(SIGNED.kind, "1950-01-01", key=key, party=key) for key in ("alba", "borea", "caria")]
    acceded = act("accession", "1960-01-01", party="corda")
    told = history(*signed, acceded, entry=EntryRule("signature", later_delay="P0D"), participants=MANY)

    assert {code(told, "1955-01-01", party) for party in ("", "alba", "borea", "caria")} == {"in-force"}
    assert [code(told, day, "corda") for day in ("1955-01-01", "1961-01-01")] == ["not-yet-signed", "in-force"]


def test_confirmed_signature_ad_referendum_is_definitive():
    """VCLT 12(2)(b)."""
    signed = act("signature-ad-referendum", "1950-01-01")
    confirmed = act("confirmation-of-signature", "1951-01-01")

    assert code(history(signed, **COMPLETE), "1952-01-01") == "signed-not-in-force"
    assert reading(history(signed, confirmed), "1952-01-01").since == "1951-01-01"


def test_own_entry_into_force_follows_ratification_and_deposit():
    told = history(
        *(*bound("borea"), IN_FORCE),
        act("ratification", "1971-01-01", party="alba"),
        act("deposit", "1971-02-01", party="alba"),
        act("entry-into-force", "1971-05-02", key="own", party="alba"),
        participants=MANY,
    )

    assert [code(told, day, "alba") for day in ("1971-03-01", "1971-05-02")] == ["signed-not-in-force", "in-force"]


def test_own_entry_into_force_may_reach_back_before_the_consent():
    """As for states that succeed from the day of their independence."""
    told = history(
        *(*bound("borea"), IN_FORCE),
        act("entry-into-force", "1991-10-08", key="own", party="alba"),
        act("ratification", "1992-09-29", party="alba"),
        participants=MANY,
    )

    assert reading(told, "1993-01-01", "alba").since == "1991-10-08"
    assert status(told, date(1993, 1, 1), party="alba").uncertain == ()


def test_last_of_the_first_depositors_is_bound_with_the_others():
    rule = EntryRule("number-of-deposits", number=3, delay="P30D", later_delay="P90D")
    days = {"alba": "1950-01-01", "borea": "1951-01-01", "caria": "1952-01-01", "corda": "1952-01-15"}
    told = history(
        *(act("deposit", day, key=party, party=party) for party, day in days.items()), entry=rule, participants=MANY
    )

    assert code(told, "1952-02-15") == code(told, "1952-02-15", "caria") == "in-force"
    assert [code(told, day, "corda") for day in ("1952-02-15", "1952-04-14")] == ["signed-not-in-force", "in-force"]


def test_days_of_single_parties_are_an_entry_into_force():
    own = [act("entry-into-force", "1950-01-01", key=key, party=key) for key in ("alba", "borea")]

    assert code(history(*bound("alba", "borea"), *own, participants=MANY, **COMPLETE), "1960-01-01") == "in-force"


def test_nobody_accedes_to_what_has_ended():
    told = history(
        *(*bound("alba", "borea"), IN_FORCE),
        act("denunciation-effective", "1955-01-01", party="alba"),
        act("termination-by-consent", "1960-01-01"),
        act("accession", "1970-01-01", party="alba"),
        participants=MANY,
    )

    assert code(told, "1980-01-01", "alba") == "terminated"


# Days


def test_later_of_two_doubtful_consents_is_as_doubtful():
    told = history(act(NOTES, "1950", key="a", party="alba"), act(NOTES, "1950-03-01", key="b", party="borea"))

    assert reading(told, "1960-01-01").since == "1950-03-01/1950-12-31"


def test_consent_about_the_day_of_entry_into_force_binds_with_it_or_after_the_delay():
    rule = EntryRule(later_delay="P30D")
    told = history(
        *bound("borea", day="1990-01-01"),
        act("entry-into-force", "1995-01-01"),
        act("deposit", "[1994-12-01,1995-03-01]", party="alba"),
        entry=rule,
        participants=MANY,
    )

    assert reading(told, "1996-01-01", "alba").since == "1995-01-01/1995-03-31"
    assert [each.code for each in status(told, date(1995, 3, 15), party="alba").uncertain] == ["in-force"]


def test_everything_in_one_year_may_have_come_to_any_point():
    told = history(
        *(act(kind, "1950") for kind in ("exchange-of-instruments-of-ratification", "entry-into-force", "expiry"))
    )

    found = {each.code for each in status(told, date(1950, 6, 1)).uncertain}
    assert {"in-force", "terminated"} <= found


def test_second_day_of_entry_into_force_moves_nothing():
    assert reading(
        history(SIGNED, IN_FORCE, act("entry-into-force", "1905-01-01", key="again")), "1910-01-01"
    ).since == ("1902-01-01")
    each = [
        act("entry-into-force", day, key=key, party=key) for key, day in (("alba", "1950"), ("borea", "1951-01-01"))
    ]
    assert code(history(SIGNED, *each), "1950-12-31") == "signed-not-in-force"


def test_who_takes_no_part_is_not_bound():
    told = history(SIGNED, IN_FORCE, participants=(*BOTH, Participant("helper", "guarantor")))

    read = reading(told, "1950-01-01", "helper")
    assert (read.code, read.rule, read.known) == ("not-yet-signed", "takes-no-part", "derived")
    read = reading(told, "1950-01-01", "nobody")
    assert (read.code, read.rule, read.known) == ("undetermined", "no-act", "not-recorded")


@pytest.mark.parametrize("when", ["0001-01-01", "9999-12-31", "0001", "9999"])
def test_first_and_last_days_of_all_are_no_error(when):
    acts = [
        act(kind, when, key=f"{kind}-{party}", party=party)
        for kind in ("deposit", "withdrawal-notice", "accession")
        for party in ("alba", "borea")
    ]
    for rule in (EntryRule("number-of-deposits", number=2, delay="P9999D", later_delay="P40Y"), EntryRule()):
        told = history(SIGNED, IN_FORCE, *acts, entry=rule, participants=MANY)
        assert [intervals(told, party) for party in ("", "alba", "borea", "caria")]
