"""The client: the rules of each host kept, every failure a SourceError in words."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from pytest_httpx import HTTPXMock

from kdbib import errors
from kdbib.http.client import Client
from kdbib.http.messages import Request
from kdbib.http.policy import Policy

URL = "https://api.example.org/graph/paper"
KEY = {"x-api-key": "s3cret-key"}


POLICY = Policy(interval=0.0, retries=2, content="json", contact=1.0)


@dataclass
class Asker:
    name: str = "example"
    policy: Policy = POLICY


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def time_() -> Time:
    return Time()


@pytest.fixture
def client(tmp_path: Path, time_: Time) -> Iterator[Client]:
    with Client(state=tmp_path, clock=time_.clock, sleep=time_.sleep) as client:
        yield client


Handler = Callable[[httpx.Request], httpx.Response]


@pytest.fixture
def client_of(tmp_path: Path, time_: Time) -> Callable[[Handler], Client]:
    def make(handler: Handler) -> Client:
        network = httpx.MockTransport(handler)
        return Client(state=tmp_path, network=network, clock=time_.clock, sleep=time_.sleep)

    return make


# --- requests and what they carry ----------------------------------------------------------------


def test_a_get_brings_the_body_and_is_counted(client: Client, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(url=f"{URL}?query=a+b", json={"total": 0})
    assert client.get(Asker(), URL, params={"query": "a b"}) == b'{"total":0}'
    counter = client.counters["example"]
    assert (counter.requests, counter.hits, counter.errors) == (1, 0, 0)
    assert set(counter.as_dict()) == {"requests", "hits", "errors", "seconds"}


def test_a_post_carries_json_and_the_key(client: Client, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(
        method="POST",
        url=f"{URL}?fields=title",
        match_json={"ids": ["DOI:10.1/x"]},
        match_headers=KEY,
        json=[None],
    )
    body = client.post(
        Asker(), URL, params={"fields": "title"}, json={"ids": ["DOI:10.1/x"]}, key=KEY
    )
    assert body == b"[null]"


@pytest.mark.parametrize(
    ("mailto", "contact"),
    [
        ("me@example.org", "; mailto:me@example.org"),
        ("", ""),
        ("no address", ""),
        ("me@example.org\r\nX-Evil: 1", ""),
        ("mé@example.org", ""),
    ],
)
def test_the_user_agent_says_who_we_are(
    tmp_path: Path,
    httpx_mock: HTTPXMock,
    monkeypatch: pytest.MonkeyPatch,
    mailto: str,
    contact: str,
) -> None:
    monkeypatch.setenv("KDBIB_MAILTO", mailto)
    httpx_mock.add_response(json={})
    with Client(state=tmp_path) as client:
        client.get(Asker(), URL)
    sent = httpx_mock.get_requests()[0].headers["user-agent"]
    assert sent.endswith(f"(+https://github.com/kdbib/kdbib{contact})")


# --- errors --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, errors.Refused),
        (413, errors.Refused),
        (414, errors.Refused),
        (401, errors.Forbidden),
        (403, errors.Forbidden),
        (404, errors.BadAnswer),
        (429, errors.RateLimited),
        (500, errors.Unavailable),
        (503, errors.Unavailable),
    ],
)
def test_every_status_has_its_error(
    client_of: Callable[[Handler], Client], status: int, error: type[errors.SourceError]
) -> None:
    client = client_of(lambda _: httpx.Response(status, text="no"))
    with pytest.raises(errors.SourceError) as raised:
        client.get(Asker(), URL)
    assert type(raised.value) is error
    assert str(raised.value).startswith("api.example.org ")
    assert client.counters["example"].errors == 1


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"content-type": "text/html; charset=utf-8"}, b"<!doctype html>Making sure ..."),
        ({}, b"\n<!DOCTYPE html><html>"),
        ({"content-type": "text/plain"}, b"hello"),
    ],
)
def test_what_is_no_answer_is_a_bad_one(
    client_of: Callable[[Handler], Client], headers: dict[str, str], body: bytes
) -> None:
    client = client_of(lambda _: httpx.Response(200, headers=headers, content=body))
    with pytest.raises(errors.BadAnswer):
        client.get(Asker(), URL)


def test_an_error_quotes_the_reason_but_no_key_no_mail_and_no_escape_codes(
    client_of: Callable[[Handler], Client],
) -> None:
    body = {"error": "\x1b[31mKey s3cret-key of me@example.org\n is\u202e bad"}
    client = client_of(lambda _: httpx.Response(400, json=body))
    with pytest.raises(errors.Refused) as raised:
        client.get(Asker(), URL, key=KEY)
    told = "api.example.org refuses the request (HTTP 400): [31mKey … of … is bad"
    assert str(raised.value) == told


# --- retries -------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_passing_fault_is_tried_again_after_a_pause(
    client_of: Callable[[Handler], Client], time_: Time, method: str
) -> None:
    responses = iter([httpx.Response(503), httpx.Response(429), httpx.Response(200, json=[])])
    client = client_of(lambda _: next(responses))
    body = client.get(Asker(), URL) if method == "GET" else client.post(Asker(), URL, json={})
    assert body == b"[]"
    first, second = time_.slept
    assert 0.75 <= first <= 1.5 <= second <= 3.0
    assert client.counters["example"].requests == 3


def test_retry_after_is_honoured(client_of: Callable[[Handler], Client], time_: Time) -> None:
    responses = iter(
        [httpx.Response(429, headers={"retry-after": "7"}), httpx.Response(200, json={})]
    )
    client_of(lambda _: next(responses)).get(Asker(), URL)
    assert time_.slept == [7.0]


def test_who_asks_for_too_long_a_wait_is_left_alone(
    client_of: Callable[[Handler], Client], time_: Time
) -> None:
    client = client_of(lambda _: httpx.Response(429, headers={"retry-after": "3600"}))
    with pytest.raises(errors.RateLimited, match="wait for 3600 s"):
        client.get(Asker(), URL)
    assert time_.slept == []


def test_patience_ends(client_of: Callable[[Handler], Client], time_: Time) -> None:
    client = client_of(lambda _: httpx.Response(503, headers={"retry-after": "40"}))
    policy = Policy(interval=0.0, retries=9, patience=100.0)
    with pytest.raises(errors.Unavailable):
        client.get(Asker(policy=policy), URL)
    assert time_.slept == [40.0, 40.0]


def test_every_attempt_takes_its_turn(client_of: Callable[[Handler], Client], time_: Time) -> None:
    responses = iter([httpx.Response(503), httpx.Response(200, json={}), httpx.Response(200)])
    sent: list[float] = []

    def handler(_: httpx.Request) -> httpx.Response:
        sent.append(time_.now)
        return next(responses)

    client = client_of(handler)
    asker = Asker(policy=Policy(interval=5.0, interval_with_key=1.0))
    client.get(asker, URL)
    client.get(asker, URL, key=KEY)
    assert [round(later - earlier) for earlier, later in pairwise(sent)] == [5, 5]


# --- redirects -----------------------------------------------------------------------------------


def redirecting(target: str, status: int = 302) -> tuple[Handler, list[httpx.Request]]:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if str(request.url) == URL:
            return httpx.Response(status, headers={"location": target})
        return httpx.Response(200, json={})

    return handler, seen


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example.net/",
        "https://api.example.org@elsewhere.example.net/",
        "https://api.example.org.example.net/",
        "https://api.example.org:8443/",
        "https://127.0.0.1/",
        "http://127.0.0.1:8080/admin",
        "https://localhost/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.1/",
    ],
)
def test_no_redirect_leads_to_another_host(
    client_of: Callable[[Handler], Client], target: str
) -> None:
    handler, seen = redirecting(target)
    with pytest.raises(errors.BadAnswer, match="redirects us to"):
        client_of(handler).get(Asker(), URL, key=KEY)
    assert len(seen) == 1


def test_a_redirect_to_a_host_of_the_policy_is_followed_without_the_key(
    client_of: Callable[[Handler], Client],
) -> None:
    asker = Asker()
    asker.policy = replace(asker.policy, redirects=("www.example.org",))
    handler, seen = redirecting("https://www.example.org/")
    client_of(handler).get(asker, URL, key=KEY)
    assert ["x-api-key" in request.headers for request in seen] == [True, False]
    handler, seen = redirecting("https://www.example.org/?api_key=%61-known-key")
    with pytest.raises(errors.BadAnswer, match="with our key"):
        client_of(handler).exchange(asker, Request(URL, secrets=("a-known-key",)))
    assert len(seen) == 1


def test_a_key_does_follow_within_a_host(client_of: Callable[[Handler], Client]) -> None:
    handler, seen = redirecting("/graph/v2/paper")
    client_of(handler).get(Asker(), URL, key=KEY)
    assert ["x-api-key" in request.headers for request in seen] == [True, True]


@pytest.mark.parametrize("target", ["http://api.example.org/plain", URL, "ftp://x.example/"])
def test_redirects_that_are_not_followed(
    client_of: Callable[[Handler], Client], target: str
) -> None:
    handler, seen = redirecting(target)
    with pytest.raises(errors.Unavailable):
        client_of(handler).get(Asker(), URL)
    assert len(seen) <= 4


# --- size ----------------------------------------------------------------------------------------


def test_compressed_answers_come_unpacked(client_of: Callable[[Handler], Client]) -> None:
    headers = {"content-encoding": "gzip", "content-type": "application/json"}
    client = client_of(lambda _: httpx.Response(200, headers=headers, content=gzip.compress(b"[]")))
    assert client.get(Asker(), URL) == b"[]"


class Raw(httpx.SyncByteStream):
    def __init__(self, *pieces: bytes) -> None:
        self.pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        yield from self.pieces


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("", b"x" * 1001),
        ("gzip", gzip.compress(b"x" * 10_000_000)),
        ("gzip", gzip.compress(b"[1, 2, 3]")[:-9]),
        ("gzip", b"[1, 2, 3]"),
        ("br", b"[]"),
        ("gzip, gzip", b"[]"),
    ],
    ids=["too long", "too long when unpacked", "cut off", "not compressed", "brotli", "twice"],
)
def test_bodies_that_are_not_read(
    client_of: Callable[[Handler], Client], encoding: str, body: bytes
) -> None:
    headers = {"content-encoding": encoding} if encoding else {}
    client = client_of(lambda _: httpx.Response(200, headers=headers, stream=Raw(body)))
    with pytest.raises(errors.BadAnswer):
        client.get(Asker(policy=Policy(interval=0.0, max_bytes=1000)), URL)


# --- no network, and slow ones -------------------------------------------------------------------


def test_no_connection_is_told_at_once_and_not_tried_again(
    client_of: Callable[[Handler], Client], time_: Time
) -> None:
    sent: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        raise httpx.ConnectError("[Errno -2] Name or service not known")

    client = client_of(handler)
    for _ in range(3):
        with pytest.raises(errors.Unreachable) as raised:
            client.get(Asker(policy=Policy(interval=60.0)), URL)
    assert str(raised.value) == "api.example.org can't be reached: Name or service not known"
    assert (len(sent), time_.slept) == (1, [])


def test_a_bad_certificate_is_told_without_the_noise(
    client_of: Callable[[Handler], Client],
) -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("[SSL: X] certificate verify failed: expired (_ssl.c:1006)")

    with pytest.raises(errors.Unreachable, match=r"reached: certificate verify failed: expired$"):
        client_of(handler).get(Asker(), URL)


def test_a_connection_to_a_host_that_has_answered_is_tried_again(
    client_of: Callable[[Handler], Client],
) -> None:
    outcomes = iter([httpx.Response(200, json={}), None, httpx.Response(200, json={})])

    def handler(_: httpx.Request) -> httpx.Response:
        if (response := next(outcomes)) is None:
            raise httpx.ConnectError("connection refused")
        return response

    client = client_of(handler)
    client.get(Asker(), URL)
    client.get(Asker(), URL)
    assert client.counters["example"].requests == 3


def test_a_name_look_up_that_hangs_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: released.wait(10) and [])
    asker = Asker(policy=Policy(interval=0.0, contact=0.2))
    start = time.monotonic()
    with Client(state=tmp_path) as client, pytest.raises(errors.Unreachable):
        client.get(asker, "http://hangs.example.org/")
    released.set()
    assert time.monotonic() - start < 2


@pytest.fixture
def server() -> Iterator[Callable[[bytes, bytes, float], str]]:
    """A server that sends a beginning at once and then a piece again and again; its address."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:

        def serve(beginning: bytes, piece: bytes, pause: float) -> None:
            try:
                connection, _ = listening.accept()
                connection.recv(65536)
                connection.sendall(beginning)
                for _ in range(100):
                    time.sleep(pause)
                    connection.sendall(piece)
            except OSError:
                pass  # they have hung up, as they should

        def start(beginning: bytes, piece: bytes, pause: float) -> str:
            args = (beginning, piece, pause)
            threading.Thread(target=serve, args=args, daemon=True).start()
            return f"http://127.0.0.1:{listening.getsockname()[1]}/"

        yield start


