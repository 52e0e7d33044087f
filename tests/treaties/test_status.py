from datetime import date

import pytest

from treaties.law.acts import Act, EntryRule, History, Participant
from treaties.status import status as status_of
from treaties.vocabulary import DOMESTIC, Plane, StepKind, plane

# A list of acts without a gap, unless a test says otherwise.
COMPLETE = "2020-01-01"
BOTH = (Participant("alba"), Participant("borea"))
MANY = (*BOTH, Participant("caria"), Participant("corda"))


def act(kind, when, **fields):
    return Act(key=fields.pop("key", kind), kind=kind, date=when, **fields)


def history(acts, *, multilateral=False, **fields):
    fields = {
        "complete_until": COMPLETE,
        "recorded_on": COMPLETE,
        "participants": MANY if multilateral else BOTH,
    } | fields
    return History(acts=tuple(acts), **fields)


def status(acts, on, *, party="", multilateral=False, **fields):
    return status_of(history(acts, multilateral=multilateral, **fields), on, party=party)


SIGNED = act("signature-subject-to-ratification", "1901-03-04")
IN_FORCE = act("entry-into-force", "1902-01-01")


def code(acts, on):
    return status(acts, date.fromisoformat(on)).code


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("1901-03-03", "not-yet-signed"),
        ("1901-03-04", "signed-not-in-force"),
        ("1901-12-31", "signed-not-in-force"),
        ("1902-01-01", "in-force"),
    ],
)
def test_status_changes_on_the_day_of_the_act(on, expected):
    assert code([IN_FORCE, SIGNED], on) == expected


def test_domestic_acts_bring_nothing_into_force():
    acts = [SIGNED, *(act(kind, "1901-05-01") for kind in DOMESTIC)]

    assert code(acts, "1903-01-01") == "signed-not-in-force"


def test_status_names_the_acts_and_the_rule():
    reading = status([SIGNED, IN_FORCE], date(1903, 1, 1)).reading

    assert (reading.since, reading.acts, reading.rule) == ("1902-01-01", ("entry-into-force",), "entry-into-force")


def test_only_established_acts_count():
    for standing in ("reported", "planned", "rejected"):
        assert code([SIGNED, act("entry-into-force", "1902", standing=standing)], "1903-01-01") == "signed-not-in-force"


def test_disputed_act_makes_the_status_contested():
    found = status([SIGNED, IN_FORCE, act("denunciation-effective", "1905", standing="disputed")], date(1910, 1, 1))

    assert found.code == "in-force"
    assert [reading.code for reading in found.contested] == ["terminated"]


def test_uncertain_date_makes_the_status_uncertain_only_within_its_bounds():
    acts = [SIGNED, act("entry-into-force", "1902")]

    found = status(acts, date(1902, 6, 1))
    assert (found.code, [reading.code for reading in found.uncertain]) == ("signed-not-in-force", ["in-force"])
    assert status(acts, date(1903, 1, 1)).uncertain == ()
    assert code(acts, "1903-01-01") == "in-force"


def test_effective_day_counts_where_it_is_another():
    acts = [SIGNED, IN_FORCE, act("denunciation-effective", "1910-01-01", effective="1911-01-01")]

    assert [code(acts, day) for day in ("1910-06-01", "1911-01-01")] == ["in-force", "terminated"]


@pytest.mark.parametrize("kind", ["expiry", "termination-by-consent", "supersession-express", "non-renewal"])
def test_treaty_that_was_never_in_force_is_not_terminated(kind):
    end = act(kind, "1910")

    assert code([SIGNED, end], "1911-01-01") == "never-entered-into-force"
    found = status([SIGNED, IN_FORCE, end], date(1911, 1, 1))
    assert (found.code, found.reading.ground) == ("terminated", kind)


def test_provisional_application_is_not_entry_into_force():
    acts = [SIGNED, act("provisional-application-start", "1901-06"), act("provisional-application-end", "1901-10")]

    assert [code(acts, day) for day in ("1901-08-01", "1901-12-01")] == ["provisionally-applied", "signed-not-in-force"]


def test_what_is_void_from_the_outset_was_never_in_force():
    void = act("declaration-of-invalidity", "1910-05-05", effective="1901-03-04")

    assert code([SIGNED, IN_FORCE, void], "1905-01-01") == "never-entered-into-force"


