"""BibTeX files: entries to citations with the spans of their values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.read import read_text
from kdbib.read.source import SourceText
from tests.read.conftest import Said, all_said, read

FILE = r"""% our papers
@string{cvpr = "Proc. CVPR"}
@inproceedings{he2016,
  title = {Deep {R}esidual Learning},
  author = {He, Kaiming and Zhang, Xiangyu and others},
  booktitle = cvpr # " 2016", year = 2016,
  doi = {10.1109/CVPR.2016.90},
  note = {kept as it is},
}
@article{mue, author = "J{\"u}rgen M{\"u}ller and {The OpenAI Team}",
  title = "M{\"u}ller \& Co", journal = {arXiv preprint arXiv:1503.02531}, year = {2015}}
@comment{not an entry}
"""


def test_entries() -> None:
    assert all_said(FILE, "refs.bib") == [
        Said(
            "Deep Residual Learning",
            ["He, Kaiming", "Zhang, Xiangyu"],
            "Proc. CVPR 2016",
            2016,
            ("doi:10.1109/CVPR.2016.90",),
            True,
        ),
        Said(
            "Müller & Co",
            [r"J{\"u}rgen M{\"u}ller", "{The OpenAI Team}"],
            "arXiv",
            2015,
            ("arxiv:1503.02531",),
        ),
    ]


def test_names_are_decoded_and_groups_stay_whole() -> None:
    names = [author.name for author in read(FILE, "refs.bib").citations[1].authors]
    assert [(name.family, name.given, name.literal) for name in names] == [
        ("Müller", "Jürgen", None),
        (None, None, "The OpenAI Team"),
    ]


def test_spans_are_those_of_the_values() -> None:
    citation = read(FILE, "refs.bib").citations[0]
    data = FILE.encode()
    assert citation.title is not None
    assert data[citation.title.span.start : citation.title.span.end] == b"Deep {R}esidual Learning"
    assert citation.title.span.line == 4
    assert citation.venue is not None
    assert data[citation.venue.span.start : citation.venue.span.end] == b'cvpr # " 2016"'
    assert citation.raw.startswith("@inproceedings{he2016,")
    assert citation.end_line == 9


def test_what_an_entry_takes_by_crossref_is_said_there() -> None:
    text = (
        "@inproceedings{kid, title={A Child}, author={Ann Bee}, crossref={par}}\n"
        "@proceedings{par, title={The Parents}, year=2001}\n"
    )
    assert all_said(text, "refs.bib")[0] == Said("A Child", ["Ann Bee"], "The Parents", 2001)


@pytest.mark.parametrize("broken", ["@article{a, title={never closed\n", "@article{a, title\n"])
def test_a_broken_block_is_passed_over_and_the_next_one_read(broken: str) -> None:
    result = read(broken + "@article{b, title={Still Read}, author={Ann Bee}}\n", "refs.bib")
    assert [citation.title.text for citation in result.citations if citation.title] == [
        "Still Read"
    ]
    assert ["no BibTeX" in other.reason for other in result.passed_over] == [True]


def test_a_malformed_identifier_is_told() -> None:
    text = "@article{a, title={T}, eprint={2014.10510}, archiveprefix={arXiv}}"
    (citation,) = read(text, "refs.bib").citations
    assert citation.identifiers == ()
    assert "no month 14" in citation.malformed[0].message


def test_entries_with_the_same_key_are_both_read() -> None:
    text = "@misc{a, title={One}}\n@misc{a, title={Two}}\n"
    assert [one.title for one in all_said(text, "refs.bib")] == ["One", "Two"]


def test_a_nameless_text_is_told_by_what_it_is() -> None:
    assert [one.title for one in all_said("@misc{a, title={One}}\n", "<stdin>")] == ["One"]


BITS = st.sampled_from(
    ["@article{a", ",", " title = ", "{", "}", '"', "Müller", r"{\"u}", "author=", " and ", "\n", "#",
     "@string{x = {y}}", "x", "year=2016", "doi={10.1/a}", "\r\n", "%", "\\", "others", "crossref=a"]
)  # fmt: skip


@given(st.lists(BITS, max_size=40).map("".join))
def test_whatever_is_read_lies_within_its_entry(text: str) -> None:
    for citation in read_text(SourceText(text.encode(), "refs.bib")).citations:
        spans = [author.span for author in citation.authors]
        spans += [part.span for part in (citation.title, citation.venue, citation.year) if part]
        for span in spans:
            assert citation.span.start <= span.start <= span.end <= citation.span.end
