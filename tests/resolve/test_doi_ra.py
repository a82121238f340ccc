"""doi.org: which agency a DOI is of, and that nobody's is told apart from no answer."""

from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.errors import BadAnswer
from kdbib.http.answers import Answers
from kdbib.http.client import Client
from kdbib.resolve.base import Failed, Missing, Question
from kdbib.resolve.doi_ra import DoiAgencies, agencies
from tests.support.databases import serve
from tests.support.databases.doi_ra import DoiAgencies as DoiServer

RECORDS: list[dict[str, Any]] = [
    {"type": "paper-conference", "title": "A", "DOI": "10.1109/CVPR.2019.00409"},
    {"type": "article", "title": "B", "DOI": "10.5281/zenodo.1"},
    {"type": "book", "title": "C", "DOI": "10.1430/8105"},
]
ASKED = [Question("doi", "10.1109/CVPR.2019.00409"), Question("doi", "10.1109/none")]


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return Client(state=tmp_path / "state", sleep=lambda _: None)


def answer(*items: object) -> bytes:
    return msgspec.json.encode(items)


def test_the_agencies_of_many_dois_in_one_request(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dois = [*(each["DOI"] for each in RECORDS), "10.1109/none", "10.1000/a#b?c%d"]
    with serve(RECORDS) as databases, client:
        monkeypatch.setenv("KDBIB_DOI_URL", databases.url("doi"))
        told = agencies(dois, client, Answers(tmp_path))
        assert told == {
            "10.1109/CVPR.2019.00409": "Crossref",
            "10.5281/zenodo.1": "DataCite",
            "10.1430/8105": "mEDRA",
            "10.1109/none": Missing(),
            "10.1000/a#b?c%d": Missing(),
        }
        assert agencies(dois, client, Answers(tmp_path)) == told
        # one for all agencies, and one for each DOI that has none
        assert [request.items for request in databases.log] == [5, 1, 1]


def test_what_the_list_denies_while_the_handle_server_is_down_may_exist(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    doi = "10.1109/CVPR.2019.00409"
    with serve(RECORDS, DoiServer(handles=False)) as databases, client:
        monkeypatch.setenv("KDBIB_DOI_URL", databases.url("doi"))
        told = agencies([doi], client, Answers(None))[doi]
        assert told == Failed(
            "doi.org names no agency of the DOI, and its handle system does not deny it"
        )


def test_no_answer_is_no_word_against_a_doi(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(RECORDS) as databases, client:
        monkeypatch.setenv("KDBIB_DOI_URL", databases.url("doi"))
        databases.fault("doi", "html")
        told = agencies(["10.1109/CVPR.2019.00409", "x"], client, Answers(None))
    assert all(isinstance(answer, Failed) for answer in told.values())


def test_six_to_a_batch_and_none_that_cannot_be_asked() -> None:
    good = [Question("doi", f"10.1109/{number}") for number in range(20)]
    bad = [Question("doi", "10.1000/a,b"), Question("doi", "10.48550/arXiv.1503.02531")]
    batches = DoiAgencies().batches([*good, *bad])
    assert [len(batch) for batch in batches] == [6, 6, 6, 2]


@given(st.lists(st.text(max_size=300).map("10.1000/{}".format), max_size=60))
def test_no_address_is_longer_than_servers_take(dois: list[str]) -> None:
    for batch in DoiAgencies().batches([Question("doi", doi) for doi in dois]):
        seen: list[httpx.URL] = []

        class Spy:
            def get(self, _: object, url: str) -> bytes:
                seen.append(httpx.URL(url))  # noqa: B023
                return b""

        DoiAgencies().fetch(Spy(), batch)  # type: ignore[arg-type]
        assert len(str(seen[0])) <= 4000
        assert seen[0].path == "/doiRA/" + ",".join(question.value for question in batch)


def test_what_doi_org_says_besides_is_no_missing() -> None:
    told = DoiAgencies().read(
        answer(
            {"DOI": "10.1109/cvpr.2019.00409", "status": "Unknown"},
            {"DOI": "10.1109/NONE", "status": "DOI does not exist", "handle": 100},
        ),
        ASKED,
    )
    assert isinstance(told[ASKED[0]], Failed)
    assert told[ASKED[1]] == Missing()


@pytest.mark.parametrize("item", [{}, {"DOI": "10.1109/CVPR.2019.00409"}, {"DOI": "10.1/x"}])
def test_an_item_that_does_not_fit_fails_alone(item: object) -> None:
    told = DoiAgencies().read(answer(item, {"status": "DOI does not exist", "handle": 100}), ASKED)
    assert isinstance(told[ASKED[0]], Failed)
    assert told[ASKED[1]] == Missing()


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"[]", b"[7, 7]", answer({}), b"[" * 9000])
def test_what_is_no_such_list_is_a_bad_answer(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        DoiAgencies().read(body, ASKED)
