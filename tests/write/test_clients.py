"""What we write, read by the programs that people use: BibTeX, biber, LaTeX and pandoc.

They must be installed (Debian: texlive-latex-extra texlive-bibtex-extra texlive-fonts-recommended
lmodern biber pandoc poppler-utils); a missing one is a failure, for nothing else checks this.
"""

import json
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kdbib.model import Name, Work
from kdbib.write.bibtex import bibtex
from kdbib.write.csl import csl_json
from kdbib.write.latex import escape

EVIL = (
    r"\input{/etc/passwd} \write18{ls} a } b { c % d # e & f _ g ~ h ^ i \ j ` k < l > m | n "
    r"""$x^1^2$ "o" p ' $k$ 100$ \end{document} @article{x, ^^5c"""
)


def run(*command: str, folder: Path) -> str:
    done = subprocess.run(
        command,
        check=False,
        cwd=folder,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=120,
    )
    return done.stdout + done.stderr


def document(folder: Path, *lines: str) -> None:
    body = [
        r"\documentclass{article}",
        r"\usepackage[T1]{fontenc}",
        r"\usepackage{lmodern}",
        *lines,
    ]
    (folder / "x.tex").write_text("\n".join([*body, r"\end{document}", ""]), encoding="utf-8")


def latex(folder: Path, *options: str) -> list[str]:
    """Runs pdfLaTeX; the errors of its log."""
    run(
        "pdflatex", "-interaction=nonstopmode", "-no-shell-escape", *options, "x.tex", folder=folder
    )
    log = (folder / "x.log").read_text(encoding="utf-8", errors="replace")
    assert "Output written" in log or "-draftmode" in options
    return re.findall(r"^!.*(?:\n.*){2}", log, re.MULTILINE)


def with_bibtex(folder: Path, style: str, bib: str, *packages: str) -> tuple[list[str], list[str]]:
    """The warnings of BibTeX and the errors of LaTeX; the references in ``x.bbl``."""
    (folder / "refs.bib").write_text(bib, encoding="utf-8")
    references = (r"\nocite{*}", rf"\bibliographystyle{{{style}}}", r"\bibliography{refs}")
    document(folder, *packages, r"\begin{document}", "x", *references)
    latex(folder, "-draftmode")
    output = run("bibtex", "x", folder=folder)
    warnings = [
        line
        for line in output.splitlines()
        if re.search(r"warning|error|while executing", line, re.IGNORECASE)
    ]
    return warnings, latex(folder, "-draftmode")


def with_biber(folder: Path, bib: str) -> tuple[list[str], list[str]]:
    (folder / "refs.bib").write_text(bib, encoding="utf-8")
    packages = (r"\usepackage[backend=biber,maxbibnames=99]{biblatex}", r"\usepackage{hyperref}")
    start = (r"\addbibresource{refs.bib}", r"\begin{document}")
    document(folder, *packages, *start, r"\nocite{*}", r"\printbibliography")
    latex(folder, "-draftmode")
    output = run("biber", "x", folder=folder)
    warnings = [line for line in output.splitlines() if "WARN" in line or "ERROR" in line]
    return warnings, latex(folder)


