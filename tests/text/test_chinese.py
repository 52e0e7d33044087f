"""Chinese in the script that nobody wrote it in."""

import pytest

from dossier.text.chinese import converted
from dossier.text.prose import cites, html

TRADITIONAL = [
    "《朝俄全面戰略夥伴關係條約》於2024年6月19日在平壤簽署。",
    "條約第四條規定，一方遭受武裝侵略時，另一方應立即提供軍事援助及其他援助。",
    "俄羅斯聯邦委員會批准後，總統簽署了批准條約的法律；雙方在莫斯科互換批准書。",
    "北韓最高人民會議常任委員會未公布全文，報導只引述朝中社的說法。",
]


@pytest.mark.parametrize("text", TRADITIONAL)
def test_traditional_text_comes_back_from_simplified_characters(text):
    simplified = converted(text, "zh-Hans")

    assert simplified != text
    assert converted(simplified, "zh-Hant") == text


def test_mixed_text_becomes_one_script():
    mixed = "條約由双方签署，並在互换批准書之后生效。"

    assert converted(mixed, "zh-Hans") == "条约由双方签署，并在互换批准书之后生效。"
    assert converted(mixed, "zh-Hant") == "條約由雙方簽署，並在互換批准書之後生效。"


def test_signs_are_converted_and_words_are_not():
    assert converted("发布政令，突破性文件，类型，普京，朝鲜", "zh-Hant") == "發布政令，突破性文件，類型，普京，朝鮮"


def test_hong_kong_has_signs_of_its_own():
    assert converted("卫星启动，这里在台湾", "zh-Hant-HK") == "衞星啓動，這裏在台灣"
    assert converted("卫星启动，这里在台湾", "zh-Hant") == "衛星啟動，這裡在臺灣"


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("称“‘同志’之间的关系”。", "稱「『同志』之間的關係」。"),
        ("他说：“是。”她说：“不是！”", "他說：「是。」她說：「不是！」"),
        ("“《条约》”", "「《條約》」"),
        ("所谓“alliance”一词", "所謂「alliance」一詞"),
    ],
)
def test_quotation_marks_follow_the_script(simplified, traditional):
    assert converted(simplified, "zh-Hant") == traditional
    assert converted(traditional, "zh-Hans") == simplified


def test_marks_beside_which_no_chinese_stands_are_left():
    text = "外文：‘mirror image’, “Korea’s plan” 。"

    assert converted(text, "zh-Hant") == text
    assert converted("条约 “", "zh-Hant") == "條約 “"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("双方*发展*关系 [@tass-1, 第3页；参见 @kcna-zh-2]。", "雙方*發展*關係 [@tass-1, 第3頁；參見 @kcna-zh-2]。"),
        ('见[条约](https://zh.wikipedia.org/wiki/条约_(1961) "条")。', None),
        ("见[条约](https://zh.wikipedia.org/wiki/条约)。", "見[條約](https://zh.wikipedia.org/wiki/条约)。"),
        ("网址 https://例.cn/条约，条约", "網址 https://例.cn/条约，條約"),
        ("代码 `条约`，条约", "代碼 `条约`，條約"),
        ("条约[一]\n\n[一]: https://例.cn/条约", "條約[一]\n\n[一]: https://例.cn/条约"),
        ("# 条约\n\n- 一\n- 两个\n\n> 关系", "# 條約\n\n- 一\n- 兩個\n\n> 關係"),
    ],
)
def test_markdown_addresses_and_citations_are_left(text, expected):
    made = converted(text, "zh-Hant")

    assert [each.key for each in cites(made)] == [each.key for each in cites(text)]
    assert made == expected if expected else "https://zh.wikipedia.org/wiki/条约_(1961)" in made
    assert html(made).count("<") == html(text).count("<")


def test_words_of_others_are_left_and_our_own_quoting_is_not():
    others = frozenset({"中朝友好合作互助条约", "双方将采取一切措施，防止任何国家的侵略。"})
    text = "《中朝友好合作互助条约》称“双方将采取一切措施”；这个“双方”是缔约国，所谓“军事条约”。"

    assert converted(text, "zh-Hant", others) == (
        "《中朝友好合作互助条约》稱「双方将采取一切措施」；這個「雙方」是締約國，所謂「軍事條約」。"
    )
