"""What is read from a file: citations, and what was passed over."""

import re
from dataclasses import dataclass

from msgspec.structs import replace

from kdbib.model import Author, Citation, Form, Name, Span, Text
from kdbib.model.not_a_citation import NotACitation
from kdbib.read.encoding import UTF8, Encoding
from kdbib.read.said import Said
from kdbib.read.source import SourceText
from kdbib.wording import why_no_citation

_REST_OF_LINE = 500  # characters


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A part of a list that is not a citation, and why; ``detail`` is a value of the reason."""

    span: Span
    raw: str
    why: NotACitation
    detail: str = ""

    @property
    def reason(self) -> str:
        """Why it is not a citation, in words."""
        return why_no_citation(self.why, self.detail)


@dataclass(frozen=True, slots=True)
class List:
    """What was read from one file, and what it was written in."""

    file: str
    citations: tuple[Citation, ...]
    passed_over: tuple[PassedOver, ...]
    form: Form = Form.markdown
    encoding: Encoding = UTF8


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
    what = repaired(what) if source.is_damaged else what
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


_DAMAGE = re.compile("[\ud800-\udfff]+")


def without_damage(text: str) -> str:
    """A text with U+FFFD for the bytes that were not UTF-8, which nothing else could write."""
    return _DAMAGE.sub("\ufffd", text)


def repaired(what: Said) -> Said:
    """What an entry says, of a file with bytes that are not UTF-8."""
    return replace(
        what,
        title=_repaired(what.title),
        venue=_repaired(what.venue),
        authors=tuple(Author(_repaired_name(a.name), a.span) for a in what.authors),
        links=tuple(replace(link, text=without_damage(link.text)) for link in what.links),
    )


def _repaired(text: Text | None) -> Text | None:
    return Text(without_damage(text.text), text.span) if text else None


def _repaired_name(name: Name) -> Name:
    parts = (name.family, name.given, name.suffix, name.literal)
    return Name(*(without_damage(part) if part else part for part in parts))


def passed_over(
    start: int, end: int, source: SourceText, why: NotACitation, detail: str = ""
) -> PassedOver:
    """A part of a file that is not a citation."""
    span, raw, _ = extent(start, end, source)
    return PassedOver(span, raw, why, detail)
