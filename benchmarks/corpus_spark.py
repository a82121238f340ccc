"""Matching on a Spark cluster beside the embedded engine: citations a second, and of which work.

    python -m benchmarks.corpus_spark CORPUS... --citations 20000

For each corpus (a folder that ``kdbib corpus build`` made; see ``benchmarks.corpus_make``), in one
run: the embedded engine on one core and on all, and real clusters of one and of two workers, with
a core each, on this machine. The citations are of works of the corpus, half of them with an error
in the title. The results must be the same. CPU seconds count the driver, the executors and all
their children: they tell what the work costs also where the machine does other things meanwhile.
``least`` is the CPU time of a batch of 100 citations: what reading the corpus and starting tasks
costs anyhow.
"""

import argparse
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq

from kdbib.corpus import bulk
from kdbib.corpus.citations import CITATIONS
from kdbib.corpus.matching import Asked, match_in_turn
from kdbib.corpus.spark.engine import SparkEngine
from kdbib.corpus.spark.session import connect
from kdbib.corpus.store import ParquetCorpus
from tests.support.spark_cluster import spark_cluster

_TICK = os.sysconf("SC_CLK_TCK")
_MEMORY = 1_536
_WARM = 1_000
"""Citations that are matched first: Java compiles what is run often."""
_FEW = 100


@dataclass(frozen=True, slots=True)
class Measured:
    """What an engine took for the citations."""

    engine: str
    seconds: float
    cpu: float
    least: float
    matches: pa.Table


def faulty(corpus: ParquetCorpus, number: int) -> pa.RecordBatch:
    """Citations of works of the corpus: letters, subtitles, fields lost; others right."""
    random = Random(1)
    columns = ["title", "author", "issued", "container_title"]
    every = corpus.manifest.works // number + 1
    tables = []
    for path in corpus.paths("works"):
        table = pq.read_table(path, columns=columns)
        tables.append(table.take(pa.array(range(0, len(table), every))))
    rows = []
    for row, known in enumerate(pa.concat_tables(tables).to_pylist()[:number]):
        title, fault = known["title"], random.randrange(6)
        if fault < 2 and len(title) > 8:
            at = random.randrange(1, len(title))
            title = title[:at] + title[at + 1 :]
        if fault == 2:
            title = title.partition(": ")[0]
        rows.append(
            {
                "row": row,
                "title": title,
                "author": (known["author"] or [])[: 1 if fault == 3 else 9],
                "year": int(known["issued"][:4]) if known["issued"] else None,
                "container_title": None if fault == 4 else known["container_title"],
            }
        )
    return pa.RecordBatch.from_pylist(rows, schema=CITATIONS)


# --- measuring -----------------------------------------------------------------------------------


def cpu_seconds(groups: set[int]) -> float:
    """CPU time of all processes of these process groups or sessions, ended ones included."""
    total = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) in groups or int(fields[3]) in groups:
            total += sum(map(int, fields[11:15]))
    return total / _TICK


def measured(
    engine: str,
    groups: set[int],
    match: Callable[[pa.RecordBatch], pa.Table],
    batch: pa.RecordBatch,
) -> Measured:
    """What matching a batch takes, and what one of few citations does."""
    match(batch.slice(0, _WARM))
    cpu = cpu_seconds(groups)
    match(batch.slice(0, _FEW))
    least = cpu_seconds(groups) - cpu
    cpu, start = cpu_seconds(groups), time.perf_counter()
    matches = match(batch)
    return Measured(engine, time.perf_counter() - start, cpu_seconds(groups) - cpu, least, matches)


@contextmanager
def cores(number: int) -> Iterator[None]:
    """This process, and those that it starts, on so many cores."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(allowed)[:number])
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def embedded(corpus: ParquetCorpus, batch: pa.RecordBatch, number: int) -> Measured:
    """The embedded engine on so many cores."""
    with cores(number):
        asked: list[pa.RecordBatch] = []
        matched = bulk.match([corpus], iter(asked.pop, None))

        def match(citations: pa.RecordBatch) -> pa.Table:
            asked.append(citations)
            return next(matched)

        name = f"embedded, {number} core" + "s" * (number > 1)
        return measured(name, {os.getpgid(0)}, match, batch)


def on_spark(corpus: ParquetCorpus, batch: pa.RecordBatch, workers: int) -> Measured:
    """A cluster of so many workers."""
    with spark_cluster(workers, memory=_MEMORY, java="-XX:+UseSerialGC") as cluster:
        os.environ.update(cluster.variables)
        groups = {os.getpgid(0), *(worker.pid for worker in cluster.workers)}
        with connect(cluster.url) as session:
            engine = SparkEngine(session, corpus)
            name = f"Spark, {workers} worker" + "s" * (workers > 1)
            return measured(
                name, groups, partial(match_in_turn, [Asked(corpus.name, engine)]), batch
            )


def main() -> None:
    """Measure, and print a table for each corpus."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpora", nargs="+", metavar="CORPUS")
    parser.add_argument("--citations", type=int, default=20_000)
    given = parser.parse_args()
    for location in given.corpora:
        compare(ParquetCorpus(location), given.citations)


def compare(corpus: ParquetCorpus, citations: int) -> None:
    """Measure all engines with one corpus."""
    works = corpus.manifest.works
    size = sum(Path(path).stat().st_size for t in corpus.manifest.files for path in corpus.paths(t))
    index = size - sum(Path(path).stat().st_size for path in corpus.paths("works"))
    print(
        f"\n{works:,} works, {size / works:.0f} bytes each, of which {index / works:.0f} of index"
    )
    batch = faulty(corpus, citations)
    several = len(os.sched_getaffinity(0))
    every = [
        *(embedded(corpus, batch, number) for number in (1, several)),
        *(on_spark(corpus, batch, workers) for workers in (1, 2)),
    ]
    first = every[0]
    found = first.matches.column("status").to_pylist().count("matched")
    print(f"{len(batch):,} citations, {found / len(batch):.1%} matched")
    print(
        f"{'engine':<20}{'seconds':>9}{'a second':>10}{'CPU s':>8}{'a CPU s':>9}"
        f"{'least':>7}  ratio, CPU"
    )
    for one in every:
        same = "" if one.matches.equals(first.matches) else "  DIFFERENT MATCHES"
        print(
            f"{one.engine:<20}{one.seconds:>9.1f}{len(batch) / one.seconds:>10,.0f}"
            f"{one.cpu:>8.1f}{len(batch) / one.cpu:>9,.0f}{one.least:>7.1f}"
            f"{first.seconds / one.seconds:>7.2f}{first.cpu / one.cpu:>5.2f}{same}",
            flush=True,
        )


if __name__ == "__main__":
    main()
