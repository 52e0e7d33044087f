"""What the lists and lookups of the desk find, whatever wrote the records and in whatever script one asks."""

import random
import threading

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dossier.editing.models import SearchText
from dossier.editing.search.query import Searching, scope_of
from dossier.publication.models import Publication
from sources.models import LinkCheck, SourceDocument, SourceOrigin
from tests.makers import (
    make_article,
    make_capture,
    make_citation,
    make_event,
    make_party,
    make_person,
    make_question,
    make_source,
    make_step,
    make_treaty,
)
from treaties.models import Name, PartySuccession, Person, StepActor, TreatyRelation, TreatyText

pytestmark = pytest.mark.django_db
SOURCES = {"app_label": "sources", "model_name": "citation", "field_name": "document"}
PEOPLE = {"app_label": "treaties", "model_name": "eventperson", "field_name": "person"}


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_superuser("nora")
    client.force_login(user)
    return client


def looked_up(client, term, **field):
    """The numbers of the records that a lookup offers."""
    response = client.get("/admin/autocomplete/", (field or SOURCES) | {"term": term})
    assert response.status_code == 200
    return [int(each["id"]) for each in response.json()["results"]]


def listed(client, model, term):
    """The records that the list of a model shows."""
    response = client.get(f"/admin/{model}/", {"q": term})
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("條約", "俄朝全面战略伙伴关系条约"),
        ("条约", "全面戰略夥伴關係條約"),
        ("條", "俄朝条约"),
        ("می شود", "این معاهده امضا می‌شود"),
        ("می‌شود", "این معاهده امضا می شود"),
        ("میشود", "این معاهده امضا می‌شود"),
        ("می‌ش", "این معاهده امضا میشود"),
        ("۲۰۲۴", "Treaty of 2024"),
        ("Пхеньяна", "Визит в Пхеньян"),
        ("Пхеньян", "Визит в Пхеньяне"),
        ("ПХЕНЬ", "Визит в Пхеньяне"),
        ("hiep uoc", "Hiệp ước đối tác"),
        ("hiep uo", "Hiệp ước đối tác"),
        ("hiệp ướ", "Hiệp ước đối tác"),
        ("oi ta", "Hiệp ước đối tác"),
        ("كوريا", "اتفاق بين روسيا وكوريا"),
        ("إتفاقية", "الاتفاقيّة"),
        ("معاهدات", "المعاهدة"),
        ("동반자관계", "포괄적 전략적 동반자 관계에 관한 조약"),
        ("동반자 관계", "동반자관계"),
        ("สงคราม", "สงครามนิวเคลียร์"),
        ("คำ", "ถ้อยคำ"),
        ("treaties", "A Treaty of Amity"),
        ("amit", "A Treaty of Amity"),
        ("mity eat", "A Treaty of Amity"),
        ("DPRK條約", "俄朝条约 · dprk"),
        ('"of Am"', "A Treaty of Amity"),
        ("‘Treaty", "A ‘Treaty’ of Amity"),
        ("100%", "Turnout was 100% and more"),
        ("a_b", "a_b"),
    ],
)
def test_source_is_found_by_its_title_in_another_form(editor, typed, title):
    source = make_source("one", title="Печать", title_translated_vi=title)
    other = make_source("two", title=title)
    make_source("three", title="Something else · 別的 · 다른 · другое · دیگر · khác · อื่น")

    assert looked_up(editor, typed) == [source.pk, other.pk]
    assert listed(editor, "sources/sourcedocument", typed) == [source, other]


@pytest.mark.parametrize("typed", ["khac", "條約 khac", "đạn", '"Amity of"', "a%b", "Treaty-and"])
def test_source_is_not_found_by_what_its_title_does_not_have(editor, typed):
    make_source("one", title="A Treaty of Amity · 条约 · nhân dan · axb")

    assert looked_up(editor, typed) == []


def test_words_may_stand_in_different_places(editor):
    source = make_source("kcna-2024", title="Договор", publisher="КНДР", authors=["劉家凱", "Wong, Tessa"])
    make_source("kcna-2023", title="Договор")

    assert looked_up(editor, "договоры tessa 刘家凯 2024 КНДР") == [source.pk]
    assert looked_up(editor, "договоры tessa nobody") == []


