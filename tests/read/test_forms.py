"""The forms of lines and entries that lists are written in."""

import pytest

from tests.read.conftest import Said, all_said, read

ARXIV = "https://arxiv.org/abs/1503.02531"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # the title is a link
        (f"- [Dark knowledge]({ARXIV})", Said("Dark knowledge", [], None, None, ("arxiv:1503.02531",))),
        (
            f"1. [Pruning Filters for ConvNets]({ARXIV}) [ICLR'17, Samsung]",
            Said("Pruning Filters for ConvNets", [], "ICLR", 2017, ("arxiv:1503.02531",)),
        ),
        (
            f"- [Neural Network Ensembles]({ARXIV}), L.K. Hansen, P. Salamon, 1990",
            Said(
                "Neural Network Ensembles",
                ["L.K. Hansen", "P. Salamon"],
                None,
                1990,
                ("arxiv:1503.02531",),
            ),
        ),
        (
            f"* [Knowledge Flow]({ARXIV}), Iou-Jen Liu, Jian Peng, ICML, 2019",
            Said("Knowledge Flow", ["Iou-Jen Liu", "Jian Peng"], "ICML", 2019, ("arxiv:1503.02531",)),
        ),
        (
            "- [Best of Both Worlds](https://papers.nips.cc/paper/6635), Jiasen Lu1, Devi Parikh 2017",
            Said("Best of Both Worlds", ["Jiasen Lu1", "Devi Parikh"], None, 2017),
        ),
        (
            f"- [ASAP: Anneal and Prune]({ARXIV}) | [2019/04]",
            Said("ASAP: Anneal and Prune", [], None, 2019, ("arxiv:1503.02531",)),
        ),
        # date and venue first
        (
            f"- 20181107 NIPS-18 [Invariant Representations]({ARXIV})",
            Said("Invariant Representations", [], "NIPS", 2018, ("arxiv:1503.02531",)),
        ),
        (
            f"* 2016-WACV - Noisy Labels in the Wild. [[Paper]]({ARXIV})",
            Said("Noisy Labels in the Wild", [], "WACV", 2016, ("arxiv:1503.02531",)),
        ),
        (
            f"- CVPR'22 Does Robustness Transfer to Tasks? [[arxiv]({ARXIV})]",
            Said("Does Robustness Transfer to Tasks?", [], "CVPR", 2022, ("arxiv:1503.02531",)),
        ),
        # line breaks
        (
            f"- FPTQuant: Transforms for Quantization <br> Arxiv 2025 [[Paper]]({ARXIV})",
            Said("FPTQuant: Transforms for Quantization", [], "Arxiv", 2025, ("arxiv:1503.02531",)),
        ),
        (
            f"- **A Survey on Large Models**  \n  NSR 2024, [Paper]({ARXIV})",
            Said("A Survey on Large Models", [], "NSR", 2024, ("arxiv:1503.02531",)),
        ),
        # bold, quoted and italic titles
        (
            "46. **BERTRAM: Improved Word Embeddings**. *Timo Schick, Hinrich Schutze*. ACL 2020.",
            Said("BERTRAM: Improved Word Embeddings", ["Timo Schick", "Hinrich Schutze"], "ACL", 2020),
        ),
        (
            "1. **Word Masking for BERT**. *Yiming Cui, Guoping Hu*. Preprint. "
            f"[[pdf]({ARXIV})]",
            Said(
                "Word Masking for BERT",
                ["Yiming Cui", "Guoping Hu"],
                None,
                None,
                ("arxiv:1503.02531",),
            ),
        ),
        (
            '* Alex Kendall and Roberto Cipolla "Bayesian SegNet: Model Uncertainty." '
            "arXiv preprint arXiv:1511.02680, 2015.",
            Said(
                "Bayesian SegNet: Model Uncertainty",
                ["Alex Kendall", "Roberto Cipolla"],
                None,
                2015,
                ("arxiv:1511.02680",),
            ),
        ),
        (
            "- **Layers** (2016), J. Ba et al. [[pdf]](https://arxiv.org/pdf/1607.06450)",
            Said("Layers", ["J. Ba"], None, 2016, ("arxiv:1607.06450",), True),
        ),
        # authors first
        (
            "* N Wang, DY Yeung, Learning a Deep Representation for Tracking, NIPS, 2013.",
            Said("Learning a Deep Representation for Tracking", ["N Wang", "DY Yeung"], "NIPS", 2013),
        ),
        (
            "* Sven Behnke: Learning Image Reconstruction. IJCAI, 2001.",
            Said("Learning Image Reconstruction", ["Sven Behnke"], "IJCAI", 2001),
        ),
        (
            "- Mark Cutler and Jonathan P. How, Reinforcement Learning for Robots (ICRA 2015)",
            Said("Reinforcement Learning for Robots", ["Mark Cutler", "Jonathan P. How"], "ICRA", 2015),
        ),
        (
            "* Tom Schaul, David Silver, Prioritized Experience Replay, ArXiv, 18 Nov 2015.",
            Said("Prioritized Experience Replay", ["Tom Schaul", "David Silver"], "ArXiv", 2015),
        ),
        # a year within the title, and a bracket that nobody closed
        (
            "- Neural Sequence Models(2017): A Tutorial, G. Neubig.",
            Said("Neural Sequence Models: A Tutorial", ["G. Neubig"], None, 2017),
        ),
        (
            "- Learning a Network for Super-Resolution (2014, C. Dong et al. [[pdf]](a.pdf)",
            Said("Learning a Network for Super-Resolution", ["C. Dong"], None, 2014, (), True),
        ),
        # workshops, badges, other scripts
        (
            "- **Explaining Graph Networks (ICML 2019 Workshop)**",
            Said("Explaining Graph Networks", [], "ICML Workshop", 2019),
        ),
        (
            "- [Learning to Prune]"
            f"({ARXIV}) ![](https://img.shields.io/badge/CVPR-2020-blue)",
            Said("Learning to Prune", [], "CVPR", 2020, ("arxiv:1503.02531",)),
        ),
        (
            f"- **知识蒸馏综述**（CVPR 2021） [[论文]]({ARXIV})",
            Said("知识蒸馏综述", [], "CVPR", 2021, ("arxiv:1503.02531",)),
        ),
        (
            "* 25: QLoRA: 4-bit finetuning ([tweet](https://twitter.com/x), "
            f"[paper]({ARXIV}))",
            Said("QLoRA: 4-bit finetuning", [], None, None, ("arxiv:1503.02531",)),
        ),
    ],
)  # fmt: skip
def test_lines(line: str, expected: Said) -> None:
    assert all_said(line) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "1. **Dynamic Graphs.** ICLR 2019. [paper](u)\n\n    *Rakshit Trivedi, Hongyuan Zha.*\n",
        "1. **Dynamic Graphs.** ICLR 2019.\n\n*Rakshit Trivedi, Hongyuan Zha.*\n",
        "- **Dynamic Graphs (ICLR 2019)**\n  - Rakshit Trivedi, Hongyuan Zha\n  - [[Paper]](u)\n",
        "- Dynamic Graphs for Everyone.\n  - Rakshit Trivedi and Hongyuan Zha. *ICLR 2019*. [[pdf]](u)\n"
        .replace(" for Everyone", ""),
        "**Dynamic Graphs**\n\n- Authors: Rakshit Trivedi, Hongyuan Zha\n- Paper: http://arxiv.org/x\n"
        "- Venue: ICLR 2019\n",
    ],
)  # fmt: skip
def test_details_in_lines_of_their_own_belong_to_the_entry(text: str) -> None:
    (one,) = all_said(text)
    assert one.title == "Dynamic Graphs"
    assert one.authors == ["Rakshit Trivedi", "Hongyuan Zha"]
    (citation,) = read(text).citations
    assert citation.end_line == text.rstrip("\n").count("\n") + 1


