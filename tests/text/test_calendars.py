"""Calendars against what is known of them: dates of history, ends of years, and the equinox itself."""

import math
from datetime import date, timedelta

import pytest

from dossier.text.calendars import (
    SOLAR_DAYS,
    SOLAR_MONTHS,
    buddhist_year,
    from_buddhist_era,
    from_solar_hijri,
    in_buddhist_era,
    in_solar_hijri,
    solar_days_in,
    with_digits,
)
from dossier.text.date_reading import parse_date
from dossier.text.dates import in_words, parts
from tests.clock import month_of

# Days that stand in histories of Iran under both dates.
EVENTS = """
1206-12-01 1828-02-21  1299-12-03 1921-02-22  1304-01-11 1925-03-31  1320-06-03 1941-08-25  1320-06-25 1941-09-16
1325-09-21 1946-12-12  1329-12-29 1951-03-20  1331-04-30 1952-07-21  1332-05-28 1953-08-19  1332-09-16 1953-12-07
1341-11-06 1963-01-26  1342-03-15 1963-06-05  1357-06-17 1978-09-08  1357-10-26 1979-01-16  1357-11-12 1979-02-01
1357-11-22 1979-02-11  1358-01-12 1979-04-01  1358-08-13 1979-11-04  1359-06-31 1980-09-22  1361-03-03 1982-05-24
1367-04-12 1988-07-03  1367-04-27 1988-07-18  1368-03-14 1989-06-04  1376-03-02 1997-05-23  1382-10-05 2003-12-26
1388-03-22 2009-06-12  1388-10-09 2009-12-30  1394-04-23 2015-07-14  1397-02-18 2018-05-08  1398-10-13 2020-01-03
1403-02-30 2024-05-19  1403-03-30 2024-06-19  1403-09-14 2024-12-04
"""
# The last days of leap years and of common ones, and the first of years, as printed calendars have them.
TURNS = """
1370-12-30 1992-03-20  1375-12-30 1997-03-20  1379-12-30 2001-03-20  1383-12-30 2005-03-20  1387-12-30 2009-03-20
1391-12-30 2013-03-20  1395-12-30 2017-03-20  1399-12-30 2021-03-20  1403-12-30 2025-03-20  1376-12-29 1998-03-20
1398-12-29 2020-03-19  1400-12-29 2022-03-20  1401-12-29 2023-03-20  1402-12-29 2024-03-19  1300-01-01 1921-03-21
1395-01-01 2016-03-20  1396-01-01 2017-03-21  1397-01-01 2018-03-21  1398-01-01 2019-03-21  1399-01-01 2020-03-20
1400-01-01 2021-03-21  1401-01-01 2022-03-21  1402-01-01 2023-03-21  1403-01-01 2024-03-20  1404-01-01 2025-03-21
"""
SOLAR_PAIRS = [
    (each, other)
    for line in (EVENTS + TURNS).split("\n")
    for each, other in map(str.split, line.split("  ") if line else [])
]


@pytest.mark.parametrize(("solar", "gregorian"), SOLAR_PAIRS)
def test_solar_hijri_day_is_its_gregorian_day(solar, gregorian):
    year, month, day = map(int, solar.split("-"))
    found = date.fromisoformat(gregorian)

    assert from_solar_hijri(year, month, day) == (found, found)
    assert in_solar_hijri(found, found) == with_digits(f"{day} {SOLAR_MONTHS[month - 1]} {year}", "arabext")


# Meeus, Astronomical Algorithms, chapter 27: the periodic terms of the March equinox.
TERMS = """
485 324.96 1934.136  203 337.23 32964.467  199 342.08 20.186  182 27.85 445267.112  156 73.14 45036.886
136 171.52 22518.443  77 222.54 65928.934  74 296.72 3034.906  70 243.58 9037.513  58 119.81 33718.147
52 297.17 150.678  50 21.02 2281.226  45 247.54 29929.562  44 325.15 31555.956  29 60.93 4443.417
18 155.12 67555.328  17 288.79 4562.452  16 198.04 62894.029  14 199.76 31436.921  12 95.39 14577.848
12 287.11 31931.756  12 320.81 34777.259  9 227.73 1222.114  8 15.45 16859.074
"""


def nowruz(year):
    """The first day of spring at Tehran: that of the equinox, or the next where it comes after noon."""
    thousands = (year - 2000) / 1000
    mean = 2451623.80984 + 365242.37404 * thousands + 0.05169 * thousands**2 - 0.00411 * thousands**3
    centuries = (mean - 2451545) / 36525
    angle = math.radians(35999.373 * centuries - 2.47)
    numbers = iter(map(float, TERMS.split()))
    terms = sum(
        size * math.cos(math.radians(start + speed * centuries))
        for size, start, speed in zip(numbers, numbers, numbers, strict=True)
    )
    equinox = mean + 0.00001 * terms / (1 + 0.0334 * math.cos(angle) + 0.0007 * math.cos(2 * angle))
    # A minute for the slowing of the Earth, three and a half hours for Tehran; days begin at midnight.
    days = equinox - 2451544.5 + (3.5 - 1 / 60) / 24
    return date(2000, 1, 1) + timedelta(round(days))


def test_every_solar_hijri_year_begins_with_spring():
    years = range(1800, 2101)

    assert (from_solar_hijri(1179)[0], from_solar_hijri(1478)[1]) == SOLAR_DAYS
    assert [from_solar_hijri(year - 621, 1, 1)[0] for year in years] == [nowruz(year) for year in years]


