"""Prose fields, in which editors cite sources by key, and the records whose prose cites a source."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ProtectedError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossier.text.languages import LANGUAGES, column
from dossier.text.prose import cites, misspelt

from .models.documents import SourceDocument
from .vocabulary import IssuerKind

HINTS_AMONG = 5_000
# Finding similar keys takes a tenth of a second among so many.
MOST_HINTS = 5
CITING = gettext_lazy("Cite sources by their keys: [@key], or [@key, p. 3; @other].")


def problems(text: str, known: Iterable[str], secret: Iterable[str] = ()) -> list[str]:
    """Faults in the citations of a text, each with its line; `secret` are keys that may not be published."""
    known, secret = set(known), set(secret)
    faults = [
        _("Line %(line)s: “%(text)s” is not a valid citation. Use [@key] or [@key, p. 3].")
        % {"line": line, "text": words}
        for line, words in misspelt(text)
    ]
    hints: dict[str, list[str]] = {}
    for cite in cites(text):
        if cite.key in secret:
            said = _("Line %(line)s: the source %(key)s is confidential, and what is published may not name it.")
            faults.append(said % {"line": cite.line, "key": cite.key})
        elif cite.key not in known:
            if cite.key not in hints:
                wanted = len(hints) < MOST_HINTS and len(known) <= HINTS_AMONG
                hints[cite.key] = get_close_matches(cite.key, known, n=3, cutoff=0.5) if wanted else []
            said = _("Line %(line)s: no source has the key %(key)s.") % {"line": cite.line, "key": cite.key}
            near = ", ".join(hints[cite.key])
            faults.append(said + " " + _("Near to it:") + " " + near if near else said)
    return faults


def validate_citations(text: str) -> None:
    if "@" not in text:
        return
    keys = dict(SourceDocument.objects.values_list("key", "issuer_kind"))
    secret = {key for key, issuer in keys.items() if issuer == IssuerKind.CONFIDENTIAL}
    if faults := problems(text, keys, secret):
        raise ValidationError(faults)


class ProseField(models.TextField):
    """Markdown that may cite sources: [@key], [@key, p. 3; @other]."""

    default_validators = [validate_citations]

    def formfield(self, **kwargs):
        field = super().formfield(**kwargs)
        if field is not None:
            field.help_text = format_lazy("{} {}", field.help_text, CITING)
        return field

    def deconstruct(self):
        # The database stores it as any other text.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


def prose_fields(model: type[models.Model]) -> list[str]:
    """The names of a model's prose fields, each once however many languages it has."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, ProseField) and not hasattr(field, "translated_field")
    ]


def citing(key: str) -> Iterator[Any]:
    """The records of the desk whose prose cites a source, in any language."""
    for model in apps.get_models():
        columns = [column(name, language) for name in prose_fields(model) for language in LANGUAGES]
        if not columns or hasattr(model, "history_object"):
            continue
        mentions = models.Q(pk=None)
        for name in columns:
            mentions |= models.Q(**{f"{name}__contains": f"@{key}"})
        for record in model._default_manager.filter(mentions):
            texts = (getattr(record, name) or "" for name in columns)
            if any(cite.key == key for text in texts for cite in cites(text)):
                yield record


def refuse_cited(sender, instance, **kwargs) -> None:
    """Prevent the deletion of a source that prose cites."""
    if records := set(citing(instance.key)):
        raise ProtectedError(_("This source is cited in prose. Remove those citations first."), records)
