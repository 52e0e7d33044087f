"""The page of one article: the article's part of the dossier's page, and further details."""

from collections import defaultdict

from .context import Context
from .footnotes import uses_in
from .naming import article_name, parts_above, party_name
from .texts import Page, quoted


def article_pages(context: Context, head: Page) -> dict[str, Page]:
    """The page of each article, by its part: its texts, and the events and steps that concern it."""
    treaty = {name: head[name] for name in ("slug", "title", "folded")}
    lines = head["articles"]
    events, steps = _by_article(head["events"]), _by_article(head["steps"])
    users = {use: position for position, source in enumerate(head["sources"]) for use in source["uses"]}
    pages = {}
    for position, (line, article) in enumerate(zip(lines, context.listed("articles"), strict=True)):
        # The footnotes of this page link back only to its own parts.
        here = uses_in(line)
        used = sorted({users[use] for use in here & users.keys()})
        sources = (head["sources"][position] for position in used)
        pages[f"articles/{line['slug']}"] = {
            **line,
            "treaty": treaty,
            "above": [article_name(context, part) for part in parts_above(context, article)],
            "members": [
                article_name(context, member)
                for member in context.listed("articles")
                if member.get("parent") == line["slug"]
            ],
            "numbers": [
                {"number": each["number"], "from": each.get("valid_from", ""), "until": each.get("valid_until", "")}
                for each in article.get("numbers", [])
            ],
            "texts": [_wording(context, wording) for wording in article.get("texts", [])],
            "events": events[line["slug"]],
            "steps": steps[line["slug"]],
            "previous": lines[position - 1] if position > 0 else None,
            "next": lines[position + 1] if position + 1 < len(lines) else None,
            "sources": [source | {"uses": [use for use in source["uses"] if use in here]} for source in sources],
        }
    return pages


def _wording(context: Context, wording: dict) -> Page:
    """The wording of an article in one text of the treaty."""
    text = context.record("texts", wording["text"])
    return {
        **context.texts(text, "texts"),
        "key": wording["text"] + (f"@{wording['valid_from']}" if wording.get("valid_from") else ""),
        "language": text["language"],
        "words": quoted(wording["body"], text["language"]),
        "authenticity": text["authenticity"],
        "copy_of": party_name(context, text.get("copy_of")),
        "valid_from": wording.get("valid_from", ""),
        "valid_until": wording.get("valid_until", ""),
    }


def _by_article(records: list[Page]) -> dict[str, list[Page]]:
    by_article: dict[str, list[Page]] = defaultdict(list)
    for record in records:
        for slug in dict.fromkeys(article["slug"] for article in [*record["articles"], *record.get("basis", [])]):
            by_article[slug].append(record)
    return by_article
