"""The overview of a dossier at the desk: its board, what is left to do, what readers do not see yet."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dossier.desk.board import board, records_of
from dossier.desk.overview import SHOWN, overview
from dossier.publication.models import Edition, Publication
from dossier.publication.publishing import publish, withdraw
from dossier.text.languages import LANGUAGES
from tests.forms import submit
from tests.makers import (
    make_article,
    make_capture,
    make_citation,
    make_event,
    make_person,
    make_question,
    make_source,
    make_step,
    make_treaty,
)
from treaties.models import Article, Name, RatificationStep, StepActor, TranslationStatus, Treaty

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_user("nora", is_staff=True)
    user.groups.set(Group.objects.filter(name="Editor"))
    client.force_login(user)
    return user


@pytest.fixture
def treaty():
    return make_treaty("amity", title_ko="우호 조약")


def address(treaty):
    return f"/admin/treaties/treaty/{treaty.pk}/overview/"


def form_of(record):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


def rows(treaty):
    """The board: for each record the signs in the languages that have any but the one for missing."""
    found = {}
    for section in board(records_of(treaty)).sections:
        for row in section.rows:
            signs = {cell.language: [sign for sign, _words in cell.marks] for cell in row.cells}
            found[row.label] = {language: each for language, each in signs.items() if each != ["○"]}
    return found


def change(record, **fields):
    type(record).objects.filter(pk=record.pk).update(**fields)


# The board


def test_board_says_of_each_record_and_language_what_is_there(treaty):
    article = make_article(treaty, "1", heading_en="Peace", heading_ko="평화", heading_ru="Мир", summary_en="Peace.")
    change(article, heading_en="Peace and amity", heading_th="สันติภาพ", heading_vi="Hòa bình")
    change(article, summary_vi="Hòa bình.")
    TranslationStatus.objects.create(subject=article, field="heading", language="th", origin="machine")
    Article.objects.filter(pk=article.pk).update(heading_ru="Мир и дружба")

    assert rows(treaty) == {
        "Treaty amity": {"en": ["●"], "ko": ["●"]},
        "1 · Peace and amity": {
            "en": ["●"],
            "ko": ["◐ 1/2", "↻ 1"],
            "ru": ["◐ 1/2"],
            "th": ["◐ 1/2", "◇ 1"],
            "vi": ["●"],
        },
    }


def test_board_says_it_in_words_too(treaty):
    article = make_article(treaty, "1", heading_ko="평화", summary_en="Peace.", summary_ko="평화.")
    change(article, heading_en="Peace")
    TranslationStatus.objects.create(subject=article, field="summary", language="ko", origin="machine")
    [_treaty, section] = board(records_of(treaty)).sections
    words = {cell.language: [words for _sign, words in cell.marks] for cell in section.rows[0].cells}

    assert [words["en"], words["ko"], words["vi"]] == [
        ["filled"],
        ["out of date 1", "made by a machine, not reviewed 1"],
        ["empty"],
    ]


def test_board_has_every_kind_of_record_that_belongs_to_the_dossier(treaty):
    other = make_treaty("other", title_en="Other")
    step = make_step(treaty, date="1901", organ_en="Diet", party="alba")
    StepActor.objects.create(step=step, person=make_person(name_en="A Person"), capacity_en="Minister")
    make_article(treaty, "1", heading_en="Peace")
    make_event(treaty, title_en="Meeting", date="1900")
    treaty.relations.create(key="r", kind="amends", other=other, scope_en="Article 1")
    make_question(treaty, topic_en="Day")
    treaty.texts.create(key="ko", language="ko", authenticity="authentic", note_public_en="Read.")
    Name.objects.create(subject=treaty, key="n", language="ko", text="조약", note_public_en="In the press.")
    make_article(other, "9")

    kind = step.get_kind_display()
    assert list(rows(treaty)) == [
        *("Treaty amity", "1 · Peace", f"{kind} · Alba · 1901", f"A Person · {kind} · Alba · 1901"),
        *("Meeting · 1900", "amends · Other", "Day", "조약", "ko · authentic"),
    ]


def test_record_without_any_text_has_no_row_and_is_counted(treaty):
    make_step(treaty)
    make_step(treaty, organ_en="Diet")
    sections = board(records_of(treaty)).sections

    assert [(each.title, len(each.rows), each.blank) for each in sections] == [("treaties", 1, 0), ("steps", 1, 1)]


def test_dossier_without_a_word_has_no_board(client, editor):
    page = client.get(address(make_treaty("blank", title_en=None))).content.decode()

    assert "No text is written in any language yet." in page
    assert "●" not in page


def test_board_adds_up_by_language(treaty):
    make_article(treaty, "1", heading_en="Peace", summary_en="Peace.", heading_ko="평화")
    totals = {cell.language: [sign for sign, _words in cell.marks] for cell in board(records_of(treaty)).totals}

    assert totals == dict.fromkeys(LANGUAGES, ["○"]) | {"en": ["●"], "ko": ["◐ 2/3"]}


def test_checked_translation_stands_on_the_board_as_filled(client, editor, treaty):
    article = make_article(treaty, "1", heading_en="Peace", heading_ko="평화")
    change(article, heading_en="Peace and amity")
    assert rows(treaty)["1 · Peace and amity"]["ko"] == ["↻"]
    submit(client, form_of(article), **{"reviewed-heading_ko": "on"})

    assert rows(treaty)["1 · Peace and amity"]["ko"] == ["●"]


def test_every_cell_leads_to_the_form_in_its_language(client, editor, treaty):
    article = make_article(treaty, "1")
    page = client.get(address(treaty)).content.decode()

    for record in (treaty, article):
        for language in LANGUAGES:
            assert page.count(f'href="{form_of(record)}#lang-{language}"') == 1


# What is left to do


def to_do(treaty):
    found = overview(treaty, None).to_do
    return {items.title: [(item.address, item.words, item.why) for item in items.all] for items in found}


def test_finished_dossier_leaves_nothing_to_do(treaty):
    step = make_step(treaty)
    make_question(treaty, outcome="preferred", preferred_value="1901")
    source = make_source()
    make_capture(source, "Signed in 1901.")
    make_citation(treaty, step, document=source, quote="Signed in 1901.", quote_language="en")

    assert to_do(treaty) == {}


def test_steps_without_date_or_citation_are_named(treaty):
    undated, uncited = make_step(treaty, date=""), make_step(treaty, party="alba")
    make_citation(treaty, undated)
    # The number of a treaty may be that of a step.
    make_citation(treaty, treaty)
    kind = undated.get_kind_display()

    assert to_do(treaty) == {
        "Steps without a date": [(form_of(undated), kind, "")],
        "Steps without a source": [(form_of(uncited), f"{kind} · Alba · 1901-03-04", "")],
    }


def test_questions_open_or_undecided_are_named(treaty):
    first = make_question(treaty, "a", topic_en="Day")
    second = make_question(treaty, "b", topic_en="Place", outcome="undecided")
    make_question(treaty, "c", outcome="compatible")
    make_question(make_treaty("other"), "d")

    assert to_do(treaty) == {
        "Questions that nobody has decided": [
            (form_of(first), "Day", "open"),
            (form_of(second), "Place", "not decided"),
        ]
    }


def test_quotations_that_nobody_has_found_are_named_by_why(treaty):
    captured = make_source("captured")
    make_capture(captured, "Signed in Moscow.")
    said = {"quote_language": "en", "document": captured}
    make_citation(treaty, key="a", quote="Signed in Moscow.", **said)
    missing = make_citation(treaty, key="b", quote="Signed in Pyongyang.", **said)
    changed = make_citation(treaty, key="c", quote="Signed.", **said)
    change(changed, quote="Initialled.")
    alone = make_citation(treaty, key="d", quote="Signed at dawn.", quote_language="en")
    make_citation(treaty, key="e")
    found = {items.title: items for items in overview(treaty, None).to_do}

    assert {title: [item.address for item in items.all] for title, items in found.items()} == {
        "Quotations: not found": [form_of(missing)],
        "Quotations: not checked since it was changed": [form_of(changed)],
        "Quotations: no capture to check it with": [form_of(alone)],
    }
    assert found["Quotations: not found"].address.endswith(f"?dossier_id__exact={treaty.pk}&checked=missing")


def test_what_has_no_list_of_its_own_is_named_whole(treaty):
    for _ in range(SHOWN + 5):
        make_step(treaty, date="")

    assert [(len(items.shown), items.more) for items in overview(treaty, None).to_do] == [(SHOWN + 5, 0)] * 2


def test_long_lists_end_in_a_link_to_the_whole(client, editor, treaty):
    document = make_source()
    for _ in range(SHOWN + 5):
        make_citation(treaty, document=document, quote="Signed.", quote_language="en")
    page = client.get(address(treaty)).content.decode()

    assert "and 5 more" in page
    listed = re.search('href="([^"]*checked=no-capture)"', page)[1].replace("&amp;", "&")
    assert client.get(listed).context["cl"].result_count == SHOWN + 5


# What readers do not see yet


def changes(treaty):
    publication = Publication.objects.filter(slug=treaty.slug).first()
    return [(item.words, item.address, item.why) for item in overview(treaty, publication).changes.all]


def test_what_changed_since_the_edition_leads_to_its_form(treaty):
    article, gone = make_article(treaty, "1"), make_article(treaty, "2")
    citation = make_citation(treaty, article)
    publish("amity")
    assert changes(treaty) == []
    change(treaty, summary_en="New.")
    change(article, heading_en="New")
    change(citation, locator="p. 3")
    step = make_step(treaty, "signed")
    gone.delete()
    treaty.refresh_from_db()

    assert sorted(changes(treaty)) == [
        ("articles/1", form_of(article), ""),
        ("articles/2", "", "deleted"),
        (f"citations/{citation.key}", form_of(citation), ""),
        ("steps/signed", form_of(step), ""),
        ("summary", form_of(treaty), ""),
    ]


def test_dossier_that_nobody_reads_yet_has_no_changes(client, editor, treaty):
    assert overview(treaty, None).changes is None
    assert "Not published yet." in client.get(address(treaty)).content.decode()


# The page


def test_page_says_what_the_dossier_is_and_leads_on(client, editor, treaty):
    make_step(treaty, kind="signature-definitive", date="1901-03-04")
    make_step(treaty, kind="entry-into-force", date="1901-03-04")
    make_article(treaty, "1")
    publish("amity")
    response = client.get(address(treaty))
    page = response.content.decode()

    assert {each["title"]: each["count"] for each in response.context["overview"].contents} == {
        **{"articles": 1, "steps": 2, "events": 0, "relations": 0},
        **{"texts of the treaty": 0, "questions": 0, "citations": 0},
    }
    assert "<strong>In force</strong>" in page
    assert "Readers see edition 1" in page
    assert "Nothing has changed since the edition that readers see." in page
    for link in (form_of(treaty), "../timeline/", "/admin/treaties/treaty/preview/amity/en/treaties/amity/"):
        assert f'href="{link}"' in page
    # Publishing is for reviewers.
    assert "/publish/" not in page
    for each in response.context["overview"].contents:
        assert client.get(each["list"]).context["cl"].result_count == each["count"]


def test_withdrawn_dossier_says_so(client, editor, treaty):
    publish("amity")
    withdraw("amity", reason="A wrong treaty.")

    assert "A wrong treaty." in client.get(address(treaty)).content.decode()


def test_form_and_list_of_treaties_lead_to_the_overview(client, editor, treaty):
    for page in (form_of(treaty), "/admin/treaties/treaty/"):
        assert f'href="{address(treaty)}"' in client.get(page).content.decode()


def test_overview_of_no_dossier_is_absent(client, editor, treaty):
    assert client.get(f"/admin/treaties/treaty/{treaty.pk + 1}/overview/").status_code == 404
    assert client.get("/admin/treaties/treaty/x/overview/").status_code == 404


def fill(treaty, number, start=0):
    """So many records of every kind, each cited, quoted, translated and with what makes it appear on the page."""
    document = make_source()
    for each in range(start, number):
        article = make_article(treaty, f"{each + 1}", heading_ko="조")
        step = make_step(treaty, organ_en="Diet", party="alba")
        actor = StepActor.objects.create(step=step, person=make_person(), capacity_en="Minister")
        question = make_question(treaty)
        event = make_event(treaty)
        treaty.relations.create(key=f"r{each}", kind="amends", other=make_treaty(parties=()), scope_en="All")
        treaty.texts.create(key=f"t{each}", language="ko", authenticity="authentic", note_public_en="Read.")
        name = Name.objects.create(subject=treaty, key=f"n{each}", language="ko", text="조약", note_public_en="x")
        for record in (article, step, actor, event, name):
            make_citation(treaty, record, document=document, question=question, quote="x", quote_language="en")
            TranslationStatus.objects.create(subject=record, field="note_public", language="ko", origin="machine")
        change(article, heading_en="Changed")


def test_page_takes_as_many_queries_for_a_hundred_records_of_each_kind_as_for_three(client, editor, treaty):
    fill(treaty, 3)
    publish("amity")
    Article.objects.update(heading_en="Changed since")
    client.get(address(treaty))
    with CaptureQueriesContext(connection) as few:
        client.get(address(treaty))
    fill(treaty, 100, start=3)
    RatificationStep.objects.update(date="")
    with CaptureQueriesContext(connection) as many:
        page = client.get(address(treaty)).content.decode()

    assert page.count("#lang-ko") == 1 + 100 * 8
    # Most of them assemble the dossier, to compare it with the edition.
    assert len(few) == len(many) == 80
    assert (Treaty.objects.count(), Edition.objects.count()) == (101, 1)
