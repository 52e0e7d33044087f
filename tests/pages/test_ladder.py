"""The ladder of acts: who has a column of their own."""

from dossier.pages.edition import build_pages
from dossier.pages.folding import unfold


def test_all_but_a_depositary_have_a_column():
    dossier = {
        "slug": "amity",
        "participants": [
            *({"party": key} for key in ("alba", "borea")),
            {"party": "corda", "capacity": "guarantor"},
            {"party": "docke", "capacity": "depositary"},
        ],
        "parties": [{"key": key, "name": {"en": key}} for key in ("alba", "borea", "corda", "docke")],
        "steps": [
            {"key": key, "kind": "signature-subject-to-ratification", "party": key, "date": "1900"}
            for key in ("alba", "borea", "corda", "docke")
        ],
    }

    pages = build_pages(dossier, "en")
    head = unfold(pages["head"], pages)

    assert [step["key"] for step in head["steps"] if step["has_column"]] == ["alba", "borea", "corda"]
    assert not head["multilateral"]
