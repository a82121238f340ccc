"""Lines that are an identifier, a link, or what a tab saver makes of a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.read import Form, read_text
from kdbib.read.bare import is_title, read_bare
from kdbib.read.decorations import inner, undecorated
from kdbib.read.source import SourceText

FITNETS = "FitNets: Hints for Thin Deep Nets"
DISTILLING = "Distilling the Knowledge in a Neural Network"


def read(text: str, name: str = "list.txt") -> list[tuple[str | None, list[str]]]:
    """The titles and identifiers of a text."""
    citations = read_text(SourceText(text.encode(), name)).citations
    return [
        (
            c.title.text if c.title else None,
            list(dict.fromkeys(str(found) for found, _ in c.identifiers)),
        )
        for c in citations
    ]


@pytest.mark.parametrize(
    "decorated",
    [
        f"{FITNETS} | OpenReview",
        f"{FITNETS} - ACM Digital Library",
        f"{FITNETS} – arXiv",
        f"{FITNETS} | IEEE Conference Publication | IEEE Xplore",
        f"{FITNETS} | SpringerLink",
        f"{FITNETS} - ScienceDirect",
        f"{FITNETS} | Semantic Scholar",
        f"{FITNETS} - ACL Anthology",
        f"{FITNETS} | Nature",
        f"{FITNETS} | Request PDF",
        f"{FITNETS} on JSTOR",
        f"(PDF) {FITNETS}",
        f"[PDF] {FITNETS} | Semantic Scholar",
        f"[1412.6550] {FITNETS}",
        f"[1412.6550v4] {FITNETS} - arXiv.org",
        f"Paper page - {FITNETS}",
        f"Figure 1 from {FITNETS}",
    ],
)
def test_what_sites_put_around_a_title_is_taken_off(decorated: str) -> None:
    assert undecorated(decorated) == FITNETS


@pytest.mark.parametrize(
    "title",
    [
        FITNETS,
        "Human Behavior - Nature",  # a dash alone: it may be the title's own
        "[Re] Can gradient clipping mitigate label noise?",
        "A PDF of Everything",
        "[PDF]",
        " | OpenReview",
        "Distilling on arXiv papers",
        "",
    ],
)
def test_what_may_be_the_titles_own_stays(title: str) -> None:
    assert undecorated(title) == title


@given(st.text(max_size=300))
def test_what_is_left_is_a_part_of_what_was_there(title: str) -> None:
    start, end = inner(title)
    assert 0 <= start <= end <= len(title)
    assert any(map(str.isalnum, title[start:end])) or (start, end) == (0, len(title))


@pytest.mark.parametrize(
    ("line", "identifier"),
    [
        ("1412.6550", "arxiv:1412.6550"),
        ("arXiv:1412.6550v4", "arxiv:1412.6550"),
        ("1412.6550.pdf", "arxiv:1412.6550"),
        ("1412.6550v4.pdf", "arxiv:1412.6550"),
        ("hep-th/9901001", "arxiv:hep-th/9901001"),
        ("10.1109/CVPR.2019.00409", "doi:10.1109/CVPR.2019.00409"),
        ("doi: 10.1109/CVPR.2019.00409.", "doi:10.1109/CVPR.2019.00409"),
        ("https://doi.org/10.1109/CVPR.2019.00409", "doi:10.1109/CVPR.2019.00409"),
        ("doi.org/10.1109/CVPR.2019.00409", "doi:10.1109/CVPR.2019.00409"),
        ("<https://arxiv.org/abs/1412.6550>", "arxiv:1412.6550"),
        ("arxiv.org/abs/1412.6550", "arxiv:1412.6550"),
        ("[1412.6550.pdf](https://arxiv.org/pdf/1412.6550.pdf)", "arxiv:1412.6550"),
        ("D16-1139", "acl:D16-1139"),
        ("2020.acl-main.705", "acl:2020.acl-main.705"),
        ("PMID: 31729511", "pmid:31729511"),
        ("DBLP:conf/cvpr/ParkKLC19", "dblp:conf/cvpr/ParkKLC19"),
        ("CorpusID:7200347", "s2:CorpusId:7200347"),
    ],
)
def test_an_identifier_alone(line: str, identifier: str) -> None:
    bare = read_bare(line)
    assert bare is not None
    assert str(bare.identifier) == identifier
    assert bare.title is None
    assert read(line) == read(f"{line}\n", "-") == [(None, [identifier])]


@pytest.mark.parametrize(
    "line",
    [
        f"https://arxiv.org/abs/1412.6550 | [1412.6550] {FITNETS}",
        f"https://arxiv.org/abs/1412.6550\t{FITNETS} - arXiv",
        f"[1412.6550] {FITNETS} | https://arxiv.org/abs/1412.6550",
        f"[{FITNETS} | OpenReview](https://arxiv.org/abs/1412.6550)",
        f"https://arxiv.org/abs/1412.6550 - {FITNETS}",
        f"[1412.6550] {FITNETS}",
    ],
)
def test_what_tab_savers_make_of_a_page(line: str) -> None:
    assert read(line) == [(FITNETS, ["arxiv:1412.6550"])]
    assert read(f"- {line}\n", "list.md") == [(FITNETS, ["arxiv:1412.6550"])]


@pytest.mark.parametrize(
    "line",
    [
        "Romero et al. FitNets: Hints for Thin Deep Nets. 2015 | https://arxiv.org/abs/1412.6550",
        "see https://arxiv.org/abs/1412.6550 and others",
        "Distilling the Knowledge in a Neural Network",
        "3.14159",
        "v1.2.3",
        "",
    ],
)
def test_what_is_more_or_something_else(line: str) -> None:
    assert read_bare(line) is None


def test_a_line_each_in_any_mixture() -> None:
    text = (
        f"https://arxiv.org/abs/1503.02531\n1412.6550\n{DISTILLING}\ndoi:10.1109/CVPR.2019.00409\n"
    )
    assert read(text) == [
        (None, ["arxiv:1503.02531"]),
        (None, ["arxiv:1412.6550"]),
        (DISTILLING, []),
        (None, ["doi:10.1109/CVPR.2019.00409"]),
    ]
    assert read(f"{DISTILLING}\n{FITNETS} | OpenReview\n") == [(DISTILLING, []), (FITNETS, [])]


def test_a_reference_that_goes_on_in_the_next_line_is_one() -> None:
    text = (
        "Geoffrey Hinton, Oriol Vinyals, Jeff Dean. Distilling the Knowledge in a\n"
        "Neural Network. NIPS Workshop, 2014.\nhttps://arxiv.org/abs/1503.02531\n"
    )
    assert read(text) == [(DISTILLING, ["arxiv:1503.02531"])]


def test_addresses_between_the_paragraphs_of_markdown() -> None:
    text = (
        "# Papers\n\nhttps://arxiv.org/abs/1606.07947\n\n<https://doi.org/10.1109/CVPR.2019.00409>\n\n"
        "arXiv:1412.6550\narXiv:1503.02531\n"
    )
    found = [
        "arxiv:1606.07947",
        "doi:10.1109/CVPR.2019.00409",
        "arxiv:1412.6550",
        "arxiv:1503.02531",
    ]
    assert read(text, "list.md") == [(None, [one]) for one in found]


def test_a_link_that_names_no_paper_is_told() -> None:
    read = read_text(SourceText(b"https://ieeexplore.ieee.org/document/8954416\n", "list.txt"))
    assert [other.reason for other in read.passed_over] == [
        "the address has no identifier of a paper"
    ]


@pytest.mark.parametrize(
    "line", ["Some Things", "things to read when I have time", "To do:", "x" * 2000]
)
def test_what_has_not_the_form_of_a_title(line: str) -> None:
    assert not is_title(line)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("1503.02531\n1412.6550\n", Form.plain),
        (f"{DISTILLING}\n", Form.plain),
        ("@article{a, title={T}}\n", Form.bibtex),
        ("# Papers\n\n- [T](https://arxiv.org/abs/1503.02531)\n", Form.markdown),
        ("1. Hinton et al. 2015\n2. Romero et al. 2015\n", Form.markdown),
        ("| a | b |\n|---|---|\n| c | d |\n", Form.markdown),
    ],
)
def test_the_form_of_standard_input_is_told_by_what_it_looks_like(text: str, form: Form) -> None:
    assert SourceText(text.encode(), "<stdin>").form is form
