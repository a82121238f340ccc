"""The habits of a list: how it writes what some of its entries lack."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from dataclasses import replace as replace_fields

from msgspec.structs import replace

from kdbib.correct.text import text_at
from kdbib.model import Citation, Name, Span
from kdbib.model.name import OTHERS


@dataclass(frozen=True, slots=True)
class Habits:
    """How a list writes authors.

    ``names_authors``: most of its entries have authors. ``family_first``: ``Hinton, Geoffrey``
    rather than ``Geoffrey Hinton``. ``joins_with``: what stands between two names. ``abbreviates``:
    *et al.* for three authors and more. ``form`` is how most of its entries are written (see
    :mod:`kdbib.correct.shape`), "" where no form is usual. ``separator`` stands between the names
    of three and more, ``joins_last`` before the last of them, where the list shows it. ``initial``
    is how an initial is written (``X.``), "" where given names are spelt out.
    """

    names_authors: bool = False
    family_first: bool = True
    joins_with: str = "and"
    abbreviates: bool = True
    form: str = ""
    separator: str = ""
    joins_last: str | None = None
    initial: str = ""

    def name(self, name: Name) -> str:
        """A name in the list's order."""
        inverted = self.family_first and not name.is_east_asian
        if self.initial and name.given and name.family and not name.is_east_asian:
            parts = (part for part in re.split(r"[\s.]+", name.given) if part)
            short = " ".join(
                "-".join(self.initial.replace("X", piece[0]) for piece in part.split("-") if piece)
                for part in parts
            )
            name = replace(name, given=short)
        return name.inverted() if inverted else name.display()

    def names(self, names: Sequence[Name]) -> str:
        """A list of authors as the list would write it."""
        shown = [self.name(name) for name in names if name != OTHERS]
        if shown and len(shown) < len(names):
            return f"{shown[0]} et al."
        if len(shown) > 2 and self.abbreviates:
            return f"{shown[0]} et al."
        if len(shown) < 2:
            return "".join(shown)
        separator = self.separator or ("; " if self.family_first else ", ")
        last = f" {self.joins_with} "
        if len(shown) > 2 and self.joins_last is not None:
            last = self.joins_last
        return f"{separator.join(shown[:-1])}{last}{shown[-1]}"


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


def style_of(citations: Sequence[Citation]) -> Habits:
    """The habits of a list, down to how it joins names and shortens them, for a new entry."""
    named = [c for c in citations if c.authors]
    whole = [c for c in named if len(c.authors) > 2 and not c.et_al]
    shortened = sum(c.et_al for c in named)
    given = [a for c in named for a in c.authors if a.name.given]
    initials = Counter(
        "X." if "." in (a.name.given or "") else "X" for a in given if _is_initials(a.name)
    )
    return replace_fields(
        habits_of(citations),
        abbreviates=not named or shortened > len(whole),
        separator=_usual(_text_between(c, 0) for c in whole),
        joins_last=_usual(_text_between(c, -2) for c in whole) or None,
        initial=max(initials, key=lambda form: initials[form])
        if 2 * sum(initials.values()) > len(given)
        else "",
    )


_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s-]*){1,4}")
"""Initials in any case; all of them are capitals."""
_JOINS = re.compile(r"\s*[,;&·]?\s*(?:and|&)?\s*", re.IGNORECASE)


def _is_initials(name: Name) -> bool:
    given = name.given or ""
    return given.isupper() and bool(_INITIALS.fullmatch(given))


def _text_between(citation: Citation, first: int) -> str:
    """What stands after an author, before the next one."""
    one, other = citation.authors[first : first + 2 or None]
    return text_at(citation, Span(one.span.end, other.span.start, one.span.line, 1))


def _usual(texts: Iterable[str]) -> str:
    """The most usual of the texts that can stand between names; "" without any."""
    fitting = Counter(
        text for text in texts if text.strip() and "\n" not in text and _JOINS.fullmatch(text)
    )
    return max(fitting, key=lambda text: fitting[text]) if fitting else ""


def family_first(citation: Citation, author: Span) -> bool:
    """Whether an author is written ``Family, Given``."""
    return "," in text_at(citation, author)


def _between(citation: Citation) -> str:
    first, second = citation.authors[:2]
    return text_at(citation, Span(first.span.end, second.span.start, first.span.line, 1))
