"""Crossref's types of works (https://api.crossref.org/types) as types of CSL."""

from kdbib.model.work import PREPRINT_TYPE

_TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "posted-content": PREPRINT_TYPE,
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "book-track": "chapter",
    "reference-entry": "chapter",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "dissertation": "thesis",
    "report": "report",
    "standard": "standard",
    "other": "document",
}
_DATA = {"dataset": "dataset", "database": "dataset"}
SEARCHED = ",".join(f"type:{name}" for name in _TYPES)
"""The filter of a search that leaves everything out that can't be a paper."""


def csl_type(theirs: str) -> str:
    """CSL's type for one of Crossref's; ``document`` for one that we don't know.

    >>> csl_type("proceedings-article")
    'paper-conference'
    """
    return _TYPES.get(theirs) or _DATA.get(theirs, "document")
