"""A bibliography as CITATION.cff: the works are the ``references`` of a project that cites them.

Types and fields are those of the Citation File Format 1.2.0
(https://github.com/citation-file-format/citation-file-format/blob/main/schema-guide.md). The file
has to have a title and authors of its own, which are the project's, and which kdbib does not know:
it says so, and names itself.
"""

import re
from typing import Any

from kdbib.model import Name, Scheme, Work
from kdbib.model.name import OTHERS
from kdbib.write.as_yaml import as_yaml
from kdbib.write.formats import Items, Options, Writer
from kdbib.write.keys import unique
from kdbib.write.latex import clean, visible
from kdbib.write.parts import first_and_last, plain_title, url_of

# CSL type -> CFF's type, and the field for what the work appeared in
_TYPES = {
    "paper-conference": ("conference-paper", "collection-title"),
    "article-journal": ("article", "journal"),
    "chapter": ("generic", "collection-title"),
    "book": ("book", "collection-title"),
    "thesis": ("thesis", "collection-title"),
    "report": ("report", "collection-title"),
    "dataset": ("data", "collection-title"),
    "software": ("software", "collection-title"),
    "webpage": ("website", "collection-title"),
    "article": ("article", "journal"),  # a preprint
}
_DOI = re.compile(r"10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+")
"""CFF's own pattern, which not every DOI fits."""
_PROJECT = {
    "cff-version": "1.2.0",
    "message": "The references of a project, as kdbib found them. Put the project's title and"
    " authors in the place of these.",
    "title": "References",
    "type": "dataset",
    "authors": [{"name": "kdbib"}],
}


def _write(items: Items, options: Options) -> bytes:
    references = [_reference(work) for _, work in unique(items)]
    # its schema wants a reference where there is such a list
    return as_yaml(_PROJECT | ({"references": references} if references else {}), options)


def _reference(work: Work) -> dict[str, Any]:
    kind, container = _TYPES.get(work.type, ("generic", "collection-title"))
    first, last = first_and_last(work.page)
    year, month, *_ = (*work.issued, 0, 0)
    url = url_of(work)
    doi = visible(work.DOI or "")
    fields = {
        "type": kind,
        "title": plain_title(work),
        "authors": [_person(name) for name in work.author] or [{"name": "anonymous"}],
        container: clean(work.container_title or ""),
        "volume": clean(work.volume or ""),
        "issue": clean(work.issue or ""),
        "start": first,
        "end": last,
        "publisher": {"name": clean(work.publisher)} if work.publisher else None,
        "year": year,
        "month": month,
        "doi": doi if _DOI.fullmatch(doi) else "",
        "identifiers": _identifiers(work, doi),
        "url": url if re.match(r"(https?|s?ftp)://", url) else "",
        "notes": clean(work.status or ""),
    }
    return {name: value for name, value in fields.items() if value}


def _person(name: Name) -> dict[str, str]:
    if name == OTHERS:
        return {"name": "others"}
    if not name.family:
        return {"name": clean(name.literal or name.given or "") or "anonymous"}
    parts = {"family-names": name.family, "given-names": name.given, "name-suffix": name.suffix}
    return {part: clean(value) for part, value in parts.items() if value}


def _identifiers(work: Work, doi: str) -> list[dict[str, str]]:
    arxiv = work.identifier(Scheme.ARXIV)
    others = [f"arXiv:{visible(arxiv)}"] if arxiv else []
    if doi and not _DOI.fullmatch(doi):
        others.append(f"doi:{doi}")
    return [{"type": "other", "value": value} for value in others]


WRITER = Writer("cff", (".cff",), _write)
