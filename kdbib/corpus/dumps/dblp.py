"""DBLP as one file (https://dblp.org/xml/, dblp.xml.gz).

What its elements mean says https://dblp.org/faq/How+to+parse+dblp+xml.html and the dblp.dtd beside
it. A paper names the proceedings that it is in by their key (``crossref``): so the file is gone
through twice, first for the titles of proceedings and books.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress

from msgspec.structs import replace

from kdbib.corpus.dumps.base import Damaged, Dump, NotAWork, Seen
from kdbib.corpus.dumps.elements import elements, parsed
from kdbib.corpus.dumps.stream import CutOff, Stream
from kdbib.http.plain import plain
from kdbib.model import Identifier, Name, Scheme, Work, identifier
from kdbib.model.work import PREPRINT_TYPE
from kdbib.resolve.dblp_publication import PREPRINTS, TYPES, pages, person, undotted, venue_of
from kdbib.resolve.markup import unmarked
from kdbib.resolve.names import names
from kdbib.resolve.web import web_address

_RECORDS = tuple(
    "article inproceedings proceedings book incollection phdthesis mastersthesis www person data"
    " inbook techreport".split()
)
_VOLUMES = (b"<proceedings", b"<book")
_VOLUME = re.compile(
    rb"""<(?:proceedings|book)\b[^>]*?\bkey="([^"]+)".*?<title\b[^>]*>(.*?)</title>""", re.DOTALL
)
_CROSSREF = re.compile(rb"<crossref>\s*([^<\s]+)\s*</crossref>")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DOI = "https://doi.org/"
_MOST_AUTHORS = 5000

Values = Mapping[str, list[str]]
"""The texts of a record's elements by their names."""


def _recognises(head: bytes) -> bool:
    return bool(re.search(rb"<dblp[\s>]", head[:5000]))


def _split(opened: Callable[[], Stream]) -> Iterator[bytes]:
    volumes = dict(_volumes(opened))
    for record in elements(opened, _RECORDS):
        within = _CROSSREF.search(record)
        title = volumes.get(within[1]) if within else None
        if within and title:
            at = within.start()
            yield b"%b<volume-of>%b</volume-of>%b" % (record[:at], title, record[at:])
        else:
            yield record


def _read(record: bytes) -> Seen | None:
    element = parsed(record)
    kind, key = str(element.tag), plain(element.get("key", ""), 200)
    if kind not in TYPES:
        raise NotAWork("a person, a page or data")
    values: dict[str, list[str]] = {}
    for child in element:
        if text := "".join(child.itertext()) if len(child) else child.text:
            values.setdefault(child.tag, []).append(text)
    work = _work(kind, key, values)
    if not work.title or not key:
        raise Damaged(f"there is no {'key' if work.title else f'title in {key}'}")
    if "withdrawn" in element.get("publtype", ""):
        work = replace(work, status="withdrawn")
    return Seen(work, f"dblp: {key}")


def _volumes(opened: Callable[[], Stream]) -> Iterator[tuple[bytes, bytes]]:
    """The titles of what papers are in, in XML, by their keys."""
    with suppress(CutOff):  # which is told when the papers are read
        for record in elements(opened, _RECORDS):
            if record.startswith(_VOLUMES) and (found := _VOLUME.match(record)):
                yield found[1], found[2]


def _work(kind: str, key: str, values: Values) -> Work:
    ids = _identifiers(key, values)
    venue = venue_of(plain(_first(values, "booktitle", "journal")))
    preprint = venue == PREPRINTS
    within = _first(values, "volume-of")
    volume_of = undotted(unmarked(within)) if within else ""
    year = _first(values, "year")
    addresses = [page for each in values.get("ee", ()) if (page := _address(each))]
    doi = ids.get(Scheme.DOI)
    return Work(
        type=PREPRINT_TYPE if preprint else TYPES[kind],
        title=undotted(unmarked(_first(values, "title"))),
        author=_authors(values.get("author", ())),
        issued=(int(year),) if _YEAR.fullmatch(year) else (),
        container_title="arXiv" if preprint else volume_of or venue or None,
        container_title_short=venue if venue and volume_of else None,
        volume=None if preprint else _said(values, "volume"),
        issue=None if preprint else _said(values, "number"),
        page=pages(_said(values, "pages") or ""),
        publisher=_said(values, "publisher", "school", longest=200),
        DOI=doi.value if doi else None,
        URL=addresses[0] if addresses else None,
        identifiers=tuple(found for found in ids.values() if found is not doi),
        pdf_url=next((page for page in addresses if page.endswith(".pdf")), None),
    )


def _first(values: Values, *names: str) -> str:
    """The first value of the first element of these names; empty if there is none."""
    for each in names:
        if each in values:
            return values[each][0]
    return ""


def _said(values: Values, *names: str, longest: int = 50) -> str | None:
    """The same in plain text; None if that is empty."""
    text = _first(values, *names)
    return (plain(text, longest) or None) if text else None


def _authors(displayed: Sequence[str]) -> tuple[Name, ...]:
    return names(list(map(person, displayed[:_MOST_AUTHORS])), _MOST_AUTHORS)


def _identifiers(key: str, values: Values) -> dict[Scheme, Identifier]:
    """The DOI, the arXiv id and the like from the addresses, and the key itself.

    The key of a record at CoRR names the preprint: its arXiv id is the better known name of that.
    """
    found: dict[Scheme, Identifier] = {}
    for page in values.get("ee", ()):
        is_doi = page.startswith(_DOI) and "%" not in page
        each = identifier.doi(page[len(_DOI) :]) if is_doi else identifier.from_url(page)
        if each:
            found.setdefault(each.scheme, each)
    if key.startswith("journals/corr/"):
        volume = _first(values, "volume")
        if Scheme.ARXIV not in found and (each := identifier.arxiv(volume.removeprefix("abs/"))):
            found[Scheme.ARXIV] = each
    elif each := identifier.dblp(key):
        found[Scheme.DBLP] = each
    return found


def _address(page: str) -> str | None:
    """A page that is not only the DOI again."""
    return None if page.startswith(_DOI) else web_address(page)


DBLP = Dump("dblp", _split, _read, _recognises, passes=2)
"""The Dump of DBLP."""
