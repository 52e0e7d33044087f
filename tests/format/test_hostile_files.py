"""Files that no editor would write: each is refused at its place, says what would be right, and leaves the desk alone.

Every case meets a desk that holds the dossier SMALL, with --update, so there is something to lose.
"""

import json
import os
import random
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from dossier.format.reading import LARGEST_FILE
from dossier.text.problems import MOST_PROBLEMS
from tests.databases import clone, connected_to, drop
from tests.environment import for_process
from tests.format.test_intake import SMALL, take_in

SECONDS, MEGABYTES, LONGEST_ANSWER = 10, 500, 100_000
MILLION = 1_000_000

HEAD = 'format: "1"\nslug: alba-borea\n'
DOSSIER = {"format": "1", "slug": "alba-borea"}
FIELDS = "fields such as format, slug and title"
CHECKED_YAML, CHECKED_JSON = "valid YAML", "valid JSON"
UTF8, TEXT = "a file saved as UTF-8", "valid YAML in UTF-8"
ONE_FILE = "one file for each dossier"
FLAT = "as in the records of /api/schema.json"
PLAIN = "a plain value without a tag"


@dataclass(frozen=True)
class Hostile:
    """A file, or whatever `lay` puts in its place, where it goes wrong, and what would be right."""

    name: str
    file: str
    content: str | bytes | Callable[[], str | bytes]
    place: str
    right: str
    lay: Callable[[Path], object] | None = None

    def laid(self, folder: Path) -> Path:
        path = folder / self.name / self.file
        path.parent.mkdir()
        if self.lay:
            self.lay(path)
        else:
            content = self.content() if callable(self.content) else self.content
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path


def no_file(name, right, lay, file="x.yaml"):
    return Hostile(name, file, "", "", right, lay)


def in_yaml(name, content, place, right):
    return Hostile(name, "x.yaml", content, place, right)


def in_json(name, content, place, right):
    return Hostile(name, "x.json", content, place, right)


def wrong(name, fields, place, right):
    """A dossier whose fields are wrong; where they are many, `fields` makes them."""
    return in_json(name, lambda: json.dumps(DOSSIER | (fields() if callable(fields) else fields)), place, right)


def in_encoding(codec, text, line):
    return in_yaml(f"encoding {codec}", lambda: f"{HEAD}title:\n  en: {text}\n".encode(codec), f"line {line}", UTF8)


def citation(**fields):
    return {"citations": [{"key": "c9", "subject": "treaty", "topic": "status", "document": "wire"} | fields]}


def step(**fields):
    return {"steps": [{"key": "s9", "kind": "deposit"} | fields]}


NO_FILES = [
    no_file("missing file", "file that can be read", lambda path: None),
    no_file("directory", "file that can be read", lambda path: path.mkdir()),
    no_file("pipe", "file that can be read", os.mkfifo),
    no_file("endless device", "file that can be read", lambda path: path.symlink_to("/dev/zero")),
    no_file("terminal", "file that can be read", lambda path: path.symlink_to("/dev/ptmx")),
    no_file("link to itself", "file that can be read", lambda path: path.symlink_to(path)),
    no_file("name too long", "file that can be read", lambda path: None, f"{'x' * 300}.yaml"),
    no_file("other ending", "a name that ends in .yaml or .json", lambda path: path.write_text(HEAD), "x.txt"),
    no_file("no ending", "a name that ends in .yaml or .json", lambda path: path.write_text(HEAD), "yaml"),
    no_file("sparse terabyte", ONE_FILE, lambda path: path.touch() or os.truncate(path, 2**40)),
]

