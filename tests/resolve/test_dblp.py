"""DBLP: queries that nothing can break out of, tables as its endpoint sends them."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.errors import BadAnswer, Refused, Unavailable
from kdbib.http.answers import Answers
from kdbib.http.client import Client
from kdbib.model import Identifier, Name, Record, Scheme, Work
from kdbib.resolve.ask import ask
from kdbib.resolve.base import TITLE, Answer, Failed, Found, Missing, Question
from kdbib.resolve.dblp import Dblp
from kdbib.resolve.dblp_query import CANARY, MOST_HITS, iri, query, span
from kdbib.resolve.titles import Crowded
from tests.support.conftest import ASSISTANT, HINTON, OVERHAUL, RECORDS
from tests.support.databases import Databases, serve
from tests.support.databases.dblp import Dblp as Served
from tests.support.databases.dblp import sparql
from tests.support.databases.dblp.store import Store

# answers of the real API may not be passed on: whoever has some can say where
BESIDE = Path(__file__).parents[3] / "shared" / "fixtures"
RECORDED = Path(os.environ.get("KDBIB_RECORDED_ANSWERS", BESIDE)) / "dblp"
BIBTEX = "http://purl.org/net/nknouf/ns/bibtex#"
RELATIONAL = Question("doi", "10.1109/CVPR.2019.00409")
ASKED = "https://doi.org/10.1109/CVPR.2019.00409"
TITLED = Question(TITLE, "Relational Knowledge Distillation")


def row(**changes: str | None) -> dict[str, str]:
    """A row of the table: one author and one page of a publication."""
    values: dict[str, str | None] = {
        "asked": ASKED,
        "pub": "https://dblp.org/rec/conf/cvpr/ParkKLC19",
        "title": "Relational Knowledge Distillation.",
        "type": f"{BIBTEX}Inproceedings",
        "year": "2019",
        "venue": "CVPR",
        "pages": "3967-3976",
        "doi": ASKED,
        "primary": ASKED,
        "page": ASKED,
        "ordinal": "1",
        "name": "Wonpyo Park",
        **changes,
    }
    return {name: value for name, value in values.items() if value is not None}


def table(*rows: dict[str, str]) -> bytes:
    bindings = [
        {name: {"type": "literal", "value": value} for name, value in each.items()} for each in rows
    ]
    return json.dumps({"head": {"vars": []}, "results": {"bindings": bindings}}).encode()


def canary() -> dict[str, str]:
    return row(asked=None, pub="https://dblp.org/rec/journals/corr/H15", title=f"{CANARY}.")


def only(answer: Answer) -> Record:
    assert isinstance(answer, Found)
    (record,) = answer.records
    return record


def work(*rows: dict[str, str]) -> Work:
    return only(Dblp().read(table(*rows), [RELATIONAL])[RELATIONAL]).work


# --- asking --------------------------------------------------------------------------------------


def test_identifiers_are_iris_in_capitals() -> None:
    text = query([RELATIONAL, Question("doi", "10.1145/3097983.x")])
    assert f"VALUES ?asked {{ <{ASKED}> <https://doi.org/10.1145/3097983.X> }}" in text
    assert iri(Question("arxiv", "hep-th/9901001")) == (
        "https://doi.org/10.48550/ARXIV.HEP-TH/9901001"
    )
    key = query([Question("dblp", "conf/cvpr/ParkKLC19")])
    assert "VALUES ?pub { <https://dblp.org/rec/conf/cvpr/ParkKLC19> }" in key


@pytest.mark.parametrize(
    ("title", "begin", "end"),
    [
        ("Attention Is All You Need.", "attention is all you need", "attention is all you neee"),
        ("A" + "b" * 60, "a" + "b" * 39, "a" + "b" * 38 + "c"),
        # the letters after z are not the last of the alphabet to everybody
        ("Deep  Jazz", "deep ja", "deep jb"),
        ("Top-10", "top", "toq"),
        ("ab", "", ""),
        ("深度学习", "", ""),
    ],
)
def test_a_title_is_a_range_of_the_sorted_titles(title: str, begin: str, end: str) -> None:
    assert span(title) == (begin, end)


def test_titles_are_looked_for_together() -> None:
    text = query([TITLED, Question(TITLE, 'The "Thin" \\ Nets')])
    assert text.count("UNION") == 2
    assert (
        f'FILTER(?title >= "the \\"thin\\" \\\\ nets" && ?title < "the \\"thin\\" \\\\ nett") }} LIMIT {MOST_HITS}'
        in text
    )


def test_fifty_identifiers_or_twenty_titles_to_a_batch_and_nothing_bad() -> None:
    dois = [Question("doi", f"10.1000/{number}") for number in range(70)]
    titles = [
        Question(TITLE, f"Title of the kind {chr(97 + n // 10)}{chr(97 + n % 10)}")
        for n in range(15)
    ]
    bad = [
        Question("doi", "10.1000/a\x01b"),
        Question("doi", "10.1000/ü"),
        Question("doi", "10.1000/%3E"),
        Question("doi", "10.1000/a> } ."),
        Question("dblp", "conf/x/y> ?z"),
        Question("arxiv", "2014.10510"),
        Question(TITLE, "?!"),
    ]
    batches = Dblp().batches([*dois, *titles, *bad])
    assert [len(batch) for batch in batches] == [50, 20, 15]


@given(st.lists(st.text(max_size=90), min_size=1, max_size=12))
def test_no_title_breaks_out_of_its_literal(titles: list[str]) -> None:
    for batch in Dblp().batches([Question(TITLE, title) for title in titles]):
        text = query(batch)
        strings = [t.text for t in sparql._tokens(text) if t.kind == "literal"]
        ranges = list(dict.fromkeys(span(t) for t in (*(q.value for q in batch), CANARY)))
        assert [sparql._unescaped(s) for s in strings] == [end for each in ranges for end in each]
        assert sparql.select(text, Store(()))[1] == []


@given(st.sampled_from(["doi", "dblp", "arxiv"]), st.text(max_size=40))
def test_no_identifier_breaks_out_of_its_iri(kind: str, tail: str) -> None:
    lead = {"doi": "10.1000/", "dblp": "conf/x/", "arxiv": "1503.0"}[kind]
    for batch in Dblp().batches([Question(kind, lead + tail)]):
        iris = [t.text for t in sparql._tokens(query(batch)) if t.kind == "iri"]
        assert iris == [f"<{iri(batch[0])}>"]


def test_a_query_is_posted_as_a_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KDBIB_DBLP_URL", raising=False)
    requests: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        kind = "application/sparql-results+json"
        return httpx.Response(200, content=table(), headers={"content-type": kind})

    with Client(state=tmp_path, network=httpx.MockTransport(handler)) as client:
        assert Dblp().fetch(client, [RELATIONAL]) == table()
    (request,) = requests
    assert (request.method, str(request.url)) == ("POST", "https://sparql.dblp.org/sparql")
    assert request.headers["accept"] == "application/sparql-results+json"
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(request.content.decode()) == {"query": [query([RELATIONAL])]}


# --- reading -------------------------------------------------------------------------------------


def test_rows_become_a_publication() -> None:
    page = "https://openaccess.thecvf.com/rkd.pdf"
    rows = [
        row(ordinal=place, name=name, page=page_)
        for place, name in (("10", "Minsu Cho"), ("2", "Jian Sun 0001"), ("1", "Wonpyo Park"))
        for page_ in (ASKED, page, "https://arxiv.org/abs/1904.05068")
    ]
    rows += [
        row(ordinal=str(place), name=f"Person {'ABCDEFG'[place - 3]}") for place in range(3, 10)
    ]
    found = only(Dblp().read(table(*rows), [RELATIONAL])[RELATIONAL])
    assert [name.display() for name in found.work.author[:3]] == [
        "Wonpyo Park",
        "Jian Sun",
        "Person A",
    ]
    assert found.work.author[-1] == Name("Cho", "Minsu")
    assert found == Record(
        Work(
            type="paper-conference",
            title="Relational Knowledge Distillation",
            author=found.work.author,
            issued=(2019,),
            container_title="CVPR",
            page="3967-3976",
            DOI="10.1109/cvpr.2019.00409",
            URL=page,
            identifiers=(
                Identifier(Scheme.ARXIV, "1904.05068"),
                Identifier(Scheme.DBLP, "conf/cvpr/ParkKLC19"),
            ),
            pdf_url=page,
        ),
        source="dblp",
    )


def test_a_record_at_corr_is_the_preprint() -> None:
    preprint = work(
        row(
            pub="https://dblp.org/rec/journals/corr/HendrycksG16",
            type=f"{BIBTEX}Article",
            venue="CoRR",
            volume="abs/1606.08415",
            doi="https://doi.org/10.48550/ARXIV.1606.08415",
            primary="https://doi.org/10.48550/arXiv.1606.08415",
            page=None,
        )
    )
    assert (preprint.type, preprint.container_title, preprint.volume) == ("article", "arXiv", None)
    assert (preprint.DOI, preprint.identifiers) == (None, (Identifier(Scheme.ARXIV, "1606.08415"),))


def test_the_key_is_not_the_venue() -> None:
    adam = work(row(pub="https://dblp.org/rec/journals/corr/KingmaB14", venue="ICLR (Poster)"))
    assert (adam.type, adam.container_title) == ("paper-conference", "ICLR")
    assert adam.identifier("dblp") == "journals/corr/KingmaB14"


@pytest.mark.parametrize(
    ("kind", "type_"),
    [("Article", "article-journal"), ("Phdthesis", "thesis"), ("Misc", "article"), ("", "article")],
)
def test_types(kind: str, type_: str) -> None:
    assert work(row(type=BIBTEX + kind)).type == type_


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("A Title.", "A Title"),
        ("And so on...", "And so on..."),
        ("Why?", "Why?"),
        ("R &amp; D.", "R & D"),
    ],
)
def test_the_dot_at_the_end_is_not_the_titles(written: str, title: str) -> None:
    assert work(row(title=written)).title == title


@pytest.mark.parametrize("places", [["1", "3"], ["0", "1"], ["one"], ["1", "-2"]])
def test_a_list_of_authors_with_gaps_is_none(places: list[str]) -> None:
    assert work(*(row(ordinal=place) for place in places)).author == ()


def test_one_doi_may_be_that_of_two_records_or_of_none() -> None:
    rows = (row(), row(pub="https://dblp.org/rec/conf/cvpr/Other19", title="Another."))
    unknown = Question("doi", "10.1/none")
    answers = Dblp().read(table(*rows), [RELATIONAL, unknown])
    found = answers[RELATIONAL]
    assert isinstance(found, Found)
    assert len(found.records) == 2
    assert answers[unknown] == Missing()


def test_a_title_brings_preprint_and_publication() -> None:
    rows = (
        row(asked=None),
        row(asked=None, pub="https://dblp.org/rec/journals/corr/abs-1904-05068", venue="CoRR"),
        row(asked=None, pub="https://dblp.org/rec/conf/x/Y20", title="Relational Databases."),
    )
    found = Dblp().read(table(*rows), [TITLED])[TITLED]
    assert isinstance(found, Found)
    assert [record.work.container_title for record in found.records] == ["CVPR", "arXiv"]


def test_what_may_have_been_among_the_rest_is_not_missing() -> None:
    deep = Question(TITLE, "Deep Learning of Nobody in Particular")
    begins = "Deep learning of nobody in particular, "
    rows = [
        row(pub=f"https://dblp.org/rec/conf/x/Y{number}", title=f"{begins}{'but ' * 30}{number}.")
        for number in range(MOST_HITS)
    ]
    assert isinstance(Dblp().read(table(*rows), [deep])[deep], Found | Crowded)
    other = Question(TITLE, "Deep Learning")
    assert isinstance(Dblp().read(table(*rows), [other])[other], Crowded)
    assert Dblp().read(table(*rows[:-1], canary()), [other])[other] == Missing()


def test_where_the_canary_is_silent_nothing_is_missing() -> None:
    nobody = Question(TITLE, "A title that nobody has written yet")
    assert Dblp().read(table(canary()), [nobody]) == {nobody: Missing()}
    assert isinstance(Dblp().read(table(), [nobody])[nobody], Failed)
    assert isinstance(Dblp().read(table(row(asked=None)), [TITLED])[TITLED], Found)


def test_strangers_control_neither_lines_nor_lengths() -> None:
    evil = work(
        row(
            title="A\u202e\n" + "b" * 5000,
            name="x" * 900,
            year="99999",
            page="javascript:alert(1)",
            primary="https://x.org/a\nb",
            doi="https://doi.org/nonsense",
        )
    )
    assert len(evil.title) == 1000
    assert "\u202e" not in evil.title
    assert (len(evil.author[0].last), evil.issued) == (200, ())
    assert (evil.URL, evil.pdf_url, evil.DOI) == (None, None, None)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"{}",
        b'{"exception": "x"}',
        b'{"results": {"bindings": [{"pub": "x"}]}}',
        table(row(pub=None)),
        table(row(title=None)),
        table(row())[:-3],
        table(row()) + b"!!!!>># An error has occurred while exporting the query result",
        b"[" * 9999,
        b'{"results": {"bindings": [{"pub": {"value": "\xff"}}]}}',
    ],
)
def test_what_is_no_whole_table_is_a_bad_answer(answer: bytes) -> None:
    with pytest.raises(BadAnswer):
        Dblp().read(answer, [RELATIONAL])


@given(st.binary(max_size=200), st.integers(0, 500))
def test_no_bytes_make_reading_crash(noise: bytes, place: int) -> None:
    whole = table(row())
    try:
        answers = Dblp().read(whole[:place] + noise + whole[place:], [RELATIONAL])
    except BadAnswer:
        return
    assert set(answers) == {RELATIONAL}


# --- the local server ----------------------------------------------------------------------------


@pytest.fixture
def databases(monkeypatch: pytest.MonkeyPatch) -> Iterator[Databases]:
    with serve(RECORDS) as running:
        monkeypatch.setenv("KDBIB_DBLP_URL", running.url("dblp"))
        yield running


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with Client(state=tmp_path, sleep=lambda _: None) as running:
        yield running


def test_every_kind_of_question_to_the_server(databases: Databases, client: Client) -> None:
    by_doi, by_arxiv = Question("doi", OVERHAUL["DOI"]), Question("arxiv", "1503.02531")
    by_key = Question("dblp", "conf/iccv/HeoKYPK019")
    by_title = Question(TITLE, ASSISTANT["title"].upper())
    unknown = [Question("doi", "10.1000/none"), Question(TITLE, "No such title at all")]
    answers = ask(Dblp(), [by_doi, by_arxiv, by_key, by_title, *unknown], client, Answers(None))
    assert only(answers[by_doi]).work.title == OVERHAUL["title"]
    assert only(answers[by_doi]) == only(answers[by_key])
    assert only(answers[by_arxiv]).work.author == tuple(
        Name(each["family"], each["given"]) for each in HINTON["author"]
    )
    assert only(answers[by_title]).work.container_title == "AAAI"
    assert [answers[question] for question in unknown] == [Missing(), Missing()]
    assert [asked.items for asked in databases.log.of("dblp")] == [2, 1, 1, 3]  # with the canary


def test_what_the_server_cannot_read_is_refused(databases: Databases, client: Client) -> None:
    from kdbib.http.messages import Request

    accept = "application/sparql-results+json"
    for text in ("ASK { }", "", "DROP ALL", query([RELATIONAL]) + "}"):
        asked = Request(Dblp().url, form={"query": text}, accept=accept)
        with pytest.raises(Refused):
            client.exchange(Dblp(), asked)


@pytest.mark.parametrize("status", [429, 500])
def test_a_query_that_takes_the_engine_too_long_is_halved(
    status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dois = [HINTON, OVERHAUL, ASSISTANT]
    asked = [Question("doi", each["DOI"]) for each in dois if each.get("DOI")]
    asked += [Question("doi", f"10.1109/none.{number}") for number in range(4 - len(asked))]
    with (
        serve(RECORDS, Served(time_out=status)) as databases,
        Client(state=tmp_path, sleep=lambda _: None) as client,
    ):
        monkeypatch.setenv("KDBIB_DBLP_URL", databases.url("dblp"))
        databases.fault("dblp", "heavy", on=1)
        told = ask(Dblp(), asked, client, Answers(None))
        assert [request.items for request in databases.log] == [4, 2, 2]
    assert not any(isinstance(answer, Failed) for answer in told.values())


def test_what_is_too_heavy_alone_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [Question("doi", "10.1109/none.1"), Question("doi", "10.1109/none.2")]
    with (
        serve(RECORDS) as databases,
        Client(state=tmp_path, sleep=lambda _: None) as client,
    ):
        monkeypatch.setenv("KDBIB_DBLP_URL", databases.url("dblp"))
        databases.fault("dblp", "heavy", on=[1, 2])
        told = ask(Dblp(), asked, client, Answers(None))
        assert len(databases.log) == 3
    assert told[asked[1]] == Missing()
    failed = told[asked[0]]
    assert isinstance(failed, Failed)
    assert "Operation timed out" in failed.reason


@pytest.mark.parametrize(
    "fault", ["html", "500", "429", "403", "cut", "shape", "encoding", "empty"]
)
def test_the_challenge_and_other_faults_are_unavailable(
    databases: Databases, client: Client, fault: str
) -> None:
    databases.fault("dblp", fault)
    question = Question("doi", OVERHAUL["DOI"])
    with pytest.raises(Unavailable):
        Dblp().read(Dblp().fetch(client, [question]), [question])
    assert isinstance(ask(Dblp(), [question], client, Answers(None))[question], Failed)


def test_the_server_keeps_a_second_between_requests() -> None:
    from tests.support.databases.base import Request

    rate = Served().rate(Request("POST", "", {}, {}))
    assert (rate.seconds, rate.requests, rate.alone) == (1, 1, True)


# --- recorded answers ----------------------------------------------------------------------------


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
def test_a_recorded_table() -> None:
    """It was asked for other columns, by other names: those are put right first."""
    text = (RECORDED / "sparql_gelu_by_doi.json").read_text()
    answer = text.replace('"t":', '"title":').replace('"doi":', '"asked":').encode()
    gelu = Question("arxiv", "1606.08415")
    found = only(Dblp().read(answer, [gelu])[gelu]).work
    assert found.title == (
        "Bridging Nonlinearities and Stochastic Regularizers with Gaussian Error Linear Units"
    )


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
@pytest.mark.parametrize("file", ["search_attention_1hit.json", "search_3hits.xml", "ley.bib"])
def test_recorded_answers_of_the_search_are_none_of_the_endpoint(file: str) -> None:
    with pytest.raises(BadAnswer):
        Dblp().read((RECORDED / file).read_bytes(), [RELATIONAL])
