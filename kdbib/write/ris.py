"""A bibliography in RIS, for Zotero, EndNote, Mendeley and their like.

Tags and types are those of Research Information Systems' specification
(https://web.archive.org/web/20120526103719/http://refman.com/support/risformat_intro.asp), as
EndNote, Zotero and pandoc read them.
"""

from collections.abc import Iterator

from kdbib.model import Name, Scheme, Work
from kdbib.model.name import OTHERS
from kdbib.write.formats import Items, Options, Writer
from kdbib.write.keys import unique
from kdbib.write.latex import address, clean, visible
from kdbib.write.parts import first_and_last, plain_title, url_of

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


def ris(items: Items) -> str:
    """The works as RIS, sorted by key; lines end in CR LF, as its specification wants it.

    ValueError if two works share a key.
    """
    return "".join(_record(key, work) for key, work in unique(items))


def _write(items: Items, _: Options) -> bytes:
    return ris(items).encode()


WRITER = Writer("ris", (".ris",), _write)


def _record(key: str, work: Work) -> str:
    tags = ((tag, visible(value)) for tag, value in _tags(key, work))  # a line each, whatever it is
    lines = [f"{tag}  - {value}" for tag, value in tags if value]
    return "\r\n".join([f"TY  - {_TYPES.get(work.type, 'GEN')}", *lines, "ER  - ", "", ""])


def _tags(key: str, work: Work) -> Iterator[tuple[str, str]]:
    first, last = first_and_last(work.page)
    arxiv = work.identifier(Scheme.ARXIV)
    yield "ID", key
    for author in work.author:
        if author == OTHERS:
            continue  # RIS has no word for them
        yield "AU", _name(author)
    yield "TI", plain_title(work)
    yield "T2", clean(work.container_title or "")
    yield "J2", clean(work.container_title_short or "")
    yield "PY", str(work.year) if work.year is not None else ""
    yield "DA", _date(work)
    yield "VL", clean(work.volume or "")
    yield "IS", clean(work.issue or "")
    yield "SP", first
    yield "EP", last
    yield "PB", clean(work.publisher or "")
    yield "DO", work.DOI or ""
    yield "AN", f"arXiv:{arxiv}" if arxiv else ""
    yield "UR", url_of(work)
    yield "L1", address(work.pdf_url or "") or ""
    yield "N1", clean(work.status or "")


def _name(name: Name) -> str:
    """``Family, Given, Suffix``; a group's name as it is, for a comma would divide it."""
    if not name.family:
        return clean(name.literal or name.given or "").replace(",", "")
    parts = [clean(part) for part in (name.family, name.given, name.suffix) if part]
    return ", ".join(part.replace(",", "") for part in parts)


def _date(work: Work) -> str:
    """``2015/03/09/``: year, month, day, and what else is said, each between slashes."""
    if len(work.issued) < 2:
        return ""
    year, month, *day = work.issued
    return f"{year:04}/{month:02}/{day[0]:02}" if day else f"{year:04}/{month:02}"
