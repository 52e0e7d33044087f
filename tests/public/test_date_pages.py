"""Dates as readers of nine languages meet them on every public page."""

import re
from html.parser import HTMLParser

import pytest

from dossier.format.assemble import assemble
from dossier.format.schema import Step
from dossier.publication.models import EditionPage, Publication
from dossier.publication.publishing import publish
from dossier.text.languages import LANGUAGES
from tests.clock import month_of
from tests.makers import make_article, make_citation, make_event, make_question, make_source, make_step, make_treaty
from tests.public.test_views import text
from treaties.law.rows import history
from treaties.models import Treaty

pytestmark = pytest.mark.django_db
ISO = re.compile(r"(?<![\w-])\d{4}-\d{2}(?:-\d{2})?(?![\w-])")
VOID = {"area", "br", "circle", "hr", "img", "input", "line", "link", "meta", "path", "rect", "wbr"}


class Visible(HTMLParser):
    """The visible text of a page, apart from that of elements which `apart` names; and what its dates say."""

    def __init__(self, page, apart):
        super().__init__()
        self.apart, self.open, self.texts, self.times = apart, [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            is_apart = bool(self.open and self.open[-1][1]) or self.apart(tag, dict(attributes))
            self.open.append((tag, is_apart))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.open and self.open[-1][0] == "time":
            self.times.append(data)
        if not (self.open and self.open[-1][1]):
            self.texts.append(data)


def may_hold_iso(tag, attributes):
    """What runs from left to right on every page; what a source says in its own words; how an address names a day."""
    isolated = tag in {"a", "bdi", "code"} and attributes.get("dir") == "ltr"
    return isolated or tag in {"script", "style", "q", "blockquote"} or attributes.get("role") == "alert"


@pytest.fixture
def addresses(db):
    """The pages of every dossier that is shipped, without their language; of articles and sources a few."""
    found = ["", "sources/", "glossary/", "about/", "treaties/none/"]
    for publication in Publication.objects.all():
        base = f"treaties/{publication.slug}/"
        found += [base, f"{base}editions/"]
    # The page of an edition is that of the dossier below one sentence.
    found.append("treaties/ussr-dprk-1949/editions/1/")
    # A question changes the sentence of the status alone.
    found += [f"treaties/ussr-dprk-1961/?on={day}" for day in ("1961-08-01", "nonsense")]
    pages = EditionPage.objects.filter(language="en").values_list("part", "edition__slug")
    found += [f"treaties/{slug}/{part}/" for part, slug in pages.filter(part__startswith="articles")[::5]]
    # References take their time.
    return [*found, *(f"{part}/" for part, _slug in pages.filter(part__startswith="sources")[::25])]


@pytest.mark.shipped
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_shows_a_date_as_machines_write_it(client, addresses, language):
    shown = []
    for address in (f"/{language}/{each}" for each in addresses):
        page = Visible(client.get(address).content.decode(), may_hold_iso)
        shown += [(address, text.strip()) for text in page.texts if ISO.search(text)]

    assert shown == []


# Every way a date comes: exact, less exact, not certain, open, one of several, and of the Julian calendar.


@pytest.fixture
def amity():
    treaty = make_treaty("amity")
    make_step(treaty, "signed", date="2024-06-19")
    make_step(treaty, "ratified", kind="ratification-decree", party="alba", date="2024-11", effective="2024-12-04")
    make_step(treaty, "force", kind="entry-into-force", date="2024-12-04")
    for key, day in {"month": "2024-03~", "year": "1939", "open": "2024-06/..", "either": "[1995,1996]"}.items():
        make_event(treaty, key, date=day)
    event = make_event(treaty, "old", date="1858-05-28")
    first = make_citation(treaty, event, field="date", value="1858-05-16", value_type="date", value_calendar="julian")
    second = make_citation(treaty, event, field="date", value="1858-05-29", value_type="date")
    question = make_question(treaty, "day")
    for citation in (first, second):
        citation.question = question
        citation.save()
    article = make_article(treaty, "1")
    for since in ("", "1992-04-01"):
        text = treaty.texts.create(key=f"ru{since[:4]}", language="ru", authenticity="authentic")
        article.texts.create(text=text, body="Слова", valid_from=since)
    make_citation(
        treaty, document=make_source("gazette", issued="2024-06-19", language="fa", title="روزنامه"), topic="remark"
    )
    publish("amity")


def read_page(client, address):
    """The words of a page, each of its dates as one reads it."""
    page = Visible(client.get(address).content.decode(), lambda tag, _attributes: tag in {"script", "style"})
    return re.sub(r"\s+", " ", "".join(page.texts)), page.times


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "fa",
            [
                "از ۱۴ آذر ۱۴۰۳ (۴ {12} ۲۰۲۴) لازم‌الاجرا است.",
                "۳۰ خرداد ۱۴۰۳ (۱۹ {6} ۲۰۲۴)",
                "آبان–آذر ۱۴۰۳ ({11} ۲۰۲۴)",
                "اسفند ۱۴۰۲ – فروردین ۱۴۰۳ ({3} ۲۰۲۴، تقریبی)",
                "۱۳۱۷–۱۳۱۸ (۱۹۳۹)",
                "۷ خرداد ۱۲۳۷ (۲۸ {5} ۱۸۵۸)",
                "۱۶ {5} ۱۸۵۸ (تقویم ژولینی",
            ],
        ),
        (
            "th",
            [
                "มีผลใช้บังคับตั้งแต่ 4 {12} พ.ศ. 2567 (ค.ศ. 2024)",
                "19 {6} พ.ศ. 2567 (ค.ศ. 2024)",
                "{11} พ.ศ. 2567 (ค.ศ. 2024)",
                "พ.ศ. 2481–2482 (ค.ศ. 1939)",
                "28 {5} พ.ศ. 2401 (ค.ศ. 1858)",
                "16 {5} ค.ศ. 1858 (",
            ],
        ),
        ("ar", ["نافذة منذ 4 {12} 2024.", "19 {6} 2024", "{11} 2024"]),
        ("ko", ["2024년 12월 4일", "2024년 6월 19일", "2024년 11월"]),
        ("zh-hans", ["2024年12月4日", "2024年11月", "1939年"]),
        ("ru", ["4 {12} 2024 года", "ноябрь 2024 года", "1939"]),
        ("en", ["In force since 4 December 2024.", "19 June 2024", "November 2024", "1939"]),
    ],
)
def test_dates_stand_in_the_calendar_of_the_reader_with_the_gregorian_beside(client, amity, language, said):
    words, _times = read_page(client, f"/{language}/treaties/amity/")

    months = ["", *(month_of(language, number) for number in range(1, 13))]
    assert [each for each in said if each.format(*months) not in words] == []