BYTES = [
    in_yaml("ten megabytes", lambda: HEAD + "#" * 10 * MILLION, "", ONE_FILE),
    in_yaml("empty YAML", "", "", FIELDS),
    in_json("empty JSON", "", "line 1, column 1", CHECKED_JSON),
    in_yaml("only comments", "# nothing\n" * 3, "", FIELDS),
    in_yaml("only a comment of many megabytes", lambda: "#\n" * (LARGEST_FILE // 2), "", FIELDS),
    in_yaml("only a separator", "---\n", "", FIELDS),
    in_yaml("only a byte order mark", b"\xef\xbb\xbf", "", FIELDS),
    in_yaml("only line ends", "\r" * MILLION, "", FIELDS),
    in_yaml("list at the top", "- format\n- slug\n", "", FIELDS),
    in_json("list at the top of JSON", "[1]", "", FIELDS),
    in_yaml("text at the top", "alba-borea", "", FIELDS),
    in_json("number at the top", "7", "", FIELDS),
    in_yaml("many documents", lambda: "---\na: b\n" * 500_000, "line 3", ONE_FILE),
    in_encoding("utf-16", "a", 1),
    in_encoding("utf-32", "a", 1),
    *(
        in_yaml(f"encoding {codec}", HEAD.encode(codec), "line 1", TEXT)
        for codec in ("utf-16-le", "utf-16-be", "utf-32-be")
    ),
    in_encoding("latin-1", "Traité", 4),
    in_encoding("cp1251", "Договор", 4),
    in_encoding("koi8-r", "Договор", 4),
    in_encoding("cp1256", "معاهدة", 4),
    in_encoding("gb18030", "朝俄条约", 4),
    in_encoding("big5", "條約", 4),
    in_encoding("euc-kr", "조약", 4),
    in_encoding("shift-jis", "条約", 4),
    in_encoding("tis-620", "สนธิสัญญา", 4),
    in_yaml("escape sequences of ISO 2022", f"{HEAD}title: 条約".encode("iso2022-jp"), "line 3", TEXT),
    in_yaml("surrogates encoded as if they were characters", HEAD.encode() + b"a: \xed\xa0\x80", "line 3", UTF8),
    in_yaml("overlong NUL", HEAD.encode() + b"a: \xc0\x80", "line 3", UTF8),
    in_yaml("end within a character", HEAD.encode() + "a: 条".encode()[:-1], "line 3", UTF8),
    in_yaml("random bytes", lambda: random.Random(1).randbytes(MILLION), "line 1", UTF8),  # noqa: S311  # noise, no secret
    in_yaml("compressed file", zlib.compress(HEAD.encode()), "line 1", UTF8),
    in_yaml("NUL in YAML", HEAD + "title: a\0b", "line 3", TEXT),
    in_json("NUL in JSON", '{\n"a": "\0"}', "line 2, column 7", CHECKED_JSON),
    in_yaml("escape of a terminal", HEAD + "# \x1b]0;owned\x07", "line 3", TEXT),
]

YAML = [
    in_yaml("no mapping", HEAD + "and then", "line 4, column 1", CHECKED_YAML),
    in_yaml("tab for indentation", HEAD + "title:\n\ten: a", "line 4, column 1", CHECKED_YAML),
    in_yaml("quote that does not end", lambda: HEAD + 'a: "' + "b\n" * MILLION, "line 1000003, column 1", CHECKED_YAML),
    in_yaml("half a surrogate pair in YAML", HEAD + 'a: "\\ud800"', "line 3, column 7", CHECKED_YAML),
    in_yaml("escaped NUL in YAML", HEAD + 'title: {en: "a\\0b"}', "title.en", "text without NUL characters"),
    in_yaml("other version of YAML", "%YAML 2.0\n---\n" + HEAD, "line 1, column 1", CHECKED_YAML),
    in_yaml("handle of tags", "%TAG ! tag:x,2000:\n---\n" + HEAD, "line 1", "plain values without tags"),
    in_yaml(
        "half a million handles of tags",
        lambda: "# a\n%YAML 1.1\n" + "".join(f"%TAG !{n}! x\n" for n in range(450_000)) + "---\n" + HEAD,
        *("line 3", "plain values without tags"),
    ),
    in_yaml("alias", HEAD + "title: &a {en: b}\nplace: *a", "line 4", "the value itself"),
    in_yaml(
        "alias bomb",
        HEAD + "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)),
        *("line 4", "the value itself"),
    ),
    in_yaml(
        "alias bomb by merging",
        HEAD + "a: &a {b: c}\nd: &d {<<: [*a, *a]}\ne: {<<: [*d, *d]}",
        *("line 4", "the value itself"),
    ),
    in_yaml("list within itself", HEAD + "kinds: &a [*a]", "line 3", "the value itself"),
    in_yaml("alias as a key", HEAD + "a: &b c\n*b : d", "line 4", "the value itself"),
    in_yaml("merge key", HEAD + "<<: {place: {en: a}}", "<<", "a field of this record"),
    in_yaml("object of Python", HEAD + "title: !!python/object/apply:os.system [ls]", "line 3", PLAIN),
    in_yaml("function of Python", HEAD + "title: !!python/name:os.system ''", "line 3", PLAIN),
    in_yaml("tag of our own", HEAD + "title: !title {en: a}", "line 3", PLAIN),
    in_yaml("tag that looks like text", HEAD + "title: {en: !!strange a}", "line 3", PLAIN),
    in_yaml("binary tag", HEAD + "title: {en: !!binary YQ==}", "line 3", PLAIN),
    in_yaml("set", HEAD + "kinds: !!set {a, b}", "line 3", PLAIN),
    in_yaml("tag of many megabytes", lambda: f"{HEAD}a: !{'b' * 2 * MILLION} c", "line 3", PLAIN),
    in_yaml("number as a key", HEAD + "7: a", "line 3", "text"),
    in_yaml("nothing as a key", HEAD + "~: a", "line 3", "text"),
    in_yaml("truth as a key", HEAD + "true: a", "line 3", "text"),
    in_yaml("list as a key", HEAD + "? [a, b]\n: c", "line 3", "text"),
    in_yaml("record as a key", HEAD + "{a: b}: c", "line 3", "text"),
    in_yaml("empty key in YAML", HEAD + "'': a", '""', "a field of this record"),
    in_yaml("key of a megabyte", lambda: f"{HEAD}? {'k' * MILLION}\n: a", "kkkk", "a field of this record"),
    in_yaml("key twice", HEAD + "title: {en: a}\nslug: other", "line 4", "no duplicate"),
    in_yaml("key twice, escaped", HEAD + '"\\x73lug": other', "line 3", "no duplicate"),
    in_yaml("key twice, as a text too", HEAD + '"slug": other', "line 3", "no duplicate"),
    in_yaml("20,000 lists in each other", lambda: HEAD + "a: " + "[" * 20_000, "line 3", FLAT),
    in_yaml("20,000 records in each other", lambda: HEAD + "a: " + "{a: " * 20_000, "line 3", FLAT),
    in_yaml("20,000 hyphens in a line", lambda: HEAD + "a:\n" + "- " * 20_000, "line 4", FLAT),
    in_yaml("20,000 keys of keys", lambda: HEAD + "? " * 20_000, "line 3", "text"),
    in_yaml(
        "2,000 levels of indentation",
        lambda: HEAD + "".join(f"{' ' * depth}a:\n" for depth in range(2_000)),
        *("line 33", FLAT),
    ),
    in_yaml("a million empty records", lambda: HEAD + "steps:\n" + "- {}\n" * MILLION, "line 149997", ONE_FILE),
    in_yaml("two million colons", lambda: HEAD + "a: {" + ":," * 2 * MILLION, "line 3, column 5", CHECKED_YAML),
]

JSON = [
    in_json("JSON that ends early", '{"format": "1",\n"slug": ', "line 2, column 9", CHECKED_JSON),
    in_json("quote that does not end in JSON", lambda: '{"a": "' + '\\"' * MILLION, "line 1, column 7", CHECKED_JSON),
    in_json("line end within JSON text", '{"a": "b\nc"}', "line 1, column 9", CHECKED_JSON),
    in_json("comment in JSON", "{\n// a\n}", "line 2, column 1", CHECKED_JSON),
    in_json("comma at the end", '{"a": "b",}', "line 1, column 11", CHECKED_JSON),
    in_json("two byte order marks", b"\xef\xbb\xbf\xef\xbb\xbf{}", "line 1, column 1", CHECKED_JSON),
    in_json("two values", "{}\n{}", "line 2, column 1", CHECKED_JSON),
    in_json("wrong escape", '{"a": "\\x41"}', "line 1, column 8", CHECKED_JSON),
    in_json("20,000 lists in JSON", lambda: "\n" + "[" * 20_000, "line 2", FLAT),
    in_json("20,000 lists that all end", lambda: '{"a":\n' + "[" * 20_000 + "]" * 20_000 + "}", "line 2", FLAT),
    in_json("20,000 records in JSON", lambda: '{"a":' * 20_000, "line 1", FLAT),
    in_json("four million brackets in turn", lambda: "[]" * (LARGEST_FILE // 2), "line 1", ONE_FILE),
    in_json("four million numbers", lambda: '{"steps": [1' + ",1" * 3_900_000 + "]}", "line 1", ONE_FILE),
    in_json("key twice in JSON", '{"slug": "a", "slug": "b"}', "slug", "no duplicate"),
    in_json(
        "key twice deep in JSON", '{"steps": [{"key": "a"}, {"key": "b", "key": "c"}]}', "steps[1].key", "no duplicate"
    ),
    in_json("key twice in JSON, escaped", '{"slug": "a", "sl\\u0075g": "b"}', "slug", "no duplicate"),
    in_json("no number", '{"participants": [{"position": NaN}]}', "participants[0].position", "text or a whole number"),
    in_json("infinity", '{"title": {"en": -Infinity}}', "title.en", "text or a whole number"),
    in_json("number beyond all numbers", '{"title": {"en": 1e400}}', "title.en", "text, in quotes"),
    in_json(
        "number of 100,000 digits", lambda: f'{{"title": {{"en": {"9" * 100_000}}}}}', "title.en", "text or a whole"
    ),
    in_json("number of 4,000 digits", lambda: f'{{"position": {"9" * 4_000}}}', "position", "text or a whole number"),
    in_json("NUL in text", '{"title": {"en": "a\\u0000"}}', "title.en", "text without NUL characters"),
    in_json("NUL in a key", '{"a\\u0000b": "c"}', "a\\x00b", "text without NUL characters"),
    in_json(
        "half a surrogate pair", '{"steps": [{"key": "\\ud800"}]}', "steps[0].key", "text without unpaired surrogates"
    ),
    in_json("surrogates in reverse", '{"a": "\\udc00\\ud800"}', "a", "text without unpaired surrogates"),
    in_json("half a surrogate pair in a key", '{"\\udfff": "a"}', "\\udfff", "text without unpaired surrogates"),
    in_json("escape of a terminal in a key", '{"\\u001b[2J": "a"}', "\\x1b[2J", "a field of this record"),
    in_json("same key to the eye", '{"sl\\u200bug": "a"}', "sl\\u200bug", "a field of this record"),
    in_json(
        "same key after normalisation", '{"ti\\ufb02e": {}, "\\uff53lug": "a"}', "\uff53lug", "a field of this record"
    ),
    in_json("140,000 NULs", lambda: json.dumps({"a": ["\0"] * 140_000}), "a[0]", "text without NUL characters"),
    wrong("JSON in a text", lambda: {"steps": "[" * MILLION}, "steps", "a list"),
    wrong("key of Python", {"__class__": {"__init__": "a"}}, "__class__", "a field of this record"),
]

KEYS = "^[a-z0-9]+"
DATES = "2024, 2024-06, 2024-06-19"

FORM = [
    in_yaml("format without quotes", "format: 1\nslug: a\n", "format", "text, in quotes"),
    in_json("no format", '{"slug": "a"}', "format", "a value for this field"),
    wrong("other format", {"format": "2"}, "format", "matches ^1$"),
    in_json("no slug", '{"format": "1"}', "slug", "a value for this field"),
    wrong("slug with capitals", {"slug": "Alba"}, "slug", KEYS),
    wrong("slug that leaves its folder", {"slug": "../../etc/passwd"}, "slug", KEYS),
    wrong("slug with a line end", {"slug": "alba\n"}, "slug", KEYS),
    wrong("slug of other digits", {"slug": "\u0661\u0662"}, "slug", KEYS),
    wrong("slug that is a record", {"slug": {"en": "a"}}, "slug", "text"),
    wrong("unknown field", {"colour": "red"}, "colour", "a field of this record"),
    wrong("unknown field within", step(colour="red"), "steps[0].colour", "a field of this record"),
    wrong("text where a list is due", {"steps": "signed"}, "steps", "a list"),
    wrong("nothing where a list is due", {"steps": None}, "steps", "a list"),
    wrong("list where a record is due", {"steps": [["a"]]}, "steps[0]", "fields such as key"),
    wrong("truth where a record is due", {"steps": [True]}, "steps[0]", "fields such as key"),
    wrong("record where a text is due", {"title": {"en": {"en": "a"}}}, "title.en", "text"),
    wrong("number where a text is due", {"title": {"en": 7}}, "title.en", "text"),
    wrong("fraction where a text is due", step(votes=0.5), "steps[0].votes", "text"),
    wrong("truth where a text is due", citation(value=True), "citations[0].value", "text"),
    wrong("list where a text is due", citation(quote=["a"]), "citations[0].quote", "text"),
    wrong("record where a key is due", {"steps": [{"key": {"a": "b"}}]}, "steps[0].key", "text"),
    wrong("text where texts are due", {"title": "a"}, "title", "en: and the text"),
    wrong("language we do not have", {"title": {"tlh": "a"}}, "title.tlh", "one of en, zh-hans"),
    wrong("nothing where a text is due", {"title": {"en": None}}, "title.en", "text"),
    wrong(
        "text where truth is due",
        {"articles": [{"slug": "1", "main_provision": "yes"}]},
        "articles[0].main_provision",
        "true or false",
    ),
    wrong("text where deletion is due", step(deleted="true"), "steps[0].deleted", "true or false"),
    wrong("negative position", {"articles": [{"slug": "1", "position": -1}]}, "articles[0].position", "at least 0"),
    wrong(
        "huge position",
        {"participants": [{"party": "alba", "position": 10**17}]},
        "participants[0].position",
        "at most 32767",
    ),
    wrong("broken position", {"articles": [{"slug": "1", "position": 1.0}]}, "articles[0].position", "a whole number"),
    wrong("code we do not have", step(kind="signing"), "steps[0].kind", "initialling or signature-definitive"),
    wrong("empty code", step(kind=""), "steps[0].kind", "authorisation-to-sign or"),
    wrong("empty key", {"steps": [{"key": "", "kind": "deposit"}]}, "steps[0].key", KEYS),
    wrong("empty name", {"names": [{"key": "n", "language": "fr", "text": ""}]}, "names[0].text", "at least 1"),
    wrong("empty language", {"names": [{"key": "n", "language": "", "text": "a"}]}, "names[0].language", "at least 2"),
    wrong("empty subject", citation(subject=""), "citations[0].subject", "at least 1"),
    wrong("codes in a list", {"kinds": ["bilateral", 7]}, "kinds[1]", "text"),
    wrong("day of no calendar", step(date="2024-13-40"), "steps[0].date", DATES),
    wrong("leap day of a common year", step(date="2023-02-29"), "steps[0].date", "a day from 2023-02-01 to 2023-02-28"),
    wrong("year zero", step(date="0000"), "steps[0].date", DATES),
    wrong("date in words", step(date="19 June 2024"), "steps[0].date", DATES),
    wrong("date in Arabic digits", step(date="\u0662\u0660\u0662\u0664"), "steps[0].date", DATES),
    wrong("date as a number", step(date=20240619), "steps[0].date", "text"),
    wrong("end before the beginning", step(date="2024/2023"), "steps[0].date", "2023/2024"),
    wrong("month where a day is due", {"checked_up_to": "2024-06"}, "checked_up_to", "a single day such as 2024-06-19"),
    wrong("term in words", {"term": "20 years"}, "term", "matches ^(?:indefinite|"),
    wrong(
        "language with blanks", citation(quote="a", quote_language="en US"), "citations[0].quote_language", "matches"
    ),
    wrong("language in Cyrillic", {"sources": [{"key": "wire", "language": "ру"}]}, "sources[0].language", "matches"),
    wrong(
        "address that acts", {"sources": [{"key": "wire", "url": "javascript:alert(1)"}]}, "sources[0].url", "matches"
    ),
    wrong("address in two lines", {"sources": [{"key": "wire", "url": "http://a\nb"}]}, "sources[0].url", "matches"),
    wrong(
        "country in small letters", {"parties": [{"key": "alba", "iso_3166": "ru"}]}, "parties[0].iso_3166", "matches"
    ),
    wrong("citation of nothing", citation(topic=""), "citations[0]", "either a field or a topic"),
    wrong("citation of two points", citation(field="title"), "citations[0]", "either a field or a topic"),
    wrong("quotation in no language", citation(quote="a"), "citations[0]", "quote_language, such as ko"),
    wrong("value that is no date", citation(value="tomorrow", value_type="date"), "citations[0]", DATES),
    wrong(
        "preference without an outcome",
        {"questions": [{"key": "q", "preferred_value": "a"}]},
        "questions[0]",
        "with the outcome preferred",
    ),
    wrong(
        "outcome without a preference",
        {"questions": [{"key": "q", "outcome": "preferred"}]},
        "questions[0]",
        "with the outcome preferred",
    ),
]


def megabyte(name, fields, place, right):
    return wrong(f"megabyte in {name}", fields, place, right)


LONG = "x" * MILLION

LENGTHS = [
    megabyte("a title", {"title": {"en": LONG}}, "title.en", "at most 500"),
    megabyte("a slug", {"slug": LONG}, "slug", "at most 100 characters"),
    megabyte("a key", {"steps": [{"key": LONG, "kind": "deposit"}]}, "steps[0].key", "at most 100 characters"),
    megabyte("a code", step(kind=LONG), "steps[0].kind", "accession or"),
    megabyte("a date", step(date=LONG), "steps[0].date", DATES),
    megabyte("many dates", step(date=f"[{','.join(['2024'] * 200_000)}]"), "steps[0].date", "at most 80"),
    megabyte("dates in the wrong order", step(date=f"2024/{'2' * MILLION}"), "steps[0].date", DATES),
    megabyte("a day", {"checked_up_to": LONG}, "checked_up_to", "a single day such as"),
    megabyte("a value that is no date", citation(value=LONG, value_type="date"), "citations[0]", DATES),
    megabyte("a term", {"term": LONG}, "term", "matches"),
    megabyte("a language", citation(quote_language=LONG), "citations[0].quote_language", "at most 35"),
    megabyte("an address", {"sources": [{"key": "wire", "url": f"https://{LONG}"}]}, "sources[0].url", "at most 2000"),
    megabyte("a country", {"parties": [{"key": "alba", "iso_3166": LONG}]}, "parties[0].iso_3166", "matches"),
    megabyte("a language of a text", {"title": {LONG: "a"}}, "title.xxxx", "one of en"),
    megabyte("an unknown field", {LONG: "a"}, "xxxx", "a field of this record"),
    megabyte("a reference", step(party=LONG), "steps[0].party", "at most 100 characters"),
    megabyte("a subject", citation(subject=LONG), "citations[0].subject", "steps/KEY"),
    megabyte("a subject of a thousand levels", citation(subject="a/" * 500_000), "citations[0].subject", "steps/KEY"),
    megabyte("a subject that looks right", citation(subject=f"steps/{LONG}"), "citations[0].subject", "the path of"),
    megabyte("a field", citation(topic="", field=LONG), "citations[0].field", "a field of "),
    megabyte("a number of votes", step(votes=LONG), "steps[0].votes", "at most 200"),
    megabyte(
        "a reference of a series",
        {"references": [{"scheme": "unts", "value": LONG}]},
        "references[0].value",
        "at most 200",
    ),
    megabyte("a key twice", lambda: {"steps": [{"key": LONG}, {"key": LONG}]}, "steps[1]", "a key other than that of"),
]

SOURCE = {"kind": "news"}

MEANING = [
    wrong("unknown party", step(party="albo"), "steps[0].party", "a key that exists under parties, such as alba"),
    wrong(
        "unknown person",
        step(actors=[{"person": "eve"}]),
        "steps[0].actors[0].person",
        "a key that exists under people",
    ),
    wrong(
        "unknown source",
        citation(document="gazete"),
        "citations[0].document",
        "a key that exists under sources, such as gazette",
    ),
    wrong("unknown question", citation(question="hour"), "citations[0].question", "a key that exists under questions"),
    wrong(
        "unknown article",
        {"entry_into_force_clause": "3"},
        "entry_into_force_clause",
        "a key that exists under articles",
    ),
    wrong(
        "unknown text",
        {"articles": [{"slug": "1", "texts": [{"text": "fr", "body": "a"}]}]},
        "articles[0].texts[0].text",
        "a key that exists under texts",
    ),
    wrong(
        "unknown dossier",
        {"relations": [{"key": "r", "kind": "amends", "other": "nowhere"}]},
        "relations[0].other",
        "the slug of a dossier",
    ),
    wrong("unknown subject", citation(subject="steps/sined"), "citations[0].subject", "such as steps/signed"),
    wrong(
        "subject that is no record",
        citation(subject="steps"),
        "citations[0].subject",
        "the path of a record that exists",
    ),
    wrong("subject that is a question", citation(subject="questions/day"), "citations[0].subject", "steps/KEY"),
    wrong("subject outside", citation(subject="../../secret"), "citations[0].subject", "steps/KEY"),
    wrong("field that its subject has not", citation(topic="", field="date"), "citations[0].field", "a field of "),
    wrong(
        "two records with one key",
        {"steps": [{"key": "signed"}, {"key": "signed"}]},
        "steps[1]",
        "a key other than that of",
    ),
    wrong(
        "two records with one key by default",
        {"participants": [{"party": "alba"}, {"party": "alba", "capacity": "party"}]},
        "participants[1]",
        "a key other than that of",
    ),
    wrong(
        "two references to one",
        {"steps": [{"key": "force", "articles": ["1", "1"]}]},
        "steps[0].articles",
        "no duplicate",
    ),
    wrong(
        "relation to itself",
        {"relations": [{"key": "r", "kind": "amends", "other": "alba-borea"}]},
        "relations[0].other",
        "other than this one",
    ),
    wrong(
        "state that succeeds itself",
        {"successions": [{"predecessor": "alba", "successor": "alba", "kind": "union"}]},
        "successions[0]",
        "a successor other than the predecessor",
    ),
    wrong(
        "source that is its own origin",
        {"sources": [{"key": "wire", "origins": [{"origin": "wire", "relation": "quotes"}]}]},
        "sources[0].origins[0].origin",
        "other than this one",
    ),
    wrong(
        "source that is its own origin by a citation",
        {"sources": [{"key": "gazette", "origins": [{"origin": "gazette", "relation": "quotes", "citation": "c1"}]}]},
        "sources[0].origins[0].origin",
        "other than this one",
    ),
    wrong(
        "lineage in a circle",
        {
            "sources": [
                SOURCE | {"key": key, "origins": [{"origin": origin, "relation": "quotes"}]}
                for key, origin in ("ab", "bc", "cd", "da")
            ]
        },
        "sources",
        "a chain that ends",
    ),
    wrong("step that refers to itself", step(refers_to="s9"), "steps", "a chain that ends"),
    wrong("steps in a circle", {"steps": [{"key": "signed", "refers_to": "force"}]}, "steps", "a chain that ends"),
    wrong("deletion of what is not there", step(deleted=True), "steps[0]", "leave out the others"),
    wrong("deletion of the dossier", {"deleted": True}, "deleted", "a field of this record"),
    wrong(
        "deletion of what is used", {"sources": [{"key": "gazette", "deleted": True}]}, "", "what uses a deleted record"
    ),
    wrong(
        "deletion of the clause that is named",
        {"entry_into_force_clause": "2", "articles": [{"slug": "2", "deleted": True}]},
        "entry_into_force_clause",
        "a key that exists under articles",
    ),
    wrong(
        "citation of what is deleted",
        citation(subject="steps/signed") | {"steps": [{"key": "signed", "deleted": True}]},
        "citations[0].subject",
        "the path of a record that exists",
    ),
    wrong(
        "citation of what goes with the deleted",
        citation(subject="steps/signed/actors/ada") | {"steps": [{"key": "signed", "deleted": True}]},
        "citations[0].subject",
        "the path of a record that exists",
    ),
    wrong(
        "new actor of a deleted step",
        {"steps": [{"key": "force", "deleted": True, "actors": [{"person": "ada"}]}]},
        "steps[0].actors[0]",
        "leave out the others",
    ),
    wrong(
        "change of what goes with the deleted",
        {"steps": [{"key": "signed", "deleted": True}], "citations": [{"key": "c1", "value": "1901"}]},
        "citations[0].subject",
        "the path of a record that exists",
    ),
]

MANY = [
    wrong("140,000 wrong types", lambda: {"kinds": [7] * 140_000}, "kinds[0]", "text"),
    wrong("140,000 wrong codes", lambda: {"kinds": ["bilateral-ish"] * 140_000}, "kinds[0]", "multilateral"),
    wrong("70,000 unknown fields", lambda: {f"a{n}": 1 for n in range(70_000)}, "a0", "a field of this record"),
    wrong("70,000 records of nothing", lambda: {"steps": [{}] * 70_000}, "steps[0].key", "a value for this field"),
    wrong("100,000 tiny records", lambda: {"steps": [{"key": f"k{n}"} for n in range(100_000)]}, "line 1", ONE_FILE),
    wrong(
        "45,000 tiny records",
        lambda: {"steps": [{"key": f"k{n}"} for n in range(45_000)]},
        "steps[0].kind",
        "a value for this field",
    ),
    wrong(
        "45,000 records with one key",
        lambda: {"steps": [{"key": "a"}] * 45_000},
        "steps[1]",
        "a key other than that of",
    ),
    wrong(
        "140,000 unknown people",
        lambda: {"events": [{"key": "feast", "people": [f"p{n}" for n in range(140_000)]}]},
        "events[0].people[0]",
        "a key that exists under people",
    ),
    wrong(
        "140,000 times one person",
        lambda: {"events": [{"key": "feast", "people": ["ada"] * 140_000}]},
        "events[0].people",
        "no duplicate keys",
    ),
    wrong(
        "24,000 near misses among 24,000",
        lambda: {
            "parties": [{"key": f"{'a' * 90}-{n}"} for n in range(24_000)],
            "participants": [{"party": f"{'a' * 90}-{n}x"} for n in range(24_000)],
        },
        "participants[0].party",
        "a key that exists under parties",
    ),
    wrong(
        "near misses of 1,900 paths",
        lambda: {
            "parties": [{"key": f"{'a' * 90}-{n}"} for n in range(1_900)],
            "citations": [
                {"key": f"k{n}", "subject": f"parties/{'a' * 90}-{n}x", "topic": "status", "document": "wire"}
                for n in range(14_000)
            ],
        },
        "citations[0].subject",
        "the path of a record that exists",
    ),
    wrong(
        "circle of 18,000 steps",
        lambda: {
            "steps": [{"key": f"k{n}", "kind": "deposit", "refers_to": f"k{(n + 1) % 18_000}"} for n in range(18_000)]
        },
        "steps",
        "a chain that ends",
    ),
    wrong(
        "70,000 statuses of nothing",
        lambda: {"translation_statuses": [{}] * 70_000},
        "translation_statuses[0].subject",
        "a value for this field",
    ),
    wrong(
        "megabyte that has no such field",
        citation(subject=f"steps/{LONG}", topic="", field="colour"),
        *("citations[0].field", "a field of "),
    ),
    wrong("megabytes of one text", lambda: {"title": {"en": LONG * 7}}, "title.en", "at most 500"),
    wrong(
        "70,000 names under a key of megabytes",
        lambda: {"parties": [{"key": LONG * 4, "names": [{}] * 70_000}]},
        "parties[0].key",
        "at most 100",
    ),
    wrong("megabytes in the wrong place", lambda: {"steps": {f"a{n}": LONG for n in range(6)}}, "steps", "a list"),
]

HOSTILE = [*NO_FILES, *BYTES, *YAML, *JSON, *FORM, *LENGTHS, *MEANING, *MANY]


# Takes in the files whose paths it reads, each line in a process of its own; prints how that ended, in how many
# seconds and megabytes, and what was said.
IMPORTER = """
import gc, json, os, resource, signal, sys, time
import django
from django.core.checks import run_checks
from django.core.management import execute_from_command_line, load_command_class

os.environ["DJANGO_SETTINGS_MODULE"] = "dossier.settings"
django.setup()
# What every command would do first, done once.
run_checks()
load_command_class("dossier.publication", "import_dossier")
gc.freeze()
for line in sys.stdin:
    started, said = time.monotonic(), [os.memfd_create("out"), os.memfd_create("err")]
    pid = os.fork()
    if not pid:
        os.dup2(said[0], 1), os.dup2(said[1], 2)
        signal.alarm(30)
        resource.setrlimit(resource.RLIMIT_AS, (3_000_000_000, 3_000_000_000))
        code = 3
        try:
            execute_from_command_line(["manage.py", "import_dossier", *json.loads(line), "--update", "--skip-checks"])
            code = 0
        except SystemExit as error:
            code = error.code
        finally:
            os._exit(code)
    _, status, usage = os.wait4(pid, 0)
    code, seconds = os.waitstatus_to_exitcode(status), time.monotonic() - started
    texts = []
    for each in said:
        os.lseek(each, 0, os.SEEK_SET)
        with open(each, "rb") as file:
            texts.append(file.read().decode())
    print(json.dumps([code, seconds, usage.ru_maxrss / 1024, *texts]), flush=True)
"""


class Desk:
    """A desk that holds the dossier SMALL, and a process that takes in files there."""

    def __init__(self, process):
        self.process = process
        self.before = rows()

    def take_in(self, *paths):
        """How that ended, its seconds, its megabytes, what it printed and what it complained of."""
        self.process.stdin.write(f"{json.dumps([str(path) for path in paths])}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def desk(django_db_setup, django_db_blocker, templates):
    with django_db_blocker.unblock():
        own = clone(templates.migrated(), f"{connection.settings_dict['NAME']}_hostile_files")
        with connected_to(own):
            take_in(SMALL)
            command = [sys.executable, "-c", IMPORTER]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
            with subprocess.Popen(command, cwd=settings.BASE_DIR, env=for_process(), **pipes) as process:
                yield Desk(process)
                process.stdin.close()
        drop(own)


def rows():
    """How many rows each table of the desk has, its history included."""
    with connection.cursor() as cursor:
        tables = [
            each for each in connection.introspection.table_names(cursor) if each.startswith(("sources_", "treaties_"))
        ]
        cursor.execute(" UNION ALL ".join(f"SELECT '{each}', count(*) FROM {each}" for each in tables))  # noqa: S608  # our own tables
        return dict(cursor.fetchall())


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_hostile_file_is_refused_with_its_place_at_little_cost_and_writes_nothing(hostile, desk, tmp_path):
    path = hostile.laid(tmp_path)
    code, seconds, megabytes, out, err = desk.take_in(path)
    *problems, last = err.splitlines()
    right = [line.partition("Expected ")[2] for line in problems if line.startswith(f"{path}: {hostile.place}")]

    assert [line for line in problems if not line.startswith(f"{path}: ") or ": Expected " not in line] == []
    assert any(hostile.right in each for each in right), err
    assert (code, last, len(problems) <= MOST_PROBLEMS + 1) == (1, "CommandError: nothing was written", True)
    assert len(out) + len(err) < LONGEST_ANSWER
    assert (seconds < SECONDS, megabytes < MEGABYTES) == (True, True), (seconds, megabytes)
    assert rows() == desk.before


def test_good_file_beside_a_hostile_one_writes_nothing_either(desk, tmp_path):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(DOSSIER | {"slug": "first"}))
    bad.write_text(json.dumps(DOSSIER | {"slug": "second"} | step(refers_to="s9")))
    code, _seconds, _megabytes, out, err = desk.take_in(good, bad)

    assert (code, out) == (1, "new first treaty\n")
    assert err == (
        f"{bad}: steps: Expected a chain that ends, got a circle: s9 → s9.\nCommandError: nothing was written\n"
    )
    assert rows() == desk.before
