"""What a text is found under and what a query asks for, as PostgreSQL takes them."""

import random

import pytest
from django.db import connection

from dossier.text.analysis import document_tokens, query_tokens

pytestmark = pytest.mark.django_db


def finds(query, text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [document_tokens(text), query_tokens(query)])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        # Chinese: each script finds the other; part of a word finds the word.
        ("條約", "俄朝全面战略伙伴关系条约"),
        ("条约", "全面戰略夥伴關係條約"),
        ("夥伴", "战略伙伴"),
        ("核", "不扩散核武器"),
        # Thai as it is written, with its vowel that normalisation would tear apart.
        ("สงคราม", "สงครามนิวเคลียร์"),
        ("คำ", "ถ้อยคำ"),
        ("ค\u0e4dา", "ถ้อยคำ"),
        # A dot between words that stand together.
        ("弗拉基米尔普京", "弗拉基米尔·普京"),
        ("弗拉基米尔·普京", "弗拉基米尔普京"),
        ("우호협력", "우호·협력"),
        ("우호·협력", "우호 협력"),
        ("北러", "北ㆍ러"),
        # Korean over a space that one writes and another does not.
        ("동반자관계", "포괄적 전략적 동반자 관계에 관한 조약"),
        ("동반자 관계", "동반자관계"),
        ("조약", "조약에 서명"),
        # Persian with a non-joiner, a space or nothing; letters and digits of both scripts.
        ("رئیس جمهور", "رئیسجمهور"),
        ("رئیسجمهور", "رئیس‌جمهور"),
        ("رئیس‌جمهور", "رئیس جمهور"),
        ("ایران", "ايران"),
        ("۲۰۲۴", "2024"),
        ("توافقنامه", "توافقنامه‌های"),
        # Arabic with its article, endings, vowel signs and hamza.
        ("معاهدة", "والمعاهدات"),
        ("إتفاقية", "الاتفاقيّة"),
        ("معاهدة", "ومعاهدتهما"),
        ("اتفاقية", "اتفاقيتها"),
        ("روسيا", "وروسيا"),
        # Russian and English by their stems; Russian nominatives without an ending.
        ("договор", "договором"),
        ("Пхеньян", "в Пхеньяне"),
        ("Пхеньяне", "Пхеньян"),
        ("ратифицированный", "ратифицированного"),
        ("всё", "все"),
        ("Корея", "Кореи"),
        ("Корее", "Корея"),
        ("Кореей", "в Корею"),
        ("Сергея", "Сергей"),
        ("treaty", "The treaties of Korea’s neighbours"),
        ("Korea", "Korea's"),
        # Over a hyphen, and over the mark of thousands, one writes together what another writes apart.
        ("cooperation", "Co-operation"),
        ("co-operation", "cooperation"),
        ("co‑ordinate", "coordinated"),
        ("11000", "11,000 troops"),
        ("11,000", "11000"),
        ("11000", "۱۱٬۰۰۰ نفر"),
        # Vietnamese without marks finds all; with them, the word itself.
        ("hiep uoc", "Hiệp ước"),
        ("hiệp ước", "Hiệp ước"),
        ("đạn", "tên lửa đạn đạo"),
        ("hoà bình", "Hòa bình"),
        ("hòa bình", "hoà bình"),
        ("ＤＰＲＫ", "dprk"),
        ("ДОГОВОР", "договор"),
    ],
)
def test_query_finds(query, text):
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("条约", "条件和约定"),
        ("đạn", "nhân dân"),
        ("hòa", "hóa, hoa, hoã"),
        ("Корея", "кора"),
        ("الولايات", "ولا"),
        ("11000", "11.00, 1,100, 11 00"),
        ("cooperation", "co operation"),
        ("สงคราม", "สง คราม"),
        ("동맹", "동반자 맹세"),
        ("treaty korea", "treaty of Rome"),
        ("", "anything"),
        ("!?…", "anything!?…"),
    ],
)
def test_query_does_not_find(query, text):
    assert not finds(query, text)


SIGNS = [
    *(
        "'",
        '"',
        "\\",
        "&",
        "|",
        "!",
        "(",
        ":",
        "*",
        "<->",
        "%",
        "\0",
        "\ud800",
        "\u200c",
        "\u0301",
        " ",
        "\n",
        "ﷺ",
        "ﬁ",
    ),
    *(
        "🏳️‍🌈",
        "👩‍👩‍👧",
        "𝕬",
        "条",
        "約",
        "조",
        "약",
        "ก",
        "ำ",
        "ไ",
        "ي",
        "ی",
        "ة",
        "ك",
        "а",
        "Ё",
        "й",
        "e",
        "é",
        "đ",
        "Ω",
        "א",
        "7",
        "۷",
    ),
]


def test_every_text_finds_itself():
    chance = random.Random(1941)  # noqa: S311  # the same texts each time
    texts = ["".join(chance.choices(SIGNS, k=chance.randint(1, 40))) for _ in range(3_000)]
    pairs = [(document_tokens(text), query_tokens(text)) for text in texts]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM unnest(%s::text[], %s::text[]) AS t(document, query)"
            " WHERE query <> '' AND NOT document::tsvector @@ query::tsquery",
            [[document for document, _query in pairs], [query for _document, query in pairs]],
        )

        assert cursor.fetchone() == (0,)
    assert sum(bool(query) for _document, query in pairs) > 2_900


def test_long_texts_are_taken():
    with connection.cursor() as cursor:
        for text in ("条约" * 20_000, "a" * 5_000, "ب" * 5_000):
            cursor.execute("SELECT %s::tsvector", [document_tokens(text)])
