"""Several editors at one record: nobody's work is overwritten."""

import json
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client

from tests.forms import filled, submit
from tests.makers import make_article, make_citation, make_event, make_party, make_person, make_source, make_step
from tests.makers import make_treaty as make
from treaties.models import Article, ArticleText, Name, TreatyText

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """Sign an editor in, each with a browser of their own."""

    def sign_in(name):
        user = User.objects.create_user(name, is_staff=True)
        user.groups.set(Group.objects.filter(name="Editor"))
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def editors(desk):
    return [desk("anna"), desk("bela")]


def form_of(record):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


def send(client, address, form, **changes):
    return client.post(address, form | changes)


def choices(response):
    """What a refused form asks: by field, what others saved and what this editor wrote."""
    return {
        each.choice: ("".join(part.text for part in each.theirs), "".join(part.text for part in each.mine))
        for each in response.context["conflicts"]
    }


def fields(record, *names):
    record.refresh_from_db()
    return [getattr(record, name) for name in names]


def test_two_languages_of_one_text_are_both_kept(editors):
    anna, bela = editors
    article = make_article(make("border"), "1", summary_en="Peace.")
    forms = [filled(client.get(form_of(article))) for client in editors]

    send(anna, form_of(article), forms[0], summary_ko="평화.")
    saved = send(bela, form_of(article), forms[1], summary_ar="السلام.")

    assert saved.status_code == 302
    assert fields(article, "summary_en", "summary_ko", "summary_ar") == ["Peace.", "평화.", "السلام."]
    said = [str(each) for each in bela.get(saved.url).context["messages"]]
    assert "Kept as they left it: Summary [ko]" in said[0].replace("summary", "Summary")


def test_same_field_asks_the_second_editor_and_saves_nothing(editors):
    anna, bela = editors
    article = make_article(make("border"), "1", summary_en="Peace for ten years.", heading_en="Peace")
    forms = [filled(client.get(form_of(article))) for client in editors]
    send(anna, form_of(article), forms[0], summary_en="Peace for twenty years.")
    rows = article.history.count()

    asked = send(bela, form_of(article), forms[1], summary_en="Peace for thirty years.", heading_en="Of peace")

    assert asked.status_code == 200
    assert choices(asked) == {"summary_en": ("Peace for twenty years.", "Peace for thirty years.")}
    [conflict] = asked.context["conflicts"]
    assert (conflict.editor, conflict.record) == ("anna", str(article))
    assert [part.text for part in conflict.theirs if part.change == "removed"] == ["twenty"]
    assert [part.text for part in conflict.mine if part.change == "added"] == ["thirty"]
    assert filled(asked)["summary_en"] == "Peace for thirty years."
    assert fields(article, "summary_en", "heading_en") == ["Peace for twenty years.", "Peace"]
    # Sending it again without a choice is no choice.
    assert send(bela, form_of(article), filled(asked)).status_code == 200
    assert article.history.count() == rows


@pytest.mark.parametrize(
    ("chosen", "kept"), [("mine", "Peace for thirty years."), ("theirs", "Peace for twenty years.")]
)
def test_chosen_text_is_saved_with_the_rest_of_the_form(editors, chosen, kept):
    anna, bela = editors
    article = make_article(make("border"), "1", summary_en="Peace for ten years.", heading_en="Peace")
    forms = [filled(client.get(form_of(article))) for client in editors]
    send(anna, form_of(article), forms[0], summary_en="Peace for twenty years.")
    asked = send(bela, form_of(article), forms[1], summary_en="Peace for thirty years.", heading_en="Of peace")
    [conflict] = asked.context["conflicts"]

    answer = {"choice-summary_en": f"{chosen}-{conflict.head}"}
    assert send(bela, form_of(article), filled(asked), **answer).status_code == 302

    assert fields(article, "summary_en", "heading_en") == [kept, "Of peace"]


def test_choice_made_before_a_third_editor_saved_is_asked_again(editors, desk):
    anna, bela = editors
    carla = desk("carla")
    article = make_article(make("border"), "1", summary_en="One.")
    forms = [filled(client.get(form_of(article))) for client in (anna, bela, carla)]
    send(anna, form_of(article), forms[0], summary_en="Two.")
    asked = send(bela, form_of(article), forms[1], summary_en="Three.")
    [conflict] = asked.context["conflicts"]
    asked_too = send(carla, form_of(article), forms[2], summary_en="Four.")
    answer = {"choice-summary_en": f"mine-{conflict.head}"}
    send(carla, form_of(article), filled(asked_too), **answer)

    again = send(bela, form_of(article), filled(asked), **answer)

    assert choices(again) == {"summary_en": ("Four.", "Three.")}
    assert fields(article, "summary_en") == ["Four."]