def test_suspension_ends_where_it_ends():
    acts = [SIGNED, IN_FORCE, act("suspension-start", "1914"), act("suspension-end", "1919")]

    assert [code(acts, day) for day in ("1915-01-01", "1920-01-01")] == ["suspended", "in-force"]


def test_after_a_term_without_renewal_nothing_is_determined():
    acts = [SIGNED, act("entry-into-force", "1902-01-01", until="1912-01-01")]

    assert code(acts, "1912-01-01") == "in-force"
    assert code(acts, "1912-01-02") == "undetermined"
    prolonged = [*acts, act("prolongation", "1911-12-01", until="1922-01-01")]
    assert [code(prolonged, day) for day in ("1915-01-01", "1922-01-02")] == ["in-force", "undetermined"]


def test_vote_of_a_chamber_is_domestic_and_the_exchange_international():
    assert plane(StepKind.LOWER_HOUSE) == Plane.DOMESTIC
    assert plane(StepKind.EXCHANGE) == Plane.INTERNATIONAL


def test_order_of_doubtful_acts_in_the_file_makes_no_difference():
    acts = [SIGNED, act("entry-into-force", "1902", key="a"), act("expiry", "1902", key="b")]
    found = status(acts, date(1902, 6, 1))

    assert found == status(acts[::-1], date(1902, 6, 1))
    assert {reading.code for reading in found.uncertain} >= {"in-force", "terminated"}


# Who consents later is bound at once.
AT_ONCE = EntryRule(later_delay="P0D")


def of_many(acts, on, party="", **fields):
    return status(acts, date.fromisoformat(on), party=party, multilateral=True, **{"entry": AT_ONCE} | fields)


CONVENTION = [
    act("signature-subject-to-ratification", "1950-06-01", key="alba-signs", party="alba"),
    act("deposit", "1951-02-01", key="alba-deposits", party="alba"),
    act("entry-into-force", "1952-01-01", key="in-force"),
    act("accession", "1960-05-05", key="borea-accedes", party="borea"),
    act("denunciation-effective", "1970-01-01", key="alba-leaves", party="alba"),
]


@pytest.mark.parametrize(
    ("on", "treaty", "alba", "borea"),
    [
        ("1950-01-01", "not-yet-signed", "not-yet-signed", "not-yet-signed"),
        ("1951-03-01", "signed-not-in-force", "signed-not-in-force", "not-yet-signed"),
        ("1952-01-01", "in-force", "in-force", "not-yet-signed"),
        ("1961-01-01", "in-force", "in-force", "in-force"),
        ("1971-01-01", "in-force", "terminated", "in-force"),
    ],
)
def test_each_of_many_parties_is_bound_by_its_own_acts(on, treaty, alba, borea):
    found = [of_many(CONVENTION, on, party).code for party in ("", "alba", "borea")]

    assert found == [treaty, alba, borea]


def test_party_is_bound_since_the_treaty_is_or_since_its_later_consent():
    early = of_many(CONVENTION, "1965-01-01", "alba").reading
    late = of_many(CONVENTION, "1965-01-01", "borea").reading

    assert (early.since, early.acts, early.rule) == ("1952-01-01", ("alba-deposits", "in-force"), "entry-into-force")
    assert (late.since, late.acts, late.rule) == ("1960-05-05", ("borea-accedes",), "delay")


def test_own_date_of_entry_into_force_comes_before_the_general_rule():
    acts = [*CONVENTION, act("entry-into-force", "1960-08-03", key="borea-in-force", party="borea")]

    assert of_many(acts, "1960-06-01", "borea").code == "signed-not-in-force"
    assert of_many(acts, "1961-01-01", "borea").reading.since == "1960-08-03"


def test_consent_that_takes_effect_later_does_not_bind_before():
    acts = [*CONVENTION, act("accession", "1963-01-01", effective="1963-04-01", party="caria")]
    days = ("1962-12-31", "1963-01-01", "1963-03-31", "1963-04-01")

    found = [of_many(acts, day, "caria") for day in days]
    assert [each.code for each in found] == ["not-yet-signed", *["signed-not-in-force"] * 2, "in-force"]
    assert [each.reading.rule for each in found[1:]] == ["consent", "consent", "later-consent"]