@pytest.mark.parametrize(
    "typed", ["普丁", "弗拉基米尔", "弗拉基米爾·普丁", "Владимира", "Путиным", "بوتين", "Konst", "onstan"]
)
def test_person_is_found_once_by_all_names(editor, typed):
    person = make_person("putin", name_zh_hans="弗拉基米尔·普丁", name_ru="Владимир Путин", name_en="Konstantin")
    for key, text in [("one", "弗拉基米爾·普丁"), ("two", "Konstantin Путин"), ("three", "وبوتين")]:
        Name.objects.create(subject=person, key=key, language="zh", text=text)
    # Another's name of the same number, and a key that every other name may have.
    Name.objects.create(subject=make_party("other"), key="putin-konst", language="zh", text="普京")
    make_person("somebody")

    assert looked_up(editor, typed, **PEOPLE) == [person.pk]
    assert listed(editor, "treaties/person", typed) == [person]


def test_record_is_not_found_by_the_keys_of_its_names(editor):
    Name.objects.create(subject=make_person("putin"), key="zh-official", language="zh", text="普京")

    assert looked_up(editor, "official", **PEOPLE) == []
    assert [str(each) for each in listed(editor, "treaties/name", "official")] == ["普京"]


def test_each_list_finds_by_names_and_titles(editor):
    russia, korea = (
        make_party("russia", name_zh_hans="俄罗斯联邦"),
        make_party("dprk", official_name_ko="조선민주주의인민공화국"),
    )
    treaty = make_treaty("amity", parties=(), title_ru="Договор о дружбе")
    other = make_treaty("accord", parties=(), title_vi="Hiệp ước")
    Name.objects.create(subject=treaty, key="ko", language="ko", text="친선 조약")
    source = make_source("rodong", title="로동신문", title_translated_zh_hans="劳动新闻")
    person = make_person("kim", name_ar="كيم")
    step = make_step(treaty, "01-signature", party="russia", organ_ru="Совет Федерации", place_fa="پیونگ‌یانگ")
    article = make_article(treaty, "4", heading_zh_hans="相互援助")
    event = make_event(treaty, "visit", title_th="การเยือน", place_ru="Пхеньян")
    relation = TreatyRelation.objects.create(treaty=treaty, key="r", kind="refers-to", other=other)
    text = TreatyText.objects.create(treaty=treaty, key="ko-text", language="ko", authenticity="authentic")
    actor = StepActor.objects.create(step=step, person=person, capacity_ru="Министр")
    question = make_question(treaty, "day", topic_fa="روز امضا می‌شود")
    citation = make_citation(
        treaty, key="c", document=source, quote="签署条约", quote_language="zh", as_reported="비준"
    )
    capture = make_capture(source)
    succession = PartySuccession.objects.create(predecessor=russia, successor=korea, kind="disputed")
    origin = SourceOrigin.objects.create(document=make_source("tass", title="ТАСС"), origin=source, relation="quotes")
    check = LinkCheck.objects.create(
        document=source,
        which="url",
        address="http://rodong.example/",
        outcome="answers",
        checked_at="2024-01-01T00:00Z",
    )
    expected = [
        (russia, "treaties/party", ["俄羅斯", "russi"]),
        (korea, "treaties/party", ["인민 공화국", "dpr"]),
        (treaty, "treaties/treaty", ["договором дружба", "친선조약", "amit"]),
        (other, "treaties/treaty", ["hiep"]),
        (source, "sources/sourcedocument", ["勞動", "로동"]),
        (person, "treaties/person", ["وكيم"[1:], "kim"]),
        (step, "treaties/ratificationstep", ["signat", "советом", "پیونگ یانگ", "俄羅斯", "amity 01"]),
        (article, "treaties/article", ["相互", "amit"]),
        (event, "treaties/event", ["เยือน", "Пхеньяна"]),
        (relation, "treaties/treatyrelation", ["hiep uoc", "accor"]),
        (text, "treaties/treatytext", ["ko-t", "amity"]),
        (actor, "treaties/stepactor", ["كيم", "министра", "signature amity"]),
        (question, "sources/question", ["می شود", "day"]),
        (citation, "sources/citation", ["簽署", "비준", "勞動", "rodong"]),
        (capture, "sources/capture", ["勞動新聞"]),
        (succession, "treaties/partysuccession", ["俄羅斯", "dprk russia"]),
        (origin, "sources/sourceorigin", ["勞動", "тасс"]),
        (check, "sources/linkcheck", ["勞動", "rodong.exa"]),
    ]

    found = [(model, typed, listed(editor, model, typed)) for _record, model, terms in expected for typed in terms]
    assert found == [(model, typed, [record]) for record, model, terms in expected for typed in terms]


