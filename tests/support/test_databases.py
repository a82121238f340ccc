"""The frame: where the databases are, what they remember, how often they may be asked."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.support.conftest import HINTON, OVERHAUL, RECORDS
from tests.support.databases import Databases, SemanticScholar, serve

ROOT = Path(__file__).parents[2]
KEY = {"x-api-key": SemanticScholar.key}


def test_all_databases_live_at_addresses_that_the_environment_names(databases: Databases) -> None:
    at = f"http://127.0.0.1:{databases.port}"
    assert databases.environment() == {
        "KDBIB_ACL_URL": f"{at}/acl",
        "KDBIB_ARXIV_URL": f"{at}/arxiv/api/query",
        "KDBIB_CROSSREF_URL": f"{at}/crossref",
        "KDBIB_DATACITE_URL": f"{at}/datacite",
        "KDBIB_DBLP_URL": f"{at}/dblp/sparql",
        "KDBIB_DOI_URL": f"{at}/doi",
        "KDBIB_OPENALEX_URL": f"{at}/openalex",
        "KDBIB_OPENREVIEW_URL": f"{at}/openreview",
        "KDBIB_SEMANTIC_SCHOLAR_URL": f"{at}/semantic_scholar/graph/v1",
        "KDBIB_UNPAYWALL_URL": f"{at}/unpaywall/v2",
    }
    assert databases.url("arxiv") == f"{at}/arxiv/api/query"


def test_every_request_is_remembered(databases: Databases, ask: httpx.Client) -> None:
    ask.get(databases.url("arxiv"), params={"id_list": "1503.02531,1904.01866"})
    url = databases.url("semantic_scholar") + "/paper/batch"
    ask.post(url, params={"fields": "title"}, json={"ids": ["ARXIV:1503.02531"]}, headers=KEY)
    first, second = databases.log
    assert (first.database, first.method, first.status, first.items) == ("arxiv", "GET", 200, 2)
    assert first.params == {"id_list": "1503.02531,1904.01866"}
    assert (second.path, second.items) == ("/semantic_scholar/graph/v1/paper/batch", 1)
    assert second.headers["x-api-key"] == SemanticScholar.key
    assert json.loads(second.body) == {"ids": ["ARXIV:1503.02531"]}
    assert first.time < second.time
    assert databases.log.of("arxiv") == [first]


def test_titles_in_a_search_count_as_items(databases: Databases, ask: httpx.Client) -> None:
    ask.get(databases.url("arxiv"), params={"search_query": 'ti:"one title" OR ti:"another"'})
    url = databases.url("semantic_scholar") + "/paper/search/bulk"
    ask.get(url, params={"query": '"one title" | "another" | "third"'})
    assert [asked.items for asked in databases.log] == [2, 3]


def test_a_database_can_hold_papers_that_others_do_not(ask: httpx.Client) -> None:
    twin = OVERHAUL | {"identifiers": {"arxiv": "2501.00001"}}
    with serve([HINTON], only={"arxiv": [twin]}) as databases:
        feed = ask.get(databases.url("arxiv"), params={"id_list": "2501.00001,1503.02531"})
        assert feed.text.count("<entry>") == 2
        url = databases.url("semantic_scholar") + "/paper/batch"
        papers = ask.post(url, json={"ids": ["ARXIV:2501.00001", "ARXIV:1503.02531"]}).json()
        assert papers[0] is None
        assert papers[1]["title"] == HINTON["title"]


def test_records_come_from_a_file_as_well(tmp_path: Path, ask: httpx.Client) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in RECORDS) + "\n", encoding="utf-8")
    with serve(path) as databases:
        assert "1503.02531v1" in ask.get(databases.url("arxiv") + "?id_list=1503.02531v1").text


def test_arxiv_wants_three_seconds_between_requests(ask: httpx.Client) -> None:
    with serve(RECORDS, limits=0.1) as databases:
        url = databases.url("arxiv") + "?id_list=1503.02531"
        assert [ask.get(url).status_code for _ in range(3)] == [200, 429, 429]
        time.sleep(0.31)
        assert ask.get(url).status_code == 200
        refused = ask.get(url)
    assert refused.text == "Rate exceeded."
    assert refused.headers["content-type"] == "text/plain"
    assert "retry-after" not in refused.headers


def test_arxiv_wants_one_connection(ask: httpx.Client) -> None:
    with serve(RECORDS, limits=0.01) as databases:
        databases.latency("arxiv", 0.4)
        url = databases.url("arxiv") + "?id_list=1503.02531"
        slow = threading.Thread(target=ask.get, args=[url])
        slow.start()
        time.sleep(0.15)
        ask.get(url)
        slow.join()
        assert [asked.status for asked in databases.log] == [200, 429]


def test_semantic_scholar_has_a_rate_per_key_and_a_slower_pool_without(ask: httpx.Client) -> None:
    with serve(RECORDS, limits=0.2) as databases:
        url = databases.url("semantic_scholar") + "/paper/ARXIV:1503.02531"
        assert ask.get(url, headers=KEY).status_code == 200
        assert ask.get(url).status_code == 200  # the pool is another
        refused = ask.get(url, headers=KEY)
        time.sleep(0.21)
        assert ask.get(url, headers=KEY).status_code == 200
        assert ask.get(url).status_code == 429  # the pool is three times as slow
        gaps = databases.log.gaps("semantic_scholar")
    assert refused.status_code == 429
    assert refused.json()["code"] == "429"
    assert refused.json()["message"].startswith("Too Many Requests.")
    assert "retry-after" not in refused.headers
    assert len(gaps) == 4
    assert gaps[2] >= 0.2


def test_real_limits_are_in_force_where_asked_for(ask: httpx.Client) -> None:
    with serve(RECORDS, limits="real") as databases:
        url = databases.url("semantic_scholar") + "/paper/ARXIV:1503.02531"
        ask.get(url, headers=KEY)
        time.sleep(0.8)
        assert ask.get(url, headers=KEY).status_code == 429


def test_answers_take_as_long_as_told(databases: Databases, ask: httpx.Client) -> None:
    databases.latency("arxiv", 0.2, jitter=0.05)
    began = time.monotonic()
    ask.get(databases.url("arxiv") + "?id_list=1503.02531")
    assert 0.15 <= time.monotonic() - began < 1


def test_too_long_an_address_is_refused(databases: Databases, ask: httpx.Client) -> None:
    url = databases.url("arxiv") + "?id_list="
    length = 8190 - len("GET /arxiv/api/query?id_list= HTTP/1.1")
    ids = ("1503.02531," * 800)[:length].rpartition(",")[0]
    assert ask.get(url + ids).status_code == 200
    assert ask.get(url + ids + ",1904.01866" * 2).status_code == 414


def test_what_there_is_not_is_not_found(databases: Databases, ask: httpx.Client) -> None:
    for path in ("/arxiv/nothing", "/crossword/works", "/"):
        assert ask.get(f"http://127.0.0.1:{databases.port}{path}").status_code == 404


def test_many_clients_are_answered_at_once(databases: Databases) -> None:
    url = databases.url("arxiv") + "?id_list=1503.02531"
    statuses: list[int] = []
    threads = [
        threading.Thread(
            target=lambda: statuses.append(httpx.get(url, trust_env=False).status_code)
        )
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 20


def test_no_thread_outlives_the_context(ask: httpx.Client) -> None:
    before = threading.active_count()
    with serve(RECORDS) as databases:
        databases.fault("arxiv", "timeout")
        with pytest.raises(httpx.ReadTimeout):
            ask.get(databases.url("arxiv"), timeout=0.1)
        stuck = threading.Thread(target=_ask_in_vain, args=[databases.url("arxiv")])
        stuck.start()
        ask.get(databases.url("semantic_scholar"))  # its connection stays open
        time.sleep(0.1)
        began = time.monotonic()
    stuck.join(timeout=2)
    assert time.monotonic() - began < 1
    assert threading.active_count() == before


def _ask_in_vain(url: str) -> None:
    with pytest.raises(httpx.TransportError):
        httpx.get(url, timeout=30, trust_env=False)


def test_it_runs_by_hand() -> None:
    command = [sys.executable, "-m", "tests.support.databases", "--port", "0", "--limits", "none"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        line = process.stdout.readline()
        url = line.removeprefix("export KDBIB_ARXIV_URL=").strip()
        answer = httpx.get(url, params={"id_list": "1503.02531"}, trust_env=False)
        process.terminate()
        assert process.wait(timeout=5) == 0
    assert "Distilling the Knowledge in a Neural Network" in answer.text
