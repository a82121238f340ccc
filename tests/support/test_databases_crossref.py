"""Crossref on the local server: lists, single records, pools, and what publishers do to records."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.conftest import BERT, OVERHAUL, RECORDS, Ask, names
from tests.support.databases import Databases, serve
from tests.support.databases.crossref import Crossref
from tests.support.test_databases_shape import keys

RECORDED = Path(__file__).parents[3] / "shared" / "fixtures" / "crossref"
NOT_FOUND = b"Resource not found."


@pytest.fixture
def get(databases: Databases, ask: httpx.Client) -> Ask:
    """Asks Crossref for JSON."""

    def asked(path: str, status: int = 200, **params: str | int) -> Any:
        answer = ask.get(databases.url("crossref") + path, params=params)
        assert answer.status_code == status, answer.text
        return answer.json()

    return asked


def test_a_list_has_the_dois_that_are_known(get: Ask) -> None:
    named = f"doi:{OVERHAUL['DOI']},doi:10.18653/V1/2020.ACL-MAIN.705,doi:10.1109/none"
    page = get("/works", filter=named, rows=5, select="DOI,title")["message"]
    assert [item["DOI"] for item in page["items"]] == [
        "10.1109/iccv.2019.00201",
        "10.18653/v1/2020.acl-main.705",
    ]
    assert {key for item in page["items"] for key in item} == {"DOI", "title"}
    assert page["total-results"] == 2


def test_preprints_of_arxiv_are_not_of_crossref(get: Ask) -> None:
    assert get("/works", rows=100)["message"]["total-results"] == 2


def test_a_query_finds_what_shares_a_word_and_the_best_first(get: Ask) -> None:
    query = {"query.bibliographic": "distilling knowledge learned in bert"}
    items = get("/works", **query)["message"]["items"]
    assert items[0]["DOI"] == BERT["DOI"].lower()
    nothing = get("/works", **{"query.bibliographic": "in the of"})["message"]
    assert (nothing["items"], nothing["total-results"]) == ([], 0)


def test_copies_are_found_before_the_paper(ask: httpx.Client) -> None:
    with serve(RECORDS, Crossref(copies=7)) as databases:
        params = {"query.bibliographic": OVERHAUL["title"], "rows": "8"}
        page = ask.get(databases.url("crossref") + "/works", params=params).json()
        params["filter"] = "type:proceedings-article"
        papers = ask.get(databases.url("crossref") + "/works", params=params).json()
    prefixes = [item["prefix"] for item in page["message"]["items"]]
    assert prefixes == ["10.65215"] * 7 + ["10.1109"]
    assert papers["message"]["items"][0]["DOI"] == OVERHAUL["DOI"].lower()


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"filter": "dio:10.1/x"}, ("filter-not-available", "dio")),
        ({"filter": "doi:10.1/x,y"}, ("filter-not-available", "y")),
        ({"select": "DOI,language"}, ("select-not-available", "language")),
        ({"rows": "1001"}, ("integer-not-valid", "1001")),
    ],
)
def test_what_does_not_pass_validation(
    get: Ask, params: dict[str, str], told: tuple[str, str]
) -> None:
    answer = get("/works", 400, **params)
    (message,) = answer["message"]
    assert (answer["message-type"], message["type"], message["value"]) == (
        "validation-failure",
        *told,
    )


def test_an_unknown_doi_is_told_in_plain_text(databases: Databases, ask: httpx.Client) -> None:
    for path in ("/works/10.48550/arXiv.1503.02531", "/works/10.1109/none", "/journals"):
        answer = ask.get(databases.url("crossref") + path)
        assert (answer.status_code, answer.content) == (404, NOT_FOUND)
        assert answer.headers["content-type"] == "text/plain"


@pytest.mark.parametrize(
    ("headers", "path", "limit", "pool"),
    [
        ({}, "/works", "1", "public-array"),
        ({}, "/works/10.1109/none", "5", "public-single"),
        ({"User-Agent": "x (mailto:me@kdbib.org)"}, "/works", "3", "polite-array"),
        ({"User-Agent": "x (mailto:me@kdbib.org)"}, "/works/10.1/x", "10", "polite-single"),
        ({"Crossref-Plus-API-Token": "Bearer a-plus-token"}, "/works", "150", "plus"),
    ],
)
def test_headers_tell_the_limits(
    databases: Databases,
    ask: httpx.Client,
    headers: dict[str, str],
    path: str,
    limit: str,
    pool: str,
) -> None:
    answer = ask.get(databases.url("crossref") + path, headers=headers)
    assert answer.headers["x-rate-limit-limit"] == limit
    assert answer.headers["x-api-pool"] == pool
    assert answer.headers["x-rate-limit-interval"] == "1s"


def test_limits_are_those_of_the_pool(ask: httpx.Client) -> None:
    with serve(RECORDS, limits="real") as databases:
        url = databases.url("crossref") + "/works?rows=0"
        polite = [ask.get(f"{url}&mailto=me@kdbib.org").status_code for _ in range(4)]
        public = [ask.get(url).status_code for _ in range(2)]
    assert polite == [200, 200, 200, 429]
    assert public == [200, 429]


def test_a_wrong_token_is_refused(databases: Databases, ask: httpx.Client) -> None:
    headers = {"Crossref-Plus-API-Token": "Bearer another"}
    assert ask.get(databases.url("crossref") + "/works", headers=headers).status_code == 401


def test_publishers_do_to_records_what_they_do(ask: httpx.Client) -> None:
    articles = [
        {
            "type": "article-journal",
            "title": f"Kind {number}: of Distillation",
            "author": names("Ann Bee"),
            "issued": [2021],
            "container-title": "Nets",
            "DOI": f"10.1016/{number}",
        }
        for number in range(40)
    ]
    chapter = {**OVERHAUL, "DOI": "10.1007/978-3-1_2"}
    with serve([*articles, chapter]) as databases:
        page = ask.get(databases.url("crossref") + "/works?rows=100").json()
    *items, book = page["message"]["items"]
    assert (book["type"], len(book["container-title"])) == ("book-chapter", 2)
    assert {item["issued"]["date-parts"][0][0] for item in items} == {2020, 2021}
    assert {item["published-print"]["date-parts"][0][0] for item in items} == {2021}
    assert any(item["title"][0].endswith(item["subtitle"][0]) for item in items if item["subtitle"])
    assert any(":" not in item["title"][0] for item in items)
    assert any(item["title"][0].startswith("<i>") for item in items)


@pytest.mark.skipif(not RECORDED.is_dir(), reason="no recorded answers here")
@pytest.mark.parametrize(
    ("recorded", "path"),
    [
        ("query_empty.json", "/works?query.bibliographic=in"),
        ("error_400_sample.json", "/works?rows=2000"),
        ("query_select.json", "/works?query=distilling&select=DOI,title,author,container-title"),
    ],
)
def test_the_shape_is_that_of_recorded_answers(
    databases: Databases, ask: httpx.Client, recorded: str, path: str
) -> None:
    theirs = json.loads((RECORDED / recorded).read_bytes())
    ours = ask.get(databases.url("crossref") + path).json()
    more = {f"/message/items/author/{name}" for name in ("ORCID", "authenticated-orcid", "name")}
    affiliations = {key for key in keys(theirs) if "affiliation/" in key}
    assert keys(ours) == keys(theirs) - more - affiliations


@pytest.mark.skipif(not RECORDED.is_dir(), reason="no recorded answers here")
def test_a_record_has_no_keys_that_recorded_ones_do_not_have(
    databases: Databases, ask: httpx.Client
) -> None:
    files = ("work_proceedings_ieee.json", "papis_3_conference.json", "work_journal_relation.json")
    read = [json.loads((RECORDED / file).read_bytes()) for file in files]
    theirs = {key for each in read for key in keys(each.get("message", each))}
    ours = ask.get(databases.url("crossref") + f"/works/{OVERHAUL['DOI']}").json()
    assert keys(ours["message"]) <= theirs
    assert (RECORDED / "work_404.txt").read_bytes() == NOT_FOUND
