"""Building a corpus: dumps are read chunk by chunk into a staging folder, and finished at last.

The records of a file are cut out of it here, which is quick; they are read in other processes,
which takes the time. What is staged stays staged when a build ends early.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from kdbib.corpus.alone import alone_in
from kdbib.corpus.build_chunk import Task
from kdbib.corpus.dumps import DUMPS
from kdbib.corpus.dumps.base import Dump
from kdbib.corpus.dumps.files import DumpFile, files_of
from kdbib.corpus.dumps.stream import CutOff, Stream
from kdbib.corpus.ended import Signals
from kdbib.corpus.finish import finish, remove_unfinished
from kdbib.corpus.index import OnStep
from kdbib.corpus.manifest import Manifest
from kdbib.corpus.staging import MOST_BYTES, MOST_RECORDS, Chunk, Done, Staging, history, remember
from kdbib.corpus.workers import Workers
from kdbib.errors import UsageError

_WORTH_PROCESSES = 8 << 20  # bytes to read for which it pays to start processes
_MOST_PROCESSES = 8
_AHEAD = _MOST_PROCESSES + 1  # chunks that wait for a process or are in one


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading is: bytes of files as they are stored, and what was staged of them."""

    done: int
    total: int
    records: int
    works: int
    damaged: int


OnRead = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.

    ``files`` were read, ``known`` were in the corpus already, ``others`` are no dumps. ``chunks``
    tell what was in the files; ``manifest`` describes the corpus, None if there was nothing new.
    """

    files: tuple[Done, ...]
    known: tuple[str, ...]
    others: tuple[str, ...]
    chunks: tuple[Chunk, ...]
    manifest: Manifest | None

    def count(self, what: str) -> int:
        """The sum of ``records``, ``works`` or ``damaged`` over all chunks."""
        return sum(getattr(chunk, what) for chunk in self.chunks)

    @property
    def examples(self) -> list[str]:
        """Damaged records: where they are, and what is wrong with each."""
        return [example for chunk in self.chunks for example in chunk.examples]

    @property
    def no_works(self) -> Counter[str]:
        """How many records are of no paper, by reasons."""
        reasons: Counter[str] = Counter()
        for chunk in self.chunks:
            reasons.update(chunk.no_works)
        return reasons


@dataclass(frozen=True, slots=True)
class _ToRead:
    file: DumpFile
    dump: int
    fingerprint: str

    @property
    def key(self) -> tuple[str, str]:
        return self.file.name, self.fingerprint

    @property
    def size(self) -> int:
        return self.file.size * DUMPS[self.dump].passes


def build(
    corpus: Path,
    sources: Sequence[Path],
    *,
    processes: int | None = None,
    on_read: OnRead = lambda _: None,
    on_step: OnStep | None = None,
) -> Report:
    """Build a corpus from dumps, or add to it what it does not have.

    Raises UsageError where a source can't be read or is no dump, and where another build is at
    work on the corpus, and Ended on SIGINT and SIGTERM. A build that ended early, so or worse, goes
    on where it was when it is called again.
    """
    with Signals() as signals:
        others: list[str] = []
        found = list(_recognised(sources, others))
        with alone_in(corpus):
            remove_unfinished(corpus)
            staging = Staging(corpus)
            staging.open()
            in_corpus = {(each.file, each.fingerprint) for each in history(corpus)}
            new = [each for each in found if each.key not in in_corpus]
            left = [each for each in new if each.key not in staging.done]
            count = _count_of_processes(sum(each.size for each in left), processes)
            with Workers(count, signals) as workers:
                _Reading(staging, workers, left, on_read).run()
            read = tuple(staging.done.values())
            manifest = finish(staging.folder, corpus, on_step=on_step) if read else None
            remember(corpus, [d for d in read if (d.file, d.fingerprint) not in in_corpus])
            staging.remove()
            return Report(
                files=read,
                known=tuple(each.file.name for each in found if each.key in in_corpus),
                others=tuple(others),
                chunks=tuple(staging.chunks[key] for key in sorted(staging.chunks)),
                manifest=manifest,
            )


def _recognised(sources: Sequence[Path], others: list[str]) -> Iterator[_ToRead]:
    """The files of the sources with what they are; what is no dump is added to ``others``."""
    for source in sources:
        is_any = False
        for file in files_of(source):
            if dump := file.dump():
                is_any = True
                yield _ToRead(file, DUMPS.index(dump), file.fingerprint())
            else:
                others.append(file.name)
        if not is_any:
            raise UsageError(
                f"{source}: no dump that we know, nor a folder, zip or tar with one in it: we read"
                " those of DBLP, arXiv, Semantic Scholar, OpenAlex, Crossref and the ACL Anthology,"
                " BibTeX, CSL-JSON, and kdbib's own lines"
            )


def _count_of_processes(size: int, wanted: int | None) -> int:
    count = wanted or min(os.cpu_count() or 1, _MOST_PROCESSES)
    return count if size >= _WORTH_PROCESSES else 1


class _Reading:
    """The state of reading files: what is being staged, and how far it is."""

    def __init__(
        self, staging: Staging, workers: Workers, files: Sequence[_ToRead], on_read: OnRead
    ) -> None:
        self._staging = staging
        self._workers = workers
        self._files = files
        self._on_read = on_read
        self._total = sum(each.size for each in files)
        self._before = 0  # bytes of the files and passes before this one
        self._stream: Stream | None = None
        self._counts: Counter[str] = Counter()
        self._running: dict[Future[Chunk], tuple[str, str]] = {}
        self._ended: dict[tuple[str, str], Done] = {}

    def run(self) -> None:
        """Stage every file. Raises UsageError where that can't go on."""
        for each in self._files:
            self._read(each)
        while self._running:
            self._wait(0)

    def _read(self, each: _ToRead) -> None:
        """Hand out the chunks of a file that are not staged yet."""
        before, first, index, cut_off = self._before, 1, -1, None
        chunks = _chunks(DUMPS[each.dump], lambda: self._opened(each.file))
        try:
            for index, records in enumerate(chunks):
                if staged := self._staging.chunks.get((*each.key, index)):
                    self._count(staged)
                else:
                    path = self._staging.path(*each.key, index)
                    task = Task(each.dump, *each.key, index, first, records, path)
                    self._running[self._workers.stage(task)] = each.key
                    self._wait(_AHEAD)
                first += len(records)
        except CutOff as error:
            cut_off = str(error)
        name = DUMPS[each.dump].name
        self._ended[each.key] = Done(*each.key, dump=name, chunks=index + 1, cut_off=cut_off)
        self._before, self._stream = before + each.size, None
        self._end(each.key)

    def _opened(self, file: DumpFile) -> Stream:
        """The file from its beginning, the one before having been read to its end."""
        if self._stream:
            self._before += file.size
        self._stream = file.open()
        self._stream.on_read = self._tell
        return self._stream

    def _wait(self, most: int) -> None:
        """Write down what is done, until no more than ``most`` is being done."""
        done = {future for future in self._running if future.done()}
        while len(self._running) - len(done) > most:
            done |= self._workers.wait(self._running.keys() - done)
        for future in done:
            key = self._running.pop(future)
            chunk = _result(future)
            self._staging.add(chunk)
            self._count(chunk)
            self._end(key)

    def _end(self, key: tuple[str, str]) -> None:
        if key in self._ended and key not in self._running.values():
            self._staging.add(self._ended.pop(key))

    def _count(self, chunk: Chunk) -> None:
        self._counts.update(records=chunk.records, works=chunk.works, damaged=chunk.damaged)
        self._tell()

    def _tell(self) -> None:
        at = min(self._before + (self._stream.position if self._stream else 0), self._total)
        counts = self._counts
        self._on_read(
            Progress(at, self._total, counts["records"], counts["works"], counts["damaged"])
        )


def _result(future: Future[Chunk]) -> Chunk:
    try:
        return future.result()
    except OSError as error:
        raise UsageError(f"{error.filename}: {(error.strerror or str(error)).lower()}") from None


def _chunks(dump: Dump, opened: Callable[[], Stream]) -> Iterator[list[bytes]]:
    """The records of a file in chunks, always the same; those before a CutOff as well."""
    records: list[bytes] = []
    size, cut_off = 0, None
    try:
        for record in dump.split(opened):
            records.append(record)
            size += len(record)
            if len(records) == MOST_RECORDS or size >= MOST_BYTES:
                yield records
                records, size = [], 0
    except CutOff as error:
        cut_off = error
    if records:
        yield records
    if cut_off:
        raise cut_off
