"""What goes out into a bibliography comes in again the same, in each of the three formats."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.text.languages import LANGUAGES
from sources.bibliography.fields import EMPTY, filled
from sources.bibliography.reading import FORMATS, read_bibliography
from sources.models import SourceDocument
from sources.vocabulary import DocumentKind
from tests.sources.examples import DIRT, PLAIN, dirty, shipped

formats = pytest.mark.parametrize("ending", FORMATS)


def again(sources, ending):
    """The sources after they went out and came in."""
    entries = FORMATS[ending].read(FORMATS[ending].write(sources), f"sources.{ending}")
    assert all(entry.ours for entry in entries)
    return [entry.source for entry in entries]


def test_a_source_has_every_public_field_of_a_document():
    generated = {"issued_earliest", "issued_latest"}
    names = {
        getattr(field, "translated_field", field).name for field in SourceDocument._meta.concrete_fields
    } - generated

    assert set(EMPTY) == names - {"id", "note_internal"}


@formats
def test_every_shipped_source_comes_back(ending, dossier_files):
    sources = shipped(dossier_files)
    assert len(sources) > 150

    assert again(sources, ending) == sources
    written = FORMATS[ending].write(sources).encode()
    assert [entry.source for entry in read_bibliography(written, f"a.{ending}")] == sources


@formats
@pytest.mark.parametrize("name", DIRT)
def test_dirt_comes_back(ending, name):
    assert again([dirty(name)], ending) == [dirty(name)]


@formats
def test_all_dirt_in_one_file_comes_back(ending):
    sources = [filled(PLAIN | DIRT[name] | {"key": f"dirt-{number}"}) for number, name in enumerate(DIRT)]

    assert again(sources, ending) == sources


@formats
def test_second_export_is_the_first(ending, dossier_files):
    first = FORMATS[ending].write(shipped(dossier_files))

    assert FORMATS[ending].write([entry.source for entry in FORMATS[ending].read(first, "first")]) == first


_characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_special = st.text(st.sampled_from("\\{}[]\"'`-,;:=@#%&$~^_ \n\tab.Ö条ع"), max_size=12)
_texts = (
    _special
    | st.text(_characters, max_size=8)
    | st.sampled_from(["and", "others", " and ", "et al.", "van", "~", "--"])
)


@formats
@given(
    texts=st.fixed_dictionaries(
        {name: _texts for name in ("title", "title_transliterated", "publisher", "container_title")}
        | {name: _texts for name in ("volume", "issue", "pages")}
    ),
    authors=st.lists(_texts, max_size=3),
    translated=st.dictionaries(st.sampled_from(list(LANGUAGES)), _texts, max_size=3),
    kind=st.sampled_from(DocumentKind.values),
)
def test_whatever_the_desk_can_hold_comes_back(ending, texts, authors, translated, kind):
    found = texts | {"authors": authors, "title_translated": translated, "note_public": translated, "kind": kind}
    source = filled(PLAIN | found)

    assert again([source], ending) == [source]


@formats
@pytest.mark.parametrize(
    ("before", "after", "field", "value"),
    [
        ("2024", "2025", "issued", "2025-06-19~"),
        ("A study", "Another study", "title", "Another study"),
        ("example.org", "example.net", "url", "https://example.net/study"),
    ],
)
def test_what_another_program_changed_is_changed(ending, before, after, field, value):
    """An extra that says more than the plain field is not believed any more once that field says otherwise."""
    source = filled(PLAIN | {"issued": "2024-06-19?", "accessed": ""})
    text = FORMATS[ending].write([source])
    extra = text.count("2024-06-19?")
    text = text.replace("2024-06-19?", "@@@").replace(before, after).replace("@@@", "2024-06-19?")

    assert extra == 1
    found = FORMATS[ending].read(text, "a")[0].source
    if ending == "ris" and field == "issued":
        # RIS has no mark for doubt.
        value = "2025-06-19"
    assert found == source | {field: value}
