"""The records of a treaty as links on its form, which only has inlines for new ones."""

from itertools import groupby

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import get_language

from dossier.text.languages import column, fallbacks
from sources.models import Question

from . import models

# More links would make the form harder to read than the changelist it links to.
LINKS_SHOWN = 150

SECTIONS = {
    "articles": models.Article,
    "steps": models.RatificationStep,
    "events": models.Event,
    "relations": models.TreatyRelation,
    "texts": models.TreatyText,
    "questions": Question,
}


def contents(treaty):
    """The records of a treaty by section, for the links on its form. Makes one query."""

    def rows(section, records, code, words, place, day=None):
        return records.order_by().values_list(
            Value(section),
            "pk",
            Cast(code, CharField()),
            Cast(words, TextField()),
            Cast(place, TextField()),
            Cast(day or Value(""), CharField()),
        )

    of_treaty = ContentType.objects.get_for_model(models.Treaty)
    said = {"dossier_type": of_treaty, "dossier_id": treaty.pk}
    heading = _in_reader_language
    first, *rest = [
        rows("articles", treaty.articles.all(), F("kind"), heading("heading"), F("position"), F("number")),
        rows("steps", treaty.steps.all(), F("kind"), _in_reader_language_of_party(), F("date_earliest"), F("date")),
        rows("events", treaty.events.all(), F("kind"), heading("title"), F("date_earliest"), F("date")),
        rows("relations", treaty.relations.all(), F("kind"), Coalesce("other__slug", heading("other_text")), F("pk")),
        rows("texts", treaty.texts.all(), F("authenticity"), F("language"), F("pk")),
        rows("questions", Question.objects.filter(**said), F("outcome"), heading("topic"), F("key")),
    ]
    links = sorted(first.union(*rest, all=True), key=lambda row: (row[0], _sort_key(row[0], row[4]), row[1]))
    by_section = {section: list(group) for section, group in groupby(links, key=lambda row: row[0])}
    return [_section(name, model, by_section.get(name, []), treaty) for name, model in SECTIONS.items()]


def _in_reader_language(field):
    """The text of a translated field in the editor's language, or in the nearest language that has one."""
    columns = [F(column(field, language)) for language in fallbacks(get_language() or "en")]
    return Coalesce(*columns, Value(""), output_field=TextField())


def _in_reader_language_of_party():
    columns = [F(f"party__{column('name', language)}") for language in fallbacks(get_language() or "en")]
    return Coalesce(*columns, F("party__key"), Value(""), output_field=TextField())


def _sort_key(section, place):
    # Records without a date come last.
    return f"{int(place):09}" if section in {"articles", "relations", "texts"} else place or "9999"


def _section(name, model, rows, treaty):
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    code_field = {"texts": "authenticity", "questions": "outcome"}.get(name, "kind")
    labels = dict(model._meta.get_field(code_field).choices)
    narrowed = f"dossier_id__exact={treaty.pk}" if model is Question else f"treaty__id__exact={treaty.pk}"
    return {
        "title": model._meta.verbose_name_plural,
        "count": len(rows),
        "list": f"{reverse(f'{base}_changelist')}?{narrowed}",
        "add": "" if model is Question else f"{reverse(f'{base}_add')}?treaty={treaty.pk}",
        "links": [
            {"url": reverse(f"{base}_change", args=[pk]), "label": labels.get(code, code), "words": words, "day": day}
            for _section, pk, code, words, _place, day in rows[:LINKS_SHOWN]
        ],
        "more": max(0, len(rows) - LINKS_SHOWN),
    }
