import pytest

from dossier.text.languages import choose, closest, column, direction, fallbacks


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("ar", "rtl"), ("fa-AF", "rtl"), ("en", "ltr"), ("zh-Hant", "ltr"), ("az-Arab", "rtl"), ("ar-Latn", "ltr")],
)
def test_direction_follows_script_then_language(tag, expected):
    assert direction(tag) == expected


def test_chinese_falls_back_to_the_other_script_before_english():
    assert fallbacks("zh-hant")[:3] == ["zh-hant", "zh-hans", "en"]
    assert choose({"en": "a", "zh-hans": "b"}, "zh-hant") == ("zh-hans", "b")


def test_any_language_is_better_than_a_blank():
    assert choose({"ko": "x", "en": ""}, "ar") == ("ko", "x")
    assert choose({}, "ar") is None


def test_column_names_the_language():
    assert column("title", "zh-hans") == "title_zh_hans"


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        *[("zh", "zh-hans"), ("zh-CN", "zh-hans"), ("zh-sg", "zh-hans"), ("zh-Hans-HK", "zh-hans")],
        *[("zh-TW", "zh-hant"), ("zh_hk", "zh-hant"), ("zh-mo", "zh-hant"), ("zh-Hant", "zh-hant")],
        *[("zh-hant-hk", "zh-hant"), ("fa-IR", "fa"), ("EN", "en"), ("api", None), ("", None)],
    ],
)
def test_other_tags_mean_one_of_our_languages(asked, meant):
    assert closest(asked) == meant
