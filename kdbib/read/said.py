"""What one part of an entry says, with the places in the file where it says so."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from kdbib.model import Author, Identifier, Link, LinkKind, Malformed, Span, Text, Year
from kdbib.read.bare import identified
from kdbib.read.decorations import inner
from kdbib.read.inline import Prose
from kdbib.read.reading import Reading
from kdbib.read.source import Passage, SourceText


class Said(Struct, frozen=True, gc=False):
    """The fields of a Citation that a part of an entry gives, and how sure that makes it.

    ``probability`` is that of the title, if a model read it.
    """

    title: Text | None = None
    authors: tuple[Author, ...] = ()
    et_al: bool = False
    venue: Text | None = None
    year: Year | None = None
    identifiers: tuple[tuple[Identifier, Span], ...] = ()
    links: tuple[Link, ...] = ()
    malformed: tuple[Malformed, ...] = ()
    main: LinkKind | None = None
    probability: float | None = None

    @property
    def evidence(self) -> float:
        """2 or more: a citation. Below 1: nothing but words or a link."""
        if not self.title:
            return 0.0
        evidence = 0.0
        evidence += 2.0 if self.identifiers else 0.0
        evidence += 1.0 if self.malformed else 0.0
        evidence += (1.5 if self.year else 1.0) if self.venue else (0.5 if self.year else 0.0)
        evidence += (1.5 if self.et_al else 1.0) if self.authors else 0.0
        evidence += 1.5 if self.leads_to_paper else 0.0
        return evidence

    @property
    def leads_to_paper(self) -> bool:
        """Whether a link leads to the paper itself."""
        return any(link.kind in {LinkKind.PAPER, LinkKind.PDF} for link in self.links)

    def with_details(self, more: "Said") -> "Said":
        """This, with what another part of the entry says as well; the first word has precedence."""
        if more is NOTHING:
            return self
        return Said(
            self.title,
            self.authors or more.authors,
            self.et_al if self.authors else more.et_al,
            self.venue or more.venue,
            self.year or more.year,
            self.identifiers + more.identifiers,
            self.links + more.links,
            self.malformed + more.malformed,
            self.main,
            self.probability,
        )


NOTHING = Said()
"""What a part says that says nothing of the paper."""


def _without(venue: Text, reading: Reading, prose: Prose) -> Text:
    """A venue without the year inside of it: "ICML 2019 Workshop" is the ICML Workshop."""
    if not reading.venue or not reading.year:
        return venue
    start, end = reading.year[1].start, reading.year[1].end
    if not reading.venue.start < start < end < reading.venue.end:
        return venue
    words = prose.plain[reading.venue.start : start] + prose.plain[end : reading.venue.end]
    return replace(venue, text=" ".join(words.replace("'", " ").split()))


def _title(reading: Reading, prose: Prose, span: Callable[[int, int], Span]) -> Text | None:
    """The title, without what sites put around titles; None where it only names an identifier."""
    title, words = reading.title, reading.title_text
    if title is None or identified(words):
        return None
    start, end = inner(words)
    if (start, end) == (0, len(words)):
        return Text(words, span(*title))
    at = prose.plain.find(words[start:end], title.start, title.end)
    where = (at, at + end - start) if at >= 0 else (title.start, title.end)
    return Text(words[start:end], span(*where))


class _Places:
    """Where in the file the words of a Prose stand."""

    __slots__ = ("first", "passage", "prose", "source")

    def __init__(self, prose: Prose, passage: Passage, source: SourceText) -> None:
        self.prose, self.passage, self.source = prose, passage, source
        one_line = len(passage.starts) == 1 and passage.text.isascii()
        # in a line of nothing but ASCII, bytes and columns are counted from its first word
        self.first = source.span(passage.start, passage.start) if one_line else None

    def span(self, begin: int, stop: int) -> Span:
        """The span of the words [begin, stop)."""
        start, end = self.prose.source_range(begin, stop)
        if (first := self.first) is not None:
            byte = first.start
            return Span(byte + start, byte + end, first.line, first.column + start)
        place = self.passage.place(start)
        return self.source.span(place, self.passage.place(end - 1) + 1 if end > start else place)


def said(reading: Reading, prose: Prose, passage: Passage, source: SourceText) -> Said:
    """A Reading in terms of the file: spans instead of ranges of words."""
    title, venue, year = reading.title, reading.venue, reading.year
    if not (title or reading.links or reading.authors or year or venue) and not (
        reading.identifiers or reading.malformed
    ):
        return NOTHING
    span = _Places(prose, passage, source).span
    of_venue = None
    if venue:
        words = " ".join(prose.plain[venue.start : venue.end].split())
        of_venue = _without(Text(words, span(*venue)), reading, prose)
    main = next((kind for link, kind in reading.links if link is reading.main), None)
    return Said(
        _title(reading, prose, span),
        tuple([Author(name, span(*where)) for name, where in reading.authors]),
        reading.et_al,
        of_venue,
        Year(year[0], span(*year[1])) if year else None,
        tuple([(found, span(*where)) for found, where in reading.identifiers]),
        tuple(
            [
                Link(link.text.strip("[] "), link.url, kind, span(link.start, link.end))
                for link, kind in reading.links
            ]
        ),
        tuple([Malformed(k, m, span(*where)) for k, m, where in reading.malformed]),
        main,
        reading.probability if title and reading.confidence else None,
    )
