from datetime import date

import pytest

from dossier.text.dates import Bounds, bounds, in_gregorian, kind, parts

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
    with pytest.raises(ValueError, match="^Expected .*, got “"):
        bounds(value)


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


@pytest.mark.parametrize(
    ("julian", "gregorian"),
    [
        *(("1774-07-10", "1774-07-21"), ("1917-10-25?", "1917-11-07?"), ("1900-02-29~", "1900-03-13~")),
        *(("1917-10", "1917-10-14/1917-11-13"), ("1699", "1699-01-11/1700-01-10"), ("", "")),
        *(("1774-07-10/1774-07-20", "1774-07-21/1774-07-31"), ("1774-07-10/..", "1774-07-21/..")),
        *(("../1917-10", "../1917-11-13"), ("[1774-07-10,1774-07-12]", "[1774-07-21,1774-07-23]")),
        ("[1774-07,1774-07-12]", "1774-07-12/1774-08-11"),
    ],
)
def test_julian_date_is_told_in_the_gregorian_calendar(julian, gregorian):
    told = in_gregorian(julian, "julian")

    assert told == gregorian
    if julian:
        assert bounds(told) == bounds(julian, "julian")


@pytest.mark.parametrize("calendar", ["", "hijri", "chinese"])
def test_date_of_any_other_calendar_is_a_gregorian_one_already(calendar):
    assert in_gregorian("1774-07-10", calendar) == "1774-07-10"


def test_julian_month_lies_in_two_gregorian_ones():
    assert bounds("1858-05", "julian") == Bounds(date(1858, 5, 13), date(1858, 6, 12))


@pytest.mark.parametrize("value", ["0001-01-01", "0001", "9999-12-31", "9999-12/.."])
def test_julian_day_outside_of_the_gregorian_years_is_refused(value):
    with pytest.raises(ValueError, match="within the Gregorian years"):
        bounds(value, "julian")


def test_julian_leap_day_is_no_gregorian_one():
    with pytest.raises(ValueError, match="from 1900-02-01 to 1900-02-28"):
        bounds("1900-02-29")


@pytest.mark.parametrize("language", ["en", "zh-hans", "ko", "ru", "ar", "fa", "th", "vi"])
def test_leap_day_of_the_julian_calendar_is_written(language):
    (leap,) = parts("1900-02-29", language, as_written=True)
    (before,) = parts("1900-02-28", language, as_written=True)

    assert leap.iso == "1900-02-29"
    assert leap.text != before.text
    assert parts("1900", language, as_written=True)[0].text in leap.text
