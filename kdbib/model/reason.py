"""Why a citation has no work, as a code and its values."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Why(StrEnum):
    """The reasons. :mod:`kdbib.wording` has the sentence for each."""

    AMBIGUOUS = "ambiguous"
    """Several ``works`` fit."""
    RENAMED = "renamed"
    """The ``identifiers`` belong to works that now have the ``titles``."""
    SHORT_TITLE = "short-title"
    """The title is that of some ``works``, and too short to tell which."""
    STRANGERS = "strangers"
    """The ``names`` are not among the authors of the ``work``."""
    ANOTHER_PAPER = "another-paper"
    """The ``identifier`` is that of another ``work``."""
    IDENTIFIER_BUT = "identifier-but"
    """The ``identifier`` is that of the ``work``, and the ``findings`` speak against it."""
    TITLE_BUT = "title-but"
    """The title is that of the ``work``, and the ``findings`` speak against it."""
    NOT_IN_CORPUS = "not-in-corpus"
    """No corpus has it, and no source was asked."""
    NOWHERE = "nowhere"
    """No corpus has it, and none of the sources ``asked``."""
    FAILED = "failed"
    """Each of the ``failures`` is that of a source that could know."""
    NONE_CHOSEN = "none-chosen"
    """A person (``by``) decided that it is no work that was found."""
    NOT_LOOKED_UP = "not-looked-up"
    """A person (``by``) chose ``what``, and no source could be asked for it."""
    CHOSEN_NOT_FOUND = "chosen-not-found"
    """A person (``by``) chose ``what``, and it was not found."""
    NOBODY_KNOWS = "nobody-knows"
    """The citation is the identifiers ``named``, and no source has them."""
    NEEDS_ACCOUNT = "needs-account"
    """OpenReview did not say what ``named`` is."""
    SAID = "said"
    """The ``words`` themselves: a line that an earlier version wrote, or what was read as none."""


Value = str | tuple[str, ...]


class Reason(Struct, frozen=True, gc=False, omit_defaults=True):
    """One reason: its code, the values that the sentence names, and what lies behind it."""

    code: Why
    values: Mapping[str, Value] = {}
    because: "Reason | None" = None


def said(words: str) -> Reason | None:
    """The Reason that has no code, only words; None without words."""
    return Reason(Why.SAID, {"words": words}) if words else None
