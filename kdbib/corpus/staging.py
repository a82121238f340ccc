"""What a build has done already: works in Parquet files, and a ledger that says of what.

A file's records are staged in chunks; a chunk is a Parquet file, and then a line in the ledger. A
build that was killed begins again after the last of these.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import msgspec

LEDGER = "ledger.jsonl"
FOLDER = "staging"

MOST_RECORDS, MOST_BYTES = 20_000, 24 << 20
"""How much a chunk holds; what was staged in chunks of another size can't be gone on with."""


class Chunk(msgspec.Struct, frozen=True, tag="chunk"):
    """A chunk that is staged: how many records there were in it, and what became of them.

    ``damaged`` counts what could not be read, and ``examples`` says of the first of it where and
    why; ``no_works`` counts what is no paper, by reasons.
    """

    file: str
    fingerprint: str
    index: int
    records: int
    works: int
    damaged: int = 0
    examples: list[str] = []
    no_works: dict[str, int] = {}


class Done(msgspec.Struct, frozen=True, tag="done"):
    """A file of which all chunks are staged; ``cut_off`` is why that is not all of it."""

    file: str
    fingerprint: str
    dump: str
    chunks: int
    cut_off: str | None = None


class _Header(msgspec.Struct, frozen=True, tag="staged"):
    most_records: int
    most_bytes: int


_LINE = msgspec.json.Decoder(Chunk | Done | _Header)


class Staging:
    """The folder ``staging`` inside of a corpus."""

    def __init__(self, corpus: Path) -> None:
        self.folder = corpus / FOLDER
        self.chunks: dict[tuple[str, str, int], Chunk] = {}
        self.done: dict[tuple[str, str], Done] = {}
        self._ledger = self.folder / LEDGER

    def open(self) -> None:
        """Go on with what is there, or begin."""
        header = _Header(MOST_RECORDS, MOST_BYTES)
        found = list(self._lines())
        if found[:1] != [header]:
            self.remove()
            self.folder.mkdir(parents=True)
            self._write(header)
        else:
            self._mend()
        for line in found[1:]:
            self._know(line)

    def _lines(self) -> Iterator[Chunk | Done | _Header]:
        with suppress(FileNotFoundError):
            for line in self._ledger.read_bytes().split(b"\n"):
                with suppress(msgspec.MsgspecError, UnicodeError):  # a line that was cut off
                    yield _LINE.decode(line)

    def _mend(self) -> None:
        """End a line that was cut off, so that the next one stands by itself."""
        if not self._ledger.read_bytes().endswith(b"\n"):
            with self._ledger.open("ab") as ledger:
                ledger.write(b"\n")

    def _know(self, line: Chunk | Done | _Header) -> None:
        if isinstance(line, Chunk) and self.path(line.file, line.fingerprint, line.index).exists():
            self.chunks[line.file, line.fingerprint, line.index] = line
        elif isinstance(line, Done):
            self.done[line.file, line.fingerprint] = line

    def path(self, file: str, fingerprint: str, index: int) -> Path:
        """Where a chunk is staged."""
        told = blake2b(f"{file}\0{fingerprint}".encode(errors="replace"), digest_size=8).hexdigest()
        return self.folder / f"{told}-{index:06d}.parquet"

    def add(self, line: Chunk | Done) -> None:
        """Write down that this is staged."""
        self._write(line)
        self._know(line)

    def _write(self, line: Chunk | Done | _Header) -> None:
        with self._ledger.open("ab") as ledger:
            ledger.write(msgspec.json.encode(line) + b"\n")
            ledger.flush()
            os.fsync(ledger.fileno())

    def remove(self) -> None:
        """Forget it all."""
        shutil.rmtree(self.folder, ignore_errors=True)


# --- what is in the corpus already ---------------------------------------------------------------

HISTORY = "built.jsonl"
_DONE = msgspec.json.Decoder(Done)


def history(corpus: Path) -> list[Done]:
    """The files that a corpus was built from, in order."""
    found = []
    with suppress(FileNotFoundError):
        for line in (corpus / HISTORY).read_bytes().split(b"\n"):
            with suppress(msgspec.MsgspecError, UnicodeError):
                found.append(_DONE.decode(line))
    return found


def remember(corpus: Path, files: Iterable[Done]) -> None:
    """Write down that a corpus has the records of these files."""
    with (corpus / HISTORY).open("ab") as file:
        file.write(b"".join(msgspec.json.encode(each) + b"\n" for each in files))
