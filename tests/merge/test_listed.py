"""What only the citation says: kept, and no proof of itself."""

import dataclasses

import pytest
from msgspec.structs import replace

from kdbib.merge.listed import as_listed, known_of
from kdbib.merge.merge import merge
from kdbib.model import Citation, Claim, Form, Identifier, Name, Record, Scheme, Work
from kdbib.model.name import OTHERS
from kdbib.read import read_text
from kdbib.read.source import SourceText
from kdbib.write.authors import author_list

PREPRINT = Work(
    type="article",
    title="Knowledge Distillation: A Survey",
    author=(Name("Gou", "Jianping"), Name("Yu", "Baosheng")),
    issued=(2020, 6),
    container_title="arXiv",
    identifiers=(Identifier(Scheme.ARXIV, "2006.05525"),),
)
ARTICLE = (
    "@article{g, title={Knowledge Distillation: A Survey}, author={Gou, Jianping and others},\n"
    "  journal={International Journal of Computer Vision}, volume={129}, number={6},\n"
    "  pages={1789--1819}, year={2021}, doi={10.1007/s11263-021-01453-z}}\n"
)


def test_a_publication_that_only_the_bibliography_knows_is_not_made_a_preprint() -> None:
    (citation,) = read_text(SourceText(ARTICLE.encode(), "refs.bib", Form.bibtex)).citations
    merged, claims = merge([Record(PREPRINT, "arxiv")])
    work, claims = as_listed(citation, merged, claims)
    assert (work.type, work.container_title, work.year) == (
        "article-journal",
        "International Journal of Computer Vision",
        2021,
    )
    assert (work.volume, work.issue, work.page) == ("129", "6", "1789-1819")
    assert work.DOI == "10.1007/s11263-021-01453-z"
    assert work.identifier("arxiv") == "2006.05525"
    assert {claims[name].source for name in ("type", "container_title", "page")} == {"list"}
    proven = known_of(work, claims)
    assert (proven.type, proven.container_title, proven.DOI) == ("article", None, None)
    assert proven.author == PREPRINT.author


def test_authors_whom_no_record_names_are_those_of_the_list() -> None:
    text = "- Interactive Knowledge Distillation. Fu, Shipeng et al. arXiv:2007.01476\n"
    (citation,) = read_text(SourceText(text.encode(), "list.md")).citations
    nobody = Work(type="article", title="Interactive Knowledge Distillation")
    work, claims = as_listed(citation, nobody, {})
    assert work.author == (Name("Fu", "Shipeng"), OTHERS)
    assert author_list(work.author) == "Fu, Shipeng and others"
    assert known_of(work, claims).author == ()


def listed(line: str) -> Citation:
    (citation,) = read_text(SourceText(f"- {line}\n".encode(), "list.md")).citations
    return citation


DATED = replace(PREPRINT, type="paper-conference", container_title="CVPR", issued=(2018,))
FIRST = Claim("semantic_scholar (first version)", rule="first-version")


@pytest.mark.parametrize(
    ("year", "told", "claim"),
    [
        (2018, 2018, Claim("list", rule="list", agreed=("semantic_scholar",))),
        (2019, 2019, Claim("list", rule="list", dissent=((FIRST.source, "2018"),))),
        (2020, 2020, Claim("list", rule="list", dissent=((FIRST.source, "2018"),))),
        (2021, 2018, FIRST),  # too long after the first version
        (2017, 2018, FIRST),  # before it
    ],
)
def test_the_lists_year_where_only_the_first_versions_is_known(
    year: int, told: int, claim: Claim
) -> None:
    citation = listed(f"Knowledge Distillation: A Survey. Jianping Gou. CVPR {year}.")
    work, claims = as_listed(citation, DATED, {"issued": FIRST})
    assert (work.year, claims["issued"]) == (told, claim)


def test_a_year_that_is_known_is_the_records() -> None:
    citation = listed("Knowledge Distillation: A Survey. Jianping Gou. CVPR 2019.")
    sure = {"issued": Claim("dblp", rule="alone")}
    assert as_listed(citation, DATED, sure) == (DATED, sure)
    assert as_listed(citation, DATED, {}) == (DATED, {})
    placeless = dataclasses.replace(citation, venue=None)
    assert as_listed(placeless, DATED, {"issued": FIRST}) == (DATED, {"issued": FIRST})
    yearless = dataclasses.replace(citation, year=None)
    assert as_listed(yearless, DATED, {"issued": FIRST}) == (DATED, {"issued": FIRST})


def test_a_year_that_only_the_list_has() -> None:
    citation = listed("Knowledge Distillation: A Survey. Jianping Gou. CVPR 2019.")
    work, claims = as_listed(citation, replace(DATED, issued=()), {})
    assert (work.issued, claims) == ((2019,), {"issued": Claim("list", rule="alone")})
    assert known_of(work, claims) == work  # a year alone proves nothing either way


def entry(text: str) -> Citation:
    (citation,) = read_text(SourceText(text.encode(), "refs.bib", Form.bibtex)).citations
    return citation


def test_every_field_of_the_publication_is_the_bibliographys() -> None:
    merged, before = merge([Record(PREPRINT, "arxiv")])
    work, claims = as_listed(entry(ARTICLE.replace("number={6}", "issue={7}")), merged, before)
    told = ("type", "container_title", "volume", "issue", "page", "issued", "DOI")
    assert {field: claim for field, claim in claims.items() if claim.source == "list"} == {
        field: Claim("list", rule="bibliography") for field in told
    }
    assert (work.issue, work.publisher, work.container_title_short) == ("7", None, None)
    assert claims["arxiv"] == before["arxiv"]
    assert known_of(work, claims) == replace(
        merged, issued=(), container_title=None, DOI=None, type="article"
    )


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE.replace("International Journal of Computer Vision", "arXiv preprint"),
        ARTICLE.replace("International Journal of Computer Vision", "OpenReview"),
        ARTICLE.replace("journal={International Journal of Computer Vision},", ""),
        ARTICLE.replace("@article", "@misc"),
    ],
)
def test_an_entry_of_a_preprint_makes_no_publication(text: str) -> None:
    merged, claims = merge([Record(PREPRINT, "arxiv")])
    assert as_listed(entry(text), merged, claims) == (merged, claims)


def test_what_the_records_know_to_be_published_is_theirs() -> None:
    known = replace(PREPRINT, type="paper-conference", container_title="CVPR")
    merged, claims = merge([Record(known, "dblp")])
    assert as_listed(entry(ARTICLE), merged, claims) == (merged, claims)


def test_a_list_makes_no_publication_of_a_preprint() -> None:
    merged, claims = merge([Record(PREPRINT, "arxiv")])
    citation = listed("Knowledge Distillation: A Survey. Jianping Gou. IJCV 2021.")
    assert as_listed(citation, merged, claims) == (merged, claims)


def test_authors_whom_a_record_names_are_the_records() -> None:
    citation = listed("Knowledge Distillation: A Survey. Ida Marlow, Ben Teal. CVPR 2018.")
    work, claims = as_listed(citation, DATED, {})
    assert (work.author, claims) == (DATED.author, {})
    whole, claims = as_listed(citation, replace(DATED, author=()), {})
    assert whole.author == (Name("Marlow", "Ida"), Name("Teal", "Ben"))
    assert claims == {"author": Claim("list", rule="alone")}
