"""Files and editions of earlier releases, put into the terms that the format has today."""

from typing import Any

from django.db.models import TextChoices

from treaties.vocabulary import ABOUT_ARTICLES, Form, Laterality, Subject


class FormerKind(TextChoices):
    """One list held what is now the form, the subjects and the number of sides."""

    ALLIANCE = Subject.ALLIANCE.value
    PARTNERSHIP = Subject.PARTNERSHIP.value
    FRIENDSHIP = Subject.FRIENDSHIP.value
    MUTUAL_ASSISTANCE = Subject.MUTUAL_ASSISTANCE.value
    NON_PROLIFERATION = Subject.NON_PROLIFERATION.value
    ECONOMIC = Subject.ECONOMIC.value
    CULTURAL = Subject.CULTURAL.value
    BOUNDARY = Subject.BOUNDARY.value
    PEACE = Subject.PEACE.value
    COMMERCE = Subject.COMMERCE.value
    HUMANITARIAN = Subject.HUMANITARIAN.value
    ENVIRONMENT = Subject.ENVIRONMENT.value
    DECLARATION = Form.DECLARATION.value
    PROTOCOL = Form.PROTOCOL.value
    EXCHANGE_OF_NOTES = Form.EXCHANGE_OF_NOTES.value
    MULTILATERAL = Laterality.MULTILATERAL.value


def kinds_told_apart(dossier: dict) -> dict:
    """The dossier with the form and the subjects that its `kinds` say; those stay where they are not all valid.

    Whether it is multilateral follows from its participants. Where it does not, that it was said is the reason.
    """
    present = dict(dossier)
    if isinstance(citations := dossier.get("citations"), list):
        present["citations"] = [_about_subjects(citation) for citation in citations]
    kinds = dossier.get("kinds")
    if not isinstance(kinds, list) or not all(isinstance(kind, str) and kind in FormerKind for kind in kinds):
        return present
    del present["kinds"]
    if forms := [kind for kind in kinds if kind in Form]:
        present.setdefault("form", forms[0])
    if subjects := [kind for kind in kinds if kind in Subject]:
        present.setdefault("subjects", subjects)
    participants = dossier.get("participants")
    few = isinstance(participants, list) and 0 < len(participants) < 3
    if Laterality.MULTILATERAL in kinds and few and "laterality" not in dossier:
        reason = {"en": "Recorded as multilateral."}
        present |= {"laterality": Laterality.MULTILATERAL.value, "laterality_reason": reason}
    return present


def _about_subjects(citation: Any) -> Any:
    about_kinds = isinstance(citation, dict) and (citation.get("subject"), citation.get("field")) == ("treaty", "kinds")
    return {**citation, "field": "subjects"} if about_kinds else citation


def clauses_told_apart(dossier: dict) -> dict:
    """The dossier with the clauses on which acts rest as their basis: `articles` held them too."""
    steps = [_with_basis(step) for step in dossier.get("steps", [])]
    return {**dossier, "steps": steps} if steps else dossier


def _with_basis(step: dict) -> dict:
    if step["kind"] in ABOUT_ARTICLES or "articles" not in step:
        return step
    return {("basis" if name == "articles" else name): value for name, value in step.items()}
