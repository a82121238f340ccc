"""What one part of an entry says, with the places in the file where it says so."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from kdbib.model import Author, Identifier, Link, LinkKind, Malformed, Span, Text, Year
from kdbib.read.inline import Prose
from kdbib.read.reading import Range, Reading
from kdbib.read.source import Passage, SourceText


class Said(NamedTuple):
    """The fields of a Citation that a part of an entry gives, and how sure that makes it."""

    title: Text | None = None
    authors: tuple[Author, ...] = ()
    et_al: bool = False
    venue: Text | None = None
    year: Year | None = None
    identifiers: tuple[tuple[Identifier, Span], ...] = ()
    links: tuple[Link, ...] = ()
    malformed: tuple[Malformed, ...] = ()
    main: LinkKind | None = None

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
        )


NOTHING = Said()
"""What a part says that says nothing of the paper."""


def _without(venue: Text | None, reading: Reading, prose: Prose) -> Text | None:
    """A venue without the year inside of it: "ICML 2019 Workshop" is the ICML Workshop."""
    if not venue or not reading.venue or not reading.year:
        return venue
    start, end = reading.year[1].start, reading.year[1].end
    if not reading.venue.start < start < end < reading.venue.end:
        return venue
    words = prose.plain[reading.venue.start : start] + prose.plain[end : reading.venue.end]
    return replace(venue, text=" ".join(words.replace("'", " ").split()))


def _spans(prose: Prose, passage: Passage, source: SourceText) -> Callable[[Range], Span]:
    """How a range of words becomes a span; a line of nothing but ASCII needs no looking up."""
    if len(passage.starts) == 1 and passage.text.isascii():
        first = source.span(passage.start, passage.start)
        byte, line, column = first.start, first.line, first.column

        def in_line(where: Range) -> Span:
            start, end = prose.source_range(*where)
            return Span(byte + start, byte + end, line, column + start)

        return in_line

    def anywhere(where: Range) -> Span:
        start, end = prose.source_range(*where)
        begin = passage.place(start)
        return source.span(begin, passage.place(end - 1) + 1 if end > start else begin)

    return anywhere


def said(reading: Reading, prose: Prose, passage: Passage, source: SourceText) -> Said:
    """A Reading in terms of the file: spans instead of ranges of words."""
    parts = (reading.title, reading.links, reading.authors, reading.year, reading.venue)
    if not any(parts) and not reading.identifiers and not reading.malformed:
        return NOTHING

    span = _spans(prose, passage, source)

    def text(where: Range | None) -> Text | None:
        if where is None:
            return None
        return Text(" ".join(prose.plain[where.start : where.end].split()), span(where))

    title = None
    if reading.title:
        title = Text(reading.title_text, span(reading.title))
    main = next((kind for link, kind in reading.links if link is reading.main), None)
    return Said(
        title=title,
        authors=tuple(Author(name, span(where)) for name, where in reading.authors),
        et_al=reading.et_al,
        venue=_without(text(reading.venue), reading, prose),
        year=Year(reading.year[0], span(reading.year[1])) if reading.year else None,
        identifiers=tuple((found, span(where)) for found, where in reading.identifiers),
        links=tuple(
            Link(link.text.strip("[] "), link.url, kind, span(Range(link.start, link.end)))
            for link, kind in reading.links
        ),
        malformed=tuple(Malformed(k, m, span(where)) for k, m, where in reading.malformed),
        main=main,
    )
