"""Corrections of venue and year: wrong, missing, obsolete or misspelt ones."""

import re

from rapidfuzz.distance import OSA

from kdbib.correct.text import Findings, change, insertion, text_at
from kdbib.model import Change, Citation, Conflict, Disagreement, Scheme, Text, Work
from kdbib.model.title import title_key
from kdbib.model.venue import (
    appears_in,
    is_journal,
    is_publisher,
    is_series,
    is_short_name,
    long_names,
    short_name,
)
from kdbib.model.work import TAKEN_BACK

_RENAMED = 2018  # NIPS became NeurIPS (https://nips.cc/Conferences/2018/News?article=2118)
_WORKSHOP = " Workshop"
_WHOLE_NAME = 4
"""Words of a venue's name from which one telling word among them is enough to compare."""
_COMMON = re.compile(
    r"proc(?:eedings)?|conf(?:erence)?|int(?:l|ernational)?|annual|meeting|work-?shops?|symp(?:osium)?|"
    r"the|and|for|journal|trans(?:actions)?|letters|lett|advances|lecture|notes|findings|ieee|acm|"
    r"usenix|springer|elsevier|volume|track|main|european|north|american|asian|joint|world|systems?"
)
"""Words that many venues have in their names."""


def correct_venue(citation: Citation, work: Work, *, retitled: bool) -> Findings:
    """The corrections of a citation's venue and year after the work's.

    Only a publication's record corrects a venue: that a source has only the preprint, or a
    rejected submission, says nothing sure of where else the work appeared, and is reported.
    """
    known = _short(work)
    if work.status and work.status not in TAKEN_BACK:
        return _in_capitals(citation) + _report(
            citation, work, Disagreement.NOT_PUBLISHED, status=work.status
        )
    workshop = known is not None and known.endswith(_WORKSHOP)
    if not work.published and not workshop:
        if citation.venue and short_name(citation.venue.text) != "arXiv":
            unsure = _report(citation, work, Disagreement.VENUE_UNCONFIRMED)
            return _in_capitals(citation) + unsure
        return Findings()
    if known is None:
        return Findings()
    if retitled:
        return _under_another_title(citation, work, known)
    if citation.venue is None:
        return _missing(citation, work, known)
    if short_name(citation.venue.text) == "arXiv":
        return _report(citation, work, Disagreement.PUBLISHED_SINCE, published=_when(known, work))
    if _may_be_occasion(citation.venue.text, work, known):
        cited, there = citation.venue.text, _when(known, work)
        if short_name(cited) == known or appears_in(short_name(cited) or "", known):
            return _correct_year(citation, work)
        same_year = citation.year is None or citation.year.value == work.year
        code = Disagreement.PUBLISHED_AS
        told = _report(citation, work, code, title=work.title, published=there)
        return Findings() if same_year and is_series(work.container_title or "") else told
    return _named_otherwise(citation, citation.venue, work, known) + _correct_year(citation, work)


def _named_otherwise(citation: Citation, venue: Text, work: Work, known: str) -> Findings:
    """The venue corrected, or told, where it is another one than the work's."""
    if _is_elsewhere(venue.text, work, known):
        return _report(citation, work, Disagreement.ELSEWHERE, published=_when(known, work))
    name = _better_name(venue.text, work, known)
    return Findings(_replaced(citation, "venue", venue, name) if name else ())


def _may_be_occasion(cited: str, work: Work, known: str) -> bool:
    """Whether the listed conference can be where a work of a journal or series was presented.

    Papers have journal versions under their titles, some conferences print theirs in a journal, and
    many in a series: none of these shows that the conference is wrong.
    """
    listed = short_name(cited)
    if listed is None or listed == known or is_journal(listed):
        return False
    return is_journal(known) or work.type == "article-journal" or is_series(known)


def _is_elsewhere(cited: str, work: Work, known: str) -> bool:
    """Whether a venue that no table knows has a name that shares little with the work's venue.

    Words may be abbreviated (``Int. J. Comput. Vis.``), and those that many venues have in common
    tell nothing. Of an acronym, or a venue that is only known by one, nothing can be told.
    """
    if short_name(cited) is not None or is_publisher(cited):
        return False
    listed = _telling_words(cited)
    there = _telling_words(" ".join((work.container_title or "", *long_names(known))))
    alike = sum(any(a.startswith(b) or b.startswith(a) for b in there) for a in listed)
    named = title_key(known) in title_key(cited)
    enough = len(listed) >= 2 or (len(listed) == 1 and len(cited.split()) >= _WHOLE_NAME)
    return enough and bool(there) and not named and 2 * alike <= len(listed)


