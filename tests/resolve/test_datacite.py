"""DataCite: lists as it sends them, arXiv's records among them, and the local server."""

import os
from collections.abc import Callable
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
from kdbib.model import Identifier, Name, Record, Scheme, Work
from kdbib.resolve.ask import ask
from kdbib.resolve.base import Answer, Failed, Found, Missing, Question
from kdbib.resolve.datacite import DataCite
from tests.support.databases import serve

# answers of the real API may not be passed on: whoever has some can say where
BESIDE = Path(__file__).parents[3] / "shared" / "fixtures"
RECORDED = Path(os.environ.get("KDBIB_RECORDED_ANSWERS", BESIDE)) / "datacite"
HINTON = Question("arxiv", "1503.02531")
REPORT = Question("doi", "10.5281/ZENODO.1234")


@pytest.fixture(autouse=True)
def _nobody_in_particular(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("KDBIB_MAILTO", "KDBIB_DATACITE_URL"):
        monkeypatch.delenv(variable, raising=False)


def of_arxiv(**changes: Any) -> dict[str, Any]:
    """What arXiv deposits for a paper."""
    return {
        "doi": "10.48550/arxiv.1503.02531",
        "creators": [
            {"name": "Hinton, Geoffrey", "nameType": "Personal", "affiliation": []},
            {
                "name": "Vinyals, Oriol",
                "nameType": "Personal",
                "givenName": "Oriol",
                "familyName": "Vinyals",
            },
            {"name": "The Collaboration, ATLAS", "nameType": "Organizational"},
        ],
        "titles": [{"title": "Distilling the Knowledge\n  in a Neural Network"}],
        "publisher": "arXiv",
        "container": {},
        "publicationYear": 2015,
        "subjects": [
            {"subject": "Machine Learning (stat.ML)", "subjectScheme": "arXiv"},
            {"subject": "Machine Learning (cs.LG)", "subjectScheme": "arXiv"},
            {"subject": "FOS: Computer and information sciences", "subjectScheme": "FOS"},
        ],
        "dates": [
            {"date": "2015-11-01T12:00:00Z", "dateType": "Submitted", "dateInformation": "v2"},
            {"date": "2015-03-09T15:44:49Z", "dateType": "Submitted", "dateInformation": "v1"},
            {"date": "2015-03", "dateType": "Available", "dateInformation": "v1"},
            {"date": "2015", "dateType": "Issued"},
        ],
        "types": {"bibtex": "misc", "citeproc": "article", "resourceTypeGeneral": "Preprint"},
        "relatedIdentifiers": [
            {"relationType": "IsVersionOf", "relatedIdentifier": "10.1214/10-aoas397"}
        ],
        "descriptions": [
            {"description": "A very simple way.", "descriptionType": "Abstract"},
            {"description": "NIPS 2014 Deep\n Learning Workshop", "descriptionType": "Other"},
        ],
        **changes,
    }


def deposit(**changes: Any) -> dict[str, Any]:
    """What a repository deposits."""
    return {
        "doi": "10.5281/zenodo.1234",
        "creators": [{"name": "Hu, Zhen"}],
        "titles": [
            {"title": "Alternative", "titleType": "AlternativeTitle"},
            {"title": "Distillation"},
            {"title": "A Report", "titleType": "Subtitle"},
        ],
        "publisher": {"name": "Zenodo"},
        "container": {
            "title": "Reports of Nets",
            "volume": "3",
            "issue": "2",
            "firstPage": "1",
            "lastPage": "9",
        },
        "publicationYear": "2020",
        "dates": [{"date": "2020-05-06", "dateType": "Issued"}],
        "types": {"bibtex": "techreport", "resourceTypeGeneral": "Report"},
        "relatedIdentifiers": [],
        "descriptions": [{"description": "It was withdrawn by us", "descriptionType": "Other"}],
        **changes,
    }


def answer(*attributes: dict[str, Any]) -> bytes:
    data = [{"id": each["doi"], "type": "dois", "attributes": each} for each in attributes]
    return msgspec.json.encode({"data": data, "meta": {"total": len(data)}})


def only(found: Answer) -> Record:
    assert isinstance(found, Found)
    (record,) = found.records
    return record


def work(attributes: dict[str, Any]) -> Work:
    question = HINTON if "arxiv" in attributes["doi"] else REPORT
    return only(DataCite().read(answer(attributes), [question])[question]).work


# --- asking --------------------------------------------------------------------------------------


def test_ids_are_asked_for_in_one_list(tmp_path: Path) -> None:
    requests: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json={"data": []})

    old = Question("arxiv", "math.GT/0309136")
    with Client(state=tmp_path, network=httpx.MockTransport(handler)) as client:
        DataCite().fetch(client, [HINTON, old])
    params = requests[0].url.params
    assert requests[0].url.path == "/dois"
    assert params["ids"] == "10.48550/arxiv.1503.02531,10.48550/arxiv.math/0309136"
    assert params["page[size]"] == "2"
    assert "xml" not in params["fields[dois]"]


