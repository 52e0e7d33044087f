import time

import pytest

from dossier.format.reading import LARGEST_FILE, parse, read_dossier
from dossier.text.problems import UnreadableFile


def refusal(text, as_json=False):
    with pytest.raises(UnreadableFile) as caught:
        parse(text, "x", as_json=as_json)
    (problem,) = caught.value.problems
    return problem.place, problem.message


def test_yaml_reads_words_and_dates_as_they_stand():
    text = "a: 2024-06-19\nb: NO\nc: 1:30\nd: 012\ne: 4\nf: true\ng: null\nh: '4'\ni: 1e3\nj: .inf\nk: =\n"

    assert parse(text, "x", as_json=False) == {
        **{"a": "2024-06-19", "b": "NO", "c": "1:30", "d": "012", "e": 4, "f": True, "g": None},
        **{"h": "4", "i": "1e3", "j": ".inf", "k": "="},
    }


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: 1\nb: 2\na: 3", "line 3", "no duplicate fields"),
        ("a: &x [1]\nb: *x", "line 2", "instead of an alias"),
        ("a: 1\n---\nb: 2", "line 2", "second document"),
        ("a: !!python/object:os.system x", "line 1", "without a tag"),
        ("1: a", "line 1", "the name of a field"),
        ("? [a]\n: b", "line 1", "the name of a field"),
        ("a: 1\n b: 2", "line 2, column 3", "valid YAML"),
        ("- a", "", "Expected a dossier"),
        ("", "", "Expected a dossier"),
        ("a: " + "[" * 20_000, "line 1", "30 levels of nesting"),
        ("a: b\x00", "line 1", "valid YAML"),
    ],
)
def test_yaml_refuses_what_cannot_be_meant(text, place, message):
    where, why = refusal(text)

    assert (where, message in why) == (place, True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1, "a": 2}', "no duplicate fields"),
        ('{"a": NaN}', "text or a whole number"),
        ('{"a": ', "valid JSON"),
        ("[" * 100_000, "30 levels of nesting"),
        ("[]", "Expected a dossier"),
    ],
)
def test_json_refuses_what_cannot_be_meant(text, message):
    assert message in refusal(text, as_json=True)[1]


@pytest.mark.parametrize(("text", "place"), [('{"a": [{"b": "x\\u0000"}]}', "a[0].b"), ('{"a": "\\ud800"}', "a")])
def test_what_postgresql_cannot_store_is_refused_with_its_place(text, place):
    assert refusal(text, as_json=True)[0] == place


def test_unclosed_string_is_refused_at_once():
    started = time.monotonic()
    refusal('{"a":"' + '\\"' * 500_000, as_json=True)

    assert time.monotonic() - started < 10


def test_problem_writes_nothing_raw_to_the_terminal():
    with pytest.raises(UnreadableFile) as caught:
        parse('{"a\\u001b[31m": "\\u0000"}', "x", as_json=True)

    assert str(caught.value) == "x: a\\x1b[31m: Expected text without NUL characters."


def test_brackets_within_json_text_are_no_nesting():
    assert parse('{"a": "' + "[" * 100 + '"}', "x", as_json=True) == {"a": "[" * 100}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"a: 1", "ends in .yaml or .json"),
        ("a.yaml", "a: é".encode("latin-1"), "saved as UTF-8"),
        ("a.yaml", "a: 1".encode("utf-16"), "saved as UTF-8"),
        ("a.yaml", b" " * (LARGEST_FILE + 1), "at most 8,000,000 bytes"),
    ],
)
def test_read_refuses_the_file_with_its_name(tmp_path, name, content, message):
    file = tmp_path / name
    file.write_bytes(content)

    with pytest.raises(UnreadableFile, match=message) as caught:
        read_dossier(file)
    assert str(caught.value).startswith(str(file))


def test_read_says_that_a_file_is_not_there(tmp_path):
    with pytest.raises(UnreadableFile, match="can be read"):
        read_dossier(tmp_path / "none.yaml")
