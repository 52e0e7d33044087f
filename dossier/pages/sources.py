"""A source in the list on a dossier's page, and on its own page with its lineage and citations."""

from collections import defaultdict

from dossier.text.languages import tag

from .context import Context
from .evidence.apparatus import citation_line, value
from .evidence.descent import descent
from .footnotes import Footnotes
from .naming import subject_name
from .texts import Page, printed, quoted


def source_list(context: Context, footnotes: Footnotes) -> list[Page]:
    """Every source by number; those that are not used on the page come last."""
    ordered = sorted(context.sources.values(), key=lambda source: footnotes.number_of(source["key"]))
    return [_line(context, source, footnotes) for source in ordered]


def _line(context: Context, source: dict, footnotes: Footnotes) -> Page:
    language = source.get("language") or "en"
    return {
        **context.texts(source, "sources"),
        "key": source["key"],
        "number": footnotes.number_of(source["key"]),
        "kind": source["kind"],
        "language": tag(language),
        "title": quoted(source.get("title", ""), language),
        "title_transliterated": source.get("title_transliterated", ""),
        "authors": [printed(author, source.get("language", "")) for author in source.get("authors", [])],
        "publisher": printed(source.get("publisher", ""), source.get("language", "")),
        "container_title": source.get("container_title", ""),
        "volume": source.get("volume", ""),
        "issue": source.get("issue", ""),
        "pages": source.get("pages", ""),
        "doi": source.get("doi", ""),
        "url": source.get("url", ""),
        "archive_url": source.get("archive_url", ""),
        "archived_on": source.get("archived_on", ""),
        "issued": source.get("issued", ""),
        "accessed": source.get("accessed", ""),
        "issuer_kind": source["issuer_kind"],
        "extent_read": source["extent_read"],
        "uses": list(dict.fromkeys(footnotes.uses[source["key"]])),
        "origins": [
            {
                "relation": origin["relation"],
                "source": context.mark(origin["origin"]),
                "evidence": origin.get("evidence", ""),
            }
            for origin in source.get("origins", [])
            if origin["origin"] in context.sources
        ],
    }


def source_pages(context: Context, head: Page) -> dict[str, Page]:
    """The page of each source, by its part."""
    treaty = {"slug": head["slug"], "title": head["title"]}
    lines = {line["key"]: line for line in head["sources"]}
    derived, citing = _derived(context), _citing(context)
    return {
        f"sources/{key}": {
            **line,
            "treaty": treaty,
            "descent": _descent(context, key),
            "rests_on": [context.mark(origin) for origin in context.lineage.origins(key) if origin != key],
            "derived": [{"relation": relation, "source": context.mark(other)} for other, relation in derived[key]],
            "cited": [_cited(context, citation) for citation in citing[key]],
        }
        for key, line in lines.items()
    }


def _cited(context: Context, citation: dict) -> Page:
    return {
        "subject": subject_name(context, citation["subject"]),
        "point": {"field": citation.get("field", ""), "topic": citation.get("topic", "")},
        "value": value(context, citation),
        **citation_line(context, citation),
    }


def _derived(context: Context) -> dict[str, list[tuple[str, str]]]:
    """By origin: the sources that depend on it, with the relation."""
    derived: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for source in context.sources.values():
        for origin in source.get("origins", []):
            derived[origin["origin"]].append((source["key"], origin["relation"]))
    return derived


def _citing(context: Context) -> dict[str, list[dict]]:
    """By source: the citations that quote it, or that are attributed to it."""
    citing: dict[str, list[dict]] = defaultdict(list)
    for citation in context.listed("citations"):
        for key in dict.fromkeys((citation["document"], citation.get("attributed_to", ""))):
            citing[key].append(citation)
    return citing


def _descent(context: Context, key: str) -> Page | None:
    """The graph of a source's lineage, each line with a mark of its document."""
    graph = descent(context.lineage, key)
    for row in graph["rows"] if graph else []:
        row["source"] = context.mark(row["key"])
    return graph
