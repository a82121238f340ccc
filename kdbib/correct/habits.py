"""The habits of a list: how it writes what some of its entries lack."""

from collections.abc import Sequence
from dataclasses import dataclass

from kdbib.correct.text import text_at
from kdbib.model import Citation, Name, Span


@dataclass(frozen=True, slots=True)
class Habits:
    """How a list writes authors.

    ``names_authors``: most of its entries have authors. ``family_first``: ``Hinton, Geoffrey``
    rather than ``Geoffrey Hinton``. ``joins_with``: what stands between two names. ``abbreviates``:
    *et al.* for three authors and more. ``form`` is how most of its entries are written (see
    :mod:`kdbib.correct.bare`), "" where no form is usual.
    """

    names_authors: bool = False
    family_first: bool = True
    joins_with: str = "and"
    abbreviates: bool = True
    form: str = ""

    def name(self, name: Name) -> str:
        """A name in the list's order."""
        inverted = self.family_first and not name.is_east_asian
        return name.inverted() if inverted else name.display()

    def names(self, names: Sequence[Name]) -> str:
        """A list of authors as the list would write it."""
        shown = [self.name(name) for name in names]
        if len(shown) > 2 and self.abbreviates:
            return f"{shown[0]} et al."
        if len(shown) < 2:
            return "".join(shown)
        separator = "; " if self.family_first else ", "
        return f"{separator.join(shown[:-1])} {self.joins_with} {shown[-1]}"


def habits_of(citations: Sequence[Citation]) -> Habits:
    """The habits of a list, learned from its entries."""
    named = [citation for citation in citations if citation.authors]
    orders = [family_first(c, a.span) for c in named for a in c.authors if a.name.given]
    pairs = [c for c in named if len(c.authors) == 2 and not c.et_al]
    ampersands = sum("&" in _between(c) for c in pairs)
    return Habits(
        names_authors=2 * len(named) > len(citations),
        family_first=2 * sum(orders) >= len(orders),
        joins_with="&" if 2 * ampersands > len(pairs) else "and",
        abbreviates=not named or any(c.et_al for c in named),
    )


def family_first(citation: Citation, author: Span) -> bool:
    """Whether an author is written ``Family, Given``."""
    return "," in text_at(citation, author)


def _between(citation: Citation) -> str:
    first, second = citation.authors[:2]
    return text_at(citation, Span(first.span.end, second.span.start, first.span.line, 1))
