"""Acts and histories for tests of the law."""

from datetime import date

from treaties.law.acts import Act, History, Participant
from treaties.status import status

# Up to this day no act is missing, and on it everything was recorded, unless a test says otherwise.
RECORDED = "2020-01-01"
BOTH = (Participant("alba"), Participant("borea"))
MANY = (*BOTH, Participant("caria"), Participant("corda"))


def act(kind, when, **fields):
    return Act(key=fields.pop("key", kind), kind=kind, date=when, **fields)


def history(*acts, **fields):
    return History(acts=acts, **{"participants": BOTH, "recorded_on": RECORDED} | fields)


def reading(told, day, party=""):
    return status(told, date.fromisoformat(day), party=party).reading


def code(told, day, party=""):
    return reading(told, day, party).code


SIGNED = act("signature-subject-to-ratification", "1901-03-04")
IN_FORCE = act("entry-into-force", "1902-01-01")
