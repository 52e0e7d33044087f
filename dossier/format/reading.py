"""Read dossier files, YAML or JSON, as plain data; invalid constructs are refused with their location."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from dossier.text.dates import DateError
from dossier.text.languages import LANGUAGES
from dossier.text.problems import MOST_PROBLEMS, Problem, UnreadableFile, cut, not_storable

from .schema import UnknownTerm

LARGEST_FILE = 8_000_000  # bytes: a treaty of 500 articles in nine languages has about half
DEEPEST_NESTING = 30
MOST_VALUES = 150_000  # keys and values: eight times those of the largest dossier so far


def read_dossier(path: Path) -> dict:
    """Parse a dossier file according to its suffix. Raises UnreadableFile."""
    name = str(path)
    if path.suffix not in {".yaml", ".yml", ".json"}:
        raise _refusal(name, "", "Expected a name that ends in .yaml or .json")
    try:
        if path.exists() and not path.is_file():
            # Reading a pipe could block, and a device may be endless.
            raise _refusal(name, "", "Expected the name of a regular file that can be read")
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = f"Expected the name of a file that can be read, got “{error.strerror}”"
        raise _refusal(name, "", reason) from None
    if len(content) > LARGEST_FILE:
        raise _refusal(name, "", f"Expected at most {LARGEST_FILE:,} bytes, in one file for each dossier")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _line(content[: error.start])
        raise _refusal(name, line, "Expected a file saved as UTF-8") from None
    return parse(text, name, as_json=path.suffix == ".json")


def parse(text: str, name: str, *, as_json: bool) -> dict:
    data = _parse_json(text, name) if as_json else _parse_yaml(text, name)
    if not isinstance(data, dict):
        raise _refusal(name, "", "Expected a dossier with fields such as format, slug and title")
    if problems := [
        Problem(name, _place(where), *why) for where, *why in islice(_invalid_values(data), MOST_PROBLEMS + 1)
    ]:
        raise UnreadableFile(problems)
    return data


@dataclass(frozen=True)
class _Invalid:
    """An invalid value, where the parser does not tell us its location."""

    value: str
    message: str


def _invalid_values(value: Any, *location: str | int) -> Iterator[tuple]:
    """Yield the values that are invalid, or that PostgreSQL cannot store.

    Each is a tuple of location, message and, if it can be shown, value.
    """
    match value:
        case dict():
            for key, item in value.items():
                yield from _invalid_values(key, *location, key)
                yield from _invalid_values(item, *location, key)
        case list():
            for number, item in enumerate(value):
                yield from _invalid_values(item, *location, number)
        case _Invalid():
            yield location, value.message, value.value
        case str() if fault := not_storable(value):
            yield location, fault


_TOO_DEEP = f"Expected at most {DEEPEST_NESTING} levels of nesting, as in the records of /api/schema.json"
_TOO_MANY = f"Expected at most {MOST_VALUES:,} values, in one file for each dossier"


def _line(before: bytes) -> str:
    """The number of the line on which `before` ends."""
    newlines = before.count(b"\n")
    return f"line {newlines + 1}"


def _refusal(name: str, place: str, message: str, value: Any = None) -> UnreadableFile:
    return UnreadableFile([Problem(name, place, message, value)])


# Strings are matched without a group, so that only marks outside of them are counted.
_JSON_MARK = re.compile(r'"(?:[^"\\]++|\\.)*+"?|([\[\]{},:])', re.DOTALL)


def _parse_json(text: str, name: str) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict:
        record: dict = {}
        for key, value in pairs:
            record[key] = _Invalid(key, "Expected no duplicate fields in a record") if key in record else value
        return record

    def no_constant(value: str) -> _Invalid:
        return _Invalid(value, "Expected text or a whole number")

    def integer(digits: str) -> int | _Invalid:
        return int(digits) if _INTEGER.fullmatch(digits) else no_constant(digits)

    # Check the limits before parsing: the parser recurses and allocates without any.
    depth = values = 0
    for mark in _JSON_MARK.finditer(text):
        if mark[1]:
            depth += (mark[1] in "[{") - (mark[1] in "]}")
            values += mark[1] not in "]}"
        if depth > DEEPEST_NESTING or values > MOST_VALUES:
            line = _line(text[: mark.start()].encode())
            raise _refusal(name, line, _TOO_DEEP if depth > DEEPEST_NESTING else _TOO_MANY)
    try:
        return json.loads(text, object_pairs_hook=unique, parse_int=integer, parse_constant=no_constant)
    except ValueError as error:
        place = f"line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise _refusal(name, place, f"Expected valid JSON ({reason})") from None


# YAML's own rules would read 2024-06-19 as a date, NO as false and 1:30 as a number of seconds.
_PLAIN = {"": None, "null": None, "~": None, "true": True, "false": False}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_KNOWN_TAGS = {"!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"}


def _parse_yaml(text: str, name: str) -> Any:
    """Build the data from parser events, without recursion, so that no file is too deep to be refused properly."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    root: list = []
    stack: list[_Open] = []
    if handle := re.search("^%TAG.*", text, re.MULTILINE):
        # The parser compares each directive with all previous ones, in quadratic time.
        line = _line(text[: handle.start()].encode())
        raise _refusal(name, line, "Expected plain values without tags", handle[0])
    values = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            line = f"line {event.start_mark.line + 1}" if event.start_mark else ""
            if isinstance(event, yaml.NodeEvent):
                values += 1
                if values > MOST_VALUES:
                    raise _refusal(name, line, _TOO_MANY)
                if (tag := getattr(event, "tag", None)) and tag not in _KNOWN_TAGS:
                    raise _refusal(name, line, "Expected a plain value without a tag", tag)
            match event:
                case yaml.AliasEvent():
                    raise _refusal(name, line, "Expected the value itself instead of an alias", f"*{event.anchor}")
                case yaml.DocumentStartEvent() if root:
                    raise _refusal(name, line, "Expected one file for each dossier, got a second document")
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    if len(stack) >= DEEPEST_NESTING:
                        raise _refusal(name, line, _TOO_DEEP)
                    container: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
                    _add(stack, root, container, name, line)
                    stack.append(_Open(container))
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    stack.pop()
                case yaml.ScalarEvent():
                    _add(stack, root, _scalar(event), name, line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        before = text[: mark.index] if mark else ""
        if mark and sum(map(before.count, "[{")) - sum(map(before.count, "]}")) > DEEPEST_NESTING:
            # Newer parsers have a depth limit of their own, and reach it before they emit the first event.
            raise _refusal(name, f"line {mark.line + 1}", _TOO_DEEP) from None
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise _refusal(name, place, f"Expected valid YAML ({error.problem})") from None
    except yaml.YAMLError as error:
        reason = str(error).splitlines()[0]
        parsed = text.encode()[: getattr(error, "position", 0)]
        raise _refusal(name, _line(parsed), f"Expected valid YAML in UTF-8 ({reason})") from None
    return root[0] if root else None


@dataclass
class _Open:
    container: Any
    key: Any = None
    has_key: bool = False


def _add(stack: list[_Open], root: list, value: Any, name: str, line: str) -> None:
    if not stack:
        root.append(value)
        return
    top = stack[-1]
    if isinstance(top.container, list):
        top.container.append(value)
    elif top.has_key:
        top.container[top.key] = value
        top.has_key = False
    else:
        if not isinstance(value, str):
            raise _refusal(name, line, "Expected text as the name of a field", value)
        if value in top.container:
            raise _refusal(name, line, "Expected no duplicate fields in a record", value)
        top.key, top.has_key = value, True


def _scalar(event: yaml.ScalarEvent) -> Any:
    if not event.implicit[0] or event.style in {"'", '"', "|", ">"}:
        return event.value
    if event.value in _PLAIN:
        return _PLAIN[event.value]
    return int(event.value) if _INTEGER.fullmatch(event.value) else event.value


def problems_of(error: ValidationError, name: str) -> list[Problem]:
    """The validation errors as problems, each with its location in the file."""
    return [
        Problem(name, _place(detail["loc"]), _explain(detail), _value(detail))
        for detail in error.errors(include_url=False)[: MOST_PROBLEMS + 1]
    ]


def _value(error: Mapping[str, Any]) -> Any:
    """What stands at the place of a problem; nothing where the place alone says it, as of a whole record."""
    is_record = error["type"] == "value_error" and isinstance(error["input"], dict)
    return None if is_record or error["type"] in {"missing", "extra_forbidden"} else error["input"]


def _place(location: Iterable) -> str:
    place = ""
    for part in location:
        if isinstance(part, int):
            place += f"[{part}]"
        elif part != "[key]":
            name = cut(part) or '""'
            place = f"{place}.{name}" if place else name
    return place


def _explain(error: Mapping[str, Any]) -> str:
    """The message of a pydantic error, in terms that authors of dossier files know."""
    context = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            cause = context["error"]
            if isinstance(cause, UnknownTerm):
                return cause.hint()
            if isinstance(cause, DateError):
                # The problem prints the whole value, of which only a part may be wrong.
                return cause.reason if cause.value == error["input"] else f"{cause.reason} instead of {cause.value}"
            return str(cause)
        case "missing":
            return "Expected a value for this field, got none"
        case "extra_forbidden":
            return "Expected a field of this record (see /api/schema.json), got an unknown one"
        case "string_type":
            return "Expected text, in quotes where YAML would read something else"
        case "string_pattern_mismatch":
            return f"Expected text that matches {context['pattern']}"
        case "string_too_short":
            return f"Expected at least {context['min_length']} characters"
        case "string_too_long":
            return f"Expected at most {context['max_length']} characters"
        case "list_type":
            return "Expected a list, each record after a hyphen"
        case "dict_type":
            return f"Expected texts by language, such as {next(iter(LANGUAGES))}: and the text"
        case "model_type" | "model_attributes_type":
            return "Expected a record with fields such as key: and kind:"
        case "int_type" | "bool_type" | "int_parsing" | "bool_parsing":
            return f"Expected {'true or false' if 'bool' in error['type'] else 'a whole number'}"
        case "greater_than_equal":
            return f"Expected a number of at least {context['ge']}"
        case "less_than_equal":
            return f"Expected a number of at most {context['le']}"
    return f"Expected a value of the format (see /api/schema.json): {error['msg']}"
