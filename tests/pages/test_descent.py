"""The graph of what stands behind a source, for lineages that no page could follow way by way."""

from dossier.pages.evidence.descent import MOST, descent
from sources.lineage import Derivation, Lineage


def rows(*pairs, of):
    found = descent(Lineage(Derivation(document, origin, "reports") for document, origin in pairs), of)
    return [row["key"] for row in found["rows"]]


def test_origins_stand_above_whatever_has_something_from_them():
    pairs = [("daily", "wire"), ("daily", "agency"), ("wire", "agency"), ("evening", "daily")]

    assert rows(*pairs, of="daily") == ["agency", "wire", "daily", "evening"]


def test_a_circle_is_drawn_once():
    assert sorted(rows(("a", "b"), ("b", "c"), ("c", "a"), of="a")) == ["a", "b", "c"]


def test_sources_with_more_ways_between_them_than_can_be_counted_are_drawn():
    floors = [[f"{floor:02}-{place}" for place in "abc"] for floor in range(40)]
    pairs = [
        (document, origin)
        for upper, lower in zip(floors, floors[1:], strict=False)
        for document in lower
        for origin in upper
    ]

    assert rows(*pairs, of="39-a")[:4] == ["00-a", "00-b", "00-c", "01-a"]


def test_a_very_long_chain_is_drawn_as_far_as_there_is_room():
    pairs = [(f"{number + 1:04}", f"{number:04}") for number in range(3000)]

    assert rows(*pairs, of="3000") == [*(f"{number:04}" for number in range(MOST - 1)), "3000"]
