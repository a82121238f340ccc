"""Whether a document says the same after its fixes as before."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from kdbib.linter.bibliography import BibEntry
from kdbib.linter.cited import Cited
from kdbib.linter.document import Document
from kdbib.linter.places import Places
from kdbib.model import Citation, Edit
from kdbib.model.title import folded
from kdbib.model.venue import short_name
from kdbib.read import Form

_ET_AL = 12
"""How far from the last name *et al.* is written."""
_ALIKE = str.maketrans({"\u00ad": "", "\u2010": "-", "\u2011": "-", "\u2019": "'"})
"""Characters that look like those of a keyboard, or like nothing."""


def worse_than(
    before: Document, after: Document, edits: Sequence[Edit], *, unsafe: bool
) -> frozenset[int]:
    """The lines of ``before`` whose entries read worse in ``after``, which the edits make of it.

    Nothing may be lost. Safe edits keep what every field says, and a field that they don't touch
    is read as before, letter for letter.
    """
    pairs, added = _aligned(before, after, edits)
    worse = {
        line
        for old, new in pairs
        if new is None
        or (old.text != new.text and not _as_good(old.citation, new.citation, edits, unsafe=unsafe))
        for line in range(old.line, old.citation.end_line + 1)
    }
    if any(
        new and old.text == new.text and _lost(old.citation, new.citation) for old, new in pairs
    ):
        # the habits of a list decide how its unclear entries are read: any edit may be to blame
        worse |= {before.source.data.count(b"\n", 0, edit.start) + 1 for edit in edits}
    if added and not unsafe:
        worse |= {before.source.data.count(b"\n", 0, start) + 1 for start in added}
    if before.form is Form.bibtex and not unsafe:
        worse |= _other_fields(before, after, edits)
    return frozenset(worse)


def _aligned(
    before: Document, after: Document, edits: Sequence[Edit]
) -> tuple[list[tuple[Cited, Cited | None]], list[int]]:
    """Each citation with what became of it, and where, in the text before, there are new ones."""
    if len(before.citations) == len(after.citations):
        return list(zip(before.citations, after.citations, strict=True)), []
    moved = _Moved(edits)
    left = {one.citation.span.start: one for one in after.citations}
    pairs: list[tuple[Cited, Cited | None]] = []
    for old in before.citations:
        start = old.citation.span.start
        there = moved.there(start)
        pairs.append((old, left.pop(there, None)))
    return pairs, [moved.back(start) for start in left]


class _Moved:
    """Where the bytes of a text are after edits of it, and where they were."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._ends, self._shifts, self._after = [], [], []
        shift = 0
        for edit in sorted(edits):
            shift += len(edit.text.encode("utf-8", "surrogateescape")) - (edit.end - edit.start)
            self._ends.append(edit.end)
            self._shifts.append(shift)
            self._after.append(edit.end + shift)

    def there(self, position: int) -> int:
        """Where a byte is after the edits; one before which text is put moves on with it."""
        index = bisect_right(self._ends, position)
        return position + (self._shifts[index - 1] if index else 0)

    def back(self, position: int) -> int:
        """Where a byte was before the edits, or the edit that it is from."""
        index = bisect_right(self._after, position)
        return max(position - (self._shifts[index - 1] if index else 0), 0)


def _lost(old: Citation, new: Citation) -> bool:
    """Whether something of an entry is no longer read."""
    return (
        (old.title is not None and new.title is None)
        or (old.venue is not None and new.venue is None)
        or (old.year is not None and new.year is None)
        or len(new.authors) < len(old.authors)
    )


def _as_good(old: Citation, new: Citation, edits: Sequence[Edit], *, unsafe: bool) -> bool:
    there = (
        (old.title is None or new.title is not None)
        and len(new.authors) >= len(old.authors)
        and (old.venue is None or new.venue is not None)
        and (old.year is None or new.year is not None)
        and len(new.identifiers) >= len(old.identifiers)
        and len(new.links) >= len(old.links)
        and len(new.malformed) <= len(old.malformed)
        and new.et_al >= old.et_al
    )
    return there and (unsafe or all(_kept(old, new, edits)))