def test_same_change_by_both_is_no_conflict(editors):
    anna, bela = editors
    article = make_article(make("border"), "1", summary_en="One.")
    forms = [filled(client.get(form_of(article))) for client in editors]
    send(anna, form_of(article), forms[0], summary_en="Two.")

    assert send(bela, form_of(article), forms[1], summary_en="Two.").status_code == 302
    assert article.history.count() == 2


def test_lists_keep_what_each_added_and_took_out(editors):
    anna, bela = editors
    treaty = make("border")
    people = [make_person(key) for key in ("ada", "boris", "chen", "dara")]
    event = make_event(treaty, "meeting")
    submit(anna, form_of(event), people=[people[0].pk, people[1].pk])
    forms = [filled(client.get(form_of(event))) for client in editors]

    send(anna, form_of(event), forms[0], people=[people[0].pk, people[1].pk, people[2].pk])
    send(bela, form_of(event), forms[1], people=[people[1].pk, people[3].pk])

    assert sorted(event.people.values_list("key", flat=True)) == ["boris", "chen", "dara"]


def test_point_of_a_citation_is_merged_though_it_is_two_columns(editors):
    anna, bela = editors
    treaty = make("border")
    step = make_step(treaty, "01-signature")
    citation = make_citation(treaty, step, field="date", quote="on the day", quote_language="en")
    forms = [filled(client.get(form_of(citation))) for client in editors]

    send(anna, form_of(citation), forms[0], point="field:place")
    send(bela, form_of(citation), forms[1], locator="p. 3")

    assert fields(citation, "field", "topic", "locator") == ["place", "", "p. 3"]
    asked = send(bela, form_of(citation), forms[1], point="topic:statement", locator="p. 3")
    assert list(choices(asked)) == ["point"]


def test_references_and_codes_are_shown_in_words(editors):
    anna, bela = editors
    treaty = make("border")
    first, second, third = (make_party(key) for key in ("cora", "dora", "flora"))
    step = make_step(treaty, "01-signature")
    forms = [filled(client.get(form_of(step))) for client in editors]
    send(anna, form_of(step), forms[0], party=second.pk, standing="disputed")

    asked = send(bela, form_of(step), forms[1], party=third.pk, standing="reported")

    assert choices(asked) == {"party": ("Dora", "Flora"), "standing": ("disputed", "reported")}
    assert first.pk != second.pk


def test_line_ends_of_browsers_change_no_text_and_make_no_conflict(editors):
    anna, bela = editors
    article = make_article(make("border"), "1", summary_en="One.\nTwo.", note_internal="a\r\nb")
    forms = [filled(client.get(form_of(article))) for client in editors]
    sent = forms[1] | {"summary_en": "One.\r\nTwo.", "note_internal": "a\r\nb"}
    send(anna, form_of(article), forms[0], summary_en="One.\r\nThree.")

    assert send(bela, form_of(article), sent, heading_en="New").status_code == 302

    assert fields(article, "summary_en", "note_internal", "heading_en") == ["One.\nThree.", "a\r\nb", "New"]


def test_form_that_does_not_say_from_where_it_began_overwrites_nothing(editors):
    anna, bela = editors
    article = make_article(make("border"), "1", summary_en="One.")
    form = filled(bela.get(form_of(article)))
    send(anna, form_of(article), form, summary_en="Two.")

    for begun in ("", "[]", "{", json.dumps({f"treaties.article.{article.pk}": ["x", 3]}), '{"a": 1}', "[" * 100_000):
        asked = send(bela, form_of(article), form, begun=begun)

        assert choices(asked) == {"summary_en": ("Two.", "One.")}
        assert asked.context["begun"] == begun


def test_record_is_not_deleted_over_what_was_saved_after_the_look(editors):
    anna, bela = editors
    article = make_article(make("border"), "1", summary_en="One.")
    address = form_of(article).replace("/change/", "/delete/")
    looked = {"post": "yes", "begun": bela.get(address).context["begun"]}
    submit(anna, form_of(article), summary_en="Two.")

    refused = bela.post(address, looked)

    assert (refused.status_code, refused.url) == (302, address)
    assert fields(article, "summary_en") == ["Two."]
    again = bela.get(address)
    assert bela.post(address, {"post": "yes", "begun": again.context["begun"]}).status_code == 302
    assert not Article.objects.exists()


