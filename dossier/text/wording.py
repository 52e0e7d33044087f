"""The words of a treaty's own text as HTML: just as they were copied, but for tables and the notes in them.

Nothing else is markup here: an asterisk, a number at the start of a line or a bracket in a treaty is what it prints.
"""

import re
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

_NOTE = re.compile(r"^ {0,3}\[\^[^\]\s]+\]:", re.MULTILINE)


def _with_tables() -> MarkdownIt:
    return MarkdownIt("zero", {"html": False, "breaks": True}).enable(["table", "newline"])


_tables = _with_tables()
_tables_and_notes = _with_tables().use(footnote_plugin).disable("footnote_inline")


def html(body: str, place: str) -> SafeString:
    """The paragraphs, tables and notes of a text; `place` tells the notes of several texts on a page apart.

    Where a note would be lost, because nothing refers to it or it is there twice, notes are shown as they were written.
    """
    env: dict[str, Any] = {"docId": place}
    rendered = _tables_and_notes.render(body, env)
    notes = env.get("footnotes", {}).get("refs", {})
    if len(_NOTE.findall(body)) != len(notes) or -1 in notes.values():
        rendered = _tables.render(body)
    # The renderer escapes the text and adds only markup of its own.
    return mark_safe(rendered)  # noqa: S308