def test_leap_years_are_those_with_a_day_more_between_two_springs():
    leap = [year for year in range(1179, 1479) if solar_days_in(year, 12) == 30]

    assert leap == [year for year in range(1179, 1479) if (nowruz(year + 622) - nowruz(year + 621)).days == 366]
    assert [year for year in leap if 1370 <= year <= 1408] == [
        1370,
        1375,
        1379,
        1383,
        1387,
        1391,
        1395,
        1399,
        1403,
        1408,
    ]


@pytest.mark.parametrize(
    ("value", "persian"),
    [
        ("2024-06", f"خرداد–تیر ۱۴۰۳ ({month_of('fa', 6)} ۲۰۲۴)"),
        ("2024-03", f"اسفند ۱۴۰۲ – فروردین ۱۴۰۳ ({month_of('fa', 3)} ۲۰۲۴)"),
        ("2024", "۱۴۰۲–۱۴۰۳ (۲۰۲۴)"),
        (
            "2024-06-18/2024-06-19",
            "۲۹ خرداد ۱۴۰۳ (۱۸ {0} ۲۰۲۴)–۳۰ خرداد ۱۴۰۳ (۱۹ {0} ۲۰۲۴)".format(month_of("fa", 6)),
        ),
        # Outside of the years in which the leap years are certain, nothing is converted, and the era is said.
        ("1639-05-17", f"۱۷ {month_of('fa', 5)} ۱۶۳۹ میلادی"),
        ("1397", "۱۳۹۷ میلادی"),
        ("2101", "۲۱۰۱ میلادی"),
    ],
)
def test_persian_date_is_no_more_exact_than_its_source(value, persian):
    assert in_words(value, "fa") == persian


# The Buddhist era

# Treaties, reigns and constitutions of Siam and Thailand, and the turns of years about 1941, with their Thai years.
THAI = """
1826-06-20 2369  1855-04-18 2398  1868-10-01 2411  1893-10-03 2436  1904-02-13 2446  1907-03-23 2449  1909-03-10 2451
1910-10-23 2453  1913-03-31 2455  1913-04-01 2456  1917-07-22 2460  1925-11-26 2468  1926-02-25 2468  1927-12-05 2470
1932-06-24 2475  1932-12-10 2475  1935-03-02 2477  1939-03-31 2481  1939-04-01 2482  1939-06-24 2482  1940-01-01 2482
1940-03-31 2482  1940-04-01 2483  1940-12-24 2483  1940-12-31 2483  1941-01-01 2484  1941-03-31 2484  1941-04-01 2484
1941-05-09 2484  1941-12-08 2484  1942-01-25 2485  1945-08-16 2488  1946-01-01 2489  1946-06-09 2489  1946-12-16 2489
1947-11-08 2490  1950-05-05 2493  1954-09-08 2497  1967-08-08 2510  1973-10-14 2516  1976-10-06 2519  1992-05-17 2535
1997-10-11 2540  2000-01-01 2543  2006-09-19 2549  2007-08-24 2550  2014-05-22 2557  2016-10-13 2559  2017-04-06 2560
2024-06-19 2567  2024-12-04 2567
"""
THAI_PAIRS = list(zip(THAI.split()[::2], map(int, THAI.split()[1::2]), strict=True))


@pytest.mark.parametrize(("gregorian", "year"), THAI_PAIRS)
def test_year_of_the_buddhist_era(gregorian, year):
    day = date.fromisoformat(gregorian)
    (shown,) = parts(gregorian, "th")

    assert buddhist_year(day) == year
    assert from_buddhist_era(year, day.month, day.day) == (day, day)
    assert (shown.text, shown.beside) == (f"{day.day} {month_of('th', day.month)} พ.ศ. {year}", f"ค.ศ. {day.year}")


@pytest.mark.parametrize(
    ("value", "thai"),
    [
        ("2024-06", f"{month_of('th', 6)} พ.ศ. 2567 (ค.ศ. 2024)"),
        ("2024", "พ.ศ. 2567 (ค.ศ. 2024)"),
        ("1941", "พ.ศ. 2484 (ค.ศ. 1941)"),
        ("1940", "พ.ศ. 2482–2483 (ค.ศ. 1940)"),
        ("1939", "พ.ศ. 2481–2482 (ค.ศ. 1939)"),
    ],
)
def test_thai_year_before_1941_lies_in_two(value, thai):
    assert in_words(value, "th") == thai


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [
        (2481, "1938-04-01", "1939-03-31"),
        (2482, "1939-04-01", "1940-03-31"),
        # The year of nine months.
        (2483, "1940-04-01", "1940-12-31"),
        (2484, "1941-01-01", "1941-12-31"),
        (2567, "2024-01-01", "2024-12-31"),
    ],
)
def test_days_of_a_year_of_the_buddhist_era(year, first, last):
    assert from_buddhist_era(year) == (date.fromisoformat(first), date.fromisoformat(last))


def test_leap_day_of_a_year_that_began_in_april():
    day = date(1940, 2, 29)

    assert from_buddhist_era(2482, 2, 29) == (day, day)
    assert [from_buddhist_era(2483, month) for month in (1, 2, 3)] == [None, None, None]
    assert in_buddhist_era(day, day) == "พ.ศ. 2482"


@pytest.mark.parametrize(("juche", "year"), list(enumerate(range(1912, 2025), start=1)))
def test_juche_years_are_counted_from_1912(juche, year):
    assert parse_date(f"주체{juche}({year})년 6월 19일") == parse_date(f"주체{juche}년 6월 19일") == f"{year}-06-19"
