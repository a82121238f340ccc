"""A citation as one plain line of a list, so that one comparison serves files of every form.

What is wrong in an entry of a bibliography, or of a data file, is found as in any list: in a line
that says the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kdbib.correct.habits import Habits
from kdbib.model import Author, Change, Citation, Conflict, Disagreement, Form, Scheme, Span, Year
from kdbib.model import Text as Words

HABITS = Habits(names_authors=True, family_first=True)
"""How the line is written."""


class _Line:
    """A line that is put together, with the places of its parts."""

    def __init__(self) -> None:
        self.text = ""

    def add(self, words: str) -> Span:
        start = len(self.text.encode())
        column = len(self.text) + 1
        self.text += words
        return Span(start, len(self.text.encode()), 1, column)


def as_line(citation: Citation) -> Citation:
    """The entry as a list would write it: ``Title. Family, Given et al. CVPR 2019``."""
    line = _Line()
    of_title = Words(t.text, line.add(t.text)) if (t := citation.title) else None
    line.add(". ")
    authors = []
    for index, author in enumerate(citation.authors):
        if index:
            line.add(" and ")
        authors.append(Author(author.name, line.add(author.name.inverted())))
    line.add(" et al. " if citation.et_al else ". ")
    venue = Words(v.text, line.add(v.text)) if (v := citation.venue) else None
    line.add(" ")
    year = Year(y.value, line.add(str(y.value))) if (y := citation.year) else None
    line.add(". ")
    identifiers = []
    for found, _ in citation.identifiers:
        shown = f"arXiv:{found.value}" if found.scheme is Scheme.ARXIV else found.value
        identifiers.append((found, line.add(shown)))
        line.add(" ")
    text = line.text.rstrip()
    return replace(
        citation,
        raw=text,
        span=Span(0, len(text.encode()), 1, 1),
        title=of_title,
        authors=tuple(authors),
        venue=venue,
        year=year,
        identifiers=tuple(identifiers),
        links=(),
        malformed=(),
        form=Form.plain,
    )


def put_right(line: Citation, changes: Iterable[Change], part: Span) -> str | None:
    """What a part of a line should be; None if nothing in it changes."""
    data, edited = line.raw.encode(), False
    text = data[part.start : part.end]
    within = [c for c in changes if part.start <= c.span.start and c.span.end <= part.end]
    for one in sorted(within, key=lambda c: c.span.start, reverse=True):
        start, end = one.span.start - part.start, one.span.end - part.start
        text = text[:start] + one.after.encode() + text[end:]
        edited = True
    return text.decode() if edited else None


def told(line: Citation, citation: Citation, changes: Iterable[Change]) -> Iterator[Conflict]:
    """The corrections of a line as conflicts of the citation, in whose file none is made."""
    parts = []
    if line.title and citation.title:
        parts.append(("title", line.title.span, citation.title.text))
    parts += [("authors", author.span, author.name.inverted()) for author in line.authors]
    if line.venue and citation.venue:
        parts.append(("venue", line.venue.span, citation.venue.text))
    if line.year and citation.year:
        parts.append(("year", line.year.span, str(citation.year.value)))
    changes = list(changes)
    for field, span, listed in parts:
        if (right := put_right(line, changes, span)) and right != listed:
            yield Conflict(Disagreement.DIFFERS, field, listed, right)
