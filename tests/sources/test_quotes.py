"""Whether a quotation stands in a text, where, and the links that lead to it."""

import random
import re
import unicodedata
from time import monotonic

import pytest

from sources.quotations.quotes import QuoteMatch, find, selector, text_fragment, with_text_fragment

SIGNED = "The parties met in the capital.\n\nThe treaty was signed on 4 March 1901, and ratified a year later."

# Short news of our own, in seven languages.
TEXTS = {
    "zh": "两国代表昨日在首都举行会谈并签署友好互助条约。条约共有十二条，规定一方遭到进攻时"
    "另一方立即提供援助。议会预计将于明年春天批准这份文件。",
    "th": "ผู้แทนของทั้งสองประเทศพบกันในเมืองหลวงเมื่อวานนี้และลงนามในสนธิสัญญามิตรภาพ "
    "สนธิสัญญามีสิบสองมาตรา และกำหนดให้ช่วยเหลือกันทันทีเมื่อถูกโจมตี "
    "รัฐสภาจะให้สัตยาบันในปีหน้า",
    "fa": "نمایندگان دو کشور دیروز در پایتخت دیدار کردند و پیمان دوستی را امضا نمودند. این پیمان دوازده ماده "
    "دارد و دو طرف را به کمک فوری هنگام حمله متعهد می‌کند. مجلس سال آینده درباره آن رأی می‌دهد.",
    "ar": "اجتمع ممثلو البلدين أمس في العاصمة ووقعوا معاهدة صداقة جديدة. تتألف المعاهدة من اثنتي عشرة مادة "
    "وتلزم الطرفين بتقديم المساعدة فورا عند وقوع هجوم. ومن المتوقع أن يصدق البرلمان عليها في العام "
    "المقبل.",
    "ko": "두 나라 대표들은 어제 수도에서 만나 우호 조약에 서명하였다. 조약은 열두 개 조항으로 이루어져 "
    "있으며 공격을 받을 경우 즉시 원조하도록 규정한다. 의회는 내년 봄에 이 문서를 비준할 것으로 "
    "보인다.",
    "ru": "Представители двух стран вчера встретились в столице и подписали договор о дружбе. Документ состоит "
    "из двенадцати статей и обязывает стороны немедленно оказать помощь при нападении. Парламент "
    "рассмотрит его будущей весной.",
    "en": "Delegates of both countries met in the capital yesterday and signed a pact of friendship. It "
    "consists of twelve articles and obliges either side to give help at once when the other is "
    "attacked. Parliament votes on it next spring.",
}
UNSPACED = {"zh", "th"}


def passage(text, finding):
    return text[finding.start : finding.end]


def marked(finding):
    return [(each.change, each.text) for each in finding.segments if each.change != "same"]


def test_words_that_stand_there_are_found_exactly():
    assert find("signed on 4 March 1901", SIGNED) == QuoteMatch("exact", 48, 70)


@pytest.mark.parametrize(
    ("quote", "text", "normalisations", "found"),
    [
        ("4 March 1901", "on 4\u00a0March\n1901.", ("space",), "4\u00a0March\n1901"),
        ("友好条约", "签署友好\n条约。", ("space",), "友好\n条约"),
        ("(1901)，第二条", "见（１９０１），第二条", ("width",), "（１９０１），第二条"),
        ("友好條約", "签署友好条约。", ("han",), "友好条约"),
        ("پیمان کلی", "متن پيمان كلى است", ("arabic-letters",), "پيمان كلى"),
        ("الى الاتفاقيه", "أدى إلى الاتفاقية الجديدة", ("arabic-letters",), "إلى الاتفاقية"),
        ("معاهدة سلام", "وقع مُعَاهَدَةَ ســـلام اليوم", ("arabic-marks",), "مُعَاهَدَةَ ســـلام"),
        ("شده‌اند", "متعهد شدهاند که", ("joiners",), "شدهاند"),
        ("شدهاند", "متعهد شده‌اند که", ("joiners",), "شده‌اند"),
        ("می‌شود", "آغاز می شود و", ("space", "joiners"), "می شود"),
        ("ratification", "the rati\u00adfi\u00adcation of", ("joiners",), "rati\u00adfi\u00adcation"),
        ("phê chuẩn", "đã phe\u0302 chua\u0302\u0309n vào", ("composition",), "phe\u0302 chua\u0302\u0309n"),
        ("สำคัญ", "เรื่องสํ\u200bาคัญมาก", ("joiners", "width"), "สํ\u200bาคัญ"),
        ("與 俄羅斯　簽署", "与俄罗斯签署", ("space", "han"), "与俄罗斯签署"),
        ("كي يوقع", "\u202bكى\u00a0یوقع\u202c", ("space", "arabic-letters"), "كى\u00a0یوقع"),
    ],
)
def test_words_written_otherwise_are_found_and_the_fewest_differences_named(quote, text, normalisations, found):
    finding = find(quote, text)

    assert (finding.how, finding.normalisations, passage(text, finding)) == ("normalised", normalisations, found)


def test_of_several_places_the_one_with_fewest_differences_is_taken():
    text = "条 约 / 条约 / 條約"

    assert passage(text, find("條約", text)) == "條約"
    assert find("条  约", text) == QuoteMatch("normalised", 0, 3, ("space",))


def test_words_run_together_are_not_the_same_words():
    finding = find("now here", "He is nowhere to be seen.")

    assert (finding.how, passage("He is nowhere to be seen.", finding)) == ("missing", "nowhere")


def test_capitals_are_not_normalised():
    assert find("the treaty", SIGNED).how == "missing"


