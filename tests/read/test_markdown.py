"""Lists to citations: the forms of lines, spans, and what is no citation."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.model import Citation, LinkKind
from kdbib.read.markdown import List, read_markdown
from kdbib.read.source import SourceText

EXAMPLE = Path(__file__).parents[2] / "examples" / "awesome-knowledge-distillation.md"


def read(text: str) -> List:
    return read_markdown(SourceText(text.encode(), "list.md"))


def one(line: str) -> Citation:
    (citation,) = read(line).citations
    return citation


def said(citation: Citation) -> tuple[object, ...]:
    """Title, authors, et al., venue, year, arXiv id of a citation."""
    arxiv = citation.identifier("arxiv")
    return (
        citation.title.text if citation.title else None,
        [author.name.inverted() for author in citation.authors],
        citation.et_al,
        citation.venue.text if citation.venue else None,
        citation.year.value if citation.year else None,
        arxiv.value if arxiv else None,
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "5. Relational Knowledge Distillation. Park, Wonpyo et al. CVPR 2019",
            ("Relational Knowledge Distillation", ["Park, Wonpyo"], True, "CVPR", 2019, None),
        ),
        (
            "3. Distilling the knowledge in a neural network. Hinton et al. arXiv:1503.02531",
            (
                "Distilling the knowledge in a neural network",
                ["Hinton"],
                True,
                None,
                None,
                "1503.02531",
            ),
        ),
        (
            "41. Learning with Noisy Class Labels for Instance Segmentation. ECCV 2020",
            (
                "Learning with Noisy Class Labels for Instance Segmentation",
                [],
                False,
                "ECCV",
                2020,
                None,
            ),
        ),
        (
            "7. On the Efficacy of Knowledge Distillation. Cho, Jang Hyun & Hariharan, Bharath. "
            "arXiv:1910.01348. ICCV 2019",
            (
                "On the Efficacy of Knowledge Distillation",
                ["Cho, Jang Hyun", "Hariharan, Bharath"],
                False,
                "ICCV",
                2019,
                "1910.01348",
            ),
        ),
        (
            "40. Unbiased Knowledge Distillation for Recommendation [WSDM 2023] [[Code]](u)",
            ("Unbiased Knowledge Distillation for Recommendation", [], False, "WSDM", 2023, None),
        ),
        (
            "38. An Incremental Learning framework for Large-scale CTR Prediction[RecSys 22]",
            (
                "An Incremental Learning framework for Large-scale CTR Prediction",
                [],
                False,
                "RecSys",
                2022,
                None,
            ),
        ),
        (
            "28. Dual Correction Strategy for Ranking Distillation[ArXiv 2109.03459v1]",
            (
                "Dual Correction Strategy for Ranking Distillation",
                [],
                False,
                None,
                None,
                "2109.03459",
            ),
        ),
        (
            "26. Decoupled Knowledge Distillation [paper](https://arxiv.org/pdf/2203.08679.pdf)",
            ("Decoupled Knowledge Distillation", [], False, None, None, "2203.08679"),
        ),
        (
            "36. Layer-Level Knowledge Distillation for Deep Neural Networks. Li, Hao Ting et al. "
            "Applied Sciences, 2019",
            (
                "Layer-Level Knowledge Distillation for Deep Neural Networks",
                ["Li, Hao Ting"],
                True,
                "Applied Sciences",
                2019,
                None,
            ),
        ),
        (
            "5. Like What You Like: Knowledge Distill via Neuron Selectivity Transfer. "
            "Huang, Zehao & Wang, Naiyan. 2017",
            (
                "Like What You Like: Knowledge Distill via Neuron Selectivity Transfer",
                ["Huang, Zehao", "Wang, Naiyan"],
                False,
                None,
                2017,
                None,
            ),
        ),
        (
            "12. Deep Regression Trackers via Distillation. Dunnhofer et al. IEEE RAL",
            (
                "Deep Regression Trackers via Distillation",
                ["Dunnhofer"],
                True,
                "IEEE RAL",
                None,
                None,
            ),
        ),
        (
            "4. BAM! Born-Again Multi-Task Networks for NLU. Clark, Kevin et al. ACL 2019,short",
            (
                "BAM! Born-Again Multi-Task Networks for NLU",
                ["Clark, Kevin"],
                True,
                "ACL",
                2019,
                None,
            ),
        ),
        (
            "1. Do deep nets really need to be deep?. Ba,Jimmy, and Rich Caruana. NeurIPS 2014",
            (
                "Do deep nets really need to be deep?",
                ["Ba, Jimmy", "Caruana, Rich"],
                False,
                "NeurIPS",
                2014,
                None,
            ),
        ),
        (
            "26. Learning Student Networks in the Wild. (HUAWEI-Noah). CVPR 2021",
            ("Learning Student Networks in the Wild", [], False, "CVPR", 2021, None),
        ),
        (
            "18. (survey) Knowledge Distillation: A Survey. Gou, Jianping et al. IJCV 2021",
            ("Knowledge Distillation: A Survey", ["Gou, Jianping"], True, "IJCV", 2021, None),
        ),
        (
            "4. [KD-Lib][1]: A PyTorch library. Shen, Het et al. arXiv:2011.14691\n\n[1]: u",
            ("KD-Lib: A PyTorch library", ["Shen, Het"], True, None, None, "2011.14691"),
        ),
        (
            "9. Fast Human _Pose Estimation_. Zhang, Feng et al. CVPR 2019",
            ("Fast Human Pose Estimation", ["Zhang, Feng"], True, "CVPR", 2019, None),
        ),
        (
            "40. Adaptive Consistency for Weakly Supervised\nCaptioning. Wu, Bofeng et al. CVPR 2021",
            (
                "Adaptive Consistency for Weakly Supervised Captioning",
                ["Wu, Bofeng"],
                True,
                "CVPR",
                2021,
                None,
            ),
        ),
        (
            "- [Distilling Model Knowledge](https://arxiv.org/pdf/1510.02437.pdf), "
            "George Papamakarios, 2015",
            (
                "Distilling Model Knowledge",
                ["Papamakarios, George"],
                False,
                None,
                2015,
                "1510.02437",
            ),
        ),
        (
            "- **Layer Normalization** (2016), J. Ba et al. [[pdf]](https://arxiv.org/pdf/1607.06450)",
            ("Layer Normalization", ["Ba, J."], True, None, 2016, "1607.06450"),
        ),
    ],
)
def test_the_forms_of_citation_lines(line: str, expected: tuple[object, ...]) -> None:
    assert said(one(line)) == expected


def test_links_have_kinds_and_references_are_resolved() -> None:
    citation = one(
        "1. Slides and all. Liu, Dugang et al. SIGIR 2020 [[Slides]][a] [[code]][b] [pdf](c.pdf)\n\n"
        "[a]: https://example.org/slides\n[b]: https://github.com/x/y"
    )
    assert [(link.text, link.url, link.kind) for link in citation.links] == [
        ("Slides", "https://example.org/slides", LinkKind.OTHER),
        ("code", "https://github.com/x/y", LinkKind.CODE),
        ("pdf", "c.pdf", LinkKind.PDF),
    ]


def test_a_malformed_identifier_is_told_and_not_followed() -> None:
    citation = one("61. Balanced Distillation. Zhang, Shaoyu et al. arXiv:2014.10510")
    assert citation.identifiers == ()
    (problem,) = citation.malformed
    assert (problem.kind, problem.span.line, problem.span.column) == ("arxiv-id", 1, 49)
    assert "no month 14" in problem.message


def test_arxiv_with_a_year_for_an_id_is_a_venue_and_a_year() -> None:
    citation = one("19. QUEST: Quantized embedding space. Jain, Himalaya et al. arXiv:2020")
    assert said(citation)[3:5] == ("arXiv", 2020)
    assert [problem.kind for problem in citation.malformed] == ["arxiv-id"]


def test_headings_above_a_citation_are_its_section() -> None:
    text = "# List\n\n## KD + GAN\n\n1. A Title Here. CVPR 2019\n\n## Beyond\n\n1. Another One. ICML 2018"
    assert [citation.section for citation in read(text).citations] == [
        ("List", "KD + GAN"),
        ("List", "Beyond"),
    ]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("- [Data-free KD](#data-free-kd)", "a link within the document"),
        ("5. [RepDistiller](https://github.com/HobbitLong/RepDistiller)", "a code repository"),
        ("- Fork the repository and open a pull request", "no authors, venue, identifier"),
    ],
)
def test_items_that_are_no_citations_are_passed_over_with_a_reason(item: str, reason: str) -> None:
    result = read(item)
    assert result.citations == ()
    assert [reason in other.reason for other in result.passed_over] == [True]


def test_a_bare_title_is_a_citation_among_citations() -> None:
    listed = "1. A First Title Here. CVPR 2019\n2. torchdistill: A Modular Framework for KD\n"
    assert [c.title.text for c in read(listed).citations if c.title] == [
        "A First Title Here",
        "torchdistill: A Modular Framework for KD",
    ]


def test_the_example_list_is_read_whole() -> None:
    result = read_markdown(SourceText(EXAMPLE.read_bytes(), "list.md"))
    assert len(result.citations) == 18
    assert len(result.passed_over) == 21  # the table of contents
    assert said(result.citations[2]) == (
        "Graph-based Knowledge Distillation by Multi-head Attention Network",
        ["Lee, Seunghyun", "Song, Byung. Cheol"],
        False,
        None,
        None,
        "1907.02226",
    )
    assert result.citations[6].place == "list.md:55:1"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_spans_are_bytes_of_the_file_whatever_its_line_ends(line_end: str, mark: bytes) -> None:
    lines = ["# Títle", "", "1. Müller’s Über-Title Here. Müller, Zoë et al. ICLR 2018", ""]
    data = mark + line_end.join(lines).encode()
    (citation,) = read_markdown(SourceText(data, "list.md")).citations
    assert citation.title is not None
    assert citation.venue is not None
    assert data[citation.title.span.start : citation.title.span.end].decode() == citation.title.text
    assert data[citation.venue.span.start : citation.venue.span.end] == b"ICLR"
    assert citation.span.line == 3


def test_bytes_that_are_not_utf8_are_kept() -> None:
    data = b"1. A \xff Title Here. Park, Wonpyo et al. CVPR 2019\n"
    (citation,) = read_markdown(SourceText(data, "list.md")).citations
    assert citation.venue is not None
    assert data[citation.venue.span.start : citation.venue.span.end] == b"CVPR"


PIECES = st.sampled_from(
    ["1. ", "- ", "A Title", ". ", "et al. ", "CVPR 2019", "[x](u)", "[[code]][1]", "\n", "  ", "&",
     "arXiv:1503.02531", "**", "_", "|", "# H\n", "\r\n", "<br>", "é", "\u00ad", "[1]: u\n", "\0"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_is_read_lies_where_its_span_says(text: str) -> None:
    data = text.encode()
    for citation in read_markdown(SourceText(data, "list.md")).citations:
        spans = [citation.span, *(author.span for author in citation.authors)]
        spans += [part.span for part in (citation.title, citation.venue, citation.year) if part]
        for span in spans:
            assert 0 <= citation.span.start <= span.start <= span.end <= citation.span.end
        for author in citation.authors:
            written = data[author.span.start : author.span.end].decode()
            assert author.name.last.split()[0] in bare(written)


def bare(text: str) -> str:
    """A text without the marks that the pieces above may put inside of a name."""
    for mark, words in (("[x](u)", "x"), ("_", ""), ("*", "")):
        text = text.replace(mark, words)
    return text
