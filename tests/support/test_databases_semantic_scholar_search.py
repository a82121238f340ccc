"""How Semantic Scholar answers searches."""

from typing import Any

import httpx
import pytest

from tests.support.conftest import ASSISTANT, BERT, HINTON, HINTONS, OVERHAUL, RECORDS, Ask
from tests.support.databases import SemanticScholar, serve


def titles(answer: dict[str, Any]) -> list[str]:
    return sorted(paper["title"] for paper in answer.get("data", ()))


def test_search_wants_all_words(get: Ask) -> None:
    answer = get("/paper/search", query="knowledge distilling", fields="title")
    assert titles(answer) == sorted([HINTON["title"], BERT["title"]])
    assert (answer["total"], answer["offset"]) == (2, 0)


def test_search_has_no_data_when_nothing_is_found(get: Ask) -> None:
    assert get("/paper/search", query="knowledge dinosaur") == {"total": 0, "offset": 0}


def test_search_finds_nothing_by_hyphenated_words(get: Ask, ask: httpx.Client) -> None:
    free = HINTON | {"title": "Data-Free Learning of Student Networks"}
    with serve([free]) as databases:
        url = databases.url("semantic_scholar") + "/paper/search"
        assert ask.get(url, params={"query": "data-free learning"}).json()["total"] == 0
        assert ask.get(url, params={"query": "data free learning"}).json()["total"] == 1


def test_search_goes_by_pages(get: Ask) -> None:
    first = get("/paper/search", query="knowledge", limit=2)
    last = get("/paper/search", query="knowledge", limit=2, offset=first["next"])
    assert (len(first["data"]), len(last["data"]), "next" in last) == (2, 1, False)
    get("/paper/search", 400, query="knowledge", limit=101)
    get("/paper/search", 400, query="knowledge", offset=950, limit=100)
    get("/paper/search", 400)


def test_filters(get: Ask) -> None:
    def found(**filters: str) -> list[str]:
        return titles(get("/paper/search/bulk", query="distill* | distilling", **filters))

    assert found(year="2015") == [HINTON["title"]]
    assert found(year="2016-2019") == sorted([OVERHAUL["title"], ASSISTANT["title"]])
    assert found(year="2020-") == [BERT["title"]]
    assert found(venue="arXiv.org,Nature") == [HINTON["title"]]
    assert found(publicationDateOrYear="2015-01:2019-02-28") == sorted(
        [HINTON["title"], ASSISTANT["title"]]
    )
    assert found(openAccessPdf="") == sorted([HINTON["title"], OVERHAUL["title"]])
    assert found(minCitationCount="1000000") == []


def test_match_gives_the_nearest_title_however_far(get: Ask) -> None:
    [exact] = get("/paper/search/match", query=HINTON["title"])["data"]
    [far] = get("/paper/search/match", query="Teacher Salaries in Rural Norway")["data"]
    assert exact["paperId"] == HINTONS
    assert far["title"] == ASSISTANT["title"]
    assert exact["matchScore"] > far["matchScore"] > 0


def test_match_fails_only_when_nothing_is_alike(get: Ask) -> None:
    problem = {"error": "Title match not found"}
    assert get("/paper/search/match", 404, query="abs12032jsdafn of the") == problem


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("knowledge distilling", [HINTON, BERT]),
        ("distilling -bert", [HINTON]),
        ("overhaul | teacher", [OVERHAUL, ASSISTANT]),
        ('"knowledge distillation"', [ASSISTANT]),
        ('"distillation knowledge"', []),
        ('"distilling knowledge"', [BERT]),
        ('"distilling knowledge"~1', [BERT, HINTON]),
        ("(comprehensive overhaul) | bert", [OVERHAUL, BERT]),
        ("overhaul | teacher + improved", [ASSISTANT]),  # from left to right
        ("over*", [OVERHAUL]),
        ("teachex~1", [ASSISTANT]),
        ("teachxy~", [ASSISTANT]),
        ("teachxy~1", []),
        ("neural networks", [HINTON]),
        (f'"{HINTON["title"]}" | "{OVERHAUL["title"]}"', [HINTON, OVERHAUL]),
        ("distillation - overhaul", [OVERHAUL]),
        ('unclosed" (bert', []),
    ],
)
def test_the_query_language_of_bulk(get: Ask, query: str, found: list[dict[str, Any]]) -> None:
    answer = get("/paper/search/bulk", query=query)
    assert titles(answer) == sorted(record["title"] for record in found)
    assert answer["total"] == len(found)
    assert answer["token"] is None


def test_a_bulk_query_can_have_as_many_titles_as_fit_into_an_address(get: Ask) -> None:
    answer = get("/paper/search/bulk", query="|".join(["dinosaur"] * 700 + ["overhaul"]))
    assert titles(answer) == [OVERHAUL["title"]]


def test_bulk_goes_by_tokens(ask: httpx.Client) -> None:
    with serve(RECORDS, SemanticScholar(bulk_page=2)) as databases:
        url = databases.url("semantic_scholar") + "/paper/search/bulk"
        first = ask.get(url, params={"query": "knowledge"}).json()
        rest = ask.get(url, params={"query": "knowledge", "token": first["token"]}).json()
        wrong = ask.get(url, params={"query": "knowledge", "token": "abc"})
    assert (first["total"], len(first["data"]), len(rest["data"]), rest["token"]) == (3, 2, 1, None)
    found = [paper["paperId"] for paper in first["data"] + rest["data"]]
    assert found == sorted(found)
    assert wrong.status_code == 400


def test_bulk_sorts_by_three_things(get: Ask) -> None:
    params = {"query": "distillation", "fields": "publicationDate"}
    dated = get("/paper/search/bulk", sort="publicationDate:desc", **params)["data"]
    assert [paper["publicationDate"][:7] for paper in dated] == ["2019-04", "2019-02"]
    get("/paper/search/bulk", 400, sort="title", **params)
    get("/paper/search/bulk", 400, query="distillation", fields="tldr")
