"""Files of citations, looked up in bulk: read and written piece by piece, in bounded memory."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from kdbib.corpus.citations import CITATIONS, to_batch
from kdbib.corpus.matching import FOUND
from kdbib.errors import UsageError
from kdbib.model import Citation
from kdbib.read import read_list

AT_ONCE = 50_000
"""Citations that are looked up with one join."""
_HELD = 5_000
"""Citations that are in memory as anything but Arrow."""
_LONGEST_LINE = 1 << 20

PLACES = pa.schema([("file", pa.string()), ("line", pa.int64()), ("text", pa.string())])
"""Where a citation stands, and what it says."""

Matching = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.Table]]
"""What gives for each batch of CITATIONS a table of FOUND in the same order."""

_Row = dict[str, Any]


def match_files(
    paths: Sequence[Path], output: Path, match: Matching, at_once: int = AT_ONCE
) -> Counter[str]:
    """Match the citations of files, ``at_once`` in a batch; count them by their status.

    A row is written for each. ``output`` appears when it is whole. Raises UsageError on a file
    that can't be read.
    """
    counts: Counter[str] = Counter()
    rows = (row for path in paths for row in _rows(path))
    pieces = _pieces(rows, at_once)
    places: list[pa.RecordBatch] = []

    def cited() -> Iterator[pa.RecordBatch]:
        for citations, place in pieces:
            places.append(place)
            yield citations

    partial = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with _writer(partial, output.suffix) as writer:
            for matched in match(cited()):
                counts.update(matched.column("status").to_pylist())
                place = pa.Table.from_batches([places.pop(0)])
                for name in FOUND.names[1:]:
                    place = place.append_column(FOUND.field(name), matched.column(name))
                writer.write(place)
        partial.replace(output)
    except OSError as error:
        raise UsageError(f"{output}: {(error.strerror or str(error)).lower()}") from None
    finally:
        partial.unlink(missing_ok=True)
    return counts


def _pieces(rows: Iterator[_Row], at_once: int) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
    """The rows by many at once: as CITATIONS, and as PLACES."""
    while pieces := list(_some(rows, at_once)):
        citations, places = zip(*pieces, strict=True)
        yield pa.concat_batches(citations), pa.concat_batches(places)


def _some(rows: Iterator[_Row], number: int) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
    for start in range(0, number, _HELD):
        held = list(islice(rows, min(_HELD, number - start)))
        if held:
            yield _piece([row | {"row": start + at} for at, row in enumerate(held)])


def _piece(rows: list[_Row]) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    return (
        pa.RecordBatch.from_pylist(rows, schema=CITATIONS),
        pa.RecordBatch.from_pylist(rows, schema=PLACES),
    )


# --- reading -------------------------------------------------------------------------------------


def _rows(path: Path) -> Iterator[_Row]:
    try:
        if path.suffix == ".parquet":
            yield from _of_parquet(path)
        elif path.suffix in {".jsonl", ".ndjson"}:
            yield from _of_lines(path)
        else:
            read, _ = read_list(str(path))
            yield from _cited(read.citations)
    except (pa.ArrowException, OSError) as error:
        raise UsageError(f"{path}: {error}") from None


def _of_parquet(path: Path) -> Iterator[_Row]:
    number = 0
    for batch in pq.ParquetFile(path).iter_batches(10_000):
        known = [n for n in batch.schema.names if n in _Reference.__struct_fields__]
        for row in batch.select(known).to_pylist():
            number += 1
            yield from _of_row(row, str(path), number)


def _of_lines(path: Path) -> Iterator[_Row]:
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(_LONGEST_LINE), b""), start=1):
            if line.strip():
                try:
                    row = msgspec.json.decode(line)
                except msgspec.DecodeError as error:
                    raise UsageError(f"{path}:{number}: not JSON: {error}") from None
                yield from _of_row(row, str(path), number)


class _Reference(msgspec.Struct):
    """A row of a file of citations: a text to be read, or fields."""

    text: str | None = None
    title: str | None = None
    author: list[str] | None = None
    year: int | None = None
    container_title: str | None = None
    identifiers: list[str] | None = None


def _of_row(row: object, file: str, number: int) -> Iterator[_Row]:
    try:
        known = msgspec.convert(row, _Reference)
    except msgspec.ValidationError as error:
        raise UsageError(f"{file}:{number}: not a citation: {error}") from None
    if known.text and not known.title:
        from kdbib.read.plain import read_one

        read = read_one(known.text, file)
        fields = to_batch([read] if read else []).to_pylist() or [{}]
        yield fields[0] | {"file": file, "line": number, "text": known.text}
    else:
        yield msgspec.to_builtins(known) | {"file": file, "line": number, "text": known.text}


def _cited(citations: Sequence[Citation]) -> Iterator[_Row]:
    for start in range(0, len(citations), 1_000):
        some = citations[start : start + 1_000]
        for citation, row in zip(some, to_batch(some).to_pylist(), strict=True):
            place = {"file": citation.file, "line": citation.span.line, "text": citation.raw}
            yield row | place


# --- writing -------------------------------------------------------------------------------------


class _Writer(Protocol):
    def __enter__(self) -> "_Writer": ...
    def __exit__(self, *exception: object) -> None: ...
    def write(self, table: pa.Table) -> None: ...


def _writer(path: Path, suffix: str) -> _Writer:
    schema = pa.schema([*PLACES, *list(FOUND)[1:]])
    return _Lines(path) if suffix == ".jsonl" else _Parquet(path, schema)


class _Parquet:
    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._writer = pq.ParquetWriter(path, schema, compression="zstd")

    def __enter__(self) -> "_Parquet":
        return self

    def __exit__(self, *exception: object) -> None:
        self._writer.close()

    def write(self, table: pa.Table) -> None:
        self._writer.write_table(table)


class _Lines:
    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")

    def __enter__(self) -> "_Lines":
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()

    def write(self, table: pa.Table) -> None:
        for row in _pylist(table):
            self._file.write(msgspec.json.encode(row) + b"\n")


def _pylist(table: pa.Table) -> Iterable[_Row]:
    for batch in table.to_batches(1_000):
        yield from batch.to_pylist()
