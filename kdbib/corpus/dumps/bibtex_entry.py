"""A BibTeX entry of any origin, and the work that it is.

The fields are BibTeX's and biblatex's; DBLP's and the ACL Anthology's entries are known by their
keys and addresses.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from kdbib.corpus.dumps.bibtex_fields import Entry
from kdbib.http.plain import plain
from kdbib.model import Identifier, Name, Scheme, Work, identifier
from kdbib.model.work import CSL_TYPES, PREPRINT_TYPE
from kdbib.read.latex import decoded
from kdbib.resolve.dblp_publication import PREPRINTS, pages, person, venue_of
from kdbib.resolve.names import name
from kdbib.resolve.web import web_address

Fields = Mapping[str, str]

_VENUES = ("booktitle", "journal", "journaltitle")
_PUBLISHERS = ("publisher", "school", "institution", "organization")
_ADDRESSES = ("url", "ee", "biburl", "doi")
_MONTHS = {
    month: number
    for number, month in enumerate(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1
    )
}
_DATE = re.compile(r"((?:1[5-9]|20)\d\d)(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?!\d)")
_ARXIV = re.compile(r"arxiv\b|corr$|computing research repository", re.IGNORECASE)
_ARXIV_ID = re.compile(r"(?:arxiv:|abs/)\s*([a-z.-]*/?[\d.]{7,10}\d?(?:v\d+)?)", re.IGNORECASE)
_ARXIV_LABEL = re.compile(r"^\s*arxiv:\s*", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_AND_WITHIN = re.compile(r"\{[^{}]*\sand\s[^{}]*\}", re.IGNORECASE)
_OTHERS = frozenset(("others", "et al", "et al.", ""))
_WHOLE = re.compile(r"\{([^{}]+)\}")
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV")
_MOST_AUTHORS = 5000


def work(entry: Entry) -> Work | None:
    """The work that an entry describes; None if it has no title."""
    fields = entry.fields
    title = _text(fields, "title", longest=1000)
    if not title:
        return None
    venue = venue_of(_text(fields, *_VENUES))
    ids = _identifiers(entry, venue)
    kind = CSL_TYPES.get(entry.type, PREPRINT_TYPE)
    preprint = kind == PREPRINT_TYPE or venue == PREPRINTS or bool(_ARXIV.match(venue))
    on_arxiv = preprint and (Scheme.ARXIV in ids or bool(_ARXIV.match(venue)))
    doi, acl = ids.get(Scheme.DOI), ids.get(Scheme.ACL)
    url = web_address(_raw(fields, "url"))
    return Work(
        type=PREPRINT_TYPE if preprint else kind,
        title=title,
        author=_authors(fields.get("author", "")),
        issued=_issued(fields),
        container_title="arXiv" if on_arxiv else venue or None,
        volume=None if on_arxiv else _text(fields, "volume", longest=50) or None,
        issue=None if on_arxiv else _text(fields, "number", "issue", longest=50) or None,
        page=pages(_text(fields, "pages", longest=50).replace("–", "-")),
        publisher=_text(fields, *_PUBLISHERS, longest=200) or None,
        DOI=doi.value if doi else None,
        URL=None if url and url.startswith("https://doi.org/") else url,
        identifiers=tuple(found for found in ids.values() if found is not doi),
        pdf_url=f"{acl.url}.pdf" if acl else url if url and url.endswith(".pdf") else None,
    )


def source(entry: Entry, found: Work) -> str:
    """Where a work is from: ``dblp: conf/...``, ``acl: P18-1001``, or ``bibtex:`` and the key."""
    if key := found.identifier(Scheme.ACL):
        return f"acl: {key}"
    if entry.key.startswith("DBLP:"):
        return f"dblp: {plain(entry.key[5:], 200)}"
    return f"bibtex: {plain(entry.key, 200)}"


def _raw(fields: Fields, *names: str) -> str:
    for each in names:
        if value := fields.get(each):
            return value.strip()
    return ""


def _text(fields: Fields, *names: str, longest: int = 300) -> str:
    """The first of these fields that is there, in plain text."""
    raw = _raw(fields, *names)
    return plain(decoded(raw[: 4 * longest]), longest) if raw else ""


def _identifiers(entry: Entry, venue: str) -> dict[Scheme, Identifier]:
    """An identifier of each scheme, from the fields that hold them and from DBLP's keys."""
    found: dict[Scheme, Identifier] = {}
    for each in _all_identifiers(entry, venue):
        if each:
            found.setdefault(each.scheme, each)
    return found


def _all_identifiers(entry: Entry, venue: str) -> Iterator[Identifier | None]:
    fields = entry.fields
    if doi := fields.get("doi"):
        yield identifier.doi(doi) or identifier.from_url(doi)
    if eprint := fields.get("eprint"):
        yield identifier.arxiv(_ARXIV_LABEL.sub("", eprint).strip())
    for name_ in ("url", "ee"):
        if address := fields.get(name_):
            yield identifier.from_url(address.replace(r"\_", "_").strip())
    if pmid := fields.get("pmid"):
        yield identifier.pmid(pmid.strip())
    if _ARXIV.match(venue) and (said := _ARXIV_ID.search(f"{venue} {fields.get('volume', '')}")):
        yield identifier.arxiv(said[1])
    if entry.key.startswith("DBLP:") and not entry.key.startswith("DBLP:journals/corr/"):
        yield identifier.dblp(entry.key[5:])


def _issued(fields: Fields) -> tuple[int, ...]:
    """The date as far as it is said; a month only if it is one month."""
    found = _DATE.search(_raw(fields, "date", "year"))
    if not found:
        return ()
    parts = tuple(int(part) for part in found.groups() if part)
    month = _raw(fields, "month").lower()
    if len(parts) == 1 and (number := _MONTHS.get(month[:3])) and month.isalpha():
        return (*parts, number)
    return parts


def _authors(field: str) -> tuple[Name, ...]:
    if not field.strip():
        return ()
    if "{" in field and _AND_WITHIN.search(field):
        from bibtexparser.middlewares.names import split_multiple_persons_names

        people = split_multiple_persons_names(field)
    else:
        people = _AND.split(field.strip())
    return tuple(found for each in people[:_MOST_AUTHORS] if (found := _name(each)))


@lru_cache(maxsize=1 << 16)
def _name(latex: str) -> Name | None:
    """``Jordan, Jr., Michael I.``, ``Michael I. Jordan`` or ``{The ATLAS Collaboration}``."""
    latex = latex.strip()
    if latex.lower() in _OTHERS:
        return None
    whole = _WHOLE.fullmatch(latex)
    parts = [plain(decoded(part), 200) for part in latex[:1000].split(",")]
    if len(parts) == 1 or whole or not parts[-1]:
        displayed = person(plain(decoded(latex[:1000]), 200).rstrip(", "))
        return Name(literal=displayed) if whole and displayed else name(displayed)
    if not any(char.isalpha() for char in parts[0]):
        return None
    suffix = parts[1] if len(parts) == 3 else ""
    family, _, last = parts[0].rpartition(" ")
    if family and not suffix and _SUFFIX.fullmatch(last):  # "Steele Jr., Guy L."
        return Name(family, parts[-1], last)
    return Name(parts[0], person(parts[-1]), suffix or None)
