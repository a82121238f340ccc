"""Works that can be looked up without a network."""

import hashlib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from kdbib.corpus.memory import MemoryCorpus
from kdbib.corpus.textfile import read_lines
from kdbib.errors import UsageError

EMBEDDED = "knowledge-distillation"
"""The corpus inside the package: about 500 works on knowledge distillation."""


@lru_cache(maxsize=1)
def embedded() -> MemoryCorpus:
    """The corpus inside the package."""
    name = f"corpus:{EMBEDDED}"
    data = files("kdbib.corpus").joinpath("data", f"{EMBEDDED}.jsonl").read_bytes()
    return MemoryCorpus(name, read_lines(data, name), _edition(data))


def open_corpus(path: Path) -> MemoryCorpus:
    """The corpus in a file of JSON lines; raises UsageError if it is not one."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    name = f"corpus:{path.stem}"
    return MemoryCorpus(name, read_lines(data, name, str(path)), _edition(data))


def _edition(data: bytes) -> str:
    """What tells one state of a corpus from the next."""
    return hashlib.sha256(data).hexdigest()[:8]
