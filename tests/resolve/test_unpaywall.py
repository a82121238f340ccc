"""Unpaywall: the PDF of one DOI, and nothing else of what it says."""

import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.errors import BadAnswer
from kdbib.http.answers import Answers
from kdbib.http.client import Client
from kdbib.model import Record, Work
from kdbib.resolve.ask import ask
from kdbib.resolve.base import Answer, Failed, Found, Missing, Question
from kdbib.resolve.unpaywall import Unpaywall
from tests.support.databases import serve

# answers of the real API may not be passed on: whoever has some can say where
BESIDE = Path(__file__).parents[3] / "shared" / "fixtures"
RECORDED = Path(os.environ.get("KDBIB_RECORDED_ANSWERS", BESIDE)) / "unpaywall"
NATURE = Question("doi", "10.1038/Nature12373")


@pytest.fixture(autouse=True)
def _somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KDBIB_MAILTO", "me@kdbib.org")
    monkeypatch.delenv("KDBIB_UNPAYWALL_URL", raising=False)


def paper(**changes: Any) -> bytes:
    whole = {
        "doi": "10.1038/nature12373",
        "title": "Nanometre-scale  thermometry in a living <i>cell</i>",
        "genre": "journal-article",
        "year": 2013,
        "is_oa": True,
        "best_oa_location": {
            "url": "https://www.nature.com/articles/nature12373.pdf",
            "url_for_pdf": "https://www.nature.com/articles/nature12373.pdf",
            "version": "publishedVersion",
        },
        "oa_locations": [{"url_for_pdf": "http://arxiv.org/pdf/1304.1068", "version": None}],
        "z_authors": [{"raw_author_name": "G. Kucsko", "author_position": "first"}],
        **changes,
    }
    return msgspec.json.encode(whole)


def read(body: bytes) -> Answer:
    return Unpaywall().read(body, [NATURE])[NATURE]


def pdf(answer: Answer) -> str | None:
    assert isinstance(answer, Found)
    return answer.records[0].work.pdf_url


def test_a_work_with_a_pdf_and_no_more_than_that() -> None:
    work = Work(
        type="article",
        title="Nanometre-scale thermometry in a living cell",
        DOI="10.1038/nature12373",
        pdf_url="https://www.nature.com/articles/nature12373.pdf",
    )
    assert read(paper()) == Found((Record(work, "unpaywall", origins=("pdf: publishedVersion",)),))


@pytest.mark.parametrize(
    "best",
    [None, {}, {"url_for_pdf": None}, {"url_for_pdf": "javascript:x"}, {"url_for_pdf": "/x.pdf"}],
)
def test_where_the_best_has_no_pdf_another_may(best: Any) -> None:
    assert pdf(read(paper(best_oa_location=best))) == "http://arxiv.org/pdf/1304.1068"
    assert read(paper(best_oa_location=best, oa_locations=[])) == Missing()
    assert read(paper(best_oa_location=best, oa_locations=None)) == Missing()


def test_another_paper_than_the_one_asked_for_is_not_taken() -> None:
    assert isinstance(read(paper(doi="10.1038/nature12374")), Failed)
    assert isinstance(read(paper(doi="nonsense")), Failed)


@pytest.mark.parametrize("mail", ["", "nonsense", "a b@c"])
def test_without_a_mail_address_it_is_asked_nothing(
    monkeypatch: pytest.MonkeyPatch, mail: str
) -> None:
    monkeypatch.setenv("KDBIB_MAILTO", mail)
    assert Unpaywall().accepts == {}
    assert Unpaywall().batches([NATURE]) == []


