"""What of a dossier's quotations leaves the desk: as much as the rights in each source let us reproduce."""

from typing import Any

from sources.quotations.checking import limits
from sources.quotations.reuse import public_quote
from sources.vocabulary import Reuse


def within_reuse(dossier: dict[str, Any]) -> dict[str, Any]:
    """The dossier as it may be published. Where a quotation is cut, its translations are too: they are as long."""
    reuse = {source["key"]: source.get("reuse", Reuse.UNKNOWN) for source in dossier.get("sources", [])}
    citations = dossier.get("citations", [])
    shown = [_citation(each, reuse.get(each["document"], Reuse.UNKNOWN)) for each in citations]
    return dossier | ({"citations": shown} if citations else {})


def shortened(dossier: dict[str, Any]) -> list[str]:
    """The keys of the citations of which readers will see only a part."""
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
