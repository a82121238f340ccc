"""Tables: pipes and HTML, columns told by headers and by what is in them."""

import pytest

from tests.read.conftest import Said, all_said, read

A, B = "https://arxiv.org/abs/1503.02531", "https://openreview.net/forum?id=abcdef123"


def test_columns_are_told_by_their_headers() -> None:
    text = (
        "### 2023\n\n"
        "| Title | Venue | Type | Code |\n|:--|:-:|:-:|:-:|\n"
        f"| [DepthFL : Federated Learning]({B}) | ICLR **(Best)** | `W` | [PyTorch](https://github.com/x/y) |\n"
        "| Efficient Transformers for Mobile | NeurIPS | - | - |\n"
    )
    assert all_said(text) == [
        Said("DepthFL : Federated Learning", [], "ICLR", None, ("openreview:abcdef123",)),
        Said("Efficient Transformers for Mobile", [], "NeurIPS", None),
    ]
    first = read(text).citations[0]
    assert [link.kind for link in first.links] == ["paper", "code"]
    assert (first.span.line, first.end_line, first.section) == (5, 5, ("2023",))


def test_columns_are_told_by_what_is_in_them() -> None:
    text = (
        "| Date | Keywords | Institute | Paper |\n|--|--|--|--|\n"
        f"| 2017-06 | Transformer | Google | [Attention Is All You Need]({A}) |\n"
        f"| 2018-06 | GPT | OpenAI | [Improving Language Understanding by Pre-Training]({B}) |\n"
    )
    assert [(one.title, one.year) for one in all_said(text)] == [
        ("Attention Is All You Need", 2017),
        ("Improving Language Understanding by Pre-Training", 2018),
    ]


def test_authors_and_year_have_columns_too() -> None:
    text = (
        "| 论文 | 作者 | 会议 | 年份 |\n|--|--|--|--|\n"
        "| Learning to Distill Well | Ann Bee and Cee Dee | CVPR | 2020 |\n"
    )
    assert all_said(text) == [
        Said("Learning to Distill Well", ["Ann Bee", "Cee Dee"], "CVPR", 2020)
    ]


def test_a_blank_line_does_not_end_a_table() -> None:
    text = f"| Title | Venue |\n|--|--|\n| [A First Title]({A}) | CVPR |\n\n| [A Second One]({B}) | ICML |\n"
    assert [one.venue for one in all_said(text)] == ["CVPR", "ICML"]


def test_escaped_pipes_belong_to_their_cell() -> None:
    text = "| Title | Venue |\n|--|--|\n| On P(a\\|b) and its Uses | ICML 2019 |\n"
    assert all_said(text) == [Said("On P(a|b) and its Uses", [], "ICML", 2019)]


def test_html_tables() -> None:
    text = (
        "<table>\n<tr><th>Topic</th><th>Title</th><th>Venue</th></tr>\n"
        f'<tr>\n  <td rowspan="2">Fairness</td>\n  <td><a href="{A}">Agnostic Learning for All</a></td>\n'
        "  <td><font>ICML 2019<br>(Google)</font></td>\n</tr>\n"
        f'<tr>\n  <td><a href="{B}">Fair Resource Allocation</a></td>\n  <td>ICLR 2020</td>\n</tr>\n'
        "</table>\n"
    )
    assert all_said(text) == [
        Said("Agnostic Learning for All", [], "ICML", 2019, ("arxiv:1503.02531",)),
        Said("Fair Resource Allocation", [], "ICLR", 2020, ("openreview:abcdef123",)),
    ]


def test_html_lists() -> None:
    text = (
        f'<ul>\n<li><a href="{A}">Distilling the Knowledge</a>, CVPR 2019</li>\n'
        "<li>A Tool\n  <ul><li>Learning to Deblur. Jian Sun et al. CVPR 2015</li></ul></li>\n</ul>\n"
    )
    assert [(one.title, one.year) for one in all_said(text)] == [
        ("Distilling the Knowledge", 2019),
        ("Learning to Deblur", 2015),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "| Type | F | W |\n|--|--|--|\n| Explanation | Filter pruning | Weight pruning |\n",
        "| Rank | Repository | About |\n|--|--|--|\n| 1 | [tool](https://github.com/x/tool) | A fine tool |\n",
    ],
)
def test_tables_of_something_else(table: str) -> None:
    result = read(table)
    assert result.citations == ()
    assert len(result.passed_over) == 1
