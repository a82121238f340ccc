"""Made-up lists: works in a form of the grammar, damaged as people damage them, with their labels."""

import random
import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import partial

from kdbib.read.grammar import read_surest
from kdbib.read.inline import bare_addresses, scan
from kdbib.read.prose import Prose
from kdbib.read.reading import Reading
from kdbib.read.tokens import Token, tokens_of
from training.fields import Writer
from training.grammar import Grammar, Segment
from training.works import Work, mixed

Sample = tuple[list[Token], list[str], Prose, Reading]
LENGTH = 5  # entries of a made-up list


def lists(
    works: list[Work], others: list[Work], venues: dict[str, list[str]], grammar: Grammar, seed: int
) -> Iterator[list[Sample]]:
    """Lists without end: the tokens and labels of the entries of each."""
    chance = random.Random(seed)
    everything = others * max(1, len(works) // (8 * len(others)))
    while True:
        rule = "list"
        plain = chance.random() < 0.28
        if plain:
            rule = "reference"
        writer = Writer(chance, venues, plain)
        habits: dict[str, str] = {}
        damaged, headed = chance.random() < 0.25, chance.random() < 0.75
        samples = []
        for _ in range(LENGTH):
            work = chance.choice(works) if chance.random() < 0.6 else mixed(works, chance)
            if chance.random() < 0.14:
                work = chance.choice(everything) if chance.random() < 0.5 else mixed(others, chance)
            segments = grammar.expand(rule, habits, chance, partial(writer.write, work))
            if damaged:
                segments = [_damaged(one, chance) for one in segments]
            if plain:
                segments = [(text.replace("*", ""), *rest) for text, *rest in segments]
            if not headed:
                segments = [one for one in segments if one[1][:2] != "C:"]
            sample = labelled(_joined(segments), plain=plain)
            if sample[0] and len(sample[0]) <= 260:
                samples.append(sample)
        if samples:
            yield samples


_MARKS = re.compile(r"[\s,.;:|·–—-]+|\s*<br/?>\s*")


def _joined(segments: list[Segment]) -> list[Segment]:
    """Segments without the marks that stand twice, where a field was left out."""
    joined: list[Segment] = []
    for text, label, number in segments:
        if label == "O" and joined and joined[-1][0]:
            before = joined[-1][0]
            if re.match(r"\.", text) and before[-1:] in ".?!":
                text = text[1:]
            if before.endswith((" ", "\n")) and text[:1] == " ":
                text = text.lstrip(" ")
            if joined[-1][1] == "O" and _MARKS.fullmatch(before) and _MARKS.fullmatch(text):
                continue  # the field between them is left out
        if text or label[:2] == "C:":
            joined.append((text, label, number))
    return joined


def _damaged(segment: Segment, chance: random.Random) -> Segment:
    text, label, number = segment
    roll = chance.random()
    if roll < 0.03 and label in "OS":
        text = text.replace(". ", ".").replace(", ", ",")
    elif roll < 0.045 and label in "OS":
        text = text.replace(". ", " ").replace(", ", " ")
    elif roll < 0.06 and label in "OS":
        text = text.replace(", ", "， ").replace("(", "（").replace(". ", ".. ")
    elif roll < 0.07:
        text = text.replace(" ", "  ", 1)
    elif roll < 0.08 and label == "A":
        text = text.lower()
    elif roll < 0.09 and label == "T":
        text = text.replace("fi", "ﬁ").replace("fl", "ﬂ")
    elif roll < 0.10 and label == "O":
        text = text.replace("[", "【").replace("]", "】") if "](" not in text else text
    return text, label, number


def labelled(segments: list[Segment], *, plain: bool) -> Sample:
    """The tokens of an entry as the reader sees them, each with its label."""
    text = "".join(part for part, _, _ in segments)
    cells: list[tuple[int, str]] = []
    labels: list[tuple[str, int]] = []
    for part, label, number in segments:
        if label[:2] == "C:":
            cells.append((len(labels), label[2:]))
        labels.extend([(label, number)] * len(part))
    prose = (
        bare_addresses(text.replace("\n", " "))
        if plain
        else scan(text, {"4.2": "https://github.com/a/b"})
    )
    prose.cells = list(_cells(prose, cells, len(text)))
    base, rest = read_surest(prose)
    tokens = tokens_of(rest)
    found, before = [], ("O", 0)
    for token in tokens:
        here = labels[prose.source_range(token.start, token.end)[0]]
        if token.text[0] == "\ufffc":
            here = ("O", 0)
        if here[0] == "O":
            found.append("O")
        elif here[0] == "S":
            found.append("S")
        else:
            found.append(("I-" if here == before else "B-") + here[0])
        before = here
    return tokens, found, prose, base


def _cells(prose: Prose, cells: list[tuple[int, str]], size: int) -> Iterator[tuple[int, int, str]]:
    """The ranges of a row's cells in its words, each with the role of its column."""
    ends = [start for start, _ in cells[1:]] + [size]
    places = [prose.source_range(i, i + 1)[0] for i in range(len(prose.plain))] if cells else []
    for (start, role), end in zip(cells, ends, strict=False):
        yield bisect_left(places, start), bisect_left(places, end), role
