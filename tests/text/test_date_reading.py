"""What editors type for a date: read where there is one reading, and refused in words that say what would be right."""

import re
from datetime import date

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from dossier.text.date_reading import parse_date
from dossier.text.date_words import MONTHS, SOLAR
from dossier.text.dates import bounds, parts
from dossier.text.languages import LANGUAGES

READ = {
    # EDTF, as it is.
    **{value: value for value in ("2024-06-19", "2024-06", "2024", "2024~", "../2024", "2024-06/..", "[1995,1996]")},
    "1403-03-30": "1403-03-30",
    " 2024 ": "2024",
    "２０２４－０６－１９": "2024-06-19",
    "۲۰۲۴-۰۶-۱۹": "2024-06-19",
    # English
    "19 June 2024": "2024-06-19",
    "June 19, 2024": "2024-06-19",
    "19th of June, 2024": "2024-06-19",
    "2024 June 19": "2024-06-19",
    "JUNE 2024": "2024-06",
    "Sept. 2024": "2024-09",
    "1 June 1403": "1403-06-01",
    # Russian
    "19 июня 2024 г.": "2024-06-19",
    "19 июня 2024\u202fг.": "2024-06-19",
    "19-го июня 2024 года": "2024-06-19",
    "июнь 2024 г.": "2024-06",
    "2024 год": "2024",
    # Chinese
    "2024年6月19日": "2024-06-19",
    "2024 年 6 月 19 號": "2024-06-19",
    "二〇二四年六月十九日": "2024-06-19",
    "一九六一年七月三十一日": "1961-07-31",
    "二零二四年十二月": "2024-12",
    "公元2024年": "2024",
    # Korean, and Juche
    "2024년 6월 19일": "2024-06-19",
    "2024년6월": "2024-06",
    "2024년": "2024",
    "주체113(2024)년 6월 19일": "2024-06-19",
    "June 19, Juche 113 (2024)": "2024-06-19",
    # Arabic
    "19 يونيو 2024": "2024-06-19",
    "١٩ حزيران ٢٠٢٤": "2024-06-19",
    "19 يونيو/حزيران 2024": "2024-06-19",
    "4 كانون الأول 2024 م": "2024-12-04",
    "عام 2024": "2024",
    # Persian: of either calendar
    "۱۹ ژوئن ۲۰۲۴": "2024-06-19",
    "۱۹ ژوئیهٔ ۲۰۲۴ میلادی": "2024-07-19",
    "۳۰ خرداد ۱۴۰۳": "2024-06-19",
    "٣٠ خرداد ۱۴۰۳": "2024-06-19",
    "30 Khordad 1403": "2024-06-19",
    "۳۰ اسفند ۱۴۰۳": "2025-03-20",
    "۳۱ خرداد ۱۴۰۳ هجری شمسی": "2024-06-20",
    "خرداد ۱۴۰۳": "2024-05-21/2024-06-20",
    "خرداد–تیر ۱۴۰۳": "2024-05-21/2024-07-21",
    "۱۴۰۳ خورشیدی": "2024-03-20/2025-03-20",
    "۲۰۲۴": "2024",
    # Thai
    "19 มิถุนายน พ.ศ. 2567": "2024-06-19",
    "วันที่ ๑๙ มิถุนายน พุทธศักราช ๒๕๖๗": "2024-06-19",
    "๑๙ มิถุนายน ๒๕๖๗": "2024-06-19",
    "19 มิ.ย. 2567": "2024-06-19",
    "19 มิถุนายน ค.ศ. 2024": "2024-06-19",
    "2 มีนาคม พ.ศ. 2477": "1935-03-02",
    "มิถุนายน 2567": "2024-06",
    "พ.ศ. 2567": "2024",
    "พ.ศ. 2482": "1939-04/1940-03",
    "๒๕๖๗": "2024",
    # Vietnamese
    "ngày 19 tháng 6 năm 2024": "2024-06-19",
    "19 tháng 6, 2024": "2024-06-19",
    "Tháng Sáu năm 2024": "2024-06",
    "năm 2024": "2024",
    # About
    **dict.fromkeys(["about 1995", "c. 1995", "около 1995 г.", "约1995年", "1995年左右", "약 1995년"], "1995~"),
    **dict.fromkeys(["حوالي عام 1995", "حدود ۱۹۹۵", "ประมาณ พ.ศ. 2538", "khoảng năm 1995"], "1995~"),
    "circa June 1995": "1995-06~",
    "حدود خرداد ۱۴۰۳": "2024-05-21~/2024-06-20~",
    # Two with a dash between
    "18–19 June 2024": "2024-06-18/2024-06-19",
    "June 18-19, 2024": "2024-06-18/2024-06-19",
    "18 June — 2 July 2024": "2024-06-18/2024-07-02",
    "December 2023 – January 2024": "2023-12/2024-01",
    "2024年6月18日至19日": "2024-06-18/2024-06-19",
    "2024년 6월 18일~7월 2일": "2024-06-18/2024-07-02",
    "۲۹–۳۰ خرداد ۱۴۰۳": "2024-06-18/2024-06-19",
    "18–19 มิถุนายน พ.ศ. 2567": "2024-06-18/2024-06-19",
    "1995–1996": "1995/1996",
    # Numbers alone, with one reading
    "19.06.2024": "2024-06-19",
    "06/19/2024": "2024-06-19",
    "05/05/2024": "2024-05-05",
    "2024. 6. 19.": "2024-06-19",
    "2024/6/19": "2024-06-19",
    "6/2024": "2024-06",
    # One date in two calendars
    "۳۰ خرداد ۱۴۰۳ (۱۹ ژوئن ۲۰۲۴)": "2024-06-19",
    "19 June 2024 / 30 Khordad 1403": "2024-06-19",
    "19 มิถุนายน พ.ศ. 2567 (ค.ศ. 2024)": "2024-06-19",
    "خرداد–تیر ۱۴۰۳ (ژوئن ۲۰۲۴)": "2024-06",
}
EXAMPLES = "2024-06-19, 2024-06, 2024, 19 June 2024, ۳۰ خرداد ۱۴۰۳, 19 มิถุนายน พ.ศ. 2567"
# What a refusal has before it says what would be right.
RIGHT = r"(Enter|must be) "
# What was typed, and what its refusal says would be right.
REFUSED = {
    # Two readings
    "03/04/2024": "2024-04-03 or 2024-03-04",
    "03.04.2024": "2024-04-03 or 2024-03-04",
    "3-4-2024": "2024-04-03 or 2024-03-04",
    "1403/03/30": "19 June 2024 or ۳۰ خرداد ۱۴۰۳",
    "۱۴۰۳/۰۳/۳۰": "19 June 2024 or ۳۰ خرداد ۱۴۰۳",
    "19/06/2567": "19 June 2024 or 19 มิถุนายน พ.ศ. 2567",
    "۱۴۰۳": "۱۴۰۳ خورشیدی or ۱۴۰۳ میلادی",
    "about 1403": "۱۴۰۳ خورشیدی or ۱۴۰۳ میلادی",
    "19 ژوئن 1403": "۱۴۰۳ خورشیدی or ۱۴۰۳ میلادی",
    "19 June 2567": "พ.ศ. 2567 or ค.ศ. 2567",
    "19 มิถุนายน 1403": "พ.ศ. 1403 or ค.ศ. 1403",
    # Not four digits
    "6/7/24": "all four digits, such as 19 June 2024",
    "19 June 24": "all four digits, such as 19 June 2024",
    "June '24": "all four digits, such as 19 June 2024",
    "۳۰ خرداد ۰۳": "all four digits, such as 19 June 2024",
    "June": "the date with its year, such as 19 June 2024",
    "19 июня": "the date with its year, such as 19 June 2024",
    "6월 19일": "the date with its year, such as 19 June 2024",
    # Days and months that there are not
    "30 February 2024": "between 1 and 29 in that month",
    "29 February 2023": "between 1 and 28 in that month",
    "31/06/2024": "between 1 and 30 in that month",
    "2024-02-30": "between 1 and 29 in that month",
    "۳۱ مهر ۱۴۰۳": "between 1 and 30 in that month",
    "۳۰ اسفند ۱۴۰۲": "between 1 and 29 in that month",
    "0 June 2024": "between 1 and 30 in that month",
    "2024年13月1日": "between 1 and 12",
    "2024-13": "between 1 and 12",
    "มีนาคม พ.ศ. 2483": "the Gregorian date, such as 1940-03-15",
    "۳۰ خرداد ۱۶۰۳ خورشیدی": "the Gregorian date, such as 2024-06-19",
    # What contradicts itself
    "주체113(2023)년 6월 19일": "only one of them",
    "۳۰ خرداد ۲۰۲۴": "only one of them",
    "۱۹ ژوئن ۱۴۰۳ خورشیدی": "only one of them",
    "۳۰ خرداد ۱۴۰۳ (۲۰ ژوئن ۲۰۲۴)": "only one of them",
    "19 มิถุนายน พ.ศ. 2567 (ค.ศ. 2023)": "only one of them",
    "July 2024 – June 2024": "2024-06/2024-07",
    "2024/2023": "2023/2024",
    # Calendars of the moon
    **dict.fromkeys(
        ["13 ذو الحجة 1445", "1445هـ", "۱۴۴۵ قمری", "15 Ramadan 1445", "2024年农历五月十四", "음력 2024년 5월 14일"],
        "the Gregorian date as a source gives it, such as 2024-06-19",
    ),
    # Decades
    **dict.fromkeys(
        ["1990s", "the 1990s", "1990-е гг.", "1990年代", "1990년대"], "its first and last year, such as 1990/1999"
    ),
    # Digits of several scripts
    "۱9 خرداد ۱۴۰۳": f"the digits of one, such as {EXAMPLES}",
    "๑๙ มิถุนายน 2567": f"the digits of one, such as {EXAMPLES}",
    # Words, and what is none
    **dict.fromkeys(
        [
            *("", "on 19 June 2024", "19 June 2024 or so", "probably 2024", "Wednesday, 19 June 2024", "summer 2024"),
            *("19 июня 2024年", "19 ژوئن 2024 г.", "۱۹ June ۲۰۲۴", "19 June 2024 BC", "२०२४", "2024-06-19T10:00"),
            *("19 يونيو/تموز 2024", "19 June – 2024", "5–10 2024", "19 June 2024, 20 June 2024", "0000", "x" * 200),
            *("about about 1995", "1995~~", "B2567", "G2024", "19 de junio de 2024", "()", "2024 (2024) (2024)"),
        ],
        f"the date alone with a four-digit year, such as {EXAMPLES}",
    ),
}


