"""What in a citation is wrong or missing, given the work that it cites. Pure.

A correction changes as few characters as it can, in the style that the line and its list have.
What is wrong and can't be corrected with certainty is a conflict, which is reported.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from kdbib.correct.authors import correct_authors
from kdbib.correct.bare import complete_bare
from kdbib.correct.habits import Habits
from kdbib.correct.identifiers import correct_identifiers
from kdbib.correct.inert import inert
from kdbib.correct.text import Findings, in_order, trailing_blanks
from kdbib.correct.title import correct_title, is_retitled
from kdbib.correct.venue import correct_venue
from kdbib.model import Change, Citation, Conflict, Disagreement, Form, Match, Work

__all__ = ["Findings", "Habits", "correct"]


def correct(
    citation: Citation, work: Work, match: Match, habits: Habits, *, year_is_sure: bool = True
) -> Findings:
    """The changes that make a citation true, in the order of the text, and the conflicts left.

    A year that is not sure to be the publication's is neither written nor corrected.
    """
    if citation.form is Form.markdown and (bare := complete_bare(citation, work, habits)):
        return bare
    found = correct_title(citation, work, match)
    retitled = is_retitled(found)
    known = work if year_is_sure else replace(work, issued=())
    found += correct_authors(citation, work, habits)
    found += correct_venue(citation, known, retitled=retitled)
    found += correct_identifiers(citation, work)
    found += trailing_blanks(citation)
    changes = in_order(found.changes)
    if citation.form is not Form.markdown:
        return Findings(changes, found.conflicts)
    written = inert(citation, changes)
    return Findings(written, found.conflicts + (() if written else _told(changes)))


def _told(changes: Iterable[Change]) -> tuple[Conflict, ...]:
    """The corrections that could not be written as text."""
    return tuple(
        Conflict(Disagreement.MARKUP, one.field, one.before, one.after)
        for one in changes
        if one.after.strip()
    )
