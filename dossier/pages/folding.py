"""The lists of a dossier that can be long: participants, chronicle, articles, differences, people, sources.

Each is kept in pages of its own. The page of the dossier shows a short list whole, and of a long one how much there is.
"""

import json
from collections.abc import Iterator

from .footnotes import uses_in
from .texts import Page

# The list of the dossier's page that is cut into pages, by the name that these have in addresses.
LISTS = {
    "participants": "participants",
    "chronicle": "timeline",
    "articles": "articles",
    "differences": "questions",
    "names": "people",
    "sources": "sources",
}
# What a page of a list holds at most: records, and characters of their data.
MOST_RECORDS, MOST_CHARACTERS = 60, 60_000
# Longer lists than these are not on the page of the dossier.
LONGEST = {"participants": 60, "chronicle": 200, "articles": 120, "differences": 120, "names": 200, "sources": 250}
# The prefix of a record's id on its page, and the field that follows it.
_SPOTS = {
    "participants": ("participant", "key"),
    "articles": ("article", "slug"),
    "differences": ("question", "key"),
    "names": ("person", "key"),
    "sources": ("source", "number"),
}

# What every page of a list tells of the dossier.
_SHARED = ("slug", "title", "folded", "multilateral", "commitment", "counts", "compared")


def measured(head: Page) -> Page:
    """How long each list is, and whether the dossier's page is `folded`: without lists."""
    counts = {name: len(head[place]) for name, place in LISTS.items()}
    return {"counts": counts, "folded": any(counts[name] > LONGEST[name] for name in LISTS)}


def fold(head: Page) -> dict[str, Page]:
    """Take the lists from the page of a dossier. Return their pages by part, and where each id is: `places`."""
    # They are in the chronicle.
    del head["steps"], head["events"]
    pages: dict[str, Page] = {}
    for name, place in LISTS.items():
        cut = list(_cut(head.pop(place)))
        for number, records in enumerate(cut, 1):
            pages[f"{name}@{number}"] = {place: records, "number": number, "pages": len(cut)}
    _with_their_parties(head, pages)
    shared = {name: head[name] for name in _SHARED}
    places: dict[str, str] = {}
    for part, page in pages.items():
        places |= dict.fromkeys([*_ids(part, page), *uses_in(page)], part)
        page |= shared
    return pages | {"places": places}


def unfold(head: Page, pages: dict[str, Page]) -> Page:
    """The page of a dossier with its lists, as short ones are shown."""
    whole = {**head, "folded": False}
    for name, place in LISTS.items():
        parts = [pages[f"{name}@{number}"] for number in range(1, len(pages) + 1) if f"{name}@{number}" in pages]
        whole[place] = [record for page in parts for record in page[place]]
        if head["folded"] and name == "participants":
            whole |= {
                gathered: [record for page in parts for record in page[gathered]]
                for gathered in ("parties", "reservations")
            }
    return whole | {"steps": [record for record in whole["timeline"] if record.get("is_step")]}


def empty(head: Page, name: str) -> Page:
    """The page of a list without records, for which none is kept."""
    return {**head, LISTS[name]: [], "number": 1, "pages": 1, "parties": [], "reservations": []}


def is_list(part: str) -> bool:
    return "@" in part


def _cut(records: list[Page]) -> Iterator[list[Page]]:
    """The records of each page, in order."""
    page: list[Page] = []
    size = 0
    for record in records:
        length = len(json.dumps(record, ensure_ascii=False))
        if page and (len(page) == MOST_RECORDS or size + length > MOST_CHARACTERS):
            yield page
            page, size = [], 0
        page.append(record)
        size += length
    if page:
        yield page


def _with_their_parties(head: Page, pages: dict[str, Page]) -> None:
    """Give each page of participants what else is told of its parties, and take it from the dossier's page if long."""
    parties, reservations, acts = head["parties"], head["reservations"], head["acts"]
    for part, page in pages.items():
        if part.startswith("participants@"):
            keys = {row["party"]["key"] for row in page["participants"]}
            page["parties"] = [party for party in parties if party["key"] in keys]
            page["reservations"] = [each for each in reservations if each["by"] in keys]
            page["acts"] = {key: act for key, act in acts.items() if act["party"] in keys}
    if head["folded"]:
        head |= {"parties": [], "reservations": []}


def _ids(part: str, page: Page) -> Iterator[str]:
    name = part.partition("@")[0]
    for record in page[LISTS[name]]:
        if name == "chronicle":
            yield f"{'step' if record.get('is_step') else 'event'}-{record['key']}"
        elif name == "participants":
            yield f"participant-{record['party']['key']}"
            yield f"party-{record['party']['key']}"
        else:
            prefix, field = _SPOTS[name]
            yield f"{prefix}-{record[field]}"