@pytest.mark.parametrize(
    ("beginning", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\n", b"X-Drip: 1\r\n"),
    ],
    ids=["body", "header"],
)
def test_an_answer_that_drips_is_not_waited_for(
    tmp_path: Path,
    server: Callable[[bytes, bytes, float], str],
    beginning: bytes,
    piece: bytes,
) -> None:
    asker = Asker(policy=Policy(interval=0.0, attempt=0.4))
    start = time.monotonic()
    with Client(state=tmp_path) as client, pytest.raises(errors.Unavailable, match="too long"):
        client.get(asker, server(beginning, piece, 0.05))
    assert time.monotonic() - start < 1.5


def test_nobody_there_is_unreachable(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port = listening.getsockname()[1]
    with Client(state=tmp_path) as client, pytest.raises(errors.Unreachable, match=r"127\.0\.0\.1"):
        client.get(Asker(), f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize("url", ["http://[", "nowhere", "file:///etc/passwd", "http://a..b/"])
def test_addresses_that_are_none(tmp_path: Path, url: str) -> None:
    with Client(state=tmp_path) as client, pytest.raises(errors.SourceError):
        client.get(Asker(), url)


def test_a_proxy_is_used_and_its_password_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port = listening.getsockname()[1]
    monkeypatch.setenv("http_proxy", f"http://user:hunter2@127.0.0.1:{port}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with Client(state=tmp_path) as client, pytest.raises(errors.Unreachable) as raised:
        client.get(Asker(), "http://api.example.org/")
    assert "hunter2" not in str(raised.value)


def test_a_policy_says_how_far_apart_requests_are() -> None:
    policy = Policy(interval=3.0, interval_with_key=1.0)
    assert (policy.spacing(with_key=False), policy.spacing(with_key=True)) == (3.0, 1.0)
    assert replace(policy, interval_with_key=None).spacing(with_key=True) == 3.0
