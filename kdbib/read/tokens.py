"""The tokens of an entry, and what is known of each of them before it has a label.

A token's features are words that a linear-chain model (https://www.chokkan.org/software/crfsuite/)
weighs: what the token looks like, what its neighbours are, which markup it stands in, and what
stands between the marks around it.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from kdbib.model import LinkKind
from kdbib.read.lexicon import lexicon
from kdbib.read.prose import Prose
from kdbib.read.reading import TAKEN, Reading

MOST = 400
"""So many tokens of an entry are labelled; what comes after them is no part of a citation."""

_TOKEN = re.compile(
    rf"{TAKEN}+|:[a-z][a-z0-9_+-]{{1,30}}:|[^\W\d_]+(?:['’´`][^\W\d_]+)*|\d+|\n|``|''|[^\s]"
)
_OPENING, _CLOSING = "([（【[", ")]）】]"
_QUOTES = frozenset(["``", "''", *'"“”„«»‘’「」『』《》'])
_OPEN_QUOTES = frozenset(["``", *"“„«‘「『《"])
_STOPS = frozenset([*".,;:|\n。，；：、·•—–?!()[]（）【】", *_QUOTES])
_SMALL = frozenset("and et al in of the by for de von van to on a & eds ed pp vol no".split())


class Token(NamedTuple):
    """The characters [start, end) of an entry's words; ``text`` has TAKEN for what was read."""

    text: str
    start: int
    end: int


def tokens_of(rest: str) -> list[Token]:
    """The tokens of a line, in which TAKEN stands for links and identifiers."""
    found = []
    for match in _TOKEN.finditer(rest):
        found.append(Token(match[0], match.start(), match.end()))
        if len(found) == MOST:
            break
    return found


class Look(Struct, frozen=True, gc=False):
    """What a token looks like: by itself, and as a neighbour of others.

    ``flag`` is what the tokens after it know of it; ``gist`` is its kind in a word; ``at`` has its
    features as a neighbour two tokens before, one before, one after and two after another one.
    """

    own: tuple[str, ...]
    flag: str
    gist: str
    at: tuple[tuple[str, ...], ...]


def features_of(tokens: Sequence[Token], prose: Prose, base: Reading) -> list[list[str]]:
    """The features of each token."""
    if not tokens:
        return []
    states = _states(tokens, prose, base)
    looks = [_look(token.text) for token in tokens]
    runs = _runs(tokens, states, looks)
    count = len(tokens)
    gists = ["", "", *[look.gist for look in looks], "", ""]
    at = [_NOTHING, _NOTHING, *[look.at for look in looks], _NOTHING, _NOTHING]
    seen: tuple[str, ...] = ()
    first = next((i for i, look in enumerate(looks) if look.own[0] == "k=w"), 0)
    sentences = lines = 0
    place = "n=0.0"
    features = []
    for i, token in enumerate(tokens):
        look = looks[i]
        before, this, after = gists[i + 1 : i + 4]
        one = ["1", place, *look.own, *states[i], *runs[i], *seen]
        for step, j in _AROUND:
            one += at[i + j][step]
        one.append(f"g{gists[i]} {before} {this} {after}")
        one.append(f"h{before} {this} {after} {gists[i + 4]}")
        if i - first < _NEAR:
            one.append(f"p={max(i - first, -1)}")
        if count - i <= _NEAR:
            one.append(f"e={count - i}")
        features.append(one)
        if look.flag and look.flag not in seen:
            seen = (*seen, look.flag)
        if token.text == "\n":
            lines += 1
        elif token.text in _ENDS and i and len(tokens[i - 1].text) > 2:
            sentences += 1
        else:
            continue
        place = f"n={min(lines, 3)}.{min(sentences, 4)}"
    _borders(tokens, states, features)
    return features


def _borders(tokens: Sequence[Token], states: list[list[str]], features: list[list[str]]) -> None:
    """Add what changes between two tokens: the markup, and whether white space parts them."""
    for i in range(1, len(tokens)):
        if tokens[i - 1].end == tokens[i].start:
            features[i].append("tight")
        before, after = states[i - 1][0], states[i][0]
        if before != after:
            features[i].append("-s" + before)
            features[i - 1].append("+s" + after)


_AROUND = ((0, 0), (1, 1), (2, 3), (3, 4))  # the steps, and where the tokens are from two before on
_STEPS = (-2, -1, 1, 2)
_NOTHING = tuple((f"{step}end",) for step in _STEPS)
_NEAR = 5  # so many tokens from its beginning and its end on, an entry's places are alike
_ENDS = frozenset(".?!。")


@lru_cache(maxsize=65536)
def _look(text: str) -> Look:
    low = text.lower()
    own, flag = _own(text, low)
    if own[0] == "k=w":
        whole = "c=" + ",".join(one for one in own[3:])
        near = [own[1], whole]
        far = [whole] if len(low) > 4 else near
        names = "n" * ("fam" in own or "giv" in own) + "v" * ("ven" in own)
        gist = low if low in _SMALL else own[3][2:] + names
    else:
        near = far = own[-1:]
        gist = text if own[0] == "k=p" else own[-1]
    at = tuple(tuple(f"{d}{x}" for x in (near if abs(d) == 1 else far)) for d in _STEPS)
    return Look(tuple(own), flag, gist, at)


