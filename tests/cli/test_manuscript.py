"""A bibliography and the document that cites it: ``--tex`` and ``--aux``."""

from pathlib import Path

import pytest

from tests.cli.conftest import Kdbib

BIB = """\
@inproceedings{Park:RKD,
  title = {Relational Knowledge Distillation},
  author = {Park, Wonpyo and others},
  year = 2019,
  crossref = {cvpr},
}

@misc{hinton,
  title = {Distilling the Knowledge in a Neural Network},
  author = {Hinton, Geoffrey and others},
  year = {2015},
}

@misc{uncited, title = {Nothing}, yaer = 2010}

@proceedings{cvpr, title = {CVPR}, year = 2019}
"""


@pytest.fixture
def paper(folder: Path) -> Path:
    (folder / "refs.bib").write_text(BIB)
    (folder / "paper.tex").write_text(
        "\\documentclass{article}\n\\input{one}\n\\cite{park:rkd, nobody}\n\\bibliography{refs}\n"
    )
    (folder / "one.tex").write_text("% \\cite{comment}\n\\citep[2]{Park:RKD}\n")
    return folder


def test_only_what_is_cited_is_completed(kdbib: Kdbib, paper: Path) -> None:
    done = kdbib("enrich", "refs.bib", "--offline", "--in-place", "--tex", "paper.tex")
    assert done.returncode == 0
    after = (paper / "refs.bib").read_text()
    assert "author = {Park, Wonpyo and Kim, Dongju and Lu, Yan and Cho, Minsu}" in after
    assert after[after.index("@misc{hinton") :] == BIB[BIB.index("@misc{hinton") :]


def test_an_aux_file_says_the_same(kdbib: Kdbib, paper: Path) -> None:
    (paper / "paper.aux").write_text("\\relax\n\\citation{hinton}\n\\bibdata{refs}\n")
    kdbib("enrich", "refs.bib", "--offline", "--in-place", "--aux", "paper.aux")
    after = (paper / "refs.bib").read_text()
    assert "Hinton, Geoffrey and Vinyals, Oriol and Dean, Jeff" in after
    assert after[: after.index("@misc{hinton")] == BIB[: BIB.index("@misc{hinton")]


def test_lint_tells_undefined_and_uncited_keys(kdbib: Kdbib, paper: Path) -> None:
    done = kdbib("lint", "refs.bib", "--tex", "paper.tex", "--output-format", "github")
    told = [line.split("::")[-1].split(": ")[0] for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert told == [
        "KB842 nothing cites `hinton`",
        "KB842 nothing cites `uncited`",
        "KB841 the key `park:rkd` is `Park:RKD` in the bibliography",
        "KB841 no entry has the key `nobody`",
    ]


def test_a_key_of_another_bibliography_that_is_named_is_defined(kdbib: Kdbib, paper: Path) -> None:
    (paper / "paper.tex").write_text("\\cite{other}\\bibliography{refs,more}")
    (paper / "more.bib").write_text("@misc{other, title = {Other}}")
    done = kdbib("lint", "refs.bib", "--tex", "paper.tex", "--select", "KB841")
    assert (done.returncode, done.stdout) == (0, "Nothing found.\n")


def test_where_a_bibliography_is_missing_no_key_is_called_undefined(
    kdbib: Kdbib, paper: Path
) -> None:
    (paper / "paper.tex").write_text("\\cite{other}\\bibliography{refs,more}")
    done = kdbib("lint", "refs.bib", "--tex", "paper.tex", "--select", "KB841")
    assert done.returncode == 0
    assert "more.bib can't be read here; which keys it lacks is not known" in done.stderr


def test_pandoc_markdown_cites_too(kdbib: Kdbib, paper: Path) -> None:
    (paper / "paper.qmd").write_text("As [@hinton; @gone] and @someone say.\n")
    done = kdbib(
        "lint", "refs.bib", "--tex", "paper.qmd", "--select", "KB841", "--output-format", "github"
    )
    assert done.stdout.count("::error") == 1
    assert "no entry has the key `gone`" in done.stdout


def test_a_fix_leaves_uncited_entries_alone(kdbib: Kdbib, paper: Path) -> None:
    kdbib("lint", "refs.bib", "--tex", "paper.tex", "--fix", "--unsafe-fixes")
    assert "yaer = 2010" in (paper / "refs.bib").read_text()
