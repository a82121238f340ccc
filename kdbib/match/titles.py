"""How two titles relate: the same, misspelt, cut short, retitled, or another paper's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA, Levenshtein

from kdbib.model.title import STOP_WORDS, title_key, title_words

_Words = list[str]


class Relation(StrEnum):
    """What two titles are to each other, from the surest to none."""

    EXACT = "exact"
    NEAR = "near"
    """Only spelling, inflection and function words differ."""
    PART = "part"
    """One has words more than the other, and otherwise they are the same."""
    RETITLED = "retitled"
    """The same name before the colon, and a subtitle that is partly the same."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two titles compared.

    ``weight`` says how telling the shared words are: about one for each, half for a word that is
    in every other title of the field. ``overlap`` is the shared part (0..1) of the shorter title's
    telling words. ``named`` is whether both begin with the same coined name (``TwinBERT:``).
    """

    relation: Relation
    weight: float
    overlap: float
    named: bool = False
    detail: str = ""


# words that tell works apart however much else is the same
_TELLING = frozenset(
    "not no never non without book survey review tutorial overview erratum corrigendum correction "
    "reply comment comments response rebuttal discussion part volume supplement supplementary "
    "thesis dissertation revisited revisiting rethinking proposal workshop challenge competition "
    "benchmark dataset ii iii iv vi vii viii one two three first second third plusplus".split()
)
_TELLING_LONG = [word for word in _TELLING if len(word) >= 6]
_SURELY_SHARED = 2.0
"""Weight of shared words beside which a short word may be a misspelt other one."""
_OPPOSITES = {
    frozenset(pair.split("/"))
    for pair in "micro/macro text/test node/mode video/audio row/low hard/herd mono/mini "
    "male/mile task/mask test/best cost/lost soft/sort dual/duel".split()
}
"""Words a letter apart that are two words, and not one misspelt."""
# words of so many titles of the field that sharing them says little
COMMON_WORDS = frozenset(
    "adaptation adaptive adversarial analysis approach attention based classification "
    "convolutional data deep detection distillation distilled distilling domain efficient "
    "feature features framework generative graph image images improving information knowledge "
    "language large learning method methods model models multi network networks neural object "
    "online progressive recognition recommendation representation representations scale "
    "segmentation self semantic semi supervised system systems task tasks teacher student "
    "training transfer unsupervised using video vision visual new novel machine deep toward".split()
)


def compare_titles(cited: str, known: str) -> Comparison:
    """The Comparison of a cited title, in the best of its readings, with a known one."""
    comparisons = [_compare(cited, known)]
    for variant in _variants(cited):
        other = _compare(variant, known)
        if other.relation is Relation.EXACT:  # found in a part of what is written: not quite exact
            other = Comparison(Relation.NEAR, other.weight, other.overlap, other.named, variant)
        comparisons.append(other)
    return min(comparisons, key=lambda c: (list(Relation).index(c.relation), -c.overlap))


def _variants(title: str) -> Iterator[str]:
    """The readings of ``New Title (Old Title)``: either may be the one that is known."""
    if found := re.fullmatch(r"(.{12,}?)\s*[(（](.{12,})[)）]", title, re.DOTALL):
        yield found[1]
        yield found[2]


def _compare(cited: str, known: str) -> Comparison:
    a, b = title_words(cited), title_words(known)
    if title_key(cited) == title_key(known):
        return Comparison(Relation.EXACT, weight_of(b), 1.0, _name(cited) is not None)
    more_cited, more_known, shared, in_order = _difference(a, b)
    named = _name(cited) is not None and _name(cited) == _name(known)
    weight = weight_of(shared)
    shorter = min(weight_of(a), weight_of(b)) or 1.0
    overlap = min(1.0, weight / shorter)

    def of(relation: Relation, detail: str = "") -> Comparison:
        return Comparison(relation, weight, overlap, named, detail)

    if telling := [w for w in (*more_cited, *more_known) if _tells_apart(w)]:
        return of(Relation.OTHER, f"only one has {telling[0]!r}")
    if not more_cited and not more_known:
        return of(Relation.NEAR)
    if in_order and weight >= _SURELY_SHARED and _all_mistyped(more_cited, more_known):
        return of(Relation.NEAR, f"{' '.join(more_cited)!r} for {' '.join(more_known)!r}")
    if in_order and not (more_cited and more_known):
        more = " ".join(more_cited or more_known)
        return of(
            Relation.PART, f"only {'the citation' if more_cited else 'the record'} has {more!r}"
        )
    detail = f"{' '.join(more_cited)!r} for {' '.join(more_known)!r}"
    same_head = _head(cited) is not None and _head(cited) == _head(known)
    if same_head and overlap >= 0.5:
        return of(Relation.RETITLED, detail)
    return of(Relation.OTHER, detail)


def weight_of(words: tuple[str, ...] | list[str]) -> float:
    """How telling words are: one for each, half for the field's commonest, none for *of*."""
    return sum(0.5 if w in COMMON_WORDS else 1.0 for w in words if w not in STOP_WORDS)


