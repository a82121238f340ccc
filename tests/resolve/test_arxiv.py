"""arXiv: addresses that it takes, feeds as it sends them."""

import inspect
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.errors import BadAnswer, Refused
from kdbib.http.client import Client
from kdbib.model import Identifier, Name, Record, Scheme, Work
from kdbib.resolve.arxiv import Arxiv, address
from kdbib.resolve.base import TITLE, WORDS, Failed, Found, Missing, Question
from kdbib.resolve.titles import Crowded

# answers of the real API may not be passed on: whoever has some can say where
BESIDE = Path(__file__).parents[3] / "shared" / "fixtures"
RECORDED = Path(os.environ.get("KDBIB_RECORDED_ANSWERS", BESIDE)) / "arxiv"
HINTON = Question("arxiv", "1503.02531")


def entry(
    number: str = "1503.02531v1",
    title: str = "Distilling the Knowledge in a Neural Network",
    authors: tuple[str, ...] = ("Geoffrey Hinton", "Oriol Vinyals", "Jeff Dean"),
    published: str | None = "2015-03-09T15:44:49Z",
    more: str = "",
) -> str:
    people = "".join(f"<author><name>{escape(name)}</name></author>" for name in authors)
    dated = f"<published>{published}</published>" if published else ""
    return (
        f"<entry><id>http://arxiv.org/abs/{number}</id><title>{escape(title)}</title>"
        f"<updated>2016-01-01T00:00:00Z</updated><summary>A very simple way.</summary>{dated}"
        f'{more}<arxiv:primary_category term="stat.ML"/>{people}</entry>'
    )


def feed(*entries: str, total: int | None = None) -> bytes:
    count = len(entries) if total is None else total
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
        ' xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">'
        "<id>https://arxiv.org/api/x</id><title>arXiv Query</title>"
        f"<opensearch:totalResults>{count}</opensearch:totalResults>{''.join(entries)}</feed>\n"
    ).encode()


ERROR = (
    "<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id><title>Error</title>"
    "<updated>2026-04-12T22:59:06Z</updated><summary>incorrect id format for abc</summary>"
    "<author><name>arXiv api core</name></author></entry>"
)


def only(answer: object) -> Record:
    assert isinstance(answer, Found)
    (record,) = answer.records
    return record


def test_tex_in_titles_and_names_is_read() -> None:
    typed = r"The $\alpha$-flow of Poincar\'e in \texttt{R}"
    (answer,) = (
        Arxiv().read(feed(entry(title=typed, authors=(r"Andr\'e Ma\c{c}on",))), [HINTON]).values()
    )
    work = only(answer).work
    assert work.title == r"The $\alpha$-flow of Poincaré in R"
    assert work.author == (Name("Maçon", "André"),)


@pytest.mark.parametrize("total", [1, 2])
def test_an_unknown_id_is_missing_whether_it_is_counted_or_not(total: int) -> None:
    unknown = Question("arxiv", "2001.99999")
    answers = Arxiv().read(feed(entry(), total=total), [HINTON, unknown])
    assert only(answers[HINTON]).work.identifier("arxiv") == "1503.02531"
    assert answers[unknown] == Missing()


# --- the arxiv package ---------------------------------------------------------------------------


def test_the_private_names_of_arxiv_that_we_use_are_where_they_were() -> None:
    import arxiv
    from arxiv import _feed

    assert list(inspect.signature(arxiv.Client._format_url).parameters) == [
        "self",
        "search",
        "start",
        "page_size",
    ]
    assert "?{}" in arxiv.Client.query_url_format
    parsed = _feed.parse(feed(entry(), total=7))
    assert (parsed.header.total_results, parsed.malformed) == (7, False)
    (result,) = parsed.results
    assert (result.entry_id, result.published.year) == ("http://arxiv.org/abs/1503.02531v1", 2015)
    assert _feed.parse(b"not xml").malformed


# --- asking --------------------------------------------------------------------------------------


def asked(*questions: Question) -> dict[str, str]:
    parts = urlsplit(address(questions))
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://export.arxiv.org/api/query"
    return {name: values[0] for name, values in parse_qs(parts.query).items()}


def test_ids_are_asked_for_in_one_list() -> None:
    params = asked(HINTON, Question("arxiv", "hep-th/9901001"))
    assert params["id_list"] == "1503.02531,hep-th/9901001"
    assert (params["start"], params["max_results"]) == ("0", "2")


def test_titles_are_phrases_joined_by_or() -> None:
    params = asked(
        Question(TITLE, 'FitNets: Hints for "Thin" Deep Nets'),
        Question(TITLE, "Don’t Teach Minerva (again)"),
    )
    assert params["search_query"] == (
        'ti:"FitNets Hints for Thin Deep Nets" OR ti:"Don\'t Teach Minerva again"'
    )
    assert int(params["max_results"]) >= 50