def test_fifty_to_a_batch_of_one_kind_and_none_that_cannot_be_asked() -> None:
    arxiv = [Question("arxiv", f"2001.{number:05d}") for number in range(60)]
    dois = [Question("doi", f"10.5281/zenodo.{number}") for number in range(60)]
    bad = [Question("arxiv", "2014.10510"), Question("doi", "x")]
    alone = Question("doi", "10.5281/a,b")  # it would be two
    batches = DataCite().batches([alone, *arxiv, *dois, *bad])
    assert [len(batch) for batch in batches] == [50, 10, 50, 10, 1]
    assert {question for batch in batches for question in batch} == {*arxiv, *dois, alone}


@pytest.mark.parametrize(("mail", "seconds"), [("", 0.61), ("me@kdbib.org", 0.31)])
def test_a_mail_address_doubles_the_pace(
    monkeypatch: pytest.MonkeyPatch, mail: str, seconds: float
) -> None:
    monkeypatch.setenv("KDBIB_MAILTO", mail)
    assert DataCite().policy.interval == seconds


# --- reading -------------------------------------------------------------------------------------


def test_arxivs_own_record() -> None:
    found = only(DataCite().read(answer(of_arxiv()), [HINTON])[HINTON])
    assert found == Record(
        Work(
            type="article",
            title="Distilling the Knowledge in a Neural Network",
            author=(
                Name("Hinton", "Geoffrey"),
                Name("Vinyals", "Oriol"),
                Name(literal="The Collaboration, ATLAS"),
            ),
            issued=(2015, 3, 9),
            container_title="arXiv",
            DOI="10.1214/10-aoas397",
            URL="https://arxiv.org/abs/1503.02531",
            identifiers=(Identifier(Scheme.ARXIV, "1503.02531"),),
            arxiv_category="stat.ML",
            pdf_url="https://arxiv.org/pdf/1503.02531",
        ),
        source="datacite",
        origins=("comment: NIPS 2014 Deep Learning Workshop", "IsVersionOf: 10.1214/10-aoas397"),
    )


def test_a_report() -> None:
    found = only(DataCite().read(answer(deposit()), [REPORT])[REPORT])
    assert found == Record(
        Work(
            type="report",
            title="Distillation: A Report",
            author=(Name("Hu", "Zhen"),),
            issued=(2020, 5, 6),
            container_title="Reports of Nets",
            volume="3",
            issue="2",
            page="1-9",
            publisher="Zenodo",
            DOI="10.5281/zenodo.1234",
        ),
        source="datacite",
    )


