"""CSL-JSON, as an array or with one item in a line.

Format: https://github.com/citation-style-language/schema (csl-data.json). What kdbib writes has
every identifier of a work in ``custom``.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

from kdbib.corpus.dumps.base import Damaged, Dump, NotAWork, Seen
from kdbib.corpus.dumps.documents import values
from kdbib.corpus.dumps.json_text import decoded, first_object
from kdbib.corpus.dumps.lines import lines
from kdbib.http.plain import plain
from kdbib.model import Identifier, Name, Scheme, Work, identifier
from kdbib.resolve.crossref_dates import numbers
from kdbib.resolve.dblp_publication import pages
from kdbib.resolve.markup import unmarked
from kdbib.resolve.web import web_address

_TYPE = re.compile(r"[a-z][a-z_-]{1,40}")
_MOST_AUTHORS = 5000
_LONGEST_NAME = 1600  # characters, markup and all, that are looked at and kept
_OLD_TYPES = {"article-newspaper": "article-magazine", "manuscript": "article"}


class _Person(msgspec.Struct, rename="kebab"):
    family: str | None = None
    given: str | None = None
    suffix: str | None = None
    literal: str | None = None
    non_dropping_particle: str | None = None
    dropping_particle: str | None = None


class _Date(msgspec.Struct, rename="kebab"):
    date_parts: list[list[int | str | None]] | None = None
    raw: str | None = None
    literal: str | None = None


class _Item(msgspec.Struct, rename="kebab"):
    type: str
    id: str | int | None = None
    title: str | None = None
    author: list[_Person] | None = None
    issued: _Date | None = None
    container_title: str | None = None
    container_title_short: str | None = None
    journal_abbreviation: str | None = msgspec.field(name="journalAbbreviation", default=None)
    volume: str | int | None = None
    issue: str | int | None = None
    page: str | int | None = None
    number: str | int | None = None
    publisher: str | None = None
    status: str | None = None
    doi: str | None = msgspec.field(name="DOI", default=None)
    url: str | None = msgspec.field(name="URL", default=None)
    pmid: str | int | None = msgspec.field(name="PMID", default=None)
    custom: Any = None


_DECODER = msgspec.json.Decoder(_Item)


def _recognises_lines(head: bytes) -> bool:
    first = first_object(head)
    typed = all(isinstance(first.get(key), str) for key in ("type", "title"))
    return typed and (isinstance(first.get("issued"), dict) or "id" in first)


def _read(line: bytes) -> Seen | None:
    if not line.strip():
        return None
    item = decoded(line, _DECODER)
    title = unmarked(item.title or "")
    if not title:
        raise NotAWork("without a title")
    if not _TYPE.fullmatch(item.type):
        raise Damaged(f"{plain(item.type, 40)!r} is no type of CSL")
    found = _work(item, title)
    key = found.DOI or plain(str(item.id or ""), 200) or title[:80]
    return Seen(found, f"csl: {key}")


def _recognises(head: bytes) -> bool:
    begins = re.match(rb"\s*\[\s*\{", head)
    return bool(begins) and b'"type"' in head and b'"title"' in head


def _work(item: _Item, title: str) -> Work:
    ids = _identifiers(item)
    doi = ids.pop(Scheme.DOI, None)
    container = _text(item.container_title, 300)
    short = _text(item.container_title_short, 300) or _text(item.journal_abbreviation, 300)
    custom = item.custom if isinstance(item.custom, dict) else {}
    pdf = custom.get("pdf_url")
    return Work(
        type=_OLD_TYPES.get(item.type, item.type),
        title=title,
        author=_authors(item.author or []),
        issued=_issued(item.issued),
        container_title=container,
        container_title_short=short if short != container else None,
        volume=_text(item.volume),
        issue=_text(item.issue),
        page=pages(_text(item.page) or ""),
        publisher=_text(item.publisher, 200),
        DOI=doi.value if doi else None,
        URL=web_address(item.url),
        status=_text(item.status),
        identifiers=tuple(ids.values()),
        pdf_url=web_address(pdf) if isinstance(pdf, str) else None,
    )


def _text(value: str | int | None, longest: int = 50) -> str | None:
    return None if value is None else unmarked(str(value), longest) or None


def _authors(people: list[_Person]) -> tuple[Name, ...]:
    found = (
        _name(
            _whole_family(each)[:_LONGEST_NAME],
            (each.given or "")[:_LONGEST_NAME],
            (each.suffix or "")[:_LONGEST_NAME],
            (each.literal or "")[:_LONGEST_NAME],
        )
        for each in people[:_MOST_AUTHORS]
    )
    return tuple(filter(None, found))


def _whole_family(person: _Person) -> str:
    """The family name with its particles."""
    if not person.dropping_particle and not person.non_dropping_particle:
        return person.family or ""
    parts = (person.dropping_particle, person.non_dropping_particle, person.family)
    return " ".join(part for part in parts if part)


@lru_cache(maxsize=1 << 15)
def _name(family: str, given: str, suffix: str, literal: str) -> Name | None:
    family, given = unmarked(family, 200), unmarked(given, 200)
    if family and (given or not literal):
        return Name(family, given or None, plain(suffix, 20) or None)
    literal = unmarked(literal or given, 200)
    return Name(literal=literal) if literal else None


def _issued(date: _Date | None) -> tuple[int, ...]:
    parts = date.date_parts[0] if date and date.date_parts else []
    if date and not parts:
        said = re.match(r"\s*(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?\b", date.raw or date.literal or "")
        parts = [part for part in said.groups() if part] if said else []
    return numbers(parts)


def _identifiers(item: _Item) -> dict[Scheme, Identifier]:
    """An identifier of each scheme: from ``custom``, from CSL's own fields, from the address."""
    custom = item.custom if isinstance(item.custom, dict) else {}
    named = custom.get("identifiers")
    found: dict[Scheme, Identifier] = {}
    for each in (
        *(_all_parsed(named) if isinstance(named, dict) else ()),
        identifier.doi(item.doi) if item.doi else None,
        identifier.pmid(str(item.pmid)) if item.pmid else None,
        _of_number(str(item.number)) if item.number else None,
        identifier.from_url(item.url) if item.url else None,
    ):
        if each:
            found.setdefault(each.scheme, each)
    return found


def _of_number(number: str) -> Identifier | None:
    return identifier.arxiv(number[6:]) if number.lower().startswith("arxiv:") else None


def _all_parsed(named: dict[Any, Any]) -> Iterator[Identifier | None]:
    for scheme, value in named.items():
        if isinstance(scheme, str) and isinstance(value, str):
            yield _parsed(scheme, value)


def _parsed(scheme: str, value: str) -> Identifier | None:
    try:
        return identifier.parse(scheme, value)
    except ValueError:
        return None


CSL = Dump("csl", values, _read, _recognises)
"""The Dump of CSL-JSON as an array."""


CSL_LINES = Dump("csl", lines, _read, _recognises_lines, in_lines=True)
"""The Dump of CSL-JSON with an item a line."""
