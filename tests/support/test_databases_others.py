"""How OpenAlex, OpenReview and the ACL Anthology answer."""

from typing import Any

import httpx
import pytest

from tests.support.conftest import BERT, OVERHAUL, RECORDS, names
from tests.support.databases import Databases, serve
from tests.support.databases.openalex import OpenAlex

FORUM: dict[str, Any] = {
    "type": "paper-conference",
    "title": "Feature Kernels",
    "author": names("Bobby He"),
    "issued": [2022],
    "container-title-short": "ICLR",
    "identifiers": {"openreview": "tBIQEvApZK5"},
}


def openalex(databases: Databases, ask: httpx.Client, path: str, **params: str) -> httpx.Response:
    return ask.get(databases.url("openalex") + path, params=params)


def test_a_doi_is_free_and_a_list_is_not(databases: Databases, ask: httpx.Client) -> None:
    doi = OVERHAUL["DOI"]
    one = openalex(databases, ask, f"/works/doi:{doi}")
    assert one.json()["doi"] == f"https://doi.org/{doi.lower()}"
    assert one.headers["x-ratelimit-cost-usd"] == "0.0000"
    several = openalex(databases, ask, "/works", filter=f"doi:{doi}|{BERT['DOI']}|10.1/none")
    assert several.json()["meta"]["count"] == 2
    assert several.headers["x-ratelimit-cost-usd"] == "0.0001"
    assert several.headers["x-ratelimit-remaining-usd"] == "0.0999"


def test_a_search_costs_ten_times_as_much(databases: Databases, ask: httpx.Client) -> None:
    found = openalex(databases, ask, "/works", filter="title.search:distilling knowledge in BERT")
    assert [work["title"] for work in found.json()["results"]] == [BERT["title"]]
    assert found.headers["x-ratelimit-remaining-usd"] == "0.0990"


def test_what_openalex_refuses(databases: Databases, ask: httpx.Client) -> None:
    unknown = openalex(databases, ask, "/works/doi:10.1/none")
    assert (unknown.status_code, unknown.headers["content-type"][:9]) == (404, "text/html")
    many = "|".join(f"10.1/{number}" for number in range(101))
    for params in ({"filter": f"doi:{many}"}, {"filter": "x:1"}, {"per_page": "101"}):
        answer = openalex(databases, ask, "/works", **params)
        assert (answer.status_code, answer.json()["error"][:7]) == (400, "Invalid")
    assert openalex(databases, ask, "/works", filter="doi:10.1/x,y").status_code == 400
    assert openalex(databases, ask, "/works", api_key="wrong").status_code == 403
    assert openalex(databases, ask, "/works", filter="doi:" + "x" * 4100).status_code == 414


def test_a_day_has_a_budget(ask: httpx.Client) -> None:
    with serve(RECORDS, OpenAlex(budget=0.0015)) as databases:
        search = {"filter": "title.search:distilling"}
        statuses = [openalex(databases, ask, "/works", **search).status_code for _ in range(2)]
        assert statuses == [200, 429]
        assert openalex(databases, ask, f"/works/doi:{BERT['DOI']}").status_code == 200
        with_key = openalex(databases, ask, "/works", api_key="a-known-key", **search)
        assert (with_key.status_code, with_key.headers["x-ratelimit-limit-usd"]) == (200, "1.0000")


def test_names_from_arxiv_are_inverted(databases: Databases, ask: httpx.Client) -> None:
    one = openalex(databases, ask, "/works/doi:10.48550/arXiv.1503.02531").json()
    assert one["authorships"][0]["raw_author_name"] == "Hinton, Geoffrey"
    assert (one["type"], one["publication_date"]) == ("preprint", "2015-01-01")


@pytest.mark.parametrize(("year", "version"), [(2022, 1), (2024, 2)])
def test_notes_have_two_forms(ask: httpx.Client, year: int, version: int) -> None:
    with serve([{**FORUM, "issued": [year]}]) as databases:
        url = f"{databases.url('openreview')}/notes"
        found = ask.get(f"{url}/search", params={"term": "feature kernels"}).json()
        (note,) = found["notes"]
        title = note["content"]["title"]
        assert (note["version"], title) == (
            version,
            FORUM["title"] if version == 1 else {"value": FORUM["title"]},
        )
        assert ask.get(url, params={"id": "tBIQEvApZK5"}).status_code == 403
        token = {"authorization": "Bearer a-known-token"}
        assert ask.get(url, params={"id": "tBIQEvApZK5"}, headers=token).json()["count"] == 1
        assert ask.get(url, params={"id": "nobody"}, headers=token).status_code == 404
        assert ask.get(f"{url}/search", headers={"authorization": "Bearer x"}).status_code == 403
        assert ask.get(f"{url}/search").status_code == 400


def test_the_anthology_has_files(databases: Databases, ask: httpx.Client) -> None:
    base = databases.url("acl")
    found = ask.get(f"{base}/2020.acl-main.705.bib")
    assert found.text.startswith("@inproceedings{chen-etal-2020-distilling,\n")
    assert '    author = "Chen, Yen-Chun  and\n      Gan, Jos{\\\'e}",' in found.text
    missing = ask.get(f"{base}/2020.acl-main.1.bib")
    assert (missing.status_code, missing.headers["content-type"][:9]) == (404, "text/html")
