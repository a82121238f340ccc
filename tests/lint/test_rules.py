"""Each rule: a line that it finds, what it says, and the line put right (rules.txt)."""

import re
from pathlib import Path

import pytest

from kdbib.linter.codes import RULES
from tests.lint.support import DEFINITIONS, FIRST, HABITS, fixed, found, listed, shown

SIGNS = {"<U+00AD>": "\u00ad", "<U+2010>": "\u2010", "<U+2019>": "\u2019", "<space>": " "}
_CASE = re.compile(
    r"^(KB\d{3}) [\w-]+\n\.\n(.*?)\n\.\n(.*?)\n\.\n(.*?)\n\n", re.MULTILINE | re.DOTALL
)
CASES = _CASE.findall(Path(__file__).with_name("rules.txt").read_text("utf-8") + "\n")


def meant(text: str) -> str:
    for sign, char in SIGNS.items():
        text = text.replace(sign, char)
    return text


def placed(item: str) -> str:
    """An item at the end of the list; an image is a paragraph of its own."""
    return listed("\n" + item if item.startswith("!") else item)


@pytest.mark.parametrize(("code", "item", "said", "right"), CASES)
def test_a_rule_finds_and_fixes(code: str, item: str, said: str, right: str) -> None:
    text = placed(meant(item))
    line = FIRST + item.startswith("!")
    assert shown(text, code) == [f"{line}:{message}".replace(": ", " ", 1) for message in [said]]
    after = fixed(text, code)[len(HABITS) : -len(DEFINITIONS) - 1].strip("\n")
    assert after == meant(item if right == "-" else right)


@pytest.mark.parametrize(("code", "item", "said", "right"), CASES)
def test_what_was_fixed_is_not_found_again(code: str, item: str, said: str, right: str) -> None:
    if right != "-":
        assert found(placed(meant(right)), code) == []


def test_every_rule_of_the_text_has_a_case_or_an_example() -> None:
    """Those of the structure of a document have theirs in test_structure.py, BibTeX's in test_bibtex.py."""
    of_structure = {"KB502", "KB503", "KB504", "KB505", "KB621", "KB625", "KB627", "KB629", "KB631"}
    with_case = {code for code, *_ in CASES}
    text = {rule.code for rule in RULES if not rule.code.startswith(("KB7", "KB8"))}
    assert text - with_case == of_structure


@pytest.mark.parametrize(
    ("code", "item"),
    [
        ("KB101", "9. A Title with a Number. Doe, Jane et al. arXiv:hep-th/9901001"),
        (
            "KB102",
            "9. A Linked One. Doe, Jane et al. arXiv 2019 [[pdf]](https://arxiv.org/abs/1901.00001)",
        ),
        (
            "KB106",
            "9. A Linked Version. Doe, Jane et al. [[pdf]](https://arxiv.org/pdf/1901.00001v2)",
        ),
        ("KB108", "9. Published a Year Before. Doe, Jane et al. NeurIPS 2018 arXiv:1901.00001"),
        ("KB203", "9. Known Venue in Brackets. Doe, Jane et al. (CVPR 2019)"),
        ("KB204", "9. As the List Writes It. Doe, Jane et al. CVPR 2019"),
        ("KB213", "9. Two Families. Lan, Xu et al. NeurIPS 2018"),
        ("KB213", "9. A Short Given Name. Bai, Tao et al. NeurIPS 2018"),
        ("KB217", "9. Initials End in Stops. Crowley, Elliot J. et al. NeurIPS 2018"),
        ("KB217", "9. Initials in the Middle. Sabuncu, Mert R. and Zhang, Zhi. NeurIPS 2018"),
        ("KB301", "9. What It Is Is What It Does. Doe, Jane et al. CVPR 2019"),
        ("KB302", "9. Distilled Students and Distiller Tools. Doe, Jane et al. CVPR 2019"),
        ("KB305", "9. BERT: A Survey of BERT. Doe, Jane et al. CVPR 2019"),
        ("KB306", "9. Protein Structure Prediction (PSSP) by Transfer. Doe, Jane et al. CVPR 2019"),
        ("KB321", "9. A Ratio of 1:2 in Training. Doe, Jane et al. CVPR 2019"),
        ("KB326", "9. 知识蒸馏（综述）。 Doe, Jane et al. CVPR 2019"),
        ("KB404", "9. An Unknown Venue. Doe, Jane et al. ICPRAM 2019"),
        ("KB406", "9. Before It Was Renamed. Doe, Jane et al. NIPS 2017"),
        ("KB408", "9. In Its Year. Doe, Jane et al. ECCV 2020"),
        ("KB409", "9. Learning What and Where to Transfer. Jang, Yunhun et al. arXiv:1905.05901"),
        (
            "KB522",
            "9. One Paper. Doe, Jane et al. arXiv:1901.00001 [[pdf]](https://arxiv.org/pdf/1901.00001v3)",
        ),
        ("KB523", "9. Who Knows. Doe, Jane et al. CVPR 2019 [[page]](http://people.example.edu/)"),
        ("KB602", "9. Another Title Altogether. Doe, Jane et al. CVPR 2019"),
        ("KB626", "9. [A Title That Is a Link](https://example.org). Doe, Jane et al. CVPR 2019"),
    ],
)
def test_what_is_right_is_left_alone(code: str, item: str) -> None:
    assert shown(listed(item), code) == []
