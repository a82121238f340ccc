"""Applying fixes: edits of spans, round after round until nothing changes, never for the worse."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kdbib.lint.comparison import worse_than
from kdbib.lint.document import Document
from kdbib.lint.engine import check
from kdbib.lint.reading import read_document
from kdbib.lint.registry import Rule
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


def fix(document: Document, rules: Sequence[Rule], *, unsafe: bool = False) -> Fixed:
    """Apply the fixes of what the rules find, and of what they find then.

    A fix that overlaps another waits for the next round. What the records say (KB7xx) is applied
    in the first round, whose text it was said of. A fix after which a citation reads worse than
    before is dropped.
    """
    fixed: list[Diagnostic] = []
    found = check(document, rules)
    of_text = [rule for rule in rules if not rule.code.startswith(_RECORDS)]
    from_records = [one for one in found if one.code.startswith(_RECORDS)]
    refused: set[_Key] = set()
    for _ in range(_PASSES):
        data = document.source.data
        wanted = [one for one in found if _applies(one, unsafe) and _key(one, data) not in refused]
        chosen = disjoint(wanted)
        if not chosen:
            break
        kept = _harmless(document, chosen, unsafe=unsafe)
        refused |= {_key(one, data) for one in set(chosen).difference(kept)}
        if kept:
            fixed += kept
            refused = set()  # in another text, another try
            document = read_document(_after(data, kept), document.name)
            found = check(document, of_text)
    unfixed = set(from_records).difference(fixed)
    left = sorted({*found, *unfixed}, key=lambda one: (one.span, one.code))
    return Fixed(document.source.data, tuple(fixed), tuple(left))


def _applies(one: Diagnostic, unsafe: bool) -> bool:
    return one.fix is not None and (unsafe or one.fix.applicability is Applicability.SAFE)


def _key(one: Diagnostic, data: bytes) -> _Key:
    """What stays of a fix when text before it changes: its rule, its edits, and their line."""
    edits = one.fix.edits if one.fix else ()
    start = data.rfind(b"\n", 0, one.span.start) + 1
    stop = data.find(b"\n", one.span.end)
    line = data[start : stop if stop >= 0 else len(data)]
    return (one.code, line, *((edit.start - start, edit.text) for edit in edits))


def disjoint(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The first of the fixes that overlap or touch; those that the records ask for come first."""
    fixable = [one for one in found if one.fix]
    fixable.sort(key=lambda one: (not one.code.startswith(_RECORDS), _extent(one)))
    chosen = []
    taken: dict[int, list[tuple[int, int]]] = {}
    for one in fixable:
        start, end = _extent(one)
        near = [r for block in _blocks(start, end) for r in taken.get(block, ())]
        if all(end < a or b < start for a, b in near):
            chosen.append(one)
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
    """The bytes with disjoint edits made; every other byte as it was."""
    pieces, position = [], 0
    for edit in sorted(edits):
        pieces += [data[position : edit.start], edit.text.encode("utf-8", "surrogateescape")]
        position = edit.end
    return b"".join([*pieces, data[position:]])


def _harmless(document: Document, chosen: list[Diagnostic], *, unsafe: bool) -> list[Diagnostic]:
    """Those of the fixes after which every citation is the same or better.

    Fixes of lines that read worse are dropped; where the lines can't tell, halves are tried.
    """
    after = read_document(_after(document.source.data, chosen), document.name)
    worse = worse_than(document, after, unsafe=unsafe)
    if not worse.any:
        return chosen
    kept = [one for one in chosen if one.span.line not in worse.lines]
    if len(kept) < len(chosen):
        return _harmless(document, kept, unsafe=unsafe) if kept else []
    if len(chosen) == 1:
        return []
    middle = len(chosen) // 2
    first = _harmless(document, chosen[:middle], unsafe=unsafe)
    second = _harmless(document, chosen[middle:], unsafe=unsafe)
    together = first + second
    if not first or not second or len(together) == len(chosen):
        return first or second
    return _harmless(document, together, unsafe=unsafe)


def _after(data: bytes, chosen: Iterable[Diagnostic]) -> bytes:
    return applied(data, (edit for one in chosen if one.fix for edit in one.fix.edits))
