"""Editors' prose: Markdown with citations, rendered as HTML without active content. Only here is a string marked safe.

Sources are cited as Pandoc writes it: `[@key]`, `[@key, p. 3; see @other]`, `[-@key]`. A citation becomes the number of
the source's footnote; the minus sign, which elsewhere leaves out the author's name, has nothing to leave out here.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_inline import StateInline

_TAGS = {"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "h3", "h4", "br", "hr", "span", "bdi"}
# One item between semicolons: a prefix, the key, and after a comma the locator.
_ITEM = re.compile(
    r"(?P<prefix>[^@\[\]]*?)(?:(?<![\w@])|(?<=-))@(?P<key>[a-z0-9]+(?:[-_][a-z0-9]+)*)(?P<rest>(?:[,\s][^@\[\]]*)?)"
)
LONGEST = 1000
# A line never breaks at it.
NARROW_SPACE = "\u202f"


@dataclass(frozen=True)
class Cite:
    """A citation in prose: the key of the source, the line of the text, the words before it, and the locator."""

    key: str
    line: int
    prefix: str = ""
    locator: str = ""


@dataclass(frozen=True)
class Note:
    """The replacement of a citation: the number of its footnote, and the id by which the footnote links back to it.

    A source without a footnote on the page has the number 0 and is shown by its key.
    """

    number: int
    id: str
    key: str = ""


def cites(markdown: str) -> list[Cite]:
    """The citations of a text, in order. Code is not searched for citations."""
    if "@" not in markdown:
        return []
    tokens = [(line, token) for line, token in _inline_tokens(markdown) if token.type == "citation"]
    return [Cite(**item, line=line) for line, token in tokens for item in token.meta["items"]]


def html(markdown: str, notes: Sequence[Note] = (), printed: Callable[[int], object] = str) -> SafeString:
    """The prose as paragraphs, with a note for each of its citations, in their order.

    Raw HTML in it is shown as text; links lead to http, https or a fragment of the page. A citation without a note is
    shown as it was written. `printed` formats a number for the reader.
    """
    cleaned = nh3.clean(
        _markdown.render(markdown, {"notes": list(notes), "printed": printed}),
        tags=_TAGS,
        attributes={"a": {"href", "id"}},
        allowed_classes={"a": {"mark"}, "span": {"cites"}},
        url_schemes={"http", "https"},
        link_rel="nofollow noopener",
    )
    return mark_safe(cleaned)  # noqa: S308  # nh3 has just removed whatever could act


def misspelt(markdown: str) -> list[tuple[int, str]]:
    """Malformed citations: the line, and the beginning of the text."""
    misspellings = []
    for line, token in _inline_tokens(markdown):
        if token.type == "text":
            misspellings += [(line, match[0]) for match in re.finditer(r"\[-?@[^\]]{0,40}\]?", token.content)]
    return misspellings


def plain(markdown: str) -> str:
    """The words alone, without markup and citations, for the title of a link or a description."""
    words = ""
    for block in _markdown.parse(markdown):
        for token in block.children or [block]:
            if token.type == "citation":
                words = words.rstrip()
            else:
                words += token.content if token.content else " "
    return " ".join(words.split())


def _inline_tokens(markdown: str) -> Iterator[tuple[int, Any]]:
    """Each piece of running text with the line on which it begins, from 1."""
    for block in _markdown.parse(markdown):
        line = block.map[0] + 1 if block.map else 1
        for token in block.children or []:
            yield line, token
            line += token.type in {"softbreak", "hardbreak"}


def inline(rendered: SafeString) -> SafeString:
    """A rendered template without the white space at its ends, for use within a sentence."""
    return mark_safe(rendered.strip())  # noqa: S308  # the template has escaped whatever it holds


def _citation(state: StateInline, silent: bool) -> bool:
    """`[…@key…]`, in which every part between semicolons is a citation."""
    start = state.pos
    end = state.src.find("]", start, min(state.posMax, start + LONGEST))
    if state.src[start] != "[" or end < 0 or state.src[end + 1 : end + 2] in {"(", ":"}:
        return False
    items = [item for part in state.src[start + 1 : end].split(";") if (item := _ITEM.fullmatch(part.strip()))]
    if len(items) != state.src.count(";", start, end) + 1:
        return False
    if not silent:
        # No space between a word and the number of its footnote.
        space = "" if items[0]["prefix"] else state.pending[len(state.pending.rstrip()) :]
        state.pending = state.pending.removesuffix(space) if space else state.pending
        token = state.push("citation", "", 0)
        token.content = state.src[start : end + 1]
        token.meta["space"] = space
        token.meta["items"] = [
            {
                "key": item["key"],
                "prefix": item["prefix"].rstrip("-").strip(),
                "locator": item["rest"].lstrip(", \n").rstrip(),
            }
            for item in items
        ]
    state.pos = end + 1
    return True


def _render_citation(_renderer: Any, tokens: Sequence[Any], index: int, _options: Any, env: Any) -> str:
    token, notes = tokens[index], env.get("notes", [])
    items = token.meta["items"]
    if len(notes) < len(items):
        return token.meta["space"] + escapeHtml(token.content)
    taken, env["notes"] = notes[: len(items)], notes[len(items) :]
    cited, ends_in_words = "", False
    for item, note in zip(items, taken, strict=True):
        before = f"{escapeHtml(item['prefix'])} " if item["prefix"] else ""
        after = f", {escapeHtml(item['locator'])}" if item["locator"] else ""
        mark = (
            f'<a class="mark" id="{note.id}" href="#source-{note.number}"><bdi>{env["printed"](note.number)}</bdi></a>'
        )
        if cited:
            # Numbers alone need no punctuation between them, which would differ by language.
            cited += "; " if ends_in_words or before or not note.number else NARROW_SPACE
        cited += f"{before}{mark if note.number else escapeHtml(note.key)}{after}"
        ends_in_words = bool(after) or not note.number
    return f'<span class="cites">{cited}</span>'


_markdown = MarkdownIt("commonmark", {"html": False}).disable("image")
_markdown.inline.ruler.before("link", "citation", _citation)
_markdown.add_render_rule("citation", _render_citation)
