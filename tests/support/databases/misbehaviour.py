"""What servers, proxies and networks do wrong, a function each."""

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus

from tests.support.databases.base import Answer, Database, html
from tests.support.databases.wire import LONGEST_PAUSE, Honest, Wire

BLOCK = b" " * 2**16


@dataclass(frozen=True, slots=True)
class Details:
    """How bad a fault is: ``seconds`` between the bytes of a drip, ``megabytes`` of blanks."""

    retry_after: int | str | None = None
    seconds: float = 0.1
    megabytes: int = 100


Misbehaviour = Callable[[Wire, Database, Honest, Details], None]


def misbehave(kind: str, wire: Wire, database: Database, honest: Honest, details: Details) -> None:
    """Answer a request as a fault of this kind makes the database answer."""
    if kind in MISBEHAVIOURS:
        MISBEHAVIOURS[kind](wire, database, honest, details)
    else:
        wire.send(_with_retry_after(html(int(kind), HTTPStatus(int(kind)).phrase), details))


def reset(wire: Wire, database: Database, honest: Honest, details: Details) -> None:
    """The connection breaks before there is an answer."""
    wire.reset()


def timeout(wire: Wire, database: Database, honest: Honest, details: Details) -> None:
    """The request is taken and nothing ever comes back."""
    wire.pause(LONGEST_PAUSE)
    wire.reset()


def drip(wire: Wire, database: Database, honest: Honest, details: Details) -> None:
    """A byte now and then: no single wait is long, all together are."""
    answer = honest()
    wire.head(answer, len(answer.body))
    for i in range(len(answer.body)):
        if not wire.pause(details.seconds):
            wire.reset()
            return
        wire.write(answer.body[i : i + 1])


def too_many(wire: Wire, database: Database, honest: Honest, details: Details) -> None:
    """429, with Retry-After only if it was asked for."""
    wire.send(_with_retry_after(database.too_many_requests(), details))


def forbidden(wire: Wire, database: Database, honest: Honest, details: Details) -> None:
    """The database doesn't let us in."""
    wire.send(database.forbidden())


def heavy(wire: Wire, database: Database, honest: Honest, details: Details) -> None:
    """The database gives a request up, because it takes it too long."""
    wire.send(database.too_heavy())


def page(wire: Wire, database: Database, honest: Honest, details: Details) -> None:
    """200 and a page for people: a captive portal, a challenge, a proxy's apology."""
    wire.send(html(200, "Making sure you're not a bot!"))


def truncated(wire: Wire, database: Database, honest: Honest, details: Details) -> None:
    """The connection ends in the middle of the body that was announced."""
    answer = honest()
    wire.head(answer, len(answer.body))
    wire.write(answer.body[: len(answer.body) // 2])
    wire.hang_up()


def cut(wire: Wire, database: Database, honest: Honest, details: Details) -> None:
    """Half an answer, announced as half: only its syntax tells."""
    answer = honest()
    wire.send(replace(answer, body=answer.body[: len(answer.body) // 2]))


def empty(wire: Wire, database: Database, honest: Honest, details: Details) -> None:
    """The right status and no body."""
    wire.send(replace(honest(), body=b""))


def encoding(wire: Wire, database: Database, honest: Honest, details: Details) -> None:
    """Latin-1 that calls itself UTF-8, with an accent on every e of the values."""
    answer = honest()
    accented = re.sub(
        '(>|": "| = ")([^<"]*)', lambda m: m[1] + m[2].replace("e", "é"), answer.body.decode()
    )
    wire.send(replace(answer, body=accented.encode("latin-1", "replace")))


def huge(wire: Wire, database: Database, honest: Honest, details: Details) -> None:
    """A sound answer, and then blanks without end, no length announced."""
    answer = honest()
    wire.head(answer, length=None)
    wire.write(answer.body)
    for block in _blanks(details.megabytes):
        if wire.stopping.is_set():
            return
        wire.write(block)


def bomb(wire: Wire, database: Database, honest: Honest, details: Details) -> None:
    """The same, compressed a thousandfold."""
    answer = honest()
    compressor = zlib.compressobj(wbits=31)  # 31: with gzip's header
    parts = [compressor.compress(answer.body)]
    parts += [compressor.compress(block) for block in _blanks(details.megabytes)]
    packed = b"".join([*parts, compressor.flush()])
    wire.send(replace(answer, body=packed, headers=(("Content-Encoding", "gzip"),)))


def shape(wire: Wire, database: Database, honest: Honest, details: Details) -> None:
    """Well-formed, and of another shape than ever before."""
    wire.send(database.other_shape())


def redirect_loop(wire: Wire, database: Database, honest: Honest, details: Details) -> None:
    """From one address to the next, and on."""
    wire.send(_redirect("/elsewhere/loop/1"))


def redirect_away(wire: Wire, database: Database, honest: Honest, details: Details) -> None:
    """To another host (the same server by another name), which must not see any key."""
    port = wire.handler.connection.getsockname()[1]
    wire.send(_redirect(f"http://localhost:{port}/elsewhere/{database.name}"))


def elsewhere(path: str) -> Answer:
    """Where redirects lead."""
    if round_ := re.fullmatch(r"/elsewhere/loop/(\d{1,3})", path):
        return _redirect(f"/elsewhere/loop/{int(round_[1]) + 1}")
    return html(200 if path.startswith("/elsewhere/") else 404, "Nothing to see here")


def _redirect(address: str) -> Answer:
    return replace(html(302, "Found"), headers=(("Location", address),))


def _blanks(megabytes: int) -> Iterator[bytes]:
    return (BLOCK for _ in range(megabytes * 2**20 // len(BLOCK)))


def _with_retry_after(answer: Answer, details: Details) -> Answer:
    if details.retry_after is None:
        return answer
    return replace(answer, headers=(*answer.headers, ("Retry-After", str(details.retry_after))))


MISBEHAVIOURS: dict[str, Misbehaviour] = {
    "reset": reset,
    "timeout": timeout,
    "drip": drip,
    "429": too_many,
    "403": forbidden,
    "heavy": heavy,
    "html": page,
    "truncated": truncated,
    "cut": cut,
    "empty": empty,
    "encoding": encoding,
    "huge": huge,
    "bomb": bomb,
    "shape": shape,
    "redirect_loop": redirect_loop,
    "redirect_away": redirect_away,
}
"""By the name used in ``fault(database, name)``; another status is an HTML page (503, 504 ...)."""
