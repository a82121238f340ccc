"""Matching on an Apache Spark cluster, for more citations or works than one machine can hold."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pyarrow as pa

from kdbib.corpus.matching import Asked, match_in_turn
from kdbib.corpus.parts import resumed
from kdbib.corpus.spark.engine import SparkEngine
from kdbib.corpus.spark.session import connect
from kdbib.corpus.store import ParquetCorpus


def match(
    corpora: Sequence[ParquetCorpus],
    citations: Iterable[pa.RecordBatch],
    *,
    master: str,
    folder: Path,
) -> Iterator[pa.Table]:
    """For each batch of CITATIONS the table of FOUND that :func:`kdbib.corpus.bulk.match` gives.

    A batch may have a million rows; each is answered with a few joins that read the whole corpus,
    once: ``folder`` keeps the answers for another run. ``master`` is as for :func:`connect`, which
    says what is raised.
    """
    editions = " ".join(corpus.edition for corpus in corpora)
    with connect(master) as session:
        asked = [Asked(corpus.name, SparkEngine(session, corpus)) for corpus in corpora]
        yield from resumed(folder, editions, citations, partial(match_in_turn, asked))
