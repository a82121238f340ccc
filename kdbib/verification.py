"""What of each reference holds, in one word, for those who review or edit a paper.

A word says what was compared, and never why a reference is as it is: what no database has may have
been published where no database looks.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kdbib.model import Disagreement, Entry, Status
from kdbib.model.title import folded
from kdbib.model.work import TAKEN_BACK
from kdbib.wording import worded
from kdbib.write.results import entry_json

_COMPLETED = frozenset({"author", "eprint", "archiveprefix", "primaryclass", "blanks"})
"""What a change may add to a reference that says nothing wrong."""
_NO_FAULT = frozenset(
    {
        Disagreement.SOURCES,
        Disagreement.OTHER_TITLE,
        Disagreement.NO_AUTHORS,
        Disagreement.GROUP,
        Disagreement.REFUTED,
        Disagreement.CLAIMED_TWICE,
        Disagreement.VENUE_UNCONFIRMED,
    }
)
"""Conflicts of the databases among themselves, or about what a reference doesn't say."""
_PARTS = {"authors": "authors", "title": "title", "venue": "venue", "year": "year", "type": "venue"}


class Word(StrEnum):
    """What became of a reference."""

    VERIFIED = "verified"
    DIFFERS = "differs"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not found"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Verification:
    """A reference with its word.

    ``fields`` are the parts in which it differs from the record; ``evidence`` says in sentences
    what was compared, and who said so.
    """

    entry: Entry
    word: Word
    fields: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


def verify(entry: Entry, *, asked: bool) -> Verification:
    """What of a reference holds. ``asked`` is whether any database could be asked for it."""
    if entry.status is Status.CONTRADICTED:
        return Verification(entry, Word.CONTRADICTED, (), _reasons(entry))
    if entry.status is Status.AMBIGUOUS:
        return Verification(entry, Word.UNCHECKED, (), _reasons(entry))
    asked = asked or bool(entry.choice)
    if entry.status is Status.UNKNOWN or (entry.status is Status.NOT_FOUND and not asked):
        return Verification(entry, Word.UNCHECKED, (), _reasons(entry))
    if entry.work is None:
        return Verification(entry, Word.NOT_FOUND, (), _reasons(entry))
    differing = dict(_differences(entry))
    if differing:
        return Verification(entry, Word.DIFFERS, tuple(differing), tuple(differing.values()))
    for conflict in entry.conflicts:
        if conflict.code is Disagreement.VENUE_UNCONFIRMED:
            return Verification(entry, Word.UNCHECKED, ("venue",), (worded(conflict),))
    return Verification(entry, Word.VERIFIED, (), (f"as {entry.decided_by} has it",))


def _reasons(entry: Entry) -> tuple[str, ...]:
    return (entry.reason,) if entry.reason else ()


def _differences(entry: Entry) -> Iterator[tuple[str, str]]:
    """The parts that differ from the record, each with a sentence; the first of a part counts."""
    found: dict[str, str] = {}
    if entry.work and entry.work.status in TAKEN_BACK:
        found["status"] = f"the paper was {entry.work.status}"
    for change in entry.changes:
        before, after = change.before.strip('{}" '), change.after.strip('{}" ')
        added = not change.before.strip() or change.field in _COMPLETED
        if not added and folded(before) != folded(after):
            part = _PARTS.get(change.field, change.field)
            found.setdefault(part, f"{part}: `{before}` here, `{after}` in the record")
    for conflict in entry.conflicts:
        if conflict.listed and not conflict.is_style and conflict.code not in _NO_FAULT:
            part = _PARTS.get(conflict.field, conflict.field)
            found.setdefault(part, f"{part}: {worded(conflict)}")
    yield from found.items()


def as_json(found: Sequence[Verification]) -> dict[str, object]:
    """The references with their words, and how many there are of each word."""
    counts = Counter(one.word for one in found)
    return {
        "references": [
            {
                "word": one.word.value,
                "fields": list(one.fields),
                "evidence": list(one.evidence),
                **entry_json(one.entry),
            }
            for one in found
        ],
        "summary": {word.value: counts[word] for word in Word},
    }
