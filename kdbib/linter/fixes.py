"""Applying fixes: edits of spans, round after round until nothing changes, never for the worse."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from kdbib.linter.comparison import worse_than
from kdbib.linter.document import Document
from kdbib.linter.engine import check
from kdbib.linter.narrowed import Narrowed
from kdbib.linter.reading import read_document
from kdbib.linter.registry import Rule
from kdbib.linter.scope import EVERYTHING, Scope
from kdbib.model import Applicability, Diagnostic, Edit

_PASSES = 16
"""Fixes lead to fixes; more rounds than this mean that two rules disagree."""
_RECORDS = "KB7"
_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file after its fixes: its bytes, what was fixed, and what is left."""

    data: bytes
    fixed: tuple[Diagnostic, ...]
    left: tuple[Diagnostic, ...]


def fix(
    document: Document,
    rules: Sequence[Rule],
    *,
    unsafe: bool = False,
    scope: Scope = EVERYTHING,
) -> Fixed:
    """Apply the fixes of what the rules find, and of what they find then.

    A fix that overlaps another waits for the next round. What the records say (KB7xx) is applied
    in the first round, whose text it was said of. A fix after which a citation reads worse than
    before is dropped, and not offered for what is left. What does not count in the ``scope`` is
    neither fixed nor told.
    """
    fixed: list[Diagnostic] = []
    rules = scope.rules(document, rules)
    found = check(document, rules)
    narrowed = Narrowed(document, found, scope, rules) if scope.is_narrow else None
    found = narrowed.counted(found) if narrowed else found
    of_text = [rule for rule in rules if not rule.code.startswith(_RECORDS)]
    from_records = [one for one in found if one.code.startswith(_RECORDS)]
    refused: set[_Key] = set()
    for _ in range(_PASSES):
        data = document.source.data
        wanted = [one for one in found if _applies(one, unsafe) and _key(one, data) not in refused]
        chosen = disjoint(wanted)
        if not chosen:
            break
        kept = _holding(document, chosen)
        refused |= {_key(one, data) for one in set(chosen).difference(kept)}
        if kept:
            fixed += kept
            refused = set()  # in another text, another try
            document = _read_again(document, _after(data, kept))
            found = check(document, of_text)
            if narrowed:
                narrowed.move(edit for one in kept if one.fix for edit in one.fix.edits)
                found = narrowed.counted(found)
    unfixed = set(from_records).difference(fixed, found)
    left = sorted({*offered(document, found), *unfixed}, key=lambda one: (one.span, one.code))
    return Fixed(document.source.data, tuple(fixed), tuple(left))


def _applies(one: Diagnostic, unsafe: bool) -> bool:
    return one.fix is not None and (unsafe or _is_safe(one))


def _is_safe(one: Diagnostic) -> bool:
    return one.fix is not None and one.fix.applicability is Applicability.SAFE


def _key(one: Diagnostic, data: bytes) -> _Key:
    """What stays of a fix when text before it changes: its rule, its edits, and their line."""
    edits = one.fix.edits if one.fix else ()
    start = data.rfind(b"\n", 0, one.span.start) + 1
    stop = data.find(b"\n", one.span.end)
    line = data[start : stop if stop >= 0 else len(data)]
    return (one.code, line, *((edit.start - start, edit.text) for edit in edits))


