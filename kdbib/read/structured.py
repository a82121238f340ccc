"""Bibliographies as data: CSL-JSON, YAML (Hayagriva, CITATION.cff, lists of papers), CSV."""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kdbib.errors import UsageError
from kdbib.model import Form, Name
from kdbib.model.not_a_citation import NotACitation
from kdbib.read.listing import List, passed_over
from kdbib.read.record import Recorded, name_of, record_citation
from kdbib.read.source import SourceText

_NAMES = {
    "title": ("title", "paper", "name", "paper title", "article title", "document title"),
    "authors": ("author", "authors", "author full names", "by"),
    "venue": (
        "container-title", "venue", "journal", "booktitle", "conference", "source title",
        "publication title", "publication", "source", "journal/book", "proceedings",
    ),
    "date": (
        "issued", "year", "date", "publication year", "date-released", "published", "pub year",
    ),
    "doi": ("doi",),
    "pmid": ("pmid",),
    "key": ("id", "key", "citation key", "citationkey"),
}  # fmt: skip
"""The parts of a citation by the names that programs and people give their members and columns."""
_ADDRESSES = (
    "url",
    "link",
    "pdf",
    "arxiv",
    "paper_url",
    "paper link",
    "serial-number",
    "note",
    "eprint",
)
_INNER = ("date-parts", "value", "raw", "literal")
_PARENTS = ("parent", "preferred-citation", "collection-title")
_MOST_NODES = 200_000
_MOST_IN_A_RECORD = 20_000
_DEEPEST = 4
_SEPARATORS = re.compile(r"\s*;\s*|\s+and\s+")
_BLANK = re.compile(r"[\s,]*")


def read_structured(source: SourceText) -> List:
    """The citations of a data file, a record each. Raises UsageError if it can't be read."""
    readers = {Form.csl: _json_records, Form.yaml: _yaml_records, Form.csv: _csv_records}
    citations, others = [], []
    for start, end, record in readers[source.form](source):
        found = record_citation(_recorded(record), start, end, source)
        if found:
            citations.append(found)
        else:
            others.append(passed_over(start, end, source, NotACitation.EMPTY))
    return List(source.name, tuple(citations), tuple(others), source.form)


# --- the records of a file ----------------------------------------------------------------------

_Records = Iterator[tuple[int, int, Mapping[str, Any]]]


def _json_records(source: SourceText) -> _Records:
    """The items of an array, or the only one, or those under ``items`` or ``references``."""
    text, decoder = source.text, json.JSONDecoder()
    start = len(text) - len(text.lstrip())
    try:
        if text[start : start + 1] != "[":
            value, end = decoder.raw_decode(text, start)
            inner = (
                [v for k, v in value.items() if k in {"items", "references"}]
                if isinstance(value, dict)
                else []
            )
            for record in inner[0] if inner and isinstance(inner[0], list) else [value]:
                if isinstance(record, Mapping):
                    yield start, end, record
            return
        position = _after_blanks(text, start + 1)
        while text[position : position + 1] not in {"]", ""}:
            value, end = decoder.raw_decode(text, position)
            if isinstance(value, Mapping):
                yield position, end, value
            position = _after_blanks(text, end)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise UsageError(f"{source.name}:{line}: this is not CSL-JSON: {error}") from None


def _after_blanks(text: str, position: int) -> int:
    found = _BLANK.match(text, position)
    return found.end() if found else position


def _yaml_records(source: SourceText) -> _Records:
    """The mappings that have a title, each with its place; Hayagriva's keys are their names."""
    import yaml

    try:
        root = yaml.compose(source.text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise UsageError(f"{source.name}:{line}: this is not YAML") from None
    seen: set[int] = set()  # aliases name one node many times
    open_nodes: list[tuple[Any, str | None]] = [(root, None)] if root else []
    while open_nodes and len(seen) < _MOST_NODES:
        node, key = open_nodes.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            value = _plain(node, yaml, 0, [_MOST_IN_A_RECORD])
            if isinstance(value, Mapping) and _has_title(value):
                record = {"key": key, **value} if key else value
                yield node.start_mark.index, node.end_mark.index, record
                open_nodes += [
                    (v, None) for k, v in node.value if getattr(k, "value", "") == "references"
                ]
            else:
                open_nodes += reversed([(v, str(getattr(k, "value", ""))) for k, v in node.value])
        elif isinstance(node, yaml.SequenceNode):
            open_nodes += reversed([(one, None) for one in node.value])


def _has_title(value: Mapping[str, Any]) -> bool:
    return any(str(name).lower() == "title" for name in value)


def _plain(node: Any, yaml: Any, depth: int, left: list[int]) -> Any:
    """A node as strings, lists and mappings; not too deep, and ``left`` nodes of it at most."""
    left[0] -= 1
    if isinstance(node, yaml.ScalarNode):
        return "" if node.tag == "tag:yaml.org,2002:null" else node.value
    if depth > _DEEPEST or left[0] <= 0:
        return ""
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one, yaml, depth + 1, left) for one in node.value if left[0] > 0]
    pairs = [(str(getattr(key, "value", "")), value) for key, value in node.value]
    return {name: _plain(value, yaml, depth + 1, left) for name, value in pairs if left[0] > 0}