def test_row_of_another_form_is_not_taken_for_a_deleted_one(editors, named):
    anna, _bela = editors
    other = Name.objects.create(subject=make("other"), key="far", language="en", text="Far")
    form = filled(anna.get(form_of(named.subject)))
    prefix = prefix_of(form, named)
    head = other.history.first().history_id

    anna.post(
        form_of(named.subject),
        form | {f"{prefix}-id": other.pk, f"{prefix}-text": "Near", f"choice-{prefix}-GONE": f"mine-{head}"},
    )

    assert fields(other, "text") == ["Far"]


def test_earlier_state_is_not_put_back_over_what_was_saved_after_the_look(editors):
    anna, bela = editors
    article = make_article(make("border"), "1", summary_en="One.")
    version = f"/admin/treaties/article/{article.pk}/history/{article.history.latest().pk}/"
    submit(anna, form_of(article), summary_en="Two.")
    looked = anna.get(version)
    form = {bound.html_name: bound.value() or "" for bound in looked.context["adminform"].form}
    form |= {"begun": looked.context["begun"]}
    submit(bela, form_of(article), summary_ko="평화.")

    asked = anna.post(version, form)
    unchanged = fields(article, "summary_en", "summary_ko")
    again = anna.post(version, form | {"begun": anna.get(version).context["begun"]})

    assert (asked["Location"], unchanged) == (version, ["Two.", "평화."])
    assert (again.status_code, *fields(article, "summary_en", "summary_ko")) == (302, "One.", None)


# Records on the form of another


@pytest.fixture
def named():
    treaty = make("border")
    return Name.objects.create(subject=treaty, key="long", language="en", text="The Treaty")


def prefix_of(form, record):
    return next(name.removesuffix("-id") for name, value in form.items() if name.endswith("-id") and value == record.pk)


def test_rows_on_a_form_are_merged_as_their_own_forms_are(editors, named):
    anna, bela = editors
    treaty = named.subject
    forms = [filled(client.get(form_of(treaty))) for client in editors]
    prefix = prefix_of(forms[0], named)
    send(anna, form_of(treaty), forms[0], **{f"{prefix}-text": "The Border Treaty"})

    saved = send(bela, form_of(treaty), forms[1], **{f"{prefix}-kind": "alias"})
    asked = send(bela, form_of(treaty), forms[1], **{f"{prefix}-text": "The Peace Treaty"})

    assert saved.status_code == 302
    assert fields(named, "text", "kind") == ["The Border Treaty", "alias"]
    assert choices(asked) == {f"{prefix}-text": ("The Border Treaty", "The Peace Treaty")}


def test_row_that_was_deleted_meanwhile_stays_deleted_where_nobody_changed_it(editors, named):
    anna, bela = editors
    treaty = named.subject
    form = filled(bela.get(form_of(treaty)))
    submit(anna, form_of(treaty), **{f"{prefix_of(form, named)}-DELETE": "on"})

    assert send(bela, form_of(treaty), form, title_en="Another").status_code == 302

    assert (Name.objects.count(), *fields(treaty, "title_en")) == (0, "Another")


@pytest.mark.parametrize(("chosen", "left"), [("mine", ["The Peace Treaty"]), ("theirs", [])])
def test_row_that_was_deleted_meanwhile_and_changed_here_is_asked_about(editors, named, chosen, left):
    anna, bela = editors
    treaty, pk = named.subject, named.pk
    form = filled(bela.get(form_of(treaty)))
    prefix = prefix_of(form, named)
    submit(anna, form_of(treaty), **{f"{prefix}-DELETE": "on"})

    asked = send(bela, form_of(treaty), form, **{f"{prefix}-text": "The Peace Treaty"})

    assert choices(asked) == {f"{prefix}-GONE": ("deleted", "changed, and not yet saved")}
    assert Name.objects.count() == 0
    [conflict] = asked.context["conflicts"]
    answer = {f"choice-{prefix}-GONE": f"{chosen}-{conflict.head}"}
    assert send(bela, form_of(treaty), filled(asked), **answer).status_code == 302
    assert list(Name.objects.values_list("text", flat=True)) == left
    assert set(Name.objects.values_list("pk", flat=True)) <= {pk}


