"""Limits to the time that an attempt takes, and to the size of what it brings."""

import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx

from kdbib.errors import BadAnswer
from kdbib.http.patience import Errand

_ASKED_FOR = ("gzip", "x-gzip", "deflate")
_OF_THE_TRANSFER = ("content-encoding", "content-length", "transfer-encoding")


class Bounded(httpx.BaseTransport):
    """Brings whole answers within the limits of the policy.

    The timeouts of a socket bound neither a name look-up, which can hang in the C library, nor a
    name with many addresses, nor an answer that arrives a byte at a time. So each attempt runs in
    a thread of its own, which is left behind when its time is over. Bodies come decompressed.
    """

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        policy = Errand.of(request).policy
        attempt = _Attempt(self._inner, request)
        request.extensions["trace"] = attempt.trace
        ends = time.monotonic() + policy.attempt
        threading.Thread(target=attempt.run, name="kdbib request", daemon=True).start()
        try:
            if not attempt.connected.wait(policy.contact):
                raise httpx.ConnectTimeout("nobody answers")
            if not attempt.over.wait(max(0.0, ends - time.monotonic())):
                raise httpx.ReadTimeout("the answer takes too long")
        finally:
            attempt.abandoned = True
        return attempt.outcome()

    def close(self) -> None:
        self._inner.close()


@dataclass(slots=True)
class _Attempt:
    """A request on its way in a thread of its own."""

    inner: httpx.BaseTransport
    request: httpx.Request
    connected: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    abandoned: bool = False
    response: httpx.Response | None = None
    error: BaseException | None = None

    def run(self) -> None:
        """What the thread does."""
        try:
            self.response = self._whole(self.inner.handle_request(self.request))
        except (OSError, UnicodeError) as error:  # names that no look-up takes, and the like
            self.error = httpx.ConnectError(str(error))
        except BaseException as error:  # carried over to the thread that waits
            self.error = error
        finally:
            self.over.set()
            self.connected.set()

    def trace(self, event: str, _: object) -> None:
        """Takes the events that httpcore tells (https://www.encode.io/httpcore/extensions/)."""
        if event.endswith("send_request_headers.started"):
            Errand.of(self.request).on_sent()
            self.connected.set()

    def outcome(self) -> httpx.Response:
        """The response; raises whatever kept it from coming."""
        if self.error is not None:
            raise self.error
        assert self.response is not None  # noqa: S101 - it is over, and there was no error
        return self.response

    def _whole(self, response: httpx.Response) -> httpx.Response:
        try:
            body = b"".join(self._pieces(response))
        finally:
            response.close()
        headers = [
            item for item in response.headers.multi_items() if item[0] not in _OF_THE_TRANSFER
        ]
        return httpx.Response(response.status_code, headers=headers, content=body)

    def _pieces(self, response: httpx.Response) -> Iterator[bytes]:
        room = Errand.of(self.request).policy.max_bytes
        unpacked = _Unpacked(response.headers.get("content-encoding", ""))
        stream = response.stream
        assert isinstance(stream, httpx.SyncByteStream)  # noqa: S101 - not an async client's
        for packed in stream:
            piece = unpacked.piece(packed, room + 1)
            room -= len(piece)
            if room < 0:
                raise BadAnswer("sends an answer longer than any that we expect")
            if self.abandoned:
                return
            yield piece
        if unpacked.cut_off:
            raise BadAnswer("sends an answer that is cut off")


class _Unpacked:
    """A body as it is unpacked, piece by piece: never more of it at once than there is room for."""

    def __init__(self, encoding: str) -> None:
        encoding = encoding.strip().lower()
        if encoding not in ("", "identity", *_ASKED_FOR):
            raise BadAnswer("sends an answer compressed in a way that we don't read")
        # 32: with the header of gzip or of zlib, whichever it is
        self._zipped = zlib.decompressobj(zlib.MAX_WBITS | 32) if encoding in _ASKED_FOR else None
        self._begun = False

    def piece(self, packed: bytes, longest: int) -> bytes:
        if self._zipped is None:
            return packed
        self._begun = self._begun or bool(packed)
        try:
            return self._zipped.decompress(packed, longest)
        except zlib.error:
            raise BadAnswer("sends a damaged answer") from None

    @property
    def cut_off(self) -> bool:
        return self._zipped is not None and self._begun and not self._zipped.eof
