"""The databases as a context: ``with serve(records) as databases: ...``."""

import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from tests.support.databases.base import Database
from tests.support.databases.known import KNOWN
from tests.support.databases.limits import Limits
from tests.support.databases.log import Log
from tests.support.databases.misbehaviour import Details
from tests.support.databases.paper import Record, read_all
from tests.support.databases.server import Server


class Databases:
    """Running databases: where they are, what they were asked, and what goes wrong with them."""

    def __init__(self, server: Server, closed_port: int) -> None:
        self._server = server
        self._closed_port = closed_port

    @property
    def log(self) -> Log:
        return self._server.log

    @property
    def port(self) -> int:
        return self._server.server_port

    def url(self, database: str) -> str:
        """The base address of a database; one where nobody listens while it is ``refused``."""
        refused = self._server.faults.refused(database)
        port = self._closed_port if refused else self.port
        return f"http://127.0.0.1:{port}/{database}{self._server.databases[database].base}"

    def environment(self) -> dict[str, str]:
        """The variables that lead kdbib here."""
        names = self._server.databases
        return {f"KDBIB_{name.upper()}_URL": self.url(name) for name in names}

    def fault(
        self,
        database: str,
        kind: str,
        on: int | Iterable[int] | None = None,
        *,
        retry_after: int | str | None = None,
        seconds: float = 0.1,
        megabytes: int = 100,
    ) -> None:
        """Let a fault strike the requests with these numbers (1 is the next one), or all.

        The kinds are those of misbehaviour.py, any error status, and ``refused``.
        """
        self._server.databases[database]  # an unknown one is a mistake of the test's
        details = Details(retry_after, seconds, megabytes)
        self._server.faults.add(database, kind, on, details)

    def heal(self, database: str | None = None) -> None:
        """Take away the faults of a database, or all."""
        self._server.faults.clear(database)

    def latency(self, database: str, seconds: float, jitter: float = 0.0) -> None:
        """Let each answer take so many seconds, more or less."""
        self._server.latency[database] = (seconds, jitter)


@contextmanager
def serve(
    records: Iterable[Record] | Path = (),
    *databases: Database,
    only: Mapping[str, Iterable[Record]] | None = None,
    limits: Limits = "none",
    latency: tuple[float, float] = (0.0, 0.0),
    seed: int = 0,
    port: int = 0,
) -> Iterator[Databases]:
    """Serve records as all known databases.

    ``databases`` replace those known by the same names, to give them options:
    ``serve(records, Arxiv(layout=2024))``. ``only`` has further records that a single database
    holds, such as a paper of the same title by somebody else. ``latency`` is seconds and jitter.
    """
    everywhere = read_all(records)
    chosen = {kind.name: kind() for kind in KNOWN} | {each.name: each for each in databases}
    extra = {name: read_all(records) for name, records in (only or {}).items()}
    if strangers := extra.keys() - chosen.keys():
        raise ValueError(f"no such databases: {', '.join(sorted(strangers))}")
    for name, database in chosen.items():
        database.load([*everywhere, *extra.get(name, ())])
    server = Server(port, chosen, limits, seed)
    server.latency = dict.fromkeys(chosen, latency)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        with _closed_port() as closed:
            yield Databases(server, closed)
    except BaseException as error:
        for failure in server.failures:
            error.add_note(f"the databases themselves failed: {failure!r}")
        raise
    finally:
        server.stop()
        thread.join()
    if server.failures:
        raise ExceptionGroup("the databases themselves failed", server.failures)  # type: ignore[type-var]


@contextmanager
def _closed_port() -> Iterator[int]:
    """A port where nobody listens, and where nobody else can begin to."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]
