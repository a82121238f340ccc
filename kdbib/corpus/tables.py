"""The Parquet files of a corpus: how they are written, so that a few rows are found quickly.

Row groups are small, so that one look-up reads little; the first key of each is kept in the file's
metadata, so that the right ones are found without a look at their statistics.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from kdbib.corpus.keys import KEYS
from kdbib.corpus.schema import WORKS

WORKS_IN_A_GROUP = 1024
WORKS_IN_A_FILE = 128 * WORKS_IN_A_GROUP
KEYS_IN_A_GROUP = 16_384
KEYS_IN_A_FILE = 512 * KEYS_IN_A_GROUP
WORDS_IN_A_GROUP = 4_096
FIRST_KEYS = b"kdbib.first_keys"

STORED = WORKS.insert(0, pa.field("id", pa.int32(), nullable=False))
"""The works of a corpus: a dense ``id`` counts them."""

WORDS = pa.schema(
    [pa.field("word", pa.string(), nullable=False), pa.field("works", pa.int32(), nullable=False)]
)
"""In how many works a word is, sorted by the word."""

TABLES = {"works": STORED, "titles": KEYS, "identifiers": KEYS, "near": KEYS, "words": WORDS}
"""The tables of a corpus."""


class Works:
    """Writes works into files of equal numbers of works, and counts them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: list[pa.RecordBatch] = []
        self._rows = 0
        self.files: list[Path] = []
        self.rows: list[int] = []

    @property
    def total(self) -> int:
        return sum(self.rows) + self._rows

    def add(self, batch: pa.RecordBatch) -> None:
        """Add works (of :data:`kdbib.corpus.schema.WORKS`); they get the next ids."""
        self._held.append(batch)
        self._rows += len(batch)
        while self._rows >= WORKS_IN_A_FILE:
            self._write(WORKS_IN_A_FILE)

    def close(self) -> None:
        """Write what is left."""
        if self._rows:
            self._write(self._rows)

    def _write(self, rows: int) -> None:
        table = pa.Table.from_batches(self._held, WORKS)
        part, rest = table.slice(0, rows), table.slice(rows)
        first = sum(self.rows)
        ids = pa.array(range(first, first + rows), pa.int32())
        path = self._folder / f"works-{len(self.files):05d}.parquet"
        pq.write_table(
            part.add_column(0, STORED.field("id"), ids),
            path,
            row_group_size=WORKS_IN_A_GROUP,
            compression="zstd",
            compression_level=1,
            write_statistics=["id"],
            use_dictionary=["type", "container_title", "container_title_short", "publisher"],
            column_encoding={"id": "DELTA_BINARY_PACKED", "title_key": "PLAIN"},
        )
        self._held, self._rows = rest.to_batches(), len(rest)
        self.files.append(path)
        self.rows.append(rows)


def write_keys(
    batches: Iterable[pa.RecordBatch], folder: Path, name: str
) -> list[tuple[Path, int]]:
    """Write sorted keys into files; gives each file with its number of rows, one file at least."""
    files: list[tuple[Path, int]] = []
    held = pa.Table.from_batches([], KEYS)
    for batch in batches:
        held = pa.concat_tables([held, pa.Table.from_batches([batch.cast(KEYS)])])
        while len(held) >= KEYS_IN_A_FILE:
            files.append(_key_file(held.slice(0, KEYS_IN_A_FILE), folder, name, len(files)))
            held = held.slice(KEYS_IN_A_FILE).combine_chunks()
    if len(held) or not files:
        files.append(_key_file(held, folder, name, len(files)))
    return files


def _key_file(table: pa.Table, folder: Path, name: str, number: int) -> tuple[Path, int]:
    path = folder / f"{name}-{number:05d}.parquet"
    pq.write_table(
        _with_first_keys(table, "key", KEYS_IN_A_GROUP),
        path,
        row_group_size=KEYS_IN_A_GROUP,
        compression="none",
        use_dictionary=False,
        column_encoding={"key": "DELTA_BINARY_PACKED", "id": "DELTA_BINARY_PACKED"},
    )
    return path, len(table)


def _with_first_keys(table: pa.Table, column: str, rows: int) -> pa.Table:
    at = pa.array(range(0, len(table), rows), pa.int64())
    firsts = table.column(column).take(at).to_pylist()
    return table.replace_schema_metadata({FIRST_KEYS: msgspec.json.encode(firsts)})


def first_keys(metadata: dict[bytes, bytes]) -> list[Any]:
    """The first key of each row group, from a file's metadata; raises LookupError without any."""
    try:
        return list(msgspec.json.decode(metadata[FIRST_KEYS], type=list[int | str]))
    except msgspec.DecodeError as error:
        raise LookupError(str(error)) from None


def first_key(path: Path) -> list[Any]:
    """The first key of a file of keys or words; none of an empty one."""
    return first_keys(pq.read_metadata(path).metadata)[:1]


def write_words(table: pa.Table, folder: Path) -> tuple[Path, int]:
    """Write the words of a corpus, sorted, into one file."""
    path = folder / "words-00000.parquet"
    pq.write_table(
        _with_first_keys(table, "word", WORDS_IN_A_GROUP),
        path,
        row_group_size=WORDS_IN_A_GROUP,
        compression="zstd",
    )
    return path, len(table)
