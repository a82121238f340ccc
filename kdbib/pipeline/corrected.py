"""What a list will say once it is corrected: what it can't say, and under what it is decided."""

from bisect import bisect
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from kdbib.model import Change, Citation, Conflict, Disagreement, Entry
from kdbib.read import List, read_text
from kdbib.read.source import SourceText
from kdbib.resolutions import Resolutions
from kdbib.wording import worded
from kdbib.write.markdown import corrected, misfits


def writable(read: Iterable[tuple[List, bytes]], entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries with corrections that their lists can take.

    A correction that the list's encoding has no characters for, or that does not fit the list,
    becomes a conflict; the others of its entry stand, in the latter case none of them.
    """
    kept = list(entries)
    for one, data in read:
        of_list = [(n, e) for n, e in enumerate(kept) if e.citation.file == one.file and e.changes]
        unfit = set(map(id, misfits(data, [c for _, e in of_list for c in e.changes])))
        for number, entry in of_list:
            kept[number] = _writable(entry, one, unfit)
    return tuple(kept)


def _writable(entry: Entry, one: List, unfit: Container[int]) -> Entry:
    fits = not any(id(change) in unfit for change in entry.changes)
    kept = [c for c in entry.changes if fits and one.encoding.can_write(c.after)]
    if len(kept) == len(entry.changes):
        return entry
    lost = [change for change in entry.changes if change not in kept]
    code, details = Disagreement.NOT_WRITTEN, {"encoding": one.encoding.name} if fits else {}
    told = [Conflict(code, one.field, one.before, one.after, details) for one in lost]
    return replace(entry, changes=tuple(kept), conflicts=(*entry.conflicts, *told))


def not_written(entries: Iterable[Entry]) -> list[str]:
    """In sentences, the corrections that :func:`writable` took away."""
    return [
        f"{entry.citation.place}: {conflict.field}: {worded(conflict)}"
        for entry in entries
        for conflict in entry.conflicts
        if conflict.code is Disagreement.NOT_WRITTEN
    ]


def keep_corrected(
    read: Iterable[tuple[List, bytes]], entries: Sequence[Entry], resolutions: Resolutions
) -> None:
    """Keep the decisions on the citations of lists under what the corrected lists say, too.

    Else the next run would know nothing of what this one corrected.
    """
    for one, data in read:
        changes = [c for e in entries if e.citation.file == one.file for c in e.changes]
        if changes:
            resolutions.keep_corrected(_pairs(one, data, changes))


def _pairs(
    one: List, data: bytes, changes: Sequence[Change]
) -> Iterator[tuple[Citation, Citation]]:
    """The citations that changes concern, each with what is read where it stands afterwards."""
    text = corrected(data, changes)
    afterwards = read_text(SourceText(text, one.file, one.form)).citations
    by_start = {citation.span.start: citation for citation in afterwards}
    ordered = sorted(changes, key=lambda change: (change.span.start, change.span.end))
    starts = [change.span.start for change in ordered]
    grown = [0, *accumulate(_growth(change) for change in ordered)]
    for before in one.citations:
        after = by_start.get(before.span.start + grown[bisect(starts, before.span.start - 1)])
        if after and after != before:
            yield before, after


def _growth(change: Change) -> int:
    texts = (change.before, change.after)
    before, after = (len(text.encode("utf-8", "surrogateescape")) for text in texts)
    return after - before
