"""The work that a citation cites, as an editor shows it. No database is asked."""

from collections.abc import Sequence
from pathlib import Path

from kdbib import pipeline
from kdbib.api import Looking, corpora_of, sources_of
from kdbib.config import cache_folder
from kdbib.model import Citation, Entry, Status
from kdbib.wording import worded
from kdbib.write.reference import escaped, markdown_item

_WORDS = {
    Status.AMBIGUOUS: "Several works fit",
    Status.CONTRADICTED: "The citation contradicts itself",
    Status.NOT_FOUND: "Not in the corpora, and not among earlier answers",
    Status.UNKNOWN: "Not in the corpora, and not among earlier answers",
}


def shown(citation: Citation, path: Path, corpora: Sequence[str]) -> str:
    """What is known of a citation in a file, as markdown.

    These corpora, the earlier answers and the decisions of the file's project are looked at. Raises
    UsageError for a corpus that can't be used.
    """
    entry = _found(citation, path.parent, corpora)
    if not entry.work:
        reason = f": {escaped(entry.reason)}" if entry.reason else ""
        return f"**{_WORDS.get(entry.status, entry.status.value)}**{reason}"
    lines = [markdown_item(entry.work)]
    lines += [f"- {escaped(worded(conflict))}" for conflict in entry.conflicts]
    lines += [
        f"- {escaped(change.field)}: {escaped(change.before or '–')} → {escaped(change.after)}"
        for change in entry.changes
    ]
    return "\n".join([lines[0], "", *lines[1:]]).rstrip()


def _found(citation: Citation, folder: Path, corpora: Sequence[str]) -> Entry:
    looking = Looking(
        corpora_of(corpora),
        sources_of([]),
        cache_folder(None, folder),
        offline=True,
        keeping=False,
    )
    with looking.setting() as setting:
        [entry] = pipeline.resolve([citation], setting).entries
    return entry
