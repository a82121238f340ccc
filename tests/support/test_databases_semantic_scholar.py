"""How Semantic Scholar answers."""

import hashlib
from typing import Any

import httpx
import pytest

from tests.support.conftest import BERT, HINTON, HINTONS, OVERHAUL, RECORDS, Ask, names
from tests.support.databases import Databases, SemanticScholar, serve

EVERYTHING = (
    "paperId,externalIds,corpusId,publicationVenue,url,title,abstract,venue,year,referenceCount,"
    "citationCount,influentialCitationCount,isOpenAccess,openAccessPdf,fieldsOfStudy,"
    "s2FieldsOfStudy,publicationTypes,publicationDate,journal,authors"
)


@pytest.fixture
def batch(databases: Databases, ask: httpx.Client) -> Ask:
    """The JSON that answers a batch."""

    def asked(ids: list[Any], status: int = 200, **params: str) -> Any:
        url = databases.url("semantic_scholar") + "/paper/batch"
        answer = ask.post(url, params=params, json={"ids": ids})
        assert answer.status_code == status, answer.text
        return answer.json()

    return asked


# --- one paper ---------------------------------------------------------------------------------


def test_a_paper_has_a_title_and_no_more_unless_asked(get: Ask) -> None:
    assert get("/paper/ARXIV:1503.02531") == {"paperId": HINTONS, "title": HINTON["title"]}
    assert get("/paper/ARXIV:1503.02531", fields="year") == {"paperId": HINTONS, "year": 2015}


@pytest.mark.parametrize(
    "identifier",
    [
        hashlib.sha1(BERT["title"].encode()).hexdigest(),
        "DOI:10.18653/v1/2020.acl-main.705",
        "DOI:10.18653%2FV1%2F2020.ACL-MAIN.705",
        "10.18653/v1/2020.acl-main.705",
        "ACL:2020.acl-main.705",
        "URL:https://aclanthology.org/2020.acl-main.705.pdf",
    ],
)
def test_the_ways_to_name_a_paper(get: Ask, identifier: str) -> None:
    assert get(f"/paper/{identifier}")["title"] == BERT["title"]


def test_arxiv_papers_go_by_arxivs_doi_and_address_too(get: Ask) -> None:
    corpus_id = get("/paper/ARXIV:1503.02531", fields="corpusId")["corpusId"]
    for identifier in (
        "arXiv:1503.02531",
        "DOI:10.48550/arXiv.1503.02531",
        "URL:https://arxiv.org/abs/1503.02531",
        f"CorpusId:{corpus_id}",
    ):
        assert get(f"/paper/{identifier}")["paperId"] == HINTONS


def test_an_unknown_or_malformed_id_is_not_found(get: Ask) -> None:
    assert get("/paper/0", 404) == {"error": "Paper with id 0 not found"}
    assert get("/paper/DOI:10.1/x", 404) == {"error": "Paper with id DOI:10.1/x not found"}
    assert "error" in get("/paper/DBLP:conf/iccv/HeoKYPK019", 404)


def test_unknown_fields_are_refused(get: Ask) -> None:
    problem = {"error": "Unrecognized or unsupported fields: [doi, matchScore]"}
    assert get("/paper/ARXIV:1503.02531", 400, fields="title,doi,matchScore") == problem


def test_bibtex_is_for_a_single_paper(get: Ask, batch: Ask) -> None:
    paper = get("/paper/ARXIV:1503.02531", fields="citationStyles")
    assert paper["citationStyles"]["bibtex"].startswith("@Article{")
    match = get("/paper/search/match", query=HINTON["title"], fields="citationStyles")
    assert match["data"][0]["citationStyles"] == paper["citationStyles"]
    batch(["ARXIV:1503.02531"], 400, fields="title,citationStyles")


# --- many papers -------------------------------------------------------------------------------


def test_a_batch_keeps_the_order_and_has_null_for_the_unknown(batch: Ask) -> None:
    ids = ["DOI:" + OVERHAUL["DOI"], "ARXIV:1706.99999", "ARXIV:1503.02531", "ARXIV:1904.01866"]
    papers = batch(ids, fields="title,year")
    assert papers[1] is None
    found = [paper["title"] for paper in papers if paper]
    assert found == [OVERHAUL["title"], HINTON["title"], OVERHAUL["title"]]
    assert papers[0] == papers[3]


def test_one_malformed_id_spoils_the_batch(batch: Ask) -> None:
    assert "abc" in batch(["ARXIV:1503.02531", "ARXIV:abc"], 400)["error"]
    assert batch(["ARXIV:1503.02531", 7], 400)
    assert batch([], 400)


