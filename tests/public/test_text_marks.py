"""What texts of ours say of themselves on public pages: in which language, from which script, by whom."""

import json
import re

import pytest
from django.core.cache import cache

from dossier.format.translations import readable, readable_in, with_origins
from dossier.pages.edition import build_pages
from dossier.publication.models import Edition, EditionPage, Publication
from dossier.publication.publishing import dossier_of, publish
from sources.models import Citation
from tests.makers import make_article, make_citation, make_event, make_source, make_step, make_treaty
from treaties.models import Name, Party, TranslationStatus

pytestmark = pytest.mark.django_db
ADDRESS = "/treaties/amity/"
MACHINE = "machine-made text, not reviewed"


def text(response):
    page = re.sub(r"(?s)^.*<main|<footer.*$", "", response.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def note(record, field, language, origin="machine", reviewed_on=None):
    TranslationStatus.objects.create(
        subject=record, field=field, language=language, origin=origin, reviewed_on=reviewed_on
    )


def marked(response):
    """The short words that bear a quiet mark, each with why."""
    return re.findall(r'<bdi[^>]* class="made" title="([^"]*)">([^<]*)</bdi>', response.content.decode())


def about(response):
    """What stands below prose, in order."""
    found = re.findall(r'<p class="about-text">(.*?)</p>', response.content.decode(), re.S)
    return [re.sub(r"<[^>]+>", "", each).strip() for each in found]


def summary(response):
    found = re.search(r'<p class="about-texts">(.*?)</p>', response.content.decode(), re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found[1])).strip()


# Shown in another language


def test_legend_names_the_marks_that_a_page_bears_and_no_other(client):
    make_half()
    publish("amity")

    def legend(language):
        page = client.get(f"/{language}/").content.decode()
        return re.search('(?s)<details class="about-texts">(.*?)</details>', page)[1]

    assert re.findall('href="(.*?)"', legend("zh-hant")) == ["/zh-hans/"]
    assert "Converted automatically" not in legend("ru")
    assert re.findall('href="(.*?)"', legend("ru")) == []


def test_text_that_nobody_wrote_in_the_readers_language_says_which_and_why(client):
    make_treaty("amity", title_en="Amity", title_ru="Дружба", summary_ru="Договор.", background_en="Long ago.")
    publish("amity")
    response = client.get(f"/en{ADDRESS}")

    assert about(response) == ["in Russian; not yet written in English"]
    assert '<div class="prose" lang="ru" dir="ltr">' in response.content.decode()
    page = client.get(f"/vi{ADDRESS}").content.decode()
    assert re.search(r'<h1><bdi lang="en" dir="ltr">Amity</bdi>\s<span class="instead" title="[^"]+">\(', page)


def test_short_words_say_it_in_brackets_with_the_reason_at_hand(client):
    treaty = make_treaty("amity")
    make_event(treaty, title_en=None, title_ko="회담")
    publish("amity")

    assert (
        '<bdi lang="ko" dir="ltr">회담</bdi>\n'
        '<span class="instead" title="in Korean; not yet written in English">(Korean)</span>'
    ) in client.get(f"/en{ADDRESS}").content.decode()


def test_words_of_others_say_nothing_of_the_kind(client):
    treaty = make_treaty("amity", parties=())
    Name.objects.create(subject=treaty, key="ko", language="ko", text="우호 조약", kind="official")
    source = make_source("paper", title="신문", title_translated_ru="Газета", language="ko", publisher="신문사")
    make_citation(treaty, document=source, quote="오늘", quote_language="ko")
    publish("amity")
    page = client.get(f"/en{ADDRESS}").content.decode()

    assert all(each in page for each in ("우호 조약", "신문", "Газета", "오늘"))
    assert 'class="instead"' not in page
    assert summary(client.get(f"/en{ADDRESS}")) == "Texts available in this language: all 1"