def test_party_that_left_may_come_back():
    acts = [*CONVENTION, act("accession", "1980-01-01", key="alba-returns", party="alba")]

    assert of_many(acts, "1975-01-01", "alba").code == "terminated"
    assert of_many(acts, "1981-01-01", "alba").code == "in-force"


def test_disputed_withdrawal_is_contested_for_its_party_alone():
    acts = [*CONVENTION, act("withdrawal-effective", "1965-01-01", key="leaves", party="borea", standing="disputed")]

    assert [each.code for each in of_many(acts, "1966-01-01", "borea").contested] == ["terminated"]
    assert of_many(acts, "1966-01-01").contested == of_many(acts, "1966-01-01", "alba").contested == ()


def test_signatory_that_will_not_ratify_never_becomes_a_party():
    acts = [*CONVENTION[:1], act("intention-not-to-become-party", "1951-01-01", party="alba")]

    assert of_many(acts, "1955-01-01", "alba").code == "never-entered-into-force"


def test_undated_act_may_have_happened_on_any_day():
    acts = [SIGNED, act("entry-into-force", "")]

    found = status(acts, date(1910, 1, 1))

    assert found.code == "signed-not-in-force"
    assert [reading.code for reading in found.uncertain] == ["in-force"]


def test_provisional_application_by_all_means_signatories_without_a_day_of_their_own():
    joint = act("provisional-application-start", "1950-07-01", key="all-apply")
    own = act("provisional-application-start", "1950-09-01", key="borea-applies", party="borea")
    acts = [*(act(SIGNED.kind, "1950-06-01", key=key, party=key) for key in ("alba", "borea")), joint, own]

    found = [of_many(acts, "1950-08-01", party).code for party in ("", "alba", "borea", "caria")]
    applied, signed = "provisionally-applied", "signed-not-in-force"
    assert found == [applied, applied, signed, "not-yet-signed"]
    assert of_many(acts, "1950-09-01", "borea").code == applied


def test_suspension_ends_with_its_day_and_outlasts_a_prolongation():
    suspension = act("suspension-start", "1905-01-01", until="1906-01-01")
    prolonged = act("prolongation", "1905-06-01", until="1920-01-01")
    acts = [SIGNED, act("entry-into-force", "1902-01-01", until="1905-12-31"), suspension, prolonged]

    assert code(acts, "1905-07-01") == "suspended"
    assert code(acts, "1907-01-01") == "in-force"
    assert code(acts[:3], "1907-01-01") == "undetermined"


def test_suspended_treaty_is_suspended_for_a_later_party_too():
    acts = [*CONVENTION, act("suspension-start", "1955-01-01")]

    assert of_many(acts, "1961-01-01", "borea").code == "suspended"


def test_second_deposit_does_not_move_the_first():
    acts = [*CONVENTION, act("deposit", "1962-01-01", key="again", party="borea")]

    assert of_many(acts, "1965-01-01", "borea").reading.since == "1960-05-05"


def test_provisional_application_ends_with_its_day():
    acts = [SIGNED, act("provisional-application-start", "1901-04-01", until="1901-12-31")]

    assert code(acts, "1901-06-01") == "provisionally-applied"
    assert code(acts, "1902-02-01") == "signed-not-in-force"


# What the acts of two parties are together


@pytest.mark.parametrize(
    "kind", ["signature-definitive", "exchange-of-instruments-of-ratification", "notification-of-completion"]
)
def test_joint_consent_brings_a_bilateral_into_force_where_nothing_else_is_recorded(kind):
    read = status([act(kind, "1950-01-01")], date(1950, 3, 1)).reading

    assert (read.code, read.since, read.rule, read.acts) == ("in-force", "1950-01-01", "consent-of-both", (kind,))


def test_consent_of_each_brings_a_bilateral_into_force_on_the_later_day():
    notified = [
        act("notification-of-completion", "1950-02-01", key="later", party="borea"),
        act("notification-of-completion", "1950-01-01", key="first", party="alba"),
    ]

    assert code(notified, "1950-01-15") == "not-yet-signed"
    assert status(notified, date(1950, 3, 1)).reading.since == "1950-02-01"


