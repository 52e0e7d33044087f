"""Why a dossier cannot be published: it does not fit the format, or says what it may not say."""

from collections.abc import Iterator

from pydantic import ValidationError

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
        super().__init__("\n".join(str(each) for each in problems))
        self.problems = problems


def hindrances(dossier: dict) -> list[Problem]:
    """What an editor must change first.

    Beside the format: prose that cites what is not there, values of which the editors say they cannot decide, and
    preferred values that name a source which is not published.
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
    undecided = {each["key"] for each in dossier.get("questions", []) if each["outcome"] == Outcome.UNDECIDED}
    by_path = {record.path: record.data for record in records(dossier)}
    points = {
        (each["subject"], each["field"], each["question"])
        for each in dossier.get("citations", [])
        if each.get("question") in undecided and each.get("field")
    }
    for path, name, question in sorted(points):
        record = by_path.get(path, {})
        # What is held for disputed or reported alone is no assertion: two readings may stand as two such acts.
        if record.get("standing", Standing.ESTABLISHED) != Standing.ESTABLISHED:
            continue
        if not is_blank(value := record.get(name)):
            message = f"Expected no value while the question {question} is not decided"
            yield Problem(dossier["slug"], f"{path}.{name}", message, value)


def _preferred(dossier: dict) -> Iterator[Problem]:
    known = {f"{SOURCES.place}/{source['key']}" for source in dossier.get("sources", [])}
    for question in dossier.get("questions", []):
        named = question.get("preferred_value", "").replace(",", " ").split()
        if any(each.startswith(f"{SOURCES.place}/") and each not in known for each in named):
            # Its key is not repeated: it may be confidential.
            message = "Expected a value that names no source which is not published with the dossier"
            yield Problem(dossier["slug"], f"questions/{question['key']}.preferred_value", message)
