"""A Work as the type and the fields of a BibTeX entry.

Types, and the fields that each requires, are those of BibTeX's base styles (Oren Patashnik,
*BibTeXing*, section 3, https://ctan.org/pkg/bibtex), which biblatex reads as well; ``doi``,
``url``, ``eprint``, ``archiveprefix``, ``primaryclass`` and ``issue`` are biblatex's names, and
arXiv's (https://info.arxiv.org/help/hypertex/bibstyles/). A Work that lacks what its type
requires becomes ``@misc``, which requires nothing: the styles warn of every gap in the others.
"""

import re
from urllib.parse import unquote

from kdbib.model import Scheme, Work
from kdbib.write.authors import author_list
from kdbib.write.latex import address, clean, escape, verbatim_doi
from kdbib.write.parts import DASHES, identified_page
from kdbib.write.title import title

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# CSL type -> BibTeX type, the name of the container's field and the publisher's, what is required
_TYPES: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "paper-conference": ("inproceedings", "booktitle", "publisher", ("author", "booktitle")),
    "article-journal": ("article", "journal", "publisher", ("author", "journal")),
    "chapter": ("incollection", "booktitle", "publisher", ("author", "booktitle", "publisher")),
    "book": ("book", "series", "publisher", ("author", "publisher")),
    "thesis": ("phdthesis", "series", "school", ("author", "school")),
    "report": ("techreport", "series", "institution", ("author", "institution")),
}
_MISC = ("misc", "howpublished", "publisher", ())
_REPOSITORIES = frozenset(("arxiv", "arxiv.org", "corr", "openreview", "openreview.net"))


def entry(work: Work, *, ascii_only: bool = False) -> tuple[str, dict[str, str]]:
    """The type of the entry, and its fields in the order in which they are written.

    Values are LaTeX (:mod:`kdbib.write.latex` tells of ``ascii_only``), without braces around;
    ``month`` is the name of one of BibTeX's own abbreviations, and no value is empty.
    """
    kind, container, publisher, required = _TYPES.get(work.type, _MISC)
    fields = _fields(work, kind, container, publisher, ascii_only=ascii_only)
    if any(not fields.get(name) for name in (*required, "title", "year")):
        kind, container, publisher, _ = _MISC
        fields = _fields(work, kind, container, publisher, ascii_only=ascii_only)
    return kind, {name: value for name, value in fields.items() if value}


def _fields(
    work: Work, kind: str, container: str, publisher: str, *, ascii_only: bool
) -> dict[str, str]:
    author = author_list(work.author, ascii_only=ascii_only)
    named = title(work.title, ascii_only=ascii_only)
    fields = {"author": author}
    if not author:
        # what the styles sort by, and make labels from, in the author's place
        fields["key"] = escape(work.title, ascii_only=ascii_only) or "Anonymous"
    shown = _shown_eprint(work) if container == "howpublished" else ""
    fields |= {
        "title": named,
        container: escape(_container(work), ascii_only=ascii_only) or shown,
        publisher: escape(work.publisher or "", ascii_only=ascii_only),
        **_numbering(work, kind, ascii_only=ascii_only),
        "pages": escape(_pages(work.page or ""), ascii_only=ascii_only),
        "year": str(work.year) if work.year is not None else "",
        "month": _month(work),
        "doi": verbatim_doi(work.DOI or ""),
        **_eprint(work),
        "url": _url(work),
        "pdf": address(work.pdf_url or "") or "",  # PMLR's and others' field; styles pass it over
        "note": escape(_note(work.status or ""), ascii_only=ascii_only),
    }
    return fields


def _shown_eprint(work: Work) -> str:
    """Where an arXiv paper is, for BibTeX's styles, which print no ``eprint``: ``arXiv:ID``."""
    arxiv = work.identifier(Scheme.ARXIV)
    return f"arXiv:{verbatim_doi(arxiv)}" if arxiv else ""


def _container(work: Work) -> str:
    """What the work appeared in; a repository of preprints is told by eprint and url instead."""
    name = clean(work.container_title or "")
    preprint = name.lower() in _REPOSITORIES or name.lower().startswith("arxiv preprint")
    return "" if preprint and not work.published else name


def _numbering(work: Work, kind: str, *, ascii_only: bool) -> dict[str, str]:
    """Volume and number, of which the styles allow both in articles only.

    They warn of a number without a volume there, and of one beside a volume, or without a series,
    elsewhere. Such a number is written as ``issue``, which they don't read and biblatex does.
    """
    volume = escape(work.volume or "", ascii_only=ascii_only)
    number = escape(work.issue or "", ascii_only=ascii_only)
    allowed = kind == "techreport" or (kind == "article" and volume)
    return {"volume": volume, "number" if allowed else "issue": number}


def _pages(page: str) -> str:
    """Pages with BibTeX's ``--`` for ranges: ``12--19``, ``7--9, 11``."""
    return re.sub(DASHES, "--", clean(page))


def _month(work: Work) -> str:
    known = len(work.issued) > 1 and 1 <= work.issued[1] <= 12
    return MONTHS[work.issued[1] - 1] if known else ""


def _eprint(work: Work) -> dict[str, str]:
    arxiv = work.identifier(Scheme.ARXIV)
    if not arxiv:
        return {}
    category = re.fullmatch(r"[A-Za-z.-]+", work.arxiv_category or "")
    return {
        "eprint": verbatim_doi(arxiv),
        "archiveprefix": "arXiv",
        "primaryclass": category[0] if category else "",
    }


def _url(work: Work) -> str:
    """The address, but for one that only says the DOI again: styles would print both."""
    url = address(work.URL or "")
    if not url:
        url = None if work.DOI else identified_page(work)
    of_doi = re.fullmatch(r"https?://(?:dx\.|www\.)?doi\.org/(.+)", url or "", re.IGNORECASE)
    same = of_doi and work.DOI and unquote(of_doi[1]).lower() == unquote(clean(work.DOI)).lower()
    return "" if same or not url else url


def _note(status: str) -> str:
    """What a reader is told of a status: where it was submitted, or that it was retracted.

    >>> _note("submitted to ICLR 2020, rejected")
    'Submitted to ICLR 2020'
    """
    told = clean(status)
    if told.lower().startswith("submitted"):
        told = told.partition(",")[0]
    return "" if told.lower() == "rejected" else told[:1].upper() + told[1:]