def test_consent_does_not_move_an_entry_into_force_that_is_recorded_or_expected():
    exchanged = act("exchange-of-instruments-of-ratification", "1901-06-01")

    assert code([SIGNED, exchanged, IN_FORCE], "1901-07-01") == "signed-not-in-force"
    assert code([SIGNED, exchanged, act("entry-into-force", "")], "1901-07-01") == "signed-not-in-force"


def test_simple_signature_and_one_consent_bring_nothing_into_force():
    assert code([SIGNED], "1910-01-01") == "signed-not-in-force"
    assert code([SIGNED, act("notification-of-completion", "1901-06-01", party="alba")], "1910-01-01") != "in-force"


def test_first_note_makes_no_treaty_and_the_second_brings_it_into_force():
    notes = [
        act("exchange-of-notes", "1916-05-09", key="first", party="alba"),
        act("exchange-of-notes", "1916-05-16", key="second", party="borea"),
    ]

    assert [code(notes, f"1916-05-{day}") for day in (10, 16)] == ["not-yet-signed", "in-force"]


def test_disputed_consent_is_none():
    disputed = act("exchange-of-instruments-of-ratification", "1901-06-01", standing="disputed")

    assert code([SIGNED, disputed], "1910-01-01") == "signed-not-in-force"


# What an act is limited to


@pytest.mark.parametrize("kind", ["denunciation-effective", "withdrawal-effective"])
def test_withdrawal_for_a_territory_leaves_the_party_bound(kind):
    of_island = act(kind, "1985-02-01", party="borea", territory="The island")

    assert of_many([*CONVENTION, of_island], "1990-01-01", "borea").code == "in-force"
    assert code([SIGNED, IN_FORCE, of_island], "1990-01-01") == "in-force"


def test_accession_for_a_territory_does_not_bind_the_party():
    of_island = act("accession", "1961-01-01", party="corda", territory="The island")

    assert of_many([*CONVENTION, of_island], "1962-01-01", "corda").code == "not-yet-signed"


def test_two_suspensions_begin_with_the_first_and_end_with_the_last():
    acts = [
        *(SIGNED, IN_FORCE),
        act("suspension-start", "1919-02-02", key="alba-suspends", party="alba"),
        act("suspension-start", "1919-03-04", key="borea-suspends", party="borea"),
        act("suspension-end", "1920-01-01", key="alba-resumes", party="alba"),
        act("suspension-end", "1921-01-01", key="borea-resumes", party="borea"),
    ]

    assert status(acts, date(1919, 3, 15)).reading.since == "1919-02-02"
    assert [code(acts, day) for day in ("1920-06-01", "1921-06-01")] == ["suspended", "in-force"]


def test_joint_act_is_an_act_of_each_of_many():
    joint = [act("signature-subject-to-ratification", "1950-06-01"), act("deposit", "1951-01-01"), CONVENTION[2]]

    assert [of_many(joint, "1953-01-01", party).code for party in ("alba", "borea")] == ["in-force", "in-force"]


def test_joint_act_is_none_of_a_party_that_joined_by_itself():
    joint = [act("signature-subject-to-ratification", "1950-06-01"), act("deposit", "1951-01-01"), CONVENTION[2]]
    acceded = act("accession", "1960-05-05", key="borea-accedes", party="borea")

    found = [of_many([*joint, acceded], f"{year}-01-01", "borea").code for year in (1951, 1955, 1961)]

    assert found == ["not-yet-signed", "not-yet-signed", "in-force"]
    assert of_many([*joint, acceded], "1961-01-01", "borea").reading.since == "1960-05-05"


def test_joint_signature_is_that_of_a_party_that_deposits_by_itself():
    acts = [act("signature-subject-to-ratification", "1950-06-01"), CONVENTION[1], CONVENTION[2]]

    assert of_many(acts, "1950-07-01", "alba").code == "signed-not-in-force"
    assert of_many(acts, "1953-01-01", "alba").code == "in-force"


def test_notes_of_one_party_alone_make_no_treaty():
    notes = [
        act("exchange-of-notes", f"1916-05-0{day}", key=f"note-{day}", party="alba", effective="1916-06-01")
        for day in (1, 2)
    ]

    assert code(notes, "1917-01-01") == "not-yet-signed"
