"""Why a work is as it is: told from kept decisions and answers, without asking anyone."""

from kdbib.explain.explanation import Explained, Explanation, Vote, explain, explained
from kdbib.explain.lookup import Decided, decided
from kdbib.explain.witnesses import Statement, statements

__all__ = [
    "Decided",
    "Explained",
    "Explanation",
    "Statement",
    "Vote",
    "decided",
    "explain",
    "explained",
    "statements",
]
