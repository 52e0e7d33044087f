"""What readers see of disagreement: values side by side, who gives them, on whom they rest, what is undecided."""

import json
import re
from io import StringIO

import pytest
import yaml
from django.core.management import call_command

from dossier.format.checks import Unpublishable
from dossier.pages.edition import SHAPE
from dossier.pages.folding import unfold
from dossier.publication.models import EditionPage
from dossier.publication.publishing import dossier_of, publish
from sources.models import Citation, SourceOrigin
from tests.makers import make_article, make_citation, make_question, make_source, make_step, make_treaty
from tests.pages.shipped_differences import DIFFERENCES, UNEXAMINED
from tests.public.test_views import text

pytestmark = pytest.mark.django_db


def head(slug, language="en"):
    """The page of a dossier with its lists."""
    pages = EditionPage.objects.filter(edition__publication__slug=slug, language=language, shape=SHAPE)
    by_part = dict(pages.values_list("part", "content"))
    return unfold(by_part["head"], by_part)


def named(names):
    """The records that a value names, at the length a table bears: treaties by their year."""
    first, *more = [each["text"] for each in names]
    if year := re.search(r"\((?:[^)]* )?(\d{4})\)", first):
        first = f"the treaty of {year[1]}"
    return f"{first} and {len(more)} more" if more else first


def readings(question):
    found = []
    for point in question["points"]:
        for each in point["values"]:
            value = each["value"]
            words = value["text"] if "text" in value else named(value["names"])
            marked = ("preferred",) if each["standing"] == "preferred" else ()
            found.append((words, each["documents"], each["origin_count"], *marked))
    return found


@pytest.mark.shipped
def test_the_shipped_disagreements_are_grouped_and_counted_by_origin(client):
    found = {
        question["key"]: (question["kind"], question["outcome"], readings(question))
        for publication in EditionPage.objects.filter(language="en", part__startswith="differences@", shape=SHAPE)
        for question in publication.content["questions"]
    }

    unexamined = {key: kind for key, (kind, outcome, _readings) in found.items() if not outcome}

    assert {key: question for key, question in found.items() if key not in unexamined} == DIFFERENCES
    assert unexamined == UNEXAMINED


@pytest.mark.shipped
def test_what_is_undecided_is_asserted_nowhere(client, tmp_path):
    undecided = [each for each in head("russia-dprk-2024")["questions"] if each["outcome"] == "undecided"]
    published = json.loads(client.get("/api/treaties/russia-dprk-2024/").content)
    file = tmp_path / "out.yaml"
    call_command("export_dossier", "russia-dprk-2024", "-o", str(file), stdout=StringIO())
    page = client.get("/en/treaties/russia-dprk-2024/").content.decode()

    assert {each["key"] for each in undecided} == {"d12-casualties", "d18-alliance"}
    for question in undecided:
        assert question["preferred"] is None
        assert {each["standing"] for point in question["points"] for each in point["values"]} == {""}
        assert question["reason"]
        section = page.partition(f'id="question-{question["key"]}"')[2].partition("</section>\n")[0]
        assert "not decided" in section
        assert "preferred by the editors" not in section
    for dossier in (published, yaml.safe_load(file.read_text())):
        found = {each["key"]: each.get("preferred_value") for each in dossier["questions"]}
        assert (found["d12-casualties"], found["d18-alliance"]) == (None, None)
        # What one side of each says stands in its citation, and in no statement of ours.
        ours = json.dumps(
            [
                dossier[name]
                for name in ("title", "summary", "background", "aftermath", "steps", "articles", "relations")
            ],
            ensure_ascii=False,
        )
        assert [word for word in ("3000", "3,000", "1100", "1,100", "alliance") if word in ours] == []


