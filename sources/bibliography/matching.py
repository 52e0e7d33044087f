"""Match the sources of a bibliography to the documents of the desk: by key, DOI, address or title."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from dossier.text.dates import bounds

from .fields import Source

# The most reliable sign first.
SIGNS = ("key", "doi", "url", "title")
MOST_ALIKE = 50  # candidates compared for one source


@dataclass(frozen=True)
class Match:
    """The key of the document, and the sign by which it was recognised."""

    key: str
    by: str


class Known:
    """The documents of the desk, or any sources, indexed by the signs by which they can be recognised."""

    def __init__(self, sources: Iterable[Source]):
        self._sources: dict[str, Source] = {}
        self._by: dict[str, dict[str, list[str]]] = {sign: defaultdict(list) for sign in SIGNS}
        for source in sources:
            self._sources[source["key"]] = source
            for sign, value in signs(source):
                self._by[sign][value].append(source["key"])

    def find(self, source: Source, *, ours: bool = True) -> Match | None:
        """The one document that matches; None if there is none, or more than one.

        The key of an entry that is not `ours` may be another document's by chance.
        """
        for sign, value in signs(source):
            keys = self._by[sign].get(value, [])[:MOST_ALIKE]
            if sign == "title" or (sign == "key" and not ours):
                # Many papers share an agency's headline: nothing else may contradict the match.
                keys = [key for key in keys if not differs(source, self._sources[key])]
            if len(keys) == 1:
                return Match(keys[0], sign)
        return None


def signs(source: Source) -> Iterable[tuple[str, str]]:
    """The signs by which the source can be recognised, the most reliable first."""
    values = {
        "key": source.get("key", ""),
        "doi": source.get("doi", "").casefold(),
        "url": normal_url(source.get("url", "")),
        "title": fold_title(source.get("title", "")),
    }
    return [(sign, values[sign]) for sign in SIGNS if values[sign]]


def normal_url(url: str) -> str:
    """The address without what seldom matters: scheme, www., mobile host, last slash, fragment, campaign parameters."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    host = re.sub(r"^(www|m|amp)\.", "", (parts.hostname or "").lower())
    query = "&".join(
        sorted(pair for pair in parts.query.split("&") if pair and not re.match(r"(utm_\w+|fbclid|gclid)=", pair))
    )
    return f"{host}{parts.path.rstrip('/')}{'?' if query else ''}{query}" if host else ""


def fold_title(text: str) -> str:
    """The letters and digits of a title, without case, accents and width."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if character.isalnum())


def differs(one: Source, other: Source) -> bool:
    """Whether two sources with one title contradict each other, so that they are not one document."""
    for name, fold in (("doi", str.casefold), ("url", _host), ("publisher", fold_title), ("language", _language)):
        if one.get(name) and other.get(name) and fold(one[name]) != fold(other[name]):
            return True
    return bool(one.get("issued") and other.get("issued") and not _may_be_one_day(one["issued"], other["issued"]))


def _host(url: str) -> str:
    return normal_url(url).partition("/")[0]


def _language(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _may_be_one_day(one: str, other: str) -> bool:
    first, second = bounds(one), bounds(other)
    apart = (first.latest and second.earliest and first.latest < second.earliest) or (
        second.latest and first.earliest and second.latest < first.earliest
    )
    return not apart
