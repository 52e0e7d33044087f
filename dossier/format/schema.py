"""The dossier format: one nested shape for files, editions, the API and the preview.

The editors' texts are maps from interface language to text. Records refer to each other by key: to a person as
`putin`, to an article by its slug, to the subject of a citation by a path such as `steps/01-signature` or
`parties/ru/names/fa-1`.
"""

import difflib
from typing import Annotated, Any

from django.db.models import TextChoices
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic_core.core_schema import CoreSchema, no_info_after_validator_function

from dossier.editing.fields import KEY_PATTERN, LANGUAGE_TAG_PATTERN
from dossier.text.dates import EXAMPLES, PATTERN, bounds
from dossier.text.languages import LANGUAGES
from dossier.text.problems import not_storable
from sources import vocabulary as source_terms
from sources.models.documents import DOI_PATTERN
from treaties import vocabulary as treaty_terms
from treaties.models.treaty import DURATION

from .former import FormerKind

VERSION = "1"


def _year_as_text(value: Any) -> Any:
    # YAML reads a year as a number; such a number cannot be anything else here.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 9999 else value


def _edtf(value: str) -> str:
    if value:
        bounds(value)
    return value


def _storable(value: str) -> str:
    if fault := not_storable(value):
        raise ValueError(fault)
    return value


def _day(value: str) -> str:
    if value and not (len(value) == 10 and bounds(value).exact):
        raise ValueError("Expected a single day such as 2024-06-19")
    return value


def _interface_language(value: str) -> str:
    if value not in LANGUAGES:
        raise ValueError(f"Expected a language of the interface, one of {', '.join(LANGUAGES)}")
    return value


