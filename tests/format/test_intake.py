import copy

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from dossier.editing.history.recording import tracked_models
from dossier.format.assemble import as_yaml, assemble
from dossier.format.intake import ImportRefused, Intake
from dossier.format.reading import parse
from dossier.format.schema import Dossier
from dossier.text.problems import UnreadableFile
from sources.models import Citation
from treaties.models import Article, Party, RatificationStep, Treaty

SMALL = {
    "format": "1",
    "slug": "alba-borea",
    "title": {"en": "Treaty of Alba and Borea", "ar": "معاهدة"},
    "entry_into_force_clause": "2",
    "participants": [{"party": "alba"}, {"party": "borea", "position": 2}],
    "articles": [{"slug": "1", "heading": {"en": "Peace"}}, {"slug": "2", "position": 2}],
    "steps": [
        {"key": "force", "kind": "entry-into-force", "date": "1902", "refers_to": "signed", "articles": ["2", "1"]},
        {"key": "signed", "kind": "signature-definitive", "date": "1901-03-04", "actors": [{"person": "ada"}]},
    ],
    "events": [{"key": "feast", "kind": "meeting", "people": ["ada"], "articles": ["1"]}],
    "questions": [{"key": "day", "topic": {"en": "Day"}, "outcome": "preferred", "preferred_value": "1901-03-04"}],
    "citations": [
        {
            **{"key": "c1", "subject": "steps/signed", "field": "date", "document": "gazette", "question": "day"},
            **{"value": "1901-03-04", "value_type": "date", "quote": "le 4 mars", "quote_language": "fr"},
        },
        {"key": "c2", "subject": "parties/alba/names/fr", "topic": "title", "document": "gazette"},
        {"key": "c3", "subject": "steps/signed/actors/ada", "topic": "speaker", "document": "gazette"},
    ],
    "parties": [{"key": "alba", "names": [{"key": "fr", "language": "fr", "text": "Albe", "given_by": ["gazette"]}]}]
    + [{"key": "borea"}, {"key": "caria"}],
    "successions": [{"predecessor": "alba", "successor": "borea", "kind": "union", "date": "1910"}],
    "people": [{"key": "ada", "name": {"en": "Ada"}, "party": "alba"}],
    "sources": [
        {
            "key": "gazette",
            "kind": "official",
            "origins": [{"origin": "wire", "relation": "reports", "citation": "c1"}],
        },
        {"key": "wire", "kind": "agency"},
    ],
    "translation_statuses": [{"subject": "treaty", "field": "title", "language": "ar", "origin": "machine"}],
}


def intake(data, **options):
    return Intake(copy.deepcopy(data), "small.yaml", **options)


def take_in(data, update=False, **options):
    return intake(data).apply(update=update, **options)


def verdicts(data):
    return {entry.path: entry.verdict for entry in intake(data).entries}


def changed(**fields):
    return {**copy.deepcopy(SMALL), **fields}


def problems(data):
    with pytest.raises(UnreadableFile) as caught:
        intake(data)
    return [str(problem) for problem in caught.value.problems]


def history_rows():
    return sum(model.history.count() for model in tracked_models())


def desk_rows():
    labels = ("sources", "treaties")
    found = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return sum(model.objects.count() for model in found if not model.__name__.startswith("Historical"))