def test_a_value_of_which_the_editors_say_they_cannot_decide_is_not_published():
    treaty = make_treaty("antarctic")
    step = make_step(treaty, "01-signature", date="1901-03-04")
    question = make_question(treaty, "q", outcome="undecided")
    for value in ("1901-03-04", "1901-03-05"):
        make_citation(treaty, step, field="date", value=value, value_type="date", question=question)

    with pytest.raises(Unpublishable) as refused:
        publish("antarctic")

    assert str(refused.value) == (
        "antarctic: steps/01-signature.date: Expected no value while the question q is not decided, got “1901-03-04”."
    )
    step.date = ""
    step.save()
    assert publish("antarctic").number == 1
    # A disputed act asserts nothing: each reading may be one.
    step.date, step.standing = "1901-03-04", "disputed"
    step.save()
    assert publish("antarctic").number == 2


def evidence(**fields):
    """A step of which two papers repeat one agency, a third says otherwise for itself, and a fourth only the month."""
    treaty = make_treaty("antarctic")
    step = make_step(treaty, "01-signature", date="1901-03-04")
    agency = make_source("agency", kind="agency", publisher="The Agency")
    papers = [make_source(key, publisher=key.title()) for key in ("daily", "weekly", "evening", "monthly")]
    for paper in papers[:2]:
        SourceOrigin.objects.create(document=paper, origin=agency, relation="reports")
    for paper, value in zip(papers, ("1901-03-04", "1901-03-04", "1901-03-05", "1901-03"), strict=True):
        make_citation(treaty, step, f"c-{paper.key}", paper, field="date", value=value, value_type="date", **fields)
    return treaty


def test_documents_are_counted_by_the_origins_they_rest_on():
    evidence()
    publish("antarctic")

    (step,) = head("antarctic")["steps"]
    (point,) = step["apparatus"]["points"]

    assert [(each["value"]["text"], each["documents"], each["origin_count"]) for each in point["values"]] == [
        ("1901-03-04", 2, 1),
        ("1901-03-05", 1, 1),
        ("1901-03", 1, 1),
    ]
    assert [each["publisher"]["text"] for each in point["values"][0]["origins"]] == ["The Agency"]
    assert (len(step["apparatus"]["marks"]), step["apparatus"]["origins"]) == (4, 3)


def test_a_difference_nobody_has_asked_about_is_marked_all_the_same(client):
    evidence()
    publish("antarctic")

    assert head("antarctic")["steps"][0]["apparatus"]["differs"] == "conflict"
    assert "Sources differ: conflict (not yet examined)" in text(client.get("/en/treaties/antarctic/"))


def test_the_preferred_value_comes_first_and_a_vaguer_one_says_so():
    treaty = evidence()
    question = make_question(treaty, "q", kind="conflict", outcome="preferred", preferred_value="1901-03-05")
    Citation.objects.update(question=question)
    publish("antarctic")

    (found,) = head("antarctic")["questions"]

    assert [(each["value"]["text"], each["standing"]) for each in found["points"][0]["values"]] == [
        ("1901-03-05", "preferred"),
        ("1901-03-04", ""),
        ("1901-03", "less-precise"),
    ]
    assert head("antarctic")["steps"][0]["apparatus"]["differs"] == ""


def test_a_preferred_value_that_no_source_gives_stands_by_itself():
    treaty = evidence()
    question = make_question(treaty, "q", kind="conflict", outcome="preferred", preferred_value="1901-03-06")
    Citation.objects.update(question=question)
    publish("antarctic")

    shown = {"type": "date", "text": "1901-03-06", "calendar": "", "in_source": ""}
    assert head("antarctic")["questions"][0]["preferred"] == shown


def test_precision_and_spelling_stand_apart_from_conflicts(client):
    treaty = make_treaty("antarctic")
    for key, kind in (("a", "spelling"), ("b", "conflict"), ("c", "precision"), ("d", "series")):
        question = make_question(treaty, key, kind=kind)
        make_citation(treaty, topic="troops", value="1", value_type="number", question=question)
    publish("antarctic")

    assert [(each["key"], each["slight"]) for each in head("antarctic")["questions"]] == [
        ("b", False),
        ("d", False),
        ("a", True),
        ("c", True),
    ]
    page = client.get("/en/treaties/antarctic/").content.decode()
    order = [
        page.index(each) for each in ('id="question-d"', "Differences of precision and of spelling", 'id="question-a"')
    ]
    assert order == sorted(order)


