"""The histories of treaties on the desk, for a list of many of them: one query for each kind of record."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, QuerySet

from dossier.text.dates import today
from sources.models import Citation
from sources.vocabulary import ValueType

from ..models import EntryParty, Party, PartySuccession, RatificationStep, StepArticle, Treaty, TreatyParty
from .acts import History
from .histories import history_of

_STEP = ("key", "kind", "date", "effective", "until", "calendar", "standing", "territory", "between_us")
_STATEMENT = ("field", "value", "value_type", "value_calendar", "stance", "modality")
_TREATY = (
    *("entry_into_force_method", "entry_into_force_number", "entry_into_force_date", "entry_into_force_delay"),
    *("entry_into_force_counting", "later_consent_delay", "later_consent_counting", "laterality", "form"),
)


def histories(treaties: Collection[Treaty], recorded_on: str) -> dict[int, History]:
    """By primary key of the treaty, its history as the desk has it on the given day."""
    dossiers: dict[int, dict[str, Any]] = {treaty.pk: _own(treaty) for treaty in treaties}
    own = {"treaty__in": dossiers}
    for pk, step, cited in _steps(RatificationStep.objects.filter(**own)):
        dossiers[pk]["steps"].append(step)
        dossiers[pk]["citations"] += [statement | {"subject": f"steps/{step['key']}"} for statement in cited]
    for pk, party, capacity in TreatyParty.objects.filter(**own).values_list("treaty", "party__key", "capacity"):
        dossiers[pk]["participants"].append({"party": party, "capacity": capacity})
    for pk, party in EntryParty.objects.filter(**own).values_list("treaty", "party__key"):
        dossiers[pk]["entry_into_force_parties"].append(party)
    successions = [
        dict(zip(("predecessor", "successor", "kind", "date"), row, strict=True))
        for row in PartySuccession.objects.order_by("id").values_list(
            "predecessor__key", "successor__key", "kind", "date"
        )
    ]
    lives = list(Party.objects.order_by("id").values("key", "type", "exists_from", "exists_until"))
    shared = {"successions": successions, "parties": lives}
    return {pk: history_of(dossier | shared, recorded_on) for pk, dossier in dossiers.items()}


def history(treaty: Treaty) -> History:
    """The history of one treaty as the desk has it today."""
    return histories([treaty], today().isoformat())[treaty.pk]


def _own(treaty: Treaty) -> dict[str, Any]:
    until = treaty.acts_complete_until
    fields = {name: getattr(treaty, name) for name in _TREATY}
    complete = {"acts_complete_until": until.isoformat() if until else ""}
    return fields | complete | {"steps": [], "participants": [], "entry_into_force_parties": [], "citations": []}


def _steps(steps: QuerySet[RatificationStep]):
    """The treaty of each step, the step in the form of the format, and the statements that give a day for it."""
    articles = defaultdict(list)
    for pk, slug in StepArticle.objects.filter(step__in=steps).order_by("id").values_list("step", "article__slug"):
        articles[pk].append(slug)
    cited = defaultdict(list)
    about = ContentType.objects.get_for_model(RatificationStep)
    dates = Citation.objects.filter(subject_type=about, subject_id__in=steps.values("pk"), value_type=ValueType.DATE)
    for statement in dates.values("subject_id", *_STATEMENT):
        cited[statement["subject_id"]].append(statement)
    for row in steps.order_by("id").values(
        "pk", "treaty", *_STEP, acting=F("party__key"), other=F("between__key"), before=F("refers_to__key")
    ):
        step: dict[str, Any] = {name: row[name] for name in _STEP}
        step |= {"party": row["acting"], "between": row["other"], "refers_to": row["before"]}
        yield row["treaty"], step | {"articles": articles[row["pk"]]}, cited[row["pk"]]