def test_persian_dates_have_persian_digits(client, amity):
    _words, times = read_page(client, "/fa/treaties/amity/")

    assert times
    assert [each for each in times if re.search("[0-9٠-٩]", each)] == []


@pytest.mark.parametrize(("digits", "day"), [("latn", "19 يونيو 2024"), ("arab", "١٩ يونيو ٢٠٢٤")])
def test_site_chooses_the_digits_of_arabic_dates(client, amity, settings, digits, day):
    settings.ARABIC_DIGITS = digits
    _words, times = read_page(client, "/ar/treaties/amity/")

    assert day in times


@pytest.mark.parametrize("language", LANGUAGES)
def test_machines_read_every_date_as_the_source_has_it(client, amity, language):
    page = client.get(f"/{language}/treaties/amity/").content.decode()
    found = set(re.findall('<time datetime="([^"]+)"', page))

    assert found >= {"2024-06-19", "2024-11", "2024-12-04", "2024-03", "1939", "2024-06", "1995", "1996", "1858-05-16"}


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "1 April 1992"), ("fa", "۱۲ فروردین ۱۳۷۱ (۱ آوریل ۱۹۹۲)"), ("th", "1 เมษายน พ.ศ. 2535 (ค.ศ. 1992)")],
)
def test_choice_among_texts_names_their_dates_in_words(client, amity, language, label):
    page = client.get(f"/{language}/treaties/amity/articles/1/").content.decode()

    assert [each for each in re.findall("<option[^>]*>([^<]*)", page) if each.strip().endswith(label)] != []


def test_reference_that_dates_by_numbers_is_not_read_backwards(client, amity):
    """GB/T 7714 does, and stands on a Persian page, and in a Persian reference on any page."""
    for language in ("fa", "en"):
        page = client.get(f"/{language}/sources/gazette/").content.decode()

        assert '<bdi dir="ltr">2024-06-19</bdi>' in page
        assert [each for each in Visible(page, may_hold_iso).texts if ISO.search(each)] == []


def make_truce():
    """A treaty whose acts are dated in other calendars, and whose first is cited in the Julian one too."""
    treaty = make_treaty("truce")
    make_step(treaty, "signed", kind="signature-definitive", date="1774-07-10", calendar="julian")
    make_step(treaty, "force", kind="entry-into-force", date="1774-07-10", calendar="julian", effective="1775-01-13")
    printed = {"calendar": "hijri", "date_as_printed": "12 Jumada al-Ula 1188"}
    make_step(treaty, "deposit", kind="publication-official", date="1774-07-21", **printed)
    publish("truce")


def test_act_of_another_calendar_is_told_in_both(client):
    make_truce()
    shown = text(client.get("/en/treaties/truce/"))

    assert "In force since 24 January 1775." in shown
    assert "21 July 1774" in shown
    assert "in the sources: Julian calendar, 10 July 1774" in shown
    assert "in the sources: Hijri calendar, 12 Jumada al-Ula 1188" in shown


def test_status_of_a_julian_day_is_that_of_its_gregorian_one(client):
    make_truce()
    answers = {
        day: client.get("/api/treaties/truce/status/", {"on": day}).json()["treaty"]["code"]
        for day in ("1775-01-23", "1775-01-24")
    }

    assert answers == {"1775-01-23": "signed-not-in-force", "1775-01-24": "in-force"}
    assert Publication.objects.get().signed == "1774-07-21"


def test_law_of_the_desk_reads_the_calendar_too(client):
    make_truce()
    told = history(Treaty.objects.get())

    assert [(act.date, act.effective) for act in told.acts][1] == ("1774-07-21", "1775-01-24")


def test_file_keeps_the_calendar_and_refuses_a_day_that_it_does_not_have():
    make_truce()
    step = assemble(Treaty.objects.get())["steps"][0]

    assert (step["date"], step["calendar"]) == ("1774-07-10", "julian")
    valid = {"key": "a", "kind": "deposit", "date": "1900-02-29", "calendar": "julian"}
    assert Step.model_validate(valid).date == "1900-02-29"
    with pytest.raises(ValueError, match="date\n"):
        Step.model_validate(valid | {"calendar": ""})


def test_cited_day_of_a_calendar_without_a_rule_says_so(client):
    treaty = make_treaty("truce")
    step = make_step(treaty, "signed", date="1895-04-17")
    make_citation(treaty, step, field="date", value="1895-04-17", value_type="date", value_calendar="chinese")
    publish("truce")

    assert "17 April 1895 (in the sources: Chinese calendar)" in text(client.get("/en/treaties/truce/"))
