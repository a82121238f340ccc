"""Matching on an Apache Spark cluster, for more citations or works than one machine can hold."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa

from kdbib.corpus import matching
from kdbib.corpus.parts import resumed
from kdbib.corpus.spark.engine import SparkEngine
from kdbib.corpus.spark.session import connect
from kdbib.corpus.store import ParquetCorpus


def match(
    corpus: ParquetCorpus, citations: Iterable[pa.RecordBatch], *, master: str, folder: Path
) -> Iterator[pa.Table]:
    """For each batch of CITATIONS the table of MATCHES that :func:`kdbib.corpus.bulk.match` gives.

    A batch may have a million rows; each is answered with a few joins that read the whole corpus,
    once: ``folder`` keeps the answers for another run. ``master`` is as for :func:`connect`, which
    says what is raised.
    """
    with connect(master) as session:
        answer = partial(matching.match, SparkEngine(session, corpus))
        yield from resumed(folder, corpus.edition, citations, answer)