def plain(words):
    """A message without the signs that keep directions apart."""
    return words.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(("typed", "edtf"), READ.items())
def test_date_is_read_as_people_write_it(typed, edtf):
    assert parse_date(typed) == edtf


@pytest.mark.parametrize(("typed", "right"), REFUSED.items())
def test_refusal_says_what_would_be_right(typed, right):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  # the words are compared below
        parse_date(typed)

    _wrong, _, rest = re.split(RIGHT, plain(str(refusal.value)), maxsplit=1)
    assert rest == f"{right}."


def test_parts_of_a_refusal_keep_their_direction():
    with pytest.raises(
        ValueError, match="^“\u206803/04/2024\u2069” can be read in two ways. Enter \u20682024-04-03\u2069 or"
    ):
        parse_date("03/04/2024")


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [("29 February 1900", "1900-02-29"), ("1900-02-29", "1900-02-29"), ("16 мая 1858 г.", "1858-05-16")],
)
def test_date_of_the_julian_calendar_keeps_its_numbers(typed, edtf):
    assert parse_date(typed, "julian") == edtf


@pytest.mark.parametrize("typed", ["۳۰ خرداد ۱۴۰۳", "19 มิถุนายน พ.ศ. 2567", "พ.ศ. 2567"])
def test_date_of_another_calendar_is_none_of_the_julian_one(typed):
    with pytest.raises(ValueError, match="Enter the date in the Julian calendar"):
        parse_date(typed, "julian")