def test_figures_of_one_origin_alone_are_joined():
    treaty = make_treaty("antarctic")
    question = make_question(treaty, "q", kind="series")
    office, ministry = make_source("office"), make_source("ministry")
    for source, value, day in (
        (office, "1000", "1901-03-01"),
        (ministry, "2000", "1901-03-11"),
        (office, ">3000", "1901-04-10"),
    ):
        make_citation(
            treaty,
            treaty,
            document=source,
            topic="troops",
            value=value,
            value_type="number",
            as_of=day,
            question=question,
        )
    make_citation(treaty, topic="troops", value="many", as_of="1901-04", question=question)
    publish("antarctic")

    series = head("antarctic")["questions"][0]["series"]

    assert [(row["letter"], row["x"], row["y"], row["or_more"]) for row in series["rows"]] == [
        ("A", 0, 160, False),
        ("B", 150, 80, False),
        ("A", 600, 0, True),
    ]
    assert series["lines"] == [{"x1": 0, "y1": 160, "x2": 600, "y2": 0}]
    assert series["ticks"] == [{"y": 240 - 80 * n, "value": 1000 * n} for n in range(4)]


@pytest.mark.parametrize("value", ["9" * 400, "9" * 308, "1" + "0" * 16, "3000/1000", ">" + "9" * 100_000])
def test_a_figure_without_a_place_in_a_chart_stands_among_the_values_alone(value):
    treaty = make_treaty("antarctic")
    question = make_question(treaty, "q", kind="series")
    for key, each in (("plain", "4.5"), ("odd", value)):
        figure = {"topic": "troops", "value": each, "value_type": "number", "as_of": "1901-03-01"}
        make_citation(treaty, treaty, key, question=question, **figure)
    publish("antarctic")

    (page,) = head("antarctic")["questions"]

    assert [(row["key"], row["y"]) for row in page["series"]["rows"]] == [("plain", 24)]
    assert [each["value"]["text"] for each in page["points"][0]["values"]] == ["4.5", value]


def test_signs_of_very_many_figures_of_one_day_stay_in_the_chart():
    treaty = make_treaty("antarctic")
    question = make_question(treaty, "q", kind="series")
    office = make_source("office")
    for number in range(20):
        figure = {"topic": "troops", "value": f"{1000 + number / 100}", "value_type": "number", "as_of": "1901-03-01"}
        make_citation(treaty, treaty, document=office, question=question, key=f"c{number:02}", **figure)
    publish("antarctic")

    rows = head("antarctic")["questions"][0]["series"]["rows"]

    assert [row["x"] for row in rows] == [*range(300, 300 + 18 * 12, 18), *[300 + 18 * 12] * 8]


def test_a_source_has_one_number_and_leads_back_to_each_use(client):
    gazette = make_source("gazette", title="The Gazette")
    treaty = make_treaty(
        "antarctic", summary_en="So it was [@gazette, p. 3].", aftermath_en="And *so* on [see @gazette]."
    )
    article = make_article(treaty, "1", summary_en="As printed [-@gazette].")
    make_citation(treaty, article, "c1", gazette, topic="content")
    publish("antarctic")

    (source,) = head("antarctic")["sources"]
    page = client.get("/en/treaties/antarctic/").content.decode()
    of_article = client.get("/en/treaties/antarctic/articles/1/").content.decode()

    assert (source["number"], source["uses"]) == (1, ["cite-1-1", "cite-1-2", "citation-c1", "cite-1-3"])
    for use in source["uses"]:
        assert page.count(f'id="{use}"') == page.count(f'href="#{use}"') == 1
    assert [use for use in source["uses"] if f'href="#{use}"' in of_article] == ["cite-1-2", "citation-c1"]
    assert 'id="source-1"' in page
    assert '<a class="mark" id="cite-1-1" href="#source-1" rel="nofollow noopener"><bdi>1</bdi></a>, p. 3' in page


def test_a_source_that_only_prose_cites_is_published():
    make_source("gazette")
    make_treaty("antarctic", summary_en="So it was [@gazette].")

    assert [each["key"] for each in dossier_of(publish("antarctic"))["sources"]] == ["gazette"]


