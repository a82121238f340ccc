"""A list as rules see it: its text, its citations, its structure, and what the records say."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from kdbib.linter.cited import Cited, cited
from kdbib.linter.finding import Range
from kdbib.linter.majority import is_habit
from kdbib.linter.papers import is_paper
from kdbib.linter.people import People
from kdbib.linter.structure import Structure
from kdbib.model import Entry, Form
from kdbib.read import List, PassedOver
from kdbib.read.manuscript import CitedKey, Manuscript
from kdbib.read.source import SourceText

if TYPE_CHECKING:
    from kdbib.linter.bibliography import Bibliography
    from kdbib.read.bibtex_syntax import Entry as Block

_BLANKS = " \t\u00a0"
_FEW = 4


class Document:
    """One file. Rules look at all of it, since a list's own habits are what style is judged by.

    ``entries`` are the citations with their works, or None if nobody was asked. ``manuscript`` is
    what cites a bibliography: only what it cites was ``read``.
    """

    def __init__(
        self,
        source: SourceText,
        read: List,
        entries: tuple[Entry, ...] | None = None,
        manuscript: Manuscript | None = None,
    ) -> None:
        self.manuscript = manuscript
        self.undefined: tuple[CitedKey, ...] = ()
        """Keys that it cites and no bibliography has, where the document is a manuscript's."""
        self.alike: Mapping[str, str] = {}
        """The keys that bibliographies have, by their small letters."""
        self.source = source
        self.text = source.text
        self.name = source.name
        self.form = source.form
        self.encoding = read.encoding
        self.passed_over: tuple[PassedOver, ...] = read.passed_over
        everything = [cited(citation, source) for citation in read.citations]
        as_is = self.form is Form.bibtex
        kept = [index for index, one in enumerate(everything) if as_is or is_paper(one)]
        self.citations = tuple(everything[index] for index in kept)
        self.entries = tuple(entries[index] for index in kept) if entries is not None else None

    @cached_property
    def structure(self) -> Structure:
        """The markdown around the citations."""
        return Structure(self.source)

    @cached_property
    def bibliography(self) -> "Bibliography":
        """The entries of a BibTeX file, with keys and fields."""
        from kdbib.linter.bibliography import Bibliography

        return Bibliography(self.source)

    @cached_property
    def uncited(self) -> "tuple[Block, ...]":
        """The entries of a bibliography that nobody cites; none if that is not known."""
        from kdbib.read.bibtex_syntax import Entry as BlockOfEntry
        from kdbib.read.bibtex_syntax import blocks_of

        manuscript = self.manuscript
        if manuscript is None or manuscript.cites_everything or self.form is not Form.bibtex:
            return ()
        kept = {(one.citation.key or "").lower() for one in self.citations}
        entries = (one for one in blocks_of(self.text) if isinstance(one, BlockOfEntry))
        return tuple(
            one
            for one in entries
            if one.key and one.key.lower() not in kept and not manuscript.cites(one.key)
        )

    @cached_property
    def by_line(self) -> dict[int, Cited]:
        """The citations by the lines (from 1) that they stand on."""
        return {
            line: one
            for one in self.citations
            for line in range(one.line, one.citation.end_line + 1)
        }

    @cached_property
    def people(self) -> People:
        """The authors of the list, and how it writes them; nobody in a list that names nobody.

        What is read as authors in such a list is rather a part of a title or a place.
        """
        named = sum(bool(one.authors) for one in self.citations)
        names_people = len(self.citations) < _FEW or named >= len(self.citations) / 2
        return People.of(self.citations if names_people else ())

    @cached_property
    def authors_first(self) -> bool:
        """Whether the list names authors before titles, so that a comma may belong to either."""
        both = [(one.authors[0], one.title) for one in self.citations if one.authors and one.title]
        return is_habit(sum(author < title for author, title in both), len(both))

    @cached_property
    def resolved(self) -> tuple[tuple[Cited, Entry], ...]:
        """The citations with their entries, if the records were asked."""
        return tuple(zip(self.citations, self.entries, strict=True)) if self.entries else ()

    def cited_at(self, where: Range) -> Cited | None:
        """The citation at a place of the document."""
        return self.by_line.get(self.source.line_of(where[0]) + 1)

    def line(self, where: Range) -> int:
        """The number, from 1, of the line of a place."""
        return self.source.line_of(where[0]) + 1

    def trailing_blanks(self, line: int) -> Range | None:
        """The blanks at the end of a line (index from 0), or None."""
        start, end = self.structure.lines[line]
        kept = len(self.text[start:end].rstrip(_BLANKS))
        return (start + kept, end) if start + kept < end else None


def titled(citations: tuple[Cited, ...]) -> Iterator[tuple[Cited, Range, str]]:
    """The citations that have a title, with its range and its text as it is written."""
    for one in citations:
        if one.title:
            yield one, one.title, one.at(one.title)
