"""The forms that entries take besides the numbered sentence: each with what is read."""

import pytest

from kdbib.model import Citation
from kdbib.read import List
from kdbib.read.markdown import read_markdown
from kdbib.read.source import SourceText


def read(text: str) -> List:
    return read_markdown(SourceText(text.encode(), "list.md"))


def said(citation: Citation) -> dict[str, object]:
    """What a citation says, without what it does not say."""
    arxiv, doi = citation.identifier("arxiv"), citation.identifier("doi")
    parts = {
        "title": citation.title.text if citation.title else None,
        "authors": [author.name.display() for author in citation.authors],
        "et_al": citation.et_al,
        "venue": citation.venue.text if citation.venue else None,
        "year": citation.year.value if citation.year else None,
        "arxiv": arxiv.value if arxiv else None,
        "doi": doi.value if doi else None,
    }
    return {name: value for name, value in parts.items() if value}


FORMS = {
    "authors in the next line": (
        "1. **DyRep: Learning Representations over Dynamic Graphs.** ICLR 2019. [paper](p.pdf)\n\n"
        "    *Rakshit Trivedi, Mehrdad Farajtabar, Prasenjeet Biswal*\n",
        {
            "title": "DyRep: Learning Representations over Dynamic Graphs",
            "authors": ["Rakshit Trivedi", "Mehrdad Farajtabar", "Prasenjeet Biswal"],
            "venue": "ICLR",
            "year": 2019,
        },
    ),
    "details in nested bullets": (
        "- **Memory-Based Graph Networks (ICLR 2020)**\n"
        "  - Amir Khasahmadi, Kaveh Hassani and Quaid Morris\n"
        "  - [[Paper]](https://openreview.net/forum?id=r1laNeBYPB)\n",
        {
            "title": "Memory-Based Graph Networks",
            "authors": ["Amir Khasahmadi", "Kaveh Hassani", "Quaid Morris"],
            "venue": "ICLR",
            "year": 2020,
        },
    ),
    "a label with the citation below it": (
        "* SSD [[Paper]](https://arxiv.org/pdf/1512.02325v2.pdf)\n"
        "  * Wei Liu, Dragomir Anguelov, Dumitru Erhan, SSD: Single Shot MultiBox Detector, ECCV, 2016.\n",
        {
            "title": "SSD: Single Shot MultiBox Detector",
            "authors": ["Wei Liu", "Dragomir Anguelov", "Dumitru Erhan"],
            "venue": "ECCV",
            "year": 2016,
            "arxiv": "1512.02325",
        },
    ),
    "authors first": (
        "* N Wang, DY Yeung, Learning a Deep Compact Image Representation for Visual Tracking, "
        "NIPS, 2013. [[Paper]](p.pdf)\n",
        {
            "title": "Learning a Deep Compact Image Representation for Visual Tracking",
            "authors": ["N Wang", "DY Yeung"],
            "venue": "NIPS",
            "year": 2013,
        },
    ),
    "a date before the link": (
        "- 20181107 NIPS-18 [Invariant Representations without Adversarial Training]"
        "(https://arxiv.org/abs/1805.09458)\n",
        {
            "title": "Invariant Representations without Adversarial Training",
            "venue": "NIPS",
            "year": 2018,
            "arxiv": "1805.09458",
        },
    ),
    "a year with a venue that nobody knows, before a dash": (
        "* 2015-TNLS - Rboost: label noise-robust boosting. [[Paper]](https://x.org/b.pdf)\n",
        {"title": "Rboost: label noise-robust boosting", "venue": "TNLS", "year": 2015},
    ),
    "a line break in HTML": (
        "- FPTQuant: Function-Preserving Transforms for LLM Quantization <br> ICML 2025 "
        "[[Paper]](https://arxiv.org/abs/2506.04985)\n",
        {
            "title": "FPTQuant: Function-Preserving Transforms for LLM Quantization",
            "venue": "ICML",
            "year": 2025,
            "arxiv": "2506.04985",
        },
    ),
    "a short year in a tag": (
        "- [Pruning Filters for Efficient ConvNets](https://arxiv.org/abs/1608.08710) [ICLR'17]\n",
        {
            "title": "Pruning Filters for Efficient ConvNets",
            "venue": "ICLR",
            "year": 2017,
            "arxiv": "1608.08710",
        },
    ),
    "a table with a header": (
        "| Title | Venue | Type | Code |\n|:---|:---|:---|:---|\n"
        "| [CrAM: A Compression-Aware Minimizer](https://arxiv.org/abs/2207.14200) | ICLR | `W` | - |\n",
        {
            "title": "CrAM: A Compression-Aware Minimizer",
            "venue": "ICLR",
            "arxiv": "2207.14200",
        },
    ),
    "a table in HTML": (
        "<table><tr><th>Year</th><th>Venue</th><th>Title</th></tr>\n"
        '<tr><td>2019</td><td>CVPR</td><td><a href="https://arxiv.org/abs/1904.05068">'
        "Relational Knowledge Distillation</a></td></tr></table>\n",
        {
            "title": "Relational Knowledge Distillation",
            "venue": "CVPR",
            "year": 2019,
            "arxiv": "1904.05068",
        },
    ),
    "italic authors and a venue": (
        "46. **BERTRAM: Improved Word Embeddings Have Big Impact**. *Timo Schick, Hinrich Schutze*. "
        "ACL 2020. [[pdf](https://arxiv.org/abs/1910.07181)]\n",
        {
            "title": "BERTRAM: Improved Word Embeddings Have Big Impact",
            "authors": ["Timo Schick", "Hinrich Schutze"],
            "venue": "ACL",
            "year": 2020,
            "arxiv": "1910.07181",
        },
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_forms(form: str) -> None:
    text, expected = FORMS[form]
    (citation,) = read(text).citations
    assert said(citation) == expected


def test_the_habit_of_a_list_decides_its_unclear_lines() -> None:
    lines = [
        "* Kaiming He, Xiangyu Zhang, Deep Residual Learning for Image Recognition, CVPR, 2016.",
        "* Jifeng Dai, Yi Li, R-FCN: Object Detection via Region-based Networks, NIPS, 2016.",
        "* Ross Girshick, Jeff Donahue, Rich Feature Hierarchies for Detection, CVPR, 2014.",
        "* Sven Behnke: Learning Iterative Image Reconstruction. IJCAI, 2001.",
    ]
    last = read("\n".join(lines)).citations[-1]
    assert said(last)["authors"] == ["Sven Behnke"]
    assert said(last)["title"] == "Learning Iterative Image Reconstruction"


def test_a_title_before_a_colon_is_nobodys_name_where_titles_come_first() -> None:
    lines = [
        "1. Relational Knowledge Distillation. Park, Wonpyo et al. CVPR 2019",
        "2. Similarity-Preserving Knowledge Distillation. Tung, Frederick et al. ICCV 2019",
        "3. Sequence-Level Knowledge Distillation. Kim, Yoon & Rush, Alexander. arXiv:1606.07947",
        "4. Preparing Lessons: Improve Knowledge Distillation. arXiv:1911.07471",
    ]
    assert said(read("\n".join(lines)).citations[-1]) == {
        "title": "Preparing Lessons: Improve Knowledge Distillation",
        "arxiv": "1911.07471",
    }


@pytest.mark.parametrize(
    "item",
    [
        "- [PyTorch](https://pytorch.org) - a deep learning framework",
        "- [My blog post on pruning](https://medium.com/@me/pruning)",
        "- Please open an issue if a paper is missing.",
        "- [Contributing](#contributing)",
    ],
)
def test_not_every_item_is_a_paper(item: str) -> None:
    result = read(item)
    assert result.citations == ()
    assert len(result.passed_over) == 1
