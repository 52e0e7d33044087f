import pytest

from sources.comparison import NumberRange, Reading, alike, compare, kind_of_difference, number_range


def day(value, **how):
    return Reading(value, "date", **how)


def number(value, as_of="", **how):
    return Reading(value, "number", as_of=as_of, **how)


def text(value, **how):
    return Reading(value, "text", **how)


def reference(value):
    return Reading(value, "reference")


def term(value):
    return Reading(value, "term")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (day("2024-06-19"), day("2024-06-19"), "same"),
        (day("2024-06-19"), day("2024-06-18"), "different"),
        (day("2024-06"), day("2024-06-19"), "less-precise"),
        (day("2024-06"), day("2024-06-01/2024-06-30"), "same"),
        (day("1995/1996"), day("1996-09"), "less-precise"),
        (day("2024-11-12/.."), day("2025"), "less-precise"),
        (day("2024-11-12/.."), day("2023"), "different"),
        # 2 February in the calendar of the Julian years is 14 February in the Gregorian.
        (day("1900-02-02", calendar="julian"), day("1900-02-14"), "same"),
        (day("1900-02-02", calendar="julian"), day("1900-02-02"), "different"),
        # The day on which an act was made public says only that the act was no later.
        (day("2024-11-11"), day("2024-11-12", date_basis="publication"), "less-precise"),
        (day("2024-11-13"), day("2024-11-12", date_basis="publication"), "different"),
        # A report that says “today” means the act.
        (day("2024-12-04"), day("2024-12-05", date_basis="report"), "different"),
        # About 1996 leaves room for the year before and the year after.
        (day("1996~"), day("1995-09-07"), "less-precise"),
        (day("1996~"), day("1998"), "different"),
        (day("1995"), text("after the end of the union"), "less-precise"),
        (number("3"), number("4"), "different"),
        (number("3000", "2024-10-23"), number("8000", "2024-11-03"), "of-other-days"),
        (number("3000", "2024-10"), number("1500", "2024-10-08/2024-10-13"), "different"),
        (number(">10000"), number("11000"), "less-precise"),
        (number(">3000"), number("1100"), "different"),
        (number("10000/12000"), number("11000"), "less-precise"),
        (number("a few"), number("11000"), "different"),
        (reference("people/a"), reference("people/b"), "different"),
        (reference("people/a, people/b"), reference("people/b, people/a"), "same"),
        (reference("people/a"), reference("people/b, people/a"), "less-precise"),
        (term("law"), term("decree"), "different"),
        (term("law"), text("the treaty itself"), "different"),
        (text("State visit"), text("state  visit."), "same"),
        (text("ＡＢＣ"), text("abc"), "same"),
        (text("state visit"), text("working visit"), "different"),
        (text("an alliance"), text("an alliance", disputed=True), "different"),
        (text("an alliance", disputed=True), text("a partnership"), "same"),
    ],
)
def test_readings_are_compared_by_what_they_mean(one, other, expected):
    assert compare(one, other) == expected
    assert compare(other, one) == expected


@pytest.mark.parametrize(
    ("readings", "wording", "expected"),
    [
        ([day("2024-06-19"), day("2024-06-18"), day("2024-06")], False, "conflict"),
        ([day("2024-06-19"), day("2024-06")], False, "precision"),
        ([day("2024-06-19"), day("2024-06-19")], False, None),
        ([day("2024-06-19"), Reading("", "date")], False, None),
        ([text("Treaty of peace"), text("Peace agreement")], True, "spelling"),
        ([number("1500", "2024-10"), number("3000", "2024-11"), number("4000", "2024-11")], False, "series"),
        # A remark of another day makes no series of figures.
        ([number(">3000", "2024-12"), number("1100", "2024-12"), text("many", as_of="2025-01")], False, "conflict"),
    ],
)
def test_kind_of_difference_is_the_strongest_between_any_two(readings, wording, expected):
    assert kind_of_difference(readings, wording=wording) == expected


def test_readings_that_say_the_same_stand_together():
    readings = [
        text("state visit"),
        text("working visit"),
        text("State visit"),
        Reading("", "text"),
        Reading("", "text"),
    ]

    assert alike(readings) == [[0, 2], [1], [3, 4]]


def test_a_value_and_its_denial_stand_apart():
    assert alike([text("an alliance"), text("an alliance", disputed=True)]) == [[0], [1]]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1100", NumberRange(1100, 1100)),
        (">10000", NumberRange(10000, None)),
        ("< 5", NumberRange(None, 5)),
        ("2.5–3", NumberRange(2.5, 3)),
        ("397 : 0", None),
        ("1500/1000", None),
        ("many", None),
    ],
)
def test_numbers_are_read_with_their_bounds(value, expected):
    assert number_range(value) == expected
