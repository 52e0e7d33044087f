"""Entry into force by the treaty's own rule: the trigger, the delay, and those who come later."""

import pytest

from treaties.law.acts import EntryRule, Participant
from treaties.law.entry import delayed, derived_entry
from treaties.law.hints import hints

from .makers import MANY, SIGNED, act, code, history, reading


@pytest.mark.parametrize(
    ("when", "delay", "counting", "expected"),
    [
        # The Genocide Convention, Article XIII: 14 October 1950, and Albania's accession of 12 May 1955.
        ("1950-10-14", "P90D", "exact", "1951-01-12"),
        ("1955-05-12", "P90D", "exact", "1955-08-10"),
        # The Rome Statute, Article 126: Japan, the Philippines, Burundi, Malaysia.
        ("2007-07-17", "P60D", "first-of-month", "2007-10-01"),
        ("2011-08-30", "P60D", "first-of-month", "2011-11-01"),
        ("2004-09-21", "P60D", "first-of-month", "2004-12-01"),
        ("2019-03-04", "P60D", "first-of-month", "2019-06-01"),
        # Months end with their last day.
        ("2001-11-30", "P3M", "exact", "2002-02-28"),
        ("2000-01-31", "P1Y", "exact", "2001-01-31"),
        ("1999-12-15", "P3M", "first-of-month", "2000-04-01"),
        ("1970-03-05", "P0D", "exact", "1970-03-05"),
        ("1970-03", "P30D", "exact", "1970-03-31/1970-04-30"),
        ("1970-03-05/..", "P30D", "exact", "1970-04-04/.."),
    ],
)
def test_delays(when, delay, counting, expected):
    assert delayed(when, delay, counting) == expected


def deposits(*days):
    parties = ("alba", "borea", "caria", "corda")
    return [act("deposit", day, key=party, party=party) for party, day in zip(parties, days, strict=False)]


def test_nth_deposit_brings_it_into_force_after_its_delay():
    rule = EntryRule("number-of-deposits", number=3, delay="P90D")
    told = history(*deposits("1950-01-01", "1951-01-01", "1950-10-14", "1950-05-05"), entry=rule, participants=MANY)

    read = reading(told, "1951-01-12")
    assert (read.code, read.rule, read.since, read.known) == ("in-force", "entry-by-clause", "1951-01-12", "derived")
    assert read.acts == ("alba", "corda", "caria")
    assert code(told, "1951-01-11") == "not-yet-signed"


def test_too_few_deposits_bring_nothing_into_force():
    rule = EntryRule("number-of-deposits", number=3)

    assert derived_entry(history(*deposits("1950", "1951"), entry=rule, participants=MANY)) is None


def test_two_deposits_of_one_party_are_one():
    rule = EntryRule("number-of-deposits", number=2)
    twice = [*deposits("1950-01-01"), act("deposit", "1951-01-01", key="again", party="alba")]

    assert derived_entry(history(*twice, entry=rule, participants=MANY)) is None


def test_withdrawn_instrument_is_not_counted():
    rule = EntryRule("number-of-deposits", number=2)
    withdrawn = act("instrument-withdrawn", "1950-06-01", party="alba")
    told = history(*deposits("1950-01-01", "1951-01-01"), withdrawn, entry=rule, participants=MANY)

    assert derived_entry(told) is None


def test_day_of_the_nth_is_as_uncertain_as_the_days_before_it():
    rule = EntryRule("number-of-deposits", number=2)
    told = history(*deposits("1950", "1950-03-01"), entry=rule, participants=MANY)

    assert derived_entry(told).day == "1950-03-01/1950-12-31"


def test_named_parties_must_all_have_consented():
    rule = EntryRule("named-parties", parties=("alba", "caria"))

    assert derived_entry(history(*deposits("1950", "1951"), entry=rule, participants=MANY)) is None
    done = history(*deposits("1950-01-01", "1951-01-01", "1952-02-02"), entry=rule, participants=MANY)
    assert derived_entry(done).day == "1952-02-02"


@pytest.mark.parametrize(
    ("trigger", "acts", "expected"),
    [
        ("signature", [SIGNED], "1901-03-04"),
        ("signature", [act(SIGNED.kind, "1901-03-04", key="a", party="alba")], None),
        ("exchange-of-instruments", [SIGNED], None),
        ("exchange-of-instruments", [act("exchange-of-instruments-of-ratification", "1901-06-01")], "1901-06-01"),
        ("last-notification", [act("notification-of-completion", "1901-06-01", party="alba")], None),
        (
            "last-notification",
            [
                act("notification-of-completion", "1901-06-01", key="a", party="alba"),
                act("notification-of-completion", "1901-05-01", key="b", party="borea"),
            ],
            "1901-06-01",
        ),
        ("other-condition", [SIGNED], None),
    ],
)
def test_trigger_of_a_treaty_of_two(trigger, acts, expected):
    entry = derived_entry(history(*acts, entry=EntryRule(trigger)))

    assert (entry and entry.day) == expected


