"""What in a citation is wrong or missing, given the work that it cites. Pure.

A correction changes as few characters as it can, in the style that the line and its list have.
What is wrong and can't be corrected with certainty is a conflict, which is reported.
"""

from kdbib.correct.authors import correct_authors
from kdbib.correct.habits import Habits
from kdbib.correct.identifiers import correct_identifiers
from kdbib.correct.title import correct_title
from kdbib.correct.text import Findings, in_order, trailing_blanks
from kdbib.correct.venue import correct_venue
from kdbib.model import Citation, Match, Work

__all__ = ["Findings", "Habits", "correct"]

_SURE = 0.8
"""The records' confidence from which they may correct what a person wrote."""


def correct(citation: Citation, work: Work, match: Match, habits: Habits) -> Findings:
    """The changes that make a citation true, in the order of the text, and the conflicts left."""
    found = Findings()
    if match.record.confidence >= _SURE:
        found += correct_title(citation, work, match)
        found += correct_authors(citation, work, habits)
        found += correct_venue(citation, work)
        found += correct_identifiers(citation, work)
        found += trailing_blanks(citation)
    return Findings(in_order(found.changes), found.conflicts)