def text_of(folder: Path) -> str:
    text = run("pdftotext", "x.pdf", "-", folder=folder)
    return " ".join(re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", text).split())


@pytest.mark.parametrize("style", ["plain", "abbrv", "alpha", "unsrt", "acm"])
def test_bibtex(tmp_path: Path, keyed: list[tuple[str, Work]], style: str) -> None:
    assert with_bibtex(tmp_path, style, bibtex(keyed, ascii=True)) == ([], [])
    assert (tmp_path / "x.bbl").read_text().count(r"\bibitem") == len(keyed)


def test_plainnat_misses_years_alone(tmp_path: Path, keyed: list[tuple[str, Work]]) -> None:
    """It prints DOIs and URLs, and needs years for its labels, which some works lack."""
    packages = (r"\usepackage{natbib}", r"\usepackage{hyperref}")
    warnings, errors = with_bibtex(tmp_path, "plainnat", bibtex(keyed, ascii=True), *packages)
    years = [f"Warning--empty year in {key}" for key, work in sorted(keyed) if not work.issued]
    assert sorted(line for line in warnings if "There w" not in line) == years
    assert errors == []


def test_biblatex(tmp_path: Path, keyed: list[tuple[str, Work]]) -> None:
    assert with_biber(tmp_path, bibtex(keyed)) == ([], [])
    text = text_of(tmp_path)
    assert "Jakub Świątkowski" in text
    assert "Aäron van den Oord" in text
    assert "image transformers & distillation" in text
    assert "arXiv: 1503.02531" in text
    assert "Submitted to ICLR 2020" in text


def hostile() -> list[tuple[str, Work]]:
    names = (Name(family=EVIL[:50], given=EVIL[50:]), Name(literal="A, B, C and D"))
    wiley = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"
    link = "https://example.org/a_b?c=%20&d#e~f"
    one = Work(
        "article-journal", EVIL, names, (2020, 5), EVIL, None, EVIL, EVIL, EVIL, EVIL,
        DOI="10.1/a%b#c&d_e~f^^g|h\\i{j", URL=link + EVIL, status=EVIL,
    )  # fmt: skip
    title = r"Öl for $\ell_2$ and the ÜberNet: It Keeps BERT"
    two = Work(
        "article-journal", title, (Name(family="Ş", given="Ł"),), (2020,), "J", DOI=wiley, URL=link
    )
    odd = [Name(family=f"{c}abc", given=f"{c}d") for c in "`~!@#$%^&*()-_=+[{]}\\|;:'\",<.>/?"]
    three = Work("article-journal", "Names", tuple(odd), (2020,), "J")
    return [("one", one), ("two", two), ("three", three)]


def test_hostile_records_do_no_harm_to_bibtex(tmp_path: Path) -> None:
    bib = bibtex(hostile(), ascii=True)
    for style in ("plain", "abbrv"):
        assert with_bibtex(tmp_path, style, bib) == ([], [])
    # as plain.bst makes it: capitals in braces survive, and so does the one after a colon
    assert r"{\"O}l for {$\ell_2$} and the {{\"U}berNet}: It keeps {BERT}" in " ".join(
        (tmp_path / "x.bbl").read_text().split()
    )


def test_hostile_records_do_no_harm_to_biblatex(tmp_path: Path) -> None:
    assert with_biber(tmp_path, bibtex(hostile())) == ([], [])
    text = text_of(tmp_path).replace("\ufb01", "fi")
    assert r"\write18{ls} a } b { c % d # e & f" in text
    assert "root:" not in text
    for part in ("<1661::AID-SIM968>3.0.CO;2-2", "a_b?c=%20&d#e~f"):
        assert part in text.replace(" ", "")


def test_everything_encoded_is_known_to_latex(tmp_path: Path) -> None:
    """Each letter and sign for which we write a command, in LaTeX without further packages."""
    ranges = (range(0xA0, 0x250), range(0x370, 0x400), range(0x1E00, 0x1F00), range(0x2000, 0x2300))
    chars = [chr(code) for block in ranges for code in block]
    encoded = {char: escape(char, ascii_only=True) for char in chars}
    lines = [f"{char_latex} \\par" for char_latex in encoded.values() if char_latex.isascii()]
    assert len(lines) > 500
    document(tmp_path, r"\begin{document}", *lines)
    assert latex(tmp_path, "-draftmode") == []


class _Entries(HTMLParser):
    """The text of each entry of pandoc's bibliography."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "csl-entry" in (dict(attrs).get("class") or ""):
            self.entries.append("")

    def handle_data(self, data: str) -> None:
        if self.entries:
            self.entries[-1] += data


def test_pandoc(tmp_path: Path, keyed: list[tuple[str, Work]]) -> None:
    (tmp_path / "references.json").write_text(csl_json(keyed), encoding="utf-8")
    (tmp_path / "x.md").write_text('---\nnocite: "@*"\nbibliography: references.json\n---\n')
    command = ("pandoc", "--citeproc", "--fail-if-warnings", "x.md", "-t", "html", "-o", "x.html")
    assert run(*command, folder=tmp_path) == ""
    reader = _Entries()
    reader.feed((tmp_path / "x.html").read_text(encoding="utf-8"))
    assert len(reader.entries) == len(keyed)
    assert any(
        "Świątkowski, Jakub" in " ".join(text.split()) or "Jakub Świątkowski" in text
        for text in reader.entries
    )


def test_pandoc_reads_the_bibtex_too(tmp_path: Path, keyed: list[tuple[str, Work]]) -> None:
    (tmp_path / "x.bib").write_text(bibtex(keyed), encoding="utf-8")
    items = json.loads(run("pandoc", "x.bib", "-f", "biblatex", "-t", "csljson", folder=tmp_path))
    read = {item["id"]: item for item in items}
    assert read.keys() == dict(keyed).keys()
    assert "BERT" in read["li2020bertemd"]["title"]  # pandoc sets titles in sentence case
    for key, work in keyed:
        title = re.sub(r"</?span[^>]*>", "", read[key]["title"])
        assert title.replace("’", "'").lower() == work.title.lower()
        assert len(read[key].get("author", ())) == len(work.author)
        assert read[key].get("DOI") == work.DOI
