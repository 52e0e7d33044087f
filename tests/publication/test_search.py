"""The search: what a reader finds, under which names, and where it leads."""

import pytest
from django.core.cache import cache
from django.db import connection

from dossier.publication.models import Publication, SearchName, SearchPassage
from dossier.publication.publishing import publish, rename, withdraw
from dossier.publication.search import query as searching
from tests.makers import (
    make_article,
    make_citation,
    make_event,
    make_person,
    make_question,
    make_source,
    make_step,
    make_treaty,
)
from treaties.models import EventPerson, Name, Party, StepActor

pytestmark = pytest.mark.django_db


def found(client, words, language="en", **asked):
    cache.clear()
    return client.get(f"/{language}/search/", {"q": words} | asked).context


def slugs(client, words, **asked):
    return [line["slug"] for line in found(client, words, **asked)["lines"]]


def places(client, words, slug, **asked):
    """(kind, address) of what one dossier answers."""
    (line,) = [line for line in found(client, words, **asked)["lines"] if line["slug"] == slug]
    return [(each["kind"], each["url"]) for each in line["passages"]]


def words_of(snippet):
    return "".join(f"[{piece.text}]" if piece.found else piece.text for piece in snippet.pieces)


def make_putin(treaty, *names):
    person = make_person("putin", name_en="Vladimir Putin")
    for language, text in names:
        Name.objects.create(subject=person, key=f"{language.lower()}-{len(text)}", language=language, text=text)
    event = make_event(treaty, title_en="A visit")
    EventPerson.objects.create(event=event, person=person)
    return person


# What is found


def test_each_kind_of_text_is_found_and_leads_to_its_place(client):
    treaty = make_treaty("amity", background_en="A lighthouse stood there.", title_en="Amity")
    make_article(treaty, "4", heading_en="Beacons", summary_en="Each keeps its buoys.")
    step = make_step(treaty, "signed", place_en="Harbourmouth")
    make_event(treaty, "storm", title_en="A gale", description_en="Waves broke the pier.")
    question = make_question(treaty, "when", topic_en="The day of the launch")
    source = make_source("gazette", title="Морской вестник", language="ru", publisher="Admiralty Press")
    make_citation(
        treaty, step, "c1", source, field="date", value="1901", value_type="date", question=question,
        quote="등대를 세우기로", quote_language="ko", quote_translation_en="to erect a watchtower",
    )  # fmt: skip  # reads as a table, not a field a line
    publish("amity")
    page = "/en/treaties/amity/"

    assert places(client, "lighthouse", "amity") == [("treaty", f"{page}#background")]
    assert places(client, "buoy", "amity") == [("articles", f"{page}articles/4/")]
    assert places(client, "harbourmouth", "amity") == [("steps", f"{page}at/step-signed/")]
    assert places(client, "wave", "amity") == [("events", f"{page}at/event-storm/")]
    assert places(client, "launches", "amity") == [("questions", f"{page}at/question-when/")]
    assert places(client, "вестника", "amity") == [("sources", "/en/sources/gazette/")]
    assert places(client, "admiralty", "amity") == [("sources", "/en/sources/gazette/")]
    assert places(client, "등대", "amity") == [("citations", f"{page}at/citation-c1/")]
    assert places(client, "watchtower", "amity") == [("citations", f"{page}at/citation-c1/")]
    assert places(client, "Amity", "amity") == [("treaty", page)]


def test_wording_of_the_treaty_is_found_on_its_article(client):
    treaty = make_treaty("amity")
    article = make_article(treaty, "4")
    article.texts.create(text=treaty.texts.create(key="ko", language="ko", authenticity="authentic"), body="무력 침공")
    publish("amity")

    assert places(client, "침공", "amity") == [("articles", "/en/treaties/amity/articles/4/")]


