"""The words of what is found: the only test that changes when they do."""

from pathlib import Path

import pytest

from kdbib.model import Agreement, Conflict, Disagreement, Evidence, Reason, Relation, Why
from kdbib.model.not_a_citation import NotACitation
from kdbib.model.reason import Value
from kdbib.wording import why_no_citation, worded, worded_evidence, worded_reason

WORDS = {
    Disagreement.TITLE: "the work's title is 'R'",
    Disagreement.CAPITALS: "capitalized as 'R'",
    Disagreement.OTHER_TITLE: "an earlier or other title of 'R'",
    Disagreement.NO_AUTHORS: "the list names no author",
    Disagreement.GROUP: "a group is named instead of the authors",
    Disagreement.SHORTENED: "names 1 of 3 authors",
    Disagreement.NOT_PUBLISHED: "submitted to CVPR, rejected",
    Disagreement.VENUE_UNCONFIRMED: "not confirmed: only a preprint was found",
    Disagreement.PUBLISHED_SINCE: "published since: CVPR 2020",
    Disagreement.PUBLISHED_AS: "published as 'T' in CVPR 2020",
    Disagreement.YEAR: "published in 2020",
    Disagreement.IDENTIFIER: "doi:L is another work's; this one has R",
    Disagreement.OF_ANOTHER: "doi:L belongs to W",
    Disagreement.MALFORMED: "month 13",
    Disagreement.REFUTED: "doi:R belongs to W",
    Disagreement.CLAIMED_TWICE: "doi:R is also given for W",
    Disagreement.NOT_AN_AUTHOR: "L is not among the work's authors: R",
    Disagreement.MARKUP: "not corrected to 'R': that would be markup here",
    Disagreement.NOT_WRITTEN: "not corrected to 'R': the file says something else there",
    Disagreement.ELSEWHERE: "the record says CVPR 2020",
    Disagreement.AUTHOR_ORDER: "the record has the authors in another order",
    Disagreement.DIFFERS: "the record says `R`",
    Disagreement.SOURCES: "acl says 'V', dblp says 'R'",
}
DETAILS: dict[str, str | int] = {
    "named": 1,
    "authors": 3,
    "status": "submitted to CVPR, rejected",
    "published": "CVPR 2020",
    "title": "T",
    "year": "2020",
    "problem": "month 13",
    "work": "W",
    "source": "acl",
    "value": "V",
    "other": "dblp",
}


@pytest.mark.parametrize("code", Disagreement)
def test_every_conflict_has_a_sentence(code: Disagreement) -> None:
    assert worded(Conflict(code, "doi", "L", "R", DETAILS)) == WORDS[code]


def test_what_an_encoding_can_not_write() -> None:
    conflict = Conflict(Disagreement.NOT_WRITTEN, "title", "L", "R", {"encoding": "cp1252"})
    assert worded(conflict) == "not corrected to 'R': cp1252 has no such characters"


def test_braces_in_values_are_no_placeholders() -> None:
    conflict = Conflict(Disagreement.TITLE, "title", "{listed}", "{DNA} of {record!r}")
    assert worded(conflict) == "the work's title is '{DNA} of {record!r}'"


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        (Evidence("title", Agreement.AGREES, "'a' for 'b'", Relation.NEAR), "near: 'a' for 'b'"),
        (Evidence("title", Agreement.AGREES, "", Relation.EXACT), "exact"),
        (Evidence("year", Agreement.AGREES), ""),
    ],
)
def test_evidence_in_words(evidence: Evidence, words: str) -> None:
    assert worded_evidence(evidence) == words


def test_the_contract_names_every_code() -> None:
    contract = (Path(__file__).parents[1] / "docs" / "contract.md").read_text(encoding="utf-8")
    listed = contract.partition("The code of a conflict")[2].partition("\n\n")[0]
    assert [code for code in Disagreement if f"`{code.value}`" not in listed] == []


@pytest.mark.parametrize("code", NotACitation)
def test_every_reason_why_something_is_no_citation_has_words(code: NotACitation) -> None:
    words = why_no_citation(code, "this brace is not closed")
    assert words
    assert "{" not in words
    assert ("this brace is not closed" in words) == (code is NotACitation.BROKEN)


REASONS: dict[Why, tuple[dict[str, Value], str]] = {
    Why.AMBIGUOUS: (
        {"works": ("A 2019, T", "B 2019, T")},
        "it may be any of: A 2019, T; B 2019, T",
    ),
    Why.RENAMED: (
        {"identifiers": ("doi:x", "doi:y"), "titles": ("{T}", "U")},
        "doi:x is now called '{T}'; doi:y is now called 'U': another title, or another paper",
    ),
    Why.SHORT_TITLE: (
        {"works": ("A, T", "B, T")},
        "so short a title alone does not tell which paper it is; maybe A, T; B, T",
    ),
    Why.STRANGERS: (
        {"names": ("Ann Lee", "Bo Teal"), "work": "C, {T}"},
        "Ann Lee, Bo Teal: not among the authors of C, {T}",
    ),
    Why.ANOTHER_PAPER: ({"identifier": "doi:x", "work": "A, T"}, "doi:x is another paper: A, T"),
    Why.IDENTIFIER_BUT: (
        {"identifier": "doi:x", "work": "A, T", "findings": ("venue: CVPR", "year: 2019")},
        "doi:x is A, T, but venue: CVPR; year: 2019",
    ),
    Why.TITLE_BUT: (
        {"work": "A, T", "findings": ("year: 2019",)},
        "the title is that of A, T, but year: 2019",
    ),
    Why.NOT_IN_CORPUS: ({}, "not in the corpus"),
    Why.NOWHERE: ({"asked": ("acl", "dblp")}, "not in the corpus, nor at acl, dblp"),
    Why.FAILED: ({"failures": ("acl: HTTP 503", "dblp: none")}, "acl: HTTP 503; dblp: none"),
    Why.NONE_CHOSEN: ({"by": "Ida"}, "Ida decided that it is none of the papers that were found"),
    Why.NOT_LOOKED_UP: (
        {"by": "Ida", "what": "doi:x"},
        "Ida chose doi:x, which has not been looked up yet",
    ),
    Why.CHOSEN_NOT_FOUND: (
        {"by": "Ida", "what": "doi:x"},
        "Ida chose doi:x, which was not found: not in the corpus",
    ),
    Why.NOBODY_KNOWS: (
        {"named": ("doi:x", "arxiv:1")},
        "no database knows doi:x, arxiv:1: not in the corpus",
    ),
    Why.NEEDS_ACCOUNT: (
        {"named": ("openreview:x",)},
        "not in the corpus, and OpenReview shows openreview:x only to those who have an account"
        " (OPENREVIEW_TOKEN); give the title",
    ),
    Why.SAID: ({"words": "{anything}"}, "{anything}"),
}


@pytest.mark.parametrize("code", Why)
def test_every_reason_has_a_sentence(code: Why) -> None:
    values, words = REASONS[code]
    assert worded_reason(Reason(code, values, because=Reason(Why.NOT_IN_CORPUS))) == words


@pytest.mark.parametrize("code", Why)
def test_values_that_a_file_lacks_are_no_error(code: Why) -> None:
    assert "{" not in worded_reason(Reason(code))


def test_no_reason_has_no_words() -> None:
    assert worded_reason(None) == ""
