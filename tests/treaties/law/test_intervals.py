"""Intervals: every day has the answer of its interval, and no answer rests on what comes later."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from treaties.law.acts import EntryRule, History, Participant, Succession
from treaties.status import intervals, status
from treaties.vocabulary import StepKind

from .makers import act

PARTIES = ("alba", "borea", "caria", "nova")
# Acts that say nothing of being bound: domestic ones, and those between parties.
WITHOUT_EFFECT = (
    *("approval-lower-house", "referendum", "refusal", "ratification-decree", "publication-official"),
    *("reservation", "objection", "communication", "authority-designated", "registration-un", "correction-of-error"),
    *("amendment-proposed", "amendment-accepted", "depositary-notification", "optional-declaration"),
)
FIRST = date(1900, 1, 1)


def a_date(chance):
    day = FIRST + timedelta(chance.randrange(0, 3650))
    later = day + timedelta(chance.randrange(1, 400))
    return chance.choice(
        [
            *[str(day)] * 6,
            *(f"{day:%Y-%m}", f"{day:%Y}", f"{day}/{later}", f"[{day},{later}]"),
            *(f"{day}/..", f"../{day}", "", ""),
        ]
    )


def a_history(seed):
    """Acts in any order and of any kind, as no treaty would have them."""
    chance = random.Random(seed)  # noqa: S311  # the same histories each time
    kinds = list(StepKind.values)
    acts = tuple(
        act(
            chance.choice(kinds),
            a_date(chance),
            key=f"act-{number}",
            party=chance.choice(["", *PARTIES]),
            effective=a_date(chance) if chance.random() < 0.3 else "",
            until=str(FIRST + timedelta(chance.randrange(0, 3650))) if chance.random() < 0.2 else "",
            standing=chance.choice(["established"] * 5 + ["disputed", "planned"]),
            territory=chance.choice([""] * 6 + ["The island"]),
            articles=chance.choice([()] * 6 + [("5",)]),
        )
        for number in range(chance.randrange(1, 12))
    )
    lives = {"exists_from": a_date(chance), "exists_until": a_date(chance)} if chance.random() < 0.3 else {}
    named = PARTIES[: chance.randrange(2, 5)]
    rule = EntryRule(
        chance.choice(["", "", "signature", "number-of-deposits", "last-notification", "fixed-date"]),
        number=chance.randrange(1, 3),
        date=str(FIRST + timedelta(chance.randrange(0, 3650))),
        delay=chance.choice(["", "P30D", "P3M"]),
        later_delay=chance.choice(["", "P0D", "P60D"]),
    )
    return History(
        acts=acts,
        participants=tuple(Participant(key, **lives if key == "borea" else {}) for key in named),
        successions=(
            (Succession("borea", "nova", chance.choice(["continuation", "separation"]), a_date(chance)),)
            if chance.random() < 0.4
            else ()
        ),
        entry=rule,
        complete_until=str(FIRST + timedelta(chance.randrange(0, 3650))) if chance.random() < 0.5 else "",
        recorded_on=str(FIRST + timedelta(3650)),
    )


@pytest.mark.parametrize("part", range(10))
def test_every_day_has_the_answer_of_its_interval(part):
    """A thousand histories, in ten parts: on forty days each, and on those beside every change."""
    for seed in range(part * 100, part * 100 + 100):
        told, chance = a_history(seed), random.Random(seed)  # noqa: S311  # the same each time
        party = chance.choice(["", *PARTIES])
        found = intervals(told, party)
        assert found[0].first is found[-1].last is None
        edges = [day for each in found for day in (each.first, each.last) if day]
        for day in [*edges, *(FIRST + timedelta(chance.randrange(-30, 3700)) for _ in range(40))]:
            (holding,) = [each for each in found if (each.first or day) <= day <= (each.last or day)]
            assert holding.status == status(told, day, party=party), (seed, party, day)


@pytest.mark.parametrize("seed", range(60))
def test_each_day_of_ten_years_has_the_answer_of_its_interval(seed):
    told = a_history(5000 + seed)
    day = FIRST - timedelta(10)
    for each in intervals(told):
        last = min(each.last or date.max, FIRST + timedelta(3700))
        while day <= last:
            assert each.status == status(told, day), (seed, day)
            day += timedelta(1)


@pytest.mark.parametrize("seed", range(200))
def test_act_without_legal_effect_changes_no_answer(seed):
    told, chance = a_history(seed), random.Random(seed)  # noqa: S311  # the same each time
    added = act(chance.choice(WITHOUT_EFFECT), str(FIRST + timedelta(900)), key="added", party="alba")
    more = replace(told, acts=(*told.acts, added))

    for party in ("", *PARTIES):
        days = [FIRST + timedelta(number) for number in range(0, 3700, 150)]
        assert [status(told, day, party=party) for day in days] == [status(more, day, party=party) for day in days]


@pytest.mark.parametrize("seed", range(300))
def test_answer_rests_on_no_act_that_cannot_have_happened(seed):
    told = a_history(seed)
    by_key = {each.key: each for each in told.acts}
    for party in ("", *PARTIES):
        for number in range(0, 3700, 150):
            day = FIRST + timedelta(number)
            read = status(told, day, party=party).reading
            for key in read.acts:
                rests_on = by_key[key]
                # A consent is given on its date, whenever it takes effect.
                firsts = [rests_on.span.earliest, act("x", rests_on.date).span.earliest]
                assert any(first is None or first <= day for first in firsts), (seed, party, day, key)
