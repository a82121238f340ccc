"""What is read from a file: citations, and what was passed over."""

from dataclasses import dataclass

from kdbib.model import Citation, Form, Span
from kdbib.read.said import Said
from kdbib.read.source import SourceText

_REST_OF_LINE = 500  # characters


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
    form: Form = Form.markdown


def extent(start: int, end: int, source: SourceText) -> tuple[Span, str, int]:
    """Span, text and last line of an entry, from its first word to the end of its last line.

    Where much more stands in that line, as in HTML without line ends, it ends where it ends.
    """
    last = source.line_of(max(end - 1, start))
    _, stop = source.lines(last, last + 1)
    stop = max(stop, start) if stop - end <= _REST_OF_LINE else max(end, start)
    return source.span(start, stop), source.text[start:stop], last + 1


def citation(
    what: Said, start: int, end: int, source: SourceText, section: tuple[str, ...] = ()
) -> Citation:
    """The Citation of what an entry says, which takes the characters [start, end) of its file."""
    whole, raw, end_line = extent(start, end, source)
    return Citation(
        file=source.name,
        raw=raw,
        span=whole,
        end_line=end_line,
        section=section,
        title=what.title,
        authors=what.authors,
        et_al=what.et_al,
        venue=what.venue,
        year=what.year,
        identifiers=what.identifiers,
        links=what.links,
        malformed=what.malformed,
        form=source.form,
        probability=what.probability,
    )


def passed_over(start: int, end: int, source: SourceText, reason: str) -> PassedOver:
    """A part of a file that is no citation."""
    span, raw, _ = extent(start, end, source)
    return PassedOver(span, raw, reason)
