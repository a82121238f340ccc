"""OpenReview: what was submitted, by notes of two forms, and what became of it."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.errors import BadAnswer, Forbidden, SourceError, Unavailable
from kdbib.http.answers import Answers
from kdbib.http.client import Client
from kdbib.model import Identifier, Name, Record, Scheme, Work
from kdbib.resolve.ask import ask
from kdbib.resolve.base import TITLE, Answer, Failed, Found, Missing, Question
from kdbib.resolve.openreview import OpenReview, term
from kdbib.resolve.openreview_note import Venue, venue
from tests.support.conftest import ASSISTANT, names
from tests.support.databases import Databases, serve

# answers of the real API may not be passed on: whoever has some can say where
BESIDE = Path(__file__).parents[3] / "shared" / "fixtures"
RECORDED = Path(os.environ.get("KDBIB_RECORDED_ANSWERS", BESIDE)) / "openreview"
QUOTED = RECORDED.parent / "quoted"
TITLE_ = "Feature Kernels for Everybody"
TITLED = Question(TITLE, TITLE_)
FORUM = Question("openreview", "aAbB1234xy")


def note(api: int = 2, own: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """A submission as API 1 or 2 has it; ``changes`` are of its content, ``own`` of itself."""
    content = {
        "title": TITLE_,
        "authors": ["Bobby He", "Aäron van den Oord"],
        "venue": "ICLR 2022 Poster",
        "venueid": "ICLR.cc/2022/Conference",
        "pdf": "/pdf/eb64.pdf",
        **changes,
    }
    content = {name: value for name, value in content.items() if value is not None}
    if api == 2:
        content = {name: {"value": value} for name, value in content.items()}
    return {"id": FORUM.value, "forum": FORUM.value, "content": content, **(own or {})}


def notes(*found: object) -> bytes:
    return json.dumps({"notes": found, "count": 10000}).encode()


def only(answer: Answer) -> Record:
    assert isinstance(answer, Found)
    (record,) = answer.records
    return record


def work(**changes: Any) -> Work:
    return only(OpenReview().read(notes(note(**changes)), [TITLED])[TITLED]).work


# --- notes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("api", [1, 2])
def test_an_accepted_paper_in_both_forms(api: int) -> None:
    answers = OpenReview().read(notes(note(api)), [TITLED])
    assert only(answers[TITLED]) == Record(
        Work(
            type="paper-conference",
            title=TITLE_,
            author=(Name("He", "Bobby"), Name("van den Oord", "Aäron")),
            issued=(2022,),
            container_title="ICLR",
            URL=f"https://openreview.net/forum?id={FORUM.value}",
            identifiers=(Identifier(Scheme.OPENREVIEW, FORUM.value),),
            pdf_url=f"https://openreview.net/pdf?id={FORUM.value}",
        ),
        source="openreview",
        origins=("venue: ICLR 2022 Poster",),
    )


def test_a_rejected_paper_is_a_manuscript_at_openreview() -> None:
    rejected = work(
        venue="Submitted to ICLR 2024", venueid="ICLR.cc/2024/Conference/Rejected_Submission"
    )
    assert rejected.status == "submitted to ICLR 2024, rejected"
    assert (rejected.type, rejected.container_title, rejected.issued) == (
        "article",
        "OpenReview",
        (2024,),
    )


@pytest.mark.parametrize(
    ("venueid", "said", "place"),
    [
        ("ICLR.cc/2024/Conference", "ICLR 2024 spotlight", Venue("ICLR", 2024, None)),
        ("NeurIPS.cc/2023/Track/Datasets_and_Benchmarks", "", Venue("NeurIPS", 2023, None)),
        ("ICLR.cc/2024/Workshop/BGPT", "", Venue("ICLR Workshop", 2024, None)),
        ("robot-learning.org/CoRL/2023/Conference", "", Venue("CoRL", 2023, None)),
        ("TMLR", "Accepted by TMLR", Venue("TMLR", None, None)),
        ("TMLR/Rejected", "Rejected by TMLR", Venue("TMLR", None, "rejected")),
        ("TMLR/Decision_Pending", "Decision pending for TMLR", Venue("TMLR", None, "")),
        ("ICLR.cc/2024/Conference/Submission", "", Venue("ICLR", 2024, "")),
        ("ICLR.cc/2024/Conference/Withdrawn_Submission", "", Venue("ICLR", 2024, "withdrawn")),
        (
            "ICLR.cc/2024/Conference/Desk_Rejected_Submission",
            "",
            Venue("ICLR", 2024, "desk rejected"),
        ),
        # the words know better, where the venueid is the same for all
        ("ICLR.cc/2020/Conference", "Submitted to ICLR 2020", Venue("ICLR", 2020, "")),
        (
            "ICLR.cc/2018/Conference",
            "ICLR 2018 Withdrawn Submission",
            Venue("ICLR", 2018, "withdrawn"),
        ),
        (
            "ICLR.cc/2020/Conference",
            "ICLR 2020 Conference Blind Submission",
            Venue("ICLR", 2020, ""),
        ),
        ("", "Submitted to ICLR 2020", Venue("ICLR", 2020, "")),
        ("", "ICLR 2020 Poster", None),
        ("", "", None),
        ("dblp.org/journals/NETWORK/2024", "IEEE Netw. 2024", None),
        ("OpenReview.net/Public_Article", "A Title", None),
        ("OpenReview.net/Archive", "arXiv 2022", None),
    ],
)
def test_where_a_paper_stands_its_venueid_says(
    venueid: str, said: str, place: Venue | None
) -> None:
    assert venue(venueid, said) == place


def test_tmlr_is_a_journal_whose_years_are_its_papers() -> None:
    article = work(venueid="TMLR", venue="Accepted by TMLR", own={"pdate": 1_700_000_000_000})
    assert (article.type, article.issued) == ("article-journal", (2023,))
    assert article.container_title == "Transactions on Machine Learning Research"
    assert article.container_title_short == "TMLR"
    assert work(venueid="TMLR", own={"pdate": 7}).issued == ()


def test_undecided_and_retracted() -> None:
    assert work(venueid="ICLR.cc/2026/Conference/Submission").status == "submitted to ICLR 2026"
    assert work(venueid="TMLR/Retracted_Acceptance").status == "retracted"


@pytest.mark.parametrize(
    "authors",
    [
        None,
        [],
        ["Anonymous"],
        ["ICLR 2020 Conference Paper12 Authors"],
        ["Bobby He", 7],
        "Bobby He",
    ],
)
def test_hidden_authors_are_not_known(authors: object) -> None:
    assert work(authors=authors).author == ()


def test_authors_may_be_objects() -> None:
    people = [{"fullname": "Bobby He", "username": "~Bobby_He1"}, {"fullname": "Mete Ozay"}]
    assert work(authors=people).author == (Name("He", "Bobby"), Name("Ozay", "Mete"))


@pytest.mark.parametrize(
    "other",
    [
        note(own={"id": "zZyY1234xx"}),  # a reply in the forum
        note(title=None),
        note(venueid="dblp.org/conf/iclr/2022"),
        note(own={"id": "<script>", "forum": "<script>"}),
    ],
)
def test_replies_and_copies_are_nobodys_candidates(other: dict[str, Any]) -> None:
    assert OpenReview().read(notes(other), [TITLED]) == {TITLED: Missing()}


def test_strangers_control_neither_lines_nor_lengths() -> None:
    long = TITLE_ + "\n\u202e " + "b" * 9000
    asked = Question("openreview", FORUM.value)
    evil = note(
        title=long, authors=["x" * 900], venueid="\x1b[31m" + "y" * 900 + "/2022/Conference"
    )
    found = only(OpenReview().read(notes(evil), [asked])[asked]).work
    assert (len(found.title), len(found.author[0].last)) == (1000, 200)
    assert len(found.container_title or "") == 100
    assert "\x1b" not in str(found.container_title)


# --- reading -------------------------------------------------------------------------------------


def test_a_forum_is_found_by_its_id_alone() -> None:
    other = Question("openreview", "other12345")
    answers = OpenReview().read(notes(note()), [FORUM, other])
    assert only(answers[FORUM]).work.title == TITLE_
    assert answers[other] == Missing()


def test_a_note_of_another_shape_may_have_been_the_one() -> None:
    answer = notes({"id": 7}, note(title="Something else entirely"))
    assert isinstance(OpenReview().read(answer, [TITLED])[TITLED], Failed)


@pytest.mark.parametrize(
    "answer", [b"", b"{}", b"[]", b'{"notes": 1}', b"[" * 9999, b"null", b"\xff"]
)
def test_what_is_no_list_of_notes_is_a_bad_answer(answer: bytes) -> None:
    with pytest.raises(BadAnswer):
        OpenReview().read(answer, [TITLED])


@given(st.binary(max_size=200), st.integers(0, 300))
def test_no_bytes_make_reading_crash(noise: bytes, at: int) -> None:
    whole = notes(note())
    try:
        answers = OpenReview().read(whole[:at] + noise + whole[at:], [TITLED])
    except BadAnswer:
        return
    assert set(answers) == {TITLED}


# --- asking --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        (
            "Knowledge Distillation by Feature Kernels: a Study",
            "Knowledge Distillation by Feature Kernels",
        ),
        ("FEED: Feature-level Ensembles", "FEED Feature level Ensembles"),
        ("?!", ""),
        (" ".join("abcdefghijklmnop"), "a b c d e f g h i j k l"),
        ("Don’t Teach Minerva", "Don’t Teach Minerva"),
    ],
)
def test_the_term_is_short(title: str, asked: str) -> None:
    assert term(title) == asked


def test_ids_are_asked_only_by_those_who_have_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENREVIEW_TOKEN", raising=False)
    assert (dict(OpenReview().accepts), OpenReview().has_key) == ({TITLE: 1}, False)
    monkeypatch.setenv("OPENREVIEW_TOKEN", "Bearer t0ken")
    source = OpenReview()
    assert (dict(source.accepts), source.has_key) == ({TITLE: 1, "openreview": 1}, True)
    assert source.batches([TITLED, FORUM, Question("openreview", "x"), Question(TITLE, "?")]) == [
        (TITLED,),
        (FORUM,),
    ]
    monkeypatch.setenv("OPENREVIEW_TOKEN", "schlüssel")
    assert not OpenReview().has_key


def asking(
    source: OpenReview, question: Question, tmp_path: Path, *responses: httpx.Response
) -> tuple[bytes, list[httpx.Request]]:
    requests: list[httpx.Request] = []
    left = iter(responses)

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return next(left)

    network = httpx.MockTransport(handler)
    with Client(state=tmp_path, network=network, sleep=lambda _: None) as client:
        return source.fetch(client, [question]), requests


def test_a_forum_is_at_one_of_two_hosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KDBIB_OPENREVIEW_URL", raising=False)
    monkeypatch.setenv("OPENREVIEW_TOKEN", "t0ken")
    good, gone = httpx.Response(200, content=notes(note(1))), httpx.Response(404, json={})
    for first in (gone, httpx.Response(200, content=notes())):
        body, requests = asking(OpenReview(), FORUM, tmp_path, first, good)
        assert only(OpenReview().read(body, [FORUM])[FORUM]).work.title == TITLE_
        assert [request.url.host for request in requests] == [
            "api2.openreview.net",
            "api.openreview.net",
        ]
        assert {request.headers["authorization"] for request in requests} == {"Bearer t0ken"}
    body, _ = asking(OpenReview(), FORUM, tmp_path, gone, gone)
    assert OpenReview().read(body, [FORUM]) == {FORUM: Missing()}


def test_a_token_that_is_refused_is_reported_and_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OPENREVIEW_TOKEN", "t0ken")
    source = OpenReview()
    for responses in ([httpx.Response(401, json={"name": "TokenExpiredError"})], []):
        with pytest.raises(SourceError) as error:
            asking(source, FORUM, tmp_path, *responses)
        assert not isinstance(error.value, Unavailable)  # titles can still be searched for
    assert (len(caplog.records), source.has_key) == (1, False)
    assert "t0ken" not in caplog.text


# --- the local server ----------------------------------------------------------------------------

ACCEPTED: dict[str, Any] = {
    **ASSISTANT,
    "title": TITLE_,
    "container-title-short": "ICLR",
    "author": names("Bobby He", "Mete Ozay"),
    "identifiers": {"openreview": "tBIQEvApZK5", "dblp": "conf/iclr/HeO22"},
}
REJECTED: dict[str, Any] = {
    "type": "article",
    "title": "FEED: Feature-level Ensemble Effect",
    "author": names("SeongUk Park"),
    "issued": [2024],
    "comment": "submitted to ICLR 2024, rejected",
    "identifiers": {"openreview": "BJxYEsAqY7"},
}


@pytest.fixture
def databases(monkeypatch: pytest.MonkeyPatch) -> Iterator[Databases]:
    with serve([ACCEPTED, REJECTED]) as running:
        monkeypatch.setenv("KDBIB_OPENREVIEW_URL", running.url("openreview"))
        yield running


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with Client(state=tmp_path, sleep=lambda _: None) as running:
        yield running


def test_every_kind_of_question_to_the_server(
    databases: Databases, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENREVIEW_TOKEN", "a-known-token")
    titles = [
        Question(TITLE, title) for title in (TITLE_, REJECTED["title"], "Nobody wrote this one")
    ]
    ids = [Question("openreview", forum) for forum in ("tBIQEvApZK5", "BJxYEsAqY7", "gone123456")]
    answers = ask(OpenReview(), [*titles, *ids], client, Answers(None))
    assert [only(answers[question]).work.status for question in titles[:2]] == [
        None,
        "submitted to ICLR 2024, rejected",
    ]
    assert [answers[titles[2]], answers[ids[2]]] == [Missing(), Missing()]
    assert [only(answers[q]) for q in ids[:2]] == [only(answers[q]) for q in titles[:2]]


def test_a_wrong_token_does_not_keep_titles_from_being_searched(
    databases: Databases, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENREVIEW_TOKEN", "another-token")
    questions = [Question("openreview", "tBIQEvApZK5"), TITLED]
    answers = ask(OpenReview(), questions, client, Answers(None))
    assert isinstance(answers[questions[0]], Failed)
    assert isinstance(answers[TITLED], Found)


def test_five_searches_a_minute() -> None:
    with serve([ACCEPTED], limits=1.0) as databases, httpx.Client(trust_env=False) as asking_:
        url = f"{databases.url('openreview')}/notes/search"
        statuses = [asking_.get(url, params={"term": "kernels"}).status_code for _ in range(6)]
        assert statuses == [200] * 5 + [429]
        challenge = asking_.get(f"{databases.url('openreview')}/notes", params={"id": "x"})
        assert challenge.json()["name"] == "ChallengeRequiredError"
    assert OpenReview.policy.interval * 5 > 60


@pytest.mark.parametrize("fault", ["html", "500", "429", "403", "cut", "shape", "empty"])
def test_the_challenge_and_other_faults_are_unavailable(
    databases: Databases, client: Client, fault: str
) -> None:
    databases.fault("openreview", fault)
    with pytest.raises(Forbidden if fault == "403" else Unavailable):
        OpenReview().read(OpenReview().fetch(client, [TITLED]), [TITLED])


def test_notes_in_a_wrong_encoding_are_failed(databases: Databases, client: Client) -> None:
    databases.fault("openreview", "encoding")
    answer = OpenReview().read(OpenReview().fetch(client, [TITLED]), [TITLED])[TITLED]
    assert isinstance(answer, Failed)


# --- recorded answers ----------------------------------------------------------------------------


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
def test_a_recorded_search() -> None:
    answer = (RECORDED / "search_3of10_excerpt.json").read_bytes()
    rejected = Question(TITLE, "Lightweight Graph Neural Network Search with Graph Sparsification")
    copies = [
        Question(
            TITLE, "ConfigReco: Network Configuration Recommendation With Graph Neural Networks"
        ),
        Question(
            TITLE,
            "Inter-sentence Relation Extraction with Document-level Graph Convolutional Neural Network",
        ),
    ]
    answers = OpenReview().read(answer, [rejected, *copies])
    found = only(answers[rejected]).work
    assert (found.status, len(found.author)) == ("submitted to ICLR 2024, rejected", 8)
    assert [answers[question] for question in copies] == [Missing(), Missing()]


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
def test_a_recorded_note_and_a_quoted_challenge() -> None:
    asked = Question("openreview", "IefMMX12yk")
    one = (RECORDED / "note_rejected_excerpt.json").read_bytes()
    found = only(OpenReview().read(b'{"notes": [' + one + b"]}", [asked])[asked]).work
    assert (found.type, found.URL) == ("article", "https://openreview.net/forum?id=IefMMX12yk")
    with pytest.raises(BadAnswer):
        OpenReview().read((QUOTED / "openreview_403.json").read_bytes(), [asked])
