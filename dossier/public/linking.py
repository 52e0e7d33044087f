"""Links within a dossier, whose passages are on several pages."""

import re

from django.urls import reverse

_ID = re.compile(r'\sid="([^"]+)"')


def placed(html: str, slug: str, *, folded: bool) -> str:
    """The page with each link to a passage that is not on it leading to the page that has it.

    Templates write a link within the dossier as `#step-KEY`, or as that of publication:passage. If the dossier is
    `folded`, its own page does not have all of its passages.
    """
    here = set(_ID.findall(html))
    dossier = reverse("publication:treaty_detail", args=[slug])
    links = re.compile(rf'href="(?:#|{re.escape(dossier)}at/)([a-z0-9_-]+)/?"')

    def to(link: re.Match) -> str:
        if link[1] in here:
            return f'href="#{link[1]}"'
        kind, _, key = link[1].partition("-")
        if folded and kind in _PAGES:
            return f'href="{reverse(_PAGES[kind], args=[slug, key])}"'
        return f'href="{dossier}at/{link[1]}/"' if folded else f'href="{dossier}#{link[1]}"'

    return links.sub(to, html)


# The records that have pages of their own, by the prefix of their ids.
_PAGES = {"article": "publication:article_detail", "question": "publication:difference_detail"}