def _kept(old: Citation, new: Citation, edits: Sequence[Edit]) -> Iterator[bool]:
    """Whether each field says the same."""
    if old.title and new.title:
        touched = _touch(edits, old.title.span.start, old.title.span.end)
        a, b = old.title.text, new.title.text
        yield a == b or (touched and _seen(a) == _seen(b))
    if old.authors:
        touched = _touch(edits, old.authors[0].span.start, old.authors[-1].span.end + _ET_AL)
        a_names, b_names = _names(old), _names(new)
        same = [author.name for author in old.authors] == [author.name for author in new.authors]
        yield same or (touched and a_names == b_names[: len(a_names)])
        yield touched or old.et_al == new.et_al
    if old.venue and new.venue:
        touched = _touch(edits, old.venue.span.start, old.venue.span.end)
        yield old.venue.text == new.venue.text or (touched and _venue(old) == _venue(new))
    if old.year and new.year:
        yield old.year.value == new.year.value
    yield {i.key for i, _ in old.identifiers} <= {i.key for i, _ in new.identifiers}
    yield _is_parted(new) or not _is_parted(old)


def _is_parted(citation: Citation) -> bool:
    """Whether a mark or a line's end stands between title and authors, for people to see."""
    if citation.title is None or not citation.authors:
        return False
    title, people = citation.title.span, [author.span for author in citation.authors]
    if title.end <= people[0].start:
        start, end = title.end, people[0].start
    else:
        start, end = people[-1].end, title.start
    data = citation.raw.encode("utf-8", "surrogateescape")
    between = data[max(start - citation.span.start, 0) : max(end - citation.span.start, 0)]
    return bool(between.strip(b" \t")) or citation.title.text.endswith(("?", "!"))


def _touch(edits: Sequence[Edit], start: int, end: int) -> bool:
    return any(edit.start <= end and start <= edit.end for edit in edits)


def _seen(title: str) -> str:
    """What a reader sees of a title; no spaces, no second hyphen, no full stop at its end."""
    seen = unicodedata.normalize("NFKC", title.translate(_ALIKE))
    return re.sub("-+", "-", "".join(seen.split())).rstrip(".")


def _names(citation: Citation) -> list[str]:
    """The names' letters; marks, full stops and *et al.* in them are nothing that they say."""
    shown = (author.name.inverted() for author in citation.authors)
    letters = ("".join(c for c in folded(name) if c.isalpha()) for name in shown)
    return [name.removesuffix("etal") for name in letters]


def _venue(citation: Citation) -> str:
    text = citation.venue.text if citation.venue else ""
    return short_name(text) or folded(text)


def _other_fields(before: Document, after: Document, edits: Sequence[Edit]) -> set[int]:
    """The lines of the BibTeX entries of which an untouched field has another value."""
    old, new = before.bibliography.entries, after.bibliography.entries
    lines = {one.line: one for one in before.citations}
    worse: set[int] = set()
    if len(old) != len(new):
        return set(lines)
    ends = [end for entry in old for _, where in _fields(entry) for end in where]
    places = Places(before.source, ends)
    for a, b in zip(old, new, strict=True):
        kept = {
            name: a.fields[name].text
            for name, (start, end) in _fields(a)
            if not _touch(edits, places.byte(start), places.byte(end))
        }
        if any(name not in b.fields or b.fields[name].text != kept[name] for name in kept):
            worse.add(before.line(a.where))
    return worse


def _fields(entry: BibEntry) -> Iterator[tuple[str, tuple[int, int]]]:
    """The fields that stand in an entry itself: from the first letter of the name to the value."""
    for name, (start, _) in entry.names.items():
        if name in entry.fields:
            yield name, (start, entry.fields[name].end)
