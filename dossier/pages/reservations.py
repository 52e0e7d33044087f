"""The reservations to a treaty, and what each is for the parties that answered it."""

from datetime import date

from treaties.law.acts import Act, History
from treaties.law.between import RESERVATIONS, answering, relation, withdrawal

from .context import Context
from .naming import articles_named, party_name, step_name
from .texts import Page


def reservations(context: Context) -> list[Page]:
    """Every established reservation, as far as the acts recorded tell, in the order of their days."""
    made = (
        act for act in context.history.acts if act.kind in RESERVATIONS and act.standing == "established" and act.party
    )
    in_order = sorted(made, key=lambda act: (act.span.earliest or date.max, act.key))
    return [_reservation(context, context.history, act) for act in in_order]


def _reservation(context: Context, history: History, act: Act) -> Page:
    answers = [relation(history, act, party, date.max) for party in answering(history, act, date.max)]
    gone = withdrawal(history, act, date.max)
    return {
        "act": step_name(context, act.key),
        "party": party_name(context, act.party),
        "by": act.party,
        "articles": articles_named(context, {"articles": list(act.articles)}),
        "withdrawn": gone and step_name(context, gone.key),
        "answers": [
            {
                "party": party_name(context, answer.other),
                "code": answer.code,
                "act": step_name(context, answer.acts[-1]) if answer.acts else None,
            }
            for answer in answers
        ],
        # What it is for every party that has not answered; nobody has an empty key.
        "others": relation(history, act, "", date.max).code,
    }