def test_act_is_found_by_its_term_in_the_readers_language(client):
    make_step(make_treaty("amity"), "force", kind="entry-into-force", date="1902")
    publish("amity")

    assert places(client, "Вступление в силу", "amity", language="ru") == [
        ("steps", "/ru/treaties/amity/at/step-force/")
    ]


def test_text_of_another_language_leads_to_the_page_in_that_language(client):
    make_treaty("amity", summary_en="About lighthouses.", summary_ko="등대에 관한 조약.")
    publish("amity")

    (line,) = found(client, "등대")["lines"]
    (passage,) = line["passages"]

    assert (passage["url"], passage["abroad"], passage["lang"]) == ("/ko/treaties/amity/", "ko", "ko")
    assert words_of(passage["text"]) == "[등대]에 관한 조약."
    assert places(client, "lighthouse", "amity") == [("treaty", "/en/treaties/amity/")]


def test_place_in_nine_languages_is_one_place_shown_as_it_was_asked_for(client):
    treaty = make_treaty("amity")
    make_event(treaty, "visit", title_en="Pact 1901", title_ru="Пакт 1901", title_ko="협정 1901")
    publish("amity")

    def shown(words, language):
        (line,) = found(client, words, language)["lines"]
        return line["places"], [words_of(each["heading"]) for each in line["passages"]]

    assert shown("1901", "ru") == (1, ["Пакт [1901]"])
    assert shown("협정", "ru") == (1, ["[협정] 1901"])


def test_names_and_titles_come_first_and_titles_of_sources_last(client):
    treaty = make_treaty("by-source", title_en="Other")
    make_citation(treaty, document=make_source("paper", title="On the beacon", language="en"), topic="remark")
    make_treaty("by-text", title_en="Other", summary_en="It is about a beacon.")
    make_treaty("by-title", title_en="Beacon treaty")
    for slug in ("by-source", "by-text", "by-title"):
        publish(slug)

    assert slugs(client, "beacon") == ["by-title", "by-text", "by-source"]


def test_all_words_must_be_found_in_one_place(client):
    make_treaty("both", summary_en="A beacon on the northern shore.")
    treaty = make_treaty("apart", summary_en="A beacon.", background_en="The northern shore.")
    make_event(treaty)
    publish("both")
    publish("apart")

    assert slugs(client, "northern beacon") == ["both"]


def test_facets_narrow_what_was_found_and_count_it(client):
    for slug, parties, subjects in (("one", ("alba",), ["alliance"]), ("two", ("borea",), ["friendship"])):
        treaty = make_treaty(slug, parties=parties, subjects=subjects, summary_en="A beacon.")
        make_step(treaty, date="1901" if slug == "one" else "1950")
    make_treaty("three", summary_en="Nothing of it.")
    for slug in ("one", "two", "three"):
        publish(slug)
    counted = {
        each.name: {option.value: option.count for option in each.options} for each in found(client, "beacon")["facets"]
    }

    assert counted["party"] == {"alba": 1, "borea": 1}
    assert counted["kind"] == {"bilateral": 2, "alliance": 1, "friendship": 1}
    assert slugs(client, "beacon", party="alba") == ["one"]
    assert slugs(client, "beacon", signed_after="1940-01-01") == ["two"]
    assert slugs(client, "beacon", signed_before="1940-01-01") == ["one"]
    assert slugs(client, "beacon", dossier="two") == ["two"]


def test_only_what_is_published_is_found(client):
    treaty = make_treaty("amity", summary_en="A beacon.")
    make_treaty("secret", summary_en="A beacon.")
    publish("amity")
    treaty.summary_en = "A lantern."
    treaty.save()

    assert slugs(client, "beacon") == ["amity"]
    assert slugs(client, "lantern") == []
    publish("amity")
    assert (slugs(client, "beacon"), slugs(client, "lantern")) == ([], ["amity"])
    withdraw("amity", reason="An error")
    assert (slugs(client, "lantern"), SearchPassage.objects.count(), SearchName.objects.count()) == ([], 0, 0)