def test_dois_go_one_by_one() -> None:
    other = Question("doi", "10.1000/a,b#c?d")
    source = Unpaywall()
    assert source.accepts == {"doi": 1}
    assert source.batches([NATURE, other, Question("doi", "x")]) == [(NATURE,), (other,)]


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"[]", b"{}", b'{"doi": 7}', b"[" * 9000])
def test_what_is_no_paper_is_a_bad_answer(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        read(body)


def test_its_errors_are_told_apart() -> None:
    assert read(b'{"HTTP_status_code": 404, "error": true, "message": "..."}') == Missing()
    assert isinstance(read(b'{"HTTP_status_code": 500, "error": true}'), Failed)


@given(st.binary(max_size=60), st.integers(0, 600))
def test_no_bytes_make_reading_crash(noise: bytes, place: int) -> None:
    whole = paper()
    try:
        read(whole[:place] + noise + whole[place:])
    except BadAnswer:
        return


# --- the local server ----------------------------------------------------------------------------

OPEN: dict[str, Any] = {
    "type": "paper-conference",
    "title": "Relational Knowledge Distillation",
    "issued": [2019],
    "container-title": "CVPR",
    "DOI": "10.1109/CVPR.2019.00409",
    "pdf_url": "https://openaccess.thecvf.com/rkd.pdf",
}
CLOSED = {**OPEN, "title": "Distillation Behind Walls", "DOI": "10.1109/1(2)", "pdf_url": ""}


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return Client(state=tmp_path / "state", sleep=lambda _: None)


def test_from_end_to_end(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [Question("doi", doi) for doi in (OPEN["DOI"], CLOSED["DOI"], "10.1109/none")]
    with serve([OPEN, CLOSED]) as databases, client:
        monkeypatch.setenv("KDBIB_UNPAYWALL_URL", databases.url("unpaywall"))
        answers = ask(Unpaywall(), wanted, client, Answers(tmp_path))
        assert [request.status for request in databases.log] == [200, 200, 404]
        assert databases.log[0].params == {"email": "me@kdbib.org"}
        assert ask(Unpaywall(), wanted, client, Answers(tmp_path)) == answers
        assert len(databases.log) == 3
    assert pdf(answers[wanted[0]]) == OPEN["pdf_url"]
    assert answers[wanted[1]] == answers[wanted[2]] == Missing()
    assert client.counters["unpaywall"].errors == 0


def test_a_mail_address_that_is_refused_leaves_the_questions_unknown(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KDBIB_MAILTO", "me@example.com")
    wanted = [Question("doi", f"10.1109/{number}") for number in range(40)]
    with serve([OPEN]) as databases, client:
        monkeypatch.setenv("KDBIB_UNPAYWALL_URL", databases.url("unpaywall"))
        answers = ask(Unpaywall(), wanted, client, Answers(None))
        assert len(databases.log) < 10
    assert all(isinstance(answer, Failed) for answer in answers.values())
    assert "me@example.com" not in str(answers)


@pytest.mark.parametrize("fault", ["html", "shape", "truncated", "encoding", "403", "reset"])
def test_a_fault_leaves_the_questions_unknown(
    client: Client, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    question = Question("doi", OPEN["DOI"])
    with serve([OPEN]) as databases, client:
        monkeypatch.setenv("KDBIB_UNPAYWALL_URL", databases.url("unpaywall"))
        databases.fault("unpaywall", fault)
        assert isinstance(ask(Unpaywall(), [question], client, Answers(None))[question], Failed)


# --- recorded answers ----------------------------------------------------------------------------


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
@pytest.mark.parametrize(
    ("file", "doi", "address"),
    [
        (
            "doi_nature.json",
            "10.1038/nature12373",
            "https://www.nature.com/articles/nature12373.pdf",
        ),
        (
            "doi_oa.json",
            "10.1073/pnas.1414271111",
            "https://www.pnas.org/content/pnas/111/45/E4832.full.pdf",
        ),
    ],
)
def test_recorded_papers(file: str, doi: str, address: str) -> None:
    question = Question("doi", doi)
    assert pdf(Unpaywall().read((RECORDED / file).read_bytes(), [question])[question]) == address


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
def test_a_recorded_paper_that_is_closed() -> None:
    question = Question("doi", "10.1007/s40278-023-41815-2")
    body = (RECORDED / "doi_closed.json").read_bytes()
    assert Unpaywall().read(body, [question]) == {question: Missing()}


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
@pytest.mark.parametrize("file", ["search.json", "search_empty.json"])
def test_recorded_searches_are_no_papers(file: str) -> None:
    with pytest.raises(BadAnswer):
        read((RECORDED / file).read_bytes())
