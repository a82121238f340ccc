"""A few rows out of large Parquet files: only the row groups that can hold them are read."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, groupby
from typing import Any, Literal

import pyarrow as pa
import pyarrow.fs as pafs
import pyarrow.parquet as pq

from kdbib.corpus.tables import WORKS_IN_A_GROUP, first_keys
from kdbib.errors import UsageError

_OPEN_FILES = 96
_HELD_GROUPS = 256
"""Row groups that are kept in memory, as the same are read again for near keys: 0.3 MB each."""


class Files:
    """The files of one table of a corpus, on any file system that pyarrow knows."""

    def __init__(self, system: pafs.FileSystem, paths: Sequence[str]) -> None:
        self.paths = tuple(paths)
        self.open = lru_cache(maxsize=_OPEN_FILES)(lambda path: _open(system, path))
        self.group = lru_cache(maxsize=_HELD_GROUPS)(self._group)

    def _group(self, path: str, group: int, columns: tuple[str, ...]) -> pa.Table:
        """Some columns of a row group of a file; raises UsageError if it can't be read."""
        try:
            table = self.open(path).read_row_group(group, columns=columns, use_threads=False)
            return table.select(columns).combine_chunks()
        except (pa.ArrowException, OSError, LookupError) as error:
            raise UsageError(f"{path}: damaged: {error}") from None


def _open(system: pafs.FileSystem, path: str) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(system.open_input_file(path), memory_map=False)
    except FileNotFoundError:
        raise UsageError(f"{path}: a file of the corpus is missing: build it again") from None
    except (pa.ArrowException, OSError) as error:
        raise UsageError(f"{path}: not a file of a corpus: {error}") from None


class Sorted:
    """A table sorted by its first column, in which some of that column's values are looked up."""

    def __init__(self, files: Files, columns: tuple[str, str], firsts: Sequence[Any]) -> None:
        self._files = files
        self._columns = columns
        self._firsts = list(firsts)
        """The first value of each file."""

    def find(self, wanted: Iterable[Any]) -> list[tuple[Any, Any]]:
        """The rows whose first column is any of ``wanted``, in order."""
        places: dict[tuple[str, int], list[Any]] = {}
        for value in sorted(set(wanted)):
            for number in _around(self._firsts, value):
                path = self._files.paths[number]
                for group in _around(self._first_keys(path), value):
                    places.setdefault((path, group), []).append(value)
        found: list[tuple[Any, Any]] = []
        for (path, group), values in places.items():
            table = self._files.group(path, group, self._columns)
            found += self._rows(table, values)
        return found

    def _rows(self, table: pa.Table, values: list[Any]) -> list[tuple[Any, Any]]:
        first, second = (_Column(column) for column in table.columns)
        found = []
        for value in values:
            at = bisect_left(first, value)
            while at < len(first) and first[at] == value:
                found.append((value, second[at]))
                at += 1
        return found

    def _first_keys(self, path: str) -> list[Any]:
        return _first_keys(self._files.open(path), path)


class _Column(Sequence[Any]):
    """A column's values, each converted only when it is looked at."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        self._array = column.chunk(0) if column.num_chunks else pa.array([], column.type)
        self._values: Any = None
        if (code := _CODES.get(column.type)) and not self._array.null_count:
            start = self._array.offset
            numbers = memoryview(self._array.buffers()[1]).cast(code)
            self._values = numbers[start : start + len(self._array)]

    def __len__(self) -> int:
        return len(self._array)

    def __getitem__(self, at: Any) -> Any:
        return self._array[at].as_py() if self._values is None else self._values[at]


_CODES: dict[Any, Literal["q", "i"]] = {pa.int64(): "q", pa.int32(): "i"}


@lru_cache(maxsize=4 * _OPEN_FILES)
def _first_keys(file: pq.ParquetFile, path: str) -> list[Any]:
    try:
        return first_keys(file.metadata.metadata or {})
    except LookupError:
        raise UsageError(f"{path}: not a file of a corpus: build it again") from None


def _around(firsts: Sequence[Any], value: Any) -> range:
    """Which of the runs that begin with ``firsts`` can hold a value."""
    return range(max(bisect_left(firsts, value) - 1, 0), bisect_right(firsts, value))


class Numbered:
    """The table of works, from which some are taken by their ids."""

    def __init__(self, files: Files, rows: Sequence[int]) -> None:
        self._files = files
        self._ends = list(accumulate(rows))
        self._rows = list(rows)

    def take(self, ids: Iterable[int], columns: Sequence[str]) -> pa.Table | None:
        """The rows of the ids, in the order of the ids; None where no id is asked for."""
        rows = []
        for (number, group), of_group in groupby(sorted(set(ids)), key=self._place):
            start = self._ends[number] - self._rows[number] + group * WORKS_IN_A_GROUP
            table = self._files.group(self._files.paths[number], group, tuple(columns))
            rows += [table.slice(id_ - start, 1) for id_ in of_group]
        return pa.concat_tables(rows) if rows else None

    def _place(self, id_: int) -> tuple[int, int]:
        number = bisect_right(self._ends, id_)
        start = self._ends[number] - self._rows[number]
        return number, (id_ - start) // WORKS_IN_A_GROUP
