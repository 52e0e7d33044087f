"""Articles in parts and annexes, their numbers over time, and the tables in their words."""

import re

import pytest

from dossier.format.assemble import assemble
from dossier.publication.publishing import publish
from tests.makers import make_article, make_step, make_treaty
from tests.public.test_views import text
from treaties.models import Article, TreatyText

pytestmark = pytest.mark.django_db


def make_parts():
    """A treaty with an article, two parts with sections of the same number, and an annex with an article of its own."""
    treaty = make_treaty("union")
    make_article(treaty, "1", position=1)
    for position, number in ((2, "I"), (4, "II")):
        part = make_article(treaty, f"part-{number.lower()}", number=number, kind="part", position=position)
        make_article(
            treaty, f"{part.slug}-1", number="1", kind="section", parent=part, position=position + 1, heading_en=""
        )
    within = Article.objects.get(slug="part-ii-1")
    make_article(treaty, "5", parent=within, position=6)
    annex = make_article(treaty, "annex-a", number="A", kind="annex", position=7)
    make_article(treaty, "annex-a-1", number="1", parent=annex, position=8, heading_en="")
    return treaty


def heading(client, slug, language="en"):
    return text_of(client.get(f"/{language}/treaties/union/articles/{slug}/"))


def text_of(response):
    (found,) = re.findall(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)
    return " ".join(re.sub(r'<span class="heading">.*|<[^>]+>', "", found, flags=re.DOTALL).split())


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        *(("1", "Article 1"), ("annex-a", "Annex A"), ("annex-a-1", "Annex A, Article 1"), ("part-ii", "Part II")),
        # Without its part, a section would have the name of another; the number of an article is its own.
        *(("part-ii-1", "Part II, Section 1"), ("5", "Article 5")),
    ],
)
def test_article_is_named_with_what_gives_it_its_number(client, slug, name):
    make_parts()
    publish("union")

    assert heading(client, slug) == name


def test_names_in_chinese_and_arabic_have_their_own_order(client):
    make_parts()
    publish("union")

    assert heading(client, "annex-a-1", "zh-hans") == "附件 A，第1条"
    assert heading(client, "part-ii", "zh-hans") == "第II部分"
    assert "A" in heading(client, "annex-a-1", "ar")


def test_page_of_a_part_lists_what_is_in_it_and_leads_back(client):
    make_parts()
    publish("union")
    part = client.get("/en/treaties/union/articles/part-ii/").content.decode()
    article = client.get("/en/treaties/union/articles/5/").content.decode()

    assert "/en/treaties/union/articles/part-ii-1/" in part
    (trail,) = re.findall(r'<p class="breadcrumb">(.*?)</p>', article, re.DOTALL)
    assert re.findall(r"/articles/([\w-]+)/", trail) == ["part-ii", "part-ii-1"]


def test_list_of_articles_is_indented_by_its_parts(client):
    make_parts()
    publish("union")
    shown = client.get("/en/treaties/union/").content.decode()

    assert dict(re.findall(r'class="entry article-line(?: within-(\d))?" id="article-(annex-a-1|1|5)"', shown)) == {
        "": "1",
        "2": "5",
        "1": "annex-a-1",
    }


def test_numbers_of_other_times_are_told(client):
    treaty = make_treaty("union")
    article = make_article(treaty, "24", number="24")
    article.numbers.create(number="J.1", valid_until="1999-04-30")
    article.numbers.create(number="11", valid_from="1999-05-01", valid_until="2009-11-30")
    article.numbers.create(number="24", valid_from="2009-12-01")
    publish("union")
    shown = text(client.get("/en/treaties/union/articles/24/"))

    assert "Numbers: J.1 ( until 30 April 1999), 11 (from 1 May 1999 until 30 November 2009), 24" in shown
    assert [each["number"] for each in assemble(treaty)["articles"][0]["numbers"]] == ["J.1", "11", "24"]


def test_act_confined_to_an_annex_says_so(client):
    treaty = make_parts()
    step = make_step(treaty, "accepts", party="alba", kind="acceptance")
    step.articles.add(Article.objects.get(slug="annex-a-1"))
    publish("union")

    assert "only: Annex A, Article 1" in text(client.get("/en/treaties/union/"))


def test_table_and_note_in_the_words_are_kept(client):
    treaty = make_treaty("union")
    article = make_article(treaty)
    body = "The duties:\n\n| Goods | Duty |\n|---|---|\n| Tea[^1] | 3 d. |\n\n[^1]: Black tea only."
    for key in ("en", "fr"):
        own = TreatyText.objects.create(treaty=treaty, key=key, language=key, authenticity="authentic")
        article.texts.create(text=own, body=body)
    publish("union")
    shown = client.get("/en/treaties/union/articles/1/").content.decode()

    assert shown.count("<td>3 d.</td>") == 2
    assert {"fn-left-1", "fn-right-1"} <= set(re.findall(r'id="([^"]+)"', shown))


def test_part_within_itself_is_refused(client):
    make_parts()
    part, section = Article.objects.get(slug="part-ii"), Article.objects.get(slug="part-ii-1")
    part.parent = section

    with pytest.raises(Exception, match="not within this one"):
        part.clean()
