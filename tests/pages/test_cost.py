"""What the pages of a dossier cost grows with its size, and not with the square of it."""

import sys

from dossier.pages.edition import build_pages


def dossier(size):
    """So many articles, steps, events and citations, each of them linked to the others."""
    numbers, sources = range(size), range(size // 5)
    return {
        "slug": "large",
        "title": {"en": "Large"},
        "parties": [{"key": key, "name": {"en": key}} for key in ("alba", "borduria")],
        "participants": [{"party": key} for key in ("alba", "borduria")],
        "articles": [
            {"slug": f"{n}", "number": f"{n}", "kind": "article", "summary": {"en": f"Words [@s{n % len(sources)}]."}}
            for n in numbers
        ],
        "steps": [
            {"key": f"t{n}", "kind": "signature", "date": "2000-01-01", "articles": [f"{n}"], "refers_to": f"t{n - 1}"}
            for n in numbers
        ],
        "events": [{"key": f"e{n}", "kind": "visit", "title": {"en": "Visit"}, "articles": [f"{n}"]} for n in numbers],
        "questions": [{"key": f"q{n}", "kind": "conflict", "outcome": "open"} for n in range(size // 10)],
        "sources": [
            {"key": f"s{n}", "kind": "news", "issuer_kind": "other-media", "extent_read": "whole", "title": "Source"}
            for n in sources
        ],
        "citations": [
            {
                **{"key": f"c{n}", "subject": f"steps/t{n}" if n % 2 else f"events/e{n}", "field": "date"},
                **{"value": f"2000-01-0{n % 3 + 1}", "value_type": "date", "document": f"s{n % len(sources)}"},
                **{"stance": "supports", "modality": "states", "question": f"q{n % (size // 10)}"},
            }
            for n in numbers
        ],
    }


def calls(size):
    """How many functions are called for the pages of a dossier of a size: the same on any machine."""
    made, count = dossier(size), 0

    def counted(_frame, event, _argument):
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(counted)
    try:
        build_pages(made, "en")
    finally:
        sys.setprofile(None)
    return count


def test_four_times_as_many_records_cost_about_four_times_as_much():
    calls(20)  # What is made once and kept.

    assert calls(400) < 4.5 * calls(100)
