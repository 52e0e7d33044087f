"""Within as_of the desk is as it was: to the program, not only to whoever asks history."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import Count
from django.db.utils import InternalError
from django.utils import timezone

from dossier.editing.history.past import as_of
from tests.clock import now
from tests.makers import make_article, make_citation, make_party, make_step, make_treaty
from treaties.models import Article, Party, RatificationStep, Treaty

pytestmark = pytest.mark.django_db


def test_changed_record_reads_as_it_was():
    party = make_party("alba", iso_3166="AA")
    then = now()
    Party.objects.filter(pk=party.pk).update(iso_3166="BB", name_ko="알바")

    with as_of(then):
        assert Party.objects.values_list("iso_3166", "name_ko").get() == ("AA", None)
        party.refresh_from_db()
        assert party.iso_3166 == "AA"
    assert Party.objects.values_list("iso_3166", "name_ko").get() == ("BB", "알바")


def test_deleted_record_is_there_and_later_one_is_not():
    treaty = make_treaty("antarctic")
    make_article(treaty, "1")
    make_step(treaty, "01", "alba", date="1901")
    then = now()
    treaty.delete()
    make_treaty("later")

    with as_of(then):
        read = Treaty.objects.get()
        assert read.slug == "antarctic"
        assert [each.slug for each in read.articles.all()] == ["1"]
        assert [(each.party.key, str(each.date_latest)) for each in read.steps.all()] == [("alba", "1901-12-31")]
        assert RatificationStep.objects.filter(treaty__parties__party__key="borea").count() == 1
    assert [each.slug for each in Treaty.objects.all()] == ["later"]
    assert Article.objects.count() == 0


def test_generic_relations_are_read_as_they_were():
    treaty = make_treaty()
    citation = make_citation(treaty, key="first", quote="As it was", quote_language="en")
    then = now()
    citation.quote = "As it is"
    citation.save()

    with as_of(then):
        assert [each.quote for each in treaty.citations.all()] == ["As it was"]


def test_records_are_counted_as_they_were():
    make_article(make_treaty("antarctic"), "1")
    then = now()
    make_article(Treaty.objects.get(), "2")

    with as_of(then):
        assert [each.number for each in Treaty.objects.annotate(number=Count("articles"))] == [1]
    assert [each.number for each in Treaty.objects.annotate(number=Count("articles"))] == [2]


def test_record_that_was_deleted_then_is_not_there():
    make_party("alba").delete()
    then = now()
    make_party("borea")

    with as_of(then):
        assert not Party.objects.exists()


def test_order_of_history_is_that_of_its_numbers_not_of_a_clock_set_back():
    party = make_party("alba")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO treaties_historicalparty (id, key, iso_3166, iso_3166_alpha_3, type, exists_from,"
            " exists_until, note_internal, history_type, history_date, history_role)"
            " VALUES (%s, 'borea', '', '', '', '', '', '', '~', now() - interval '1 year', '')",
            [party.pk],
        )

    with as_of(timezone.now() + timedelta(days=1)):
        assert Party.objects.get().key == "borea"


@pytest.mark.parametrize(
    "write",
    [
        lambda: make_party("borea"),
        lambda: Party.objects.update(key="borea"),
        lambda: Party.objects.all().delete(),
        lambda: connection.cursor().execute("INSERT INTO treaties_party (id, key) VALUES (7, 'borea')"),
        lambda: connection.cursor().execute("UPDATE public.treaties_party SET key = 'borea'"),
    ],
)
def test_nothing_can_be_written_within(write):
    make_party("alba")
    with pytest.raises((ProgrammingError, InternalError)), as_of(now()):
        write()

    assert [each.key for each in Party.objects.all()] == ["alba"]
    assert Party.history.count() == 1


def test_within_another_it_is_refused():
    with (
        pytest.raises(RuntimeError, match="within that of 2020-01-01"),
        as_of(datetime(2020, 1, 1, tzinfo=UTC)),
        as_of(now()),
    ):
        pass

    make_party("alba")
    with as_of(now()):
        assert Party.objects.count() == 1


def test_after_an_error_within_the_desk_is_as_it_is():
    make_party("alba")
    with pytest.raises(ZeroDivisionError), as_of(datetime(2020, 1, 1, tzinfo=UTC)):
        raise ZeroDivisionError

    assert Party.objects.count() == 1
    make_party("borea")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_views WHERE schemaname LIKE 'pg_temp%'")
        assert cursor.fetchone() == (0,)


def test_what_was_written_before_in_the_same_transaction_stays():
    with transaction.atomic():
        make_party("alba")
        with as_of(datetime(2020, 1, 1, tzinfo=UTC)):
            assert not Party.objects.exists()

    assert Party.objects.count() == 1


def test_account_of_which_history_has_only_a_part_reads_as_it_is(django_user_model):
    editor = django_user_model.objects.create_user("before")
    then = now()
    django_user_model.objects.filter(pk=editor.pk).update(username="after")

    with as_of(then):
        assert [each.username for each in django_user_model.objects.all()] == ["after"]