def _csv_records(source: SourceText) -> _Records:
    """The rows below a header that names a title."""
    csv.field_size_limit(10_000_000)
    head = source.text[:20_000].partition("\n")[0]
    separator = max("\t;,", key=head.count)
    lines = source.text.splitlines(keepends=True)
    rows = csv.reader(lines, delimiter=separator)
    first = 0
    header: list[str] = []
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise UsageError(f"{source.name}:{rows.line_num}: this is not CSV: {error}") from None
        if not header:
            header = [name.strip().strip("\ufeff") for name in row]
            if not _has_title(dict.fromkeys(header, "")) and not _named(header):
                raise UsageError(f"{source.name}:1: no column is named `title`")
        elif any(cell.strip() for cell in row):
            start, end = source.lines(first, min(rows.line_num, len(source.line_starts)))
            yield start, end, dict(zip(header, row, strict=False))
        first = rows.line_num


def _named(header: Sequence[str]) -> bool:
    return any(name.lower() in _NAMES["title"] for name in header)


# --- what a record says -------------------------------------------------------------------------


def _recorded(record: Mapping[str, Any]) -> Recorded:
    values = {str(name).lower().strip(): value for name, value in record.items()}

    def first(part: str) -> Any:
        return next((values[name] for name in _NAMES[part] if values.get(name)), "")

    venue = _text(first("venue")) or next(
        (_text(_of(values.get(name), "title")) for name in _PARENTS if values.get(name)), ""
    )
    people, others = _people(first("authors"))
    return Recorded(
        title=_text(first("title")),
        authors=people,
        et_al=others,
        venue=venue,
        date=_text(first("date")),
        doi=_text(first("doi")) or _text(_of(values.get("serial-number"), "doi")),
        pmid=_text(first("pmid")),
        addresses=[a for name in _ADDRESSES for a in _addresses(values.get(name))],
        key=_text(first("key")) or None,
    )


def _of(value: Any, member: str) -> Any:
    """A member of a mapping, or of the first of a list of them."""
    one = value[0] if isinstance(value, list) and value else value
    return one.get(member, "") if isinstance(one, Mapping) else one or ""


def _text(value: Any) -> str:
    """A value as text: the first of a list, the parts of a date, the ``value`` of a mapping."""
    if isinstance(value, Mapping):
        inner = next(
            (value[n] for n in ("date-parts", "value", "raw", "literal") if n in value), ""
        )
        return _text(inner)
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    return "" if value is None or isinstance(value, bool) else str(value)


def _addresses(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [_text(one) for one in value.values()]
    return [_text(value)] if value else []


def _people(value: Any) -> tuple[list[Name], bool]:
    """The names of a list of names, however it is written, and whether there are more."""
    if isinstance(value, str):
        value = _SEPARATORS.split(value) if ";" in value or " and " in value else _by_commas(value)
    names: list[Name] = []
    others = False
    for one in value if isinstance(value, list) else [value]:
        name = _name(one)
        if name and (name.literal or "").lower().rstrip(".") in {"others", "et al"}:
            others = True
        elif name:
            names.append(name)
    return names, others


def _by_commas(text: str) -> list[str]:
    """``Ann Bee, Bo Dee`` are two; ``Bee, Ann`` is one."""
    parts = [part.strip() for part in text.split(",")]
    return parts if all(" " in part for part in parts) else [text]


def _name(one: Any) -> Name | None:
    """A name: a text, or a mapping as CSL, Hayagriva or CITATION.cff writes it."""
    if not isinstance(one, Mapping):
        return name_of(_text(one)) if one else None
    said = {
        str(key).removesuffix("-names").removesuffix("-name"): _text(v) for key, v in one.items()
    }
    family, given = said.get("family") or said.get("name", ""), said.get("given")
    particles = ("non-dropping-particle", "dropping-particle", "prefix", "name-particle")
    particle = next((said[name] for name in particles if said.get(name)), None)
    if given and family:
        suffix = said.get("suffix") or None
        return Name(f"{particle} {family}" if particle else family, given, suffix)
    literal = said.get("literal") or family or given
    return Name(literal=literal) if literal else None