def test_a_batch_has_at_most_500_ids(batch: Ask) -> None:
    assert batch(["ARXIV:1503.02531"] * 500)[499]["title"] == HINTON["title"]
    batch(["ARXIV:1503.02531"] * 501, 400)


def test_too_large_an_answer_is_refused(ask: httpx.Client) -> None:
    with serve(RECORDS, SemanticScholar(largest_answer=100)) as databases:
        url = databases.url("semantic_scholar") + "/paper/batch"
        answer = ask.post(url, json={"ids": ["ARXIV:1503.02531"] * 3})
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("Response would exceed maximum size")


# --- what a paper looks like -------------------------------------------------------------------


def test_a_published_paper(get: Ask) -> None:
    paper = get(f"/paper/DOI:{OVERHAUL['DOI']}", fields=EVERYTHING)
    assert paper["venue"] == "IEEE International Conference on Computer Vision"
    assert paper["publicationVenue"]["type"] == "conference"
    assert paper["journal"] == {"pages": "1921-1930"}
    assert paper["publicationTypes"] == ["JournalArticle", "Conference"]
    assert paper["externalIds"]["DOI"] == OVERHAUL["DOI"]
    assert isinstance(paper["externalIds"]["CorpusId"], int)
    assert paper["openAccessPdf"]["url"] == OVERHAUL["pdf_url"]
    assert ",".join(paper) == EVERYTHING


def test_a_preprint(get: Ask) -> None:
    paper = get("/paper/ARXIV:1503.02531", fields=EVERYTHING)
    assert paper["venue"] == "arXiv.org"
    assert paper["journal"] == {"name": "ArXiv", "volume": "abs/1503.02531"}
    assert paper["externalIds"]["DBLP"] == "journals/corr/abs-1503-02531"


def test_the_year_is_that_of_the_first_version(get: Ask) -> None:
    paper = get("/paper/ARXIV:1902.03393", fields="year,venue,publicationDate")
    assert (paper["year"], paper["venue"]) == (2019, "AAAI Conference on Artificial Intelligence")
    assert paper["publicationDate"].startswith("2019-02-")


def test_a_closed_paper_has_an_empty_address_or_nothing(ask: httpx.Client) -> None:
    closed = [BERT | {"title": f"Closed paper number {n}"} for n in range(30)]
    with serve(closed) as databases:
        url = databases.url("semantic_scholar") + "/paper/search/bulk"
        params = {"query": "closed", "fields": "isOpenAccess,openAccessPdf"}
        papers = ask.get(url, params=params).json()["data"]
    assert not any(paper["isOpenAccess"] for paper in papers)
    pdfs = [paper["openAccessPdf"] for paper in papers]
    assert None in pdfs
    assert {pdf["url"] for pdf in pdfs if pdf} == {""}
    assert {pdf["status"] for pdf in pdfs if pdf} == {"CLOSED", None}


@pytest.mark.parametrize(("initials", "first"), [(0.0, "Geoffrey Hinton"), (1.0, "G. Hinton")])
def test_names_can_be_initials(ask: httpx.Client, initials: float, first: str) -> None:
    with serve(RECORDS, SemanticScholar(initials=initials)) as databases:
        url = databases.url("semantic_scholar") + "/paper/ARXIV:1503.02531"
        paper = ask.get(url, params={"fields": "authors"}).json()
    assert paper["authors"][0]["name"] == first
    assert paper["authors"][0]["authorId"].isdigit()


def test_papers_of_the_same_title_are_different_papers(ask: httpx.Client) -> None:
    twin = HINTON | {"author": names("Max Muster"), "identifiers": {"arxiv": "2501.00001"}}
    with serve([HINTON], only={"semantic_scholar": [twin]}) as databases:
        url = databases.url("semantic_scholar") + "/paper/batch"
        papers = ask.post(url, json={"ids": ["ARXIV:1503.02531", "ARXIV:2501.00001"]}).json()
    assert papers[0]["title"] == papers[1]["title"]
    assert papers[0]["paperId"] != papers[1]["paperId"]


# --- keys --------------------------------------------------------------------------------------


def test_a_wrong_key_is_forbidden(ask: httpx.Client) -> None:
    with serve(RECORDS, SemanticScholar(key="mine")) as databases:
        url = databases.url("semantic_scholar") + "/paper/ARXIV:1503.02531"
        wrong = ask.get(url, headers={"x-api-key": "yours"})
        assert (wrong.status_code, wrong.text) == (403, '{"message":"Forbidden"}')
        assert ask.get(url, headers={"X-API-Key": "mine"}).status_code == 200
        assert ask.get(url).status_code == 200
