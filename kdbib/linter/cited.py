"""A citation as rules look at it: its parts as ranges of the document's characters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kdbib.linter.finding import Range
from kdbib.model import Citation, Identifier, Link, LinkKind, Scheme, Span
from kdbib.model.identifier import Finding, find
from kdbib.model.title import title_key
from kdbib.read.source import SourceText

_NUMBER = re.compile(r"\s*(\d{1,9})[.)](?=\s)")
_BULLET = re.compile(r"\s*[-*+](?=\s)")
_SHORTEST_KEY = 16
"""Letters from which on a title is no other's: *Deep learning* has a dozen."""
_ABOUT_CODE = (LinkKind.CODE, LinkKind.PROJECT)


@dataclass(frozen=True)
class Cited:
    """A citation, and where its parts stand among the characters of the document.

    ``start`` is where its text begins; ``number`` is the number of its list item as it is written,
    None for a bullet or no item at all.
    """

    citation: Citation
    source: SourceText
    start: int

    @property
    def text(self) -> str:
        return self.citation.raw

    @property
    def whole(self) -> Range:
        return self.start, self.start + len(self.text)

    @property
    def line(self) -> int:
        return self.citation.span.line

    @cached_property
    def number(self) -> int | None:
        found = _NUMBER.match(self.text)
        return int(found[1]) if found else None

    @cached_property
    def bulleted(self) -> bool:
        return bool(_BULLET.match(self.text))

    @cached_property
    def title(self) -> Range | None:
        title = self.citation.title
        return self.range(title.span) if title else None

    @cached_property
    def title_key(self) -> str:
        """What equal titles have in common; "" if there is no title, or none to tell by."""
        title = self.citation.title
        key = title_key(title.text) if title else ""
        return key if len(key) >= _SHORTEST_KEY else ""

    @cached_property
    def authors(self) -> tuple[Range, ...]:
        return tuple(self.range(author.span) for author in self.citation.authors)

    @cached_property
    def venue(self) -> Range | None:
        venue = self.citation.venue
        return self.range(venue.span) if venue else None

    @cached_property
    def year(self) -> Range | None:
        year = self.citation.year
        return self.range(year.span) if year else None

    @cached_property
    def links(self) -> tuple[tuple[Link, Range], ...]:
        return tuple((link, self.range(link.span)) for link in self.citation.links)

    @cached_property
    def found(self) -> tuple[tuple[Finding, Range], ...]:
        """What looks like an identifier in the text, valid or not."""
        return tuple(
            (found, (self.start + found.start, self.start + found.end)) for found in find(self.text)
        )

    @cached_property
    def written_arxiv(self) -> tuple[tuple[Identifier, Range], ...]:
        """The arXiv ids that stand in the text itself, not behind a link."""
        return tuple(
            (found, where)
            for found, span in self.citation.identifiers
            if found.scheme is Scheme.ARXIV
            and re.match("ar", self.at(where := self.range(span)), re.IGNORECASE)
            and "//" not in self.at(where)
        )

    @cached_property
    def identifiers(self) -> tuple[Identifier, ...]:
        """The identifiers of the paper itself; those behind links to code and slides are not."""
        others = {
            link.span.start for link in self.citation.links if link.kind in (*_ABOUT_CODE, "other")
        }
        found = [i for i, span in self.citation.identifiers if span.start not in others]
        return tuple(dict.fromkeys(found))

    @cached_property
    def end_of_authors(self) -> int | None:
        """Where the authors end, *et al.* and groups in brackets not counted."""
        return self.authors[-1][1] if self.authors else None

    def at(self, where: Range) -> str:
        """The text of a range of the document."""
        return self.source.text[slice(*where)]

    def range(self, span: Span) -> Range:
        """A span of this citation as a range of characters."""
        start = self.source.line_starts[span.line - 1] + span.column - 1
        text = self.source.data[span.start : span.end].decode("utf-8", "surrogateescape")
        return start, start + len(text)

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], Range]]:
        """The places of the citation's text that a pattern fits, as ranges of the document."""
        for found in pattern.finditer(self.text):
            yield found, (self.start + found.start(), self.start + found.end())

    def after(self, end: int) -> str:
        """The citation's text from a character of the document on."""
        return self.text[max(end - self.start, 0) :]


def cited(citation: Citation, source: SourceText) -> Cited:
    """The Cited of a citation of this source."""
    start = source.line_starts[citation.span.line - 1] + citation.span.column - 1
    return Cited(citation, source, start)
