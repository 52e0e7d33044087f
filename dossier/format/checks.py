"""Reasons not to publish a dossier: it does not fit the format, or its content contradicts its own questions."""

from collections.abc import Iterator

from pydantic import ValidationError

from dossier.text.dates import kind
from dossier.text.problems import Problem
from sources.prose import problems as problems_of_prose
from sources.vocabulary import Outcome
from treaties.vocabulary import Standing

from .assemble import is_blank
from .mapping import SOURCES
from .reading import problems_of
from .records import records
from .schema import Dossier


class Unpublishable(Exception):
    """A dossier that cannot be published as it is."""

    def __init__(self, problems: list[Problem]):
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def reasons_not_to_publish(dossier: dict) -> list[Problem]:
    """What an editor must change before the dossier can be published.

    Apart from violations of the format: prose that cites missing sources, values that depend on an undecided
    question, and preferred values that name a source which is not published.
    """
    try:
        Dossier.model_validate(dossier)
    except ValidationError as error:
        return problems_of(error, dossier["slug"])
    return [*_prose(dossier), *_undecided(dossier), *_preferred(dossier)]


def _prose(dossier: dict) -> Iterator[Problem]:
    known = {source["key"] for source in dossier.get("sources", [])}
    for record in records(dossier):
        for name in record.table.prose:
            for language, text in record.data.get(name, {}).items():
                for problem in problems_of_prose(text, known):
                    yield Problem(dossier["slug"], f"{record.path}.{name}.{language}", problem)


def _undecided(dossier: dict) -> Iterator[Problem]:
    undecided = {
        question["key"] for question in dossier.get("questions", []) if question["outcome"] == Outcome.UNDECIDED
    }
    by_path = {record.path: record.data for record in records(dossier)}
    points = {
        (citation["subject"], citation["field"], citation["question"])
        for citation in dossier.get("citations", [])
        if citation.get("question") in undecided and citation.get("field")
    }
    for path, name, question in sorted(points):
        record = by_path.get(path, {})
        # A record that is only disputed or reported asserts nothing: two readings may be two such records.
        if record.get("standing", Standing.ESTABLISHED) != Standing.ESTABLISHED:
            continue
        value = record.get(name)
        # One of several dates asserts none of them.
        if not is_blank(value) and kind(str(value)) != "one-of":
            message = f"Expected no value while the question {question} is not decided"
            yield Problem(dossier["slug"], f"{path}.{name}", message, value)


def _preferred(dossier: dict) -> Iterator[Problem]:
    known = {f"{SOURCES.place}/{source['key']}" for source in dossier.get("sources", [])}
    for question in dossier.get("questions", []):
        named = question.get("preferred_value", "").replace(",", " ").split()
        if any(value.startswith(f"{SOURCES.place}/") and value not in known for value in named):
            # The message does not repeat the key: it may be confidential.
            message = "Expected a value that names no source which is not published with the dossier"
            yield Problem(dossier["slug"], f"questions/{question['key']}.preferred_value", message)
