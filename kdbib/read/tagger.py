"""The model that labels an entry's tokens, and what it says of each.

The model is a linear-chain conditional random field (python-crfsuite,
https://python-crfsuite.readthedocs.io/); ``training`` makes it.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import pycrfsuite
from msgspec import Struct


class Part(Struct, frozen=True, gc=False):
    """The tokens [start, end), which have one label, and how probable that is."""

    label: str
    start: int
    end: int
    probability: float


def tag(features: Sequence[Sequence[str]]) -> list[Part]:
    """The parts of an entry whose tokens have these features, in order."""
    if not features:
        return []
    tagger = _tagger()
    tagger.set(pycrfsuite.ItemSequence(features))
    labels = tagger.tag()
    parts: list[Part] = []
    start = 0
    for end in range(1, len(labels) + 1):
        if end < len(labels) and labels[end] == f"I-{labels[start][2:]}" and labels[start] != "O":
            continue
        if end < len(labels) and labels[end] == labels[start] == "S":
            continue
        label = labels[start]
        if label != "O":
            parts.append(Part(label[-1], start, end, _probability(tagger, label, start, end)))
        start = end
    return parts


def likely(label: str, count: int) -> list[float]:
    """How probable it is of each of the tokens tagged last that it has a label."""
    tagger = _tagger()
    return [
        tagger.marginal(f"B-{label}", i) + tagger.marginal(f"I-{label}", i) for i in range(count)
    ]


def labels_of(features: Sequence[Sequence[str]]) -> list[tuple[str, float]]:
    """The label of each token with these features, and how probable it is."""
    if not features:
        return []
    tagger = _tagger()
    tagger.set(pycrfsuite.ItemSequence(features))
    return [(label, float(tagger.marginal(label, i))) for i, label in enumerate(tagger.tag())]


def _probability(tagger: pycrfsuite.Tagger, label: str, start: int, end: int) -> float:
    """How probable it is that tokens have a label and that they begin and end there."""
    if label == "S":
        return 1.0
    kind = label[-1]
    least = tagger.marginal(label, start)
    for i in range(start + 1, end):
        least = min(least, tagger.marginal(f"I-{kind}", i))
    return float(least)


@cache
def _model() -> bytes:
    """The model's bytes, which the tagger reads from as long as it lives."""
    return files("kdbib.data").joinpath("entry.crfsuite").read_bytes()


@cache
def _tagger() -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(_model())
    return tagger
