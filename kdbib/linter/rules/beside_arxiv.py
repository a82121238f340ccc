"""KB42x: what stands beside an arXiv id."""

import re
from collections.abc import Callable, Iterator

from kdbib.linter.cited import Cited
from kdbib.linter.document import Document
from kdbib.linter.finding import Finding, Range
from kdbib.linter.majority import exceptions
from kdbib.model import Scheme

_YEAR_BEHIND = re.compile(r"\s*[(（](?:19|20)\d\d[)）]")
_PREPRINT = re.compile(r"arxiv", re.IGNORECASE)


def _arxiv_and(
    document: Document, behind: Callable[[Cited, Range], Range | None]
) -> Iterator[Range]:
    """What follows the arXiv ids of the text, where that is rare."""
    found, regular = [], 0
    for one in document.citations:
        for _, where in one.written_arxiv:
            what = behind(one, where)
            if what:
                found.append(what)
            else:
                regular += 1
    yield from exceptions(found, regular, at_most=0.1)


def year_after_id(document: Document) -> Iterator[Finding]:
    """A year in brackets after an arXiv id, which already contains it.

    ## What it does
    Finds `arXiv:1908.00858 (2019)` in a list where most entries give the id alone.
    ## Why is this bad
    The id begins with the year. If one of the two changes, they contradict each other.
    ## Example
        Distilling knowledge from a deep pose network. Saputra et al. arXiv:1908.00858 (2019)
    ## Use instead
        Distilling knowledge from a deep pose network. Saputra et al. arXiv:1908.00858
    ## Fix safety
    There is no fix: the year may be the publication's.
    """
    for where in _arxiv_and(document, _year_behind):
        yield Finding(where, "the arXiv id already gives the year", "remove the year")


def _year_behind(one: Cited, where: Range) -> Range | None:
    found = _YEAR_BEHIND.match(one.text, where[1] - one.start)
    return (one.start + found.start(), one.start + found.end()) if found else None


def preprint_and_venue(document: Document) -> Iterator[Finding]:
    """An arXiv id and a venue in one entry, in a list that gives only one of them.

    ## What it does
    Finds entries that give an arXiv id and a venue as two sentences.
    ## Why is this bad
    In such a list the last sentence is the venue, so tools find two venues.
    ## Example
        On the Efficacy of Distillation. Cho, Jang Hyun et al. arXiv:1910.01348. ICCV 2019
    ## Use instead
        On the Efficacy of Distillation. Cho, Jang Hyun et al. ICCV 2019
    ## Fix safety
    There is no fix: the author may want both.
    """
    for where in _arxiv_and(document, _venue_beside):
        yield Finding(where, "the entry has both an arXiv id and a venue", "keep the venue")


def _venue_beside(one: Cited, where: Range) -> Range | None:
    """The id and the venue, if they are different things."""
    known = any(i.scheme is Scheme.ARXIV for i, _ in one.citation.identifiers)
    if not one.venue or not known or _PREPRINT.search(one.at(one.venue)):
        return None
    return min(where[0], one.venue[0]), max(where[1], (one.year or one.venue)[1])
