"""Markdown lists: items to citations, and a reason for each item that is none."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from kdbib.model import Author, Citation, Link, Malformed, Span, Text, Year
from kdbib.read.blocks import Item, read_blocks
from kdbib.read.grammar import Range, Reading, read_line
from kdbib.read.inline import Prose, scan
from kdbib.read.source import SourceText

_CITATION = 1.5
"""From this evidence on, an item is a citation whatever stands around it."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A list item that is no citation, and why, in words for a person."""

    span: Span
    raw: str
    reason: str


@dataclass(frozen=True, slots=True)
class List:
    """What was read from one file."""

    file: str
    citations: tuple[Citation, ...]
    passed_over: tuple[PassedOver, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    item: Item
    prose: Prose
    reading: Reading


def read_markdown(source: SourceText) -> List:
    """The citations of a markdown file, in order, and the list items that are none."""
    document = read_blocks(source)
    read = []
    for item in document.items:
        prose = scan(item.content, document.references)
        read.append(_Read(item, prose, read_line(prose)))
    sure = Counter(r.item.group for r in read if r.reading.evidence >= _CITATION)
    all_of = Counter(r.item.group for r in read)
    a_list_of_papers = 10 * sure.total() >= 9 * sum(all_of[group] for group in sure)
    citations, passed_over = [], []
    for one in read:
        share = sure[one.item.group] / all_of[one.item.group]
        among_citations = share >= 0.5 or (share > 0 and a_list_of_papers)
        if reason := _why_not(one, among_citations=among_citations):
            span, raw, _ = _extent(one.item, source)
            passed_over.append(PassedOver(span, raw, reason))
        else:
            citations.append(_citation(one, source))
    return List(source.name, tuple(citations), tuple(passed_over))


def _why_not(one: _Read, *, among_citations: bool) -> str | None:
    """Why an item is no citation; None if it is one.

    An item that says nothing but a title is a citation if most of its neighbours are.
    """
    reading = one.reading
    if reading.links and all(link.url.startswith("#") for link, _ in reading.links):
        return "a link within the document"
    if reading.title is None:
        return "no words that could be a title"
    if reading.evidence >= _CITATION:
        return None
    words = one.prose.plain[reading.title.start : reading.title.end].split()
    if len(words) >= 4 and among_citations:
        return None
    if reading.links and len(words) < 4:
        return "a bare link: no title, authors, venue or identifier"
    return "no authors, venue, identifier or link to a paper"


def _extent(item: Item, source: SourceText) -> tuple[Span, str, int]:
    """Span, text and last line of an item, from its list marker to the end of its last line."""
    first = source.line_of(item.offsets[0])
    last = source.line_of(item.offsets[-2] if len(item.offsets) > 1 else item.offsets[0])
    start, end = source.lines(first, last + 1)
    text = source.text[start:end]
    start += len(text) - len(text.lstrip())
    return source.span(start, end), source.text[start:end], last + 1


def _citation(one: _Read, source: SourceText) -> Citation:
    reading, prose, item = one.reading, one.prose, one.item

    def span(where: Range) -> Span:
        start, end = prose.source_range(where.start, where.end)
        begin = item.offsets[min(start, len(item.offsets) - 1)]
        last = item.offsets[end - 1] + 1 if end > start else begin
        return source.span(begin, last)

    def text(where: Range | None) -> Text | None:
        if where is None:
            return None
        return Text(" ".join(prose.plain[where.start : where.end].split()), span(where))

    whole, raw, end_line = _extent(item, source)
    return Citation(
        file=source.name,
        raw=raw,
        span=whole,
        end_line=end_line,
        section=item.section,
        title=text(reading.title),
        authors=tuple(Author(name, span(where)) for name, where in reading.authors),
        et_al=reading.et_al,
        venue=text(reading.venue),
        year=Year(reading.year[0], span(reading.year[1])) if reading.year else None,
        identifiers=tuple((found, span(where)) for found, where in reading.identifiers),
        links=_links(reading, span_of=span),
        malformed=tuple(Malformed(k, m, span(where)) for k, m, where in reading.malformed),
    )


def _links(reading: Reading, span_of: Callable[[Range], Span]) -> tuple[Link, ...]:
    return tuple(
        Link(link.text.strip("[] "), link.url, kind, span_of(Range(link.start, link.end)))
        for link, kind in reading.links
    )
