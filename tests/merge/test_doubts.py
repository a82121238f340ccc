"""What is known to go wrong in records that are right otherwise: each doubt on its case."""

import pytest
from msgspec.structs import replace

from kdbib.merge.doubts import DOUBTS, FIRST_VERSION, doubt_about
from kdbib.merge.merge import merge
from kdbib.model import Record
from tests.support.records import work

AUTHORS = ["Vaswani, Ashish", "Shazeer, Noam", "Parmar, Niki", "Uszkoreit, Jakob"]
TITLE = "Attention is All you Need"
PAPER = work(TITLE, AUTHORS, "Advances in Neural Information Processing Systems", 2017)
PUBLISHED = Record(PAPER, "dblp")
CASES = {
    "preprint-of-a-publication": (
        "container_title",
        Record(work(TITLE, AUTHORS, "arXiv", 2017), "arxiv"),
    ),
    "doi-of-the-preprint": (
        "DOI",
        Record(work(TITLE, AUTHORS, "arXiv", 2025, doi="10.2139/ssrn.1"), "openalex"),
    ),
    "year-of-first-version": (
        "issued",
        Record(replace(PAPER, issued=(2016,)), "semantic_scholar", origins=(FIRST_VERSION,)),
    ),
    "alphabetised-authors": (
        "author",
        Record(replace(PAPER, author=tuple(sorted(PAPER.author, key=lambda n: n.last))), "acl"),
    ),
    "truncated-authors": ("author", Record(replace(PAPER, author=PAPER.author[:2]), "acl")),
}


@pytest.mark.parametrize("name", CASES)
def test_a_doubtful_value_is_no_vote_and_is_kept_as_unheard(name: str) -> None:
    field, doubtful = CASES[name]
    merged, claims = merge([doubtful, PUBLISHED])
    assert getattr(merged, field) == getattr(PAPER, field)
    doubt = doubt_about(field, doubtful, [doubtful, PUBLISHED])
    assert doubt is not None
    assert doubt.name == name
    if field in claims:
        assert [(source, why) for source, _, why in claims[field].unheard] == [
            (doubtful.source, name)
        ]
        assert claims[field].dissent == ()


def test_every_doubt_has_a_name_a_reason_and_a_test() -> None:
    assert [doubt.name for doubt in DOUBTS] == list(CASES)
    assert all(doubt.reason.endswith(".") for doubt in DOUBTS)


def test_doubtful_is_better_than_nothing() -> None:
    _, doubtful = CASES["year-of-first-version"]
    merged, claims = merge([doubtful])
    assert merged.issued == (2016,)
    assert claims["issued"].rule == "first-version"


def test_but_the_facts_of_a_preprint_are_not_those_of_the_publication() -> None:
    yearless = Record(replace(PAPER, issued=()), "dblp")
    preprint = Record(work(TITLE, AUTHORS, "arXiv", 2017), "arxiv")
    merged, _ = merge([preprint, yearless])
    assert merged.issued == ()


@pytest.mark.parametrize(
    "authors",
    [
        PAPER.author[:3],  # one witness of one author more
        tuple(reversed(PAPER.author)),  # another order, but no alphabet
    ],
)
def test_other_differences_are_votes(authors: tuple[object, ...]) -> None:
    other = Record(replace(PAPER, author=authors), "semantic_scholar")
    _, claims = merge([PUBLISHED, other])
    assert [source for source, _ in claims["author"].dissent] == ["semantic_scholar"]


def test_arxiv_may_tell_the_doi_of_the_publication() -> None:
    preprint = Record(work(TITLE, AUTHORS, "arXiv", 2017, doi="10.5555/3295222"), "arxiv")
    merged, _ = merge([preprint, PUBLISHED])
    assert merged.DOI == "10.5555/3295222"


def test_every_vote_is_kept_with_the_abstentions() -> None:
    silent = Record(replace(PAPER, issued=()), "openreview")
    alike = Record(PAPER, "crossref")
    other = Record(replace(PAPER, issued=(2018,)), "openalex")
    first = Record(replace(PAPER, issued=(2016,)), "semantic_scholar", origins=(FIRST_VERSION,))
    _, claims = merge([PUBLISHED, silent, alike, other, first])
    issued = claims["issued"]
    assert (issued.source, issued.rule) == ("dblp", "trust")
    assert issued.agreed == ("crossref",)
    assert issued.dissent == (("openalex", "2018"),)
    assert issued.unheard == (("semantic_scholar", "2016", "year-of-first-version"),)
    sources = ["dblp", "openreview", "crossref", "openalex", "semantic_scholar"]
    assert issued.abstained(sources) == ("openreview",)
