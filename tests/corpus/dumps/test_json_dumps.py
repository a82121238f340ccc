"""Dumps in JSON lines: arXiv, Semantic Scholar, OpenAlex, Crossref."""

import json
from typing import Any

import pytest

from kdbib.corpus.dumps.base import Damaged, NotAWork, Seen
from kdbib.model import Identifier, Name, Scheme, Work
from tests.corpus.dumps.reading import dump_of, outcomes, works

ARXIV = {
    "id": "2104.01234",
    "submitter": "Paul Erdos",
    "authors": "Paul Erd\\H{o}s, J\\'anos Pach Jr. and The Team",
    "title": "A Long Title\n  About  Students",
    "comments": "12 pages",
    "journal-ref": "J. Imag. 4 (2021)",
    "doi": "10.5555/1234",
    "report-no": None,
    "categories": "cs.LG cs.CV",
    "license": None,
    "abstract": "Words.",
    "versions": [
        {"version": "v1", "created": "Mon, 2 Apr 2021 19:18:42 GMT"},
        {"version": "v2", "created": "Tue, 3 May 2022 10:00:00 GMT"},
    ],
    "update_date": "2022-05-04",
    "authors_parsed": [
        ["Erd\\H{o}s", "Paul", ""],
        ["Pach", "J\\'anos", "Jr."],
        ["The Team", "", ""],
    ],
}
SEMANTIC_SCHOLAR = {
    "corpusid": 12345678,
    "externalids": {"ACL": None, "DBLP": "conf/imaginary/OlsenS21", "ArXiv": "2104.01234",
                    "MAG": "99", "CorpusId": "12345678", "PubMed": None, "DOI": "10.5555/1234",
                    "PubMedCentral": None},
    "url": "https://www.semanticscholar.org/paper/abc",
    "title": "Small Students",
    "authors": [{"authorId": "1", "name": "B. Olsen"}, {"authorId": None, "name": "María de la Cruz"}],
    "venue": "Imaginary Conference on Systems",
    "publicationvenueid": "x",
    "year": 2021,
    "referencecount": 10,
    "citationcount": 5,
    "influentialcitationcount": 1,
    "isopenaccess": True,
    "s2fieldsofstudy": [{"category": "Computer Science", "source": "external"}],
    "publicationtypes": ["JournalArticle", "Conference"],
    "publicationdate": "2021-04-02",
    "journal": {"name": "", "pages": "12 - 19", "volume": None},
}  # fmt: skip
OPENALEX = {
    "id": "https://openalex.org/W4200000001",
    "doi": "https://doi.org/10.5555/1234",
    "ids": {"openalex": "https://openalex.org/W4200000001", "pmid": "https://pubmed.ncbi.nlm.nih.gov/31234567"},
    "title": "Small Students",
    "display_name": "Small Students",
    "publication_year": 2021,
    "publication_date": "2021-04-02",
    "type": "article",
    "is_retracted": False,
    "authorships": [
        {"author_position": "first", "author": {"display_name": "Björn Olsen"}, "raw_author_name": "Olsen, Björn"}
    ],
    "primary_location": {
        "landing_page_url": "https://doi.org/10.5555/1234",
        "pdf_url": None,
        "source": {"display_name": "Journal of Imagination", "type": "journal",
                   "host_organization_name": "Imprint"},
        "raw_type": "journal-article",
    },
    "best_oa_location": {"pdf_url": "https://example.org/small.pdf"},
    "locations": [],
    "biblio": {"volume": "4", "issue": "2", "first_page": "12", "last_page": "19"},
    "abstract_inverted_index": {"Words": [0]},
}  # fmt: skip
CROSSREF = {
    "DOI": "10.5555/1234",
    "indexed": {"date-time": "2022-01-01T00:00:00Z"},
    "prefix": "10.5555",
    "member": "7822",
    "type": "journal-article",
    "title": ["Small &amp; Large <i>Students</i>"],
    "author": [{"given": "Björn", "family": "Olsen", "sequence": "first", "affiliation": []},
               {"name": "The Lab Team", "sequence": "additional", "affiliation": []}],
    "container-title": ["Journal of Imagination"],
    "short-container-title": ["J. Imag."],
    "issued": {"date-parts": [[2021, 4, 2]]},
    "published-print": {"date-parts": [[2021, 5]]},
    "volume": "4",
    "issue": "2",
    "page": "12-19",
    "publisher": "Imprint",
    "reference": [{"key": "ref1", "unstructured": "Somebody, 2001"}],
}  # fmt: skip


