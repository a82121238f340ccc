"""A corpus as text: JSON lines in CSL's words, one work a line, made to be read and kept in git.

A line has the CSL variables of a work by their CSL names (``container-title``), with ``author`` as
CSL names and ``issued`` as [year, month, day], and beside them ``identifiers`` ({scheme: value}),
``pdf_url``, ``aliases`` (other titles of the same work), ``confidence`` (``high``, ``medium``,
``low``) and ``sources`` (where each fact was seen).
"""

from collections.abc import Iterator
from typing import Literal

import msgspec

from kdbib.errors import UsageError
from kdbib.model import Identifier, Name, Record, Scheme, Work

_CONFIDENCE = {"high": 1.0, "medium": 0.95, "low": 0.75}


_CSL_NAMES = {
    "container_title": "container-title",
    "container_title_short": "container-title-short",
}


class _Author(msgspec.Struct, frozen=True, omit_defaults=True):
    family: str | None = None
    given: str | None = None
    suffix: str | None = None
    literal: str | None = None


class WorkLine(msgspec.Struct, frozen=True, rename=_CSL_NAMES, omit_defaults=True):
    """A Work as JSON."""

    type: str
    title: str
    author: list[_Author] = []
    issued: list[int] = []
    container_title: str | None = None
    container_title_short: str | None = None
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    publisher: str | None = None
    DOI: str | None = None
    URL: str | None = None
    status: str | None = None
    identifiers: dict[str, str] = {}
    pdf_url: str | None = None
    aliases: list[str] = []
    arxiv_category: str | None = None


class _Line(WorkLine, frozen=True, rename=_CSL_NAMES):
    confidence: Literal["high", "medium", "low"] = "high"
    sources: list[str] = []


def read_lines(data: bytes, source: str) -> Iterator[Record]:
    """The records of a corpus file; raises UsageError that names the line that is not one."""
    decoder = msgspec.json.Decoder(_Line)
    for number, line in enumerate(data.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield _record(decoder.decode(line), source)
        except (msgspec.DecodeError, ValueError) as error:
            raise UsageError(f"{source}:{number}: not a record of a corpus: {error}") from None


def _record(line: _Line, source: str) -> Record:
    origins = tuple(line.sources)
    return Record(work_from(line), source, None, origins, _CONFIDENCE[line.confidence])


def work_from(line: WorkLine) -> Work:
    """The Work that a line describes; raises ValueError on an unknown identifier scheme."""
    return Work(
        type=line.type,
        title=line.title,
        author=tuple(Name(a.family, a.given, a.suffix, a.literal) for a in line.author),
        issued=tuple(line.issued),
        container_title=line.container_title,
        container_title_short=line.container_title_short,
        volume=line.volume,
        issue=line.issue,
        page=line.page,
        publisher=line.publisher,
        DOI=line.DOI,
        URL=line.URL,
        status=line.status,
        identifiers=tuple(Identifier(Scheme(s), value) for s, value in line.identifiers.items()),
        arxiv_category=line.arxiv_category,
        pdf_url=line.pdf_url,
        aliases=tuple(line.aliases),
    )


def line_of(work: Work) -> WorkLine:
    """The line that describes a Work; ``work_from`` gives it back."""
    return WorkLine(
        type=work.type,
        title=work.title,
        author=[_Author(n.family, n.given, n.suffix, n.literal) for n in work.author],
        issued=list(work.issued),
        container_title=work.container_title,
        container_title_short=work.container_title_short,
        volume=work.volume,
        issue=work.issue,
        page=work.page,
        publisher=work.publisher,
        DOI=work.DOI,
        URL=work.URL,
        status=work.status,
        identifiers={identifier.scheme.value: identifier.value for identifier in work.identifiers},
        arxiv_category=work.arxiv_category,
        pdf_url=work.pdf_url,
        aliases=list(work.aliases),
    )
