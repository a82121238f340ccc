"""Items that stand among papers and are none: each with the reason that is told."""

import pytest

from kdbib.read import read_text
from kdbib.read.source import SourceText

PAPERS = (
    "- [Meta Pseudo Labels](https://arxiv.org/abs/2003.10580), CVPR 2021\n"
    "- [Born-Again Neural Networks](https://arxiv.org/abs/1805.04770), ICML 2018\n"
)
NO_PAPERS = {
    "[What We Learned from a Year of Search](https://eng.acme.com/search) `Acme` `2020`": "a post",
    "[Sorting in Practice](https://medium.com/acme/sorting) `Acme` `2019`": "a post",
    "[readmap](https://github.com/acme/readmap) - Maps reads. [Paper](https://doi.org/10.1101/2021.01.10.456709)": "a tool",
    "[viewcells](https://viewcells.example.org) - Shows large atlases in the browser.": "a tool",
    "[Conference on Robot Learning (CoRL)](https://www.usenix.org/corl)": "a conference",
    "[NeurIPS](https://nips.cc/): [2021](./2021.md) | [2022](./2022.md)": "an index",
    "Template for the meeting [[Slides](https://docs.google.com/presentation/d/1)]": "slides",
}


@pytest.mark.parametrize("item", NO_PAPERS)
def test_no_paper(item: str) -> None:
    result = read_text(SourceText(f"{PAPERS}- {item}\n".encode(), "list.md"))
    assert len(result.citations) == 2
    assert [other.reason for other in result.passed_over] == [NO_PAPERS[item]]


def test_a_venue_that_is_a_conference_by_name_makes_no_conference_of_its_paper() -> None:
    text = "- [Learning Latent Plans from Play](https://a.edu/plans.html). Corey Lynch, Ted Xiao. Conference on Robot Learning, 2019\n"
    (one,) = read_text(SourceText(text.encode(), "list.md")).citations
    assert one.title
    assert one.title.text == "Learning Latent Plans from Play"


def test_what_a_figure_was_taken_from_is_no_entry() -> None:
    text = (
        "![net](https://a.org/net.png)\n"
        "(from Ann Bee, Carl Dee, A Title of Some Words, NIPS, 2012.)\n\n" + PAPERS
    )
    assert len(read_text(SourceText(text.encode(), "list.md")).citations) == 2
