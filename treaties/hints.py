"""What an editor is told after saving: what looks odd in the acts of a treaty, and a party that is known already."""

from django.contrib import messages
from django.db.models import Q
from django.utils.translation import gettext as _

from dossier.editing.parts import Part
from dossier.text.languages import LANGUAGES, column

from .law.hints import hints
from .law.rows import history
from .models import Name, Party, RatificationStep

# More would hide what the editor came to do; the overview has them all.
SHOWN = 5


class Hints(Part):
    """After a treaty or one of its acts is saved: what should be looked at again. It never prevents saving."""

    def saved(self, request, form, formsets, change):
        record = form.instance
        if isinstance(record, RatificationStep):
            told = [hint for hint in hints(history(record.treaty)) if record.key in hint.acts]
        else:
            new = {act.key for formset in formsets for act in _acts_in(formset)}
            told = [hint for hint in hints(history(record)) if not change or new & set(hint.acts)]
        for hint in told[:SHOWN]:
            messages.warning(request, str(hint))


def _acts_in(formset):
    saved = [*getattr(formset, "new_objects", []), *(record for record, _fields in formset.changed_objects)]
    return [record for record in saved if isinstance(record, RatificationStep)]


class KnownAlready(Part):
    """After a party is saved: whether another bears one of its names."""

    def saved(self, request, form, formsets, change):
        for party in namesakes(form.instance)[:SHOWN]:
            told = _("Another party has the same name: {party} ({key}).")
            messages.warning(request, told.format(party=party, key=party.key))


def namesakes(party: Party) -> list[Party]:
    """The other parties that have a name of this one, in any language, without regard to case."""
    columns = [column(field, language) for field in ("name", "official_name") for language in LANGUAGES]
    names = {text.casefold(): text for name in columns if (text := getattr(party, name))}
    names |= {name.text.casefold(): name.text for name in party.names.all()}
    if not names:
        return []
    same = Q()
    for text in names.values():
        for name in columns:
            same |= Q(**{f"{name}__iexact": text})
        same |= Q(pk__in=Name.objects.filter(subject_type__model="party", text__iexact=text).values("subject_id"))
    return list(Party.objects.filter(same).exclude(pk=party.pk).order_by("key"))
