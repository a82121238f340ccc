"""From a record of a data file, whatever its format, to the Citation of the record's lines."""

import re
from collections.abc import Sequence
from dataclasses import replace

from msgspec import Struct

from kdbib.model import Author, Citation, Identifier, Link, Name, Span, Text, Year
from kdbib.model.identifier import arxiv, doi, from_url, pmid
from kdbib.read.links import link_kind
from kdbib.read.listing import citation
from kdbib.read.said import Said
from kdbib.read.source import SourceText

_YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)")
_INITIALS = re.compile(r"([^\W\d_][\w'’ -]+) ([A-Z]{1,4})")
_LONGEST = 2000
_MOST = 5000


class Recorded(Struct):
    """The values of a record, as they are written; ``addresses`` may hold identifiers."""

    title: str = ""
    authors: Sequence[Name] = ()
    et_al: bool = False
    venue: str = ""
    date: str = ""
    doi: str = ""
    pmid: str = ""
    addresses: Sequence[str] = ()
    key: str | None = None


def record_citation(what: Recorded, start: int, end: int, source: SourceText) -> Citation | None:
    """The Citation of a record at the characters [start, end); None if it names no work.

    Its parts all stand where the record stands: such a file is read, and never corrected.
    """
    title = _clean(what.title)
    identifiers = _identifiers(what)
    if not title and not identifiers:
        return None
    span = source.span(start, end)
    year = _YEAR.search(what.date)
    venue = _clean(what.venue)
    said = Said(
        title=Text(title, span) if title else None,
        authors=tuple(Author(name, span) for name in what.authors[:_MOST]),
        et_al=what.et_al,
        venue=Text(venue, span) if venue else None,
        year=Year(int(year[0]), span) if year else None,
        identifiers=tuple((one, span) for one in identifiers),
        links=tuple(_links(what.addresses, span)),
    )
    return replace(citation(said, start, end, source), key=what.key)


def _clean(text: str) -> str:
    return " ".join(text[:_LONGEST].split())


def _identifiers(what: Recorded) -> list[Identifier]:
    bare = re.sub(r"^\s*doi:?\s*|\s*\[doi\]\s*$", "", what.doi, flags=re.IGNORECASE)
    found = [from_url(bare) or doi(bare)] if bare else []
    found += [pmid(what.pmid.strip())] if what.pmid else []
    found += [from_url(address) for address in what.addresses]
    found += [arxiv(address.removeprefix("arXiv:")) for address in what.addresses]
    return list(dict.fromkeys(one for one in found if one))


def _links(addresses: Sequence[str], span: Span) -> list[Link]:
    urls = [address for address in addresses if address.startswith("http")]
    return [Link("", url, link_kind("", url, from_url(url)), span) for url in urls]


def name_of(text: str) -> Name | None:
    """A name as data files write it: ``Hinton, Geoffrey``, ``Geoffrey Hinton``, ``Hinton GE``.

    >>> name_of("Hinton GE")
    Name(family='Hinton', given='G E', suffix=None, literal=None)
    """
    words = _clean(text).strip(",; ")
    if not words:
        return None
    parts = [part.strip() for part in words.split(",")]
    if len(parts) == 3 and len(parts[2]) <= 4 and parts[2].strip(".").isalpha():
        return Name(parts[0], parts[1], parts[2])
    if len(parts) > 1 and parts[0]:
        return Name(parts[0], " ".join(parts[1:]) or None)
    if found := _INITIALS.fullmatch(words):
        return Name(found[1], " ".join(found[2]))
    family = words.rpartition(" ")
    return Name(family[2], family[0]) if family[0] else Name(literal=words)
