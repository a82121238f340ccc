"""Crossref: addresses that it takes, lists as it sends them, and all of it on the local server."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.errors import BadAnswer, Forbidden
from kdbib.http.answers import Answers
from kdbib.http.client import Client
from kdbib.model import Work
from kdbib.resolve.ask import ask
from kdbib.resolve.base import TITLE, WORDS, Answer, Failed, Found, Missing, Question
from kdbib.resolve.crossref import Crossref
from tests.resolve.test_crossref_work import message
from tests.support.databases import serve
from tests.support.databases.crossref import Crossref as Database

# answers of the real API may not be passed on: whoever has some can say where
BESIDE = Path(__file__).parents[3] / "shared" / "fixtures"
RECORDED = Path(os.environ.get("KDBIB_RECORDED_ANSWERS", BESIDE)) / "crossref"
DOI = "10.1016/j.neucom.2020.07.048"
ARTICLE = Question("doi", DOI)
NOBODY = Question(TITLE, "A title that nobody has written yet")


@pytest.fixture(autouse=True)
def _nobody_in_particular(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("KDBIB_MAILTO", "CROSSREF_PLUS_TOKEN", "KDBIB_CROSSREF_URL"):
        monkeypatch.delenv(variable, raising=False)


def answer(*items: object) -> bytes:
    page = {"facets": {}, "total-results": len(items), "items": items, "items-per-page": 20}
    whole = {"status": "ok", "message-type": "work-list", "message-version": "1.0.0"}
    return msgspec.json.encode({**whole, "message": page})


def only(found: Answer) -> Work:
    assert isinstance(found, Found)
    (record,) = found.records
    return record.work


# --- asking --------------------------------------------------------------------------------------


Fetched = Callable[..., list[httpx.Request]]


@pytest.fixture
def fetched(tmp_path: Path) -> Fetched:
    """Fetches a batch from responses made up, and returns the requests."""

    def fetch(source: Crossref, *batch: Question, responses: list[int]) -> list[httpx.Request]:
        requests: list[httpx.Request] = []

        def handler(request: httpx.Request) -> httpx.Response:
            requests.append(request)
            status = responses[len(requests) - 1]
            body = {"content": answer(), "headers": {"content-type": "application/json"}}
            return httpx.Response(status, **(body if status == 200 else {}))  # type: ignore[arg-type]

        network = httpx.MockTransport(handler)
        with Client(state=tmp_path, network=network, sleep=lambda _: None) as client:
            source.fetch(client, batch)
        return requests

    return fetch


def test_dois_are_alternatives_of_one_filter(fetched: Fetched) -> None:
    (request,) = fetched(Crossref(), ARTICLE, Question("doi", "10.1023/A:100(7)"), responses=[200])
    assert str(request.url.copy_with(query=None)) == "https://api.crossref.org/works"
    params = request.url.params
    assert params["filter"] == f"doi:{DOI},doi:10.1023/a:100(7)"
    assert (params["rows"], "updated-by" in params["select"].split(",")) == ("2", True)


@pytest.mark.parametrize(
    ("kind", "query"),
    [
        (TITLE, "FitNets Hints for Thin Deep Nets Do not be afraid of them"),
        (WORDS, "FitNets Hints Thin Deep Nets afraid"),
    ],
)
def test_titles_are_asked_for_one_by_one(fetched: Fetched, kind: str, query: str) -> None:
    title = "FitNets: Hints for “Thin” Deep Nets – Do not be afraid of them!"
    (request,) = fetched(Crossref(), Question(kind, title), responses=[200])
    params = request.url.params
    assert (params["query.bibliographic"], params["rows"]) == (query, "12")
    types = params["filter"].split(",")
    assert "type:proceedings-article" in types
    assert "type:component" not in types
    two = [Question(kind, title), Question(kind, "Another title")]
    assert [len(batch) for batch in Crossref().batches(two)] == [1, 1]


def test_forty_dois_to_a_batch_and_none_that_cannot_be_asked() -> None:
    good = [Question("doi", f"10.1109/x.{number}") for number in range(90)]
    bad = [
        Question("doi", "10.1/x"),
        Question("doi", "10.48550/arXiv.1503.02531"),
        Question(TITLE, "?!"),
    ]
    alone = Question("doi", "10.1000/a,b")  # it would be two filters
    batches = Crossref().batches([alone, *good, *bad, good[0]])
    assert [len(batch) for batch in batches] == [40, 40, 10, 1]
    assert [question for batch in batches for question in batch] == [*good, alone]


@given(
    st.lists(
        st.one_of(
            st.builds(Question, st.sampled_from([TITLE, WORDS]), st.text(max_size=400)),
            st.builds(Question, st.just("doi"), st.text(max_size=200).map("10.1000/{}".format)),
        ),
        max_size=60,
    )
)
def test_no_address_is_longer_than_servers_take(questions: list[Question]) -> None:
    for batch in Crossref().batches(questions):
        seen: list[str] = []

        class Spy:
            def get(self, _: object, url: str, *, params: dict[str, str], **__: object) -> bytes:
                seen.append(str(httpx.URL(url, params=params)))  # noqa: B023
                return b""

        Crossref().fetch(Spy(), batch)  # type: ignore[arg-type]
        assert len(seen[0]) <= 4000


@pytest.mark.parametrize(
    ("mail", "token", "seconds"),
    [("", "", 1.1), ("me@kdbib.org", "", 0.38), ("nonsense", "", 1.1), ("", "t0ken", 0.05)],
)
def test_the_pace_is_that_of_the_pool(
    monkeypatch: pytest.MonkeyPatch, mail: str, token: str, seconds: float
) -> None:
    monkeypatch.setenv("KDBIB_MAILTO", mail)
    monkeypatch.setenv("CROSSREF_PLUS_TOKEN", token)
    source = Crossref()
    assert source.policy.spacing(with_key=source.has_key) == seconds


def test_a_token_that_is_not_accepted_is_reported_and_dropped(
    fetched: Fetched, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("CROSSREF_PLUS_TOKEN", " Bearer s3cret ")
    source = Crossref()
    requests = fetched(source, ARTICLE, responses=[401, 200])
    keys = [request.headers.get("crossref-plus-api-token") for request in requests]
    assert keys == ["Bearer s3cret", None]
    assert not source.has_key
    fetched(source, ARTICLE, responses=[200])
    assert len(caplog.records) == 1
    assert "s3cret" not in caplog.text


@pytest.mark.parametrize("token", ["a b", "schlüssel", "x\ny"])
def test_what_can_be_no_token_is_not_sent(
    fetched: Fetched, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, token: str
) -> None:
    monkeypatch.setenv("CROSSREF_PLUS_TOKEN", token)
    (request,) = fetched(Crossref(), ARTICLE, responses=[200])
    assert "crossref-plus-api-token" not in request.headers
    assert token not in caplog.text


def test_without_a_token_forbidden_is_forbidden(fetched: Fetched) -> None:
    with pytest.raises(Forbidden):
        fetched(Crossref(), ARTICLE, responses=[403])


# --- reading -------------------------------------------------------------------------------------


def test_records_come_in_any_order_and_unknown_dois_not_at_all() -> None:
    other, unknown = Question("doi", "10.1109/CVPR.2019.00409"), Question("doi", "10.1109/none")
    items = [message(DOI="10.1109/cvpr.2019.00409", title=["Nets"]), message()]
    answers = Crossref().read(answer(*items), [ARTICLE, other, unknown])
    assert only(answers[other]).title == "Nets"
    assert only(answers[ARTICLE]).DOI == DOI
    assert answers[unknown] == Missing()


def test_what_is_not_the_paper_is_not_there() -> None:
    items = [message(type="component"), message(DOI="10.1/2", title=[])]
    answers = Crossref().read(answer(*items), [ARTICLE, Question("doi", "10.1/2")])
    assert set(answers.values()) == {Missing()}


def test_a_record_of_another_shape_fails_alone() -> None:
    other = Question("doi", "10.1000/2")
    answers = Crossref().read(
        answer(message(author="x"), message(DOI="10.1000/2")), [ARTICLE, other]
    )
    assert isinstance(answers[ARTICLE], Failed)
    assert isinstance(answers[other], Found)


def test_bytes_that_are_no_text_fail_their_own_record() -> None:
    spoilt = answer(message(title=["Caf\u00e9"])).replace("é".encode(), b"\xe9")
    assert isinstance(Crossref().read(spoilt, [ARTICLE])[ARTICLE], Failed)


@pytest.mark.parametrize("item", [{}, [], 7, None, {"DOI": 7}])
def test_where_nobody_knows_whose_it_is_nothing_is_called_missing(item: object) -> None:
    other = Question("doi", "10.1000/2")
    answers = Crossref().read(answer(item, message()), [ARTICLE, other])
    assert isinstance(answers[ARTICLE], Found)
    assert isinstance(answers[other], Failed)
    assert isinstance(Crossref().read(answer(item), [NOBODY])[NOBODY], Failed)


def test_a_title_gets_the_records_that_are_like_it_and_no_copies() -> None:
    asked = Question(TITLE, "Attention is all you need")
    copies = [
        message(DOI=f"10.65215/{n}", type="posted-content", title=["Attention Is All You Need"])
        for n in range(7)
    ]
    other = message(DOI="10.18653/v1/n18-2074", title=["Self-Attention with Relative Positions"])
    assert Crossref().read(answer(*copies, other), [asked]) == {asked: Missing()}
    real = message(DOI="10.1000/real", title=["Attention is All you Need"])
    found = Crossref().read(answer(*copies, other, real), [asked])[asked]
    assert only(found).DOI == "10.1000/real"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"Resource not found.",
        b"<html></html>",
        b"null",
        b"[]",
        b'{"status": "ok", "message": "ok"}',
        b'{"status": "failed", "message-type": "validation-failure", "message": []}',
        answer(message())[:-9],
        b"[" * 9000,
    ],
)
def test_what_is_no_list_is_a_bad_answer(body: bytes) -> None:
    for question in (ARTICLE, NOBODY):
        with pytest.raises(BadAnswer):
            Crossref().read(body, [question])


@given(st.binary(max_size=60), st.integers(0, 900))
def test_no_bytes_make_reading_crash(noise: bytes, place: int) -> None:
    whole = answer(message())
    for question in (ARTICLE, NOBODY):
        try:
            answers = Crossref().read(whole[:place] + noise + whole[place:], [question])
        except BadAnswer:
            continue
        assert set(answers) == {question}


# --- the local server ----------------------------------------------------------------------------

SPRINGER: dict[str, Any] = {
    "type": "paper-conference",
    "title": "Residual Feature Distillation Network",
    "author": [{"family": "Liu", "given": "Jie"}],
    "issued": [2020],
    "container-title": "Computer Vision – ECCV 2020 Workshops",
    "container-title-short": "ECCV",
    "page": "41-55",
    "DOI": "10.1007/978-3-030-67070-2_2",
}
ARTICLES: list[dict[str, Any]] = [
    {
        "type": "article-journal",
        "title": f"Distillation of Kind {number}: What the Teacher Knows",
        "author": [{"family": "Hu", "given": "Zhen"}],
        "issued": [2021],
        "container-title": "Pattern Recognition",
        "DOI": f"10.1016/J.PR.{number}",
    }
    for number in range(60)
]
Asked = Callable[..., dict[Question, Answer]]


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    def asked_(source: Crossref, *questions: Question) -> dict[Question, Answer]:
        with Client(state=tmp_path / "state", sleep=lambda _: None) as client:
            return ask(source, questions, client, Answers(tmp_path / "cache"))

    return asked_


def test_from_end_to_end(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KDBIB_MAILTO", "me@kdbib.org")
    questions = [Question("doi", each["DOI"]) for each in [SPRINGER, *ARTICLES]]
    questions.append(Question("doi", "10.1016/j.pr.none"))
    title = Question(TITLE, "Residual feature distillation network")
    with serve([SPRINGER, *ARTICLES], Database(copies=7)) as databases:
        monkeypatch.setenv("KDBIB_CROSSREF_URL", databases.url("crossref"))
        answers = asked(Crossref(), *questions, title, NOBODY)
        assert [request.items for request in databases.log.of("crossref")] == [40, 22, 1, 1]
        assert {request.status for request in databases.log} == {200}
        assert asked(Crossref(), *questions, title, NOBODY) == answers
        assert len(databases.log) == 4
    works = [only(answers[question]) for question in questions[:-1]]
    assert (works[0].type, works[0].container_title) == (
        "paper-conference",
        SPRINGER["container-title"],
    )
    assert [work.title for work in works] == [each["title"] for each in [SPRINGER, *ARTICLES]]
    assert {work.year for work in works[1:]} == {2021}
    assert answers[questions[-1]] == answers[NOBODY] == Missing()
    assert answers[title] == answers[questions[0]]


def test_a_refused_token_costs_one_request(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("CROSSREF_PLUS_TOKEN", "an-old-token")
    question = Question("doi", SPRINGER["DOI"])
    with serve([SPRINGER]) as databases:
        monkeypatch.setenv("KDBIB_CROSSREF_URL", databases.url("crossref"))
        assert isinstance(asked(Crossref(), question)[question], Found)
        assert [request.status for request in databases.log] == [401, 200]


def test_the_documented_limits_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KDBIB_MAILTO", "me@kdbib.org")
    titles = [Question(TITLE, f"Distillation of Kind {number}") for number in range(5)]
    with serve(ARTICLES, limits="real") as databases, Client(state=tmp_path) as client:
        monkeypatch.setenv("KDBIB_CROSSREF_URL", databases.url("crossref"))
        ask(Crossref(), titles, client, Answers(None))
        assert [request.status for request in databases.log] == [200] * 5


@pytest.mark.parametrize("fault", ["html", "shape", "truncated", "encoding", "403", "404", "reset"])
def test_a_fault_leaves_the_questions_unknown(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    question = Question("doi", SPRINGER["DOI"])
    with serve([SPRINGER]) as databases:
        monkeypatch.setenv("KDBIB_CROSSREF_URL", databases.url("crossref"))
        databases.fault("crossref", fault)
        assert isinstance(asked(Crossref(), question)[question], Failed)
        databases.heal()
        assert isinstance(asked(Crossref(), question)[question], Found)


# --- recorded answers ----------------------------------------------------------------------------


def recorded(file: str, question: Question) -> Answer:
    """What a recorded answer says; that to a single look-up as if it were in a list."""
    body = (RECORDED / file).read_bytes()
    told: dict[str, Any] = msgspec.json.decode(body)
    if "items" not in told.get("message", {}):
        body = answer(told.get("message", told))
    return Crossref().read(body, [question])[question]


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
@pytest.mark.parametrize(
    ("file", "doi", "check"),
    [
        (
            "work_proceedings_ieee.json",
            "10.1109/icdcsw.2003.1203662",
            lambda work: work.issued == (2003,) and work.page == "877-882",
        ),
        (
            "papis_3_conference.json",
            "10.1145/3184558.3186235",
            lambda work: work.container_title_short == "WWW" and work.year == 2018,
        ),
        (
            "papis_4_multiple_isbn.json",
            "10.1007/978-3-0348-8720-5_13",
            lambda work: work.type == "chapter" and work.publisher == "Birkhäuser Basel",
        ),
        (
            "papis_5_aps_article_number.json",
            "10.1103/PhysRevA.106.022212",
            lambda work: work.page == "022212" and work.container_title_short == "Phys. Rev. A",
        ),
        (
            "work_no_author.json",
            "10.1007/s40278-023-41815-2",
            lambda work: work.author == () and work.page == "145" and ": Fever" in work.title,
        ),
        (
            "work_posted_content.json",
            "10.1101/2024.04.01.587366",
            lambda work: work.type == "article" and work.issued == (2024, 4, 1),
        ),
        (
            "work_plos.json",
            "10.1371/journal.pone.0033693",
            lambda work: work.status is None and work.issued == (2012, 3, 21),
        ),
        (
            "work_journal_relation.json",
            "10.1038/s42256-024-00832-8",
            lambda work: work.author[0].last == "M. Bran" and work.volume == "6",
        ),
        ("work_ijo.json", "10.3892/ijo_00000353", lambda work: work.author[0].given is None),
        ("papis_1_multiple_authors.json", "10.1103/physrevb.89.140501", lambda work: work.title),
        ("papis_2_abstract.json", "10.32396/usurj.v1i1.55", lambda work: work.volume == "1"),
    ],
)
def test_recorded_records(file: str, doi: str, check: Callable[[Work], bool]) -> None:
    assert check(only(recorded(file, Question("doi", doi))))


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
@pytest.mark.parametrize(
    ("file", "title"),
    [
        ("query_attention_wrong_hit.json", "Attention Is All You Need"),
        ("query_title.json", "PaperQA: Retrieval-Augmented Generative Agent for Research"),
        ("query_wrong_author.json", "Augmenting large language models with chemistry tools"),
        ("query_empty.json", "Anything"),
    ],
)
def test_the_nearest_title_is_not_the_paper(file: str, title: str) -> None:
    assert recorded(file, Question(TITLE, title)) == Missing()


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
def test_a_recorded_search() -> None:
    asked_ = Question(TITLE, "Face Attention Tracker: a self-attention mechanism")
    work = only(recorded("search_fastpaper.json", asked_))
    assert (work.volume, work.issue, work.page, work.year) == ("3", "4", "42911", 2021)


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
@pytest.mark.parametrize("file", ["error_400.json", "error_400_sample.json", "work_404.txt"])
def test_recorded_errors_are_no_answers(file: str) -> None:
    with pytest.raises(BadAnswer):
        Crossref().read((RECORDED / file).read_bytes(), [ARTICLE])