@pytest.mark.parametrize(("chosen", "left"), [("mine", []), ("theirs", ["The Border Treaty"])])
def test_deletion_of_a_row_that_was_changed_meanwhile_is_asked_about(editors, named, chosen, left):
    anna, bela = editors
    treaty = named.subject
    form = filled(bela.get(form_of(treaty)))
    prefix = prefix_of(form, named)
    submit(anna, form_of(treaty), **{f"{prefix}-text": "The Border Treaty"})

    asked = send(bela, form_of(treaty), form, **{f"{prefix}-DELETE": "on"})

    assert choices(asked) == {f"{prefix}-GONE": ("changed", "to be deleted")}
    assert Name.objects.count() == 1
    [conflict] = asked.context["conflicts"]
    answer = {f"choice-{prefix}-GONE": f"{chosen}-{conflict.head}", f"{prefix}-DELETE": "on"}
    assert send(bela, form_of(treaty), filled(asked), **answer).status_code == 302
    assert list(Name.objects.values_list("text", flat=True)) == left


def test_row_added_by_another_meanwhile_stays(editors, named):
    anna, bela = editors
    treaty = named.subject
    form = filled(bela.get(form_of(treaty)))
    Name.objects.create(subject=treaty, key="short", language="en", text="Border")

    assert send(bela, form_of(treaty), form, title_en="Another").status_code == 302

    assert sorted(Name.objects.values_list("key", flat=True)) == ["long", "short"]


def test_texts_of_an_article_in_two_languages_are_both_kept(editors):
    anna, bela = editors
    treaty = make("border")
    article = make_article(treaty, "1")
    for language in ("ko", "ru"):
        text = TreatyText.objects.create(treaty=treaty, key=language, language=language, authenticity="authentic")
        ArticleText.objects.create(article=article, text=text, body=language)
    forms = [filled(client.get(form_of(article))) for client in editors]

    send(anna, form_of(article), forms[0], **{"texts-0-body": "제1조"})
    assert send(bela, form_of(article), forms[1], **{"texts-1-body": "Статья 1"}).status_code == 302

    assert list(article.texts.order_by("pk").values_list("body", flat=True)) == ["제1조", "Статья 1"]


# Saving


@pytest.mark.django_db(transaction=True)
def test_second_of_two_equal_keys_at_once_gets_a_clear_error(editors):
    anna, _bela = editors
    treaty = make("border")
    add = f"/admin/treaties/article/add/?treaty={treaty.pk}"
    form = filled(anna.get(add)) | {"treaty": treaty.pk, "slug": "7", "number": "7", "summary_en": "Seven."}
    other = make_article(make("other"), "7")
    with psycopg.connect(**connection.get_connection_params()) as elsewhere, ThreadPoolExecutor() as pool:
        # The key is taken, though nobody can see it yet.
        elsewhere.execute("UPDATE treaties_article SET treaty_id = %s WHERE id = %s", [treaty.pk, other.pk])
        answer = pool.submit(post_in_thread, anna, add, form)
        while not elsewhere.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchall():
            assert not answer.done()
        elsewhere.commit()
        refused = answer.result()

    assert refused.status_code == 200
    assert list(refused.context["adminform"].form.errors) == ["__all__"]
    assert filled(refused)["summary_en"] == "Seven."


def post_in_thread(client, address, form):
    try:
        return client.post(address, form)
    finally:
        connection.close()


def test_saving_names_the_draft_that_need_not_be_kept(editors):
    anna, _bela = editors
    article = make_article(make("border"), "1")
    form = filled(anna.get(form_of(article)))

    refused = anna.post(form_of(article), form | {"draft": "0123456789abcdef", "position": "first"})
    assert (refused.status_code, "desk-saved" in refused.cookies) == (200, False)
    assert refused.context["draft"] == "0123456789abcdef"
    for draft in ("0123456789abcdef", "fedcba9876543210", "not a draft; path=/"):
        saved = anna.post(form_of(article), form | {"draft": draft})

    assert saved.status_code == 302
    cookie = saved.cookies["desk-saved"]
    assert (cookie.value, cookie["path"]) == ("0123456789abcdef.fedcba9876543210", "/admin/")


def test_form_says_from_which_row_of_history_it_began(editors):
    article = make_article(make("border"), "1")
    response = editors[0].get(form_of(article))

    states = json.loads(response.context["begun"])

    newest = article.history.first().history_id
    assert states == {f"treaties.article.{article.pk}": [newest, {}]}
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(history_id) FROM treaties_historicalarticle")
        assert cursor.fetchone() == (newest,)


def test_sources_are_merged_too(editors):
    anna, bela = editors
    source = make_source("gazette", title="Gazette", authors=["A"])
    forms = [filled(client.get(form_of(source))) for client in editors]
    send(anna, form_of(source), forms[0], authors="A\nB")

    assert send(bela, form_of(source), forms[1], title="The Gazette").status_code == 302

    assert fields(source, "title", "authors") == ["The Gazette", ["A", "B"]]
