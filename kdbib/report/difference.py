"""What is changed in a citation, character by character: what stays, what goes, what comes."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from enum import IntEnum

from kdbib.model import Change, Citation

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_TOKENS = 400
"""Of longer texts no words are compared: that takes the square of their number."""
_ALIKE = 0.4
"""How much of two texts has to be the same for single characters to be marked."""


class Op(IntEnum):
    """What becomes of a piece of text."""

    SAME = 0
    REMOVED = -1
    ADDED = 1


Piece = tuple[Op, str]


def marked(citation: Citation, changes: Iterable[Change]) -> tuple[list[Piece], list[Change]]:
    """A citation in pieces, and the changes that are made outside of its text.

    The pieces but the added ones are the citation as it stands, those but the removed ones as it
    will be.
    """
    data = citation.raw.encode("utf-8", "surrogateescape")
    start = citation.span.start
    pieces: list[Piece] = []
    outside: list[Change] = []
    position = 0
    for change in sorted(changes, key=lambda one: (one.span.start, one.span.end)):
        first, last = change.span.start - start, change.span.end - start
        before = change.before.encode("utf-8", "surrogateescape")
        if first < position or last > len(data) or data[first:last] != before:
            outside.append(change)
            continue
        pieces.append((Op.SAME, _text(data[position:first])))
        pieces += differences(change.before, change.after)
        position = last
    pieces.append((Op.SAME, _text(data[position:])))
    return list(_joined(pieces)), outside


def differences(before: str, after: str) -> list[Piece]:
    """What is different in two texts.

    >>> [(op.name, text) for op, text in differences("NIPS 2018", "NeurIPS 2018")]
    [('SAME', 'N'), ('ADDED', 'eur'), ('SAME', 'IPS 2018')]
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    whole = [(Op.REMOVED, before), (Op.ADDED, after)]
    if max(len(old), len(new)) > _MOST_TOKENS:
        return list(_joined(whole))
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append((Op.SAME, "".join(old[a:b])))
        else:
            pieces += _ends_kept("".join(old[a:b]), "".join(new[c:d]))
    pieces = list(_joined(pieces))
    same = sum(len(text) for op, text in pieces if op is Op.SAME)
    if before and after and same < _ALIKE * min(len(before), len(after)):
        return list(_joined(whole))
    return pieces


def _ends_kept(before: str, after: str) -> Iterator[Piece]:
    """Two texts, of which the same letters at the beginning and at the end stay."""
    most = min(len(before), len(after))
    head = next((i for i in range(most) if before[i] != after[i]), most)
    most -= head
    tail = next((i for i in range(most) if before[-1 - i] != after[-1 - i]), most)
    yield Op.SAME, before[:head]
    yield Op.REMOVED, before[head : len(before) - tail]
    yield Op.ADDED, after[head : len(after) - tail]
    yield Op.SAME, before[len(before) - tail :]


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces without empty ones, those of a kind that follow each other as one."""
    last: Piece | None = None
    for op, text in pieces:
        if not text:
            continue
        if last and last[0] is op:
            last = (op, last[1] + text)
            continue
        if last:
            yield last
        last = (op, text)
    if last:
        yield last


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
