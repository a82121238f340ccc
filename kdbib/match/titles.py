"""How two titles relate: the same, misspelt, cut short, retitled, or another paper's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

from rapidfuzz.distance import OSA, Levenshtein

from kdbib.match.telling import is_of_another, tells_apart, weight_of
from kdbib.match.words import Slip, is_inflected, same_word, slip_of
from kdbib.model import Relation
from kdbib.model.title import STOP_WORDS, title_key, title_words

_Words = list[str]


class Side(StrEnum):
    """Whose title it is."""

    CITED = "cited"
    KNOWN = "known"


_PLACES = {relation: place for place, relation in enumerate(Relation)}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two titles compared.

    ``weight`` says how telling the shared words are: about one for each, half for a word that is
    in every other title of the field. ``overlap`` is the shared part (0..1) of the shorter title's
    telling words. ``named`` is whether both begin with the same coined name (``TwinBERT:``),
    or the cited one is all of the known one's main title.
    ``faint`` is whether they are alike only if a word is misspelt that could as well be another:
    among the works of the same people in the same year it could not.
    ``cut`` is whether one is all that stands before or behind the other's colon, and ``tail``
    whether one only goes on where the other ends. ``longer`` says which of the two has words more.
    ``more`` is the weight of those, and ``shared`` the part of the longer title that both have.
    ``loose`` is whether it takes other endings, another order or function words to make them one:
    two works of the same people may well differ by those; ``moved``, whether by the order.
    """

    relation: Relation
    weight: float
    overlap: float
    named: bool = False
    detail: str = ""
    faint: bool = False
    cut: bool = False
    tail: bool = False
    longer: Side | None = None
    loose: bool = False
    moved: bool = False
    more: float = 0.0
    shared: float = 1.0

    @property
    def rank(self) -> tuple[bool, bool, int, float]:
        """What orders comparisons from the surest to the least sure."""
        return self.relation is Relation.OTHER, self.faint, _PLACES[self.relation], -self.overlap


_SURELY_SHARED = 2.0
"""Weight of shared words beside which a short word may be a misspelt other one."""
_HARDLY_SHARED = 1.0
"""Weight of shared words beside which it may be one if all else speaks for it."""
_MOST_SLIPS = 2


@lru_cache(maxsize=1 << 14)  # a pair is compared when it is chosen, and when it is scored
def compare_titles(cited: str, known: str) -> Comparison:
    """The Comparison of a cited title, in the best of its readings, with a known one."""
    comparisons = [_compare(cited, known)]
    for variant in other_readings(cited):
        other = _compare(variant, known)
        if other.relation is Relation.EXACT:  # found in a part of what is written: not quite exact
            weight, overlap, named = other.weight, other.overlap, other.named
            other = Comparison(Relation.NEAR, weight, overlap, named, variant, loose=True)
        comparisons.append(other)
    return min(comparisons, key=lambda comparison: comparison.rank)


def other_readings(title: str) -> Iterator[str]:
    """The readings of ``New Title (Old Title)``: either may be the one that is known."""
    if found := re.fullmatch(r"(.{12,}?)\s*[(（](.{12,})[)）]", title, re.DOTALL):
        yield found[1]
        yield found[2]


def _compare(cited: str, known: str) -> Comparison:
    a, b = title_words(cited), title_words(known)
    if title_key(cited) == title_key(known):
        return Comparison(Relation.EXACT, weight_of(b), 1.0, _name(cited) is not None)
    more_cited, more_known, shared, slips, in_order = _difference(a, b)
    is_main = _is_main_title(cited, known)
    named = is_main or (_name(cited) is not None and _name(cited) == _name(known))
    cut = _is_part(cited, known) or _is_part(known, cited)
    weight = weight_of(shared)
    shorter = min(weight_of(a), weight_of(b)) or 1.0
    overlap = min(1.0, weight / shorter)

    faint = any(slip.faint for slip in slips) or (bool(slips) and weight < _SURELY_SHARED)

    def of(relation: Relation, detail: str = "", *, faint: bool = False) -> Comparison:
        longer = Side.CITED if more_cited else Side.KNOWN if more_known else None
        if relation is not Relation.PART or (more_cited and more_known):
            longer = None
        return Comparison(
            relation,
            weight,
            overlap,
            named,
            detail,
            faint,
            cut,
            tail=longer is not None and _goes_on(cited, known),
            longer=longer,
            loose=relation in _LOOSELY and _is_loose(a, b, in_order=in_order),
            moved=not in_order,
            more=weight_of(more_cited) + weight_of(more_known),
            shared=min(1.0, weight / (max(weight_of(a), weight_of(b)) or 1.0)),
        )

    telling = is_of_another(more_known) if is_main else list(filter(tells_apart, more_known))
    telling += filter(tells_apart, (*more_cited, *(w for s in slips for w in (s.cited, s.known))))
    # ASR for ASL is no slip of the keyboard
    telling += [s.known for s in slips if len(s.known) <= 3 and s.known.upper() in known]
    if telling:
        return of(Relation.OTHER, f"only one has {telling[0]!r}")
    detail = "; ".join(f"{slip.cited!r} for {slip.known!r}" for slip in slips)
    believable = not slips or (in_order and weight >= _HARDLY_SHARED and len(slips) <= _MOST_SLIPS)
    if believable and not more_cited and not more_known:
        return of(Relation.NEAR, detail, faint=faint)
    if believable and in_order and not (more_cited and more_known):
        more = " ".join(more_cited or more_known)
        only = f"only {'the citation' if more_cited else 'the record'} has {more!r}"
        return of(Relation.PART, "; ".join(part for part in (detail, only) if part), faint=faint)
    more_cited += [slip.cited for slip in slips]
    more_known += [slip.known for slip in slips]
    detail = f"{' '.join(more_cited)!r} for {' '.join(more_known)!r}"
    same_head = head(cited) is not None and head(cited) == head(known)
    if same_head and overlap >= 0.5:
        return of(Relation.RETITLED, detail)
    return of(Relation.OTHER, detail)


