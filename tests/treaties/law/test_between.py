"""A treaty between two parties, one of which has made a reservation (VCLT 20, 21)."""

from datetime import date

import pytest

from treaties.status import status

from .makers import MANY, act, history

DAY = date(1990, 1, 1)
BOUND = (
    act("deposit", "1970-01-01", key="alba", party="alba"),
    act("deposit", "1970-01-01", key="borea", party="borea"),
    act("entry-into-force", "1971-01-01"),
)
RESERVED = act("reservation", "1970-01-01", key="reserved", party="alba", articles=("5",))


def between(*acts, day=DAY, **fields):
    told = history(*BOUND, RESERVED, *acts, participants=MANY, **fields)
    found = status(told, day, "alba", "borea")
    assert found.code == status(told, day, "borea", "alba").code == "in-force"
    return [(each.code, each.reservation, each.party, each.other, each.acts) for each in found.relations]


def answered(code, *acts):
    return [(code, "reserved", "alba", "borea", acts)]


def objection(**fields):
    return act("objection", "1970-06-01", key="objects", party="borea", **{"refers_to": "reserved"} | fields)


def test_without_an_answer_nothing_is_recorded():
    assert between() == answered("not-recorded")


@pytest.mark.parametrize(
    ("until", "expected"), [("1970-06-01", "not-recorded"), ("1971-01-01", "not-objected"), ("", "not-recorded")]
)
def test_silence_of_twelve_months_is_acceptance_where_no_act_is_missing(until, expected):
    assert between(complete_until=until) == answered(expected)


@pytest.mark.parametrize(
    ("between_us", "expected"), [("", "except-for"), ("in-force", "except-for"), ("not-in-force", "not-in-force")]
)
def test_objection_bars_what_it_says(between_us, expected):
    assert between(objection(between_us=between_us)) == answered(expected, "objects")


def test_objection_may_name_the_party_instead_of_the_act():
    assert between(objection(refers_to="", between="alba")) == answered("except-for", "objects")
    assert between(objection(refers_to="", between="caria")) == answered("not-recorded")


def test_withdrawn_objection_leaves_silence():
    withdrawn = act("objection-withdrawn", "1980-01-01", party="borea", refers_to="objects")

    assert between(objection(), withdrawn) == answered("not-recorded")


def test_acceptance_is_recorded():
    accepted = act("acceptance-of-reservation", "1970-06-01", key="accepts", party="borea", refers_to="reserved")

    assert between(accepted) == answered("accepted", "accepts")


def test_withdrawn_reservation_stands_between_nobody():
    withdrawn = act("withdrawal-of-reservation", "1980-01-01", party="alba")

    assert between(withdrawn) == []
    assert between(withdrawn, day=date(1979, 1, 1)) == answered("not-recorded")


def test_partial_withdrawal_leaves_the_rest():
    part = act("withdrawal-of-reservation", "1980-01-01", party="alba", refers_to="reserved", articles=("5",))

    assert between(part) == answered("not-recorded")


def test_reservations_change_no_status():
    told = history(*BOUND, RESERVED, objection(between_us="not-in-force"), participants=MANY)

    assert {status(told, DAY, party).code for party in ("alba", "borea")} == {"in-force"}
    assert status(told, DAY, "alba").relations == ()