@pytest.mark.parametrize(
    ("types", "container", "csl"),
    [
        ({"resourceTypeGeneral": "JournalArticle"}, {"title": "J. of Nets"}, "article-journal"),
        # a copy in a repository is no publication
        ({"resourceTypeGeneral": "JournalArticle"}, {}, "article"),
        ({"resourceTypeGeneral": "Text", "bibtex": "article"}, None, "article"),
        ({"resourceTypeGeneral": "Text", "bibtex": "phdthesis"}, None, "thesis"),
        ({"resourceTypeGeneral": "Software"}, None, "software"),
        ({}, None, "article"),
        (None, "x", "article"),
    ],
)
def test_types(types: Any, container: Any, csl: str) -> None:
    assert work(deposit(types=types, container=container)).type == csl


@pytest.mark.parametrize(
    ("changes", "issued"),
    [
        ({"dates": []}, (2015,)),
        ({"dates": [{"date": "2019-01-01", "dateType": "Issued"}]}, (2015,)),
        ({"dates": [{"date": "2015-13", "dateType": "Issued"}]}, (2015,)),
        ({"dates": None, "publicationYear": None}, ()),
        ({"dates": None, "publicationYear": 99999}, ()),
        ({"dates": [{"date": None}], "publicationYear": "2015-03"}, (2015, 3)),
    ],
)
def test_dates(changes: dict[str, Any], issued: tuple[int, ...]) -> None:
    assert work(of_arxiv(**changes)).issued == issued


def test_withdrawn_papers_say_so_in_the_comment() -> None:
    said = [{"description": "This paper has been withdrawn", "descriptionType": "Other"}]
    assert work(of_arxiv(descriptions=said)).status == "withdrawn"
    assert work(of_arxiv(descriptions=None)).status is None
    assert work(deposit()).status is None


@pytest.mark.parametrize("general", ["Audiovisual", "Image", "PeerReview"])
def test_what_is_no_paper_is_not_there(general: str) -> None:
    known = DataCite().read(answer(deposit(types={"resourceTypeGeneral": general})), [REPORT])
    assert known == {REPORT: Missing()}


def test_data_asked_for_by_their_doi_are_a_work() -> None:
    known = DataCite().read(answer(deposit(types={"resourceTypeGeneral": "Dataset"})), [REPORT])
    found = only(known[REPORT]).work
    assert (found.type, found.DOI) == ("dataset", "10.5281/zenodo.1234")


def test_records_come_in_any_order_and_unknown_dois_not_at_all() -> None:
    unknown = Question("arxiv", "2001.99999")
    answers = DataCite().read(answer(deposit(), of_arxiv()), [HINTON, REPORT, unknown])
    assert only(answers[HINTON]).work.identifier("arxiv") == "1503.02531"
    assert only(answers[REPORT]).work.DOI == "10.5281/zenodo.1234"
    assert answers[unknown] == Missing()


def test_a_record_of_another_shape_fails_alone() -> None:
    answers = DataCite().read(answer(deposit(creators="x"), of_arxiv()), [HINTON, REPORT])
    assert isinstance(answers[HINTON], Found)
    assert isinstance(answers[REPORT], Failed)
    answers = DataCite().read(b'{"data": [7]}', [HINTON])
    assert isinstance(answers[HINTON], Failed)


def test_strangers_control_neither_lines_nor_lengths() -> None:
    found = work(
        deposit(
            titles=[{"title": "A\u202e" + "b" * 5000}],
            creators=[{"name": "x" * 900}, {"name": ","}, {"name": "Evil\u0085, Name"}, {}],
            container={"title": "C\r\nX", "volume": 3, "firstPage": ["1"]},
            publisher=["x"],
        )
    )
    assert (len(found.title), found.container_title) == (1000, "C X")
    assert (found.volume, found.page, found.publisher) == (None, None, None)
    assert [len(name.last) for name in found.author] == [200, 4]


