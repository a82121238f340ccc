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
    assert ["broken BibTeX" in other.reason for other in result.passed_over] == [True]


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


@pytest.mark.parametrize(
    ("field", "authors", "et_al"),
    [
        (r"author={Jo\~ao Silva and Nu\~no P\'erez}", ["Silva, João", "Pérez, Nuño"], False),
        (r"author={Nguy\~{\^e}n, {\DJ}\d{\u{a}}ng}", ["Nguyễn, Đặng"], False),
        ("author={Ida Marlow and and Bo Teal and}", ["Marlow, Ida", "Teal, Bo"], False),
        ("author={Teal, Bo, et al.}", ["Teal, Bo"], True),
        ("author={Teal, Bo and others}", ["Teal, Bo"], True),
        ("author={Smith, John; Doe, Jane; Roe, Ann}", ["Smith, John", "Doe, Jane", "Roe, Ann"], False),
        ("author={{Barnes and Noble} and van den Oord, Aaron}", ["Barnes and Noble", "van den Oord, Aaron"], False),
    ],
)  # fmt: skip
def test_authors(field: str, authors: list[str], et_al: bool) -> None:
    (citation,) = read(f"@misc{{a, title={{T}}, {field}}}", "refs.bib").citations
    assert [author.name.inverted() for author in citation.authors] == authors
    assert citation.et_al is et_al


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (r"title={The {\TeX{}book} and \LaTeX: A Companion}", Said("The TeXbook and LaTeX: A Companion")),
        (r"title={Saving 40% of \emph{otter} energy}", Said("Saving 40% of otter energy")),
        (r"title={\texttt{OtterPy}: \textsf{tools} for \mbox{rivers}}", Said("OtterPy: tools for rivers")),
        (r"title={T}, journal={\apj}", Said("T", venue="The Astrophysical Journal")),
        ("title={T}, publisher={Royal Society}, year=1687", Said("T", year=1687)),
        ("title={T}, annote={one}, annote={two}, year=2008", Said("T", year=2008)),
        ("title={T}, doi={doi:10.1016/j.foo.2001.1}", Said("T", identifiers=("doi:10.1016/j.foo.2001.1",))),
        (r"title={T}, doi={\url{https://doi.org/10.1016/j.foo\_x}}", Said("T", identifiers=("doi:10.1016/j.foo_x",))),
        ("title={T}, archiveprefix={arXiv}, eprint={https://arxiv.org/abs/1910.10683}", Said("T", identifiers=("arxiv:1910.10683",))),
        ("title={T}, eprint={arXiv:1910.10683 [cs.LG]}", Said("T", identifiers=("arxiv:1910.10683",))),
        ("title={T}, eprint={https://epubs.siam.org/doi/pdf/10.1137/1.97}", Said("T", identifiers=("doi:10.1137/1.97",))),
        (r"title={T}, howpublished={\url{https://example.org}}", Said("T")),
    ],
)  # fmt: skip
def test_values(fields: str, expected: Said) -> None:
    text = f"@misc{{a, {fields}}}"
    assert all_said(text, "refs.bib") == [expected]
    assert read(text, "refs.bib").citations[0].malformed == ()


def test_an_entry_keeps_its_key_its_type_and_every_field_with_its_place() -> None:
    first = read(FILE, "refs.bib").citations[0]
    assert (first.key, first.type) == ("he2016", "inproceedings")
    fields = dict(first.fields)
    assert list(fields) == ["title", "author", "booktitle", "year", "doi", "note"]
    span = fields["note"].span
    assert FILE.encode()[span.start : span.end].decode() == fields["note"].text == "kept as it is"


def test_what_is_no_entry_is_told() -> None:
    text = "% @misc{a, title={Commented Out}}\n@misc{b, title={Open\n@misc{c, title={Read}}\n"
    assert [other.reason for other in read(text, "refs.bib").passed_over] == [
        "commented out",
        "broken BibTeX: this brace is not closed",
    ]
