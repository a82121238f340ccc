"""DataCite, Unpaywall and doi.org on the local server."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.conftest import ASSISTANT, HINTON, OVERHAUL, Ask
from tests.support.databases import Databases, serve
from tests.support.databases.datacite import DataCite
from tests.support.test_databases_shape import keys

RECORDED = Path(__file__).parents[3] / "shared" / "fixtures"


@pytest.fixture
def get(databases: Databases, ask: httpx.Client) -> Ask:
    """Asks a database for JSON."""

    def asked(database: str, path: str, status: int = 200, **params: str | int) -> Any:
        answer = ask.get(databases.url(database) + path, params=params)
        assert answer.status_code == status, answer.text
        return answer.json()

    return asked


# --- DataCite ------------------------------------------------------------------------------------


def test_datacite_has_what_arxiv_has(get: Ask) -> None:
    ids = "10.48550/arXiv.1503.02531,10.48550/ARXIV.1902.03393,10.48550/arxiv.2001.99999"
    page = get("datacite", "/dois", ids=ids, **{"page[size]": 3})
    known = {each["id"]: each["attributes"] for each in page["data"]}
    assert set(known) == {"10.48550/arxiv.1503.02531", "10.48550/arxiv.1902.03393"}
    assert page["meta"]["total"] == 2
    assistant = known["10.48550/arxiv.1902.03393"]
    assert assistant["titles"] == [{"title": ASSISTANT["title"]}]
    submitted = [each for each in assistant["dates"] if each["dateType"] == "Submitted"]
    assert submitted[-1]["dateInformation"] == "v1"
    assert submitted[-1]["date"].startswith("2019-02-")


def test_datacite_has_pages_and_sparse_fields(get: Ask) -> None:
    ids = "10.48550/arXiv.1503.02531,10.48550/ARXIV.1902.03393"
    page = get("datacite", "/dois", ids=ids, **{"page[size]": 1, "fields[dois]": "doi,titles"})
    (only,) = page["data"]
    assert set(only["attributes"]) == {"doi", "titles"}
    assert page["meta"]["totalPages"] == 2


def test_datacite_does_not_know_dois_of_crossref(get: Ask) -> None:
    told = get("datacite", f"/dois/{OVERHAUL['DOI']}", 404)
    assert told["errors"][0]["status"] == "404"
    assert get("datacite", "/dois", ids=OVERHAUL["DOI"])["data"] == []


def test_datacite_keeps_names_in_one_piece_or_two(get: Ask) -> None:
    held = get("datacite", "/dois/10.48550/arXiv.1503.02531")["data"]["attributes"]
    names = [creator["name"] for creator in held["creators"]]
    assert names == ["Hinton, Geoffrey", "Vinyals, Oriol", "Dean, Jeff"]
    assert ["familyName" in creator for creator in held["creators"]] == [False, True, True]


def test_datacite_counts_in_five_minutes(ask: httpx.Client) -> None:
    with serve([HINTON], DataCite(more=[{"doi": "10.5281/zenodo.1"}]), limits="real") as databases:
        url = databases.url("datacite") + "/dois/10.5281/zenodo.1"
        statuses = [ask.get(url).status_code for _ in range(501)]
        assert (statuses[:-1], statuses[-1]) == ([200] * 500, 429)
        assert ask.get(url, params={"mailto": "me@kdbib.org"}).status_code == 200


# --- Unpaywall -----------------------------------------------------------------------------------


def test_unpaywall_tells_of_one_doi(get: Ask) -> None:
    paper = get("unpaywall", f"/{OVERHAUL['DOI']}", email="me@kdbib.org")
    assert paper["best_oa_location"]["url_for_pdf"] == OVERHAUL["pdf_url"]
    closed = get("unpaywall", "/10.18653/v1/2020.acl-main.705", email="me@kdbib.org")
    assert (closed["best_oa_location"], closed["oa_status"]) == (None, "closed")


@pytest.mark.parametrize(
    ("mail", "doi", "status"),
    [
        ("", OVERHAUL["DOI"], 422),
        ("me@example.com", OVERHAUL["DOI"], 422),
        ("me@kdbib.org", "10.48550/arXiv.1503.02531", 404),
        ("me@kdbib.org", "10.1109/none", 404),
    ],
)
def test_unpaywall_tells_errors_in_json(get: Ask, mail: str, doi: str, status: int) -> None:
    told = get("unpaywall", f"/{doi}", status, email=mail)
    assert (told["HTTP_status_code"], told["error"]) == (status, True)


# --- doi.org -------------------------------------------------------------------------------------


def test_doi_org_tells_agencies_in_the_order_of_the_question(get: Ask) -> None:
    asked = f"{OVERHAUL['DOI']},10.48550/arXiv.1503.02531,10.1109/none,nonsense"
    assert get("doi", f"/doiRA/{asked}") == [
        {"DOI": OVERHAUL["DOI"], "RA": "Crossref"},
        {"DOI": "10.48550/arXiv.1503.02531", "RA": "DataCite"},
        {"DOI": "10.1109/none", "status": "DOI does not exist"},
        {"DOI": "nonsense", "status": "Invalid DOI"},
    ]


def test_doi_org_tells_whether_there_is_a_handle(get: Ask) -> None:
    assert get("doi", f"/api/handles/{OVERHAUL['DOI']}")["responseCode"] == 1
    assert get("doi", "/api/handles/10.1109/none", 404)["responseCode"] == 100


# --- recorded answers ----------------------------------------------------------------------------


@pytest.mark.skipif(not RECORDED.is_dir(), reason="no recorded answers here")
def test_the_shape_is_that_of_recorded_answers(get: Ask) -> None:
    theirs = json.loads((RECORDED / "datacite" / "dois_page.json").read_bytes())
    ours = get("datacite", "/dois", ids="10.48550/arXiv.1503.02531")
    new = {"/data/attributes/subjects/subjectScheme", "/data/attributes/dates/dateInformation"}
    assert keys(ours["data"][0]["attributes"]) <= {
        key.removeprefix("/data/attributes") for key in keys(theirs) | new
    }
    unknown = json.loads((RECORDED / "datacite" / "doi_404.json").read_bytes())
    assert get("datacite", "/dois/10.1/x", 404) == unknown
    for file, doi in (
        ("doi_oa.json", OVERHAUL["DOI"]),
        ("doi_closed.json", "10.18653/v1/2020.acl-main.705"),
    ):
        recorded = keys(json.loads((RECORDED / "unpaywall" / file).read_bytes()))
        paper = get("unpaywall", f"/{doi}", email="me@kdbib.org")
        assert (
            keys(paper) - {"/z_authors/author_position", "/z_authors/raw_author_name"} <= recorded
        )