def test_fixed_date_brings_into_force_only_what_two_have_consented_to():
    rule = EntryRule("fixed-date", date="1958-01-01")

    assert derived_entry(history(SIGNED, entry=rule)) is None
    assert derived_entry(history(*deposits("1957-01-01"), entry=rule, participants=MANY)) is None
    early = history(*deposits("1957-01-01", "1957-06-01"), entry=rule, participants=MANY)
    late = history(*deposits("1957-01-01", "1959-06-01"), entry=rule, participants=MANY)
    assert (derived_entry(early).day, derived_entry(late).day) == ("1958-01-01", "1959-06-01")


def test_own_rule_stands_before_the_consent_of_both():
    exchanged = act("exchange-of-notes", "1950-01-01")

    assert code(history(exchanged), "1960-01-01") == "in-force"
    other = history(exchanged, entry=EntryRule("other-condition"))
    assert code(other, "1960-01-01") == "undetermined"


def test_recorded_entry_into_force_stands_and_the_difference_is_a_hint():
    rule = EntryRule("number-of-deposits", number=2, delay="P90D")
    recorded = act("entry-into-force", "1951-06-01")
    told = history(*deposits("1950-01-01", "1950-10-14"), recorded, entry=rule, participants=MANY)

    assert reading(told, "1952-01-01").since == "1951-06-01"
    (hint,) = hints(told)
    assert (hint.code, hint.acts[0], hint.value) == ("other-than-rule", "entry-into-force", "1951-01-12")


def test_who_consents_later_is_bound_after_the_delay_for_later_parties():
    rule = EntryRule("number-of-deposits", number=2, later_delay="P60D", later_counting="first-of-month")
    recorded = act("entry-into-force", "2002-07-01")
    acceded = act("accession", "2007-07-17", party="corda")
    told = history(*deposits("2001-11-30", "2002-04-11"), recorded, acceded, entry=rule, participants=MANY)

    assert [code(told, day, "corda") for day in ("2007-08-01", "2007-09-30", "2007-10-01")] == [
        *("signed-not-in-force", "signed-not-in-force", "in-force")
    ]
    read = reading(told, "2008-01-01", "corda")
    assert (read.rule, read.since, read.known) == ("delay", "2007-10-01", "derived")


def test_who_consents_within_the_delay_before_the_entry_into_force_is_bound_after_it():
    rule = EntryRule("number-of-deposits", number=2, later_delay="P60D", later_counting="first-of-month")
    recorded = act("entry-into-force", "2002-07-01")
    told = history(*deposits("2001-11-30", "2002-04-11", "2002-06-15"), recorded, entry=rule, participants=MANY)

    assert reading(told, "2003-01-01", "borea").since == "2002-07-01"
    assert reading(told, "2003-01-01", "caria").since == "2002-09-01"


def test_withdrawn_instrument_never_binds():
    rule = EntryRule(later_delay="P60D", later_counting="first-of-month")
    acts = [
        *deposits("2001-11-30"),
        act("entry-into-force", "2002-07-01"),
        act("accession", "2019-03-04", key="in", party="corda"),
        act("instrument-withdrawn", "2019-04-29", key="out", party="corda"),
    ]
    told = history(*acts, entry=rule, participants=MANY)

    assert [code(told, day, "corda") for day in ("2019-04-01", "2019-06-02")] == [
        *("signed-not-in-force", "never-entered-into-force")
    ]


def test_withdrawn_ratification_leaves_the_signature():
    acts = [
        act(SIGNED.kind, "1996-09-24", key="signs", party="alba"),
        act("deposit", "2000-06-30", key="in", party="alba"),
        act("instrument-withdrawn", "2023-11-03", key="out", party="alba"),
    ]
    read = reading(history(*acts, participants=MANY), "2024-01-01", "alba")

    assert (read.code, read.rule, read.since, read.acts) == (
        *("signed-not-in-force", "instrument-withdrawn", "1996-09-24"),
        ("signs", "out"),
    )


def test_withdrawal_after_the_entry_into_force_is_no_withdrawal_of_an_instrument():
    acts = [
        *deposits("1950-01-01"),
        act("entry-into-force", "1952-01-01"),
        act("instrument-withdrawn", "1960-01-01", party="alba"),
    ]

    assert code(history(*acts, participants=MANY), "1970-01-01", "alba") == "in-force"


