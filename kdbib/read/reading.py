"""What a line says, before it becomes a Citation."""

from typing import NamedTuple

from msgspec import Struct, field

from kdbib.model import Identifier, LinkKind, Name
from kdbib.read.inline import LinkRange

TAKEN = "\ufffc"
"""Stands in for every character of a part of a line that has been read already."""

EDGE = " \t\n,;:.|·-–—/、，。：；" + TAKEN
"""What separates the parts of a line."""


class Range(NamedTuple):
    """The words [start, end) of a Prose."""

    start: int
    end: int


class Reading(Struct, gc=False):
    """What a line says; ranges are of its Prose.

    ``form`` is the recogniser that read it and ``score`` how well that explains the line, which
    decides between forms. ``title_text`` is the title without what was read inside of it; ``main``
    is the link over it. ``confidence`` says how probable it is that a field is right to the letter;
    ``titles`` are all parts that are a title, where an entry has more; ``shares`` says how much of
    the words each field takes; ``first`` is the field that comes first.
    """

    title: Range | None = None
    title_text: str = ""
    authors: list[tuple[Name, Range]] = field(default_factory=list)
    et_al: bool = False
    venue: Range | None = None
    year: tuple[int, Range] | None = None
    identifiers: list[tuple[Identifier, Range]] = field(default_factory=list)
    malformed: list[tuple[str, str, Range]] = field(default_factory=list)
    links: list[tuple[LinkRange, LinkKind]] = field(default_factory=list)
    main: LinkRange | None = None
    form: str = ""
    score: float = 0.0
    titles: list[Range] = field(default_factory=list)
    confidence: dict[str, float] = field(default_factory=dict)
    shares: dict[str, float] = field(default_factory=dict)
    first: str = ""

    @property
    def probability(self) -> float:
        """How probable it is that the title is right to the letter; 0 if there is none."""
        return self.confidence.get("title", 0.0)


class Guess(Struct, frozen=True, gc=False):
    """One way to read the words of a line: ``rest`` counts the words that it leaves unexplained.

    ``names`` are the authors, with their ranges. ``evidence`` is what speaks for this form apart
    from its title and names: the markup of the title, say.
    """

    title: Range | None
    names: tuple[tuple[Name, Range], ...] = ()
    et_al: bool = False
    sure_names: float = 0.0
    evidence: float = 0.0
    rest: int = 0
    venue: Range | None = None
    year: tuple[int, Range] | None = None
    main: LinkRange | None = None
