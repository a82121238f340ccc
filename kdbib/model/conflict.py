"""Disagreements between a citation and the records, or between records."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Disagreement(StrEnum):
    """The kinds of conflict. :mod:`kdbib.wording` has the sentence for each."""

    TITLE = "title"
    CAPITALS = "capitals"
    """The titles differ in capitals alone."""
    OTHER_TITLE = "other-title"
    """The citation has a title that the work has too, such as its preprint's."""
    NO_AUTHORS = "no-authors"
    GROUP = "group"
    """A group is named in the authors' place."""
    SHORTENED = "shortened"
    """Some of the authors are named, and no other names."""
    NOT_AN_AUTHOR = "not-an-author"
    """Somebody is named who is none of the work's authors."""
    NOT_PUBLISHED = "not-published"
    """The work was submitted or rejected there."""
    VENUE_UNCONFIRMED = "venue-unconfirmed"
    """Only a preprint is known."""
    PUBLISHED_SINCE = "published-since"
    """The citation gives the preprint, or no venue."""
    PUBLISHED_AS = "published-as"
    """The work appeared under another title."""
    YEAR = "year"
    IDENTIFIER = "identifier"
    """The citation has an identifier of another work."""
    OF_ANOTHER = "identifier-of-another"
    """The same, where the record has no such identifier: whose it is, another record says."""
    MALFORMED = "malformed"
    REFUTED = "refuted"
    """By the registry, an identifier of the record is another work's."""
    CLAIMED_TWICE = "claimed-twice"
    """Two works claim an identifier of the record."""
    ELSEWHERE = "elsewhere"
    """The listed venue is one that no table knows, and not the work's."""
    AUTHOR_ORDER = "author-order"
    """The authors are the work's, in another order."""
    DIFFERS = "differs"
    """The record says otherwise, and the file is one that is only read."""
    SOURCES = "sources"
    """Two sources give different values."""
    MARKUP = "markup"
    """A correction that can't be written as text, amid the markup of the entry."""
    NOT_WRITTEN = "not-written"
    """A correction that the list can't take: its encoding, or another text at the place."""


OF_STYLE = frozenset({Disagreement.CAPITALS, Disagreement.SHORTENED})
"""What is a matter of taste rather than a mistake."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One disagreement.

    ``listed`` is what the citation says, ``record`` what the record says ("" where it says
    nothing); ``details`` are the other values that the sentence about it names. What could be
    corrected is a Change as well.
    """

    code: Disagreement
    field: str
    listed: str
    record: str
    details: Mapping[str, str | int] = dataclasses.field(default_factory=dict)

    @property
    def is_style(self) -> bool:
        """Whether it is a matter of taste."""
        return self.code in OF_STYLE
