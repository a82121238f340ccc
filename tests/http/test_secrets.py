"""No key or password in a message, a kept answer or a log, however it is written."""

import json
import logging
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, quote_plus

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib import errors
from kdbib.http.client import Client
from kdbib.http.messages import Request
from kdbib.http.secrets import redacted, redacted_bytes, without_password
from tests.http.test_client import URL, Asker

SECRET = "k3y+/=&\"'<é %z"
WRITTEN = [
    SECRET,
    quote(SECRET, safe=""),
    quote(SECRET, safe="").lower(),
    quote_plus(SECRET),
    quote(quote(SECRET, safe=""), safe=""),
    json.dumps(SECRET)[1:-1],
    "".join(f"&#{ord(char)};" for char in SECRET),
    "".join(f"&#x{ord(char):x};" for char in SECRET),
    "".join(f"%{byte:02X}" for byte in SECRET.encode()),
]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_secret_is_found_in_every_writing(written: str) -> None:
    assert redacted(f"a {written} b", [SECRET]) == "a … b"


def test_a_token_is_as_secret_as_the_header_that_it_stands_in() -> None:
    assert redacted("a token-123 b Bearer token-123", ["Bearer token-123"]) == "a … b …"


WAYS: tuple[Callable[[str], str], ...] = (
    str,
    lambda char: quote(char, safe=""),
    lambda char: f"&#{ord(char)};",
    lambda char: f"\\u{ord(char):04X}",
)


@given(st.lists(st.tuples(st.sampled_from("aZ9+/=-_."), st.sampled_from(WAYS)), min_size=4))
def test_a_secret_of_mixed_writings_is_found(
    characters: list[tuple[str, Callable[[str], str]]],
) -> None:
    secret = "".join(char for char, _ in characters)
    written = "".join(way(char) for char, way in characters)
    assert redacted(f"<{written}>", [secret]) == "<…>"


@given(st.text("abc%25 &#;+"))
def test_what_is_no_secret_stays(text: str) -> None:
    assert redacted(text, ["key-with-other-letters"]) == text
    assert redacted_bytes(text.encode(), ["key-with-other-letters"]) == text.encode()


@pytest.mark.parametrize("status", [200, 400, 403, 500])
@pytest.mark.parametrize("written", ["a-known-key", "%61%2Dknown%2dkey"])
def test_no_answer_brings_a_key_into_messages_cache_or_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, status: int, written: str
) -> None:
    def echo(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, json={"message": f"{'x' * 100} {written}", "is": written})

    caplog.set_level(logging.DEBUG)
    asked = Request(URL, {"api_key": "a-known-key"}, secrets=("a-known-key",))
    network = httpx.MockTransport(echo)
    with Client(state=tmp_path, network=network, sleep=lambda _: None) as client:
        try:
            said = str(client.exchange(Asker(), asked).body)
        except errors.SourceError as error:
            said = str(error)
    for text in (said, caplog.text):
        assert "known" not in text
    assert status != 200 or "..." in said


def test_an_address_is_shown_without_its_password() -> None:
    shown = without_password("https://me:pass%21word@api.example.org/v1?key=abc#x")
    assert shown == "https://…@api.example.org/v1?…"
    assert without_password("https://api.example.org/v1") == "https://api.example.org/v1"
