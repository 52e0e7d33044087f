"""Shorten a dossier's quotations to what the rights in each source let us reproduce."""

from typing import Any

from sources.quotations.checking import limits
from sources.quotations.reuse import public_quote
from sources.vocabulary import Reuse


def within_reuse(dossier: dict[str, Any]) -> dict[str, Any]:
    """The dossier as it may be published. If a quotation is cut, so are its translations, which are as long."""
    reuse = {source["key"]: source.get("reuse", Reuse.UNKNOWN) for source in dossier.get("sources", [])}
    citations = dossier.get("citations", [])
    shown = [_citation(citation, reuse.get(citation["document"], Reuse.UNKNOWN)) for citation in citations]
    return dossier | ({"citations": shown} if citations else {})


def shortened(dossier: dict[str, Any]) -> list[str]:
    """The keys of the citations whose quotations readers will see only in part."""
    shown = within_reuse(dossier).get("citations", [])
    pairs = zip(dossier.get("citations", []), shown, strict=True)
    return [before["key"] for before, after in pairs if before != after]


def _citation(citation: dict[str, Any], reuse: str) -> dict[str, Any]:
    quote = citation.get("quote", "")
    shown = public_quote(quote, reuse, limits())
    if shown == quote:
        return citation
    translations = citation.get("quote_translation", {})
    cut = {language: public_quote(text, reuse, limits()) for language, text in translations.items()}
    return citation | {"quote": shown} | ({"quote_translation": cut} if cut else {})
