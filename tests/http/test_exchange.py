"""Requests with a form, replies with headers, and statuses that are answers."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from kdbib.errors import BadAnswer, RateLimited, Refused, Unreachable
from kdbib.http.client import Client
from kdbib.http.messages import Reply, Request
from kdbib.http.policy import Policy


class Shelf:
    name = "shelf"
    policy = Policy(interval=0, content="json", retries=1)


def asked(
    tmp_path: Path, handler: Callable[[httpx.Request], httpx.Response], question: Request
) -> tuple[Reply, Client]:
    network = httpx.MockTransport(handler)
    with Client(state=tmp_path, network=network, sleep=lambda _: None) as client:
        return client.exchange(Shelf(), question), client


def test_a_get_with_params_brings_body_and_headers(tmp_path: Path) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        assert (request.method, str(request.url)) == ("GET", "https://x.org/a?b=1&c=d+e")
        return httpx.Response(200, json=[1], headers={"X-Left": "7"})

    reply, client = asked(tmp_path, handler, Request("https://x.org/a?b=1", {"c": "d e"}))
    assert (reply.body, reply.headers["x-left"]) == (b"[1]", "7")
    assert client.counters["shelf"].requests == 1


def test_a_form_is_posted(tmp_path: Path) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        assert (request.method, request.content) == ("POST", b"query=%7B+%26+%7D")
        assert request.headers["accept"] == "text/x"
        return httpx.Response(200, json={})

    question = Request("https://x.org/a", form={"query": "{ & }"}, accept="text/x")
    assert asked(tmp_path, handler, question)[0].body == b"{}"


def test_only_the_statuses_that_are_named_mean_that_there_is_nothing(tmp_path: Path) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(404, html="<h1>Not Found</h1>")

    assert asked(tmp_path, handler, Request("https://x.org/a", absent=(404,)))[0].body is None
    with pytest.raises(BadAnswer):
        asked(tmp_path, handler, Request("https://x.org/a"))


def test_faults_are_tried_again_and_told_as_by_the_client(tmp_path: Path) -> None:
    requests: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(429)

    with pytest.raises(RateLimited, match=r"^x\.org says"):
        asked(tmp_path, handler, Request("https://x.org/a"))
    assert len(requests) == 2
    with pytest.raises(Unreachable):
        asked(tmp_path, handler, Request("https://x:abc/"))


def test_no_message_quotes_a_secret_or_a_key(tmp_path: Path) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        assert request.headers["authorization"] == "Bearer t0ken"
        return httpx.Response(400, json={"error": "t0ken, s3cret?"})

    key = {"Authorization": "Bearer t0ken"}
    question = Request("https://x.org/a", {"k": "s3cret"}, key=key, secrets=("s3cret", "t0ken"))
    with pytest.raises(Refused) as error:
        asked(tmp_path, handler, question)
    assert "s3cret" not in str(error.value)
    assert "t0ken" not in str(error.value)


def test_a_key_goes_to_no_other_host(tmp_path: Path) -> None:
    seen: list[str | None] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("x-key"))
        if request.url.host == "x.org":
            return httpx.Response(302, headers={"location": "https://y.org/a"})
        return httpx.Response(200, json={})

    with pytest.raises(BadAnswer, match="another host"):
        asked(tmp_path, handler, Request("https://x.org/a", key={"x-key": "s3cret"}))
    assert seen == ["s3cret"]
