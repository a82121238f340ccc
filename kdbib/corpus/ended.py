"""Ending a build by a signal: at once, but never where that leaves a lock held.

A handler of Python's runs between any two bytecodes of the main thread. An exception that it raises
inside of :mod:`concurrent.futures` leaves that module's locks held, and whoever waits for its
processes then waits for good. Signals wait until such a section is over.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Self

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Ended(KeyboardInterrupt):
    """A signal asks to end; ``number`` is its number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Signals:
    """SIGINT and SIGTERM raise Ended within, where that does no harm; the first of them counts.

    Outside of the main thread, where no signal arrives, it does nothing.
    """

    def __init__(self) -> None:
        self._came: int | None = None
        self._holding = False
        self._before: dict[signal.Signals, signal._HANDLER] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._handle) for number in _SIGNALS}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if self._came is not None:  # DuckDB, say, makes an exception of its own of ours
            raise Ended(self._came) from None

    def _handle(self, number: int, _: FrameType | None) -> None:
        if self._came is None:  # while the build cleans up after the first, it is not disturbed
            self._came = number
            if not self._holding:
                raise Ended(number)

    @contextmanager
    def held(self) -> Iterator[None]:
        """A section in which nothing is raised; Ended comes after it. Keep it short.

        A process that is started within leaves SIGINT to this one from its beginning on.
        """
        self._holding = True
        try:
            with _sigint_blocked():
                yield
        finally:
            self._holding = False
        if self._came is not None:
            raise Ended(self._came)


@contextmanager
def _sigint_blocked() -> Iterator[None]:
    """Let SIGINT wait, here and in processes that begin now: where a system can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
