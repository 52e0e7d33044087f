"""What is right of real treaties on a day, written down before it was asked (answers.yaml)."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from treaties.law.histories import history_of
from treaties.status import intervals, status

TREATIES = yaml.safe_load(Path(__file__).with_name("answers.yaml").read_text(encoding="utf-8"))
ANSWERS = [(treaty, answer) for treaty in TREATIES for answer in treaty["answers"]]
RULE = {
    "method": "entry_into_force_method",
    "number": "entry_into_force_number",
    "parties": "entry_into_force_parties",
    "date": "entry_into_force_date",
    "delay": "entry_into_force_delay",
    "counting": "entry_into_force_counting",
    "later_delay": "later_consent_delay",
    "later_counting": "later_consent_counting",
}


def told(treaty):
    """The treaty as a dossier in the format, with what has a default left out."""
    rule = {RULE[name]: value for name, value in treaty.get("rule", {}).items()}
    dossier = {name: treaty.get(name, []) for name in ("participants", "parties", "successions", "steps")}
    return history_of(dossier | rule | {"acts_complete_until": treaty.get("complete_until", "")}, "2026-11-01")


def called(value):
    return f"{value['slug']}" if "slug" in value else f"{value.get('party', 'treaty')}-{value['day']}"


@pytest.mark.parametrize(("treaty", "answer"), ANSWERS, ids=called)
def test_answer_is_right(treaty, answer):
    found = status(told(treaty), date.fromisoformat(answer["day"]), party=answer.get("party", "")).reading

    assert found.code == answer["right"], (found, answer["why"])
    assert found.known == answer.get("known", found.known), (found, answer["why"])


def test_treaties_are_of_many_kinds_and_ages():
    years = {
        int(step["date"].strip("[.]/")[:4]) // 100 for each in TREATIES for step in each["steps"] if step.get("date")
    }

    assert len(TREATIES) >= 40
    assert len(ANSWERS) >= 200
    assert min(years) <= 14
    assert max(years) == 20


@pytest.mark.parametrize("treaty", TREATIES, ids=lambda each: each["slug"])
def test_intervals_give_the_same_answers(treaty):
    for answer in treaty["answers"]:
        day = date.fromisoformat(answer["day"])
        found = intervals(told(treaty), answer.get("party", ""))
        (holding,) = [each for each in found if (each.first or day) <= day <= (each.last or day)]
        assert holding.status.code == answer["right"]
