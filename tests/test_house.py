"""What import-linter cannot see goes down too: templates, what they load and lead to, and names in strings.

And a template can be read by a person.
"""

import ast
import re

import pytest
from django.apps import apps
from django.conf import settings
from django.template import engines
from django.urls import get_resolver

ROOT = settings.BASE_DIR
# From the lowest up; what stands beside each other bears the same number.
FLOORS = [
    ("dossier.text",),
    ("dossier.editing",),
    ("sources",),
    ("treaties",),
    ("dossier.format",),
    ("dossier.pages",),
    ("dossier.publication",),
    ("dossier.public",),
    ("dossier.desk", "dossier.accounts"),
]
HEIGHTS = {package: height for height, packages in enumerate(FLOORS) for package in packages}
# Folders of templates whose names Django or allauth fix, and the frame of the desk among them.
FIXED = {"account": "dossier.accounts", "mfa": "dossier.accounts", "registration": "dossier.accounts"}
FIXED |= {"admin": "dossier.editing", "": "dossier.public"}
FRAME = "admin/base_site.html"
LOADED = re.compile(r"{% load ([^%]+) %}")
NAMED = re.compile(r"{% (?:extends|include) \"([^\"]+)\"")
LED_TO = re.compile(r"{% url \"([^\"]+)\"")
# Of a template; a tag of Django's cannot be broken, so it is more than in Python.
LONGEST_LINE = 200


def height(module):
    """The floor of a module; -1 for what is not ours, and may be named by all."""
    return next((number for package, number in HEIGHTS.items() if f"{module}.".startswith(f"{package}.")), -1)


def floor_of(template):
    """The floor of a template by the folder it lies in."""
    folder = template.rpartition("/")[0].partition("/")[0]
    if template == FRAME:
        return HEIGHTS["dossier.desk"]
    package = FIXED.get(folder) or (folder if folder in HEIGHTS else f"dossier.{folder}")
    return HEIGHTS[package]


def own_templates():
    folder = ROOT / "templates"
    return [str(path.relative_to(folder)) for path in sorted(folder.rglob("*.html"))]


def views(resolver, namespace=""):
    """The module of each view by the name under which templates lead to it."""
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from views(each, inner)
        elif each.name:
            view = each.callback
            while hasattr(view, "__wrapped__"):
                view = view.__wrapped__
            owner = getattr(view, "__self__", view)
            yield f"{namespace}{each.name}", getattr(owner, "__module__", "") or type(owner).__module__


def test_template_names_nothing_of_a_higher_floor():
    libraries, led = engines["django"].engine.libraries, dict(views(get_resolver()))
    ours = set(own_templates())
    upwards = []
    for template in sorted(ours):
        text = (ROOT / "templates" / template).read_text()
        for group in LOADED.findall(text):
            for library in group.split():
                if height(libraries.get(library, "")) > floor_of(template):
                    upwards.append(f"{template} loads {library}")
        for other in NAMED.findall(text):
            if other in ours - {FRAME} and floor_of(other) > floor_of(template):
                upwards.append(f"{template} names {other}")
        for name in LED_TO.findall(text):
            if height(led.get(name, "")) > floor_of(template):
                upwards.append(f"{template} leads to {name}")

    assert upwards == []


def test_no_line_of_a_template_is_too_long_to_read():
    too_long = [
        f"{template}:{number}"
        for template in own_templates()
        for number, line in enumerate((ROOT / "templates" / template).read_text().splitlines(), start=1)
        if len(line) > LONGEST_LINE
    ]

    assert too_long == []


def strings(path):
    """The texts of a module, without its docstrings."""
    tree = ast.parse(path.read_text())
    said = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            said.add(id(body[0].value))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    ]


def names_above(package):
    """What only higher floors know: dotted names, models, and the fields that they alone have."""
    above = [each for each in HEIGHTS if HEIGHTS[each] > HEIGHTS[package]]
    labels = {each.rpartition(".")[2] for each in above}
    models = [each for each in apps.get_models() if height(each.__module__) > HEIGHTS[package]]
    return {f"{label}." for label in labels}, {each.__name__ for each in models if not each.__name__.startswith("Hist")}


@pytest.mark.parametrize("package", ["dossier.text", "dossier.editing", "sources", "treaties", "dossier.format"])
def test_no_text_of_a_module_names_a_module_or_a_model_of_a_higher_floor(package):
    dotted, models = names_above(package)
    found = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in sorted((ROOT / package.replace(".", "/")).rglob("*.py"))
        if "migrations" not in path.parts
        for text in strings(path)
        if " " not in text and (text in models or any(text.startswith(each) for each in dotted))
    ]

    assert found == []