def test_prose_that_cites_a_confidential_source_is_not_published():
    make_source("cable", issuer_kind="confidential")
    make_treaty("antarctic", summary_en="So it was [@cable].")

    with pytest.raises(Unpublishable, match="antarctic: treaty.summary.en: Line 1: no source has the key cable."):
        publish("antarctic")


def test_a_source_page_draws_what_it_has_from_whom(client):
    agency, daily, blog = (make_source(key, publisher=key.title()) for key in ("agency", "daily", "blog"))
    SourceOrigin.objects.create(document=daily, origin=agency, relation="reports")
    SourceOrigin.objects.create(document=blog, origin=daily, relation="mirrors")
    treaty = make_treaty("antarctic")
    for source in (daily, blog):
        make_citation(treaty, document=source)
    publish("antarctic")

    page = EditionPage.objects.get(language="en", part="sources/daily", shape=SHAPE).content

    assert [(row["key"], row["role"], row["y"]) for row in page["descent"]["rows"]] == [
        ("agency", "origin", 14),
        ("daily", "here", 42),
        ("blog", "", 70),
    ]
    assert len(page["descent"]["arcs"]) == 2
    assert [each["key"] for each in page["rests_on"]] == ["agency"]
    html = client.get("/ar/sources/daily/").content.decode()
    assert html.count("<circle") == 3
    assert client.get("/en/sources/agency/").content.decode().count("<circle") == 3


def test_the_link_of_a_quotation_leads_to_its_very_words():
    treaty = make_treaty("antarctic")
    paper = make_source("daily", url="https://daily.example/1#top")
    make_citation(treaty, document=paper, quote="signed, on 4 March", quote_language="en")
    make_citation(treaty, document=paper)
    publish("antarctic")

    (point,) = head("antarctic")["statements"]["points"]

    assert [each["url"] for value in point["values"] for each in value["citations"]] == [
        "https://daily.example/1#top:~:text=signed%2C%20on%204%20March",
        "https://daily.example/1#top",
    ]


@pytest.mark.parametrize(
    ("form", "mail", "expected"),
    [
        (
            "https://archive.example/report",
            "editors@archive.example",
            "https://archive.example/report?subject=antarctic",
        ),
        ("", "editors@archive.example", "mailto:editors@archive.example?subject=antarctic"),
        ("", "", None),
    ],
)
def test_errors_are_reported_to_the_form_or_the_address_of_the_site(client, settings, form, mail, expected):
    settings.REPORT_URL, settings.CONTACT_EMAIL = form, mail
    make_treaty("antarctic")
    publish("antarctic")

    page = client.get("/en/treaties/antarctic/").content.decode()

    found = re.search(r'<a href="([^"]+)">Report an error</a>', page)
    assert (found and found[1]) == expected
    assert ("this site has not set an address" in page) == (expected is None)


def test_what_was_checked_and_what_was_not_at_hand_is_said(client):
    treaty = make_treaty("antarctic", checked_up_to="1901-12-31")
    for key, language, extent in (
        ("a", "ko", "whole"),
        ("b", "ko", "excerpt"),
        ("c", "ru", "whole"),
        ("d", "th", "not-read"),
    ):
        make_citation(treaty, document=make_source(key, language=language, extent_read=extent))
    publish("antarctic")

    page = " ".join(re.sub("<[^>]+>", "", client.get("/en/treaties/antarctic/").content.decode()).split())

    assert (
        "Sources checked up to: 31 December 1901, in these languages: Korean, Russian. "
        "Not available: the text of the treaty, 1 document that is known only through others."
    ) in page


def test_a_preferred_value_that_names_a_confidential_source_is_not_published():
    make_source("cable", issuer_kind="confidential")
    treaty = make_treaty("antarctic")
    question = make_question(treaty, "q", outcome="preferred", preferred_value="sources/cable")
    make_citation(treaty, topic="speaker", value="people/ada", question=question)

    with pytest.raises(Unpublishable) as refused:
        publish("antarctic")

    assert str(refused.value) == (
        "antarctic: questions/q.preferred_value: Expected a value that names no source which is not published with the "
        "dossier."
    )
