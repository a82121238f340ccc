"""A bibliography in RIS, for Zotero, EndNote, Mendeley and their like.

Tags and types are those of Research Information Systems' specification
(https://web.archive.org/web/20120526103719/http://refman.com/support/risformat_intro.asp), as
EndNote, Zotero and pandoc read them.
"""

import re
from collections.abc import Iterator, Sequence

from kdbib.model import Name, Scheme, Work
from kdbib.model.name import OTHERS
from kdbib.write.formula import without_tex
from kdbib.write.keys import unique
from kdbib.write.latex import address, clean, visible

_TYPES = {
    "paper-conference": "CPAPER",
    "article-journal": "JOUR",
    "chapter": "CHAP",
    "book": "BOOK",
    "thesis": "THES",
    "report": "RPRT",
    "dataset": "DATA",
    "software": "COMP",
    "webpage": "ELEC",
    "article": "GEN",  # a preprint; UNPB would say that nobody can read it
}


def ris(items: Sequence[tuple[str, Work]]) -> str:
    """The works as RIS, sorted by key; lines end in CR LF, as its specification wants it.

    ValueError if two works share a key.
    """
    return "".join(_record(key, work) for key, work in unique(items))


def _record(key: str, work: Work) -> str:
    lines = [f"{tag}  - {value}" for tag, value in _tags(key, work) if value]
    return "\r\n".join([f"TY  - {_TYPES.get(work.type, 'GEN')}", *lines, "ER  - ", "", ""])


def _tags(key: str, work: Work) -> Iterator[tuple[str, str]]:
    first, last = _pages(work.page or "")
    arxiv = work.identifier(Scheme.ARXIV)
    yield "ID", key
    for author in work.author:
        if author == OTHERS:
            continue  # RIS has no word for them
        yield "AU", _name(author)
    yield "TI", without_tex(clean(work.title))
    yield "T2", clean(work.container_title or "")
    yield "J2", clean(work.container_title_short or "")
    yield "PY", str(work.year) if work.year is not None else ""
    yield "DA", _date(work)
    yield "VL", clean(work.volume or "")
    yield "IS", clean(work.issue or "")
    yield "SP", first
    yield "EP", last
    yield "PB", clean(work.publisher or "")
    yield "DO", visible(work.DOI or "")
    yield "AN", f"arXiv:{arxiv}" if arxiv else ""
    yield "UR", _url(work)
    yield "L1", address(work.pdf_url or "") or ""
    yield "N1", clean(work.status or "")


def _name(name: Name) -> str:
    """``Family, Given, Suffix``; a group's name as it is, for a comma would divide it."""
    if not name.family:
        return clean(name.literal or name.given or "").replace(",", "")
    parts = [clean(part) for part in (name.family, name.given, name.suffix) if part]
    return ", ".join(part.replace(",", "") for part in parts)


def _pages(page: str) -> tuple[str, str]:
    found = re.fullmatch(r"(\w+)\s*[-‐‑–—]+\s*(\w+)", clean(page))
    return (found[1], found[2]) if found else (clean(page), "")


def _date(work: Work) -> str:
    """``2015/03/09/``: year, month, day, and what else is said, each between slashes."""
    if len(work.issued) < 2:
        return ""
    year, month, *day = work.issued
    return f"{year:04}/{month:02}/{day[0]:02}" if day else f"{year:04}/{month:02}"


def _url(work: Work) -> str:
    known = [found for found in work.identifiers if found.scheme != Scheme.S2]
    return address(work.URL or "") or (address(known[0].url) if known else None) or ""
