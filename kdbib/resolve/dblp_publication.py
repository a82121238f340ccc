"""A publication as DBLP describes it, and the work that it is.

Tables come as https://www.w3.org/TR/sparql11-results-json/ has them; what the values mean says
https://dblp.org/rdf/docu/.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from kdbib.errors import BadAnswer
from kdbib.http.plain import plain
from kdbib.model import Identifier, Name, Record, Scheme, Work, identifier
from kdbib.model.work import PREPRINT_TYPE
from kdbib.resolve.markup import unmarked
from kdbib.resolve.names import names
from kdbib.resolve.web import web_address

_UNREADABLE = (msgspec.MsgspecError, RecursionError, UnicodeError)
_HOMONYM = re.compile(r" \d{4}$")
_IN_BRACKETS = re.compile(
    r"\s*\((?:\d+|poster|oral|spotlight|(?:short|long) papers?)\)$", re.IGNORECASE
)
PREPRINTS = "CoRR"
"""DBLP's name for arXiv."""
_HYPHEN = re.compile(r"\s*[-–—]+\s*")
_RANGE = re.compile(r"\w+(?:-\w+)?")
_DOI = "https://doi.org/"
TYPES = {
    "inproceedings": "paper-conference",
    "article": "article-journal",
    "incollection": "chapter",
    "inbook": "chapter",
    "book": "book",
    "proceedings": "book",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
}
"""DBLP's types of records as types of CSL."""


class _Cell(msgspec.Struct):
    value: str


class _Results(msgspec.Struct):
    bindings: list[dict[str, _Cell]]


class _Table(msgspec.Struct):
    results: _Results


@dataclass(slots=True)
class Publication:
    """The rows of one publication together.

    ``asked`` are the IRIs that it was asked for by, ``values`` every value of each column but the
    authors, ``authors`` the names by their places.
    """

    iri: str
    asked: set[str] = field(default_factory=set)
    values: dict[str, dict[str, None]] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)

    def first(self, column: str, longest: int = 300) -> str:
        """The first value of a column, in plain text; empty if there is none."""
        return plain(next(iter(self.values.get(column, {})), ""), longest)

    @property
    def title(self) -> str:
        """The title without the dot that DBLP puts after it, and without markup."""
        return undotted(unmarked(self.first("title", 2000)))


def publications(answer: bytes) -> list[Publication]:
    """The publications in a table, in its order. Raises BadAnswer if it is none."""
    try:
        rows = msgspec.json.decode(answer, type=_Table).results.bindings
    except _UNREADABLE:
        raise BadAnswer("DBLP sent something else than a table of results") from None
    found: dict[str, Publication] = {}
    for row in rows:
        values = {column: cell.value for column, cell in row.items()}
        where, title = values.pop("pub", ""), values.get("title", "")
        if not where or not title:
            raise BadAnswer("DBLP sent a row without a publication or a title")
        publication = found.setdefault(where, Publication(where))
        _add(publication, values)
    return list(found.values())


def _add(publication: Publication, row: dict[str, str]) -> None:
    ordinal, name = row.pop("ordinal", ""), row.pop("name", "")
    if ordinal:
        publication.authors[ordinal] = name
    if asked := row.pop("asked", ""):
        publication.asked.add(asked)
    for column, value in row.items():
        publication.values.setdefault(column, {})[value] = None


def record(publication: Publication) -> Record | None:
    """The work that a publication is; None if it has no title."""
    title = publication.title
    if not title:
        return None
    ids = _identifiers(publication)
    venue = venue_of(publication.first("venue"))
    preprint = venue == PREPRINTS
    kind = publication.first("type").rpartition("#")[2].lower()
    year = publication.first("year")
    work = Work(
        type=PREPRINT_TYPE if preprint else TYPES.get(kind, PREPRINT_TYPE),
        title=title,
        author=_authors(publication),
        issued=(int(year),) if re.fullmatch(r"(?:1[5-9]|20)\d\d", year) else (),
        container_title="arXiv" if preprint else venue or None,
        volume=None if preprint else publication.first("volume", 50) or None,
        issue=None if preprint else publication.first("issue", 50) or None,
        page=pages(publication.first("pages", 50)),
        DOI=ids[Scheme.DOI].value.lower() if Scheme.DOI in ids else None,
        URL=_page(publication),
        identifiers=tuple(found for scheme, found in ids.items() if scheme != Scheme.DOI),
        pdf_url=next((page for page in _web_pages(publication) if page.endswith(".pdf")), None),
    )
    return Record(work, "dblp")


def _authors(publication: Publication) -> tuple[Name, ...]:
    """The authors in their order, without the numbers of homonyms (``Jian Sun 0001``).

    None at all where their places are not 1, 2, 3, ...: then the list is not whole.
    """
    ordered = {
        int(at): text for at, text in publication.authors.items() if re.fullmatch(r"\d{1,6}", at)
    }
    if sorted(ordered) != list(range(1, len(publication.authors) + 1)):
        return ()
    return names([person(plain(ordered[at], 200)) for at in sorted(ordered)])


def _identifiers(publication: Publication) -> dict[Scheme, Identifier]:
    """An identifier of each scheme: the DOI, the key, and what the document pages say.

    The key of a record at CoRR names the preprint: its arXiv id is the better known name of that.
    """
    given = (
        *(identifier.doi(doi.lower().removeprefix(_DOI)) for doi in _all(publication, "doi")),
        *(identifier.from_url(page) for page in _web_pages(publication)),
        _key(publication),
    )
    found: dict[Scheme, Identifier] = {}
    for each in given:
        if each and each.scheme not in found:
            found[each.scheme] = each
    if publication.first("venue") == PREPRINTS:
        found.pop(Scheme.DBLP, None)
    return found


def _key(publication: Publication) -> Identifier | None:
    return identifier.dblp(publication.iri.removeprefix("https://dblp.org/rec/"))


def _all(publication: Publication, column: str) -> Iterator[str]:
    return (plain(value, 2000) for value in publication.values.get(column, {}))


def _web_pages(publication: Publication) -> list[str]:
    """The document pages that are web addresses, the primary one first."""
    given = (*_all(publication, "primary"), *_all(publication, "page"))
    return list(dict.fromkeys(page for each in given if (page := web_address(each))))


def _page(publication: Publication) -> str | None:
    """The first page that is not only the DOI again."""
    pages = (page for page in _web_pages(publication) if not page.startswith(_DOI))
    return next(pages, None)


def venue_of(name: str) -> str:
    """The name of a venue, without the number of a volume or a kind of talk behind it.

    >>> venue_of("ECCV (12)"), venue_of("ICLR (Poster)")
    ('ECCV', 'ICLR')
    """
    return _IN_BRACKETS.sub("", name) if name.endswith(")") else name


def person(displayed: str) -> str:
    """A person's name without the number that tells homonyms apart (``Jian Sun 0001``)."""
    return displayed if displayed[-1:].isalpha() else _HOMONYM.sub("", displayed)


def undotted(title: str) -> str:
    """A title without the dot that DBLP puts after it."""
    return title if title.endswith("..") else title.removesuffix(".")


def pages(text: str) -> str | None:
    """A range of pages with a hyphen; None where there is none."""
    if not text or _RANGE.fullmatch(text):
        return text or None
    return _HYPHEN.sub("-", text) or None
