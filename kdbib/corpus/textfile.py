"""A corpus as text: JSON lines in CSL's words, one work a line, made to be read and kept in git.

A line has the CSL variables of a work by their CSL names (``container-title``), with ``author`` as
CSL names and ``issued`` as [year, month, day], and beside them ``identifiers`` ({scheme: value}),
``pdf_url``, ``aliases`` (other titles of the same work), ``confidence`` (``high``, ``medium``,
``low``) and ``sources`` (where each fact was seen).
"""

from collections.abc import Iterator
from typing import Any, Literal

import msgspec
from msgspec.structs import fields

from kdbib.errors import UsageError
from kdbib.model import Record, Work

Line = dict[str, Any]
"""A work as a line has it, decoded from JSON."""

_CONFIDENCE = {"high": 1.0, "medium": 0.95, "low": 0.75}
_FIELDS = {field.name: field.name for field in fields(Work)} | {
    "container_title": "container-title",
    "container_title_short": "container-title-short",
}
"""The names of a Work's fields in a line."""


class _Beside(msgspec.Struct, frozen=True):
    """What a line says beside the work."""

    confidence: Literal["high", "medium", "low"] = "high"
    sources: list[str] = []


def read_lines(data: bytes, source: str, file: str = "") -> Iterator[Record]:
    """The records of a corpus file, by the name of their source.

    Raises UsageError that names the line of ``file`` that is not one.
    """
    for number, text in enumerate(data.splitlines(), start=1):
        if not text.strip():
            continue
        try:
            line = msgspec.json.decode(text, type=Line)
            beside = msgspec.convert(line, _Beside)
            known = work_of(line)
        except (msgspec.DecodeError, ValueError, TypeError, AttributeError) as error:
            where = f"{file or source}:{number}"
            raise UsageError(f"{where}: not a record of a corpus: {error}") from None
        origins = tuple(beside.sources)
        yield Record(known, source, None, origins, _CONFIDENCE[beside.confidence])


def work_of(line: Line) -> Work:
    """The Work that a line describes.

    Raises msgspec.ValidationError if it describes none, AttributeError if its
    identifiers are no mapping.
    """
    named = {name: line[csl] for name, csl in _FIELDS.items() if csl in line}
    known = dict(line.get("identifiers", {}).items())
    if doi := known.pop("doi", None):  # a Work has it in a field of its own
        named.setdefault("DOI", doi)
    pairs = known.items()
    named["identifiers"] = [{"scheme": scheme, "value": value} for scheme, value in pairs]
    return msgspec.convert(named, Work)


def line_of(work: Work) -> Line:
    """The line that describes a Work, without what it does not say; ``work_of`` gives it back."""
    said = msgspec.to_builtins(work)
    said["identifiers"] = {found["scheme"]: found["value"] for found in said["identifiers"]}
    said["author"] = [
        {part: text for part, text in name.items() if text} for name in said["author"]
    ]
    return {_FIELDS[name]: value for name, value in said.items() if value}
