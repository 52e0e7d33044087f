"""Footnotes are numbered in the order in which a reader meets them, whatever was made first."""

from dossier.pages.edition import build_pages
from dossier.pages.footnotes import Evidence, Footnotes, Mark, Note, marks_in, uses_in


def mark(key):
    return Mark(number=0, key=key)


def note(key):
    return Note(number=0, id="", key=key)


def test_sources_are_numbered_in_the_order_of_the_page_and_not_of_their_making():
    last, first = mark("xinhua"), mark("kcna")

    Footnotes().number({"summary": {"notes": [first]}, "steps": [{"marks": [last, mark("kcna")]}]})

    assert (first["number"], last["number"]) == (1, 2)


def test_each_note_in_a_text_has_an_id_of_its_own_under_the_number_of_its_source():
    footnotes, notes = Footnotes(), [note("kcna"), note("xinhua"), note("kcna")]

    footnotes.number(notes)

    assert [(each["number"], each["id"]) for each in notes] == [(1, "cite-1-1"), (2, "cite-2-1"), (1, "cite-1-2")]
    assert footnotes.uses == {"kcna": ["cite-1-1", "cite-1-2"], "xinhua": ["cite-2-1"]}


def test_what_stands_in_two_parts_of_a_page_is_numbered_once():
    footnotes, shared = Footnotes(), note("kcna")

    footnotes.number([{"notes": [shared]}, {"notes": [shared]}])

    assert shared["id"] == "cite-1-1"
    assert footnotes.uses["kcna"] == ["cite-1-1"]


def test_a_source_that_no_part_names_gets_the_next_number():
    footnotes = Footnotes()
    footnotes.number(mark("kcna"))

    assert [footnotes.number_of(key) for key in ("xinhua", "kcna")] == [2, 1]


def test_footnotes_lead_back_to_the_notes_and_citations_of_a_part():
    footnotes = Footnotes()
    part = {"summary": {"notes": [note("kcna")]}, "apparatus": Evidence({}, [("xinhua", "citation-c1")])}
    footnotes.number(part)

    assert uses_in(part) == {"cite-1-1", "citation-c1"}
    assert footnotes.uses["xinhua"] == ["citation-c1"]


def test_marks_are_those_of_texts_alone():
    counted = {"languages": {"en": {"machine": 3}}}

    assert marks_in({"title": {"text": "T", "lang": "en", "machine": True}, "readable": counted}) == {"machine"}
    assert marks_in({"readable": counted}) == set()


def test_the_order_of_a_files_lists_does_not_change_the_numbers_of_a_page():
    steps = [
        {"key": "late", "kind": "entry-into-force", "date": "2001", "note_public": {"en": "Late."}},
        {"key": "early", "kind": "signature", "date": "2000"},
    ]
    dossier = {
        "slug": "amity",
        "steps": steps,
        "sources": [
            {"key": key, "kind": "news", "issuer_kind": "other-media", "extent_read": "whole"} for key in ("a", "b")
        ],
        "citations": [
            {
                **{"key": f"c-{step}", "subject": f"steps/{step}", "field": "date", "document": document},
                **{"value": "2000", "value_type": "date", "stance": "supports", "modality": "states"},
            }
            for step, document in (("late", "a"), ("early", "b"))
        ],
    }

    def numbers(file):
        return {source["key"]: source["number"] for source in build_pages(file, "en")["sources@1"]["sources"]}

    assert numbers(dossier) == numbers(dossier | {"steps": steps[::-1]}) == {"b": 1, "a": 2}