def test_missing_quotation_shows_the_nearest_passage_and_marks_the_characters():
    finding = find("signed on 5 March 1901", SIGNED)

    assert (finding.how, passage(SIGNED, finding)) == ("missing", "signed on 4 March 1901")
    assert marked(finding) == [("removed", "5"), ("added", "4")]


def test_marks_leave_out_what_a_normalisation_would_change():
    finding = find("簽署友好互肋條約", TEXTS["zh"])

    assert passage(TEXTS["zh"], finding) == "签署友好互助条约"
    assert marked(finding) == [("removed", "肋"), ("added", "助")]


@pytest.mark.parametrize(("quote", "text"), [("", "words"), ("  ", "words"), ("words", ""), ("zyx zyx", "Αβγδ εζηθ")])
def test_nothing_alike_is_no_nearest_passage(quote, text):
    assert find(quote, text) == QuoteMatch("missing")


def fragments(language, text, chance):
    """Every so often a fragment of two to six words, or of five to fourteen signs, each with a sign to put in."""
    spare = sorted(set(re.sub(r"\W", "", text)))
    bounds = [(match.start(), match.end()) for match in re.finditer(r"\S+", text)]
    for _ in range(60):
        if language in UNSPACED:
            first, last = chance.choice([each for each in bounds if each[1] - each[0] > 14])
            start = chance.randrange(first, last - 13)
            end = start + chance.randint(5 if language == "zh" else 9, 14)
            if any(unicodedata.category(text[edge]) == "Mn" for edge in (start, end)):
                # No editor parts a vowel sign from its consonant.
                continue
        else:
            word = chance.randrange(len(bounds) - 6)
            start, end = bounds[word][0], bounds[word + chance.randint(1, 5)][1]
        yield text[start:end], chance.choice(spare)


def changed(fragment, sign, at):
    """One character in the middle changed, dropped, added, swapped."""
    before, here, after = fragment[:at], fragment[at], fragment[at + 1 :]
    return [before + sign + after, before + after, before + sign + here + after, before + after[:1] + here + after[1:]]


@pytest.mark.parametrize("language", TEXTS)
def test_fragment_with_one_slip_leads_to_its_passage(language):
    text, chance = TEXTS[language], random.Random(language)  # noqa: S311  # examples, no secrets
    tried, wrong = 0, []
    for fragment, sign in fragments(language, text, chance):
        for slip in changed(fragment, sign, chance.randrange(1, len(fragment) - 1)):
            finding = find(slip, text)
            if finding.how != "missing":
                # A slip that changes nothing, or a space or a mark only.
                continue
            tried += 1
            if passage(text, finding) != fragment:
                wrong.append((fragment, slip, passage(text, finding)))

    assert tried > 100
    assert len(wrong) <= tried * 3 // 100, wrong


@pytest.mark.parametrize("quote", ["友好互助条的", "ab" * 300 + "c", "сторон" * 400, "x" * 100_000])
def test_two_million_characters_are_searched_in_seconds(quote):
    text = ("ab" * 600 + TEXTS["zh"] + TEXTS["ru"]) * 1500
    assert len(text) > 2_000_000

    began = monotonic()
    assert find(quote, text).how == "missing"
    assert monotonic() - began < 10


def test_selector_gives_the_words_of_the_document_with_what_stands_beside_them():
    text = "Before the day, " * 4 + "the\u00a0treaty" + " was signed by the parties in the capital."
    assert selector(find("the treaty", text), text) == {
        "type": "TextQuoteSelector",
        "exact": "the\u00a0treaty",
        "prefix": "Before the day, Before the day, ",
        "suffix": " was signed by the parties in th",
    }
    assert selector(find("the accord", text), text) is None


@pytest.mark.parametrize(
    ("quote", "fragment"),
    [
        ("signed on 4 March", "#:~:text=signed%20on%204%20March"),
        ("so-called A & B, C", "#:~:text=so%2Dcalled%20A%20%26%20B%2C%20C"),
        ("条约", "#:~:text=%E6%9D%A1%E7%BA%A6"),
        ("cut at\u00a0its end…", "#:~:text=cut%20at%20its%20end"),
        ("100% #1?", "#:~:text=100%25%20%231%3F"),
        (" \n", ""),
    ],
)
def test_text_fragment_encodes_what_has_a_meaning_in_it(quote, fragment):
    assert text_fragment(quote) == fragment


def test_text_fragment_of_several_paragraphs_names_the_first_and_the_last_words():
    assert text_fragment(SIGNED) == "#:~:text=The%20parties%20met%20in%20the,and%20ratified%20a%20year%20later."
    assert text_fragment("条约" * 200) == (
        "#:~:text=" + "%E6%9D%A1%E7%BA%A6" * 7 + "%E6%9D%A1," + "%E7%BA%A6" + "%E6%9D%A1%E7%BA%A6" * 7
    )


def test_text_fragment_says_what_stands_before_and_after():
    assert text_fragment("was", prefix="the treaty", suffix="signed") == "#:~:text=the%20treaty-,was,-signed"


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://news.example/1", "https://news.example/1#:~:text=pact"),
        ("https://news.example/1#top", "https://news.example/1#top:~:text=pact"),
        ("https://news.example/1#", "https://news.example/1#:~:text=pact"),
        ("https://news.example/1#top:~:text=old", "https://news.example/1#top:~:text=pact"),
        ("https://news.example/1#:~:text=old", "https://news.example/1#:~:text=pact"),
        ("", ""),
    ],
)
def test_link_keeps_the_fragment_that_an_address_has(url, link):
    assert with_text_fragment(url, "pact") == link