def test_rendering_of_a_quotation_names_its_language_beside_its_maker(client):
    treaty = make_treaty("amity")
    make_citation(
        treaty, quote="오늘", quote_language="ko", quote_translation_ru="сегодня", translation_origin="machine"
    )
    publish("amity")

    assert "сегодня (Russian, machine translation)" in text(client.get(f"/en{ADDRESS}"))
    Citation.objects.update(translation_origin="")
    publish("amity")
    assert "сегодня (Russian)" in text(client.get(f"/en{ADDRESS}"))


# Made by a machine


def test_text_made_by_a_machine_says_so_until_somebody_has_reviewed_it(client):
    treaty = make_treaty("amity", title_en="Amity", summary_en="A treaty.", background_en="Long ago.", parties=())
    for field in ("title", "summary"):
        note(treaty, field, "en")
    note(treaty, "background", "en", reviewed_on="2024-01-01")
    publish("amity")
    response = client.get(f"/en{ADDRESS}")

    assert set(marked(response)) == {(MACHINE, "Amity")}
    assert about(response) == [MACHINE]
    assert summary(response) == f"Texts available in this language: all 3 · {MACHINE}: 2"
    assert "How texts are marked" in text(response)
    TranslationStatus.objects.update(reviewed_on="2024-01-01")
    publish("amity")
    response = client.get(f"/en{ADDRESS}")
    assert (marked(response), about(response)) == ([], [])
    assert "How texts are marked" not in text(response)


def test_text_of_a_person_whom_nobody_has_reviewed_is_no_machines(client):
    treaty = make_treaty("amity", summary_en="A treaty.")
    note(treaty, "summary", "en", origin="human")
    publish("amity")

    assert about(client.get(f"/en{ADDRESS}")) == []
    counted = Publication.objects.get().listing["en"]["readable"]["languages"]["en"]
    assert (counted["written"], counted["reviewed"], counted["machine"]) == (4, 3, 0)


def test_status_of_one_language_is_not_that_of_another(client):
    treaty = make_treaty("amity", title_en="Amity", title_ru="Дружба")
    note(treaty, "title", "ru")
    publish("amity")

    assert marked(client.get(f"/en{ADDRESS}")) == []
    assert {words for _why, words in marked(client.get(f"/ru{ADDRESS}"))} == {"Дружба"}
    # What falls back to it says both.
    treaty.title_en = None
    treaty.save()
    publish("amity")
    assert {words for _why, words in marked(client.get(f"/ar{ADDRESS}"))} == {"Дружба"}


def test_every_record_with_a_status_is_marked_wherever_it_stands(client):
    treaty = make_treaty("amity")
    article = make_article(treaty, "1", summary_en="It says.")
    step = make_step(treaty, "signed", place_en="Alba City")
    source = make_source("paper", note_public_en="A note on it.")
    citation = make_citation(treaty, article, document=source, note_public_en="A note on the words.")
    party = Party.objects.get(key="alba")
    for record, field in (
        *((article, "heading"), (article, "summary"), (step, "place"), (source, "note_public")),
        *((citation, "note_public"), (party, "name")),
    ):
        note(record, field, "en")
    publish("amity")
    dossier, on_article, on_source = (
        client.get(f"/en{each}") for each in (ADDRESS, f"{ADDRESS}articles/1/", "/sources/paper/")
    )

    words = {"Article 1", "Alba City", "A note on it.", "A note on the words.", "Alba"}
    assert {each for _why, each in marked(dossier)} == words
    assert {each for _why, each in marked(on_article)} == {"Article 1", "A note on it.", "A note on the words."}
    assert {each for _why, each in marked(on_source)} == {"A note on it.", "A note on the words."}
    assert (about(dossier), about(on_article), about(on_source)) == ([MACHINE], [MACHINE], [])
    for response in (on_article, on_source):
        assert "How texts are marked" in text(response)


def test_register_marks_its_lines(client):
    treaty = make_treaty("amity", title_en="Amity", summary_en="A treaty.", parties=())
    for field in ("title", "summary"):
        note(treaty, field, "en")
    publish("amity")
    response = client.get("/en/")

    assert (marked(response), about(response)) == ([(MACHINE, "Amity")], [MACHINE])
    assert "Readable in this language: 100% · reviewed: none" in text(response)


