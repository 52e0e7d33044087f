"""The database's function of the days that a date can mean says what Python's says."""

from datetime import date, timedelta

import pytest
from django.db import DataError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from dossier.text.dates import Bounds, bounds
from tests.text.test_dates import REFUSED

pytestmark = pytest.mark.django_db


def in_database(value):
    with connection.cursor() as cursor:
        cursor.execute("SELECT edtf_bound(%s, false), edtf_bound(%s, true)", [value, value])
        return Bounds(*cursor.fetchone())


@pytest.mark.parametrize("value", [value for value in REFUSED if value])
def test_database_refuses_what_python_refuses(value):
    with pytest.raises(DataError), transaction.atomic():
        in_database(value)


days = st.dates(date(1, 1, 1), date(9999, 11, 30))
single = st.builds(
    lambda day, length, mark: day.isoformat()[:length] + mark,
    days,
    st.sampled_from([4, 7, 10]),
    st.sampled_from("?~%") | st.just(""),
)
values = st.one_of(
    single,
    single.map(lambda value: f"../{value}"),
    single.map(lambda value: f"{value}/.."),
    st.builds(
        lambda day, more: f"{day}/{day + timedelta(min(more, (date.max - day).days))}", days, st.integers(0, 9999)
    ),
    st.lists(single, min_size=2, max_size=4).map(lambda found: f"[{','.join(found)}]"),
)


@given(values)
def test_database_and_python_agree_on_every_date(value):
    assert in_database(value) == bounds(value)


@pytest.mark.parametrize("calendar", ["", "julian"])
@pytest.mark.parametrize("value", ["1858-05-16", "1858-05", "1858", "1900-02-29/..", "[1689-08-27,1700]", "../1917-10"])
def test_database_reads_each_calendar_as_python_does(value, calendar):
    if (value, calendar) == ("1900-02-29/..", ""):
        value = "1900-02-28/.."
    with connection.cursor() as cursor:
        cursor.execute("SELECT edtf_bound(%s, false, %s), edtf_bound(%s, true, %s)", [value, calendar] * 2)

        assert Bounds(*cursor.fetchone()) == bounds(value, calendar)