@pytest.mark.parametrize("kind", ["denunciation-notice", "withdrawal-notice"])
def test_notice_that_names_its_day_takes_effect_unless_revoked(kind):
    notice = act(kind, "1910-01-01", key="notice", effective="1911-01-01", party="alba")
    told = [SIGNED, act("entry-into-force", "1902-01-01"), notice]

    assert [code(history(*told), day) for day in ("1910-06-01", "1911-01-01")] == ["in-force", "terminated"]
    for undoing in ("notice-revoked", "notice-suspended"):
        undone = act(undoing, "1910-07-01", party="alba")
        assert code(history(*told, undone), "1912-01-01") == "in-force"
        other = act(undoing, "1910-07-01", party="alba", refers_to="another")
        assert code(history(*told, other), "1912-01-01") == "terminated"


def test_recorded_end_stands_before_the_day_that_its_notice_named():
    notice = act("denunciation-notice", "1910-01-01", effective="1911-01-01", party="alba")
    later = act("denunciation-effective", "1912-01-01", party="alba")
    told = history(SIGNED, act("entry-into-force", "1902-01-01"), notice, later)

    assert [code(told, day) for day in ("1911-06-01", "1912-01-01")] == ["in-force", "terminated"]


def test_statement_not_to_become_a_party_leaves_provisional_application_until_it_ends():
    acts = [
        act(SIGNED.kind, "1994-12-17", key="signs", party="alba"),
        act("provisional-application-start", "1994-12-17", key="begins", party="alba"),
        act("intention-not-to-become-party", "2009-08-20", party="alba"),
        act("provisional-application-end", "2009-10-19", party="alba"),
    ]
    told = history(*acts, participants=MANY)

    assert [code(told, day, "alba") for day in ("2009-09-01", "2010-01-01")] == [
        *("provisionally-applied", "never-entered-into-force")
    ]


@pytest.mark.parametrize("kind", ["revival", "entry-into-force"])
def test_what_has_ended_may_be_revived(kind):
    acts = [
        *(SIGNED, act("entry-into-force", "1902-01-01", key="begins"), act("supersession-express", "1910-01-01")),
        *(act(kind, "1920-01-01", key="revived"), act("expiry", "1930-01-01")),
    ]
    days = ("1905-01-01", "1915-01-01", "1925-01-01", "1935-01-01")

    assert [code(history(*acts), day) for day in days] == ["in-force", "terminated", "in-force", "terminated"]
    assert reading(history(*acts), "1925-01-01").rule == "revival"


def test_revival_brings_back_those_who_were_bound():
    acts = [
        *(*deposits("1950-01-01"), act("entry-into-force", "1952-01-01")),
        *(act("termination-by-consent", "1960-01-01"), act("revival", "1970-01-01")),
    ]

    days = ("1955-01-01", "1965-01-01", "1975-01-01")
    assert [code(history(*acts, participants=MANY), day, "alba") for day in days] == [
        *("in-force", "terminated", "in-force")
    ]


# What an editor should look at again


def told_by(*acts, **fields):
    return [(hint.code, hint.party) for hint in hints(history(*acts, **fields))]


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ([SIGNED, act("entry-into-force", "1902-01-01")], []),
        ([SIGNED, act("entry-into-force", "1901-03-03")], ["before-signature"]),
        (
            [SIGNED, act("entry-into-force", "1902-01-01"), act("deposit", "1902-01-02", party="borea")],
            ["before-consent"],
        ),
        ([SIGNED, act("entry-into-force", "1901"), act("deposit", "1901-12-31", party="alba")], []),
        ([SIGNED, act("entry-into-force", "")], []),
        ([SIGNED, act("entry-into-force", "1902-01-01", until="9999-12-31")], ["sentinel"]),
        ([act(SIGNED.kind, "0001-01-01")], ["sentinel"]),
        ([act("deposit", "1950-01-01", key=key, party="alba") for key in ("one", "two")], ["twice"]),
        ([act("deposit", "1950-01-01", party="ruritania")], ["takes-no-part"]),
        *(
            ([SIGNED, act("entry-into-force", "1902-01-01"), act(kind, day, party="alba")], expected)
            for kind, day, expected in (
                ("withdrawal-effective", "1901-12-31", ["left-before-force"]),
                ("denunciation-effective", "1901-06", ["left-before-force"]),
                ("denunciation-effective", "1902", []),
                ("withdrawal-notice", "1901-12-31", []),
            )
        ),
    ],
)
def test_hints(acts, expected):
    assert [found for found, _party in told_by(*acts)] == expected


def test_later_parties_of_many_are_no_hint():
    acts = [SIGNED, act("entry-into-force", "1902-01-01"), act("accession", "1950-01-01", party="borea")]

    assert told_by(*acts, participants=MANY) == []


def test_act_of_a_party_that_did_not_exist_is_a_hint():
    life = (Participant("alba"), Participant("borea", exists_from="1910", exists_until="1992-12-31"))
    acts = [act("deposit", day, key=day, party="borea") for day in ("1909-12-31", "1910-01-01", "1993-01-01")]

    assert told_by(*acts, participants=life) == [("party-did-not-exist", "borea")] * 2
