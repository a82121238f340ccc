"""An entry that is nothing but a link or an identifier, written out as its list writes the others.

The form is that of most entries of the list: what stands between their title, authors, venue, year
and link. A list of bare links gets ``[Title](link). Authors. Venue Year``. The link or identifier
that was there stays.
"""

import re
from collections import Counter
from collections.abc import Sequence

from kdbib.correct.habits import Habits
from kdbib.correct.inert import as_text
from kdbib.correct.text import Findings, change, text_at
from kdbib.model import Citation, LinkKind, Span, Work
from kdbib.model.venue import short_name
from kdbib.read.bare import read_bare

_MARKER = re.compile(r"\s*(?:[-*+•]|\d{1,9}[.)])?\s*")
_TITLE, _AUTHORS, _VENUE, _YEAR, _LINK = "\ue000\ue001\ue002\ue003\ue004"
_PLACES = frozenset((_TITLE, _AUTHORS, _VENUE, _YEAR, _LINK))
_OTHER_WORDS = re.compile(r"[^\W_]")
_DEFAULT = f"[{_TITLE}]({_LINK}). {_AUTHORS}. {_VENUE} {_YEAR}"
_UNLINKED = f"{_TITLE}. {_AUTHORS}. {_VENUE} {_YEAR}"
_FEWEST = 2
"""Entries of one form that make it the list's."""


def form_of(citations: Sequence[Citation]) -> str:
    """How a list writes its entries: a text with private characters for the parts of a citation."""
    shapes = Counter(shape for one in citations if one.title and (shape := _shape(one)))
    usual, count = shapes.most_common(1)[0] if shapes else ("", 0)
    return usual if count >= _FEWEST else ""


def complete_bare(citation: Citation, work: Work, habits: Habits) -> Findings | None:
    """The change that writes out an entry that is only a link or an identifier; None for others."""
    if citation.title is not None:
        return None
    marker = _MARKER.match(citation.raw)
    start = marker.end() if marker else 0
    end = len(citation.raw.rstrip())
    written = citation.raw[start:end]
    if "\n" in written or read_bare(written) is None:
        return None
    url = next((link.url for link in citation.links), "")
    form = habits.form or (_DEFAULT if url else _UNLINKED)
    if _LINK in form and not url:
        form = _UNLINKED
    after = _filled(form, work, habits, url)
    if (url or written) not in after:
        after = f"{after.rstrip('.')}. {written}"
    return Findings((change(citation, "title", citation.span, start, end, after),))


def _shape(citation: Citation) -> str | None:
    """An entry with private characters for its parts; None if it has other words beside them."""
    parts = [(citation.title.span, _TITLE)] if citation.title else []
    parts += [(citation.venue.span, _VENUE)] if citation.venue else []
    parts += [(citation.year.span, _YEAR)] if citation.year else []
    if citation.authors:
        first, last = citation.authors[0].span, citation.authors[-1].span
        parts.append((Span(first.start, last.end, first.line, first.column), _AUTHORS))
    data, position, pieces = citation.raw.encode("utf-8", "surrogateescape"), 0, []
    for span, place in sorted(parts, key=lambda part: part[0].start):
        start, end = span.start - citation.span.start, span.end - citation.span.start
        if start < position or "\n" in text_at(citation, span):
            return None
        pieces += [data[position:start].decode("utf-8", "replace"), place]
        position = end
    shape = "".join([*pieces, data[position:].decode("utf-8", "replace")]).rstrip()
    of_paper = {LinkKind.PAPER, LinkKind.PDF}
    for link in citation.links[:1]:
        shape = shape.replace(link.url, _LINK) if link.kind in of_paper else shape
    shape = re.sub(rf"(?<={_AUTHORS}),? et al\.?(?!\w)", "", shape)
    marker = _MARKER.match(shape)
    shape = shape[marker.end() :] if marker else shape
    return None if _OTHER_WORDS.search("".join(c for c in shape if c not in _PLACES)) else shape


def _filled(form: str, work: Work, habits: Habits, url: str) -> str:
    venue = short_name(work.container_title or "") or work.container_title_short
    values = {
        _TITLE: as_text(work.title),
        _AUTHORS: as_text(habits.names(work.author)),
        _VENUE: as_text(venue or work.container_title or ""),
        _YEAR: str(work.year or ""),
        _LINK: url,
    }
    text = "".join(values.get(char, char) for char in form)
    empty = [name for name in (_AUTHORS, _VENUE, _YEAR) if name in form and not values[name]]
    if empty:  # no trace is left of what nobody knows
        text = re.sub(r"\(\s*,?\s*\)|\[\s*\](?!\()|([*_]{1,3})\s*\1|,\s*(?=[,.]|$)", "", text)
        text = re.sub(r"(?:[.,]\s+)+(?=[.,](?:\s|$))|[\s,]+$", "", text)
        text = text if form.endswith(".") else text.rstrip(" .,")
    return re.sub(r"\.{2,}(?=\s|$)", ".", " ".join(text.split())).rstrip(" ,")
