"""Matches on a cluster, as a process that can be killed: CORPUS CITATIONS OUTPUT MASTER PART."""

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kdbib.corpus.spark import match
from kdbib.corpus.store import ParquetCorpus


def main(corpus: str, citations: str, output: str, master: str, part: str) -> None:
    (batch,) = pq.read_table(citations).combine_chunks().to_batches()
    parts = (batch.slice(at, int(part)) for at in range(0, len(batch), int(part)))
    folder = Path(f"{output}.parts")
    tables = []
    for table, known in match(ParquetCorpus(corpus), parts, master=master, folder=folder):
        sys.stderr.write("known\n" if known else "matched\n")
        tables.append(table)
    pq.write_table(pa.concat_tables(tables), output)


if __name__ == "__main__":
    main(*sys.argv[1:])
