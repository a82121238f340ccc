"""The papers that the databases hold, read from records in kdbib's text format.

On purpose this shares no code with kdbib: a fault there must not hide itself here.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Record = Mapping[str, Any]
"""One line of the text format: CSL's field names, ``identifiers`` and ``pdf_url``.

``abstract``, ``comment`` and ``arxiv_category`` may be given besides.
"""


@dataclass(frozen=True, slots=True)
class Author:
    family: str = ""
    given: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def display(self) -> str:
        """The name as one reads it: the databases do not split names."""
        return self.literal or " ".join(filter(None, (self.given, self.family, self.suffix)))

    @property
    def abbreviated(self) -> str:
        """With the first given name as an initial: ``G. Hinton``."""
        if not (self.family and self.given):
            return self.display
        return " ".join(filter(None, (f"{self.given[0]}.", self.family, self.suffix)))


@dataclass(frozen=True, slots=True)
class Paper:
    type: str
    title: str
    authors: tuple[Author, ...] = ()
    year: int | None = None
    container: str = ""
    container_short: str = ""
    volume: str = ""
    page: str = ""
    doi: str = ""
    pdf_url: str = ""
    abstract: str = ""
    comment: str = ""
    arxiv_category: str = "cs.LG"
    aliases: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)

    @property
    def arxiv_id(self) -> str:
        return self.identifiers.get("arxiv", "")

    @property
    def first_public(self) -> datetime | None:
        """When arXiv got it, as its identifier says (https://info.arxiv.org/help/arxiv_identifier.html)."""
        found = re.search(r"(?:^|/)(\d\d)(\d\d)", self.arxiv_id)
        if not found:
            return None
        year, month = int(found[1]), int(found[2])
        year += 1900 if year > 90 else 2000
        when = self.lot("submitted", 28 * 24 * 3600)
        day, second = divmod(when, 24 * 3600)
        hour, rest = divmod(second, 3600)
        return datetime(year, month, day + 1, hour, rest // 60, rest % 60, tzinfo=UTC)

    def lot(self, purpose: str, choices: int) -> int:
        """A number below ``choices``, drawn as if at random, but always the same for this paper."""
        return drawn(f"{purpose} {self.title} {self.year}", choices)


def drawn(text: str, choices: int) -> int:
    return int.from_bytes(hashlib.sha1(text.encode()).digest()[:8]) % choices


def read(record: Record) -> Paper:
    """The paper that a record describes."""
    authors = tuple(Author(**author) for author in record.get("author", ()))
    return Paper(
        type=record["type"],
        title=record["title"],
        authors=authors,
        year=next(iter(record.get("issued", ())), None),
        container=record.get("container-title", ""),
        container_short=record.get("container-title-short", ""),
        volume=record.get("volume", ""),
        page=record.get("page", ""),
        doi=record.get("DOI", ""),
        pdf_url=record.get("pdf_url", ""),
        abstract=record.get("abstract", ""),
        comment=record.get("comment", ""),
        arxiv_category=record.get("arxiv_category", "cs.LG"),
        aliases=tuple(record.get("aliases", ())),
        identifiers=dict(record.get("identifiers", {})),
    )


def read_file(path: Path) -> list[Record]:
    """The records of a file, one a line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def read_all(records: Iterable[Record] | Path) -> list[Paper]:
    """The papers of a file or of records at hand."""
    found = read_file(records) if isinstance(records, Path) else records
    return [read(record) for record in found]
