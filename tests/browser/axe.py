"""What axe finds wrong with a page and with all that is folded in it."""

from axe_playwright_python.sync_playwright import Axe

from .unfolding import unfold

COLOURS = ["color-contrast", "link-in-text-block"]
# Each scheme once, each direction once, each kind of script once.
SCHEMES = [("en", "light"), ("ar", "dark"), ("zh-hant", "light")]


def violations(page, scheme="light", parts=None):
    """Each with its address, its rule and some of its places; of the whole page, or of some parts of it."""
    unfold(page)
    # axe would fetch each page's style sheets once more, for a rule that it applies only when asked to.
    options = {"resultTypes": ["violations"], "preload": False}
    if scheme == "light" and page.evaluate("document.documentElement.lang") != "en":
        # Two thirds of the time would go into colours that English pages have been asked for.
        options["rules"] = {rule: {"enabled": False} for rule in COLOURS}
    context = {"include": [[part] for part in parts]} if parts else None
    found = Axe().run(page, context=context, options=options).response["violations"]
    return [(page.url, each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found]
