"""Works that can be looked up without a network."""

import hashlib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from kdbib.corpus.memory import MemoryCorpus
from kdbib.corpus.textfile import read_lines
from kdbib.errors import UsageError

if TYPE_CHECKING:
    from kdbib.corpus.store import ParquetCorpus

EMBEDDED = "knowledge-distillation"
"""The corpus inside the package: about 500 works on knowledge distillation."""


@lru_cache(maxsize=1)
def embedded() -> MemoryCorpus:
    """The corpus inside the package."""
    name = f"corpus:{EMBEDDED}"
    data = files("kdbib.corpus").joinpath("data", f"{EMBEDDED}.jsonl").read_bytes()
    return MemoryCorpus(name, read_lines(data, name), _edition(data))


def open_corpus(location: Path | str) -> "MemoryCorpus | ParquetCorpus":
    """The corpus in a file of JSON lines, or in a folder that ``kdbib corpus build`` made.

    A folder may be in an object store: ``s3://bucket/corpus``. Raises UsageError if there is none.
    """
    path = Path(location)
    if "://" in str(location) or path.is_dir():
        return _open_folder(str(location))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    name = f"corpus:{path.stem}"
    return MemoryCorpus(name, read_lines(data, name, str(path)), _edition(data))


def _open_folder(location: str) -> "ParquetCorpus":
    try:
        from kdbib.corpus.store import ParquetCorpus
    except ModuleNotFoundError as error:
        raise UsageError(
            f"{location}: {error.name} is missing: pip install 'kdbib[corpus]'"
        ) from None
    return ParquetCorpus(location)


def _edition(data: bytes) -> str:
    """What tells one state of a corpus from the next."""
    return hashlib.sha256(data).hexdigest()[:8]
