"""The part of a text that answers a query: what is marked of it, and where it is cut."""

import random
import unicodedata

import pytest

from dossier.text.analysis import fold_sign
from dossier.text.snippets import Piece, snippet

# 90 words, of which the 46th is the only long one.
LONG = " ".join(["mot"] * 45 + ["extraordinary"] + ["word"] * 44)


def marks(text, *queries, **size):
    return [piece.text for piece in snippet(text, queries, **size).pieces if piece.found]


def shown(text, *queries, **size):
    return "".join(piece.text for piece in snippet(text, queries, **size).pieces)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        # What the text wrote is marked, not what the reader did.
        ("The Treaties of Rome", "treaty", ["Treaties"]),
        ("Договором и договорённость", "договор", ["Договором"]),
        ("全面戰略夥伴關係條約", "伙伴关系", ["夥伴關係"]),
        ("ＤＰＲＫ and dprk", "Dprk", ["ＤＰＲＫ", "dprk"]),
        ("in 1961 und ۱۹۶۱", "1961", ["1961", "۱۹۶۱"]),
        ("Trong hòa bình", "hoà", ["hòa"]),
        ("co-operation and cooperation", "cooperation", ["co-operation", "cooperation"]),
        ("11,000 troops", "11000", ["11,000"]),
        # With the signs that stand on it: Thai tones, Arabic vowels, Vietnamese marks in two code points or three.
        ("ก้าวใหม่", "ก", ["ก้"]),
        ("สนธิสัญญา", "สนธ", ["สนธิ"]),
        ("क्षमा e\u0323\u0304x", "e\u0323\u0304x", ["\u1eb9\u0304x"]),
        ("ค่าคำ", "คำ", ["คำ"]),
        ("نصّ المُعَاهَدَةِ الجديدة", "معاهدة", ["المُعَاهَدَةِ"]),
        ("المعــاهدة", "معاهدة", ["المعــاهدة"]),
        ("soft\u00adhyphen here", "softhyphen", ["soft\u00adhyphen"]),
        ("ти\u0301хий", "тихий", ["ти\u0301хий"]),
        (unicodedata.normalize("NFD", "Hiệp ước này"), "hiệp", ["Hiệp"]),
        # Over a non-joiner, a space and nothing.
        ("این موافقت‌نامه است", "موافقتنامه", ["موافقت‌نامه"]),
        ("این موافقت نامه است", "موافقتنامه", ["موافقت نامه"]),
        ("این موافقتنامه است", "موافقت‌نامه", ["موافقتنامه"]),
        # Hangul over a space, and without it; over a dot, which is no part of a word that it parts.
        ("전략적 동반자 관계에", "동반자관계", ["동반자 관계"]),
        ("전략적동반자관계에", "동반자 관계", ["동반자관계"]),
        ("우호·협력 조약", "우호협력", ["우호·협력"]),
        ("우호·협력 조약", "우호", ["우호"]),
        # What stands together is one mark.
        ("ABAB", "ab", []),
        ("조약조약", "조약", ["조약조약"]),
    ],
)
def test_what_is_marked(text, query, expected):
    assert marks(text, query) == expected


def test_name_of_several_words_is_marked_only_where_all_stand():
    assert marks("Kim met the press. Kim Jong Un signed.", "Kim Jong Un") == ["Kim", "Kim", "Jong", "Un"]
    assert marks("Kim met the press.", "Kim Jong Un") == []
    assert marks("Путин и 金正恩", "普京", "Владимир Путин", "金正恩") == ["金正恩"]


def test_marks_of_several_queries_that_touch_are_one():
    assert marks("朝鲜民主主义人民共和国", "朝鲜民主主义", "主义人民") == ["朝鲜民主主义人民"]


def test_nothing_asked_for_shows_the_beginning():
    found = snippet(LONG, ["", "!?"], 50)

    assert found.pieces == [Piece("mot " * 12, found=False)]
    assert (found.more_before, found.more_after) == (False, True)


def test_short_text_is_shown_whole():
    assert snippet("Treaty", ["treaty"]).pieces == [Piece("Treaty", found=True)]
    assert (snippet("Treaty", ["treaty"]).more_before, snippet("Treaty", ["treaty"]).more_after) == (False, False)
    assert snippet("", ["treaty"]).pieces == []


def test_long_text_is_cut_between_words_about_what_is_found():
    found = snippet(LONG, ["extraordinary"], 100)
    words = "".join(piece.text for piece in found.pieces).split()

    assert [piece.text for piece in found.pieces if piece.found] == ["extraordinary"]
    assert set(words) == {"mot", "extraordinary", "word"}
    assert (found.more_before, found.more_after) == (True, True)