def _tells_apart(word: str) -> bool:
    if word in _TELLING or any(char.isdigit() for char in word):
        return True
    return len(word) >= 6 and any(_one_slip(word, other) for other in _TELLING_LONG)


def _all_mistyped(cited: _Words, known: _Words) -> bool:
    """Whether one or two words stand for as many others with a slip of the keyboard in each."""
    if len(cited) != len(known) or len(cited) > 2:
        return False
    return all(_mistyped(a, b) for a, b in zip(cited, known, strict=True))


def _mistyped(a: str, b: str) -> bool:
    """Whether a short word is another with one letter lost, doubled, swapped or wrong.

    Beside words that are all the same, that is; ``same_word`` needs no such company. An opposite
    is no slip, nor are the names of networks (``CNN``, ``RNN``), nor ``symmetric`` for
    ``asymmetric``.
    """
    short, long = sorted((a, b), key=len)
    if len(short) < 3 or not (a.isalpha() and b.isalpha()) or frozenset((a, b)) in _OPPOSITES:
        return False
    if len(long) == 3 or (long.endswith(short) and (long[0] in "aeiou" or len(long) < 6)):
        return False
    return _one_slip(a, b)


def _one_slip(a: str, b: str) -> bool:
    return bool(OSA.distance(a, b, score_cutoff=1) <= 1)


def _name(title: str) -> str | None:
    """The coined name that a title begins with (``TwinBERT: ...``), or None."""
    head, colon, _ = title.partition(":")
    coined = colon and len(head.split()) == 1 and head[1:] != head[1:].lower()
    return title_key(head) if coined else None


def _head(title: str) -> str | None:
    """What stands before a title's colon, if it is a name or long enough to be one; or None."""
    head, colon, _ = title.partition(":")
    if not colon or not (_name(title) or len(head.split()) >= 3):
        return None
    return title_key(head)


def _difference(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[_Words, _Words, _Words, bool]:
    """The telling words that only a has, those that only b has, those that they share.

    The last value is whether the shared words stand in the same order.
    """
    only_a: _Words = []
    only_b: _Words = []
    shared: _Words = []
    for step in Levenshtein.opcodes(a, b):
        mine, yours = a[step.src_start : step.src_end], b[step.dest_start : step.dest_end]
        if step.tag == "equal" or "".join(mine) == "".join(yours):
            shared += yours
            continue
        left, right = _unpaired(list(mine), list(yours))
        shared += [word for word in yours if word not in right]
        only_a += left
        only_b += right
    in_order = not _cancel(only_a, only_b, shared)
    keep_a = [word for word in only_a if word not in STOP_WORDS]
    keep_b = [word for word in only_b if word not in STOP_WORDS]
    return keep_a, keep_b, shared, in_order


def _cancel(only_a: _Words, only_b: _Words, shared: _Words) -> bool:
    """Make words that both sides have shared ones; whether any telling one has another place."""
    moved = [word for word in dict.fromkeys(only_a) if word in only_b]
    for word in moved:
        only_a.remove(word)
        only_b.remove(word)
        shared.append(word)
    if only_a and "".join(only_a) == "".join(only_b):
        shared += only_b
        only_a.clear()
        only_b.clear()
    return any(word not in STOP_WORDS for word in moved)


def _unpaired(mine: _Words, yours: _Words) -> tuple[_Words, _Words]:
    """What is left of two runs of words when each word has met its misspelt or inflected self."""
    left, right = list(mine), list(yours)
    for word in mine:
        partner = next((other for other in right if same_word(word, other)), None)
        if partner is not None:
            left.remove(word)
            right.remove(partner)
    return left, right


def same_word(a: str, b: str) -> bool:
    """Whether two words are one, misspelt or inflected.

    ``distillating`` and ``distilling``, ``towars`` and ``towards`` are; ``supervised`` and
    ``unsupervised``, ``gpt2`` and ``gpt3``, ``intra`` and ``inter`` are not.
    """
    if a == b:
        return True
    short, long = sorted((len(a), len(b)))
    if long - short > 4 or not (a.isalpha() and b.isalpha()) or a.endswith(b) or b.endswith(a):
        return False
    stem = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), short)
    if stem >= 4 and long - stem <= 4 and stem >= short - 3:
        return True
    allowed = 0 if short < 5 else (1 if short < 8 else 2)
    return bool(OSA.distance(a, b, score_cutoff=allowed) <= allowed)
