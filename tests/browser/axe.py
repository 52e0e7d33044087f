"""What axe finds wrong with a page and with all that is folded in it."""

from axe_playwright_python.sync_playwright import Axe

from .unfolding import unfold

COLOURS = ["color-contrast", "link-in-text-block"]
# Each scheme once, each direction once, each kind of script once.
SCHEMES = [("en", "light"), ("ar", "dark"), ("zh-hant", "light")]

# Marks, of all visible texts that look alike and stand on like grounds, the first. A page has thousands of texts and
# few looks, and axe would take most of its time for the colours of each.
MARK = """(root) => {
    const grounds = new Map([[null, '']]), seen = new Set();
    const ground = (element) => {
        if (!grounds.has(element)) {
            const style = getComputedStyle(element);
            const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.position,
                style.clip, style.clipPath, style.overflow, element.matches(':disabled, [aria-disabled=true]')];
            grounds.set(element, `${ground(element.parentElement)} ${own}`);
        }
        return grounds.get(element);
    };
    for (const element of document.querySelectorAll(`${root} *`)) {
        const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join('');
        const isField = element.matches('input, select, textarea');
        // axe says nothing of a single sign.
        if (!isField && text.trim().length < 2) continue;
        if (!element.checkVisibility({visibilityProperty: true})) continue;
        const style = getComputedStyle(element), around = getComputedStyle(element.parentElement);
        const look = [isField, style.color, style.fontSize, style.fontWeight, style.textShadow, element.tagName,
            style.textDecorationLine, style.borderBottomWidth, around.color, around.display, ground(element)].join();
        if (!seen.has(look)) element.dataset.look = '';
        seen.add(look);
    }
}"""


def violations(page, scheme="light", parts=None):
    """Each with its address, its rule and some of its places; of the whole page, or of some parts of it."""
    unfold(page)
    page.evaluate(Axe().axe_script)
    # axe would fetch each page's style sheets once more, for a rule that it applies only when asked to.
    options = {"resultTypes": ["violations"], "preload": False}
    if scheme == "light" and page.evaluate("document.documentElement.lang") != "en":
        # The colours are those that English pages have been asked for.
        options["rules"] = {rule: {"enabled": False} for rule in COLOURS}
    else:
        page.evaluate(MARK, f":is({', '.join(parts)})" if parts else "body")
        page.evaluate("axe.configure({rules: [{id: 'color-contrast', selector: '[data-look]'}]})")
    context = {"include": [[part] for part in parts]} if parts else {"exclude": []}
    found = page.evaluate("([context, options]) => axe.run(context, options)", [context, options])["violations"]
    return [(page.url, each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found]
