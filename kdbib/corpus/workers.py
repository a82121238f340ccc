"""The processes that stage chunks: they end with the build, however it ends."""

import os
import signal
import threading
from collections.abc import Iterable, Set
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from kdbib.corpus.build_chunk import Task, stage
from kdbib.corpus.ended import Signals
from kdbib.corpus.staging import Chunk
from kdbib.errors import UsageError

_LOOKS_EVERY = 0.2  # seconds, for signals


class Workers:
    """``count`` processes that stage chunks; with 1, this one does, since starting one takes time.

    Raises UsageError where one of them was killed.
    """

    def __init__(self, count: int, signals: Signals) -> None:
        self._signals = signals
        self._lifeline: Connection | None = None
        self._executor: ProcessPoolExecutor | None = None
        if count > 1:
            context = get_context("spawn")
            theirs, self._lifeline = context.Pipe(duplex=False)
            self._executor = ProcessPoolExecutor(
                count, mp_context=context, initializer=_begin, initargs=(theirs,)
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End the processes; what they are at is worth nothing if the build ends early."""
        if self._lifeline and kind is not None:
            self._lifeline.close()
        if self._executor:
            self._executor.shutdown(cancel_futures=True)
        if kind is not None and issubclass(kind, BrokenExecutor):
            raise UsageError(
                "a process of the build was killed, maybe for lack of memory; what was read is"
                " kept: run it again with --jobs 1"
            ) from None

    def stage(self, task: Task) -> Future[Chunk]:
        """Have a chunk staged."""
        if self._executor is None:
            return _done(task)
        with self._signals.held():
            return self._executor.submit(stage, task)

    def wait(self, futures: Iterable[Future[Chunk]]) -> Set[Future[Chunk]]:
        """Those that are done, one at least."""
        waited_for, done = set(futures), set[Future[Chunk]]()
        while waited_for and not done:
            with self._signals.held():
                done = wait(waited_for, _LOOKS_EVERY, FIRST_COMPLETED).done
        return done


def _done(task: Task) -> Future[Chunk]:
    future: Future[Chunk] = Future()
    try:
        future.set_result(stage(task))
    except OSError as error:
        future.set_exception(error)
    return future


def _begin(lifeline: Connection) -> None:
    """Make a process ready: it leaves Ctrl-C to the build, and does not outlive it.

    It writes nothing to standard output, and so does not hold it: whoever reads there waits for the
    build alone.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _end_with(lifeline: Connection) -> None:
    """End when the build closes its end of the pipe, or the system does because the build ended."""
    lifeline.poll(None)  # nothing is ever sent
    os._exit(1)