def _telling_words(venue: str) -> list[str]:
    words = re.findall(r"[^\W\d_]{3,}", venue.lower())
    return [word for word in words if not _COMMON.fullmatch(word)]


def _in_capitals(citation: Citation) -> Findings:
    """A known venue's name in small letters, put right."""
    venue = citation.venue
    name = short_name(venue.text) if venue else None
    if venue is None or name is None or venue.text != venue.text.lower() or not is_short_name(name):
        return Findings()
    return Findings(_replaced(citation, "venue", venue, name))


def _under_another_title(citation: Citation, work: Work, known: str) -> Findings:
    """Under the title that is cited, the work may have appeared elsewhere: nothing is changed."""
    cited = short_name(citation.venue.text) if citation.venue else None
    if cited == known and (citation.year is None or citation.year.value == work.year):
        return _in_capitals(citation)
    published = _when(known, work)
    return _report(citation, work, Disagreement.PUBLISHED_AS, title=work.title, published=published)


def _when(venue: str, work: Work) -> str:
    """``CVPR 2020``."""
    return f"{venue} {work.year or ''}".strip()


def _short(work: Work) -> str | None:
    """How a list would call a work's venue: by its short name, or a journal by its title."""
    title = work.container_title or ""
    short = short_name(title) or work.container_title_short
    if short in {None, "arXiv", "OpenReview"}:
        short = title if title and len(title.split()) <= 6 and "," not in title else None
    return None if short in {"arXiv", "OpenReview"} else short


def _report(citation: Citation, work: Work, code: Disagreement, **details: str) -> Findings:
    parts = (
        citation.venue.text if citation.venue else "",
        citation.year.value if citation.year else "",
    )
    listed = " ".join(str(part) for part in parts if part)
    conflict = Conflict(code, "venue", listed, work.container_title or "", details)
    return Findings((), (conflict,))


def _missing(citation: Citation, work: Work, known: str) -> Findings:
    """A venue where there is none, behind the arXiv id: ``arXiv:ID. VENUE YEAR``."""
    published = _when(known, work)
    for identifier, span in citation.identifiers:
        written = text_at(citation, span)
        if identifier.scheme is Scheme.ARXIV and written.lower().startswith("arxiv"):
            after = citation.raw.encode()[span.end - citation.span.start :].decode(errors="replace")
            if re.match(r"\s*(?:$|\[|\n)", after) and not citation.year:
                return Findings((insertion(citation, "venue", span.end, f". {published}"),))
    return _report(citation, work, Disagreement.PUBLISHED_SINCE, published=published)


def _better_name(cited: str, work: Work, known: str) -> str | None:
    """What the venue's name should be; None if it is right, or can't be told to be wrong."""
    meant = short_name(cited)
    if meant == known:
        if cited == "NIPS" and (work.year or 0) >= _RENAMED:
            return "NeurIPS"
        return known if cited == cited.lower() and is_short_name(known) else None
    if meant and meant == known.removesuffix(_WORKSHOP):
        return cited + _WORKSHOP
    if meant is None and not _misspelt(cited, work, known):
        return None
    return known


def _misspelt(cited: str, work: Work, known: str) -> bool:
    """Whether an unknown name is a fragment or a misspelling of the work's venue."""
    a, b = title_key(cited), title_key(known)
    if a == b or title_key(work.container_title or "") == a:
        return False
    title = title_key(work.container_title or "")
    fragment = len(a) >= 3 and (a in b or (title.startswith(a) and len(a) < len(b)))
    return fragment or (len(a) > 3 and OSA.distance(a, b) <= 1) or cited in {"IEEE", "ACM"}


def _correct_year(citation: Citation, work: Work) -> Findings:
    """The year, where it is not the publication's; one that is a year off is one too."""
    year = citation.year
    if year is None or work.year is None or year.value == work.year:
        return Findings()
    written = text_at(citation, year.span)
    if len(written) != 4:
        return _report(citation, work, Disagreement.YEAR, year=str(work.year))
    return Findings((change(citation, "year", year.span, 0, 4, str(work.year)),))


def _replaced(citation: Citation, field: str, part: Text, after: str) -> tuple[Change, ...]:
    written = text_at(citation, part.span)
    return (change(citation, field, part.span, 0, len(written), after),)
