"""``kdbib add``: an entry as the list writes its own, where it belongs, and nothing else."""

import difflib
from pathlib import Path

import pytest

from tests.cli.conftest import Kdbib

SHARED = Path("/work/shared/lists")
FITNETS, HINTON, PARK = "1412.6550", "1503.02531", "1904.05068"

NUMBERED = """\
# List

Some words.

1. Alpha of Otters. Marlow, Ida et al. CVPR 2014
2. Beta of Otters. Marlow, Ida and Teal, Ben. ICML 2016

   A note.
3. Gamma of Otters. Marlow, Ida et al. ICCV 2020

## Others

1. Not of this count. Teal, Ben et al. ECCV 2019
"""
COLUMNS = """\
| Title | Venue | Code |
|:------|:-----:|------|
| [Alpha of Otters](https://arxiv.org/abs/1401.00001) | CVPR 2014 | [GitHub](https://github.com/a/b) |
| [Beta of Otters](https://arxiv.org/abs/1601.00001)  | ICML 2016 | -                                |

Fin.
"""
BOLD = """\
- **Alpha of Otters** (2014), I. Marlow et al. [[pdf]](https://arxiv.org/pdf/1401.00001) [[code]](https://github.com/a/b)
- **Beta of Otters** (2016), I. Marlow and B. Teal [[pdf]](https://arxiv.org/pdf/1601.00001)
"""
NESTED = """\
- **Alpha of Otters (CVPR 2014)**
  - Ida Marlow, Ben Teal, Yu Zhao
  - [[Paper]](https://arxiv.org/abs/1401.00001)
  - [[Python]](https://github.com/a/b)

- **Beta of Otters (ICML 2016)**
  - Ida Marlow, Yu Zhao, Ben Teal
  - [[Paper]](https://arxiv.org/abs/1601.00001)
"""
NEWEST_FIRST = """\
* 2020-CVPR - Gamma of Otters. [[Paper]](https://arxiv.org/abs/2001.00001)
* 2018-ICML - Delta of Otters. [[Paper]](https://arxiv.org/abs/1801.00001)
* 2014-CVPR - Alpha of Otters. [[Paper]](https://arxiv.org/abs/1401.00001)
* 2013-Arxiv - Beta of Otters. [[Paper]](https://arxiv.org/abs/1301.00001)
"""
BY_TITLE = "".join(
    f"- {name} of Otters. ICML 2016\n"
    for name in ("Alpha", "Beta", "Delta", "Gamma", "Kappa", "Omega")
)
ONES = "1. Alpha of Otters. Marlow, Ida et al. CVPR 2014\n1. Beta of Otters. Marlow, Ida et al. ICML 2016\n"


