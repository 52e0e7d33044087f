"""COinS: a source as an OpenURL ContextObject (ANSI/NISO Z39.88-2004), which Zotero's button detects in a page."""

from urllib.parse import urlencode

from .fields import Source
from .items import plain_item
from .names import written

FORMAT = "info:ofi/fmt:kev:mtx:"
# Zotero's names for types that OpenURL has no format for; it reads them from the Dublin Core format.
DUBLIN_CORE = {
    "article-newspaper": "newspaperArticle",
    "webpage": "webpage",
    "entry-encyclopedia": "encyclopediaArticle",
    "manuscript": "manuscript",
    "document": "document",
}


def context_object(source: Source) -> str:
    """The title attribute of the empty element that Zotero reads."""
    item = plain_item(source)
    parts = item.get("issued", {}).get("date-parts", [[]])[0]
    date = "-".join(f"{number:0{2 if place else 4}}" for place, number in enumerate(parts))
    title, container, publisher = (item.get(name, "") for name in ("title", "container-title", "publisher"))
    pairs = [("ctx_ver", "Z39.88-2004")]
    match item["type"]:
        case "article-journal":
            pairs += [("rft_val_fmt", f"{FORMAT}journal"), ("rft.genre", "article")]
            pairs += [("rft.atitle", title), ("rft.jtitle", container), ("rft.volume", item.get("volume", ""))]
            pairs += [("rft.issue", item.get("issue", "")), ("rft.pages", item.get("page", ""))]
        case "book" | "report":
            pairs += [("rft_val_fmt", f"{FORMAT}book"), ("rft.genre", item["type"])]
            pairs += [("rft.btitle", title), ("rft.title", title), ("rft.pub", publisher)]
        case "chapter":
            pairs += [("rft_val_fmt", f"{FORMAT}book"), ("rft.genre", "bookitem"), ("rft.atitle", title)]
            pairs += [("rft.btitle", container), ("rft.pub", publisher), ("rft.pages", item.get("page", ""))]
        case other:
            pairs += [("rft_val_fmt", f"{FORMAT}dc"), ("rft.type", DUBLIN_CORE.get(other, "document"))]
            pairs += [("rft.title", title or publisher), ("rft.source", container), ("rft.publisher", publisher)]
    pairs += [("rft.au", written(name).strip("{}")) for name in item.get("author", [])]
    pairs += [("rft.date", date), ("rft.language", item.get("language", ""))]
    if doi := item.get("DOI"):
        pairs.append(("rft_id", f"info:doi/{doi}"))
    pairs.append(("rft_id", item.get("URL", "")))
    return urlencode([(name, value) for name, value in pairs if value])
