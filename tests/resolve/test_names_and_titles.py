"""Names as they are displayed, and titles as they are searched for."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.model import Name
from kdbib.resolve.base import Question
from kdbib.resolve.names import name, names
from kdbib.resolve.titles import alike, folded, packed, phrase, telling


@pytest.mark.parametrize(
    ("displayed", "expected"),
    [
        ("Geoffrey Hinton", Name("Hinton", "Geoffrey")),
        ("E. Duflo", Name("Duflo", "E.")),
        ("Aäron van den Oord", Name("van den Oord", "Aäron")),
        ("Laurens van der Maaten", Name("van der Maaten", "Laurens")),
        ("Hinton, Geoffrey", Name("Hinton", "Geoffrey")),
        ("Ida Di Marlow", Name("Di Marlow", "Ida")),
        ("Bo De La Teal", Name("De La Teal", "Bo")),
        ("Fernando De la Torre", Name("De la Torre", "Fernando")),
        ("Luc Van Gool", Name("Van Gool", "Luc")),
        ("Nicolas Le Roux", Name("Le Roux", "Nicolas")),
        ("J. Van Der Meer", Name("Van Der Meer", "J.")),
        ("Di Wu", Name("Wu", "Di")),
        ("Van Dung Nguyen", Name("Nguyen", "Van Dung")),
        ("Toan Van Nguyen", Name("Nguyen", "Toan Van")),
        ("Simon S. Du", Name("Du", "Simon S.")),
        ("Guy L. Steele Jr.", Name("Steele", "Guy L.", "Jr.")),
        ("Robert Downey, Jr.", Name("Downey", "Robert", "Jr.")),
        ("William Gates III", Name("Gates", "William", "III")),
        ("danah boyd", Name("boyd", "danah")),
        ("Jakub L'ala", Name("L'ala", "Jakub")),
        ("  Kees  A.\n Immink ", Name("Immink", "Kees A.")),
        ("The ATLAS Collaboration", Name(literal="The ATLAS Collaboration")),
        ("NLLB Team", Name(literal="NLLB Team")),
        ("OpenAI", Name(literal="OpenAI")),
        ("王小明", Name(literal="王小明")),
        ("Paul {Erd\\H{o}s}", Name("{Erd\\H{o}s}", "Paul")),
        (":", None),
        ("", None),
    ],
)
def test_names(displayed: str, expected: Name | None) -> None:
    assert name(displayed) == expected


def test_lists_of_names_have_an_end_and_no_punctuation() -> None:
    assert names(["GLM Team", ":", "Aohan Zeng"]) == (
        Name(literal="GLM Team"),
        Name("Zeng", "Aohan"),
    )
    assert len(names(["A B"] * 9000)) == 5000


@given(st.text(max_size=60))
def test_no_name_crashes_or_loses_its_letters(displayed: str) -> None:
    found = name(displayed)
    if found:
        letters = [char for char in found.display() if char.isalpha()]
        assert letters
        assert found.family or found.literal


def test_a_phrase_has_words_and_apostrophes_only() -> None:
    assert phrase('Don’t "Stop": (A|B) ~self-distillation_2 $\\omega$ 中文!') == (
        "Don't Stop A B self distillation 2 omega 中文"
    )
    assert phrase("word " * 100, 20) == "word word word word"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        (
            "Distilling the Knowledge in a Neural Network",
            ["Distilling", "Knowledge", "Neural", "Network"],
        ),
        ("FitNets: Hints for Thin Deep Nets", ["FitNets", "Hints", "Thin", "Nets"]),
        ("The Of And", []),
        ("A", []),
    ],
)
def test_telling_words(title: str, words: list[str]) -> None:
    assert telling(title) == words


@pytest.mark.parametrize(
    ("one", "other", "similar"),
    [
        ("FitNets: Hints for Thin Deep Nets", "Fitnets - hints for thin, deep nets", True),
        ("Déjà Vu", "Deja vu", True),
        ("Born Again Neural Networks", "Born-Again Neural Networks: An Extended Version", True),
        ("Distillation", "Relational Knowledge Distillation", False),
        ("Relational Knowledge Distillation", "Attention Is All You Need", False),
    ],
)
def test_alike(one: str, other: str, similar: bool) -> None:
    assert (alike(folded(one), folded(other)) >= 75) is similar


def test_packing_keeps_kinds_counts_and_lengths_apart() -> None:
    questions = [Question("a", "1"), Question("b", "2"), Question("a", "33"), Question("a", "4")]
    done = packed([*questions, questions[0]], {"a": 2, "b": 9}, lambda q: len(q.value), 99)
    assert [[question.value for question in batch] for batch in done] == [["1", "33"], ["2"], ["4"]]
    short = packed(questions, {"a": 9, "b": 9}, lambda q: len(q.value), 2)
    assert [[question.value for question in batch] for batch in short] == [
        ["1"],
        ["2"],
        ["33"],
        ["4"],
    ]


@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_a_folded_title_has_its_words_in_small_letters(title: str) -> None:
    assert folded(title) == " ".join(re.findall(r"[a-z0-9]+", title.lower()))