def test_moved_dossier_is_found_at_its_new_address(client):
    make_treaty("amity", summary_en="A beacon.")
    publish("amity")
    rename("amity", "friendship")

    assert places(client, "beacon", "friendship") == [("treaty", "/en/treaties/friendship/")]


def test_internal_notes_and_names_of_editors_are_not_searched(client, django_user_model):
    user = django_user_model.objects.create_user("zyxeditor", first_name="Zyxwvut")
    make_treaty("amity", note_internal="Plumbago", note_public_en="Visible")
    publish("amity", user=user, note="Zyxwvut wrote it")

    assert [slugs(client, word) for word in ("plumbago", "zyxeditor", "Zyxwvut", "visible")] == [[], [], [], ["amity"]]


# Names


def test_any_name_of_a_person_finds_what_is_written_under_another(client):
    russian, chinese = make_treaty("russian", parties=()), make_treaty("chinese", parties=())
    names = [
        ("ru", "Владимир Путин"),
        ("zh-Hant", "普丁"),
        ("zh-Hans", "普京"),
        ("ar", "فلاديمير بوتين"),
        ("th", "วลาดิมีร์ ปูติน"),
    ]
    make_putin(russian, *names)
    make_event(chinese, title_zh_hans="普京访问", description_ru="Встреча с Путиным.")
    publish("russian")
    publish("chinese")

    for words in ("Putin", "Путин", "Путина", "普京", "普丁", "بوتين", "ปูติน", "Владимир Путин", "putin"):
        assert sorted(slugs(client, words)) == ["chinese", "russian"], words
    assert slugs(client, "Владимир") == ["russian"]


def test_page_says_through_which_name_it_found(client):
    make_putin(make_treaty("amity"), ("zh-Hant", "普丁"))
    publish("amity")

    (named,) = found(client, "普丁", language="ru")["names"]

    assert (named["words"], named["name"]["text"], [each["text"] for each in named["others"]]) == (
        "普丁", "Vladimir Putin", ["Vladimir Putin", "Putin"],
    )  # fmt: skip  # reads as a table, not a field a line
    body = client.get("/en/search/?q=普丁").content.decode()
    assert "“<bdi>普丁</bdi>” is recorded as a name of <bdi>Vladimir Putin</bdi>." in body


def test_part_of_a_name_is_not_the_name(client):
    treaty = make_treaty("amity")
    person = make_person("kim", name_en="Kim Jong Un")
    Name.objects.create(subject=person, key="ko", language="ko", text="김정은")
    StepActor.objects.create(step=make_step(treaty), person=person)
    publish("amity")

    def bearers(words):
        return [each.path for each in searching.search_query(words).bearers]

    assert [bearers(each) for each in ("Kim", "Kim Jong", "Un", "정은")] == [[], [], [], []]
    assert [bearers(each) for each in ("Kim Jong Un", "김정은", "talks with kim jong un")] == [["people/kim"]] * 3


def test_short_names_lead_nowhere(client):
    make_treaty("amity", parties=("alba",))
    party = Party.objects.get(key="alba")
    for key, language, text in (("a", "en", "AB"), ("b", "zh-Hans", "阿"), ("c", "ko", "알바")):
        Name.objects.create(subject=party, key=key, language=language, text=text)
    publish("amity")

    assert sorted(SearchName.objects.filter(bearer="parties/alba").values_list("text", flat=True)) == ["Alba", "알바"]


def test_longer_name_is_meant_where_one_is_part_of_another(client):
    treaty = make_treaty("amity", parties=("korea", "north"))
    for key, english, russian in (("korea", "Korea", "Корея"), ("north", "North Korea", "КНДР")):
        party = Party.objects.get(key=key)
        for language, text in (("en", english), ("ru", russian)):
            Name.objects.create(subject=party, key=language, language=language, text=text)
    make_event(treaty)
    publish("amity")

    asked = searching.search_query("North Korea treaty")

    assert [(each.path, each.words) for each in asked.bearers] == [("parties/north", "North Korea")]


