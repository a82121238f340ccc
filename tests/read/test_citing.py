r"""Which keys a document cites, and where: LaTeX, ``.aux``, markdown."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.errors import UsageError
from kdbib.read.citing import citing
from kdbib.read.manuscript import read_manuscript


def keys(text: str, name: str = "paper.tex") -> list[str]:
    found = citing(name, text).keys
    assert [text[one.start : one.end] for one in found if one.end] == [
        one.key for one in found if one.end
    ]
    return [one.key for one in found]


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        (r"\cite{a}", ["a"]),
        (r"\cite{a,b , c}", ["a", "b", "c"]),
        (r"\citep*[see][p.~2]{Park:RKD} \Citet{b}", ["Park:RKD", "b"]),
        (r"\citeauthor{a} \footcite[][\S{}3]{b} \parencite<2>{c}", ["a", "b", "c"]),
        (r"\textcites(see)(2)[1]{a}[2][3]{b}", ["a", "b"]),
        (r"\volcite{2}[3]{a} \bibentry{b}", ["a", "b"]),
        ("\\cite{a,% not this\n  b}", ["a", "b"]),
        (r"\cite{a}{b} \citetext{see \citealp{c}}", ["a", "c"]),
        (r"100\% of \cite{a} % and \cite{b}", ["a"]),
        (r"\verb|\cite{a}| \begin{verbatim}\cite{b}\end{verbatim}\cite{c}", ["c"]),
        (r"\newcommand{\see}[1]{\cite{#1}} \see{a}", []),
        (r"\citestyle{plain} \bibcite{a}{1} \excite{d}", ["d"]),
        (r"\nocite{*}", ["*"]),
        (r"\end{document}\cite{a}", []),
        ("\\cite\n[2]\n{a}", ["a"]),
    ],
)
def test_latex(text: str, cited: list[str]) -> None:
    assert keys(text) == cited


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("As @a says [@b; see @c-d, p. 3; -@e].", ["a", "b", "c-d", "e"]),
        ("@{https://doi.org/10.1/x} and @a.", ["https://doi.org/10.1/x", "a"]),
        ("Write to a@b.org, `@c`, or [x](https://d.org/@e).", []),
        ("```\n@a\n```\n@b", ["b"]),
        ("see @fig-one and @tbl-two of @a", ["a"]),
        ("---\nnocite: |\n  @a, @b\nbibliography: refs.bib\n---\n", ["a", "b"]),
        (r"By \citet{a} and \@b", ["a"]),
    ],
)
def test_markdown(text: str, cited: list[str]) -> None:
    assert keys(text, "paper.qmd") == cited


def test_an_aux_file() -> None:
    text = (
        "\\relax\n\\citation{a,b}\n\\abx@aux@cite{0}{c}\n\\@input{one.aux}\n\\bibdata{x-blx,refs}\n"
    )
    assert keys(text, "paper.aux") == ["a", "b", "c"]
    assert citing("paper.aux", text).bibliographies == ("refs",)


def test_the_bibliographies_that_a_document_names() -> None:
    assert citing("x.tex", r"\bibliography{a,b}").bibliographies == ("a", "b")
    assert citing("x.tex", r"\addbibresource[x=y]{c.bib}").bibliographies == ("c.bib",)
    front = "---\nbibliography: [a.bib, 'b.bib']\n---\n"
    assert citing("x.md", front).bibliographies == ("a.bib", "b.bib")
    front = "---\nbibliography:\n  - a.bib\n  - b.bib\n---\n"
    assert citing("x.md", front).bibliographies == ("a.bib", "b.bib")


@given(st.text(alphabet="\\{}[]()%@*,` \nacite|<-:", max_size=80))
def test_whatever_is_read_stands_there(text: str) -> None:
    keys(text)
    keys(text, "x.md")
    keys(text, "x.aux")


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.tex"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")


def test_what_a_document_takes_in(tmp_path: Path) -> None:
    write(
        tmp_path,
        paper=r"\cite{a}\input{ch/one}\include{two}\import{ch/}{three}\cite{z}",
        ch__one=r"\input{paper}\cite{b}\input three",
        ch__three=r"\cite{d}",
        two=r"\cite{c}",
    )
    manuscript = read_manuscript([str(tmp_path / "paper.tex")])
    assert manuscript.keys == {"a", "b", "c", "d", "z"}
    assert len(manuscript.pages) == 4


def test_nothing_outside_of_the_project_is_taken_in(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "secret.tex").write_text(r"\cite{secret}")
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "kdbib.toml").touch()
    (folder / "link.tex").symlink_to(tmp_path / "secret.tex")
    names = ("../secret", str(tmp_path / "secret.tex"), "link")
    write(folder, paper="".join(rf"\input{{{name}}}" for name in names))
    assert read_manuscript([str(folder / "paper.tex")]).keys == set()
    assert "../secret is not in the project; what it cites is not known" in caplog.text


def test_what_is_no_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"x\.pdf is no document that cites by key"):
        read_manuscript(["x.pdf"])
    with pytest.raises(UsageError, match="there is no such file"):
        read_manuscript([str(tmp_path / "x.tex")])
