"""What axe finds wrong with a page."""

from axe_playwright_python.sync_playwright import Axe

COLOURS = ["color-contrast", "link-in-text-block"]


def violations(page, scheme="light", parts=None):
    """Each with its address, its rule and some of its places; of the whole page, or of some parts of it."""
    options = {"resultTypes": ["violations"]}
    if scheme == "dark":
        # Only the colours are others.
        options["runOnly"] = COLOURS
    elif page.evaluate("document.documentElement.lang") != "en":
        # All is another but the colours.
        options["rules"] = {rule: {"enabled": False} for rule in COLOURS}
    context = {"include": [[part] for part in parts]} if parts else None
    found = Axe().run(page, context=context, options=options).response["violations"]
    return [(page.url, each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found]
