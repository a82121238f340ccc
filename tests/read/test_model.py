"""The model: made by the recipe that lies beside it, the same each time, and sure of itself."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.model import Form
from kdbib.read import read_text
from kdbib.read.fields_of_entry import read_fields
from kdbib.read.inline import scan
from kdbib.read.plain import words_of
from kdbib.read.source import SourceText
from tests.read.conftest import Said, all_said
from training.card import CARD, MODEL, checksum, recipe


def test_the_model_was_made_by_the_recipe_that_lies_beside_it() -> None:
    card = json.loads(CARD.read_text("utf-8"))
    assert card["model"] == checksum(MODEL.read_bytes()), "run scripts/train"
    assert card["recipe"] == recipe(), "training/ has changed: run scripts/train"


def test_the_model_is_small() -> None:
    assert MODEL.stat().st_size <= 3_000_000


FORMS: dict[str, tuple[str, Said]] = {
    "a numbered paragraph, the title in bold": (
        "**[1]** Ida Marlow, Bo Teal, and Cy Finch. **Otters in Rivers of the North**. In WWW, 2017. "
        "[[pdf]](https://arxiv.org/pdf/1708.05031)",
        Said("Otters in Rivers of the North", ["Ida Marlow", "Bo Teal", "Cy Finch"], "WWW", 2017,
             ("arxiv:1708.05031",)),
    ),
    "hard line breaks": (
        "**Counting Otters with Deep Networks** \\\n*Ida Marlow, Bo Teal* \\\nICASSP 2020. "
        "[[Paper](https://arxiv.org/abs/1910.12061)]",
        Said("Counting Otters with Deep Networks", ["Ida Marlow", "Bo Teal"], "ICASSP", 2020,
             ("arxiv:1910.12061",)),
    ),
    "the venue first": (
        "ICLR 2015: **Explaining and Tracking Small Otters**<br>Ida Marlow, Bo Teal.<br>"
        "[[Paper](https://arxiv.org/abs/1412.6572)]",
        Said("Explaining and Tracking Small Otters", ["Ida Marlow", "Bo Teal"], "ICLR", 2015,
             ("arxiv:1412.6572",)),
    ),
    "a heading with a link below": (
        "### Graph Networks for Otter Societies (CVPR 2021)\n\n"
        "* [Paper](https://arxiv.org/pdf/2012.15823)\n",
        Said("Graph Networks for Otter Societies", [], "CVPR", 2021, ("arxiv:2012.15823",)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_forms_that_no_recogniser_knows(form: str) -> None:
    text, expected = FORMS[form]
    assert all_said(text) == [expected]


def test_two_papers_in_one_item() -> None:
    text = (
        "* [Otters of the Deep Sea](https://arxiv.org/abs/2104.02244) and "
        "[Learning to Count Otters](https://arxiv.org/abs/2012.06048)\n"
    )
    assert [one.title for one in all_said(text)] == [
        "Otters of the Deep Sea",
        "Learning to Count Otters",
    ]


def test_one_reference_a_line_without_blank_lines() -> None:
    text = (
        "Marlow, I., and Teal, B. (2011). Learning to count otters in noisy rivers. Machine Learning 12, 34-56.\n"
        "Finch, C. (2012). A second paper on the counting of otters. Ecology Letters 3, 1-9.\n"
        "de Groot, D. and Teal, B. (2013). Otters again. Ecology 7, 77-79.\n"
    )
    assert [one.title for one in all_said(text, "refs.txt")] == [
        "Learning to count otters in noisy rivers",
        "A second paper on the counting of otters",
        "Otters again",
    ]


def test_a_dash_stands_for_the_authors_before() -> None:
    text = (
        "Marlow, Ida, and Bo Teal. “Otters of the North.” Journal of Otters 1 (2011): 1–9.\n\n"
        "———. “Otters of the South.” Journal of Otters 2 (2012): 10–19.\n"
    )
    found = read_text(SourceText(text.encode(), "refs.txt", Form.plain)).citations
    assert [[a.name.last for a in one.authors] for one in found] == [["Marlow", "Teal"]] * 2


def test_a_word_parted_at_the_end_of_a_line() -> None:
    assert words_of("distil-\nlation of self-\nsupervised\nnets").plain == (
        "distillation of self-supervised nets"
    )


@given(st.text(max_size=300))
def test_any_text_is_read_within_itself_and_the_same_each_time(text: str) -> None:
    prose = scan(text, {})
    one, other = read_fields(prose), read_fields(prose)
    ranges = [one.title, one.venue, one.year and one.year[1], *(where for _, where in one.authors)]
    assert all(0 <= r.start < r.end <= len(prose.plain) for r in ranges if r)
    assert (one.title, one.venue, one.year) == (other.title, other.venue, other.year)
    assert 0.0 <= one.probability <= 1.0 + 1e-9


@given(st.text(max_size=200))
def test_the_lines_of_plain_text_keep_their_places(text: str) -> None:
    prose = words_of(text)
    for at, char in enumerate(prose.plain):
        start, end = prose.source_range(at, at + 1)
        assert text[start:end] in {char, "\n"}


REFERENCES = {
    "a group": (
        "European Otter Agency. (2020). Rivers and floods: a status report. EOA Press.",
        ("Rivers and floods: a status report", ["European Otter Agency"], 2020),
    ),
    "a title that begins with a quotation": (
        "Ida Marlow and Bo Teal. 2020. “Stop flooding me!”: privacy against curious otters. In "
        "Proceedings of the 18th Conference on Otters.",
        ("“Stop flooding me!”: privacy against curious otters", ["Marlow", "Teal"], 2020),
    ),
    "LaTeX's quotation marks": (
        "I. Marlow, ``Counting otters in rivers,'' Academic Press, London, 1989.",
        ("Counting otters in rivers", ["Marlow"], 1989),
    ),
}


@pytest.mark.parametrize("kind", REFERENCES)
def test_references(kind: str) -> None:
    text, expected = REFERENCES[kind]
    (one,) = read_text(SourceText(text.encode(), "refs.txt", Form.plain)).citations
    title, year = one.title and one.title.text, one.year and one.year.value
    assert (title, [a.name.last for a in one.authors], year) == expected


def test_a_venue_keeps_its_last_word() -> None:
    text = (
        "Bo Teal and Cy Finch, Otters: A survey, Int. J. Comput. Vis. 129 (2021), no. 6, 1789–1819."
    )
    (one,) = read_text(SourceText(text.encode(), "refs.txt", Form.plain)).citations
    assert one.venue
    assert one.venue.text == "Int. J. Comput. Vis."


def test_a_link_that_is_a_label_is_no_paper_of_its_own() -> None:
    text = (
        "| Title | Venue |\n|--|--|\n| [Otters of the Deep Sea](https://arxiv.org/abs/2104.02244), "
        "[Extension](https://arxiv.org/abs/2012.06048) | CVPR |\n"
    )
    assert [(one.title, one.venue) for one in all_said(text)] == [
        ("Otters of the Deep Sea", "CVPR")
    ]
