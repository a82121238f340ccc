"""``kdbib format``: one form for a list, and every entry says what it said."""

from pathlib import Path

import pytest

from kdbib.formatting import Part, format_list
from kdbib.model import Form
from kdbib.ordering import Order
from kdbib.read import read_text
from kdbib.read.source import SourceText
from tests.cli.conftest import Kdbib

YEARS = """\
# Otters

1. Alpha of Otters. Marlow, Ida et al. CVPR 2014
2. Beta of Otters. Marlow, Ida et al. ICML 2015
3. Gamma of Otters. Marlow, Ida et al. ICCV 2016
4. Delta of Otters. Marlow, Ida et al. ECCV 2017
5. Kappa of Otters. Marlow, Ida et al. ECCV 2018
6. Omega of Otters. Marlow, Ida et al. CVPR 2019
7. Sigma of Otters. Marlow, Ida et al. CVPR 2020
8. Theta of Otters. Marlow, Ida et al. CVPR 2021
9. Zeta of Otters. Marlow, Ida et al. CVPR 2022
10. Lambda of Otters. Marlow, Ida et al. CVPR 2023
11. Stray of Otters. Marlow, Ida et al. CVPR 2014
12. Last of Otters. Marlow, Ida et al. CVPR 2024

The end.
"""
TABLE = """\
| Title | Venue | Code |
|:-|:-:|--:|
| [Alpha of Otters](https://arxiv.org/abs/1401.00001) | CVPR 2014 | - |
| [Beta and Gamma of Otters](https://arxiv.org/abs/1601.00001) | ICML 2016 | [x](https://github.com/a/b) |

| not | citations |
|-|-|
| a | b |
"""


def formatted(text: str, *parts: Part, order: Order | None = None) -> str:
    data = text.encode()
    read = read_text(SourceText(data, "otters.md", Form.markdown))
    return format_list(read, data, parts or list(Part), order).data.decode()


def test_an_entry_that_stands_out_goes_where_the_order_has_it() -> None:
    after = formatted(YEARS, Part.order).splitlines()
    assert after[2:6] == [
        "1. Alpha of Otters. Marlow, Ida et al. CVPR 2014",
        "2. Stray of Otters. Marlow, Ida et al. CVPR 2014",
        "3. Beta of Otters. Marlow, Ida et al. ICML 2015",
        "4. Gamma of Otters. Marlow, Ida et al. ICCV 2016",
    ]
    assert after[13] == "12. Last of Otters. Marlow, Ida et al. CVPR 2024"
    assert after[14:] == ["", "The end."]
    assert formatted("\n".join(after) + "\n", Part.order) == "\n".join(after) + "\n"


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order("year"), ["Beta 2014", "Delta 2014", "Alpha 2016"]),
        (Order("year", descending=True), ["Alpha 2016", "Beta 2014", "Delta 2014"]),
        (Order("title"), ["Alpha 2016", "Beta 2014", "Delta 2014"]),
    ],
)
def test_an_order_that_is_named_is_that_of_every_section(order: Order, expected: list[str]) -> None:
    text = "## A\n- Beta of Otters. CVPR 2014\n- Alpha of Otters. CVPR 2016\n- Delta of Otters. CVPR 2014\n"
    after = formatted(text, Part.order, order=order)
    assert [f"{line.split()[1]} {line.split()[-1]}" for line in after.splitlines()[1:]] == expected


def test_what_belongs_to_an_entry_is_not_left_behind() -> None:
    text = YEARS.replace("ECCV 2017\n", "ECCV 2017\n   > a word on Delta\n").replace(
        "ECCV 2018", "ECCV 2010"
    )
    after = formatted(text, Part.order, order=Order("year"))
    before = after.partition("   > a word on Delta")[0]
    assert before.splitlines()[-1].partition(" ")[2].startswith("Delta of Otters")
    assert sorted(line.partition(" ")[2] for line in after.splitlines()) == sorted(
        line.partition(" ")[2] for line in text.splitlines()
    )


def test_a_list_without_an_order_stays() -> None:
    text = "".join(
        f"- {name} of Otters. CVPR {year}\n"
        for name, year in zip(
            "Mu Xi Pi Nu Eta".split(), (2016, 2014, 2019, 2013, 2015), strict=True
        )
    )
    assert formatted(text, Part.order) == text


def test_tables_of_citations_get_columns_and_no_others() -> None:
    assert formatted(TABLE, Part.columns) == """\
| Title                                                        | Venue     | Code                        |
|:-------------------------------------------------------------|:---------:|----------------------------:|
| [Alpha of Otters](https://arxiv.org/abs/1401.00001)          | CVPR 2014 | -                           |
| [Beta and Gamma of Otters](https://arxiv.org/abs/1601.00001) | ICML 2016 | [x](https://github.com/a/b) |

| not | citations |
|-|-|
| a | b |
"""  # fmt: skip


def test_numbers_go_on_and_style_is_one(kdbib: Kdbib, folder: Path) -> None:
    text = YEARS.replace("12. Last", "14. Last").replace("Beta of Otters.", "Beta:Study of Otters.")
    (folder / "otters.md").write_text(text)
    done = kdbib("format", "otters.md", "--select", "numbers,style", "--diff")
    assert done.returncode == 1
    changed = [
        line
        for line in done.stdout.splitlines()
        if line[0] in "+-" and line[:3] not in {"+++", "---"}
    ]
    assert changed == [
        "-2. Beta:Study of Otters. Marlow, Ida et al. ICML 2015",
        "+2. Beta: Study of Otters. Marlow, Ida et al. ICML 2015",
        "-14. Last of Otters. Marlow, Ida et al. CVPR 2024",
        "+12. Last of Otters. Marlow, Ida et al. CVPR 2024",
    ]
    assert (folder / "otters.md").read_text() == text
    assert kdbib("format", "otters.md", "--check").returncode == 1
    assert kdbib("format", "otters.md").returncode == 0
    once = (folder / "otters.md").read_bytes()
    assert kdbib("format", "otters.md", "--check").returncode == 0
    assert (folder / "otters.md").read_bytes() == once


def test_a_decision_goes_along(kdbib: Kdbib, folder: Path) -> None:
    (folder / "otters.md").write_text("1. Otters:A Study of Rivers. Marlow, Ida. CVPR 2014\n")
    kdbib("decide", "1", "none", "otters.md", "--by", "Ida", "--offline")
    kdbib("format", "otters.md")
    assert (
        folder / "otters.md"
    ).read_text() == "1. Otters: A Study of Rivers. Marlow, Ida. CVPR 2014\n"
    assert "Ida decided" in kdbib("explain", "otters.md:1").stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["otters.txt"], "otters.txt: kdbib formats files in markdown and BibTeX only"),
        (["otters.md", "--select", "colour"], "--select colour: there is no such part; there are order, numbers, style, columns"),
    ],
)  # fmt: skip
def test_what_cannot_be_formatted_is_told(
    kdbib: Kdbib, folder: Path, arguments: list[str], told: str
) -> None:
    (folder / "otters.md").write_text(YEARS)
    (folder / "otters.txt").write_text("Alpha of Otters. 2014\n")
    done = kdbib("format", *arguments)
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr
