"""What can go wrong with a database, and when."""

import json
import time
from xml.etree import ElementTree

import httpx
import pytest

from tests.support.conftest import RECORDS
from tests.support.databases import Databases, serve

PAPER = "/paper/ARXIV:1503.02531"
NAMES = ["arxiv", "semantic_scholar"]


def get(databases: Databases, ask: httpx.Client, database: str = "arxiv") -> httpx.Response:
    path = PAPER if database == "semantic_scholar" else ""
    return ask.get(databases.url(database) + path, params={"id_list": "1503.02531"})


def test_a_fault_strikes_the_requests_with_its_numbers(
    databases: Databases, ask: httpx.Client
) -> None:
    databases.fault("arxiv", "503", on=(1, 3))
    assert [get(databases, ask).status_code for _ in range(4)] == [503, 200, 503, 200]
    assert [asked.fault for asked in databases.log] == ["503", None, "503", None]


def test_a_fault_without_numbers_strikes_until_it_is_healed(
    databases: Databases, ask: httpx.Client
) -> None:
    databases.fault("arxiv", "500")
    assert [get(databases, ask).status_code for _ in range(2)] == [500, 500]
    databases.heal("arxiv")
    assert get(databases, ask).status_code == 200


def test_numbers_count_from_the_moment_the_fault_is_set(
    databases: Databases, ask: httpx.Client
) -> None:
    get(databases, ask)
    databases.fault("arxiv", "503", on=1)
    assert [get(databases, ask).status_code for _ in range(2)] == [503, 200]


def test_a_fault_is_of_one_database(databases: Databases, ask: httpx.Client) -> None:
    databases.fault("arxiv", "503")
    assert get(databases, ask, "semantic_scholar").status_code == 200


def test_a_request_that_was_struck_counts_for_the_limit(ask: httpx.Client) -> None:
    with serve(RECORDS, limits=0.1) as databases:
        databases.fault("arxiv", "503", on=1)
        assert [get(databases, ask).status_code for _ in range(2)] == [503, 429]


def test_a_mistaken_fault_is_an_error(databases: Databases) -> None:
    with pytest.raises(ValueError, match="no fault 'rest'"):
        databases.fault("arxiv", "rest")
    with pytest.raises(KeyError):
        databases.fault("archive", "reset")


def test_refused_nobody_listens(databases: Databases, ask: httpx.Client) -> None:
    databases.fault("arxiv", "refused")
    assert databases.environment()["KDBIB_ARXIV_URL"] == databases.url("arxiv")
    with pytest.raises(httpx.ConnectError):
        get(databases, ask)
    databases.heal()
    assert get(databases, ask).status_code == 200


def test_reset_the_connection_breaks(databases: Databases, ask: httpx.Client) -> None:
    databases.fault("arxiv", "reset", on=1)
    with pytest.raises(httpx.ReadError):
        get(databases, ask)
    assert databases.log[0].status is None


def test_timeout_the_request_is_taken_and_nothing_comes(
    databases: Databases, ask: httpx.Client
) -> None:
    databases.fault("arxiv", "timeout")
    ask.timeout = httpx.Timeout(0.2)
    with pytest.raises(httpx.ReadTimeout):
        get(databases, ask)


def test_drip_no_wait_is_long_but_all_together_are(databases: Databases, ask: httpx.Client) -> None:
    databases.fault("arxiv", "drip", seconds=0.02)
    began = time.monotonic()
    with ask.stream("GET", databases.url("arxiv") + "?id_list=1503.02531") as answer:
        received = b""
        for part in answer.iter_raw():
            received += part
            if time.monotonic() - began > 0.3:
                break
    assert answer.status_code == 200
    assert 3 <= len(received) <= 20
    assert b"<?xml".startswith(received[:5])


@pytest.mark.parametrize("name", NAMES)
def test_429_without_and_with_retry_after(
    databases: Databases, ask: httpx.Client, name: str
) -> None:
    databases.fault(name, "429", on=1)
    databases.fault(name, "429", on=2, retry_after=7)
    databases.fault(name, "429", on=3, retry_after="Wed, 21 Oct 2026 07:28:00 GMT")
    answers = [get(databases, ask, name) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429] * 3
    waits = [answer.headers.get("retry-after") for answer in answers]
    assert waits == [None, "7", "Wed, 21 Oct 2026 07:28:00 GMT"]


def test_403_in_the_databases_own_words(databases: Databases, ask: httpx.Client) -> None:
    for name in NAMES:
        databases.fault(name, "403")
    assert get(databases, ask, "semantic_scholar").text == '{"message":"Forbidden"}'
    assert get(databases, ask).headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("kind", ["500", "502", "503", "504"])
def test_5xx_is_a_page_for_people(databases: Databases, ask: httpx.Client, kind: str) -> None:
    databases.fault("semantic_scholar", kind, retry_after=None if kind != "503" else 3)
    answer = get(databases, ask, "semantic_scholar")
    assert answer.status_code == int(kind)
    assert answer.text.startswith("<!DOCTYPE html>")
    assert ("retry-after" in answer.headers) is (kind == "503")


@pytest.mark.parametrize("name", NAMES)
def test_html_with_200_is_no_answer(databases: Databases, ask: httpx.Client, name: str) -> None:
    databases.fault(name, "html")
    answer = get(databases, ask, name)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_truncated_the_connection_ends_too_early(databases: Databases, ask: httpx.Client) -> None:
    databases.fault("arxiv", "truncated")
    with pytest.raises(httpx.RemoteProtocolError):
        get(databases, ask)


def test_cut_and_empty_only_the_syntax_tells(databases: Databases, ask: httpx.Client) -> None:
    databases.fault("arxiv", "cut", on=1)
    databases.fault("arxiv", "empty", on=2)
    for _ in range(2):
        answer = get(databases, ask)
        assert answer.status_code == 200
        with pytest.raises(ElementTree.ParseError):
            ElementTree.fromstring(answer.content)


@pytest.mark.parametrize("name", NAMES)
def test_encoding_is_not_what_it_says(databases: Databases, ask: httpx.Client, name: str) -> None:
    databases.fault(name, "encoding")
    with pytest.raises(UnicodeDecodeError):
        get(databases, ask, name).content.decode("utf-8")


def test_huge_a_sound_answer_and_then_blanks(databases: Databases, ask: httpx.Client) -> None:
    databases.fault("semantic_scholar", "huge")
    size = 0
    with ask.stream("GET", databases.url("semantic_scholar") + PAPER) as answer:
        assert "content-length" not in answer.headers
        for part in answer.iter_bytes():
            size += len(part)
    assert 100 * 2**20 <= size < 101 * 2**20


def test_bomb_the_same_compressed(databases: Databases, ask: httpx.Client) -> None:
    databases.fault("semantic_scholar", "bomb", megabytes=5)
    answer = get(databases, ask, "semantic_scholar")
    assert int(answer.headers["content-length"]) < 2**16
    assert len(answer.content) > 5 * 2**20


def test_shape_is_well_formed_and_strange(databases: Databases, ask: httpx.Client) -> None:
    for name in NAMES:
        databases.fault(name, "shape")
    assert ElementTree.fromstring(get(databases, ask).content).tag == "rss"
    strange = get(databases, ask, "semantic_scholar").text
    assert "paperId" not in json.loads(strange)


def test_redirect_loop_never_arrives(databases: Databases, ask: httpx.Client) -> None:
    databases.fault("arxiv", "redirect_loop")
    ask.follow_redirects = True
    with pytest.raises(httpx.TooManyRedirects):
        get(databases, ask)
    assert len(databases.log.of("arxiv")) == 1
    assert len(databases.log.of("elsewhere")) == 20


def test_redirect_away_leads_to_another_host(databases: Databases, ask: httpx.Client) -> None:
    databases.fault("semantic_scholar", "redirect_away")
    ask.follow_redirects = True
    answer = get(databases, ask, "semantic_scholar")
    assert answer.url.host == "localhost"
    [led_away] = databases.log.of("elsewhere")
    assert led_away.headers["host"].startswith("localhost:")