@pytest.mark.django_db
class TestTakingIn:
    def test_everything_in_the_file_reaches_the_desk(self):
        treaty = take_in(SMALL)

        expected = Dossier.model_validate(SMALL)
        expected.parties.pop()  # caria: nothing in the dossier refers to it
        assert Dossier.model_validate(assemble(treaty)).model_dump() == expected.model_dump()

    def test_links_keep_the_order_of_the_file(self):
        take_in(SMALL)
        take_in(changed(steps=[{"key": "force", "articles": ["1", "2"]}]), update=True)

        links = RatificationStep.articles.through.objects.filter(step__key="force").order_by("id")
        assert [link.article.slug for link in links] == ["1", "2"]

    def test_same_file_again_is_unchanged_and_writes_no_history(self):
        take_in(SMALL)
        before = history_rows()
        take_in(SMALL)

        assert set(verdicts(SMALL).values()) == {"unchanged"}
        assert history_rows() == before

    def test_import_records_user_and_reason(self):
        user = get_user_model().objects.create_user("ada")
        take_in(SMALL, user=user, reason="from the archive")

        found = {(row.history_user_id, row.history_change_reason) for row in Article.history.all()}
        assert found == {(user.pk, "from the archive")}

    def test_what_the_file_leaves_out_stays(self):
        take_in(SMALL)
        part = {
            "format": "1",
            "slug": "alba-borea",
            "place": {"en": "Alba"},
            "articles": [{"slug": "1", "number": "I"}],
        }
        take_in(part)

        treaty = Treaty.objects.get()
        assert (treaty.title_en, treaty.title_ar, treaty.place_en) == ("Treaty of Alba and Borea", "معاهدة", "Alba")
        assert [(each.slug, each.number, each.heading_en) for each in treaty.articles.all()] == [
            ("1", "I", "Peace"),
            ("2", "", None),
        ]

    def test_filling_a_blank_is_a_change_and_another_value_a_conflict(self):
        take_in(SMALL)
        data = changed(place={"en": "Alba"}, title={"en": "Another"})
        data["articles"][0] = {"slug": "1", "number": "I"}
        found = verdicts(data)

        assert (found["treaty"], found["articles/1"], found["articles/2"]) == ("conflict", "changed", "unchanged")

    def test_conflict_writes_nothing_without_update(self):
        take_in(SMALL)
        before = history_rows()
        with pytest.raises(ImportRefused):
            take_in(changed(place={"en": "Alba"}, title={"en": "Another"}))

        assert history_rows() == before

    def test_update_overwrites(self):
        take_in(SMALL)
        take_in(changed(title={"en": "Another"}), update=True)

        assert Treaty.objects.get().title_en == "Another"

    def test_blank_text_in_the_file_blanks(self):
        take_in(SMALL)
        take_in(changed(title={"ar": ""}), update=True)

        assert Treaty.objects.get().title_ar is None

    def test_deleted_removes_only_with_update(self):
        take_in(SMALL)
        data = {"format": "1", "slug": "alba-borea", "events": [{"key": "feast", "deleted": True}]}
        with pytest.raises(ImportRefused):
            take_in(data)
        assert Treaty.objects.get().events.count() == 1
        take_in(data, update=True)
        assert Treaty.objects.get().events.count() == 0

    def test_what_was_said_of_a_record_goes_with_it_and_is_recorded(self):
        take_in(SMALL)
        data = {"format": "1", "slug": "alba-borea", "steps": [{"key": "signed", "deleted": True}]}
        take_in(data, update=True)

        assert sorted(Citation.objects.values_list("key", flat=True)) == ["c2"]
        assert sorted(row.key for row in Citation.history.filter(history_type="-")) == ["c1", "c3"]

    def test_deleted_record_takes_along_what_the_file_has_in_it_and_of_it(self):
        take_in(SMALL)
        data = {"format": "1", "slug": "alba-borea"}
        data["steps"] = [changed()["steps"][1] | {"deleted": True}]
        data["citations"] = [changed()["citations"][number] | {"deleted": True} for number in (0, 2)]
        take_in(data, update=True)

        assert list(RatificationStep.objects.values_list("key", flat=True)) == ["force"]
        assert list(Citation.objects.values_list("key", flat=True)) == ["c2"]

    def test_citation_that_the_file_moves_stays_when_its_subject_is_deleted(self):
        take_in(SMALL)
        data = {"format": "1", "slug": "alba-borea", "steps": [{"key": "signed", "deleted": True}]}
        take_in(data | {"citations": [{"key": "c1", "subject": "steps/force"}]}, update=True)

        assert list(Citation.objects.values_list("key", flat=True)) == ["c1", "c2"]
        assert Citation.objects.get(key="c1").subject == RatificationStep.objects.get()

    def test_position_zero_is_a_position(self):
        treaty = take_in({"format": "1", "slug": "zero", "articles": [{"slug": "1", "position": 0}]})

        assert assemble(treaty)["articles"][0]["position"] == 0

    def test_confidential_source_is_recognised_again(self):
        data = changed()
        data["sources"][0]["issuer_kind"] = "confidential"
        take_in(data)

        assert set(verdicts(data).values()) == {"unchanged"}

    def test_line_ends_of_other_alphabets_survive_a_file(self):
        odd = "a\u0085b\u2028c\ufeffd\te  \n\nf "
        treaty = take_in({"format": "1", "slug": "odd", "title": {"en": odd}})

        assert parse(as_yaml(assemble(treaty)), "x", as_json=False)["title"] == {"en": odd}

    def test_rare_characters_stand_in_a_file_as_themselves(self):
        # Ideographs outside the basic plane, as in older Vietnamese.
        assert "vi: 𡨸喃 𠸜" in as_yaml({"title": {"vi": "𡨸喃 𠸜"}})

    def test_statement_about_a_name_brings_its_person_along(self):
        data = changed()
        data["people"].append({"key": "bea", "names": [{"key": "en", "language": "en", "text": "Bea"}]})
        data["citations"].append({"key": "c4", "subject": "people/bea/names/en", "topic": "title", "document": "wire"})
        found = assemble(take_in(data))

        assert [each["key"] for each in found["people"]] == ["ada", "bea"]
        assert [each["key"] for each in found["citations"]] == ["c1", "c2", "c3", "c4"]

    def test_statement_about_a_record_with_a_slash_in_its_key(self):
        reference = {"references": [{"scheme": "law-number", "value": "12/1901"}]}
        text = {"texts": [{"key": "fr", "language": "fr", "authenticity": "authentic"}]}
        data = changed(**reference, **text)
        data["articles"][0]["texts"] = [{"text": "fr", "body": "La paix", "valid_from": "1901/1902"}]
        subjects = ["references/law-number.12/1901", "articles/1/texts/fr.1901/1902"]
        data["citations"] = [
            {"key": f"c{number}", "subject": subject, "topic": "content", "document": "gazette"}
            for number, subject in enumerate(subjects)
        ]
        data["sources"][0].pop("origins")
        found = assemble(take_in(data))

        assert [each["subject"] for each in found["citations"]] == subjects
        assert set(verdicts(found).values()) == {"unchanged"}

    def test_calendar_may_be_left_blank_or_made_so(self):
        data = changed()
        data["citations"][0]["value_calendar"] = "julian"
        take_in(data)
        data["citations"][0]["value_calendar"] = ""
        take_in(data, update=True)

        assert Citation.objects.get(key="c1").value_calendar == ""

    def test_shared_record_of_another_dossier_is_compared_not_doubled(self):
        take_in(SMALL)
        take_in(changed(slug="second"))

        assert Party.objects.filter(key="alba").count() == 1
        assert Treaty.objects.count() == 2

    def test_year_may_stand_without_quotes(self):
        take_in(changed(disclosed_on=1905))

        assert Treaty.objects.get().disclosed_on == "1905"