@pytest.mark.parametrize(
    "body", [b"", b"<html></html>", b"[]", b'{"data": {"id": "x"}}', b'{"errors": []}', b"[" * 9000]
)
def test_what_is_no_list_is_a_bad_answer(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        DataCite().read(body, [HINTON])


@given(st.binary(max_size=60), st.integers(0, 1200))
def test_no_bytes_make_reading_crash(noise: bytes, place: int) -> None:
    whole = answer(of_arxiv())
    try:
        answers = DataCite().read(whole[:place] + noise + whole[place:], [HINTON])
    except BadAnswer:
        return
    assert set(answers) == {HINTON}


# --- the local server ----------------------------------------------------------------------------

PREPRINTS: list[dict[str, Any]] = [
    {
        "type": "article",
        "title": f"Distillation of Kind {number}",
        "author": [{"family": "Hu" + "u" * (number % 3), "given": "Zhen"}],
        "issued": [2020],
        "container-title": "arXiv",
        "identifiers": {"arxiv": f"2001.{number:05d}"},
    }
    for number in range(1, 71)
]
STORED: dict[str, Any] = {
    "type": "article",
    "title": "A Manuscript in a Repository",
    "author": [{"literal": "The Distillers"}],
    "issued": [2020],
    "DOI": "10.5281/zenodo.77",
}


def test_from_end_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [Question("arxiv", each["identifiers"]["arxiv"]) for each in PREPRINTS]
    others = [Question("doi", "10.5281/zenodo.77"), Question("doi", "10.5281/zenodo.none")]
    with serve([*PREPRINTS, STORED]) as databases:
        monkeypatch.setenv("KDBIB_DATACITE_URL", databases.url("datacite"))
        with Client(state=tmp_path / "state", sleep=lambda _: None) as client:
            answers = ask(DataCite(), [*ids, *others], client, Answers(tmp_path))
            assert ask(DataCite(), [*ids, *others], client, Answers(tmp_path)) == answers
        assert [request.items for request in databases.log] == [50, 20, 2]
    works = [only(answers[question]).work for question in ids]
    assert [work.title for work in works] == [each["title"] for each in PREPRINTS]
    assert {(work.type, work.author[0].given, work.year) for work in works} == {
        ("article", "Zhen", 2020)
    }
    assert only(answers[others[0]]).work.author == (Name(literal="The Distillers"),)
    assert answers[others[1]] == Missing()


@pytest.mark.parametrize("fault", ["html", "shape", "truncated", "encoding", "404", "reset"])
def test_a_fault_leaves_the_questions_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    question = Question("arxiv", "2001.00001")
    with serve(PREPRINTS) as databases:
        monkeypatch.setenv("KDBIB_DATACITE_URL", databases.url("datacite"))
        databases.fault("datacite", fault)
        with Client(state=tmp_path / "state", sleep=lambda _: None) as client:
            answers = ask(DataCite(), [question], client, Answers(tmp_path))
    assert isinstance(answers[question], Failed)


# --- recorded answers ----------------------------------------------------------------------------


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
@pytest.mark.parametrize(
    ("doi", "check"),
    [
        ("10.5281/zenodo.3596961", lambda found: only(found).work.type == "software"),
        (
            "10.5281/zenodo.3520062",
            lambda found: (
                only(found).work.type == "book"
                and only(found).work.author == (Name("Burdyka", "Konrad"),)
                and only(found).work.issued == (2019, 10, 31)
            ),
        ),
        ("10.15468/dl.msish2", lambda found: only(found).work.type == "dataset"),
        ("10.17605/osf.io/vr6nb", lambda found: not only(found).work.published),
        ("10.5281/zenodo.none", lambda found: found == Missing()),
    ],
)
def test_a_recorded_list(doi: str, check: Callable[[Answer], bool]) -> None:
    question = Question("doi", doi)
    body = (RECORDED / "dois_page.json").read_bytes()
    assert check(DataCite().read(body, [question])[question])


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
@pytest.mark.parametrize("file", ["doi_404.json", "cn_404.txt", "citeproc_zenodo.json"])
def test_recorded_errors_and_other_formats_are_no_answers(file: str) -> None:
    with pytest.raises(BadAnswer):
        DataCite().read((RECORDED / file).read_bytes(), [REPORT])