def difference(before: str, after: str) -> list[str]:
    """The lines that went, with ``-``, and those that came, with ``+``."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:2] not in {"--", "++", "@@"}]


@pytest.mark.parametrize(
    ("text", "what", "expected"),
    [
        (ONES, FITNETS, ["+1. FitNets: Hints for Thin Deep Nets. Romero, Adriana et al. ICLR 2015"]),
        (COLUMNS, PARK, ["+| [Relational Knowledge Distillation](https://arxiv.org/abs/1904.05068) | CVPR 2019 | -                                |"]),
        (BOLD, FITNETS, ["+- **FitNets: Hints for Thin Deep Nets** (2015), A. Romero et al. [[pdf]](https://arxiv.org/pdf/1412.6550)"]),
        (NESTED, PARK, ["+", "+- **Relational Knowledge Distillation (CVPR 2019)**", "+  - Wonpyo Park, Dongju Kim, Yan Lu, Minsu Cho", "+  - [[Paper]](https://arxiv.org/abs/1904.05068)"]),
        (NEWEST_FIRST, PARK, ["+* 2019-CVPR - Relational Knowledge Distillation. [[Paper]](https://arxiv.org/abs/1904.05068)"]),
        (NEWEST_FIRST, HINTON, ["+* 2015-Arxiv - Distilling the Knowledge in a Neural Network. [[Paper]](https://arxiv.org/abs/1503.02531)"]),
        (BY_TITLE, FITNETS, ["+- FitNets: Hints for Thin Deep Nets. ICLR 2015"]),
        ("# Only a heading\n", PARK, ["+", "+- [Relational Knowledge Distillation](https://arxiv.org/abs/1904.05068). Park, Wonpyo et al. CVPR 2019"]),
    ],
    ids=["ones", "columns", "bold", "nested", "newest-first", "preprint", "by-title", "empty"],
)  # fmt: skip
def test_the_entry_is_the_lists_own(
    kdbib: Kdbib, folder: Path, text: str, what: str, expected: list[str]
) -> None:
    file = folder / "otters.md"
    file.write_text(text)
    done = kdbib("add", "otters.md", what, "--offline")
    assert done.returncode == 0, done.stderr
    assert difference(text, file.read_text()) == expected
    again = kdbib("add", "otters.md", what, "--offline")
    assert (again.returncode, "is here already" in again.stderr) == (0, True)
    assert difference(text, file.read_text()) == expected


def test_the_order_decides_where_it_stands(kdbib: Kdbib, folder: Path) -> None:
    for text, lines in ((NEWEST_FIRST, (2, 3)), (BY_TITLE, (4, 5))):
        (folder / "otters.md").write_text(text)
        kdbib("add", "otters.md", PARK if text is NEWEST_FIRST else FITNETS, "--offline")
        written = (folder / "otters.md").read_text().splitlines()
        added = next(n for n, line in enumerate(written, 1) if line not in text.splitlines())
        assert added in lines


def test_numbers_behind_it_go_on_counting_and_no_other_count_changes(
    kdbib: Kdbib, folder: Path
) -> None:
    (folder / "otters.md").write_text(NUMBERED)
    done = kdbib("add", "otters.md", FITNETS, "--section", "List", "--offline")
    assert done.returncode == 0, done.stderr
    assert difference(NUMBERED, (folder / "otters.md").read_text()) == [
        "-2. Beta of Otters. Marlow, Ida and Teal, Ben. ICML 2016",
        "+2. FitNets: Hints for Thin Deep Nets. Romero, Adriana et al. ICLR 2015",
        "+3. Beta of Otters. Marlow, Ida and Teal, Ben. ICML 2016",
        "-3. Gamma of Otters. Marlow, Ida et al. ICCV 2020",
        "+4. Gamma of Otters. Marlow, Ida et al. ICCV 2020",
    ]


def test_a_list_with_several_sections_wants_to_know_which(kdbib: Kdbib, folder: Path) -> None:
    (folder / "otters.md").write_text(NUMBERED)
    done = kdbib("add", "otters.md", FITNETS, "--offline")
    assert done.returncode == 2
    assert done.stderr == (
        "kdbib: otters.md: say where it goes, with --section:\n  List (3)\n  List / Others (1)\n"
    )
    assert (folder / "otters.md").read_text() == NUMBERED
    years = "# P\n## 2019\n- Alpha of Otters. CVPR 2019\n- Beta of Otters. ICML 2019\n## 2020\n- Gamma of Otters. CVPR 2020\n"
    (folder / "otters.md").write_text(years)
    assert kdbib("add", "otters.md", PARK, "--offline").returncode == 0
    added = (folder / "otters.md").read_text().splitlines()
    assert added[4] == "- Relational Knowledge Distillation. CVPR 2019"


def test_diff_shows_it_and_writes_nothing(kdbib: Kdbib, folder: Path) -> None:
    (folder / "otters.md").write_text(COLUMNS)
    done = kdbib("add", "otters.md", PARK, "--offline", "--diff")
    assert done.returncode == 0
    assert done.stdout.startswith("--- otters.md\n+++ otters.md\n@@ -2,5 +2,6 @@\n")
    assert (folder / "otters.md").read_text() == COLUMNS
    assert not (folder / "cache").exists()


ALIGNED = '@string{cvpr = "CVPR"}\n\n@article{otter2014,\n    author = {Marlow, Ida},\n    title  = "Alpha of Otters",\n    year   = 2014\n}\n% the end\n'


def test_the_bibliography_beside_gets_it_too_in_its_own_layout(kdbib: Kdbib, folder: Path) -> None:
    (folder / "otters.md").write_text(COLUMNS)
    (folder / "references.bib").write_text(ALIGNED)
    assert kdbib("add", "otters.md", PARK, "--offline").returncode == 0
    written = (folder / "references.bib").read_text()
    assert written.startswith(ALIGNED)
    assert "\n@inproceedings{park2019relational,\n    author = {Park, Wonpyo and Kim" in written
    kdbib("add", "otters.md", PARK, "--offline")
    assert (folder / "references.bib").read_text() == written
    (folder / "references.bib").write_text(ALIGNED)
    kdbib("add", "otters.md", HINTON, "--offline", "--no-bib")
    assert (folder / "references.bib").read_text() == ALIGNED


def test_a_bibliography_that_kdbib_wrote_stays_its_own(kdbib: Kdbib, folder: Path) -> None:
    (folder / "otters.md").write_text(
        "- Relational Knowledge Distillation. Park, Wonpyo et al. CVPR 2019\n"
    )
    kdbib("enrich", "otters.md", "--offline")
    kdbib("add", "otters.md", HINTON, "--offline")
    assert "@misc{hinton2015distilling," in (folder / "references.bib").read_text()
    before = (folder / "references.bib").read_bytes()
    assert kdbib("enrich", "otters.md", "--offline").returncode == 0
    assert (folder / "references.bib").read_bytes() == before


def test_a_bibliography_in_the_order_of_its_keys_keeps_it(kdbib: Kdbib, folder: Path) -> None:
    keys = ("alpha2001a", "beta2002b", "gamma2003c", "omega2004d", "zeta2005e")
    entries = [
        f"@misc{{{key},\n  title={{{key} of otters}},\n  year={{2001}},\n}}\n" for key in keys
    ]
    (folder / "paper.bib").write_text("\n".join(entries))
    done = kdbib("add", "paper.bib", HINTON, "--offline")
    assert (done.returncode, done.stderr) == (0, "paper.bib: added hinton2015distilling\n")
    written = (folder / "paper.bib").read_text()
    assert [line for line in written.splitlines() if line.startswith("@")][
        3
    ] == "@misc{hinton2015distilling,"
    assert "  title={Distilling the Knowledge in a Neural Network},\n" in written
    start = written.index("@misc{hinton")
    assert written[:start] + written[written.index("@misc{omega") :] == "\n".join(entries)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["otters.txt", PARK], 2, "otters.txt: kdbib adds to files in markdown and BibTeX only"),
        (["otters.md", "an otter that nobody knows of"], 1, "an otter that nobody knows of: not in the corpus"),
        (["otters.md", PARK, "--section", "Absent"], 2, "no section with entries is called 'Absent'"),
        (["otters.md", PARK, "--bib", "x.md"], 2, "--bib x.md: this is not a .bib file"),
        (["absent.md", PARK], 2, "absent.md: no such file or directory"),
    ],
)  # fmt: skip
def test_what_cannot_be_added_is_told(
    kdbib: Kdbib, folder: Path, arguments: list[str], code: int, told: str
) -> None:
    (folder / "otters.md").write_text(COLUMNS)
    (folder / "otters.txt").write_text("Alpha of Otters. 2014\n")
    done = kdbib("add", *arguments, "--offline")
    assert (done.returncode, told in done.stderr) == (code, True), done.stderr
    assert (folder / "otters.md").read_text() == COLUMNS


def test_what_a_record_says_is_no_markup(kdbib: Kdbib, folder: Path) -> None:
    evil = '{"type":"article","title":"A* | <img src=x> [y](http://e.example) <!--","author":[{"family":"`D|oe`"}],"issued":[2020],"identifiers":{"arxiv":"2001.01234"},"pdf_url":"https://e.example/a) b|c"}\n'
    (folder / "evil.jsonl").write_text(evil)
    for text in (COLUMNS, BOLD):
        (folder / "otters.md").write_text(text)
        done = kdbib("add", "otters.md", "2001.01234", "--offline", "--corpus", "evil.jsonl")
        assert done.returncode == 0, done.stderr
        (line,) = [
            one for one in difference(text, (folder / "otters.md").read_text()) if one[0] == "+"
        ]
        assert "<img" not in line
        assert "<!--" not in line
        assert "[y](" not in line
        assert "A&#42; &#124; " in line


@pytest.mark.skipif(not SHARED.is_dir(), reason="the lists are not in the repository")
@pytest.mark.parametrize(
    ("name", "section", "expected"),
    [
        ("he-y__Awesome-Pruning.md", "2022",
         "| [On the Efficacy of Knowledge Distillation](https://doi.org/10.1109/ICCV.2019.00489) | ICCV |  | - |"),
        ("terryum__awesome-deep-learning-papers.md", "More Papers from 2016",
         "- **On the Efficacy of Knowledge Distillation** (2019), J. H. Cho and B. Hariharan. [[pdf]](http://openaccess.thecvf.com/content_ICCV_2019/papers/Cho_On_the_Efficacy_of_Knowledge_Distillation_ICCV_2019_paper.pdf)"),
        ("HuangOwen__Awesome-LLM-Compression.md", "Survey",
         "- On the Efficacy of Knowledge Distillation <br> ICCV 2019 [[Paper]](https://arxiv.org/abs/1910.01348)"),
    ],
)  # fmt: skip
def test_real_lists_get_the_right_line_and_no_other_changes(
    kdbib: Kdbib, folder: Path, name: str, section: str, expected: str
) -> None:
    before = (SHARED / name).read_bytes()
    (folder / "real.md").write_bytes(before)
    done = kdbib("add", "real.md", "1910.01348", "--section", section, "--offline")
    assert done.returncode == 0, done.stderr
    after = (folder / "real.md").read_bytes()
    lines = [line for line in difference(before.decode(), after.decode()) if line.strip("+")]
    assert lines == [f"+{expected}"]
