"""Who can be bound, how many sides there are, and what becomes of a treaty when a state ends."""

import pytest

from treaties.law.acts import Participant, Succession
from treaties.law.parties import can_be_bound, is_multilateral

from .makers import BOTH, IN_FORCE, MANY, SIGNED, act, code, history, reading


@pytest.mark.parametrize("capacity", ["depositary", "guarantor", "mediator", "witness", "observer", "territory"])
def test_who_only_assists_is_not_counted(capacity):
    participants = (*BOTH, Participant("docke", capacity))

    assert can_be_bound(participants) == ["alba", "borea"]
    assert not is_multilateral(history(participants=participants))


@pytest.mark.parametrize("capacity", ["party", "signatory", "negotiating-state"])
def test_who_can_become_a_party_is_counted(capacity):
    assert is_multilateral(history(participants=(*BOTH, Participant("docke", capacity))))


def test_territory_is_no_party_by_its_type():
    assert can_be_bound([*BOTH, Participant("isle", type="territory")]) == ["alba", "borea"]


def test_successor_is_counted_with_its_predecessor():
    participants = (*BOTH, Participant("new-borea"))

    assert not is_multilateral(
        history(participants=participants, successions=(Succession("borea", "new-borea", "continuation"),))
    )


def test_editors_may_say_what_it_is():
    assert is_multilateral(history(laterality="multilateral"))
    assert not is_multilateral(history(participants=MANY, laterality="bilateral"))


# States end and continue

OLD = Participant("old", exists_until="1991-12-26")
CONVENTION = (
    act("deposit", "1970-03-05", key="old", party="old"),
    act("entry-into-force", "1970-03-05"),
)


def convention(*acts, successor=None, kind="continuation", since="1991-12-24"):
    successor = successor or Participant("new")
    return history(
        *CONVENTION,
        *acts,
        participants=(OLD, successor, *BOTH),
        successions=(Succession("old", successor.key, kind, since),),
    )


def test_state_that_ended_is_bound_no_more():
    read = reading(history(*CONVENTION, participants=(OLD, *BOTH)), "2010-01-01", "old")

    assert (read.code, read.rule, read.since, read.known) == ("terminated", "state-ended", "1991-12-27", "derived")
    assert code(history(*CONVENTION, participants=(OLD, *BOTH)), "1991-12-26", "old") == "in-force"


def test_continuing_state_has_what_its_predecessor_had_from_the_recorded_day():
    read = reading(convention(), "2010-01-01", "new")

    assert (read.code, read.rule, read.since, read.known) == ("in-force", "continuation", "1991-12-24", "derived")
    assert code(convention(), "1991-12-23", "new") == "not-yet-signed"


def test_notification_of_a_continuing_state_is_no_new_consent():
    notified = act("notification-of-succession", "1992-01-13", key="notice", party="new")

    assert reading(convention(notified), "2010-01-01", "new").since == "1991-12-24"


def test_continuing_state_may_leave():
    left = act("withdrawal-effective", "2005-01-01", key="left", party="new")

    assert [code(convention(left), day, "new") for day in ("2004-12-31", "2005-01-01")] == ["in-force", "terminated"]


def test_separated_state_is_not_determined_until_it_notifies():
    born = Participant("new", exists_from="1993-01-01")
    told = convention(successor=born, kind="separation", since="1993-01-01")

    assert [code(told, day, "new") for day in ("1992-12-31", "1993-01-01", "2010-01-01")] == [
        *("not-yet-signed", "undetermined", "undetermined")
    ]
    assert reading(told, "2010-01-01", "new").rule == "succession-not-notified"


def test_notification_of_succession_binds_from_the_day_that_it_names():
    born = Participant("new", exists_from="1993-01-01")
    notified = act("notification-of-succession", "1993-02-22", key="n", effective="1993-01-01", party="new")
    told = convention(notified, successor=born, kind="separation", since="1993-01-01")

    assert [code(told, day, "new") for day in ("1992-12-31", "1993-01-01")] == ["not-yet-signed", "in-force"]
    assert reading(told, "1993-01-15", "new").since == "1993-01-01"


def test_notification_that_names_no_day_reaches_back_to_the_birth_at_most():
    born = Participant("new", exists_from="1993-01-01")
    notified = act("notification-of-succession", "1993-02-22", key="n", party="new")
    told = convention(notified, successor=born, kind="separation", since="1993-01-01")

    assert reading(told, "1994-01-01", "new").since == "1993-01-01/1993-02-22"


def test_successions_in_a_circle_end():
    told = history(
        *CONVENTION,
        participants=(OLD, Participant("new"), *BOTH),
        successions=(Succession("old", "new", "separation", "1950"), Succession("new", "old", "separation", "1960")),
    )

    assert code(told, "2010-01-01", "new") == "undetermined"


# The treaty of two, one of which ends

TREATY = (SIGNED, IN_FORCE)
GONE = Participant("borea", exists_until="1992-12-31")


def of_two(*acts, others=(), successions=()):
    return history(*TREATY, *acts, participants=(Participant("alba"), GONE, *others), successions=successions)


def test_treaty_with_a_state_that_is_no_more_is_not_determined():
    read = reading(of_two(), "2010-01-01")

    assert (read.code, read.rule, read.since, read.known) == (
        *("undetermined", "party-ended"),
        *("1993-01-01", "not-recorded"),
    )
    assert code(of_two(), "1992-12-31") == "in-force"


def test_treaty_goes_on_with_the_continuing_state():
    continued = (Succession("borea", "new", "continuation", "1993-01-01"),)

    assert code(of_two(successions=continued), "2010-01-01") == "in-force"


def test_treaty_goes_on_with_a_successor_that_has_notified():
    heir = Participant("new", exists_from="1993-01-01")
    separated = (Succession("borea", "new", "separation"),)
    notified = act("notification-of-succession", "1993-05-05", party="new", effective="1993-01-01")

    assert code(of_two(others=(heir,), successions=separated), "2010-01-01") == "undetermined"
    assert code(of_two(notified, others=(heir,), successions=separated), "2010-01-01") == "in-force"


def test_end_of_a_state_does_not_end_what_had_ended():
    expired = act("expiry", "1950-01-01")

    assert reading(of_two(expired), "2010-01-01").since == "1950-01-01"
