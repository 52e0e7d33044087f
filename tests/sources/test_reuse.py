"""How much of a quotation readers see."""

import pytest

from sources.quotations.reuse import Length, Limits, public_quote

LIMITS = Limits(quotation=Length(words=40, characters=80), fragment=Length(words=6, characters=12))
LONG = " ".join(f"word{number}" for number in range(100))


@pytest.mark.parametrize("reuse", ["official-text", "licensed"])
def test_what_is_free_or_licensed_is_shown_in_full(reuse):
    assert public_quote(LONG, reuse, LIMITS) == LONG


@pytest.mark.parametrize("reuse", ["quotation", "unknown", "something else"])
def test_forty_words_are_shown_of_what_may_be_quoted_and_six_of_the_unknown(reuse):
    shown = public_quote(LONG, reuse, LIMITS)

    words = 40 if reuse == "quotation" else 6
    assert shown == " ".join(f"word{number}" for number in range(words)) + "…"


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("one two three four five six", "one two three four five six"),
        ("one two – three, four: five “six”", "one two – three, four: five “six”"),
        ("one two – three, four: five “six” seven", "one two – three, four: five “six”…"),
        ("두 나라 대표들은 어제 수도에서 만나 조약에 서명하였다", "두 나라 대표들은 어제 수도에서 만나…"),
        ("وقع الرئيسان اليوم على معاهدة صداقة جديدة", "وقع الرئيسان اليوم على معاهدة صداقة…"),
        ("双方签署友好互助条约文件", "双方签署友好互助条约文件"),
        ("双方签署友好互助条约和其他文件。", "双方签署友好互助条约和其…"),
        ("双方签署，友好互助。条约文件", "双方签署，友好互助。条约…"),
        ("ลงนามในสนธิสัญญา", "ลงนามในสนธิ…"),
        # A syllable is not parted from the vowel before it.
        ("กกกกกกกกกกกเมือง", "กกกกกกกกกกก…"),
        ("条约 the treaty of 条约 peace now", "条约 the treaty of 条约 peace…"),
        ("x" * 241, "x" * 240 + "…"),
        ("word\u200b" * 100, "word\u200b" * 48 + "…"),
        ("", ""),
    ],
)
def test_fragment_ends_where_a_word_ends(quote, shown):
    assert public_quote(quote, "unknown", LIMITS) == shown


def test_eighty_signs_are_shown_of_chinese_and_thai():
    assert public_quote("条" * 81, "quotation", LIMITS) == "条" * 80 + "…"
    assert public_quote("ก" * 80, "quotation", LIMITS) == "ก" * 80
