"""How DBLP's endpoint answers."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.support.conftest import ASSISTANT, OVERHAUL, RECORDS
from tests.support.databases import Databases, serve

Select = Callable[..., list[dict[str, str]]]
PREFIX = "PREFIX dblp: <https://dblp.org/rdf/schema#>\n"
TABLE = "application/sparql-results+json"


@pytest.fixture
def dblp() -> Iterator[Databases]:
    with serve(RECORDS) as running:
        yield running


@pytest.fixture
def post(dblp: Databases, ask: httpx.Client) -> Callable[[str], httpx.Response]:
    def posted(query: str) -> httpx.Response:
        form, headers = {"query": query}, {"accept": TABLE}
        return ask.post(dblp.url("dblp"), data=form, headers=headers)

    return posted


@pytest.fixture
def select(post: Callable[[str], httpx.Response]) -> Select:
    def selected(query: str) -> list[dict[str, str]]:
        answer = post(PREFIX + query)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == TABLE
        table: dict[str, Any] = answer.json()
        return [
            {name: cell["value"] for name, cell in row.items()}
            for row in table["results"]["bindings"]
        ]

    return selected


def test_dois_are_in_capitals(select: Select) -> None:
    query = "SELECT ?pub WHERE {{ VALUES ?doi {{ <https://doi.org/{}> }} ?pub dblp:doi ?doi }}"
    doi = OVERHAUL["DOI"]
    assert select(query.format(doi.upper())) == [
        {"pub": "https://dblp.org/rec/conf/iccv/HeoKYPK019"}
    ]
    assert select(query.format(doi.lower())) == []


def test_preprint_and_publication_are_two_records(select: Select) -> None:
    rows = select(
        'SELECT ?pub ?venue WHERE { ?pub dblp:title ?t . FILTER(?t >= "a comprehensive overhaul"'
        ' && ?t < "a comprehensive overhaum") OPTIONAL { ?pub dblp:publishedIn ?venue } }'
    )
    assert [row["venue"] for row in rows] == ["CoRR", "ICCV"]


def test_titles_are_those_of_the_first_version_and_end_with_a_dot(select: Select) -> None:
    rows = select(
        "SELECT ?t WHERE { VALUES ?d { <https://doi.org/10.48550/ARXIV.1902.03393> }"
        " ?p dblp:doi ?d ; dblp:title ?t }"
    )
    assert rows == [{"t": f"{ASSISTANT['aliases'][0]}."}]


def test_optional_parts_widen_and_sub_selects_are_limited(select: Select) -> None:
    names = "?p dblp:hasSignature ?s . ?s dblp:signatureOrdinal ?o ; dblp:signatureDblpName ?n"
    rows = select(
        "SELECT ?t ?o WHERE { { SELECT ?p ?t WHERE { ?p dblp:title ?t } LIMIT 1 }"
        f" OPTIONAL {{ {names} }} }}"
    )
    assert [row["o"] for row in rows] == ["1", "2"]
    assert {row["t"] for row in rows} == {f"{OVERHAUL['title']}."}
    rows = select(
        'SELECT DISTINCT ?t WHERE { { ?p dblp:title ?t FILTER(?t < "b") } UNION'
        ' { ?p dblp:title ?t FILTER(?t < "b") } }'
    )
    assert rows == [{"t": f"{OVERHAUL['title']}."}]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "SELECT ?x WHERE { ?x dblp:title ?t }",
        PREFIX + "SELECT ?x WHERE { ?x dblp:title ?t",
        PREFIX + "SELECT ?x WHERE { ?x ?p ?o }",
        PREFIX + 'SELECT ?x WHERE { ?x dblp:title ?t FILTER(REGEX(?t, "x")) }',
        PREFIX + "SELECT ?x WHERE { VALUES ?d { <a b> } ?x dblp:doi ?d }",
        PREFIX + "SELECT ?x WHERE { ?x dblp:title ?t } } DROP ALL",
        PREFIX + 'SELECT ?x WHERE { ?x dblp:title ?t FILTER(?t < "a"b") }',
    ],
)
def test_what_is_no_query_is_refused(post: Callable[[str], httpx.Response], query: str) -> None:
    answer = post(query)
    assert answer.status_code == 400
    assert answer.json()["exception"]


def test_the_challenge_is_a_page_with_the_status_of_success(
    dblp: Databases, post: Callable[[str], httpx.Response]
) -> None:
    dblp.fault("dblp", "html")
    answer = post("")
    assert (answer.status_code, "not a bot" in answer.text) == (200, True)