# Chinese in its other script


def make_chinese():
    treaty = make_treaty(
        "amity", title_en="Amity", title_zh_hans="友好条约", parties=(),
        summary_zh_hans="见《友好合作条约》，称“双方将发展关系”，即“互助”。[@paper]",
    )  # fmt: skip  # reads as a table, not a field a line
    Name.objects.create(subject=treaty, key="zh", language="zh-Hans", text="友好合作条约", kind="official")
    source = make_source("paper", title="人民日报", language="zh-Hans")
    make_citation(treaty, document=source, quote="双方将发展关系。", quote_language="zh-Hans")
    publish("amity")
    return treaty


def test_text_in_one_chinese_script_is_shown_converted_in_the_other(client):
    make_chinese()
    response = client.get(f"/zh-hant{ADDRESS}")
    page = response.content.decode()

    # Without translations of its own, the mark is in English here.
    assert '<h1><bdi class="made" title=' in page
    assert "友好條約</bdi></h1>" in page
    assert "見《友好合作条约》，稱「双方将发展关系」，即「互助」。" in text(response)
    assert '<div class="prose" lang="zh-Hant" dir="ltr">' in page
    assert f'<a href="/zh-hans{ADDRESS}" hreflang="zh-Hans">' in page
    for element, words in (("q", "双方将发展关系。"), ("cite", "人民日报"), ("span", "友好合作条约")):
        assert re.search(rf'<{element}[^>]* lang="zh-Hans" dir="ltr">{words}</{element}>', page)
    assert marked(client.get(f"/zh-hans{ADDRESS}")) == []
    assert 'class="made"' not in client.get(f"/en{ADDRESS}").content.decode()


def test_original_is_one_step_away_at_the_same_place(client):
    treaty = make_treaty("amity")
    make_article(treaty, "4", summary_zh_hant="雙方發展關係。")
    publish("amity")

    place = 'hreflang="zh-Hant"'
    page = client.get(f"/zh-hans{ADDRESS}").content.decode()
    assert f'<a href="/zh-hant{ADDRESS}#article-4" {place}>' in page
    assert "双方发展关系。" in page
    page = client.get(f"/zh-hans{ADDRESS}articles/4/").content.decode()
    assert f'<a href="/zh-hant{ADDRESS}articles/4/" {place}>' in page


def test_converted_text_keeps_its_footnotes_and_who_made_it(client):
    treaty = make_chinese()
    note(treaty, "summary", "zh-hans")
    publish("amity")
    [head] = EditionPage.objects.filter(language="zh-hant", part="head", edition__number=2)
    words = head.content["summary"]

    assert (words["converted"], words["machine"], "instead" in words) == ("zh-Hans", True, False)
    assert [each["key"] for each in words["notes"]] == ["paper"]


# How far a dossier can be read


def make_half():
    """Four texts of ours: all in English, two in Korean, one of them the title, one in simplified characters.

    And three notes on sources, one of them in Korean.
    """
    treaty = make_treaty(
        "amity", title_en="Amity", title_ko="우호", title_zh_hans="友好", parties=(), summary_en="A treaty.",
        place_en="Alba", place_ko="알바",
    )  # fmt: skip  # reads as a table, not a field a line
    make_source("unrelated", note_public_en="Not here.")
    paper = make_source("paper", note_public_en="Here.")
    for language in ("en", "ko"):
        make_citation(treaty, document=paper, **{f"note_public_{language}": "So it says."})
    make_event(treaty, title_en="Meeting")
    publish("amity")
    return treaty


def test_counts_are_of_texts_of_ours_by_language():
    treaty = make_half()
    note(treaty, "title", "ko")
    publish("amity")
    counts = readable(with_origins(dossier_of(Edition.objects.get(number=2))))
    found = {code: tuple(each.values()) for code, each in counts["languages"].items() if any(each.values())}

    assert (counts["texts"], counts["notes"]) == (4, 3)
    # Written, converted, by a machine, reviewed; notes.
    assert found == {
        **{"en": (4, 0, 0, 4, 2), "ko": (2, 0, 1, 1, 1)},
        **{"zh-hans": (1, 0, 0, 1, 0), "zh-hant": (0, 1, 0, 1, 0)},
    }


