"""Prose of the editors: Markdown to HTML in which nothing is active. The only place that calls a string safe."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False}).disable("image")
_TAGS = {"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "h3", "h4", "br", "hr"}


def inline(rendered: SafeString) -> SafeString:
    """A rendered template without the white space at its ends, for use within a sentence."""
    return mark_safe(rendered.strip())  # noqa: S308  # the template has escaped whatever it holds


def html(markdown: str) -> SafeString:
    """The prose as paragraphs. Raw HTML in it is shown as text; links lead to http, https or a place of the page."""
    cleaned = nh3.clean(
        _markdown.render(markdown),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel="nofollow noopener",
    )
    return mark_safe(cleaned)  # noqa: S308  # nh3 has just removed whatever could act
