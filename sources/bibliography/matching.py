"""Which source of a bibliography is which document of the desk: by key, DOI, address, or title."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from dossier.text.dates import bounds

from .fields import Source

# In this order: what comes first is the surer sign.
SIGNS = ("key", "doi", "url", "title")
MOST_ALIKE = 50  # among which one is looked for


@dataclass(frozen=True)
class Match:
    """The key of the document, and by what it was recognised."""

    key: str
    by: str


class Known:
    """The documents of the desk, or any sources, by what they can be recognised by."""

    def __init__(self, sources: Iterable[Source]):
        self._sources: dict[str, Source] = {}
        self._by: dict[str, dict[str, list[str]]] = {sign: defaultdict(list) for sign in SIGNS}
        for source in sources:
            self._sources[source["key"]] = source
            for sign, value in signs(source):
                self._by[sign][value].append(source["key"])

    def find(self, source: Source, *, ours: bool = True) -> Match | None:
        """The one document that it is; None where there is none, or where several would do.

        The key of an entry that is not `ours` may be another document's by chance.
        """
        for sign, value in signs(source):
            found = self._by[sign].get(value, [])[:MOST_ALIKE]
            if sign == "title" or (sign == "key" and not ours):
                # Agencies' headlines are everybody's: nothing else may speak against it.
                found = [key for key in found if not differs(source, self._sources[key])]
            if len(found) == 1:
                return Match(found[0], sign)
        return None


def signs(source: Source) -> Iterable[tuple[str, str]]:
    """What the source can be recognised by, the surest first."""
    found = {
        "key": source.get("key", ""),
        "doi": source.get("doi", "").casefold(),
        "url": normal_url(source.get("url", "")),
        "title": fold_title(source.get("title", "")),
    }
    return [(sign, found[sign]) for sign in SIGNS if found[sign]]


def normal_url(url: str) -> str:
    """The address without what seldom matters: scheme, www., mobile host, last slash, fragment, marks of campaigns."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    host = re.sub(r"^(www|m|amp)\.", "", (parts.hostname or "").lower())
    query = "&".join(
        sorted(each for each in parts.query.split("&") if each and not re.match(r"(utm_\w+|fbclid|gclid)=", each))
    )
    return f"{host}{parts.path.rstrip('/')}{'?' if query else ''}{query}" if host else ""


def fold_title(text: str) -> str:
    """The letters and digits of a title, without case, accents and width."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if character.isalnum())


def differs(one: Source, other: Source) -> bool:
    """Whether two sources of one title say what cannot be said of one document."""
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
