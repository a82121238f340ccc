"""The ACL Anthology: a file of BibTeX for each paper."""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.errors import BadAnswer, SourceError, Unavailable
from kdbib.http.answers import Answers
from kdbib.http.client import Client
from kdbib.model import Identifier, Name, Record, Scheme, Work
from kdbib.resolve.acl_anthology import AclAnthology
from kdbib.resolve.acl_entry import entries
from kdbib.resolve.ask import ask
from kdbib.resolve.base import Answer, Failed, Found, Missing, Question
from tests.support.conftest import BERT, RECORDS
from tests.support.databases import Databases, serve

# answers of the real site may not be passed on: whoever has some can say where
BESIDE = Path(__file__).parents[3] / "shared" / "fixtures"
RECORDED = Path(os.environ.get("KDBIB_RECORDED_ANSWERS", BESIDE))
ASKED = Question("acl", "2020.acl-main.705")
FIELDS = {
    "title": "Distilling Knowledge in {BERT}: 50{\\%} of $x^2$, an {\\'E}tude -- {``}Done{''}",
    "author": 'Chen, Yen-Chun  and\n      van den Oord, A{\\"a}ron  and\n      {\\v{S}}uster, Simon',
    "editor": "Jurafsky, Dan  and\n      Chai, Joyce",
    "booktitle": "Proceedings of the 58th Annual Meeting of the {ACL}",
    "year": "2020",
    "address": "Online",
    "publisher": "Association for Computational Linguistics",
    "url": "https://aclanthology.org/2020.acl-main.705/",
    "doi": "10.18653/v1/2020.acl-main.705",
    "pages": "7893--7905",
    "abstract": "Large models need 50{\\%} of {@}it.",
}


def bib(kind: str = "inproceedings", month: str = "jul", **changes: str | None) -> bytes:
    """An entry as the Anthology's program writes it."""
    fields = {name: value for name, value in {**FIELDS, **changes}.items() if value is not None}
    lines = [f'    {name} = "{value}"' for name, value in fields.items()]
    lines.insert(3, f"    month = {month}")
    body = ",\n".join(lines)
    return f"@{kind}{{chen-etal-2020-distilling,\n{body}\n}}\n".encode()


def only(answer: Answer) -> Record:
    assert isinstance(answer, Found)
    (record,) = answer.records
    return record


def work(kind: str = "inproceedings", month: str = "jul", **changes: str | None) -> Work:
    return only(AclAnthology().read(bib(kind, month, **changes), [ASKED])[ASKED]).work


# --- reading -------------------------------------------------------------------------------------


def test_an_entry_is_a_conference_paper() -> None:
    assert only(AclAnthology().read(bib(), [ASKED])[ASKED]) == Record(
        Work(
            type="paper-conference",
            title="Distilling Knowledge in BERT: 50% of $x^2$, an Étude – “Done”",
            author=(
                Name("Chen", "Yen-Chun"),
                Name("van den Oord", "Aäron"),
                Name("Šuster", "Simon"),
            ),
            issued=(2020, 7),
            container_title="Proceedings of the 58th Annual Meeting of the ACL",
            page="7893-7905",
            publisher="Association for Computational Linguistics",
            DOI="10.18653/v1/2020.acl-main.705",
            URL="https://aclanthology.org/2020.acl-main.705",
            identifiers=(Identifier(Scheme.ACL, "2020.acl-main.705"),),
            pdf_url="https://aclanthology.org/2020.acl-main.705.pdf",
        ),
        source="acl",
    )


def test_a_journal_article() -> None:
    article = work(
        "article",
        booktitle=None,
        journal="Transactions of the Association for Computational Linguistics",
        volume="8",
        number="2",
    )
    assert (article.type, article.volume, article.issue) == ("article-journal", "8", "2")
    assert (
        article.container_title == "Transactions of the Association for Computational Linguistics"
    )


@pytest.mark.parametrize(
    ("year", "month", "issued"),
    [
        ("2020", "jul", (2020, 7)),
        ("2020", '"July"', (2020, 7)),
        ("2020", '"jul # 5--10"', (2020,)),
        ("2020", '"July~5-10"', (2020,)),
        ("20x0", "jul", ()),
    ],
)
def test_dates(year: str, month: str, issued: tuple[int, ...]) -> None:
    assert work(month=month, year=year).issued == issued


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Steele Jr., Guy L.", (Name("Steele", "Guy L.", "Jr."),)),
        ("Steele, Jr., Guy L.", (Name("Steele", "Guy L.", "Jr."),)),
        ("Madonna", (Name(literal="Madonna"),)),
        ("{NLLB Team}", (Name(literal="NLLB Team"),)),
        (
            "Anderson, Rand  and\n  Sandberg, Sand",
            (Name("Anderson", "Rand"), Name("Sandberg", "Sand")),
        ),
        ("--, --", ()),
        ("", ()),
    ],
)
def test_names_are_inverted(written: str, names: tuple[Name, ...]) -> None:
    assert work(author=written).author == names