def _own(text: str, low: str) -> tuple[list[str], str]:
    """The features of a token by itself, and its flag."""
    if text[0] == TAKEN:
        return ["k=t"], "sn:t"
    if text[0].isdigit():
        year = len(text) == 4 and 1500 <= int(text) <= 2039
        kind = ("y" if int(text) >= 1930 else "yo") if year else str(min(len(text), 6))
        return ["k=n", "#" + kind], "sn:y" if year else ""
    if text[0].isalpha():
        flag = "sn:a" if text == "al" else "sn:i" if low in {"in", "proc", "proceedings"} else ""
        return ["k=w", "w=" + low, "f=" + low[-3:], *_shape(text), *lexicon().features(low)], flag
    if len(text) > 2 or (ord(text[0]) >= 0x2190 and text not in _STOPS):
        return ["k=m"], ""  # :star: and the like
    return ["k=p", "c=" + text], "sn:q" if text in _QUOTES else ""


def _shape(text: str) -> list[str]:
    if not text.isascii():
        wide = text[0] >= "\u2e80"
        shape = f"cjk{min(len(text), 5)}" if wide else ("Xu" if text[0].isupper() else "xu")
    elif text.isupper():
        shape = f"X{min(len(text), 4)}"
    elif text.islower():
        shape = "x"
    else:
        shape = "Xx" if text[0].isupper() and text[1:].islower() else "mX"
    return ["s=" + shape] + (["b=1"] if len(text) == 1 else [])


def _states(tokens: Sequence[Token], prose: Prose, base: Reading) -> list[list[str]]:
    """Which markup each token stands in; the first item is all of it in one word."""
    starts = [token.start for token in tokens]
    marks = ["" for _ in tokens]
    for letter, strong in (("B", True), ("I", False)):
        for run in prose.emphasis:
            if run.strong is strong:
                for i in _within(starts, run.start, run.end):
                    marks[i] = marks[i].rstrip(letter) + letter
    more: list[list[str]] = [[] for _ in tokens]
    linked = [""] * len(tokens)
    for link, kind in base.links:
        for i in _within(starts, link.start, link.end):
            linked[i] = "L"
            more[i] = ["l=" + _KIND[kind]]
    for start, end, role in prose.cells:
        for i in _within(starts, start, end):
            more[i].append("h=" + role)
    enclosed = _enclosed(tokens)
    return [
        [f"m={mark}{link}{within}", *rest, *(("e" + mark,) if mark else ())]
        for mark, link, within, rest in zip(marks, linked, enclosed, more, strict=True)
    ]


def _enclosed(tokens: Sequence[Token]) -> list[str]:
    """Whether each token stands between quotation marks (Q), in brackets (P)."""
    depth, quoted, found = 0, "", []
    for token in tokens:
        text = token.text
        if text in _CLOSING:
            depth = max(depth - 1, 0)
        elif text in _QUOTES:
            if text in _OPEN_QUOTES or (text == '"' and not quoted):
                quoted = quoted or text
            elif text != "’" or quoted == "‘":  # or it is an apostrophe
                quoted = ""
        found.append(("Q" if quoted else "") + ("P" if depth else ""))
        depth += text in _OPENING
    return found


_KIND = {
    LinkKind.PAPER: "p",
    LinkKind.PDF: "p",
    LinkKind.CODE: "c",
    LinkKind.PROJECT: "o",
    LinkKind.OTHER: "o",
}


def _within(starts: Sequence[int], begin: int, end: int) -> range:
    """The tokens that start in a range."""
    return range(bisect_left(starts, begin), bisect_left(starts, end))


def _runs(tokens: Sequence[Token], states: list[list[str]], looks: list[Look]) -> list[list[str]]:
    """What stands between the marks around each token, as a whole.

    Runs are cut at marks and where the markup changes. How long one is, and how many of its words
    are names or words of venues, says much of what each of its words is.
    """
    found: list[list[str]] = [[] for _ in tokens]
    start, number = 0, 0
    count = len(tokens)
    for i in range(count + 1):
        ends = i == count or tokens[i].text in _STOPS or tokens[i].text[0] == TAKEN
        changes = not ends and i > start and states[i][0] != states[i - 1][0]
        if not (ends or changes):
            continue
        if i > start:
            what = _run(tokens[start:i], looks[start:i], number)
            for j in range(start, i):
                found[j] = what
            number += 1
        start = i if changes else i + 1
    return found


def _run(tokens: Sequence[Token], looks: Sequence[Look], number: int) -> list[str]:
    words = names = venue = digits = small = 0
    for look in looks:
        own = look.own
        if own[0] == "k=w":
            words += 1
            names += "fam" in own or "giv" in own or "b=1" in own
            venue += "ven" in own
            small += "s=x" in own
        digits += own[0] == "k=n"
    if not words:
        return [f"rd={min(digits, 2)}"]
    bucket = words if words <= 4 else 5 if words <= 6 else 6 if words <= 10 else 7
    share = 2 * names // words if names < words else 3
    what = [
        f"rn={bucket}.{share}",
        f"rv={min(venue, 3)}.{min(small, 2)}",
        f"r#={min(number, 4)}",
    ]
    if lexicon().is_venue(" ".join(token.text for token in tokens)):
        what.append("rj")
    return what