def test_register_says_how_far_each_dossier_can_be_read(client):
    make_half()
    said = text(client.get("/en/"))

    assert "Readable in this language: 100% · notes on sources: 66% · reviewed: all" in said
    assert "한국어 50% · reviewed: all" in said
    assert "简体中文 25% · reviewed: all" in said
    assert "繁體中文 25% (converted automatically) · reviewed: all" in said
    assert "Русский 0%" in said


def test_dossier_says_how_many_of_its_texts_are_shown_in_another_language(client):
    make_half()

    assert summary(client.get(f"/en{ADDRESS}")) == (
        "Texts available in this language: all 4 · notes on sources: 2 of 3"
    )
    # The numbers are the same whatever the words around them, and whatever their order.
    assert sorted(re.findall(r"\d+", summary(client.get(f"/ko{ADDRESS}")))) == ["1", "2", "2", "3", "4"]
    assert sorted(re.findall(r"\d+", summary(client.get(f"/zh-hant{ADDRESS}")))) == ["0", "1", "1", "3", "3", "4"]


@pytest.mark.parametrize(
    ("language", "chosen", "twelve", "one"),
    [("fa", "latn", "۱۲", "۱"), ("ar", "arab", "١٢", "١"), ("ar", "latn", "12", "1"), ("th", "arab", "12", "1")],
)
def test_numbers_are_printed_in_the_digits_of_the_reader(client, settings, language, chosen, twelve, one):
    settings.ARABIC_DIGITS = chosen
    treaty = make_half()
    make_article(treaty, "12")
    treaty.summary_en = "So it is [@paper]."
    treaty.save()
    publish("amity")
    page = client.get(f"/{language}{ADDRESS}").content.decode()

    assert f'href="#source-1" rel="nofollow noopener"><bdi>{one}</bdi></a>' in page
    assert twelve in re.search('/articles/12/">(.*?)</a>', page)[1]
    register = client.get(f"/{language}/").content.decode()
    for name, shown in (("about-texts", page), ("readable", register)):
        counts = re.search(f'<p class="{name}">(.*?)</p>', shown, re.S)[1]
        assert {each.isascii() for each in re.findall(r"\d", counts)} == {one.isascii()}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title_ko": "우호"}, ["en"]),
        ({"title_ko": "우호", "summary_ko": "조약."}, ["en", "ko"]),
        ({"title_zh_hans": "友好", "summary_zh_hant": "條約"}, ["en", "zh-hans", "zh-hant"]),
        ({"background_ko": "a", "aftermath_ko": "b", "summary_ko": "c"}, ["en", "ko"]),
    ],
)
def test_dossier_is_readable_where_its_opening_or_half_of_it_is_written(client, fields, expected):
    english = {f"{name}_en": "x" for name in ("summary", "background", "aftermath", "place", "coverage_note")}
    make_treaty("amity", parties=(), **english, **fields)
    publish("amity")

    assert Publication.objects.get().languages == expected
    cache.clear()
    for language in ("en", "ko", "zh-hans", "zh-hant"):
        found = client.get("/en/", {"language": language}).context["lines"]
        assert bool(found) == (language in expected)


def test_dossier_without_a_text_of_ours_is_readable_in_no_language():
    assert readable_in({"slug": "x"}) == []


def test_knowing_who_made_a_text_changes_what_it_says_of_itself_alone():
    make_half()
    dossier = dossier_of(Edition.objects.latest("number"))
    statuses = [{"subject": "treaty", "field": "title", "language": "en", "origin": "machine"}]
    plain, known = (
        build_pages(with_origins(each), "en") for each in (dossier, dossier | {"translation_statuses": statuses})
    )

    assert known["head"]["title"] == plain["head"]["title"] | {"machine": True}
    known["head"]["marks"], known["head"]["readable"] = plain["head"]["marks"], plain["head"]["readable"]
    assert json.dumps(known).replace(', "machine": true', "") == json.dumps(plain)
