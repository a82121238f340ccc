"""The fields of a BibTeX entry: their values, strings resolved, and where they stand."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bibtexparser.model import Entry

_PART = re.compile(r"\s*(?:#\s*)?(?P<word>[^\s#{}\"]+)?")


@dataclass(frozen=True, slots=True)
class Field:
    """The value of a field, free of its braces or quotes, at the characters [start, end).

    ``is_verbatim`` is whether the value is what stands there, and not put together of strings.
    """

    value: str
    start: int
    end: int
    is_verbatim: bool = False


def fields_of(entry: Entry, start: int, strings: Mapping[str, str]) -> dict[str, Field]:
    """The fields of an entry that begins at ``start`` in its file; the first of a name counts."""
    fields: dict[str, Field] = {}
    text = entry.raw or ""
    cursor = text.find(",") + 1
    for field in entry.fields:
        raw = str(field.value)
        name = re.compile(rf"{re.escape(field.key)}\s*=\s*", re.IGNORECASE)
        found = name.search(text, cursor)
        at = text.find(raw, found.end() if found else cursor)
        if at < 0:
            continue
        cursor = at + len(raw)
        fields.setdefault(field.key.lower(), _field(raw, start + at, strings))
    return fields


def _field(raw: str, place: int, strings: Mapping[str, str]) -> Field:
    if raw[:1] + raw[-1:] in {"{}", '""'} and len(raw) >= 2 and _is_one(raw):
        inner = raw[1:-1]
        lead = len(inner) - len(inner.lstrip())
        words = inner.strip()
        start = place + 1 + lead
        return Field(words, start, start + len(words), is_verbatim=True)
    value = "".join(_parts(raw, strings)).strip()
    return Field(value, place, place + len(raw), is_verbatim=value == raw)


def _is_one(raw: str) -> bool:
    """Whether a value is one text in braces or quotes, and not ``{a} # {b}``."""
    depth = 0
    for index, char in enumerate(raw):
        depth += (char == "{") - (char == "}")
        ends = depth == 0 and index > 0 and char == ("}" if raw[0] == "{" else '"')
        if ends and index < len(raw) - 1:
            return False
    return True


def _parts(raw: str, strings: Mapping[str, str]) -> Iterator[str]:
    """The texts that a value is put together of: ``jan # " 2020"``."""
    position = 0
    while position < len(raw):
        char = raw[position]
        if char in '{"':
            end = _end_of_text(raw, position)
            yield raw[position + 1 : end - 1]
            position = end
            continue
        found = _PART.match(raw, position)
        word = found["word"] if found else None
        if word:
            defined = strings.get(word.lower())
            yield word if defined is None else _resolved(defined)
        position = max(found.end() if found else 0, position + 1)


def _resolved(value: str) -> str:
    return value[1:-1] if value[:1] + value[-1:] in {"{}", '""'} and len(value) >= 2 else value


def _end_of_text(raw: str, start: int) -> int:
    depth = 0
    quoted = raw[start] == '"'
    for index in range(start, len(raw)):
        depth += (raw[index] == "{") - (raw[index] == "}")
        if (not quoted and depth == 0) or (
            quoted and index > start and raw[index] == '"' and not depth
        ):
            return index + 1
    return len(raw) + 1
