"""What a rule says: where, what, and how it could be put right."""

from dataclasses import dataclass

Range = tuple[int, int]
"""The characters [start, end) of a document."""

Change = tuple[int, int, str]
"""The characters [start, end) of a document, and what they should be."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rule is broken; ``where`` and ``changes`` count characters.

    ``message`` is one sentence, without a full stop; ``help`` says what to do, and may be empty.
    ``safe`` is whether the changes keep what the text says.
    """

    where: Range
    message: str
    help: str = ""
    changes: tuple[Change, ...] = ()
    safe: bool = True


def replaced(where: Range, after: str) -> tuple[Change, ...]:
    """The change of one range."""
    return ((*where, after),)