def disjoint(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The first of the fixes that overlap or touch; those that the records ask for come first.

    Two findings with the same fix are both put right by it.
    """
    fixable = [one for one in found if one.fix]
    fixable.sort(key=lambda one: (not one.code.startswith(_RECORDS), _extent(one)))
    chosen = []
    alike: set[tuple[Edit, ...]] = set()
    taken: dict[int, list[tuple[int, int]]] = {}
    for one in fixable:
        start, end = _extent(one)
        near = [r for block in _blocks(start, end) for r in taken.get(block, ())]
        if one.fix and one.fix.edits in alike:
            chosen.append(one)
        elif all(end < a or b < start for a, b in near):
            chosen.append(one)
            alike.add(one.fix.edits if one.fix else ())
            for block in _blocks(start, end):
                taken.setdefault(block, []).append((start, end))
    return sorted(chosen, key=_extent)


def _blocks(start: int, end: int) -> range:
    """The blocks of 64 bytes that a range, and what touches it, lies in."""
    return range(max(start - 1, 0) >> 6, ((end + 1) >> 6) + 1)


def _extent(one: Diagnostic) -> tuple[int, int]:
    edits = one.fix.edits if one.fix else ()
    return min(e.start for e in edits), max(e.end for e in edits)


def applied(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with disjoint edits made, each once; every other byte as it was."""
    pieces, position = [], 0
    for edit in sorted(set(edits)):
        pieces += [data[position : edit.start], edit.text.encode("utf-8", "surrogateescape")]
        position = edit.end
    return b"".join([*pieces, data[position:]])


def offered(document: Document, found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics, without the fixes that would not hold.

    Fixes that overlap are tried apart; all that hold are offered.
    """
    refused: set[Diagnostic] = set()
    left = [one for one in found if one.fix]
    while left:
        chosen = disjoint(left)
        refused |= set(chosen).difference(_holding(document, chosen))
        left = [one for one in left if one not in set(chosen)]
    return [replace(one, fix=None) if one in refused else one for one in found]


def _holding(document: Document, chosen: list[Diagnostic]) -> list[Diagnostic]:
    """Those of the fixes that hold: safe ones change no meaning, and none loses anything."""
    safe = [one for one in chosen if _is_safe(one)]
    held = _harmless(document, safe, unsafe=False) if safe else []
    if len(safe) == len(chosen):
        return held
    both = sorted([*held, *(one for one in chosen if not _is_safe(one))], key=_extent)
    return _harmless(document, both, unsafe=True)


def _harmless(document: Document, chosen: list[Diagnostic], *, unsafe: bool) -> list[Diagnostic]:
    """Those of the fixes after which every citation is the same or better.

    Of an entry that reads worse, the fixes are tried one by one, those of different entries
    together; where the lines can't tell which fix is at fault, halves are tried.
    """
    worse = _worse(document, chosen, unsafe=unsafe)
    if not worse:
        return chosen
    kept = [one for one in chosen if not _lines(one) & worse]
    if len(kept) == len(chosen):
        return _half_by_half(document, chosen, unsafe=unsafe)
    kept = _harmless(document, kept, unsafe=unsafe) if kept else []
    suspects = _by_entry(document, (one for one in chosen if _lines(one) & worse))
    for turn in zip_longest(*suspects):
        tried = [one for one in turn if one is not None]
        worse = _worse(document, sorted([*kept, *tried], key=_extent), unsafe=unsafe)
        kept += [one for one in tried if not _lines(one) & worse]
    kept.sort(key=_extent)
    return (
        _half_by_half(document, kept, unsafe=unsafe)
        if _worse(document, kept, unsafe=unsafe)
        else kept
    )


def _half_by_half(
    document: Document, chosen: list[Diagnostic], *, unsafe: bool
) -> list[Diagnostic]:
    if len(chosen) < 2:
        return []
    middle = len(chosen) // 2
    first = _harmless(document, chosen[:middle], unsafe=unsafe)
    second = _harmless(document, chosen[middle:], unsafe=unsafe)
    together = first + second
    if not first or not second or len(together) == len(chosen):
        return first or second
    return _harmless(document, together, unsafe=unsafe)


def _by_entry(document: Document, suspects: Iterable[Diagnostic]) -> Iterable[list[Diagnostic]]:
    """Diagnostics by the entry that they stand in."""
    entries: dict[int, list[Diagnostic]] = {}
    for one in suspects:
        entry = document.by_line.get(one.span.line)
        entries.setdefault(entry.line if entry else one.span.line, []).append(one)
    return entries.values()


def _lines(one: Diagnostic) -> set[int]:
    return set(range(one.span.line, one.end_line + 1))


def _worse(document: Document, chosen: Sequence[Diagnostic], *, unsafe: bool) -> frozenset[int]:
    edits = sorted({edit for one in chosen if one.fix for edit in one.fix.edits})
    after = _read_again(document, applied(document.source.data, edits))
    return worse_than(document, after, edits, unsafe=unsafe)


def _read_again(document: Document, data: bytes) -> Document:
    return read_document(data, document.name, form=document.form, manuscript=document.manuscript)


def _after(data: bytes, chosen: Iterable[Diagnostic]) -> bytes:
    return applied(data, (edit for one in chosen if one.fix for edit in one.fix.edits))
