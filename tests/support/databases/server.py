"""The HTTP server: takes requests, and lets limits, faults and databases have their say."""

import random
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.support.databases.base import Answer, Database, Request, html
from tests.support.databases.faults import Fault, Faults
from tests.support.databases.limits import Limits, Turnstile
from tests.support.databases.log import Asked, Log
from tests.support.databases.misbehaviour import elsewhere, misbehave
from tests.support.databases.wire import Wire

LARGEST_QUESTION = 20_000_000


class Server(ThreadingHTTPServer):
    """One server for all databases, a thread for each connection; all end with ``stop``."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = 128

    def __init__(self, port: int, databases: Mapping[str, Database], limits: Limits, seed: int):
        super().__init__(("127.0.0.1", port), Handler)
        self.databases = databases
        self.turnstile = Turnstile(limits)
        self.log = Log()
        self.faults = Faults()
        self.latency: dict[str, tuple[float, float]] = {}
        self.stopping = Event()
        self.failures: list[BaseException] = []
        self._random = random.Random(seed)
        self._connections: set[socket.socket] = set()
        self._lock = Lock()

    def stop(self) -> None:
        """End every thread, whatever it is at."""
        self.stopping.set()
        self.shutdown()
        with self._lock:
            for connection in self._connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def delay(self, database: str) -> float:
        """The seconds that an answer of a database takes."""
        seconds, jitter = self.latency.get(database, (0.0, 0.0))
        with self._lock:
            return max(0.0, seconds + self._random.uniform(-jitter, jitter))

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        with self._lock:
            self._connections.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._connections.discard(request)
        # a connection that is to be reset must not be ended politely before
        if request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER):
            request.close()
        else:
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients may leave when they like; anything else is our own fault, raised at the end."""
        import sys

        error = sys.exception()
        if error and not isinstance(error, OSError):
            self.failures.append(error)


class Handler(BaseHTTPRequestHandler):
    """One connection, with one request after the other."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server
    raw_requestline: bytes

    def do_GET(self) -> None:
        self._exchange()

    def do_POST(self) -> None:
        self._exchange()

    def log_message(self, *_: Any) -> None:
        """Quiet: there is a log of its own."""

    def _exchange(self) -> None:
        arrived = time.monotonic()
        parts = urlsplit(self.path)
        name = parts.path.split("/")[1] if "/" in parts.path else ""
        database = self.server.databases.get(name)
        request = Request(
            self.command,
            unquote(parts.path.removeprefix(f"/{name}{database.base if database else ''}")),
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            {key.lower(): value for key, value in self.headers.items()},
            self._body(),
        )
        asked = Asked(
            arrived, name, self.command, parts.path, request.params, request.headers, request.body
        )
        wire = Wire(self, asked, self.server.stopping)
        if database is None or not parts.path.startswith(f"/{name}{database.base}"):
            self.server.log.add(asked)
            wire.send(elsewhere(parts.path))
            return
        asked.items = database.items(request)
        fault = self.server.faults.next(name)
        asked.fault = fault.kind if fault else None
        self.server.log.add(asked)
        self._answer(wire, database, request, fault)

    def _answer(
        self, wire: Wire, database: Database, request: Request, fault: Fault | None
    ) -> None:
        """The first that applies: fault, refusal, limit, answer. Faults count for the limit."""
        refusal = self._too_long(database) or database.refusal(request)
        rate = database.rate(request)
        let_in = refusal is None and self.server.turnstile.enter(database.name, rate)
        try:
            if (delay := self.server.delay(database.name)) and not wire.pause(delay):
                wire.reset()
            elif fault:
                details = fault.details
                misbehave(fault.kind, wire, database, lambda: database.answer(request), details)
            elif refusal:
                wire.send(refusal)
            else:
                wire.send(database.answer(request) if let_in else database.too_many_requests())
        finally:
            if let_in:
                self.server.turnstile.leave(database.name, rate)

    def _too_long(self, database: Database) -> Answer | None:
        too_long = len(self.raw_requestline.rstrip(b"\r\n")) > database.longest_request_line
        return html(414, "Request-URI Too Long") if too_long else None

    def _body(self) -> bytes:
        length = int(self.headers.get("Content-Length") or 0)
        return self.rfile.read(min(length, LARGEST_QUESTION))