def test_the_entry_of_another_paper_is_none_of_this_one() -> None:
    for url in ("https://aclanthology.org/2020.acl-main.706/", "https://evil.org/x", None):
        answer = AclAnthology().read(bib(url=url), [ASKED])[ASKED]
        assert isinstance(answer, Failed)


def test_old_ids_are_in_capitals() -> None:
    old = Question("acl", "p18-1001")
    answer = bib(url="https://aclanthology.org/P18-1001/", doi=None)
    found = only(AclAnthology().read(answer, [old])[old]).work
    assert (found.identifier("acl"), found.DOI) == ("P18-1001", None)


def test_strangers_control_neither_lines_nor_lengths() -> None:
    evil = work(title="A\u202e\x1b " + "b" * 9000, author="x" * 900 + ", Ann")
    assert len(evil.title) == 1000
    assert "\u202e" not in evil.title
    assert len(evil.author[0].last) == 200


def test_braces_in_one_another_are_no_end_of_the_world() -> None:
    assert work(title="{" * 1900 + "Deep" + "}" * 1900).title == "Deep"


def test_nothing_in_a_value_is_carried_out() -> None:
    evil = work(title="\\input{/etc/passwd} \\def\\x{\\x\\x}\\x % and so on")
    assert "root:" not in evil.title
    assert evil.title.endswith("% and so on")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"404",
        b'{"message": "ok"}',
        bib()[:-20],
        bib() + b"@inproceedings{x, title=",
        b"<!DOCTYPE html>",
        bib().replace(b"Chen", b"Ch\xe9n"),
        b"% only a comment\n",
    ],
)
def test_what_is_no_whole_entry_is_a_bad_answer(answer: bytes) -> None:
    with pytest.raises(BadAnswer):
        AclAnthology().read(answer, [ASKED])


@given(st.binary(max_size=100), st.integers(0, 900))
def test_no_bytes_make_reading_crash(noise: bytes, at: int) -> None:
    whole = bib()
    try:
        answers = AclAnthology().read(whole[:at] + noise + whole[at:], [ASKED])
    except BadAnswer:
        return
    assert set(answers) == {ASKED}


def test_an_entry_keeps_its_fields() -> None:
    (entry,) = entries(bib())
    assert (entry["ENTRYTYPE"], entry["year"], entry["month"]) == ("inproceedings", "2020", "jul")


# --- asking --------------------------------------------------------------------------------------


def test_the_file_is_named_as_the_anthology_writes_the_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KDBIB_ACL_URL", raising=False)
    urls: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        urls.append(str(request.url))
        return httpx.Response(200, content=bib(), headers={"content-type": "text/plain"})

    with Client(state=tmp_path, network=httpx.MockTransport(handler)) as client:
        assert AclAnthology().fetch(client, [Question("acl", "p18-1001")]) == bib()
    assert urls == ["https://aclanthology.org/P18-1001.bib"]


def test_one_to_a_batch_and_none_that_is_no_id() -> None:
    batches = AclAnthology().batches(
        [ASKED, Question("acl", "../../etc"), Question("acl", "P18-1001")]
    )
    assert batches == [(ASKED,), (Question("acl", "P18-1001"),)]


# --- the local server ----------------------------------------------------------------------------


@pytest.fixture
def databases(monkeypatch: pytest.MonkeyPatch) -> Iterator[Databases]:
    with serve(RECORDS) as running:
        monkeypatch.setenv("KDBIB_ACL_URL", running.url("acl"))
        yield running


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with Client(state=tmp_path, sleep=lambda _: None) as running:
        yield running


def test_papers_of_the_server(databases: Databases, client: Client) -> None:
    unknown = Question("acl", "2020.acl-main.1")
    answers = ask(AclAnthology(), [ASKED, unknown], client, Answers(None))
    found = only(answers[ASKED]).work
    assert (found.title, found.DOI) == (BERT["title"], BERT["DOI"])
    assert found.author == (Name("Chen", "Yen-Chun"), Name("Gan", "José"))
    assert answers[unknown] == Missing()
    assert databases.environment()["KDBIB_ACL_URL"] == databases.url("acl")


@pytest.mark.parametrize(
    "fault", ["html", "500", "429", "403", "cut", "shape", "empty", "truncated"]
)
def test_faults_are_unavailable(databases: Databases, client: Client, fault: str) -> None:
    databases.fault("acl", fault)
    with pytest.raises(Unavailable):
        AclAnthology().read(AclAnthology().fetch(client, [ASKED]), [ASKED])


# --- recorded answers ----------------------------------------------------------------------------


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recorded answers here")
@pytest.mark.parametrize("file", ["aclanthology/2022.acl_excerpt.xml", "dblp/record_acl2023.bib"])
def test_recorded_files_of_another_kind_say_nothing(file: str) -> None:
    """The Anthology's own XML is no BibTeX; DBLP's entry for such a paper has another page."""
    asked = Question("acl", "2023.acl-long.48")
    try:
        answer = AclAnthology().read((RECORDED / file).read_bytes(), [asked])[asked]
    except SourceError:
        return
    assert isinstance(answer, Failed)