def test_register_finds_by_a_name_in_any_script_and_by_nothing_else(client):
    make_putin(
        make_treaty("amity", title_en="Amity", title_zh_hans="友好条约", summary_en="Lighthouses."), ("ru", "Путин")
    )
    publish("amity")

    def listed(words):
        cache.clear()
        return [line["slug"] for line in client.get("/en/", {"q": words}).context["lines"]]

    for words in ("Путина", "友好條約", "amity putin"):
        assert listed(words) == ["amity"], words
    for words in ("lighthouse", "🙂", "amity lighthouse"):
        assert listed(words) == [], words


# Limits


def test_more_places_than_are_ranked_are_not_counted(client, monkeypatch):
    monkeypatch.setattr(searching, "MOST_RANKED", 3)
    for number in range(4):
        make_treaty(f"amity-{number}", summary_en="A beacon.")
        publish(f"amity-{number}")
        context = found(client, "beacon")

        assert (context["more"], context["places"]) == (number == 3, number + 1)


def test_dossier_with_many_places_hides_no_other(client, monkeypatch):
    monkeypatch.setattr(searching, "MOST_RANKED", 20)
    for slug in ("large", "small"):
        treaty = make_treaty(slug)
        for number in range(100 if slug == "large" else 30):
            make_event(treaty, title_en=f"Beacon {number}")
        publish(slug)

    assert sorted(slugs(client, "beacon")) == ["large", "small"]


def test_names_are_among_those_ranked_however_much_else_there_is(client, monkeypatch):
    monkeypatch.setattr(searching, "MOST_RANKED", 5)
    treaty = make_treaty("large")
    for number in range(30):
        make_event(treaty, title_en=f"Beacon {number}")
    publish("large")
    make_treaty("named", title_en="Beacon treaty")
    publish("named")

    assert slugs(client, "beacon") == ["named", "large"]


@pytest.mark.parametrize("size", [1, 3, 60])
def test_search_takes_three_queries_however_much_is_found(client, django_assert_num_queries, size):
    for number in range(size):
        treaty = make_treaty(f"amity-{number}", summary_en="A beacon.")
        for _each in range(3):
            make_event(treaty, title_en="Beacon")
        publish(treaty.slug)

    for address in ("/en/search/?q=beacon", "/en/search/?q=beacon&status=undetermined&party=alba"):
        cache.clear()
        with django_assert_num_queries(3):
            assert client.get(address).status_code == 200


HOSTILE = [
    *("'", "\\", "'; DROP TABLE x; --", "<script>alert(1)</script>", "a & | ! ( ) :* <->", "🙂", "%s %(x)s", "«»"),
    *("x" * 5000, "слово " * 400, "ｗｉｄｅ", "\u202e\u200f", "a\u0301", "؟", "核" * 300),
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_answered(client, words):
    make_treaty("amity", summary_en="A beacon.")
    publish("amity")

    for address in ("/ar/search/", "/en/"):
        cache.clear()
        response = client.get(address, {"q": words})
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


def test_marks_are_where_the_words_are_and_everything_else_is_escaped(client):
    make_treaty("amity", summary_en="A <b>beacon</b> & more.")
    publish("amity")

    body = client.get("/en/search/?q=beacon").content.decode()

    assert "A &lt;b&gt;<mark>beacon</mark>&lt;/b&gt; &amp; more." in body


def test_index_is_used_however_small_the_table(client):
    make_treaty("amity", summary_en="A beacon.")
    publish("amity")
    with connection.cursor() as cursor:
        cursor.execute("SHOW random_page_cost")
        assert cursor.fetchone() == ("1.1",)
    assert Publication.objects.get().passages.filter(tokens__holds="'beacon'").count() == 1
