"""DuckDB as kdbib uses it: in this process, within bounds, and never loading an extension."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


@contextmanager
def connection(folder: Path, memory: int) -> "Iterator[duckdb.DuckDBPyConnection]":
    """A DuckDB connection that keeps to ``memory`` megabytes, and what is more in ``folder``."""
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{memory}MB",
        "temp_directory": str(folder / "spilled"),
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    connected = duckdb.connect(config=settings)
    try:
        yield connected
    finally:
        connected.close()