def test_words_are_the_most_telling_four() -> None:
    params = asked(
        Question(WORDS, "Like What You Like: Knowledge Distill via Neuron Selectivity Transfer")
    )
    assert params["search_query"] == "(ti:Like AND ti:Distill AND ti:Neuron AND ti:Selectivity)"


def test_a_base_address_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KDBIB_ARXIV_URL", "http://127.0.0.1:8001")
    assert address([HINTON]).startswith("http://127.0.0.1:8001/api/query?")
    monkeypatch.setenv("KDBIB_ARXIV_URL", "http://127.0.0.1:8001/mirror/{x}/")
    assert address([HINTON]).startswith("http://127.0.0.1:8001/mirror/%7Bx%7D?")


def test_a_hundred_ids_to_a_batch_and_no_bad_ones() -> None:
    good = [Question("arxiv", f"2001.{number:05d}") for number in range(250)]
    batches = Arxiv().batches([*good, Question("arxiv", "2014.10510"), good[0]])
    assert [len(batch) for batch in batches] == [100, 100, 50]
    assert [question for batch in batches for question in batch] == good


@given(st.lists(st.tuples(st.sampled_from([TITLE, WORDS]), st.text(max_size=400)), max_size=90))
def test_no_address_is_longer_than_servers_take(asked_: list[tuple[str, str]]) -> None:
    questions = [Question(kind, value) for kind, value in asked_]
    batches = Arxiv().batches(questions)
    for batch in batches:
        assert len(address(batch)) <= 3500
        assert len({question.kind for question in batch}) == 1
    together = [question for batch in batches for question in batch]
    assert len(set(together)) == len(together)
    assert set(together) <= set(questions)


def test_fetch_goes_through_the_client(tmp_path: Path) -> None:
    requests: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, content=feed(), headers={"content-type": "application/atom+xml"})

    with Client(state=tmp_path, network=httpx.MockTransport(handler)) as client:
        assert Arxiv().fetch(client, [HINTON]) == feed()
    assert requests[0].url.params["id_list"] == "1503.02531"


# --- reading -------------------------------------------------------------------------------------


def test_an_entry_is_a_preprint() -> None:
    more = (
        "<arxiv:doi>10.1234/abc.5 10.9999/second</arxiv:doi>"
        "<arxiv:comment>NIPS 2014 Deep\n  Learning Workshop</arxiv:comment>"
        "<arxiv:journal_ref>J. Some 3 (2016) 1-9</arxiv:journal_ref>"
    )
    answers = Arxiv().read(feed(entry(title="Distilling  the\n Knowledge", more=more)), [HINTON])
    assert only(answers[HINTON]) == Record(
        Work(
            type="article",
            title="Distilling the Knowledge",
            author=(Name("Hinton", "Geoffrey"), Name("Vinyals", "Oriol"), Name("Dean", "Jeff")),
            issued=(2015, 3, 9),
            container_title="arXiv",
            DOI="10.1234/abc.5",
            URL="https://arxiv.org/abs/1503.02531",
            identifiers=(Identifier(Scheme.ARXIV, "1503.02531"),),
            arxiv_category="stat.ML",
            pdf_url="https://arxiv.org/pdf/1503.02531",
        ),
        source="arxiv",
        origins=(
            "comment: NIPS 2014 Deep Learning Workshop",
            "journal_ref: J. Some 3 (2016) 1-9",
        ),
    )


def test_entries_come_in_any_order_and_unknown_ids_not_at_all() -> None:
    other, old, unknown = (
        Question("arxiv", number) for number in ("1412.6550", "math.GT/0309136", "1706.99999")
    )
    answer = feed(entry("math/0309136v2", "Old"), entry("1412.6550v4", "FitNets"), entry())
    answers = Arxiv().read(answer, [HINTON, other, old, unknown])
    titles = {q: only(a).work.title for q, a in answers.items() if isinstance(a, Found)}
    assert titles == {
        HINTON: "Distilling the Knowledge in a Neural Network",
        other: "FitNets",
        old: "Old",
    }
    assert answers[unknown] == Missing()


def test_a_malformed_id_is_failed_not_missing() -> None:
    bad = Question("arxiv", "2014.10510")
    assert isinstance(Arxiv().read(feed(), [bad])[bad], Failed)


