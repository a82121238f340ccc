"""Semantic Scholar: batches by id, searches by title, papers as it describes them."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.errors import BadAnswer, Forbidden, SourceError
from kdbib.http.client import Client
from kdbib.model import Identifier, Name, Record, Scheme, Work
from kdbib.resolve.base import TITLE, WORDS, Answer, Failed, Found, Missing, Question
from kdbib.resolve.semantic_scholar import SemanticScholar
from kdbib.resolve.titles import Crowded
from tests.support.databases import serve

# answers of the real API may not be passed on: whoever has some can say where
BESIDE = Path(__file__).parents[3] / "shared" / "fixtures"
RECORDED = Path(os.environ.get("KDBIB_RECORDED_ANSWERS", BESIDE)) / "semanticscholar"
SHA = "0123456789abcdef0123456789abcdef01234567"
BASE = "https://api.semanticscholar.org/graph/v1"


def paper(**changes: Any) -> dict[str, Any]:
    """A conference paper of the shape that the API sends."""
    return {
        "paperId": SHA,
        "externalIds": {
            "ArXiv": "1904.05068",
            "DBLP": "conf/cvpr/ParkKLC19",
            "DOI": "10.1109/CVPR.2019.00409",
            "MAG": "2958360136",
            "CorpusId": 131765296,
        },
        "title": "Relational Knowledge Distillation",
        "venue": "Computer Vision and Pattern Recognition",
        "year": 2019,
        "publicationDate": "2019-04-10",
        "publicationVenue": {
            "id": "768b87bb",
            "name": "Computer Vision and Pattern Recognition",
            "type": "conference",
            "alternate_names": ["Comput Vis Pattern Recognit", "CVPR"],
            "url": "https://en.wikipedia.org/wiki/CVPR",
        },
        "journal": {"name": "2019 IEEE/CVF Conference (CVPR)", "pages": "3962 - 3971"},
        "publicationTypes": ["JournalArticle", "Conference"],
        "openAccessPdf": {"url": "https://arxiv.org/pdf/1904.05068", "status": "GREEN"},
        "authors": [{"authorId": "1", "name": "Wonpyo Park"}, {"authorId": None, "name": "M. Cho"}],
        **changes,
    }


def read(*papers: object) -> list[Answer]:
    batch = [Question("pmid", str(number + 1)) for number in range(len(papers))]
    return list(SemanticScholar().read(json.dumps(papers).encode(), batch).values())


def work(**changes: Any) -> Work:
    (answer,) = read(paper(**changes))
    assert isinstance(answer, Found)
    return answer.records[0].work


# --- papers --------------------------------------------------------------------------------------


def test_a_conference_paper() -> None:
    assert read(paper()) == [
        Found(
            (
                Record(
                    Work(
                        type="paper-conference",
                        title="Relational Knowledge Distillation",
                        author=(Name("Park", "Wonpyo"), Name("Cho", "M.")),
                        issued=(2019, 4, 10),
                        container_title="Computer Vision and Pattern Recognition",
                        container_title_short="CVPR",
                        page="3962-3971",
                        DOI="10.1109/CVPR.2019.00409",
                        identifiers=(
                            Identifier(Scheme.ARXIV, "1904.05068"),
                            Identifier(Scheme.DBLP, "conf/cvpr/ParkKLC19"),
                            Identifier(Scheme.S2, SHA),
                        ),
                        pdf_url="https://arxiv.org/pdf/1904.05068",
                    ),
                    source="semantic_scholar",
                    origins=("year: first version",),
                ),
            )
        )
    ]


def test_a_preprint_is_no_journal_article() -> None:
    preprint = work(
        externalIds={
            "ArXiv": "2312.07559",
            "DBLP": "journals/corr/abs-2312-07559",
            "DOI": "10.48550/arXiv.2312.07559",
        },
        venue="arXiv.org",
        publicationVenue={"name": "arXiv.org", "alternate_names": ["ArXiv"]},
        journal={"name": "ArXiv", "volume": "abs/2312.07559"},
        publicationTypes=["JournalArticle"],
    )
    assert (preprint.type, preprint.container_title) == ("article", "arXiv")
    assert (preprint.DOI, preprint.volume) == (None, None)
    assert [str(found) for found in preprint.identifiers] == ["arxiv:2312.07559", f"s2:{SHA}"]


def test_a_journal_article() -> None:
    article = work(
        externalIds={"DOI": "10.1023/A:1", "PubMed": "11330823"},
        venue="Neurocomputing",
        publicationVenue=None,
        journal={"name": "Neurocomputing", "volume": "218", "pages": "1–11"},
        publicationTypes=None,
    )
    assert (article.type, article.container_title) == ("article-journal", "Neurocomputing")
    assert (article.volume, article.page, article.container_title_short) == ("218", "1-11", None)
    assert article.identifier("pmid") == "11330823"


@pytest.mark.parametrize(
    ("changes", "type_"),
    [
        ({"venue": "", "publicationVenue": None, "journal": None}, "article"),
        ({"externalIds": {"DOI": "10.2139/ssrn.288970"}}, "article"),
        ({"externalIds": {"DBLP": "journals/ijcv/GouYMT21"}}, "article-journal"),
        (
            {"externalIds": {}, "publicationVenue": {"type": "journal", "name": "X"}},
            "article-journal",
        ),
        (
            {
                "externalIds": None,
                "publicationVenue": None,
                "venue": "Workshop on X",
                "journal": None,
            },
            "paper-conference",
        ),
        (
            {
                "externalIds": {},
                "publicationVenue": None,
                "venue": "Some Place",
                "journal": {"name": "", "volume": ""},
                "publicationTypes": ["BookSection"],
            },
            "chapter",
        ),
        ({"venue": "bioRxiv", "publicationVenue": None, "journal": {"name": "bioRxiv"}}, "article"),
    ],
)
def test_the_type_follows_from_where_it_was_published(changes: dict[str, Any], type_: str) -> None:
    assert work(**changes).type == type_


@pytest.mark.parametrize(
    ("year", "date", "issued"),
    [
        (2019, None, (2019,)),
        (2019, "2019-04-31x", (2019,)),
        (2019, "2018-04-10", (2019,)),
        (None, "2018-04-10", (2018, 4, 10)),
        (0, None, ()),
        (None, None, ()),
    ],
)
def test_dates(year: int | None, date: str | None, issued: tuple[int, ...]) -> None:
    assert work(year=year, publicationDate=date).issued == issued


@pytest.mark.parametrize(
    "url",
    ["", None, "javascript:alert(1)", "file:///etc/passwd", "https://x.org/a\nb", "http://[", "/x"],
)
def test_only_web_addresses_of_pdfs(url: str | None) -> None:
    assert work(openAccessPdf={"url": url}).pdf_url is None
    assert work(openAccessPdf=None).pdf_url is None


def test_the_year_of_what_has_no_preprint_is_its_own() -> None:
    (answer,) = read(paper(externalIds={"DOI": "10.1109/CVPR.2019.00409"}))
    assert isinstance(answer, Found)
    assert answer.records[0].origins == ()


# --- batches by id -------------------------------------------------------------------------------


def test_the_order_is_that_of_the_ids_and_null_is_missing() -> None:
    first, unknown, strange, again = read(paper(), None, paper(year="soon"), paper())
    assert first == again
    assert isinstance(first, Found)
    assert unknown == Missing()
    assert isinstance(strange, Failed)


def test_where_no_id_is_known_all_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = [Question("doi", f"10.1109/none.{number}") for number in range(9)]
    with serve([]) as databases, Client(state=tmp_path, sleep=lambda _: None) as client:
        monkeypatch.setenv("KDBIB_SEMANTIC_SCHOLAR_URL", databases.url("semantic_scholar"))
        source = SemanticScholar()
        answers = source.read(source.fetch(client, unknown), unknown)
        assert answers == dict.fromkeys(unknown, Missing())
        assert [request.items for request in databases.log] == [9]


@pytest.mark.parametrize("item", [{}, [], 7, {"title": None}, {"title": " "}, paper(authors="x")])
def test_a_paper_of_another_shape_fails_alone(item: object) -> None:
    good, bad = read(paper(), item)
    assert isinstance(good, Found)
    assert isinstance(bad, Failed)


@pytest.mark.parametrize(
    "answer", [b"", b"{}", b'{"error": "x"}', b"[null, null]", b"[nul", b"[" * 9999]
)
def test_a_body_of_another_shape_is_a_bad_answer(answer: bytes) -> None:
    with pytest.raises(BadAnswer):
        SemanticScholar().read(answer, [Question("doi", "10.1/x")])


# --- searches by title ---------------------------------------------------------------------------


def page(*papers: object, token: str | None = None) -> dict[str, Any]:
    return {"total": len(papers), "token": token, "data": list(papers)}


RELATIONAL = Question(TITLE, "Relational knowledge distillation.")
NOBODY = Question(TITLE, "A title that nobody has written yet")


def test_a_search_answers_each_title_with_what_is_like_it() -> None:
    body = json.dumps(page(paper(title="Something else entirely"), paper(), {"title": None}))
    answers = SemanticScholar().read(body.encode(), [RELATIONAL, NOBODY])
    assert answers[RELATIONAL] == read(paper())[0]
    assert answers[NOBODY] == Missing()


@pytest.mark.parametrize(
    "body", [b'{"total": 0, "offset": 0}', b'{"total":0,"token":null,"data":[]}']
)
def test_a_search_that_finds_nothing(body: bytes) -> None:
    assert SemanticScholar().read(body, [NOBODY]) == {NOBODY: Missing()}


def test_what_may_have_been_among_the_rest_is_not_missing() -> None:
    pages = json.dumps([page(paper(), token="A"), page(token="B")]).encode()
    answers = SemanticScholar().read(pages, [RELATIONAL, NOBODY])
    assert isinstance(answers[RELATIONAL], Found)
    assert isinstance(answers[NOBODY], Crowded)
    strange = json.dumps(page({"title": 7})).encode()
    assert isinstance(SemanticScholar().read(strange, [NOBODY])[NOBODY], Failed)


@pytest.mark.parametrize(
    "body", [b"", b'{"error": "x"}', b'{"data": []}', b"[1]", b"null", b"[" * 9999]
)
def test_what_is_no_search_result_is_a_bad_answer(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        SemanticScholar().read(body, [NOBODY])


# --- asking --------------------------------------------------------------------------------------


@pytest.fixture
def fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[bytes, list[httpx.Request]]]:
    for name in ("S2_API_KEY", "SEMANTIC_SCHOLAR_API_KEY", "KDBIB_SEMANTIC_SCHOLAR_URL"):
        monkeypatch.delenv(name, raising=False)

    def fetch(
        source: SemanticScholar, *questions: Question, responses: list[httpx.Response]
    ) -> tuple[bytes, list[httpx.Request]]:
        requests: list[httpx.Request] = []
        left = iter(responses)

        def handler(request: httpx.Request) -> httpx.Response:
            requests.append(request)
            return next(left)

        network = httpx.MockTransport(handler)
        with Client(state=tmp_path, network=network, sleep=lambda _: None) as client:
            return source.fetch(client, questions), requests

    return fetch


Fetched = Callable[..., tuple[bytes, list[httpx.Request]]]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (Question("arxiv", "1503.02531"), "ARXIV:1503.02531"),
        (Question("doi", "10.1/x"), "DOI:10.1/x"),
        (Question("acl", "P18-1001"), "ACL:P18-1001"),
        (Question("pmid", "123"), "PMID:123"),
        (Question("s2", SHA), SHA),
        (Question("s2", "CorpusId:12"), "CorpusId:12"),
    ],
)
def test_ids_go_into_the_body_of_a_post(fetched: Fetched, question: Question, asked: str) -> None:
    body, (request,) = fetched(
        SemanticScholar(), question, responses=[httpx.Response(200, json=[None])]
    )
    assert body == b"[null]"
    assert (request.method, json.loads(request.content)) == ("POST", {"ids": [asked]})
    assert str(request.url.copy_with(query=None)) == f"{BASE}/paper/batch"
    assert request.url.params["fields"] == (
        "title,authors,year,publicationDate,venue,publicationVenue,journal,publicationTypes,"
        "externalIds,openAccessPdf"
    )
    assert "x-api-key" not in request.headers


@pytest.mark.parametrize(
    ("kind", "query"),
    [
        (TITLE, '"Self Distillation Born Again Networks" | "A B testing 2"'),
        (WORDS, '(Self + Distillation + Born + Again) | "A B testing 2"'),
    ],
)
def test_titles_go_into_one_search(fetched: Fetched, kind: str, query: str) -> None:
    titles = ('"Self-Distillation": (Born Again) Networks', "A|B testing ~2*")
    _, (request,) = fetched(
        SemanticScholar(),
        *(Question(kind, title) for title in titles),
        responses=[httpx.Response(200, json=page())],
    )
    assert str(request.url.copy_with(query=None)) == f"{BASE}/paper/search/bulk"
    assert request.url.params["query"] == query


def test_further_pages_are_followed_three_at_most(fetched: Fetched) -> None:
    pages = [page(paper(), token=token) for token in "ABCD"]
    body, requests = fetched(
        SemanticScholar(),
        RELATIONAL,
        responses=[httpx.Response(200, json=page_) for page_ in pages],
    )
    assert json.loads(body) == pages[:3]
    assert [request.url.params.get("token") for request in requests] == [None, "A", "B"]


@pytest.mark.parametrize("variable", ["S2_API_KEY", "SEMANTIC_SCHOLAR_API_KEY"])
def test_the_key_comes_from_the_environment(
    fetched: Fetched, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, " s3cret ")
    monkeypatch.setenv("KDBIB_SEMANTIC_SCHOLAR_URL", "http://localhost:8000")
    _, (request,) = fetched(SemanticScholar(), NOBODY, responses=[httpx.Response(200, json=page())])
    assert request.headers["x-api-key"] == "s3cret"
    assert str(request.url).startswith("http://localhost:8000/graph/v1/paper/search/bulk?")


def test_a_key_that_is_not_accepted_is_reported_and_dropped(
    fetched: Fetched, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("S2_API_KEY", "s3cret")
    source = SemanticScholar()
    responses = [
        httpx.Response(403, json={"message": "Forbidden"}),
        httpx.Response(200, json=page()),
    ]
    _, requests = fetched(source, NOBODY, responses=responses)
    assert ["x-api-key" in request.headers for request in requests] == [True, False]
    _, (request,) = fetched(source, NOBODY, responses=[httpx.Response(200, json=page())])
    assert "x-api-key" not in request.headers
    assert len(caplog.records) == 1
    assert "s3cret" not in caplog.text


@pytest.mark.parametrize("key", ["a b", "schlüssel", "x\ny"])
def test_what_can_be_no_key_is_not_sent(
    fetched: Fetched, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, key: str
) -> None:
    monkeypatch.setenv("S2_API_KEY", key)
    _, (request,) = fetched(SemanticScholar(), NOBODY, responses=[httpx.Response(200, json=page())])
    assert "x-api-key" not in request.headers
    assert key not in caplog.text


def test_without_a_key_forbidden_is_forbidden(fetched: Fetched) -> None:
    with pytest.raises(Forbidden):
        fetched(SemanticScholar(), NOBODY, responses=[httpx.Response(403)])


def test_five_hundred_ids_to_a_batch() -> None:
    questions = [Question("pmid", str(number)) for number in range(1, 702)]
    batches = SemanticScholar().batches(
        [*questions, Question("pmid", "x"), Question("doi", "10.1/")]
    )
    assert [len(batch) for batch in batches] == [500, 201]


@given(st.lists(st.tuples(st.sampled_from([TITLE, WORDS]), st.text(max_size=400)), max_size=90))
def test_no_search_is_longer_than_servers_take(asked: list[tuple[str, str]]) -> None:
    for batch in SemanticScholar().batches([Question(kind, value) for kind, value in asked]):
        seen: list[str] = []

        class Spy:
            def get(self, _: object, url: str, *, params: dict[str, str], **__: object) -> bytes:
                seen.append(str(httpx.URL(url, params=params)))  # noqa: B023
                return b'{"total": 0}'

        SemanticScholar().fetch(Spy(), batch)  # type: ignore[arg-type]
        assert len(seen[0]) <= 4000


# --- recorded answers ----------------------------------------------------------------------------


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
def test_a_recorded_batch() -> None:
    batch = [Question("s2", str(number)) for number in range(4)]
    answers = SemanticScholar().read((RECORDED / "batch_with_null.json").read_bytes(), batch)
    first, *others = answers.values()
    assert first == Missing()
    assert all(isinstance(answer, Found) for answer in others)


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
def test_a_recorded_search() -> None:
    asked = Question(TITLE, "A review on the attention mechanism of deep learning")
    answer = (RECORDED / "search_fastpaper.json").read_bytes()
    found = SemanticScholar().read(answer, [asked])[asked]
    assert isinstance(found, Found)
    assert found.records[0].work.container_title == "Neurocomputing"
    empty = (RECORDED / "search_empty.json").read_bytes()
    assert SemanticScholar().read(empty, [asked])[asked] == Missing()


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
@pytest.mark.parametrize("file", ["bad_field_400.json", "forbidden_403.json", "match_404.json"])
def test_recorded_errors_are_no_answers(file: str) -> None:
    for question in (NOBODY, Question("doi", "10.1/x")):
        with pytest.raises(SourceError):
            SemanticScholar().read((RECORDED / file).read_bytes(), [question])