@pytest.mark.shipped
def test_published_dossier_is_found_by_its_names(editor):
    publication = Publication.objects.get(slug="china-dprk-1961")

    assert publication in listed(editor, "publication/publication", "條約")
    assert publication in listed(editor, "publication/publication", publication.slug[:6])


def test_every_column_is_kept_that_a_search_asks_for():
    asked = {
        model._meta.label: scope_of(admin.site, model, each.search_fields)
        for model, each in admin.site._registry.items()
        if isinstance(each, Searching) and each.search_fields
    }

    assert len(asked) == 18
    # What is not recorded in history cannot be kept, and is found as it stands.
    assert {label: found.plain for label, found in asked.items() if found.plain} == {"sources.LinkCheck": ["address"]}
    inner = [related for found in asked.values() for related in found.related.values()]
    assert [found.model for found in inner if found.plain] == []


# However it is written


def test_changes_are_found_at_once_whatever_made_them(editor):
    source = make_source("one", title="Договор")
    assert looked_up(editor, "договора") == [source.pk]

    source.title = "条约"
    source.save()
    assert (looked_up(editor, "договора"), looked_up(editor, "條約")) == ([], [source.pk])
    SourceDocument.objects.update(title="Hiệp ước")
    assert (looked_up(editor, "條約"), looked_up(editor, "hiep uoc")) == ([], [source.pk])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sources_sourcedocument SET title_translated_fa = 'می‌شود', key = 'two'")
    assert (looked_up(editor, "می شود"), looked_up(editor, "one")) == ([source.pk], [])
    more = SourceDocument.objects.bulk_create([SourceDocument(key="three", kind="news", title="می‌شود")])
    assert looked_up(editor, "می شود") == [more[0].pk, source.pk]


def test_names_are_found_and_lost_with_their_record(editor):
    person, other = make_person("one"), make_person("two")
    name = Name.objects.create(subject=person, key="zh", language="zh", text="普京")
    assert looked_up(editor, "普京", **PEOPLE) == [person.pk]

    Name.objects.update(subject_id=other.pk)
    assert looked_up(editor, "普京", **PEOPLE) == [other.pk]
    Name.objects.update(text="普丁")
    assert (looked_up(editor, "普京", **PEOPLE), looked_up(editor, "普丁", **PEOPLE)) == ([], [other.pk])
    name.delete()
    assert looked_up(editor, "普丁", **PEOPLE) == []


def test_deleted_record_is_found_no_more_and_again_when_restored(editor):
    source = make_source("one", title="Договор")
    assert looked_up(editor, "договоры") == [source.pk]
    SourceDocument.objects.all().delete()
    assert looked_up(editor, "договоры") == []
    assert list(SearchText.objects.values_list("keys", "letters", "words")) == [("", "", "")]
    with CaptureQueriesContext(connection) as asked:
        looked_up(editor, "договоры")
    assert [each["sql"] for each in asked if each["sql"].startswith("INSERT")] == []

    SourceDocument.objects.create(pk=source.pk, key="one", kind="news", title="Договор")
    assert looked_up(editor, "договоры") == [source.pk]


def test_imported_dossier_is_found_at_once(editor, dossier_files):
    assert listed(editor, "treaties/person", "普丁") == []
    call_command("import_dossier", *map(str, dossier_files))

    names = Name.objects.filter(subject_type__model="person", text__contains="普京")
    expected = {each.subject_id for each in names} | set(
        Person.objects.filter(name_zh_hans__contains="普京").values_list("pk", flat=True)
    )
    assert expected
    assert {each.pk for each in listed(editor, "treaties/person", "普京")} == expected


def test_what_another_release_kept_is_analysed_again(editor):
    source = make_source("one", title="条约")
    assert looked_up(editor, "條約") == [source.pk]
    SearchText.objects.update(recipe="another", letters="", words="")

    assert looked_up(editor, "條約") == [source.pk]