def test_a_label_with_links_belongs_to_the_citation_below_it() -> None:
    text = (
        f"* SSD [[Paper]]({ARXIV}) [[Code]](https://github.com/x/ssd)\n"
        "  * Wei Liu, Alexander C. Berg, SSD: Single Shot MultiBox Detector, ECCV, 2016\n"
    )
    (one,) = all_said(text)
    assert one == Said(
        "SSD: Single Shot MultiBox Detector",
        ["Wei Liu", "Alexander C. Berg"],
        "ECCV",
        2016,
        ("arxiv:1503.02531",),
    )
    (citation,) = read(text).citations
    assert (citation.span.line, citation.end_line) == (1, 2)


def test_a_label_without_links_is_passed_over() -> None:
    text = "* Blur Removal\n  * Jian Sun, Jean Ponce, Learning to Deblur, CVPR, 2015\n"
    result = read(text)
    assert [citation.span.line for citation in result.citations] == [2]
    assert [other.reason for other in result.passed_over] == ["a label of the items below it"]


def test_a_label_is_the_title_where_the_line_below_has_only_authors() -> None:
    text = f"* GoogLeNet [[Paper]]({ARXIV})\n  * Christian Szegedy, Wei Liu, CVPR, 2015.\n"
    assert all_said(text) == [
        Said("GoogLeNet", ["Christian Szegedy", "Wei Liu"], "CVPR", 2015, ("arxiv:1503.02531",))
    ]


@pytest.mark.parametrize(
    "item",
    [
        "- [Contents](#contents)",
        "- [A Tool for Everything](https://github.com/x/tool)",
        "- [A Talk on Dark Knowledge](https://www.youtube.com/watch?v=1), G. Hinton, 2014",
        '- Source code for "Understanding Deep Representations," CVPR, 2015. [[Web]](https://github.com/x)',
        "- PASCAL VOC2012 Challenge Leaderboard (01 Sep. 2016)",
        "- Please open a pull request to add papers",
        "- CS231n, Convolutional Neural Networks, Stanford University [[web]](http://cs231n.stanford.edu/)",
    ],
)
def test_not_every_item_is_a_paper(item: str) -> None:
    result = read(item)
    assert result.citations == ()
    assert len(result.passed_over) == 1


def test_what_the_page_hides_is_not_read() -> None:
    text = (
        "<!--\n- Hidden in a Comment. CVPR 2019\n-->\n"
        "```bibtex\n@article{a, title={How to Cite Us}}\n```\n"
        "<details><summary>more</summary>\n\n- Shown on Demand for All. CVPR 2019\n\n</details>\n"
    )
    assert [one.title for one in all_said(text)] == ["Shown on Demand for All"]


def test_a_list_teaches_how_its_unclear_lines_are_read() -> None:
    clear = [
        "- Wei Liu, Ann Berg, Learning a Thing with Networks, CVPR, 2015",
        "- Jian Sun, Jean Ponce, Removing Blur from Images, CVPR, 2016",
        "- Tom Schaul, David Silver, Replaying what was Learned, ICML, 2016",
    ]
    unclear = "- Ross Girshick, Fast R-CNN, ICCV, 2015"
    assert all_said("\n".join([*clear, unclear]))[-1] == Said(
        "Fast R-CNN", ["Ross Girshick"], "ICCV", 2015
    )