Text = Annotated[str, AfterValidator(_storable)]
Words = Annotated[str, Field(min_length=1), AfterValidator(_storable)]
Key = Annotated[str, Field(pattern=KEY_PATTERN, max_length=100)]
_EDTF_SCHEMA = WithJsonSchema({"type": "string", "pattern": f"^(?:{PATTERN})?$", "examples": EXAMPLES.split(", ")[:4]})
EDTF = Annotated[str, BeforeValidator(_year_as_text), AfterValidator(_edtf), _EDTF_SCHEMA]
# Its record knows the calendar in which it must be a date.
DateOfCalendar = Annotated[str, BeforeValidator(_year_as_text), AfterValidator(_storable), _EDTF_SCHEMA]
Day = Annotated[str, AfterValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
LanguageTag = Annotated[str, Field(pattern=LANGUAGE_TAG_PATTERN, max_length=35)]
Language = Annotated[LanguageTag, Field(min_length=2)]
Localized = dict[Annotated[str, AfterValidator(_interface_language)], Text]
Url = Annotated[str, Field(pattern=r"^(https?://\S+)?$", max_length=2000), AfterValidator(_storable)]
Doi = Annotated[str, Field(pattern=rf"^(?:{DOI_PATTERN.strip('^$')})?$"), AfterValidator(_storable)]
Duration = Annotated[str, Field(pattern=rf"^(?:{DURATION})?$")]
Term = Annotated[str, Field(pattern=rf"^(?:indefinite|{DURATION})?$")]


class UnknownTerm(ValueError):
    """A code that is not in its vocabulary."""

    def __init__(self, code: str, terms: list[str]):
        super().__init__(f"Expected a term of the vocabulary, one of {', '.join(terms)}")
        self.code, self.terms = code, terms

    def hint(self) -> str:
        """The message with the closest terms, which are too slow to find for each of thousands of errors."""
        near = difflib.get_close_matches(self.code, self.terms, n=4, cutoff=0.3) or self.terms
        return f"Expected a term of the vocabulary such as {' or '.join(near)}"


class Code:
    """A code of one vocabulary, or an empty string if the desk allows it."""

    def __init__(self, choices: type[TextChoices], *, or_empty: bool = False):
        self.codes = list(choices.values)
        self.or_empty = or_empty

    def __get_pydantic_core_schema__(self, source, handler) -> CoreSchema:
        return no_info_after_validator_function(self._known, handler(source))

    def __get_pydantic_json_schema__(self, schema, handler) -> dict:
        return {"type": "string", "enum": [*self.codes, *([""] if self.or_empty else [])]}

    def _known(self, value: str) -> str:
        if value not in self.codes and not (self.or_empty and value == ""):
            raise UnknownTerm(value, self.codes)
        return value


class Record(BaseModel):
    # Strict: "4" and 4 are different values, and a conversion would be silent.
    model_config = ConfigDict(extra="forbid", strict=True)


class Removable(Record):
    deleted: bool = Field(False, description="Remove this record. Only with --update.")


class Noted(Removable):
    note_public: Localized = {}


class Name(Noted):
    key: Key
    language: Language
    text: Words
    kind: Annotated[str, Code(treaty_terms.NameKind)] = "press"
    copy_of: Key | None = None
    valid_from: EDTF = ""
    valid_until: EDTF = ""
    unverified: bool = False
    given_by: list[Key] = []


class Party(Noted):
    key: Key
    name: Localized = {}
    official_name: Localized = {}
    iso_3166: Annotated[str, Field(pattern=r"^([A-Z]{2}|[A-Z]{4})?$")] = ""
    iso_3166_alpha_3: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = ""
    type: Annotated[str, Code(treaty_terms.PartyType, or_empty=True)] = ""
    exists_from: EDTF = ""
    exists_until: EDTF = ""
    designation_note: Localized = {}
    names: list[Name] = []


class Succession(Noted):
    predecessor: Key
    successor: Key
    kind: Annotated[str, Code(treaty_terms.SuccessionKind)]
    date: EDTF = ""

    @model_validator(mode="after")
    def _of_another(self):
        if self.predecessor == self.successor:
            raise ValueError("Expected a successor other than the predecessor")
        return self


class Person(Noted):
    key: Key
    name: Localized = {}
    office: Localized = {}
    party: Key | None = None
    names: list[Name] = []


class Participant(Removable):
    party: Key
    position: Annotated[int, Field(ge=1, le=32767)] = 1
    capacity: Annotated[str, Code(treaty_terms.Capacity)] = "party"


class OfficialReference(Removable):
    scheme: Annotated[str, Code(treaty_terms.ReferenceScheme)]
    scheme_name: Text = Field("", description="The name of a register or series of the scheme other.")
    value: Words
    url: Url = ""

    @model_validator(mode="after")
    def _named(self):
        if self.scheme == "other" and not self.scheme_name and not self.deleted:
            raise ValueError("Expected a scheme_name with the scheme other")
        return self


class TreatyText(Noted):
    key: Key
    language: Language
    authenticity: Annotated[str, Code(treaty_terms.Authenticity)]
    copy_of: Key | None = None
    source: Key | None = None
    translator_origin: Annotated[str, Code(source_terms.TextOrigin, or_empty=True)] = ""


class ArticleText(Removable):
    text: Key
    body: Words
    valid_from: EDTF = ""
    valid_until: EDTF = ""


class ArticleNumber(Removable):
    number: Words
    valid_from: EDTF = ""
    valid_until: EDTF = ""


class Article(Noted):
    slug: Key
    number: Text = ""
    parent: Key | None = Field(None, description="The part, chapter, section or annex to which it belongs.")
    number_basis: Annotated[str, Code(treaty_terms.NumberBasis)] = "stated"
    position: Annotated[int, Field(ge=0, le=32767)] = 1
    kind: Annotated[str, Code(treaty_terms.ArticleKind)] = "article"
    main_provision: bool = False
    heading: Localized = {}
    summary: Localized = {}
    texts: list[ArticleText] = []
    numbers: list[ArticleNumber] = Field([], description="The numbers that it had, where it was numbered anew.")


class StepActor(Removable):
    person: Key
    party: Key | None = None
    capacity: Localized = {}


class Step(Noted):
    key: Key
    party: Key | None = Field(None, description="Absent for a joint act.")
    kind: Annotated[str, Code(treaty_terms.StepKind)]
    # Validated first, because the dates are of this calendar.
    calendar: Annotated[str, Code(source_terms.Calendar, or_empty=True)] = Field(
        "", description="Dates of the Julian calendar are written in it; of any other, the Gregorian day is given."
    )
    date: DateOfCalendar = ""
    effective: DateOfCalendar = ""
    until: DateOfCalendar = ""
    date_as_printed: Text = ""
    organ: Localized = {}
    place: Localized = {}
    instrument: Annotated[str, Code(treaty_terms.Instrument, or_empty=True)] = ""
    number: Text = ""
    votes: Text = ""
    between: Key | None = Field(None, description="The other party, where the act concerns only the two.")
    between_us: Annotated[str, Code(treaty_terms.BetweenTheTwo, or_empty=True)] = Field(
        "", description="Of an objection: whether the treaty is in force between the two."
    )
    refers_to: Key | None = None
    territory: Text = ""
    standing: Annotated[str, Code(treaty_terms.Standing)] = "established"
    articles: list[Key] = Field([], description="The articles or parts to which the act is confined.")
    basis: list[Key] = Field([], description="The articles that provide for the act.")
    actors: list[StepActor] = []

    @field_validator("date", "effective", "until")
    @classmethod
    def _days_of_calendar(cls, value: str, info: ValidationInfo) -> str:
        if value:
            bounds(value, info.data.get("calendar", ""))
        return value


class Event(Noted):
    key: Key
    kind: Annotated[str, Code(treaty_terms.EventKind)]
    date: EDTF = ""
    title: Localized = {}
    description: Localized = {}
    place: Localized = {}
    standing: Annotated[str, Code(treaty_terms.Standing)] = "established"
    treaties: list[Key] = []
    articles: list[Key] = []
    people: list[Key] = []


class Relation(Noted):
    key: Key
    kind: Annotated[str, Code(treaty_terms.RelationKind)]
    other: Key | None = Field(None, description="The slug of another dossier.")
    other_text: Localized = {}
    date: EDTF = ""
    basis: Key | None = None
    scope: Localized = {}
    standing: Annotated[str, Code(treaty_terms.Standing)] = "established"


class Origin(Removable):
    origin: Key
    relation: Annotated[str, Code(source_terms.OriginRelation)]
    citation: Key | None = Field(None, description="Only where this one passage depends on the origin.")
    evidence: Text = ""


class Source(Noted):
    key: Key
    kind: Annotated[str, Code(source_terms.DocumentKind)]
    language: LanguageTag = ""
    title: Text = ""
    title_transliterated: Text = ""
    title_translated: Localized = {}
    authors: list[Text] = []
    publisher: Text = ""
    container_title: Text = ""
    volume: Text = ""
    issue: Text = ""
    pages: Text = ""
    doi: Doi = ""
    url: Url = ""
    archive_url: Url = ""
    archived_on: Day = ""
    issued: EDTF = ""
    accessed: Day = ""
    issuer_kind: Annotated[str, Code(source_terms.IssuerKind)] = "other-media"
    reuse: Annotated[str, Code(source_terms.Reuse)] = "unknown"
    extent_read: Annotated[str, Code(source_terms.ExtentRead)] = "whole"
    origins: list[Origin] = []


class Question(Noted):
    key: Key
    topic: Localized = {}
    kind: Annotated[str, Code(source_terms.QuestionKind)] = "conflict"
    outcome: Annotated[str, Code(source_terms.Outcome)] = "open"
    preferred_value: Text = ""
    reason: Localized = {}

    @model_validator(mode="after")
    def _value_where_preferred(self):
        if (self.outcome == "preferred") != bool(self.preferred_value):
            raise ValueError("Expected a preferred_value with the outcome preferred, and with no other")
        return self


class Citation(Noted):
    key: Key
    subject: Words = Field(description="The path of a record: treaty, steps/KEY, parties/KEY/names/KEY …")
    field: Text = ""
    topic: Annotated[str, Code(source_terms.Topic, or_empty=True)] = ""
    document: Key
    attributed_to: Key | None = None
    locator: Text = ""
    quote: Text = ""
    quote_language: LanguageTag = ""
    quote_translation: Localized = {}
    translation_origin: Annotated[str, Code(source_terms.TextOrigin, or_empty=True)] = ""
    translation_reviewed_on: Day = ""
    stance: Annotated[str, Code(source_terms.Stance)] = "supports"
    modality: Annotated[str, Code(source_terms.Modality)] = "states"
    value: Text = ""
    value_type: Annotated[str, Code(source_terms.ValueType)] = "text"
    value_calendar: Annotated[str, Code(source_terms.Calendar, or_empty=True)] = ""
    as_of: EDTF = ""
    as_reported: Text = ""
    date_basis: Annotated[str, Code(source_terms.DateBasis, or_empty=True)] = ""
    question: Key | None = None

    @model_validator(mode="after")
    def _one_point(self):
        if bool(self.field) == bool(self.topic):
            raise ValueError("Expected either a field or a topic")
        return self

    @model_validator(mode="after")
    def _quote_has_language(self):
        if self.quote and not self.quote_language:
            raise ValueError("Expected the language of the quotation as quote_language, such as ko")
        return self

    @model_validator(mode="after")
    def _date_is_one(self):
        if self.value_type == "date" and self.value:
            try:
                bounds(self.value, self.value_calendar)
            except ValueError as error:
                raise ValueError(str(error)) from None
        return self


class TranslationStatus(Removable):
    subject: Words
    field: Words
    language: Annotated[str, AfterValidator(_interface_language)]
    origin: Annotated[str, Code(source_terms.TextOrigin)]
    reviewed_on: Day = ""


class Dossier(Record):
    """Everything that is known of one treaty, and who says so."""

    model_config = ConfigDict(extra="forbid", strict=True, title="Treaty dossier")

    format: Annotated[str, Field(pattern=f"^{VERSION}$", description="The version of this format.")]
    slug: Key
    kinds: list[Annotated[str, Code(FormerKind)]] = Field(
        [], deprecated=True, description="Formerly the form and the subjects; read as those, and never written."
    )
    form: Annotated[str, Code(treaty_terms.Form, or_empty=True)] = ""
    subjects: list[Annotated[str, Code(treaty_terms.Subject)]] = []
    other_subject: Localized = Field({}, description="The name of the subject other.")
    title: Localized = {}
    summary: Localized = {}
    background: Localized = {}
    aftermath: Localized = {}
    place: Localized = {}
    entry_into_force_clause: Key | None = None
    entry_into_force_method: Annotated[str, Code(treaty_terms.EntryIntoForceMethod, or_empty=True)] = ""
    entry_into_force_number: Annotated[int, Field(ge=1, le=32767)] | None = None
    entry_into_force_parties: list[Key] = []
    entry_into_force_date: EDTF = ""
    entry_into_force_condition: Localized = {}
    entry_into_force_delay: Duration = ""
    entry_into_force_counting: Annotated[str, Code(treaty_terms.DelayCounting, or_empty=True)] = ""
    later_consent_delay: Duration = Field(
        "", description="The delay for those who consent after the entry into force; P0D: none."
    )
    later_consent_counting: Annotated[str, Code(treaty_terms.DelayCounting, or_empty=True)] = ""
    laterality: Annotated[str, Code(treaty_terms.Laterality, or_empty=True)] = ""
    laterality_reason: Localized = {}
    term: Term = ""
    renewal: Annotated[str, Code(treaty_terms.Renewal, or_empty=True)] = ""
    notice_period: Duration = ""
    disclosed_on: EDTF = ""
    checked_up_to: Day = ""
    acts_complete_until: Day = Field("", description="The day up to which the list of acts has no gap.")
    coverage_note: Localized = {}
    note_public: Localized = {}
    names: list[Name] = []
    participants: list[Participant] = []
    references: list[OfficialReference] = []
    texts: list[TreatyText] = []
    articles: list[Article] = []
    steps: list[Step] = []
    events: list[Event] = []
    relations: list[Relation] = []
    questions: list[Question] = []
    citations: list[Citation] = []
    parties: list[Party] = []
    successions: list[Succession] = []
    people: list[Person] = []
    sources: list[Source] = []
    translation_statuses: list[TranslationStatus] = []

    @model_validator(mode="after")
    def _other_subject_named(self):
        if ("other" in self.subjects) != any(self.other_subject.values()):
            raise ValueError("Expected an other_subject with the subject other, and with no other")
        return self

    @model_validator(mode="after")
    def _reason_for_laterality(self):
        if self.laterality and not any(self.laterality_reason.values()):
            raise ValueError("Expected a laterality_reason with the laterality")
        return self


def json_schema() -> dict:
    """The JSON Schema of a dossier file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Dossier.model_json_schema()