@pytest.mark.django_db
class TestRefusing:
    def test_all_problems_of_a_file_are_named_at_once(self):
        data = changed(
            steps=[
                {"key": "signed", "kind": "signature-definitiv", "date": "2024-13-40"},
                {"key": "signed", "kind": "deposit", "party": "albo", "surprise": 1},
            ],
            citations=[{"key": "c1", "subject": "steps/signd", "topic": "status", "document": "gazete"}],
        )
        found = problems(data)

        assert [line.split(": ")[1] for line in found] == [
            *("steps[1]", "steps[0].kind", "steps[0].date", "steps[1].surprise"),
            *("steps[1].party", "citations[0].document", "citations[0].subject"),
        ]
        assert "such as signature-definitive" in found[1]
        assert found[2].endswith(", got “2024-13-40”.")
        assert "such as alba" in found[4]
        assert "such as gazette" in found[5]
        assert desk_rows() == 0

    @pytest.mark.parametrize(
        ("fields", "place", "message"),
        [
            ({"slug": 7}, "slug", "Expected text"),
            ({"format": "2"}, "format", "matches"),
            ({"title": "Treaty"}, "title", "Expected texts by language"),
            ({"title": {"fr": "Traité"}}, "title.fr", "Expected a language of the interface"),
            ({"title": {"en": "a\x00b"}}, "title.en", "NUL"),
            ({"title": {"en": "a\ud800"}}, "title.en", "surrogate"),
            ({"articles": {"slug": "1"}}, "articles", "Expected a list"),
            ({"articles": ["1"]}, "articles[0]", "Expected a record"),
            ({"articles": [{"number": "1"}]}, "articles[0].slug", "Expected a value for this field"),
            ({"articles": [{"slug": "Art 1"}]}, "articles[0].slug", "matches"),
            ({"participants": [{"party": "alba", "position": "1"}]}, "participants[0].position", "a whole number"),
            ({"events": [{"key": "x", "deleted": True}]}, "events[0]", "on records of the desk"),
            ({"relations": [{"key": "x", "kind": "amends", "other": "nowhere"}]}, "relations[0].other", "that exists"),
            (
                {"relations": [{"key": "x", "kind": "amends", "other": "alba-borea"}]},
                "relations[0].other",
                "other than this one",
            ),
            ({"checked_up_to": "2024-06"}, "checked_up_to", "a single day"),
            ({"title": {"en": "x" * 501}}, "title.en", "at most 500"),
            ({"questions": [{"key": "q", "outcome": "preferred"}]}, "questions[0]", "with the outcome preferred"),
            (
                {"citations": [{"key": "c", "subject": "treaty", "document": "wire"}]},
                "citations[0]",
                "either a field or a topic",
            ),
            ({"citations": [{"key": "c", "subject": "questions/day"}]}, "citations[0].subject", "such as steps/KEY"),
            (
                {"events": [{"key": "e", "kind": "meeting", "articles": ["1", "1"]}]},
                "events[0].articles",
                "no duplicate keys",
            ),
            ({"deleted": True}, "deleted", "a field of this record"),
        ],
    )
    def test_each_problem_has_its_place_and_what_would_be_right(self, fields, place, message):
        found = [line for line in problems(changed(**fields)) if line.startswith(f"small.yaml: {place}: ")]

        assert len(found) == 1
        assert message in found[0]

    def test_deleting_what_is_still_used_is_refused_and_nothing_lost(self):
        take_in(SMALL)
        before = desk_rows()
        data = {"format": "1", "slug": "alba-borea", "sources": [{"key": "gazette", "deleted": True}]}
        with pytest.raises(UnreadableFile, match="what uses a deleted record: citation"):
            take_in(data, update=True)

        assert desk_rows() == before

    def test_citation_on_a_field_that_its_subject_has_not(self):
        data = changed()
        data["citations"][0]["field"] = "datum"

        assert problems(data) == [
            "small.yaml: citations[0].field: Expected a field of steps/signed, such as date, party, instrument, "
            "got “datum”."
        ]

    def test_steps_in_a_circle_through_the_desk_are_refused(self):
        take_in(SMALL)
        data = {"format": "1", "slug": "alba-borea", "steps": [{"key": "signed", "refers_to": "force"}]}

        assert problems(data)[0].startswith("small.yaml: steps: Expected a chain that ends, got a circle: ")

    def test_source_is_not_its_own_origin(self):
        data = changed()
        data["sources"][1]["origins"] = [{"origin": "wire", "relation": "cites"}]

        assert problems(data) == ["small.yaml: sources[1].origins[0].origin: Expected a source other than this one."]

    def test_lineage_in_a_circle_is_refused_with_its_path(self):
        data = changed(
            sources=[
                {"key": "gazette", "kind": "official", "origins": [{"origin": "wire", "relation": "reports"}]},
                {"key": "wire", "kind": "agency", "origins": [{"origin": "gazette", "relation": "quotes"}]},
            ]
        )

        assert "gazette → wire → gazette" in problems(data)[0] or "wire → gazette → wire" in problems(data)[0]

    def test_pointing_at_each_other_is_no_circle(self):
        data = changed(
            sources=[
                {"key": "gazette", "kind": "official", "origins": [{"origin": "wire", "relation": "cites"}]},
                {"key": "wire", "kind": "agency", "origins": [{"origin": "gazette", "relation": "reports"}]},
            ]
        )
        take_in(data)

        assert Treaty.objects.count() == 1


@pytest.mark.parametrize(
    ("subject", "field"),
    [
        *(("treaty", "title"), ("articles/1", "heading"), ("steps/signed/actors/ada", "capacity")),
        *(("questions/day", "topic"), ("citations/c1", "quote_translation"), ("sources/wire", "note_public")),
        *(("successions/alba.borea.union", "note_public"), ("parties/alba/names/fr", "note_public")),
    ],
)
def test_status_of_any_text_of_ours_comes_in_as_it_went_out(db, subject, field):
    status = {"subject": subject, "field": field, "language": "ko", "origin": "human", "reviewed_on": "2020-01-01"}
    take_in(changed(translation_statuses=[status]))
    [found] = assemble(Treaty.objects.get())["translation_statuses"]

    assert found == status
    assert set(verdicts(assemble(Treaty.objects.get())).values()) == {"unchanged"}