def jsonl(*records: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def test_arxiv_is_read_from_tex() -> None:
    assert works(jsonl(ARXIV)) == [
        Seen(
            Work(
                type="article",
                title="A Long Title About Students",
                author=(
                    Name("Erdős", "Paul"),
                    Name("Pach", "János", "Jr."),
                    Name(literal="The Team"),
                ),
                issued=(2021, 4, 2),
                container_title="arXiv",
                DOI="10.5555/1234",
                URL="https://arxiv.org/abs/2104.01234",
                identifiers=(Identifier(Scheme.ARXIV, "2104.01234"),),
                arxiv_category="cs.LG",
                pdf_url="https://arxiv.org/pdf/2104.01234",
            ),
            "arxiv: 2104.01234",
        )
    ]


def test_arxiv_tells_withdrawn_papers_by_their_comments() -> None:
    gone = ARXIV | {"comments": "This paper has been withdrawn by the authors"}
    assert works(jsonl(gone))[0].work.status == "withdrawn"


def test_semantic_scholar() -> None:
    assert works(jsonl(SEMANTIC_SCHOLAR)) == [
        Seen(
            Work(
                type="paper-conference",
                title="Small Students",
                author=(Name("Olsen", "B."), Name("de la Cruz", "María")),
                issued=(2021, 4, 2),
                container_title="Imaginary Conference on Systems",
                page="12-19",
                DOI="10.5555/1234",
                identifiers=(
                    Identifier(Scheme.ARXIV, "2104.01234"),
                    Identifier(Scheme.DBLP, "conf/imaginary/OlsenS21"),
                    Identifier(Scheme.S2, "CorpusId:12345678"),
                ),
            ),
            "semantic_scholar: 12345678",
        )
    ]


def test_openalex() -> None:
    assert works(jsonl(OPENALEX)) == [
        Seen(
            Work(
                type="article-journal",
                title="Small Students",
                author=(Name("Olsen", "Björn"),),
                issued=(2021, 4, 2),
                container_title="Journal of Imagination",
                volume="4",
                issue="2",
                page="12-19",
                publisher="Imprint",
                DOI="10.5555/1234",
                identifiers=(Identifier(Scheme.PMID, "31234567"),),
                pdf_url="https://example.org/small.pdf",
            ),
            "openalex: W4200000001",
        )
    ]


def test_openalex_records_of_two_papers_in_one_are_left_out() -> None:
    place = {
        "landing_page_url": "https://arxiv.org/abs/1503.02531",
        "source": {"type": "repository"},
    }
    merged = OPENALEX | {"type": "preprint", "publication_year": 2025, "primary_location": place}
    (left_out,) = outcomes(jsonl(merged))
    assert isinstance(left_out, NotAWork)
    assert str(left_out) == "openalex-merged"


CROSSREF_WORK = Work(
    type="article-journal",
    title="Small & Large Students",
    author=(Name("Olsen", "Björn"), Name(literal="The Lab Team")),
    issued=(2021, 5),
    container_title="Journal of Imagination",
    container_title_short="J. Imag.",
    volume="4",
    issue="2",
    page="12-19",
    publisher="Imprint",
    DOI="10.5555/1234",
)


def test_crossref_in_lines() -> None:
    assert works(jsonl(CROSSREF)) == [Seen(CROSSREF_WORK, "crossref: 10.5555/1234")]


@pytest.mark.parametrize("indent", [None, 1])
def test_crossref_as_items(indent: int | None) -> None:
    data = json.dumps({"items": [CROSSREF, CROSSREF | {"DOI": "10.5555/1235"}]}, indent=indent)
    first, second = works(data.encode())
    assert first.work == CROSSREF_WORK
    assert second.source == "crossref: 10.5555/1235"


def test_what_crossref_registers_beside_papers_is_no_work() -> None:
    figure = CROSSREF | {"type": "component"}
    assert [str(each) for each in outcomes(jsonl(figure, CROSSREF | {"title": []}))] == [
        "not-a-paper",
        "without a title or a DOI",
    ]


@pytest.mark.parametrize("record", [ARXIV, SEMANTIC_SCHOLAR, OPENALEX, CROSSREF])
def test_damaged_lines_are_told_and_empty_ones_are_not(record: dict[str, Any]) -> None:
    line = jsonl(record)
    data = line + b"\n" + line[:40] + b"\n[]\n" + line
    first, empty, cut, foreign, last = outcomes(data)
    assert isinstance(first, Seen)
    assert empty is None
    assert isinstance(cut, Damaged)
    assert isinstance(foreign, Damaged)
    assert last == first


@pytest.mark.parametrize("record", [ARXIV, SEMANTIC_SCHOLAR, OPENALEX, CROSSREF])
def test_every_value_may_be_of_another_type(record: dict[str, Any]) -> None:
    values: tuple[Any, ...] = (None, 5, -1.5, "", [], [[]], {}, "\0\x1b[31m", [None], "x" * 100_000)
    for key in record:
        for value in values:
            wrong = jsonl(record, record | {key: value})
            assert isinstance(outcomes(wrong)[1], Seen | Damaged | NotAWork)


def test_the_first_line_may_be_damaged_or_longer_than_what_is_looked_at() -> None:
    damaged = b'{"id": "210' + b"\n" + jsonl(ARXIV)
    assert dump_of(damaged).name == "arxiv"
    long = jsonl(ARXIV | {"abstract": "words " * 100_000})
    assert dump_of(long[: 256 << 10]).name == "arxiv"