@pytest.mark.django_db(transaction=True)
def test_two_first_searches_at_once_both_find():
    sources = [make_source(title="条约") for _ in range(50)]
    user = get_user_model().objects.create_superuser("nora")
    found, start = [], threading.Barrier(4)

    def search():
        client = Client()
        client.force_login(user)
        start.wait()
        try:
            found.append(len(listed(client, "sources/sourcedocument", "條約")))
        finally:
            connection.close()

    threads = [threading.Thread(target=search) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert found == [len(sources)] * 4


# What it costs, and who may


@pytest.mark.parametrize(
    ("ask", "make"),
    [
        (lambda client: looked_up(client, "條約"), lambda: make_source(title="条约")),
        (lambda client: looked_up(client, "條約", **PEOPLE), lambda: make_person(name_zh_hans="条约")),
        (lambda client: listed(client, "sources/sourcedocument", "條約"), lambda: make_source(title="条约")),
    ],
)
def test_queries_do_not_grow_with_records(editor, ask, make):
    counts = []
    for wanted in (1, 2, 297):
        for _ in range(wanted):
            make()
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                ask(editor)
            counts.append(len(asked))

    first, again, *others = counts
    assert others == [first, again] * 2
    # The look at what changed, and what is found.
    assert again < first


def test_lookup_asks_little_where_nothing_changed(editor):
    make_source(title="条约")
    looked_up(editor, "條約")
    with CaptureQueriesContext(connection) as asked:
        looked_up(editor, "條約")
    of_search = [each["sql"] for each in asked if "editing_searchtext" in each["sql"]]

    assert len(of_search) == 2, of_search


def test_many_are_found_as_few_are(editor, monkeypatch):
    sources = [make_source(title="条约") for _ in range(3)]
    make_source()
    monkeypatch.setattr("dossier.editing.search.query.FEW", 2)

    assert listed(editor, "sources/sourcedocument", "條約") == sources


def test_many_are_found_once_each_by_several_names(editor, monkeypatch):
    people = [make_person(f"person-{number}") for number in range(3)]
    for person in people:
        for key in ("one", "two"):
            Name.objects.create(subject=person, key=key, language="zh", text=f"普丁 {key}")
    monkeypatch.setattr("dossier.editing.search.query.FEW", 2)

    assert listed(editor, "treaties/person", "普丁") == people


def test_who_may_not_see_records_finds_none(client):
    make_source("one", title="条约")
    client.force_login(get_user_model().objects.create_user("newcomer", is_staff=True))

    assert client.get("/admin/autocomplete/", SOURCES | {"term": "條約"}).status_code == 403
    assert client.get("/admin/sources/sourcedocument/", {"q": "條約"}).status_code == 403


SIGNS = list("条約조약กำไي یةكаЁйeéđΩא7۷ﷺﬁ&|!(:*<->%_\u200c\u0301 🏳️‍🌈👩‍👩‍👧𝕬")


def test_every_title_is_found_by_itself(editor):
    chance = random.Random(1961)  # noqa: S311  # the same titles each time
    titles = ["".join(chance.choices(SIGNS, k=chance.randint(3, 20))) for _ in range(150)]
    sources = [make_source(title=title) for title in titles]

    found = {source.title: listed(editor, "sources/sourcedocument", source.title) for source in sources}
    assert [source.title for source in sources if source not in found[source.title]] == []


@pytest.mark.parametrize(
    "term",
    ["'", '"', '"\\"', "\\", "' OR 1=1 --", "%s %(x)s", "a:* & !b", "👩‍👩‍👧", "\ud800", "ﷺ" * 300]
    + [
        "x" * 10_000,
        "條" * 10_000,
        "ب" * 10_000,
        "조 " * 5_000,
        " ".join(map(str, range(3_000))),
        "é" * 5_000,
        "\ue000",
    ],
)
def test_hostile_terms_are_answered(editor, term):
    make_source("one", title="A Treaty")
    term = term.encode(errors="replace").decode()

    with CaptureQueriesContext(connection) as asked:
        assert editor.get("/admin/autocomplete/", SOURCES | {"term": term}).status_code == 200
        assert editor.get("/admin/sources/citation/", {"q": term}).status_code == 200
        assert editor.get("/admin/treaties/person/", {"q": term}).status_code == 200
    assert max(len(each["sql"]) for each in asked) < 300_000


def test_longest_texts_are_kept(editor):
    signs = "бвгджзклмн"
    words = " ".join("".join(signs[int(digit)] for digit in f"{number:06}") for number in range(100_000))
    citation = make_citation(make_treaty(), quote=words, quote_language="ru")
    make_citation(make_treaty(), quote="a" * 300_000, quote_language="en")
    make_citation(make_treaty(), quote="\U00020000" * 60_000 + "é" * 60_000, quote_language="en")

    assert listed(editor, "sources/citation", "бббжжж бббжжз") == [citation]
