"""OpenAlex: the cheap way to ask, a budget that is kept, and works that are not quite believed."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.errors import BadAnswer, Forbidden, RateLimited, Refused, Unavailable
from kdbib.http.answers import Answers
from kdbib.http.client import Client
from kdbib.model import Identifier, Name, Record, Scheme, Work, identifier
from kdbib.resolve.ask import ask
from kdbib.resolve.base import TITLE, Answer, Failed, Found, Missing, Question
from kdbib.resolve.openalex import OpenAlex
from kdbib.resolve.openalex_budget import LIST, SEARCH, Budget
from kdbib.resolve.openalex_work import CONFIDENCE, SUSPECTED, _may_be_at_arxiv
from kdbib.resolve.titles import Crowded
from tests.support.conftest import BERT, OVERHAUL, RECORDS
from tests.support.databases import Databases, serve
from tests.support.databases.openalex import OpenAlex as Served

# answers of the real API may not be passed on: whoever has some can say where
BESIDE = Path(__file__).parents[3] / "shared" / "fixtures"
RECORDED = Path(os.environ.get("KDBIB_RECORDED_ANSWERS", BESIDE)) / "openalex"
DOI = "10.1038/s42256-024-00832-8"
ASKED = Question("doi", DOI.upper())
NOBODY = Question(TITLE, "A title that nobody has written yet")


def place(**changes: Any) -> dict[str, Any]:
    return {
        "landing_page_url": f"https://doi.org/{DOI}",
        "pdf_url": "https://www.nature.com/articles/s42256.pdf",
        "source": {
            "display_name": "Nature Machine Intelligence",
            "type": "journal",
            "host_organization_name": "Nature Portfolio",
        },
        "raw_source_name": None,
        "raw_type": "journal-article",
        **changes,
    }


def arxiv(number: str) -> dict[str, Any]:
    source = {"display_name": "arXiv (Cornell University)", "type": "repository"}
    return place(landing_page_url=f"https://arxiv.org/abs/{number}", pdf_url=None, source=source)


def written(**changes: Any) -> dict[str, Any]:
    """A journal article of the shape that the API sends."""
    return {
        "id": "https://openalex.org/W4396723768",
        "doi": f"https://doi.org/{DOI}",
        "title": "Augmenting language models with <i>chemistry</i> tools",
        "publication_year": 2024,
        "publication_date": "2024-05-08",
        "ids": {
            "openalex": "https://openalex.org/W1",
            "pmid": "https://pubmed.ncbi.nlm.nih.gov/388",
        },
        "type": "article",
        "is_retracted": False,
        "authorships": [
            {"author": {"display_name": "Andres Bran"}, "raw_author_name": "Andres M. Bran"},
            {"author": {"display_name": "Jakub Lala"}, "raw_author_name": "Lála, Jakub"},
            {"author": {"display_name": "Sam Cox"}, "raw_author_name": None},
        ],
        "primary_location": place(),
        "best_oa_location": place(),
        "locations": [place()],
        "biblio": {"volume": "6", "issue": "5", "first_page": "525", "last_page": "535"},
        **changes,
    }


def only(answer: Answer) -> Record:
    assert isinstance(answer, Found)
    (record,) = answer.records
    return record


def read(**changes: Any) -> Answer:
    return OpenAlex().read(json.dumps(written(**changes)).encode(), [ASKED])[ASKED]


def work(**changes: Any) -> Work:
    return only(read(**changes)).work


def page(*works: object, count: int | None = None) -> bytes:
    meta = {"count": len(works) if count is None else count, "per_page": 100}
    return json.dumps({"meta": meta, "results": works, "group_by": []}).encode()


# --- works ---------------------------------------------------------------------------------------


def test_a_journal_article() -> None:
    assert only(read()) == Record(
        Work(
            type="article-journal",
            title="Augmenting language models with chemistry tools",
            author=(Name("Bran", "Andres M."), Name("Lála", "Jakub"), Name("Cox", "Sam")),
            issued=(2024, 5, 8),
            container_title="Nature Machine Intelligence",
            volume="6",
            issue="5",
            page="525-535",
            publisher="Nature Portfolio",
            DOI=DOI,
            identifiers=(Identifier(Scheme.PMID, "388"),),
            pdf_url="https://www.nature.com/articles/s42256.pdf",
        ),
        source="openalex",
        origins=("work: W4396723768",),
        confidence=CONFIDENCE,
    )


def test_a_preprint() -> None:
    asked = Question("doi", "10.48550/arXiv.2312.07559")
    body = written(
        doi="https://doi.org/10.48550/arxiv.2312.07559",
        type="preprint",
        publication_year=2023,
        publication_date="2023-01-01",
        primary_location=arxiv("2312.07559"),
        locations=[arxiv("2312.07559")],
    )
    found = only(OpenAlex().read(json.dumps(body).encode(), [asked])[asked]).work
    assert (found.type, found.container_title, found.issued) == ("article", "arXiv", (2023,))
    assert (found.volume, found.page, found.publisher, found.DOI) == (None, None, None, None)
    assert found.identifier("arxiv") == "2312.07559"


def test_openalex_is_never_the_only_witness() -> None:
    """Rule openalex-merged: all that it says is said with less than full confidence."""
    assert only(read()).confidence == CONFIDENCE == 0.8


@pytest.mark.parametrize(
    "changes",
    [
        # a famous preprint with the year of somebody's copy
        {"type": "preprint", "publication_year": 2025, "locations": [arxiv("1706.03762")]},
        # two preprints in one
        {
            "doi": "https://doi.org/10.48550/arXiv.2106.09685",
            "publication_year": 2021,
            "locations": [arxiv("2203.00001")],
        },
    ],
)
def test_a_record_of_two_papers_is_suspected_and_identifies_neither(
    changes: dict[str, Any],
) -> None:
    body = written(**{"publication_date": None, **changes})
    asked = Question("doi", str(body["doi"]).removeprefix("https://doi.org/"))
    found = only(OpenAlex().read(json.dumps(body).encode(), [asked])[asked])
    assert found.confidence == SUSPECTED
    assert any(origin.startswith("openalex-merged: ") for origin in found.origins)
    assert (found.work.DOI, found.work.identifiers) == (None, ())


def test_a_work_under_a_prefix_of_copies_is_nobodys_candidate() -> None:
    copied = written(doi="https://doi.org/10.65215/2q58a426", title=NOBODY.value)
    assert OpenAlex().read(page(copied), [NOBODY]) == {NOBODY: Missing()}


@pytest.mark.parametrize("kind", ["dataset", "peer-review", "erratum", "retraction", "paratext"])
def test_what_is_beside_a_paper_is_not_the_paper(kind: str) -> None:
    assert read(type=kind) == Missing()


def test_a_work_that_it_was_merged_into_is_another_one() -> None:
    assert read(doi="https://doi.org/10.1/other") == Missing()
    assert read(doi=None) == Missing()


def test_retractions() -> None:
    assert work(is_retracted=True).status == "retracted"
    marked = work(title="RETRACTED ARTICLE: Deep nets")
    assert (marked.title, marked.status) == ("Deep nets", "retracted")


@pytest.mark.parametrize(
    ("changes", "type_"),
    [
        ({"primary_location": place(source={"type": "conference"})}, "paper-conference"),
        (
            {"primary_location": place(source=None, raw_type="proceedings-article")},
            "paper-conference",
        ),
        ({"type": "conference-paper"}, "paper-conference"),
        (
            {"type": "book-chapter", "primary_location": place(source=None, raw_type=None)},
            "chapter",
        ),
        ({"type": "dissertation"}, "thesis"),
        ({"primary_location": arxiv("2312.07559")}, "article"),
        ({"primary_location": None}, "article"),
        ({"type": None}, "article-journal"),
    ],
)
def test_types(changes: dict[str, Any], type_: str) -> None:
    assert work(**changes).type == type_


@pytest.mark.parametrize(
    ("year", "date", "issued"),
    [
        (2024, None, (2024,)),
        (2024, "2024-01-01", (2024,)),
        (2024, "2023-12-31", (2024,)),
        (None, "2023-12-31", (2023, 12, 31)),
        (None, "2023-01-01", (2023,)),
        (9999, None, ()),
        (None, "soon", ()),
    ],
)
def test_dates(year: int | None, date: str | None, issued: tuple[int, ...]) -> None:
    assert work(publication_year=year, publication_date=date).issued == issued


def test_a_list_of_authors_that_is_cut_off_is_none() -> None:
    one = {"raw_author_name": "Ann Other"}
    assert work(authorships=[one] * 100).author == ()
    assert work(authorships=[one], is_authors_truncated=True).author == ()
    assert len(work(authorships=[one] * 101).author) == 101
    assert work(authorships=None).author == ()


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Steele, Jr.", Name(literal="Steele, Jr.")),
        ("van den Oord, Aäron", Name("van den Oord", "Aäron")),
        ("The ATLAS Collaboration", Name(literal="The ATLAS Collaboration")),
    ],
)
def test_names_as_the_paper_has_them(raw: str, name: Name) -> None:
    (found,) = work(authorships=[{"raw_author_name": raw}]).author
    assert found.display().replace(",", "") == name.display().replace(",", "")


@pytest.mark.parametrize("url", ["", None, "javascript:alert(1)", "https://x.org/a\nb", "http://["])
def test_only_web_addresses_of_pdfs(url: str | None) -> None:
    assert work(best_oa_location=place(pdf_url=url)).pdf_url is None


def test_strangers_control_neither_lines_nor_lengths() -> None:
    evil = work(title="A\u202e\n" + "b" * 9000, authorships=[{"raw_author_name": "x" * 900}])
    assert len(evil.title) == 1000
    assert "\u202e" not in evil.title
    assert len(evil.author[0].last) == 200


# --- reading -------------------------------------------------------------------------------------


def test_a_list_answers_each_doi_by_its_own_work() -> None:
    other, unknown = Question("doi", "10.1000/Other"), Question("doi", "10.1/none")
    answer = page(written(doi="https://doi.org/10.1000/other"), written())
    answers = OpenAlex().read(answer, [ASKED, other, unknown])
    assert only(answers[ASKED]).work.DOI == DOI
    assert only(answers[other]).work.DOI == "10.1000/other"
    assert answers[unknown] == Missing()


def test_what_may_have_been_among_the_rest_is_not_missing() -> None:
    assert isinstance(OpenAlex().read(page(written(), count=90), [NOBODY])[NOBODY], Crowded)
    strange = page(written(title=7), written())
    assert isinstance(OpenAlex().read(strange, [NOBODY])[NOBODY], Failed)
    unknown = Question("doi", "10.1/none")
    answers = OpenAlex().read(strange, [ASKED, unknown])
    assert isinstance(answers[ASKED], Found)
    assert isinstance(answers[unknown], Failed)


def test_a_work_without_a_title_is_failed() -> None:
    assert isinstance(read(title=None), Failed)


@pytest.mark.parametrize(
    "answer",
    [b"", b"{}", b"[]", b'{"error": "x"}', b'{"results": []}', b"[" * 9999, b'{"id": 7}', b"null"],
)
def test_what_is_no_answer_is_a_bad_answer(answer: bytes) -> None:
    for batch in ([ASKED], [NOBODY], [ASKED, Question("doi", "10.1/y")]):
        with pytest.raises(BadAnswer):
            OpenAlex().read(answer, batch)


@given(st.binary(max_size=200), st.integers(0, 900))
def test_no_bytes_make_reading_crash(noise: bytes, at: int) -> None:
    whole = json.dumps(written()).encode()
    try:
        answers = OpenAlex().read(whole[:at] + noise + whole[at:], [ASKED])
    except BadAnswer:
        return
    assert set(answers) == {ASKED}


# --- asking --------------------------------------------------------------------------------------

Fetch = Callable[..., tuple[bytes, list[httpx.Request]]]


@pytest.fixture
def fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fetch:
    for name in ("OPENALEX_API_KEY", "KDBIB_OPENALEX_URL"):
        monkeypatch.delenv(name, raising=False)

    def fetch(
        source: OpenAlex, *questions: Question, responses: list[httpx.Response]
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


def test_one_doi_is_looked_up_in_the_way_that_is_free(fetched: Fetch) -> None:
    asked = Question("doi", "10.1016/S0140-6736(05)67889-0#?,|x")
    _, (request,) = fetched(OpenAlex(), asked, responses=[httpx.Response(200, json={})])
    assert request.url.path == "/works/doi:10.1016/S0140-6736(05)67889-0#?,|x"
    assert b"%23%3F%2C%7Cx?" in request.url.raw_path
    assert set(request.url.params) == {"select"}


def test_several_dois_are_one_list(fetched: Fetch) -> None:
    _, (request,) = fetched(
        OpenAlex(), ASKED, Question("doi", "10.1/y"), responses=[httpx.Response(200, json={})]
    )
    assert request.url.path == "/works"
    assert request.url.params["filter"] == f"doi:{DOI.upper()}|10.1/y"
    assert request.url.params["per_page"] == "100"


def test_a_title_is_a_search_without_what_has_a_meaning(fetched: Fetch) -> None:
    title = Question(TITLE, 'Knowledge, AND | "NOT": distil!')
    _, (request,) = fetched(OpenAlex(), title, responses=[httpx.Response(200, json={})])
    assert request.url.params["filter"] == "title.search:knowledge and not distil"


def test_no_work_is_missing_and_only_where_one_was_asked_for(fetched: Fetch) -> None:
    nothing = httpx.Response(404, html="<h1>Not Found</h1>")
    body, _ = fetched(OpenAlex(), ASKED, responses=[nothing])
    assert OpenAlex().read(body, [ASKED]) == {ASKED: Missing()}
    with pytest.raises(BadAnswer):
        fetched(OpenAlex(), ASKED, Question("doi", "10.1/y"), responses=[nothing])
    with pytest.raises(BadAnswer):
        fetched(OpenAlex(), NOBODY, responses=[nothing])


def test_dois_come_before_titles_and_those_that_split_a_list_alone() -> None:
    dois = [Question("doi", f"10.1000/{number:04}") for number in range(150)]
    split = [Question("doi", "10.1000/a,b"), Question("doi", "10.1000/a|b")]
    bad = [Question("doi", "10.1/short"), Question(TITLE, "?!"), Question("doi", "10.1000/a\x01")]
    batches = OpenAlex().batches([NOBODY, *split, *dois, *bad])
    assert [len(batch) for batch in batches] == [100, 50, 1, 1, 1]
    assert batches[-3:] == [(split[0],), (split[1],), (NOBODY,)]


@given(st.lists(st.text("abc/()#é,", min_size=1, max_size=300), max_size=150))
def test_no_address_is_longer_than_openalex_takes(tails: list[str]) -> None:
    questions = [Question("doi", f"10.1000/{tail}") for tail in tails]
    for batch in OpenAlex().batches(questions):
        from kdbib.resolve.openalex import _asked

        path, params, _ = _asked(batch)
        url = httpx.URL(f"https://api.openalex.org{path}", params={**params, "api_key": "k" * 64})
        assert len(str(url)) <= 4094


def test_the_key_is_a_parameter_and_quoted_by_no_message(
    fetched: Fetch, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OPENALEX_API_KEY", " s3cret ")
    monkeypatch.setenv("KDBIB_OPENALEX_URL", "http://localhost:8000")
    refused = httpx.Response(400, json={"error": "x", "message": "bad api_key=s3cret"})
    with pytest.raises(Refused) as error:
        fetched(OpenAlex(), ASKED, responses=[refused])
    assert "s3cret" not in str(error.value)
    source = OpenAlex()
    responses = [httpx.Response(403, json={"error": "s3cret"}), httpx.Response(200, json={})]
    _, requests = fetched(source, ASKED, responses=responses)
    assert [request.url.params.get("api_key") for request in requests] == ["s3cret", None]
    assert str(requests[0].url).startswith("http://localhost:8000/works/doi:")
    assert not source.has_key
    assert len(caplog.records) == 1
    assert "s3cret" not in caplog.text


def test_without_a_key_forbidden_is_forbidden(fetched: Fetch) -> None:
    with pytest.raises(Forbidden):
        fetched(OpenAlex(), ASKED, responses=[httpx.Response(403)])


# --- the budget ----------------------------------------------------------------------------------


def told(left: float, reset: float = 100) -> dict[str, str]:
    return {"x-ratelimit-remaining-usd": f"{left}", "x-ratelimit-reset": f"{reset}"}


def test_a_search_leaves_something_for_lists() -> None:
    budget = Budget()
    budget.allow(SEARCH)  # nothing is known yet
    budget.note(told(0.0205))
    budget.allow(LIST)
    with pytest.raises(RateLimited, match="spent"):
        budget.allow(SEARCH)
    budget.note(told(0.00005))
    budget.allow(0.0)
    with pytest.raises(RateLimited):
        budget.allow(LIST)


def test_the_budget_is_renewed_at_midnight() -> None:
    now = [0.0]
    budget = Budget(lambda: now[0])
    budget.note(told(0, reset=100))
    now[0] = 101.0
    budget.allow(SEARCH)


@pytest.mark.parametrize("text", ["", "soon", "nan", "-1", "inf"])
def test_headers_that_say_nothing_change_nothing(text: str) -> None:
    budget = Budget()
    budget.note({"x-ratelimit-remaining-usd": text})
    budget.allow(SEARCH)


# --- the local server ----------------------------------------------------------------------------


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.delenv("OPENALEX_API_KEY", raising=False)
    with Client(state=tmp_path, sleep=lambda _: None) as running:
        yield running


@pytest.fixture
def databases(monkeypatch: pytest.MonkeyPatch) -> Iterator[Databases]:
    with serve([*RECORDS, {**OVERHAUL, "DOI": "10.1000/gone", "comment": "Retracted"}]) as running:
        monkeypatch.setenv("KDBIB_OPENALEX_URL", running.url("openalex"))
        yield running


def test_every_kind_of_question_to_the_server(databases: Databases, client: Client) -> None:
    dois = [Question("doi", doi) for doi in (OVERHAUL["DOI"], BERT["DOI"], "10.1000/gone")]
    unknown = [Question("doi", "10.1000/none"), Question("doi", "10.1000/a,b"), NOBODY]
    by_title = Question(TITLE, BERT["title"])
    answers = ask(OpenAlex(), [*dois, by_title, *unknown], client, Answers(None))
    assert only(answers[dois[0]]).work.container_title == OVERHAUL["container-title"]
    assert only(answers[dois[2]]).work.status == "retracted"
    assert only(answers[by_title]) == only(answers[dois[1]])
    assert [answers[question] for question in unknown] == [Missing()] * 3
    log = databases.log.of("openalex")
    assert [(asked.items, asked.status) for asked in log] == [
        (4, 200),
        (1, 404),
        (1, 200),
        (1, 200),
    ]


def test_when_the_budget_is_spent_nothing_more_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    with serve(RECORDS, Served(budget=0.0225)) as databases:
        monkeypatch.setenv("KDBIB_OPENALEX_URL", databases.url("openalex"))
        titles = [Question(TITLE, f"Title number {number}") for number in range(9)]
        answers = ask(OpenAlex(), titles, client, Answers(None))
        assert len(databases.log) == 2
        assert [type(answer) for answer in answers.values()] == [Missing] * 2 + [Failed] * 7
        (reason,) = {each.reason for each in answers.values() if isinstance(each, Failed)}
        assert "OPENALEX_API_KEY" in reason


def test_the_server_does_not_lend(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    with serve(RECORDS, Served(budget=0.0)) as databases:
        monkeypatch.setenv("KDBIB_OPENALEX_URL", databases.url("openalex"))
        with pytest.raises(RateLimited):
            OpenAlex().fetch(client, [NOBODY])
        assert OpenAlex().fetch(client, [Question("doi", BERT["DOI"])])
        monkeypatch.setenv("OPENALEX_API_KEY", "a-known-key")
        assert OpenAlex().fetch(client, [NOBODY])


@pytest.mark.parametrize(
    "fault", ["html", "500", "429", "403", "cut", "shape", "encoding", "empty"]
)
def test_faults_are_unavailable(databases: Databases, client: Client, fault: str) -> None:
    databases.fault("openalex", fault)
    for question in (Question("doi", BERT["DOI"]), Question(TITLE, BERT["title"])):
        with pytest.raises(Unavailable):
            OpenAlex().read(OpenAlex().fetch(client, [question]), [question])


# --- recorded answers ----------------------------------------------------------------------------


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
@pytest.mark.parametrize(
    ("file", "doi", "check"),
    [
        ("work_full.json", "10.1016/j.addr.2015.01.008", lambda w: w.author[1].given == "Daniel"),
        ("work_minimal.json", "10.1007/s40278-023-41815-2", lambda w: w.author == ()),
        ("work_pnas.json", "10.1073/pnas.1414271111", lambda w: w.issued == (2014, 10, 27)),
        ("zotero_arxiv_doi.json", "10.48550/arXiv.1201.0490", lambda w: w.type == "article"),
    ],
)
def test_recorded_works(file: str, doi: str, check: Callable[[Work], bool]) -> None:
    asked = Question("doi", doi)
    assert check(only(OpenAlex().read((RECORDED / file).read_bytes(), [asked])[asked]).work)


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
@pytest.mark.parametrize(
    ("file", "title", "name"),
    [
        ("search_arxiv_only.json", "PaperQA: Retrieval-Augmented Generative Agent", "Lála"),
        ("search_title.json", "Augmenting large language models with chemistry tools", "Bran"),
        ("search_fastpaper.json", "A review on the attention mechanism of deep learning", "Niu"),
    ],
)
def test_recorded_searches(file: str, title: str, name: str) -> None:
    asked = Question(TITLE, title)
    found = OpenAlex().read((RECORDED / file).read_bytes(), [asked])[asked]
    assert isinstance(found, Found)
    assert found.records[0].work.author[0].family == name


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
def test_recorded_errors_and_fragments() -> None:
    with pytest.raises(BadAnswer):
        OpenAlex().read((RECORDED / "work_404.html").read_bytes(), [ASKED])
    with pytest.raises(BadAnswer):  # only two fields were asked for
        OpenAlex().read((RECORDED / "work_select.json").read_bytes(), [ASKED])
    null = (RECORDED / "zotero_null_doi.json").read_bytes()
    assert OpenAlex().read(null, [ASKED]) == {ASKED: Missing()}


@given(
    st.builds(
        "{0}{1}{2}".format,
        st.sampled_from(("https://arXiv.org/", "http://export.arxiv.org/", "https://doi.org/", "")),
        st.sampled_from(
            ("abs/", "papers/", "10.48550/ARXIV.", "10.48550/%61rxiv.", "10.1/ar\u0131iv.")
        ),
        st.sampled_from(("1503.02531", "1503.02531v2", "x")),
    )
    | st.text(max_size=20)
)
def test_no_address_of_arxiv_is_passed_over(page: str) -> None:
    found = identifier.from_url(page)
    assert _may_be_at_arxiv(page) or not found or found.scheme != Scheme.ARXIV
