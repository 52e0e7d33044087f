"""Every value in the running text of a public page stands apart from the direction of what is around it."""

import re

import pytest
from django.conf import settings
from django.utils.translation import override

from dossier.format.mapping import walk
from dossier.public.templatetags.dossier_text import field_label
from dossier.text.languages import LANGUAGES

TEMPLATES = sorted((settings.BASE_DIR / "templates").glob("public/*.html"))
TEMPLATES.append(settings.BASE_DIR / "templates" / "base.html")
# Filters that isolate a value, or give one of the interface's own labels.
APART = {
    "words",
    "rendering",
    "printed_in",
    "prose",
    "edtf",
    "day",
    "open_day_in_words",
    "date_in_words",
    "moment_in_words",
    "short_date",
    "qualifier",
    "article_name",
    "article_names",
    "subject_name",
    "topic",
    "wording",
    "told",
    "isolated",
}
LABELS = {
    "term",
    "linked_term",
    "field_label",
    "vocabulary_label",
    "reversed_relation",
    "name_of_language",
    "language_of",
}
LABELS |= {"digits", "duration", "share", "length", "striptags", "join", "place_label"}
# Numbers, and labels of the interface.
NUMBERS = re.compile(r"(.+\.)?(n|number|total|sourced|instead|converted|machine|counter|num_pages|value|letter|count)")
OURS = {"field", "field.label", "facet.label", "term.label", "label", "error", "format.name", "each.style", "part.text"}
# In <title> and in attributes, where nothing stands beside it.
OURS |= {"source.key", "option.label", "moment"}
# Stretches of a text whose element has its language and direction, and a date within a <time>.
OURS |= {"piece.text", "piece", "part.beside"}
AS_THEY_STAND = {"step.number", "article.number", "field.value", "fact.reference.value", "row.value", "row.letter"}
AS_THEY_STAND |= {"edition.number", "each.number"}
TAG = re.compile(r"""<(\w+)((?:\{%.*?%\}|\{\{.*?\}\}|"(?:\{%.*?%\}|\{\{.*?\}\}|[^"])*"|[^<>"])*)>""", re.DOTALL)
ISOLATING = re.compile(r"<(bdi|code|[a-z]+ (?=[^>]*(?:lang=|dir=)))[^>]*>[^<>]*$")


def tag_alone(found):
    """A tag without its attributes, but for those that give a text its direction."""
    kept = [name for name in ("lang=", "dir=") if name in found[2]]
    return f"<{found[1]} {' '.join(kept)}>" if kept else f"<{found[1]}>"


def is_apart(value, given):
    name, *filters = (part.partition(":")[0].strip() for part in value.split("|"))
    if filters:
        return filters[-1] in APART | LABELS
    return bool(NUMBERS.fullmatch(name)) or name in OURS or (name in given and is_apart(given[name], {}))


def bare_values(source):
    source = re.sub(r"\{% block (title|description) %\}.*?\{% endblock", "", source, flags=re.DOTALL)
    text = TAG.sub(tag_alone, source)
    given = {}
    for tag in re.findall(r"\{% blocktranslate (.*?)%\}", text):
        given |= dict(re.findall(r"(\w+)=(\S+)", tag))
    found = []
    for value in re.finditer(r"\{\{\s*(.*?)\s*\}\}", text):
        if not is_apart(value[1], given) and not ISOLATING.search(text[: value.start()]):
            found.append(value[1])
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_value_is_drawn_into_the_direction_of_another(path):
    assert bare_values(path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_number_is_printed_in_the_digits_of_the_reader(path):
    text = TAG.sub(tag_alone, path.read_text())
    sentences = re.findall(r"\{% blocktranslate(.*?)%\}(.*?)\{% endblocktranslate %\}", text, re.DOTALL)
    for given, sentence in sentences:
        values = dict(re.findall(r"(\w+)=(\S+)", given))
        said = [name for name in re.findall(r"\{\{ (\w+) \}\}", sentence) if NUMBERS.fullmatch(name)]
        assert [name for name in said if "|digits" not in values.get(name, "")] == []
    outside = re.sub(r"\{% blocktranslate.*?\{% endblocktranslate %\}", "", text, flags=re.DOTALL)
    shown = {value for value in re.findall(r"\{\{ ([^\s|]+) \}\}", outside) if NUMBERS.fullmatch(value)}
    # Numbers and figures as their documents print them; letters; the address of data.
    assert shown <= AS_THEY_STAND


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>{{ source.volume }}</p>", ["source.volume"]),
        ("<p><bdi>{{ source.volume }}</bdi> {{ source.issue }}</p>", ["source.issue"]),
        ('<p title="{{ x }}">{% blocktranslate with who=name.text %}by {{ who }}{% endblocktranslate %}', ["who"]),
        ("{% blocktranslate with who=name|words n=many %}{{ n }} by {{ who }}{% endblocktranslate %}", []),
        ('<q lang="{{ a.lang }}" dir="{{ a.dir }}">{{ a.text }}</q>', []),
    ],
)
def test_bare_values_are_found(source, found):
    assert bare_values(source) == found


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_each_field_that_sources_can_state_has_a_label_for_readers(language):
    names = {name for table in walk() for name in table.citable}

    with override(language):
        unlabelled = {name for name in names if field_label(name) == name}

    assert unlabelled == set()
