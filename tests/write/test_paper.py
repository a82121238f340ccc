r"""A LaTeX paper with a poor bibliography: completed in place, and printed by seven styles.

LaTeX, BibTeX and biber must be installed (see :mod:`tests.write.test_clients`).
"""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.write.test_clients import run, text_of

POOR = r"""% my references
@string{cvpr = "IEEE/CVF Conference on Computer Vision and Pattern Recognition"}

@article{Hinton:KD,
  title = {Distilling the Knowledge in a Neural Network},
  author = {Hinton, Geoffrey and others},
  note = {read twice},
}

@inproceedings{RKD,
  title  = "Relational Knowledge Distillation",
  author = "Wonpyo Park and Dongju Kim and others",
  year   = 2019,
}

@misc{overhaul,
  title = {A Comprehensive Overhaul of Feature Distillation},
  author = {Heo, Byeongho},
  eprint = {1904.01866},
  archiveprefix = {arXiv},
  year = {2019}
}

@misc{fitnets, title={{FitNets}: Hints for Thin Deep Nets}, author={Romero, Adriana and others}}

@article{gou, title = {Knowledge Distillation: A Survey}, author = {Gou, Jianping and others},
  year = {2021}}

@misc{not:cited, title = {My own notes}, yaer = {2001}}
"""
BODY = r"""
Before~\cite{Hinton:KD}, after~\cite[p.~2]{RKD,overhaul}, and more~\cite{fitnets, gou}.
"""
STYLES = {
    "plain": "",
    "abbrv": "",
    "alpha": "",
    "unsrt": "",
    "ieeetr": "",
    "apalike": "",
    "plainnat": r"\usepackage{natbib}",
}


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the paper, whose bibliography was completed for what its .aux cites."""
    folder = tmp_path_factory.mktemp("paper")
    (folder / "kdbib.toml").touch()
    (folder / "refs.bib").write_text(POOR, "utf-8")
    document(folder / "x.tex", r"\bibliographystyle{plain}\bibliography{refs}", "")
    run("pdflatex", "-interaction=nonstopmode", "-draftmode", "x.tex", folder=folder)
    command = [sys.executable, "-m", "kdbib", "enrich", "refs.bib", "--offline", "--in-place"]
    subprocess.run(
        [*command, "--aux", "x.aux", "--cache", "cache", "-q"], cwd=folder, check=True, timeout=60
    )
    return folder


def document(path: Path, references: str, packages: str) -> None:
    lines = [r"\documentclass{article}", r"\usepackage[T1]{fontenc}", r"\usepackage{lmodern}"]
    lines += [packages, r"\begin{document}", BODY, references, r"\end{document}", ""]
    path.write_text("\n".join(lines), "utf-8")


def test_the_bibliography_is_the_user_s(paper: Path) -> None:
    after = (paper / "refs.bib").read_text("utf-8")
    assert re.findall(r"^@\w+\{([^,=]+)[,=]", after, re.MULTILINE) == (
        re.findall(r"^@\w+\{([^,=]+)[,=]", POOR, re.MULTILINE)
    )
    assert after.startswith(POOR[: POOR.index("@article{Hinton")])
    assert after.endswith(POOR[POOR.index("@misc{not:cited") :])
    assert "  note = {read twice},\n" in after
    assert "  booktitle = cvpr,\n" in after


def printed(paper: Path, style: str, packages: str, tmp_path: Path) -> tuple[list[str], str]:
    """What BibTeX and LaTeX warn of, and the text of the references."""
    folder = tmp_path / style
    folder.mkdir()
    (folder / "refs.bib").write_bytes((paper / "refs.bib").read_bytes())
    references = rf"\bibliographystyle{{{style}}}\bibliography{{refs}}"
    document(folder / "x.tex", references, packages)
    latex = ("pdflatex", "-interaction=nonstopmode", "x.tex")
    run(*latex[:2], "-draftmode", latex[2], folder=folder)
    told = run("bibtex", "x", folder=folder)
    run(*latex[:2], "-draftmode", latex[2], folder=folder)
    run(*latex, folder=folder)
    return warnings(told) + warnings(
        (folder / "x.log").read_text("utf-8", "replace")
    ), references_of(folder)


def warnings(told: str) -> list[str]:
    found = re.findall(r"^(?:Warning--.*|.*\bWARN\b.*|.*\bERROR\b.*|! .*)", told, re.MULTILINE)
    return found + re.findall(r"^(?:LaTeX|Package \w+) Warning: .*", told, re.MULTILINE)


def references_of(folder: Path) -> str:
    text = text_of(folder).replace("\ufb01", "fi").replace("\ufb02", "fl")
    return text[text.rindex("References") :]


def test_seven_styles_print_it_without_a_warning(paper: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        results = dict(
            zip(
                STYLES,
                pool.map(lambda style: printed(paper, style, STYLES[style], tmp_path), STYLES),
                strict=True,
            )
        )
    assert {style: told for style, (told, _) in results.items()} == {style: [] for style in STYLES}
    for style, (_, text) in results.items():
        assert "arXiv:1503.02531" in text, style
        assert "3967–3976" in text, style
        assert "Conference on Computer Vision and Pattern Recognition" in text, style
        assert "Minsu Cho" in text or "M. Cho" in text or "Cho, M." in text, style
        assert "others" not in text, style
    assert (
        "Geoffrey Hinton, Oriol Vinyals, and Jeff Dean. Distilling the knowledge in a neural"
        in (results["plain"][1])
    )
    assert (
        "Romero, A., Ballas, N., Kahou, S. E., Chassang, A., Gatta, C., and Bengio, Y. (2015)"
        in (results["apalike"][1])
    )


def test_biblatex_prints_it_without_a_warning(paper: Path, tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_bytes((paper / "refs.bib").read_bytes())
    packages = r"\usepackage[backend=biber,maxbibnames=99]{biblatex}\addbibresource{refs.bib}"
    document(tmp_path / "x.tex", r"\printbibliography", packages)
    latex = ("pdflatex", "-interaction=nonstopmode", "x.tex")
    run(*latex[:2], "-draftmode", latex[2], folder=tmp_path)
    told = run("biber", "x", folder=tmp_path)
    run(*latex, folder=tmp_path)
    run(*latex, folder=tmp_path)
    assert warnings(told) == []
    assert warnings((tmp_path / "x.log").read_text("utf-8", "replace")) == []
    text = references_of(tmp_path)
    assert "Wonpyo Park, Dongju Kim, Yan Lu, and Minsu Cho" in text
    assert "1503.02531" in text