def test_window_holds_most_of_what_is_found():
    text = "treaty " + "x " * 200 + "treaty and treaty " + "x " * 200 + "treaty"

    assert marks(text, "treaty", size=80) == ["treaty", "treaty"]


@pytest.mark.parametrize("text", ["条约" * 500, "ก" * 999, f"{'a' * 99}條{'约' * 999}"])
def test_what_is_longer_than_the_window_is_marked_as_far_as_it_is_shown(text):
    assert len(marks(text, text[-900:])[0]) > 90


@pytest.mark.parametrize("size", [40, 100, 220, 500])
@pytest.mark.parametrize(
    ("text", "query"),
    [
        (LONG, "extraordinary"),
        ("条" * 700 + "约定" + "款" * 700, "约定"),
        ("สัญญา" * 150 + "สงคราม" + "สัญญา" * 150, "สงคราม"),
        ("كلمة " * 150 + "معاهدة " + "كلمة " * 150, "المعاهدة"),
        ("a" * 3_000 + " treaty " + "b" * 3_000, "treaty"),
    ],
)
def test_window_is_no_longer_than_asked_and_holds_a_mark(text, query, size):
    window = shown(text, query, size=size)

    assert len(window) <= size
    assert len(window) > min(size, len(text)) - 60
    assert window in text
    assert len(marks(text, query, size=size)) == 1


def test_no_cut_parts_a_sign_from_its_marks():
    text = "น้ำทิ้งที่นี่" * 60
    starts = {shown(text[: 200 + more] + " สงคราม " + text, "สงคราม", size=90)[0] for more in range(13)}
    ends = {shown("สงคราม " + text, "สงคราม", size=90 + more) for more in range(13)}

    assert not [sign for sign in starts if unicodedata.category(sign) == "Mn"]
    assert not [end for end in ends if unicodedata.category(text[len(end) - len("สงคราม ")]) == "Mn"]


def test_text_of_nothing_but_marks_is_cut_too():
    assert shown("\u0e31" * 1_000, "treaty") == "\u0e31" * 220
    assert marks("\u0e31" * 1_000 + "ก" + "\u0e31" * 1_000, "ก") == ["ก" + "\u0e31" * 219]


SIGNS = [
    *("'", '"', "\\", "&", "<", "%", "\0", "\ud800", "\u200c", "\u0301", "\u202e", " ", "  ", "\n", "-", "·", ".", ","),
    *("ﷺ", "ﬁ", "ﬃ", "ß", "İ", "㎏", "½", "🏳️‍🌈", "👩‍👩‍👧", "𝕬", "𠮷"),
    *("条", "約", "鮮", "カ", "ー", "ｶﾞ", "조", "약", "북·러", "각", "ก", "ำ", "ไ", "น้ำ", "ပြ", "ខ្មែ"),
    *(
        "ي",
        "ی",
        "ة",
        "ك",
        "مُ",
        "ـ",
        "ء",
        "لا",
        "می‌شود",
        "а",
        "Ё",
        "й",
        "и\u0306",
        "дого",
        "e",
        "é",
        "đ",
        "ồ",
        "o\u0302\u0300",
    ),
    *("Ω", "א", "שׁ", "क्ष", "7", "۷", "๗", "11,000", "co-op"),
]


def letters(text):
    """What is looked for in a text; a sign that makes no difference, such as a tatweel, is not."""
    return [sign for sign in text if (sign.isalpha() or sign.isdecimal()) and fold_sign(sign)]


def test_every_text_is_found_and_marked_in_itself():
    chance = random.Random(1961)  # noqa: S311  # the same texts each time
    texts = ["".join(chance.choices(SIGNS, k=chance.randint(1, 40))) for _ in range(500)]
    unmarked = []
    for text in texts:
        found = snippet(text, [text], 1_000)
        original = unicodedata.normalize("NFC", text)

        assert "".join(piece.text for piece in found.pieces) == original
        assert all(piece.text for piece in found.pieces)
        if rest := [piece.text for piece in found.pieces if not piece.found and letters(piece.text)]:
            unmarked.append((text, rest))

    assert unmarked == []


def test_part_of_a_text_is_marked_in_it():
    chance = random.Random(1949)  # noqa: S311  # the same texts each time
    for _ in range(500):
        parts = ["".join(chance.choices(SIGNS, k=chance.randint(1, 12))) for _ in range(3)]
        text = "\n".join(parts)
        found = snippet(text, [parts[1]], 60)

        assert "".join(piece.text for piece in found.pieces) in unicodedata.normalize("NFC", text)
        assert all(one.found != other.found for one, other in zip(found.pieces, found.pieces[1:], strict=False))
