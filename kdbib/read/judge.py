"""Two readings of each entry of a list, and which of them the list itself speaks for.

A list is written one way all through: its titles are set off in the same way, and stand at the same
place. Of two readings of an entry the one is believed that is like those of the other entries.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from kdbib.read.drafts import Draft
from kdbib.read.fields_of_entry import read_fields
from kdbib.read.inline import scan
from kdbib.read.said import Said, said
from kdbib.read.source import SourceText, joined

_UNDERSTOOD = 0.85  # from this share of agreement on, the list is one that the forms are made for
_AGREED = 0.9  # how probable a title is at least that both read, or that is like the others
_CLEAR = 2.5  # the score of a form that leaves little room for doubt
_ENOUGH = 4  # entries that tell how a list is written

_Pair = tuple[Draft, Said]


def judge(drafts: Sequence[Draft], references: Mapping[str, str], source: SourceText) -> None:
    """Let each Draft say what the better one of its two readings says."""
    groups: dict[object, list[_Pair]] = defaultdict(list)
    for draft in drafts:
        if draft.is_label or not (draft.cells or draft.parts):
            continue
        groups[draft.group].append((draft, _learned(draft, references, source)))
    for pairs in groups.values():
        _judge_list(pairs, source)


def _learned(draft: Draft, references: Mapping[str, str], source: SourceText) -> Said:
    """What the model reads in an entry, whose passages or cells are put together."""
    passages = [cell for cell in draft.cells if cell.text] or [p.passage for p in draft.parts]
    whole = passages[0] if len(passages) == 1 else joined(passages, " | " if draft.cells else "\n")
    prose = scan(whole.text, references)
    return said(read_fields(prose), prose, whole, source)


def _judge_list(pairs: Sequence[_Pair], source: SourceText) -> None:
    both = [(d, new) for d, new in pairs if d.said.title and new.title]
    agreed = [(d, new) for d, new in both if _same(d.said, new)]
    usual = Counter(_signature(new, source) for _, new in agreed).most_common(1)
    is_known = len(both) >= _ENOUGH and len(agreed) >= _UNDERSTOOD * len(both)
    for draft, new in both:
        old = draft.said
        likes = [bool(usual) and _signature(one, source) == usual[0][0] for one in (old, new)]
        probability = max(new.probability or 0.0, _AGREED * _same(old, new))
        if is_known and (likes[0] >= likes[1]):
            draft.said = replace(old, probability=_AGREED if likes[0] else probability)
            continue
        if len(both) < _ENOUGH and _is_clear(draft):
            continue
        draft.said = replace(new, main=old.main, probability=probability)


def _is_clear(draft: Draft) -> bool:
    """Whether the forms read an entry without a doubt."""
    forms = [part.forms for part in draft.parts[:1]]
    return any(one.clear and one.choose().score >= _CLEAR for one in forms)


def _same(one: Said, other: Said) -> bool:
    return one.title is not None and other.title is not None and one.title.span == other.title.span


def _signature(what: Said, source: SourceText) -> tuple[str, str]:
    """The characters around a title."""
    if what.title is None:
        return "", ""
    span, data = what.title.span, source.data
    return _mark(data[max(0, span.start - 1) : span.start]), _mark(data[span.end : span.end + 2])


def _mark(around: bytes) -> str:
    return "".join("a" if chr(c).isalnum() else chr(c) for c in around)
