"""What a list will say once it is corrected, so that its decisions are known under that too."""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from kdbib.model import Change, Citation, Entry
from kdbib.read import List, read_text
from kdbib.read.source import SourceText
from kdbib.resolutions import Resolutions
from kdbib.write.markdown import corrected


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