def test_leap_day_of_the_julian_calendar_is_no_gregorian_one():
    with pytest.raises(ValueError, match="between 1 and \u206828"):
        parse_date("29 February 1900")


def test_name_of_a_month_is_of_one_month():
    names = {}
    for language, months in [*MONTHS.items(), *SOLAR.items()]:
        for name, number in months.items():
            solar = months in SOLAR.values()
            assert names.setdefault(name, (solar, number)) == (solar, number), (language, name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("digits", ["latn", "arab"])
@given(day=st.dates(date(1000, 1, 1), date(2299, 12, 31)))
@example(day=date(1940, 2, 29))
@example(day=date(2025, 3, 20))
def test_what_a_page_writes_is_read_as_the_same_day(language, digits, day):
    (shown,) = parts(day.isoformat(), language, arabic_digits=digits)

    assert parse_date(shown.text if not shown.beside else f"{shown.text} ({shown.beside})") == day.isoformat()
    # Beside a Thai date stands its year alone.
    if language != "th" or not shown.beside:
        assert parse_date(shown.text) == day.isoformat()


pieces = st.sampled_from(
    [
        *"0123456789",
        *"۰۱۲۳๑๒٣",
        *" -–/.,()年月日년월일",
        "June",
        "خرداد",
        "มิถุนายน",
        "พ.ศ.",
        "주체",
        "about",
        "م",
        "ش",
        "~",
    ]
    + ["2024", "1403", "2567", "19", "六", "十", "年", "tháng 6", "năm", "г.", "يونيو", "B", "هـ"]
)


@given(
    st.one_of(
        st.text(max_size=40), st.lists(pieces, max_size=9).map("".join), st.lists(pieces, max_size=7).map(" ".join)
    )
)
def test_whatever_is_typed_is_a_date_or_refused(typed):
    try:
        value, refusal = parse_date(typed), ""
    except ValueError as error:
        value, refusal = "", str(error)

    assert re.search(RIGHT, refusal) if not value else bounds(value)
    assert not value or parse_date(value) == value


@pytest.mark.parametrize("language", LANGUAGES)
def test_reading_does_not_hang_on_the_language_of_the_editor(language):
    with translation.override(language):
        assert [parse_date(typed) for typed in READ] == list(READ.values())
