"""A political commitment: it has no legal status, and the answer for a party is whether it takes part."""

from datetime import date

import pytest

from treaties.law.acts import Participant
from treaties.status import intervals, status

from .makers import BOTH, RECORDED, act, history

HELSINKI = {"form": "political-commitment"}
JOINT = act("signature-subject-to-ratification", "1975-08-01")


def told(*acts, **fields):
    return history(*acts, **HELSINKI | fields)


def answer(of, day, party=""):
    reading = status(of, date.fromisoformat(day), party).reading
    return reading.code, reading.since, reading.known


@pytest.mark.parametrize("day", ["1970-01-01", "1975-08-01", "2019-12-31"])
def test_it_has_no_legal_status_on_any_day(day):
    force = act("entry-into-force", "1975-08-01")

    assert answer(told(JOINT, force), day) == ("no-legal-status", "", "recorded")


def test_without_that_form_the_same_acts_are_a_treaty():
    assert answer(history(JOINT), "1980-01-01")[0] == "undetermined"


@pytest.mark.parametrize("kind", ["signature-subject-to-ratification", "adoption", "accession", "acceptance"])
def test_who_joins_takes_part_from_that_day(kind):
    of = told(act(kind, "1991-09-10", party="alba"))

    assert answer(of, "1991-09-10", "alba") == ("takes-part", "1991-09-10", "recorded")
    assert answer(of, "1991-09-09", "alba") == ("takes-no-part", "", "derived")
    assert answer(of, "1995-01-01", "borea") == ("undetermined", "", "not-recorded")


def test_joint_act_is_an_act_of_each_who_has_none_of_its_own():
    of = told(JOINT, act("accession", "1991-09-10", party="borea"))

    assert answer(of, "1980-01-01", "alba") == ("takes-part", "1975-08-01", "recorded")
    assert answer(of, "1980-01-01", "borea")[0] == "takes-no-part"


def test_who_leaves_takes_part_no_longer_and_can_come_back():
    of = told(
        JOINT,
        act("withdrawal-effective", "1980-01-01", party="alba"),
        act("accession", "1990-01-01", party="alba", key="again"),
    )

    assert answer(of, "1978-01-01", "alba") == ("takes-part", "1975-08-01", "recorded")
    assert answer(of, "1985-01-01", "alba") == ("no-longer-takes-part", "1980-01-01", "recorded")
    assert answer(of, "1995-01-01", "alba") == ("takes-part", "1990-01-01", "recorded")


def test_of_signature_and_acceptance_the_first_counts():
    of = told(*(act(kind, day, party="alba") for kind, day in (("signature-definitive", "1975"), ("approval", "1976"))))

    assert answer(of, "1980-01-01", "alba")[1] == "1975"


def test_complete_list_denies():
    of = told(JOINT, complete_until=RECORDED, participants=(*BOTH, Participant("caria", "observer")))

    assert answer(told(complete_until=RECORDED), "1990-01-01", "alba") == ("takes-no-part", "", "derived")
    assert answer(of, "1990-01-01", "caria")[0] == "undetermined"


def test_doubtful_and_disputed_acts_are_other_readings():
    doubtful = status(told(act("accession", "1990/1992", party="alba")), date(1991, 1, 1), "alba")
    disputed = status(told(JOINT, act("withdrawal-effective", "1990", standing="disputed")), date(2000, 1, 1), "alba")

    assert [reading.code for reading in doubtful.uncertain] == ["takes-part"]
    assert (disputed.code, [reading.code for reading in disputed.contested]) == (
        "takes-part",
        ["no-longer-takes-part"],
    )


def test_disputed_act_is_read_in_its_place():
    acts = [JOINT, act("withdrawal-effective", "1980-01-01", party="alba")]
    again = act("accession", "1978-01-01", party="alba", key="again", standing="disputed")

    assert status(told(*acts, again), date(1990, 1, 1), "alba").contested == ()


def test_every_day_has_the_answer_of_its_interval():
    of = told(
        act("accession", "1990/1992", party="alba"),
        act("withdrawal-effective", "2000-05-01", party="alba"),
        act("accession", "2005", party="alba", key="again", standing="disputed"),
        complete_until="2010-01-01",
    )
    for interval in intervals(of, "alba"):
        days = {interval.first or date.min, interval.last or date.max}
        assert {status(of, day, "alba") for day in days} == {interval.status}