@pytest.mark.parametrize(
    ("comment", "status"),
    [
        ("This paper has been withdrawn by the author due to an error", "withdrawn"),
        ("Withdrawn", "withdrawn"),
        ("The article was temporarily withdrawn", "withdrawn"),
        ("12 pages, on withdrawal symptoms", None),
        ("", None),
    ],
)
def test_withdrawn_papers_say_so_in_the_comment(comment: str, status: str | None) -> None:
    answer = feed(entry(more=f"<arxiv:comment>{comment}</arxiv:comment>"))
    assert only(Arxiv().read(answer, [HINTON])[HINTON]).work.status == status


@pytest.mark.parametrize(
    "answer",
    [
        feed(ERROR),
        feed(ERROR.replace("<summary>", "<published>2026-01-01T00:00:00Z</published><summary>")),
        feed(entry(), entry("1412.6550v4", published=None)),
        feed(entry(published="yesterday")),
    ],
    ids=["error", "error with a date", "an entry that the parser drops", "no date"],
)
def test_one_bad_entry_refuses_the_batch(answer: bytes) -> None:
    with pytest.raises(Refused):
        Arxiv().read(answer, [HINTON])


@pytest.mark.parametrize(
    "answer",
    [b"", b"Rate exceeded.", b"<html></html>", feed(entry())[:-20], b"<a>feed></a>", b"\xff\xfe"],
)
def test_what_is_no_whole_feed_is_a_bad_answer(answer: bytes) -> None:
    with pytest.raises(BadAnswer):
        Arxiv().read(answer, [HINTON])


def test_titles_get_the_records_that_are_like_them() -> None:
    hinton = Question(TITLE, "Distilling the knowledge in a neural network.")
    nets = Question(TITLE, "Fitnets - hints for thin deep nets")
    nobody = Question(TITLE, "A title that nobody has written yet")
    answer = feed(
        entry("2001.00001v1", "Distilling the Knowledge in Neural Networks, Again"),
        entry(),
        entry("1412.6550v4", "FitNets: Hints for Thin Deep Nets"),
    )
    answers = Arxiv().read(answer, [hinton, nets, nobody])
    found = answers[hinton]
    assert isinstance(found, Found)
    assert [record.work.identifier("arxiv") for record in found.records] == [
        "1503.02531",
        "2001.00001",
    ]
    assert only(answers[nets]).work.identifier("arxiv") == "1412.6550"
    assert answers[nobody] == Missing()


def test_where_more_was_found_than_shown_nothing_is_called_missing() -> None:
    nobody = Question(WORDS, "A title that nobody has written yet")
    answers = Arxiv().read(feed(entry(), total=4000), [nobody])
    assert isinstance(answers[nobody], Crowded)


def test_strangers_control_neither_lines_nor_lengths() -> None:
    answer = feed(entry(title="A\u202e" + "b" * 5000, authors=("x" * 900, ":", "Evil\u0085Name")))
    work = only(Arxiv().read(answer, [HINTON])[HINTON]).work
    assert len(work.title) == 1000
    assert "\u202e" not in work.title
    assert [len(name.last) for name in work.author] == [200, 4]
    assert work.author[1] == Name("Name", "Evil")


@given(st.binary(max_size=200), st.integers(0, 900))
def test_no_bytes_make_reading_crash(noise: bytes, place: int) -> None:
    whole = feed(entry())
    try:
        answers = Arxiv().read(whole[:place] + noise + whole[place:], [HINTON])
    except (BadAnswer, Refused):
        return
    assert set(answers) == {HINTON}


# --- recorded answers ----------------------------------------------------------------------------


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
def test_a_recorded_error_refuses_the_batch() -> None:
    with pytest.raises(Refused):
        Arxiv().read((RECORDED / "error_incorrect_id.xml").read_bytes(), [HINTON])


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
@pytest.mark.parametrize(
    ("file", "question", "check"),
    [
        (
            "single.xml",
            "1605.08386",
            lambda work: (
                work.author == (Name("Stanley", "Caprice"), Name("Windisch", "Tobias"))
                and work.issued == (2016, 5, 26)
            ),
        ),
        (
            "oldstyle_journal_ref_affiliation.xml",
            "astro-ph/0601001",
            lambda work: work.author[2] == Name("Gaudi", "B. Scott"),
        ),
        (
            "batch_one_unknown.xml",
            "1707.08567",
            lambda work: Name("van der Sommen", "Fons") in work.author,
        ),
        (
            "search_100_doi_jref_unicode.xml",
            "2202.12139",
            lambda work: work.DOI == "10.1109/ICSTW55395.2022.00035",
        ),
    ],
)
def test_recorded_feeds(file: str, question: str, check: Callable[[Work], bool]) -> None:
    asked_ = Question("arxiv", question)
    answers = Arxiv().read((RECORDED / file).read_bytes(), [asked_])
    assert check(only(answers[asked_]).work)
