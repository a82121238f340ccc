"""The ACL Anthology's own files: https://github.com/acl-org/acl-anthology, data/xml.

Their schema is data/xml/schema.rnc there. A paper takes what it is in from the ``meta`` of its
volume, so that comes before it in its record.
"""

import re
from collections.abc import Callable, Iterator

from lxml import etree

from kdbib.corpus.dumps.base import Damaged, Dump, NotAWork, Seen
from kdbib.corpus.dumps.elements import elements, parsed
from kdbib.corpus.dumps.stream import Stream
from kdbib.http.plain import plain
from kdbib.model import Identifier, Name, Scheme, Work, identifier
from kdbib.resolve.dblp_publication import pages

_TAG = re.compile(rb"<(collection|volume)\b([^<>]*)>")
_ID = re.compile(rb"""\bid\s*=\s*["']([\w.-]{1,60})["']""")
_ATTRIBUTE = re.compile(rb"""\btype\s*=\s*["'](\w+)["']""")
_MONTHS = {
    month: number
    for number, month in enumerate(
        "January February March April May June July August September October November"
        " December".split(),
        start=1,
    )
}
_MOST_AUTHORS = 5000


def _recognises(head: bytes) -> bool:
    return bool(re.search(rb"<collection\b[^<>]*\bid\s*=", head[:5000])) and b"<volume" in head


def _split(opened: Callable[[], Stream]) -> Iterator[bytes]:
    collection = volume = kind = meta = b""
    for found in elements(opened, ("paper", "meta"), with_tags=("collection", "volume")):
        if tag := _TAG.fullmatch(found):
            own = _ID.search(tag[2])
            if tag[1] == b"collection":
                collection = own[1] if own else b""
            else:
                of_type = _ATTRIBUTE.search(tag[2])
                volume, kind, meta = own[1] if own else b"", of_type[1] if of_type else b"", b""
        elif found.startswith(b"<meta"):
            meta = found
        else:
            yield b'<volume id="%b-%b" type="%b">%b%b</volume>' % (
                collection, volume, kind, meta, found,
            )  # fmt: skip


def _read(record: bytes) -> Seen | None:
    volume = parsed(record)
    paper, meta = volume.find("paper"), volume.find("meta")
    if paper is None:
        raise Damaged("there is no paper in it")
    own = _own(volume, paper)
    if not own:
        raise Damaged("there is no id of the Anthology")
    title = _text(paper, "title", 1000)
    if not title:
        raise NotAWork("without a title")
    return Seen(_work(paper, meta, title, own, volume.get("type") or ""), f"acl: {own.value}")


def _own(volume: etree._Element, paper: etree._Element) -> Identifier | None:
    """The id of a paper: its address, else what its volume and its number give."""
    collection, _, number = (volume.get("id") or "").rpartition("-")
    at = paper.get("id") or ""
    if "." in collection:
        composed = f"{collection}-{number}.{at}"
    else:
        digits = 2 if collection.startswith("W") else 1
        composed = f"{collection}-{number.zfill(digits)}{at.zfill(4 - digits)}"
    return identifier.acl(_text(paper, "url", 200)) or identifier.acl(composed)


def _work(
    paper: etree._Element, meta: etree._Element | None, title: str, own: Identifier, kind: str
) -> Work:
    within = meta if meta is not None else paper
    doi = identifier.doi(_text(paper, "doi", 300))
    journal = _text(paper, "journal-title") or _text(within, "journal-title")
    is_journal = kind == "journal" or bool(journal)
    taken_back = any(paper.find(fate) is not None for fate in ("retracted", "removed"))
    return Work(
        type="article-journal" if is_journal else "paper-conference",
        title=title,
        author=tuple(_authors(paper)),
        issued=_issued(within),
        container_title=journal or _text(within, "booktitle") or None,
        volume=(_text(within, "journal-volume", 50) or None) if is_journal else None,
        issue=(_text(within, "journal-issue", 50) or None) if is_journal else None,
        page=pages(_text(paper, "pages", 50)),
        publisher=_text(within, "publisher") or None,
        DOI=doi.value if doi and doi.scheme == Scheme.DOI else None,
        URL=own.url,
        status="retracted" if taken_back else None,
        identifiers=(own,),
        pdf_url=f"{own.url}.pdf",
    )


def _text(element: etree._Element, name: str, longest: int = 300) -> str:
    """A child in plain text, whatever marks up its letters."""
    child = element.find(name)
    return "" if child is None else plain("".join(child.itertext()), longest)


def _authors(paper: etree._Element) -> Iterator[Name]:
    for author in paper.findall("author")[:_MOST_AUTHORS]:
        family, given = _text(author, "last", 200), _text(author, "first", 200)
        if family:
            yield Name(family, given) if given else Name(literal=family)
        elif given:
            yield Name(literal=given)


def _issued(meta: etree._Element) -> tuple[int, ...]:
    """The year, and the month where it is one month."""
    year, month = _text(meta, "year", 10), _text(meta, "month", 40).capitalize()
    if not re.fullmatch(r"(?:19|20)\d\d", year):
        return ()
    return (int(year), _MONTHS[month]) if month in _MONTHS else (int(year),)


ACL_XML = Dump("acl", _split, _read, _recognises)
"""The Dump of an XML file of the ACL Anthology."""
