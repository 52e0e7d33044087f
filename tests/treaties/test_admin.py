"""The desk of treaties as an editor uses it, over real requests."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dossier.editing.history.recording import recorded
from dossier.publication.publishing import publish
from dossier.text.languages import LANGUAGES, column, direction, tag
from sources.models import Citation, SourceDocument
from tests.forms import errors, filled, submit
from tests.makers import (
    make_article,
    make_citation,
    make_event,
    make_party,
    make_person,
    make_question,
    make_source,
    make_step,
    make_treaty,
)
from treaties.models import (
    Article,
    Event,
    Name,
    Party,
    RatificationStep,
    StepActor,
    Treaty,
    TreatyParty,
    TreatyRelation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_user("nora", password="correct horse battery", is_staff=True)
    user.groups.set(Group.objects.filter(name="Editor"))
    client.force_login(user)
    return user


def form_of(record):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


def rows_of(prefix, **values):
    return {f"{prefix}-TOTAL_FORMS": "1", **{f"{prefix}-0-{name}": value for name, value in values.items()}}


def test_whole_dossier_can_be_written_from_the_treatys_form(client, editor):
    alba, borea, other = make_party("alba"), make_party("borea"), make_treaty("other")
    paper = make_source("gazette-1901")
    response = submit(
        client,
        "/admin/treaties/treaty/add/",
        title_en="Treaty of Amity",
        title_ko="우호 조약",
        **{"parties-TOTAL_FORMS": "2", "parties-0-party": alba.pk, "parties-0-position": "1"},
        **{"parties-0-capacity": "party", "parties-1-party": borea.pk, "parties-1-position": "2"},
        **{"parties-1-capacity": "party"},
        **rows_of("treaties-name-subject_type-subject_id", language="ko", kind="official", text="우호 조약"),
        **rows_of("articles", number="Preamble", kind="preamble", heading_en="Purpose"),
        **rows_of("steps", kind="signature-definitive", date="1901-03-04"),
        **rows_of("events", kind="meeting", date="1901", title_en="The meeting"),
        **rows_of("relations", kind="supersedes", other=other.pk),
        **rows_of("texts", language="ko", authenticity="authentic"),
        **rows_of("sources-question-dossier_type-dossier_id", topic_en="Day of signature", kind="conflict"),
        **rows_of(
            "sources-citation-subject_type-subject_id",
            document=paper.pk,
            point="topic:title",
            value="Amity",
            value_type="text",
            stance="supports",
            modality="states",
        ),
        change_note="From the gazette.",
    )

    assert response.status_code == 302, errors(response)
    treaty = Treaty.objects.get(slug="treaty-of-amity")
    assert (treaty.title_en, treaty.title_ko, treaty.title_ar) == ("Treaty of Amity", "우호 조약", None)
    assert list(treaty.parties.values_list("party__key", "position")) == [("alba", 1), ("borea", 2)]
    assert list(treaty.names.values_list("key", "text")) == [("ko-official", "우호 조약")]
    assert list(treaty.articles.values_list("slug", "position")) == [("preamble", 0)]
    assert list(treaty.steps.values_list("key", flat=True)) == ["1901-03-04-signature-definitive"]
    assert list(treaty.events.values_list("key", flat=True)) == ["1901-meeting"]
    assert list(treaty.relations.values_list("key", flat=True)) == ["supersedes-other"]
    assert list(treaty.texts.values_list("key", flat=True)) == ["ko"]
    assert list(treaty.questions.values_list("key", flat=True)) == ["day-of-signature"]
    assert list(treaty.dossier_citations.values_list("key", "field", "topic")) == [("gazette-1901", "", "title")]
    assert list(treaty.history.values_list("history_user_id", "history_change_reason")) == [
        (editor.pk, "From the gazette.")
    ]


@pytest.mark.parametrize(
    ("make", "prefix"),
    [
        (lambda treaty: treaty, "sources-citation-subject_type-subject_id"),
        (make_article, "sources-citation-subject_type-subject_id"),
        (make_step, "sources-citation-subject_type-subject_id"),
        (make_event, "sources-citation-subject_type-subject_id"),
        (
            lambda treaty: TreatyRelation.objects.create(treaty=treaty, key="x", kind="amends"),
            "sources-citation-subject_type-subject_id",
        ),
        (
            lambda treaty: treaty.texts.create(key="ko", language="ko", authenticity="authentic"),
            "sources-citation-subject_type-subject_id",
        ),
        (
            lambda treaty: StepActor.objects.create(step=make_step(treaty), person=make_person("p")),
            "sources-citation-subject_type-subject_id",
        ),
        (lambda treaty: make_party("carda"), "sources-citation-subject_type-subject_id"),
        (lambda treaty: make_person("someone"), "sources-citation-subject_type-subject_id"),
        (
            lambda treaty: Name.objects.create(subject=treaty, key="n", language="ko", text="조약"),
            "sources-citation-subject_type-subject_id",
        ),
    ],
)
def test_citation_is_attached_on_the_form_of_what_it_is_about(client, editor, make, prefix):
    treaty, paper = make_treaty("amity"), make_source("gazette")
    record = make(treaty)
    opened = client.get(form_of(record))
    data = filled(opened) | rows_of(
        prefix,
        document=paper.pk,
        point="topic:remark",
        stance="supports",
        modality="states",
        value_type="text",
        of_dossier=treaty.pk,
    )
    response = client.post(form_of(record), data)

    assert response.status_code == 302, errors(response)
    citation = Citation.objects.get()
    assert (citation.subject, citation.dossier, citation.key) == (record, treaty, "gazette")
    assert b"gazette" in client.get(form_of(record)).content


def cited_without_dossier():
    return rows_of(
        "sources-citation-subject_type-subject_id",
        document=make_source().pk,
        point="field:text",
        stance="supports",
        modality="states",
        value_type="text",
    )


def test_citation_of_a_treatys_name_belongs_to_its_dossier(client, editor):
    treaty = make_treaty("amity")
    name = Name.objects.create(subject=treaty, key="n", language="ko", text="조약")
    response = submit(client, form_of(name), **cited_without_dossier())

    assert response.status_code == 302, errors(response)
    assert [(each.subject, each.dossier) for each in Citation.objects.all()] == [(name, treaty)]


@pytest.mark.parametrize("make", [make_party, make_person])
def test_citation_of_a_name_that_dossiers_share_needs_one(client, editor, make):
    name = Name.objects.create(subject=make(), key="n", language="ko", text="이름")
    response = submit(client, form_of(name), **cited_without_dossier())

    assert list(errors(response)) == ["sources-citation-subject_type-subject_id-0-of_dossier"]


def test_two_new_records_of_a_kind_get_keys_of_their_own(client, editor):
    treaty = make_treaty("amity")
    twice = {"steps-TOTAL_FORMS": "2"}
    for row in (0, 1):
        twice |= {f"steps-{row}-kind": "deposit", f"steps-{row}-date": "1901"}
    assert submit(client, form_of(treaty), **twice).status_code == 302

    assert list(treaty.steps.values_list("key", flat=True)) == ["1901-deposit", "1901-deposit-2"]


def test_new_articles_follow_those_that_are_there(client, editor):
    treaty = make_treaty("amity")
    make_article(treaty, "1", position=1)
    rows = {"articles-TOTAL_FORMS": "2"}
    for row, number in ((0, "2"), (1, "2 bis")):
        rows |= {f"articles-{row}-number": number, f"articles-{row}-kind": "article"}
    assert submit(client, form_of(treaty), **rows).status_code == 302

    assert list(treaty.articles.values_list("slug", "position")) == [("1", 1), ("2", 2), ("2-bis", 3)]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("date", "19 June", "Enter the date with its year"),
        ("date", "2024-13-40", "must be between 1 and "),
        ("kind", "signing", "signing"),
        ("number", "\x00", "Null characters"),
    ],
)
def test_wrong_input_is_refused_beside_its_field_and_nothing_is_written(client, editor, field, value, said):
    step = make_step(make_treaty("amity"), "signed")
    response = submit(client, form_of(step), **{field: value})

    assert response.status_code == 200
    assert list(errors(response)) == [field]
    assert said in errors(response)[field][0]
    step.refresh_from_db()
    assert step.history.count() == 1


def test_date_of_a_citation_is_checked_in_its_own_calendar(client, editor):
    treaty = make_treaty("amity")
    citation = make_citation(treaty, topic="remark", value="1900-02-28", value_type="date")
    refused = submit(client, form_of(citation), value="1900-02-29")
    assert list(errors(refused)) == ["value"]
    assert submit(client, form_of(citation), value="1900-02-29", value_calendar="julian").status_code == 302

    citation.refresh_from_db()
    assert str(citation.value_earliest) == "1900-03-13"


def test_dates_of_an_act_are_read_in_its_own_calendar(client, editor):
    step = make_step(make_treaty("amity"), "signed")
    refused = submit(client, form_of(step), date="1900-02-29")
    assert list(errors(refused)) == ["date"]
    shown = submit(client, form_of(step), date="29 February 1900", effective="", calendar="julian")
    assert "29 February 1900" in errors(shown)["date"][0]
    assert submit(client, form_of(step), date="1900-02-29", calendar="julian").status_code == 302

    step.refresh_from_db()
    assert (step.date, str(step.date_earliest), str(step.date_latest)) == ("1900-02-29", "1900-03-13", "1900-03-13")


@pytest.mark.parametrize("calendar", ["hijri", "solar-hijri", "chinese"])
def test_date_of_a_calendar_without_a_rule_is_the_day_that_is_taken_to_be_meant(client, editor, calendar):
    step = make_step(make_treaty("amity"), "signed")
    fields = {"date": "1895-04-17", "calendar": calendar, "date_as_printed": "光緒二十一年三月二十三日"}
    assert submit(client, form_of(step), **fields).status_code == 302

    step.refresh_from_db()
    assert (str(step.date_earliest), step.date_as_printed) == ("1895-04-17", "光緒二十一年三月二十三日")


def test_every_input_has_its_language_and_direction(client, editor):
    treaty = make_treaty("amity")
    make_article(treaty)
    for record in (treaty, treaty.articles.get(), make_step(treaty), make_source()):
        response = client.get(form_of(record))
        forms = [response.context["adminform"].form]
        for each in response.context["inline_admin_formsets"]:
            forms += [*each.formset.forms, each.formset.empty_form]
        for form in forms:
            for name, field in form.fields.items():
                attributes = getattr(field.widget, "widget", field.widget).attrs
                if "data-language" in attributes:
                    language = attributes["data-language"]
                    assert (attributes["lang"], attributes["dir"]) == (tag(language), direction(language)), name
                elif getattr(field.widget, "input_type", "text") == "text" and hasattr(field, "max_length"):
                    assert attributes.get("dir") in {"ltr", "auto"}, name


LARGE = {"articles": 120, "citations": 200}


@pytest.fixture
def large(editor):
    """A treaty of 120 articles in nine languages, with 200 citations on it and on its first article and step."""
    treaty = make_treaty("large", parties=[f"state-{number}" for number in range(8)])
    texts = {column(name, code): f"{name} {code}" for name in ("heading", "summary") for code in LANGUAGES}
    for number in range(LARGE["articles"]):
        make_article(treaty, str(number + 1), position=number + 1, **texts)
    step = make_step(treaty, "signed")
    for number in range(20):
        Name.objects.create(subject=treaty, key=f"n{number}", language="ko", text="조약", copy_of=make_party())
        StepActor.objects.create(step=step, person=make_person(f"p{number}"), party=make_party())
    make_event(treaty)
    make_question(treaty)
    papers = [make_source() for _ in range(10)]
    for subject in (treaty, treaty.articles.first(), step):
        for number in range(LARGE["citations"]):
            make_citation(treaty, subject, document=papers[number % 10])
    return treaty


def test_large_forms_open_in_fifteen_queries_and_save(client, large, settings):
    step, article = large.steps.get(), large.articles.first()
    for record in (large, article, step, large.questions.get(), large.names.first(), step.actors.first()):
        client.get(form_of(record))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.get(form_of(record))
        assert response.status_code == 200
        # The request's own transaction is a savepoint here.
        asked = [query for query in queries if "SAVEPOINT" not in query["sql"]]
        assert len(asked) <= 15, (record, *(query["sql"][-300:] for query in queries))
        assert len(filled(response)) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        again = client.post(form_of(record), filled(response))
        assert again.status_code == 302, errors(again)
    assert large.history.count() == article.history.count() == step.history.count() == 1


def test_treaty_form_links_to_articles_without_their_texts(client, large):
    page = client.get(form_of(large)).content.decode()

    assert "summary en" not in page
    assert len(re.findall(r"/admin/treaties/article/\d+/change/", page)) == LARGE["articles"]


@pytest.mark.parametrize(
    ("model", "make"),
    [
        ("treaties/treaty", lambda: make_step(make_treaty())),
        ("treaties/article", lambda: make_article(make_treaty())),
        ("treaties/ratificationstep", lambda: make_step(make_treaty(), party="alba")),
        ("treaties/event", lambda: make_event(make_treaty())),
        ("treaties/party", lambda: make_party()),
        ("treaties/person", lambda: make_person(party=make_party())),
        ("treaties/name", lambda: Name.objects.create(subject=make_party(), key="n", language="ko", text="가")),
        ("treaties/treatytext", lambda: make_treaty().texts.create(key="ko", language="ko", authenticity="machine")),
        (
            "treaties/treatyrelation",
            lambda: make_treaty().relations.create(key="r", kind="amends", other=make_treaty()),
        ),
        ("sources/sourcedocument", make_source),
        ("sources/question", lambda: make_question(make_treaty())),
        ("sources/citation", lambda: make_citation(make_treaty(), question=make_question(make_treaty()))),
    ],
)
def test_list_takes_as_many_queries_for_one_row_as_for_ten(client, editor, model, make):
    make()
    client.get(f"/admin/{model}/")
    with CaptureQueriesContext(connection) as one:
        assert client.get(f"/admin/{model}/").status_code == 200
    for _ in range(9):
        make()
    with CaptureQueriesContext(connection) as ten:
        client.get(f"/admin/{model}/")

    assert len(ten) <= len(one) + 1, [query["sql"][:160] for query in ten]


@pytest.mark.parametrize("words", ["Putin", "Путин", "普京", "푸틴", "بوتين", "ปูติน", "Pu-tin"])
def test_people_are_found_by_any_name_in_any_script(client, editor, words):
    person = make_person(
        "putin",
        name_en="Vladimir Putin",
        name_ru="Владимир Путин",
        name_zh_hans="普京",
        name_ko="푸틴",
        name_ar="بوتين",
    )
    make_person("other", name_en="Somebody Else")
    Name.objects.create(subject=person, key="th", language="th", text="วลาดีมีร์ ปูติน")
    Name.objects.create(subject=person, key="vi", language="vi", text="Pu-tin")
    field = {"app_label": "treaties", "model_name": "eventperson", "field_name": "person"}
    response = client.get("/admin/autocomplete/", {**field, "term": words})

    assert [each["id"] for each in response.json()["results"]] == [str(person.pk)]


def test_lookup_of_articles_stays_in_the_treaty(client, editor):
    mine, other = make_treaty("mine"), make_treaty("other")
    article = make_article(mine, "4")
    make_article(other, "4")
    step = make_step(mine, "signed")
    widget = client.get(form_of(step)).context["adminform"].form.fields["articles"].widget.widget
    field = {"app_label": "treaties", "model_name": "ratificationstep", "field_name": "articles", "term": "4"}
    response = client.get(widget.get_url(), field | {"treaty": mine.pk})

    assert widget.get_url() == f"/admin/autocomplete/?treaty={mine.pk}"
    assert [each["id"] for each in response.json()["results"]] == [str(article.pk)]


def test_articles_of_a_step_are_chosen_on_its_form(client, editor):
    treaty = make_treaty("amity")
    articles = [make_article(treaty, "1"), make_article(treaty, "2")]
    step = make_step(treaty, "reserved", kind="reservation")
    response = submit(client, form_of(step), articles=[each.pk for each in articles])

    assert response.status_code == 302
    assert list(step.articles.all()) == articles


def test_source_is_added_without_leaving_the_form(client, editor):
    step = make_step(make_treaty("amity"), "signed")
    page = client.get(form_of(step)).content.decode()
    assert "/admin/sources/sourcedocument/add/?_to_field=id&amp;_popup=1" in page
    response = submit(
        client,
        "/admin/sources/sourcedocument/add/?_popup=1",
        kind="news",
        title="신문",
        publisher="로동신문",
        issued="2024-06-20",
        url="http://rodong.rep.kp/ko/",
        authors="Kim One\nKim Two",
        _popup="1",
    )

    source = SourceDocument.objects.get()
    assert response.status_code == 200
    assert (source.key, source.authors) == ("rodong-2024-06-20", ["Kim One", "Kim Two"])


def test_history_tells_who_when_why_and_which_words(client, editor):
    article = make_article(make_treaty("amity"), summary_en="Signed in Moscow.", summary_zh_hans="六月十八日")
    assert (
        submit(
            client,
            form_of(article),
            summary_en="Signed in Pyongyang.",
            summary_zh_hans="六月十九日",
            kind="annex",
            change_note="The gazette says so.",
        ).status_code
        == 302
    )
    response = client.get(f"/admin/treaties/article/{article.pk}/history/")
    page = response.content.decode()

    last, first = response.context["page_obj"].edits
    assert (last.editor, last.row.history_change_reason, last.row.history_type) == (
        "nora",
        "The gazette says so.",
        "~",
    )
    assert (first.row.history_type, first.changes) == ("+", [])
    pieces = {each.label: [(s.change, s.text) for s in each.segments] for each in last.changes}
    assert pieces == {
        "kind": [("removed", "article"), ("added", "annex")],
        "summary [en]": [
            ("same", "Signed in "),
            ("removed", "Moscow"),
            ("added", "Pyongyang"),
            ("same", "."),
        ],
        "summary [zh-hans]": [("same", "六月十"), ("removed", "八"), ("added", "九"), ("same", "日")],
    }
    assert '<dd lang="zh-Hans" dir="ltr">六月十<del>八</del><ins>九</ins>日</dd>' in re.sub(r"\s+>", ">", page)


def test_history_takes_as_many_queries_for_fifty_edits_as_for_three(client, editor):
    treaty = make_treaty("amity")
    article = make_article(treaty)
    address = f"/admin/treaties/article/{article.pk}/history/"

    def edit(times):
        for number in range(times):
            with recorded(editor, f"Edit {number}"):
                article.heading_en = f"Heading {number} {times}"
                article.save()

    edit(3)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    edit(47)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)


def test_deletion_asks_why_and_history_keeps_it(client, editor):
    event = make_event(make_treaty("amity"), "meeting")
    address = form_of(event).replace("change", "delete")
    assert b'name="change_note"' in client.get(address).content
    client.post(address, {"post": "yes", "change_note": "Entered twice."})

    assert not Event.objects.exists()
    assert Event.history.first().history_change_reason == "Entered twice."


def test_records_with_a_key_keep_it(client, editor):
    step = make_step(make_treaty("amity"), "signed")
    submit(client, form_of(step), key="other")
    step.refresh_from_db()

    assert step.key == "signed"


def test_every_form_shows_what_it_belongs_to(client, editor):
    treaty = make_treaty("amity")
    records = [make_article(treaty), make_step(treaty), make_event(treaty), make_question(treaty)]
    name = Name.objects.create(subject=treaty, key="n", language="ko", text="조약")
    for record in [*records, name, make_citation(treaty)]:
        page = client.get(form_of(record)).content.decode()

        assert f'<a href="{form_of(treaty)}">Treaty amity</a>' in page, record


def test_counts_of_makers_are_what_the_tests_think(large):
    assert (Article.objects.count(), Citation.objects.count()) == (120, 600)
    assert (RatificationStep.objects.count(), TreatyParty.objects.count()) == (1, 8)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"subject": "alliance"}, ["amity"]),
        ({"form__exact": "protocol"}, ["border"]),
        ({"open": "yes"}, ["border"]),
        ({"open": "no"}, ["amity"]),
        ({"published": "yes"}, ["amity"]),
        ({"published": "no"}, ["border"]),
        ({"parties__party__id__exact": "carda"}, ["border"]),
        ({"q": "우호"}, ["amity"]),
        ({"q": "경계"}, ["border"]),
    ],
)
def test_list_of_treaties_is_narrowed(client, editor, asked, expected):
    amity = make_treaty("amity", subjects=["alliance"], title_ko="우호 조약")
    border = make_treaty("border", parties=("alba", "carda"), form="protocol")
    Name.objects.create(subject=border, key="ko", language="ko", text="경계 조약")
    make_question(border, outcome="undecided")
    make_question(amity, outcome="compatible")
    publish("amity")
    asked = {name: Party.objects.get(key=value).pk if value == "carda" else value for name, value in asked.items()}
    found = client.get("/admin/treaties/treaty/", asked).context["cl"].queryset

    assert [each.slug for each in found] == expected


@pytest.mark.parametrize(
    "address",
    [
        *("ratificationstep/add/?treaty=abc", "ratificationstep/add/?party=x", "article/add/?treaty=%C2%B2"),
        *("treaty/x/history/", "treaty/%C2%B2/publish/", "treaty/?q=%00", "article/1/history/x/"),
    ],
)
def test_odd_address_is_no_error_on_our_side(client, editor, address):
    assert client.get(f"/admin/treaties/{address}").status_code in {200, 302, 400, 403, 404}


def test_references_to_another_dossier_are_refused(client, editor):
    mine, other = make_treaty("mine"), make_treaty("other")
    step, foreign = make_step(mine, "signed"), make_step(other, "signed")
    assert list(errors(submit(client, form_of(step), refers_to=foreign.pk))) == ["refers_to"]
    assert list(errors(submit(client, form_of(step), refers_to=step.pk))) == ["refers_to"]
    assert list(errors(submit(client, form_of(step), articles=[make_article(other).pk]))) == ["articles"]
    relation = mine.relations.create(key="r", kind="amends", other=other)
    assert list(errors(submit(client, form_of(relation), other=mine.pk))) == ["other"]
    citation = make_citation(mine)
    assert list(errors(submit(client, form_of(citation), question=make_question(other).pk))) == ["question"]


def test_source_is_not_its_own_origin(client, editor):
    source = make_source("gazette")
    row = rows_of("origins", origin=source.pk, relation="reports")

    assert list(errors(submit(client, form_of(source), **row))) == ["origins-0-origin"]


@pytest.mark.parametrize("tag", ["zz-", "en_US", "../etc", "a"])
def test_language_that_is_no_tag_is_refused(client, editor, tag):
    name = Name.objects.create(subject=make_party(), key="n", language="ko", text="조약")

    assert list(errors(submit(client, form_of(name), language=tag))) == ["language"]


def test_authors_hold_no_nul(client, editor):
    source = make_source("gazette")

    assert list(errors(submit(client, form_of(source), authors="a\0b"))) == ["authors"]


def test_deletion_of_several_asks_why_too(client, editor):
    treaty = make_treaty("amity")
    chosen = {"action": "delete_selected", "_selected_action": [make_event(treaty).pk, make_event(treaty).pk]}
    assert b'name="change_note"' in client.post("/admin/treaties/event/", chosen).content
    client.post("/admin/treaties/event/", chosen | {"post": "yes", "change_note": "Both are rumours."})

    assert not Event.objects.exists()
    assert [row.history_change_reason for row in Event.history.all()[:2]] == ["Both are rumours."] * 2


def test_putting_back_an_earlier_state_asks_why_too(client, editor):
    event = make_event(make_treaty("amity"), title_en="Meeting")
    submit(client, form_of(event), title_en="Summit")
    earlier = f"{form_of(event).removesuffix('change/')}history/{event.history.last().pk}/"
    opened = client.get(earlier)
    assert b'name="change_note"' in opened.content
    fields = {bound.html_name: bound.value() for bound in opened.context["adminform"].form if bound.value()}
    response = client.post(earlier, fields | {"change_note": "It was no summit."})
    assert response.status_code == 302, response.context["adminform"].form.errors
    event.refresh_from_db()

    assert event.title_en == "Meeting"
    assert event.history.first().history_change_reason == "It was no summit."
