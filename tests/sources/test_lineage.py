import pytest

from sources.lineage import Derivation, Lineage


def lineage(*lines):
    """`document relation origin`, and after a blank the citation whose passage alone it is."""
    parts = [line.split() for line in lines]
    return Lineage(Derivation(document, origin, relation, *citation) for document, relation, origin, *citation in parts)


def test_origins_of_a_document_are_those_behind_which_nothing_stands():
    found = lineage("daily reports weekly", "weekly quotes agency", "daily mirrors ministry")

    assert found.origins("daily") == ("ministry", "agency")


def test_origins_of_a_document_that_took_nothing_are_itself():
    assert lineage().origins("daily") == ("daily",)


def test_a_pointer_is_no_dependence():
    assert lineage("encyclopedia cites agency").origins("encyclopedia") == ("encyclopedia",)


def test_who_speaks_in_a_passage_is_its_origin_whatever_it_repeats_elsewhere():
    found = lineage("daily reports agency", "weekly reports ministry")

    assert found.origins_of_passage("daily", "c1", speaker="weekly") == ("weekly",)
    assert found.origins_of_passage("daily", "c1", speaker="daily") == ("daily",)


@pytest.mark.parametrize("relation", ["translates", "mirrors"])
def test_a_copy_has_no_voice_of_its_own(relation):
    found = lineage(f"thai {relation} vietnamese", "vietnamese reports agency")

    assert found.origins_of_passage("thai", "c1", speaker="thai") == ("vietnamese",)


def test_a_passage_may_depend_on_what_the_document_does_not():
    found = lineage("daily reports agency", "daily quotes ministry c1", "ministry translates office")

    assert found.origins_of_passage("daily", "c1") == ("office",)
    assert found.origins_of_passage("daily", "c2") == ("agency",)


def test_a_circle_is_followed_once_and_shown_with_its_path():
    found = lineage("a reports b", "b quotes c", "c mirrors a", "c reports agency")

    assert found.origins("a") == ("agency",)
    assert found.circle() in (["a", "b", "c", "a"], ["b", "c", "a", "b"], ["c", "a", "b", "c"])
    assert lineage("a cites b", "b cites a").circle() == []


def test_a_circle_of_copies_ends():
    assert lineage("a mirrors b", "b mirrors a").origins_of_passage("x", speaker="a") == ("b",)


def test_all_that_stands_behind_a_document_and_all_that_follows_from_it():
    found = lineage("daily reports weekly", "weekly cites agency", "evening mirrors daily")

    assert found.ancestors("daily") == {"weekly", "agency"}
    assert found.descendants("agency") == {"weekly", "daily", "evening"}


def test_in_a_circle_with_nothing_behind_it_a_document_stands_for_itself():
    assert lineage("a reports b", "b reports a").origins("a") == ("a",)
