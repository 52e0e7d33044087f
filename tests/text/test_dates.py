from datetime import date, timedelta

import pytest
from django.db import DataError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from dossier.text.dates import Bounds, bounds, kind, parts

REFUSED = [
    *("", "2024-13", "2024-02-30", "2024-1-1", "24", "19 June 2024", "2024/2023", "2024-06-19/", "/2024", "../.."),
    *("[2024]", "[2024,]", "2024??", "0000", "2024-06-19T00:00", "2024-06-19\n", "٢٠٢٤", "2024-06-19/2024-06-18"),
]


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-06-19", date(2024, 6, 19), date(2024, 6, 19)),
        ("1996~", date(1996, 1, 1), date(1996, 12, 31)),
        ("2024-06-18/2024-06-19", date(2024, 6, 18), date(2024, 6, 19)),
        ("../2021", None, date(2021, 12, 31)),
        ("2024-11-12/..", date(2024, 11, 12), None),
        ("[1995,1996-03]", date(1995, 1, 1), date(1996, 3, 31)),
    ],
)
def test_bounds_are_the_days_a_date_can_mean(value, first, last):
    assert bounds(value) == Bounds(first, last)


@pytest.mark.parametrize("value", REFUSED)
def test_bounds_refuse_what_is_no_date(value):
    with pytest.raises(ValueError, match=r"right would be|days|understood"):
        bounds(value)


def in_database(value):
    with connection.cursor() as cursor:
        cursor.execute("SELECT edtf_bound(%s, false), edtf_bound(%s, true)", [value, value])
        return Bounds(*cursor.fetchone())


@pytest.mark.django_db
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


@pytest.mark.django_db
@given(values)
def test_database_and_python_agree_on_every_date(value):
    assert in_database(value) == bounds(value)


def test_dates_are_no_more_exact_than_their_source():
    assert [part.text for part in parts("2024-06", "en")] == ["June 2024"]
    assert [(part.text, part.qualifier) for part in parts("1996~", "en")] == [("1996", "~")]
    assert [part.text for part in parts("2024-06-19", "zh-hans")] == ["2024年6月19日"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2024", "single"), ("../2024", "until"), ("2024/..", "from"), ("2023/2024", "interval"), ("[1,2]", "one-of")],
)
def test_kind_says_how_the_dates_belong_together(value, expected):
    assert kind(value) == expected


@pytest.mark.parametrize(
    ("julian", "gregorian"),
    [
        ("1858-05-16", "1858-05-28"),
        ("1689-08-27", "1689-09-06"),
        ("1900-02-28", "1900-03-12"),
        ("1900-02-29", "1900-03-13"),
        ("1917-10-25", "1917-11-07"),
        ("0325-05-20", "0325-05-21"),
    ],
)
def test_julian_day_is_its_gregorian_day(julian, gregorian):
    assert bounds(julian, "julian") == bounds(gregorian)


def test_julian_month_lies_in_two_gregorian_ones():
    assert bounds("1858-05", "julian") == Bounds(date(1858, 5, 13), date(1858, 6, 12))


@pytest.mark.parametrize("value", ["0001-01-01", "0001", "9999-12-31", "9999-12/.."])
def test_julian_day_outside_of_the_gregorian_years_is_refused(value):
    with pytest.raises(ValueError, match="outside of the Gregorian years"):
        bounds(value, "julian")


def test_julian_leap_day_is_no_gregorian_one():
    with pytest.raises(ValueError, match="no day of the calendar"):
        bounds("1900-02-29")


@pytest.mark.django_db
@pytest.mark.parametrize("calendar", ["", "julian"])
@pytest.mark.parametrize("value", ["1858-05-16", "1858-05", "1858", "1900-02-29/..", "[1689-08-27,1700]", "../1917-10"])
def test_database_reads_each_calendar_as_python_does(value, calendar):
    if (value, calendar) == ("1900-02-29/..", ""):
        value = "1900-02-28/.."
    with connection.cursor() as cursor:
        cursor.execute("SELECT edtf_bound(%s, false, %s), edtf_bound(%s, true, %s)", [value, calendar] * 2)

        assert Bounds(*cursor.fetchone()) == bounds(value, calendar)


@pytest.mark.parametrize("language", ["en", "zh-hans", "ko", "ru", "ar", "fa", "th", "vi"])
def test_leap_day_of_the_julian_calendar_is_written(language):
    (leap,) = parts("1900-02-29", language, as_written=True)
    (before,) = parts("1900-02-28", language, as_written=True)

    assert leap.iso == "1900-02-29"
    assert leap.text != before.text
    assert parts("1900", language, as_written=True)[0].text in leap.text
