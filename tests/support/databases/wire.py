"""The connection on which one request is answered, honestly or not."""

import select
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from threading import Event

from tests.support.databases.base import Answer
from tests.support.databases.log import Asked

LONGEST_PAUSE = 600.0
"""Seconds after which even a server that never answers gives up."""


@dataclass(frozen=True, slots=True)
class Wire:
    """What an answer is written to. ``stopping`` is set when the server ends."""

    handler: BaseHTTPRequestHandler
    asked: Asked
    stopping: Event

    def send(self, answer: Answer) -> None:
        self.head(answer, length=len(answer.body))
        self.write(answer.body)

    def head(self, answer: Answer, length: int | None) -> None:
        """Status line and headers; without a length, the end of the connection ends the body."""
        self.asked.status = answer.status
        self.handler.send_response(answer.status)
        self.handler.send_header("Content-Type", answer.content_type)
        for name, value in answer.headers:
            self.handler.send_header(name, value)
        if length is None:
            self.handler.send_header("Connection", "close")
            self.handler.close_connection = True
        else:
            self.handler.send_header("Content-Length", str(length))
        self.handler.end_headers()

    def write(self, data: bytes) -> None:
        self.handler.wfile.write(data)

    def hang_up(self) -> None:
        """No more requests on this connection."""
        self.handler.close_connection = True

    def reset(self) -> None:
        """Break the connection off: lingering for no time makes the kernel send RST."""
        self.hang_up()
        no_linger = struct.pack("ii", 1, 0)
        self.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_linger)

    def pause(self, seconds: float) -> bool:
        """Wait; False as soon as nobody waits for the answer any more."""
        end = time.monotonic() + min(seconds, LONGEST_PAUSE)
        while (left := end - time.monotonic()) > 0:
            if self.stopping.is_set() or self._client_gone(min(left, 0.05)):
                return False
        return not self.stopping.is_set()

    def _client_gone(self, wait: float) -> bool:
        connection = self.handler.connection
        if not select.select([connection], [], [], wait)[0]:
            return False
        try:
            if not connection.recv(1, socket.MSG_PEEK):
                return True
        except OSError:
            return True
        return self.stopping.wait(wait)  # it has sent more, which can wait


Honest = Callable[[], Answer]
"""What the database would have said."""
