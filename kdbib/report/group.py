"""What became of an entry, as a person sorts them."""

from enum import StrEnum

from kdbib.model import Conflict, Disagreement, Entry, Status
from kdbib.model.work import TAKEN_BACK


class Group(StrEnum):
    """What became of an entry, as a person sorts them; the most urgent come last."""

    MATCHED = "found, nothing to do"
    CORRECTED = "corrected"
    CHECK = "found, please check"
    TAKEN_BACK = "retracted or withdrawn"
    AMBIGUOUS = "ambiguous"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not found"
    UNKNOWN = "unknown: a database failed"


_UNRESOLVED = {
    Status.AMBIGUOUS: Group.AMBIGUOUS,
    Status.CONTRADICTED: Group.CONTRADICTED,
    Status.NOT_FOUND: Group.NOT_FOUND,
    Status.UNKNOWN: Group.UNKNOWN,
}
_NOT_CORRECTED = {Disagreement.MARKUP, Disagreement.NOT_WRITTEN}


def group_of(entry: Entry, *, blanks: bool = False) -> Group:
    """The group of an entry; ``blanks`` is whether blanks that go count as a correction."""
    if entry.status is not Status.MATCHED:
        return _UNRESOLVED[entry.status]
    if entry.work and entry.work.status in TAKEN_BACK:
        return Group.TAKEN_BACK
    if any(blanks or change.field != "blanks" for change in entry.changes):
        return Group.CORRECTED
    if any(concerns_people(conflict, entry) for conflict in entry.conflicts):
        return Group.CHECK
    return Group.MATCHED


def concerns_people(conflict: Conflict, entry: Entry) -> bool:
    """Whether a person has to look: not at matters of taste, nor at what was corrected."""
    corrected = {change.field for change in entry.changes}
    return bool(
        conflict.code in _NOT_CORRECTED
        or (
            (conflict.listed or conflict.code is Disagreement.MALFORMED)
            and not conflict.is_style
            and conflict.field not in corrected
        )
    )
