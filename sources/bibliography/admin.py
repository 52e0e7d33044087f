"""Import a bibliography at the desk: upload or paste, preview, choose, write."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dossier.editing.parts import Part
from dossier.text.problems import UnreadableFile, printable

from .entries import LARGEST_FILE
from .importing import ADD, FILL, OVERWRITE, SKIP, Line, compared, import_lines, lock_imports
from .reading import read_bibliography, too_large

LONGEST_NAME = 100
CHOICES = {
    SKIP: gettext_lazy("leave out"),
    ADD: gettext_lazy("add as new"),
    FILL: gettext_lazy("fill the empty fields of the known one"),
    OVERWRITE: gettext_lazy("overwrite the known one"),
}
VERDICTS = {
    "new": gettext_lazy("new"),
    "unchanged": gettext_lazy("known, identical"),
    "changed": gettext_lazy("known, adds missing values"),
    "conflict": gettext_lazy("known, with other values"),
}
SIGNS = {
    "key": gettext_lazy("by its key"),
    "doi": gettext_lazy("by its DOI"),
    "url": gettext_lazy("by its web address"),
    "title": gettext_lazy("by its title"),
}


class UploadForm(forms.Form):
    """A file, or its text."""

    file = forms.FileField(required=False)
    text = forms.CharField(
        required=False, strip=False, widget=forms.Textarea(attrs={"rows": 10, "cols": 100, "dir": "auto"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].label, self.fields["text"].label = _("File"), _("Or its text")
        self.fields["file"].help_text = _("BibTeX, RIS or CSL-JSON, as Zotero and others export it; up to 5 MB.")
        self.fields["text"].help_text = _("Paste the entries here instead of choosing a file.")

    def clean(self):
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("file")) == bool((cleaned.get("text") or "").strip()):
            raise forms.ValidationError(_("Choose a file or paste its text: one of the two."))
        return cleaned

    def content(self) -> tuple[bytes, str]:
        """The content to read, and its name. Raises UnreadableFile."""
        if file := self.cleaned_data.get("file"):
            name = printable(file.name)[-LONGEST_NAME:]
            # Only the length of a very long file was kept.
            if file.size > LARGEST_FILE:
                raise too_large(name)
            return file.read(), name
        return self.cleaned_data["text"].encode(), str(_("pasted text"))


class BibliographyImport(Part):
    """The import of bibliographies, from the list of documents."""

    def urls(self):
        return [self.at("import/", self.view, "import_bibliography")]

    def on_list(self, request):
        return {"may_import": self.may_import(request)}

    def may_import(self, request: HttpRequest) -> bool:
        return self.admin.has_add_permission(request) and self.admin.has_change_permission(request)

    def view(self, request: HttpRequest) -> HttpResponse:
        if not self.may_import(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._shown(request, form=UploadForm())
        # The text behind the preview is posted again and parsed again: nothing else in the request is trusted.
        resent = "seen" in request.POST
        form = UploadForm(request.POST, None if resent else request.FILES)
        if not form.is_valid():
            return self._shown(request, form=form)
        try:
            content, name = form.content()
            if resent:
                content = content.replace(b"\r\n", b"\n")
                name = printable(request.POST.get("name", ""))[-LONGEST_NAME:] or name
            entries = read_bibliography(content, name)
        except UnreadableFile as error:
            return self._shown(request, form=form, problems=error.problems)
        lock_imports()
        lines = compared(entries)
        if not resent:
            return self._preview(request, lines, content, name)
        return self._write(request, lines, content, name)

    def _write(self, request: HttpRequest, lines: list[Line], content: bytes, name: str) -> HttpResponse:
        choices = [(line, request.POST.get(f"choice-{number}", SKIP)) for number, line in enumerate(lines)]
        if request.POST["seen"] != digest(lines):
            messages.warning(request, _("The desk has changed meanwhile. Please look again at what would be written."))
            return self._preview(request, lines, content, name)
        touched = Counter(line.match.key for line, choice in choices if line.match and choice in {FILL, OVERWRITE})
        if twice := [key for key, times in touched.items() if times > 1]:
            said = _("Two entries would change one document: {keys}. Leave one of them out.")
            messages.error(request, said.format(keys=", ".join(twice)))
            return self._preview(request, lines, content, name, dict(enumerate(choice for _line, choice in choices)))
        written = import_lines(choices, user=request.user, reason=f"import of {name}")
        said = ngettext("{n} source document was written.", "{n} source documents were written.", len(written))
        messages.success(request, said.format(n=len(written)))
        return redirect("admin:sources_sourcedocument_changelist")

    def _preview(self, request, lines, content, name, chosen: dict[int, str] | None = None) -> HttpResponse:
        rows = [_row(number, line, (chosen or {}).get(number)) for number, line in enumerate(lines)]
        known = {"rows": rows, "text": content.decode("utf-8-sig"), "name": name, "seen": digest(lines)}
        return self._shown(request, **known)

    def _shown(self, request: HttpRequest, **context: Any) -> HttpResponse:
        return self.page(request, "sources/bibliography.html", context | {"title": _("Import a bibliography")})


def digest(lines: Iterable[Line]) -> str:
    """A hash of what a preview showed of the desk. If it has changed, the choices were made about something else."""
    shown = [(line.match and line.match.key, [str(difference) for difference in line.differences]) for line in lines]
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def _row(number: int, line: Line, chosen: str | None) -> dict[str, Any]:
    """An entry as the preview shows it."""
    offered = [SKIP, ADD] if line.document is None else [SKIP, ADD, FILL, OVERWRITE]
    fills = any(not difference.before for difference in line.differences)
    default = ADD if line.document is None else FILL if fills else SKIP
    source = line.entry.source
    return {
        "number": number,
        "place": line.entry.place,
        "title": source.get("title") or source.get("publisher") or line.entry.name,
        "language": source.get("language", ""),
        "verdict": line.verdict,
        "label": VERDICTS[line.verdict],
        "sign": SIGNS[line.match.by] if line.match else "",
        "document": line.document,
        "differences": [
            (difference.field, _shown(difference.before), _shown(difference.after)) for difference in line.differences
        ],
        "choices": [(code, CHOICES[code], code == (chosen or default)) for code in offered],
    }


def _shown(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else value
