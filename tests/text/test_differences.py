import pytest

from dossier.text.differences import Segment, differences


def changed(before, after):
    return [(each.change, each.text) for each in differences(before, after) if each.change != "same"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Signed in Moscow.", "Signed in Pyongyang.", [("removed", "Moscow"), ("added", "Pyongyang")]),
        ("Подписан в Москве", "Подписан в Пхеньяне", [("removed", "Москве"), ("added", "Пхеньяне")]),
        ("조약은 서명되었다", "조약은 발효되었다", [("removed", "서명되었다"), ("added", "발효되었다")]),
        ("وقعت المعاهدة", "وقعت الاتفاقية", [("removed", "المعاهدة"), ("added", "الاتفاقية")]),
        ("六月十八日签署", "六月十九日签署", [("removed", "八"), ("added", "九")]),
        ("조약(條約)", "조약(協約)", [("removed", "條"), ("added", "協")]),
        ("ลงนามแล้ว", "ลงนามแลว", [("removed", "ล้"), ("added", "ล")]),
        ("same", "same", []),
        ("", "new", [("added", "new")]),
    ],
)
def test_words_differ_as_words_and_signs_as_signs(before, after, expected):
    assert changed(before, after) == expected


def test_differences_hold_both_texts_whole():
    before, after = "a  b\n\nc – “d”", "a b\nc — “e” 😀"
    found = differences(before, after)

    assert "".join(each.text for each in found if each.change != "added") == before
    assert "".join(each.text for each in found if each.change != "removed") == after


def test_long_repetitive_texts_end_in_time():
    before = "the party shall notify the other party " * 8_000
    after = "the other party shall notify the party " * 8_000

    assert "".join(each.text for each in differences(before, after) if each.change != "removed") == after


def test_no_difference_is_one_piece():
    assert differences("same", "same") == [Segment("same", "same")]


def test_signs_differ_as_signs_in_every_script_where_that_is_asked():
    found = differences("подписан", "подпиcан", by_sign=True)

    assert found == [Segment("same", "подпи"), Segment("removed", "с"), Segment("added", "c"), Segment("same", "ан")]


def test_what_counts_as_alike_is_given_as_it_stands_afterwards():
    found = differences("AbX", "aBy", by_sign=True, alike=str.lower)

    assert found == [Segment("same", "aB"), Segment("removed", "X"), Segment("added", "y")]
