"""What a source may declare beside its API: what it tells, when it is asked, how it is believed.

All of it is optional: a class without these attributes is asked and believed as the least known
database is. A source of another package declares the same as one of kdbib's own.

``trust``
    How far its records are believed where others say otherwise; the higher, the sooner.
``registry_of``
    The schemes whose identifiers it registers: it knows whose an identifier is.
``surest``
    By scheme, its place among those who tell a whole work by an identifier; 1 is the surest.
``role``
    The :class:`Role`.
``has_titles``
    The share, 0..1, of the titles it is asked for that it has: what a plan expects of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from kdbib.model import Citation
from kdbib.resolve.base import TITLE, Source

AUTHOR, ISSUED, PUBLICATION, PDF = "author", "issued", "publication", "pdf_url"
LACKING = frozenset((AUTHOR, ISSUED, PUBLICATION, PDF))
"""What most papers have, and a work may lack: authors spelt out, the year of the publication (not
that of its preprint), where it was published, a PDF."""
OF_PUBLICATIONS = frozenset((AUTHOR, ISSUED, PUBLICATION))
"""What a source may add that knows publications and no PDF."""


class Stage(IntEnum):
    """When a question is asked; a batch that isn't full waits for whatever may still fill it."""

    TEXT = 0
    """Identifiers that the text gives."""
    TITLES = 1
    """Titles without one, each at one of the sources that take many and know most."""
    OTHERS = 2
    """Titles that it has not, at others that take many and know less, but publications."""
    AGAIN = 3
    """Titles that those have not either, at the other of the first ones."""
    WORDS = 4
    """The telling words of titles that nobody has: they are misspelt, or not there."""
    FOUND = 5
    """Identifiers that were found, for what is lacking in a work."""
    REST = 6
    """What is lacking still; titles at sources that take one in a request."""
    LAST = 7
    """Identifiers at sources that take one in a request, and what they lead to."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a source is good for.

    ``tells`` are the fields that it may add; ``titles`` the stage from which it is asked for titles
    (None: never), ``found`` the one for identifiers. ``likely`` tells whether it may know a
    citation's title, where it takes one in a request.
    """

    tells: frozenset[str]
    titles: Stage | None
    found: Stage
    likely: Callable[[Citation], bool] = lambda _: True


def role_of(source: Source) -> Role:
    """The role that a source declares; else that of one that may tell everything."""
    many = source.accepts.get(TITLE, 0) > 1
    role: Role | None = getattr(source, "role", None)
    return role or Role(LACKING, Stage.OTHERS if many else Stage.REST, Stage.REST)


def surest_of(source: Source) -> Mapping[str, int]:
    """By scheme, the place of a source among those who tell a whole work by an identifier."""
    return getattr(source, "surest", {})


def declared(name: str, what: str, otherwise: Any) -> Any:
    """What the source of this name declares; ``otherwise`` where it doesn't, or there is none."""
    from kdbib.resolve import SOURCES

    return getattr(SOURCES.get(name), what, otherwise)
