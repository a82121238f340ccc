"""Which of the citations are surely meant as papers, and what of an entry was not read.

The reader takes what looks like a citation; a linter that is to be believed has to leave alone what
only looks like one: the years of a conference, venues that a list covers, workshops, news.
"""

import re

from kdbib.linter.cited import Cited
from kdbib.model.venue import short_name

_ADDRESS = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|\]\[[^\[\]\n]*\]|https?://\S+")
_TAG = re.compile(r"<[^<>\n]{0,300}>")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ACRONYM = re.compile(r"(?<![\w-])[A-Z][A-Za-z-]{1,9}(?![\w-])")
_ACRONYMS = re.compile(r"\((?:[A-Z]{3,10}, ){3,}")
_NEWS = re.compile(r"\s*[-*+]\s+[*_[(]{0,3}\d{4}[-/.]\d\d?[-/.]\d\d?\b")
_EVENT = re.compile(r"\b(?:workshop|special issue|call for papers|tutorial)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_SAYS_NOTHING = frozenset(
    "and et al in by of the arxiv preprint survey review overview book thesis".split()
)
_VOLUMES, _VENUES = 4, 3


def is_paper(one: Cited) -> bool:
    """Whether an entry is a paper, as far as its text tells."""
    shown = _ADDRESS.sub("]", one.text)
    if len(set(_YEAR.findall(shown))) >= _VOLUMES:
        return False  # the volumes of a venue, each with its year
    linked = bool(one.citation.links)
    if not one.identifiers and _NEWS.match(one.text):
        return False
    if not linked and (len(_venues(shown)) >= _VENUES or _ACRONYMS.search(shown)):
        return False  # venues that somebody looks through
    title = one.citation.title
    return bool(one.identifiers) or not (title and _EVENT.search(title.text))


def _venues(text: str) -> set[str]:
    names = (short_name(found) for found in _ACRONYM.findall(text))
    return {name for name in names if name}


def is_bare_link(one: Cited) -> bool:
    """Whether an entry is a link and nothing else: a page, a book or a talk as well as a paper."""
    if len(one.links) != 1 or one.citation.identifiers or one.year or one.title is None:
        return False
    start, end = one.links[0][1]
    return start <= one.title[0] and one.title[1] <= end and not unread(one)


def swallows_more(one: Cited) -> bool:
    """Whether a title seems to have more in it than the title: a link's end, a break, a year."""
    title = one.at(one.title) if one.title else ""
    return "](" in title or "<br" in title or bool(_YEAR.search(title))


def unread(one: Cited) -> list[str]:
    """The words of an entry that no part of the citation was read from, links left out."""
    text = list(one.text)
    parts = [one.title, one.venue, one.year, *(where for _, where in one.found)]
    parts += [(one.authors[0][0], one.authors[-1][1])] if one.authors else []
    parts += [where for _, where in one.links]
    for start, end in (part for part in parts if part):
        text[max(start - one.start, 0) : end - one.start] = " " * (end - max(start, one.start))
    left = _TAG.sub(" ", _ADDRESS.sub(" ", "".join(text)))
    return [word for word in _WORD.findall(left) if word.lower() not in _SAYS_NOTHING]