_LOOSELY = (Relation.NEAR, Relation.PART)


def _goes_on(cited: str, known: str) -> bool:
    """Whether one title begins with all of the other."""
    short, long = sorted((title_key(cited), title_key(known)), key=len)
    return long.startswith(short)


def _is_loose(a: tuple[str, ...], b: tuple[str, ...], *, in_order: bool) -> bool:
    """Whether near titles differ by more than a slip of the keyboard and spaces."""
    return not in_order or any(
        _run_is_loose(mine, yours) for mine, yours in _runs(a, b) if "".join(mine) != "".join(yours)
    )


def _run_is_loose(mine: _Words, yours: _Words) -> bool:
    if len(mine) != len(yours):
        return True
    pairs = [(x, y) for x, y in zip(mine, yours, strict=True) if x != y]
    return any(is_inflected(x, y) or OSA.distance(x, y) > _MOST_SLIPS for x, y in pairs)


def _name(title: str) -> str | None:
    """The coined name that a title begins with (``TwinBERT: ...``), or None."""
    main, colon, _ = title.partition(":")
    coined = colon and len(main.split()) == 1 and main[1:] != main[1:].lower()
    return title_key(main) if coined else None


def _is_main_title(cited: str, known: str) -> bool:
    """Whether what is cited is all that stands before the known title's colon."""
    main, colon, _ = known.partition(":")
    return bool(colon) and title_key(main) == title_key(cited)


def _is_part(short: str, long: str) -> bool:
    """Whether a title is what stands before or behind another one's first colon or dash."""
    parts = _BREAK.split(long, maxsplit=1)
    return len(parts) == 2 and title_key(short) in map(title_key, parts)


_BREAK = re.compile(r":\s*|\s[-–—]+\s|[?!.]\s")


def head(title: str) -> str | None:
    """What stands before a title's colon, if it is a name or long enough to be one; or None."""
    main, colon, _ = title.partition(":")
    if not colon or not (_name(title) or len(main.split()) >= 3):
        return None
    return title_key(main)


def _difference(
    a: tuple[str, ...], b: tuple[str, ...]
) -> tuple[_Words, _Words, _Words, list[Slip], bool]:
    """The telling words that only a has, those that only b has, those that they share, the slips.

    The last value is whether the shared words stand in the same order.
    """
    only_a: _Words = []
    only_b: _Words = []
    shared: _Words = []
    slips: list[Slip] = []
    for mine, yours in _runs(a, b):
        if "".join(mine) == "".join(yours):
            shared += yours
            continue
        left, right, found = _unslipped(*_unpaired(mine, yours))
        slips += found
        unshared = [*right, *(slip.known for slip in found)]
        shared += [word for word in yours if word not in unshared]
        only_a += left
        only_b += right
    in_order = not _cancel(only_a, only_b, shared)
    keep_a = [word for word in only_a if word not in STOP_WORDS]
    keep_b = [word for word in only_b if word not in STOP_WORDS]
    slips = [slip for slip in slips if slip.known not in STOP_WORDS]
    return keep_a, keep_b, shared, slips, in_order


def _runs(a: tuple[str, ...], b: tuple[str, ...]) -> Iterator[tuple[_Words, _Words]]:
    """Two titles in step: in turn words that are the same, and all that stands between those."""
    for same, steps in groupby(Levenshtein.opcodes(a, b), lambda step: step.tag == "equal"):
        every = list(steps)
        first, last = every[0], every[-1]
        mine, yours = a[first.src_start : last.src_end], b[first.dest_start : last.dest_end]
        yield (list(yours), list(yours)) if same else (list(mine), list(yours))


def _unslipped(mine: _Words, yours: _Words) -> tuple[_Words, _Words, list[Slip]]:
    """What is left of two runs when each mistyped word has met what it stands for, in order."""
    left, slips, at = [], [], 0
    right = list(yours)
    for word in mine:
        found = next(
            (
                (place, slip)
                for place in range(at, len(right))
                if (slip := slip_of(word, right[place]))
            ),
            None,
        )
        if found:
            at, slip = found
            del right[at]
            slips.append(slip)
        else:
            left.append(word)
    return left, right, slips


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
