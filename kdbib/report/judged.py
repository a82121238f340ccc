"""An entry as a report tells of it: in a word, with the reasons."""

from collections.abc import Iterator
from dataclasses import dataclass

from kdbib.model import Change, Entry
from kdbib.report.group import Group, concerns_people, group_of
from kdbib.verification import Verification, Word
from kdbib.wording import worded

_TONES = {
    Group.MATCHED: "good",
    Group.CORRECTED: "changed",
    Group.CHECK: "check",
    Group.AMBIGUOUS: "check",
    Word.VERIFIED: "good",
    Word.DIFFERS: "check",
    Word.UNCHECKED: "unknown",
    Group.UNKNOWN: "unknown",
}
"""How a status is shown; what is not here is "bad"."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An entry, the word for what became of it, and what there is to say of it.

    ``status`` is a :class:`Group` or a :class:`Word`; ``tone`` is how it is shown. ``kinds`` are
    the kinds of its mistakes.
    """

    entry: Entry
    status: Group | Word
    reasons: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def tone(self) -> str:
        return _TONES.get(self.status, "bad")


def enriched(entry: Entry) -> Judged:
    """An entry as ``enrich`` tells of it."""
    told = (
        f"{conflict.field}: {worded(conflict)}"
        for conflict in entry.conflicts
        if not conflict.is_style
    )
    reasons = tuple(dict.fromkeys(filter(None, [_choice(entry), entry.reason, *told])))
    return Judged(entry, group_of(entry), reasons, tuple(dict.fromkeys(_kinds(entry))))


def verified(one: Verification) -> Judged:
    """A reference as ``verify`` tells of it."""
    kinds = tuple(f"{field} differs" for field in one.fields)
    reasons = tuple(filter(None, [_choice(one.entry), *one.evidence]))
    return Judged(one.entry, one.word, reasons, kinds)


def _choice(entry: Entry) -> str:
    """What a person decided of an entry; "" if nobody did."""
    return f"{entry.choice.by} decided: {entry.choice.what}" if entry.choice else ""


def _kinds(entry: Entry) -> Iterator[str]:
    """The kinds of mistakes in an entry, corrected or not."""
    for change in entry.changes:
        if change.field != "blanks":
            yield f"{change.field} {_done(change)}"
    for conflict in entry.conflicts:
        if concerns_people(conflict, entry):
            yield conflict.code.value.replace("-", " ")


def _done(change: Change) -> str:
    if not change.before.strip():
        return "added"
    return "corrected" if change.after.strip() else "removed"
