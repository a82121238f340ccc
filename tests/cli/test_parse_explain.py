"""``kdbib parse --explain``: how one entry was read, and why so."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Kdbib

LIST = """\
# Papers

1. Distilling the knowledge in a neural network. Hinton, Geoffrey et al. arXiv:1503.02531
- [Tool](https://github.com/a/b)
"""
EXPLAINED = """\
papers.md, line 3: citation
tokens as the learned reader sees them (+ begins a part)
  Distilling                                   + title              P
  the                                            title              P
  knowledge                                      title              P
  in                                             title              P
  a                                              title              P
  neural                                         title              P
  network                                        title              P
  .                                              nothing            P
  Hinton                                       + author             P
  ,                                              author             P
  Geoffrey                                       author             P
  et                                             between authors    P
  al                                             between authors    P
  .                                              between authors    P
  arXiv:1503.02531                               read by rule       P
reading
  chosen: the form 'title first'
  why: The list is too short to tell how it is written, and the rules leave no
    doubt.
  learned title: Distilling the knowledge in a neural network
  title of the rules: Distilling the knowledge in a neural network
habit of the list
  Both readings have the same title in 1 of 1 title.
  There it stands with no authors before it, between ' ' and '. '.
  It changed nothing.
came out
  title:       Distilling the knowledge in a neural network
  authors:     Geoffrey Hinton et al.
  venue:       none
  year:        none
  identifiers: arxiv:1503.02531
"""


@pytest.fixture
def papers(folder: Path) -> Path:
    path = folder / "papers.md"
    path.write_text(LIST, "utf-8")
    return path


def test_an_entry_is_explained(kdbib: Kdbib, papers: Path) -> None:
    run = kdbib("parse", "--explain", "papers.md:3")
    assert re.sub(r"[01]\.\d\d$", "P", run.stdout, flags=re.MULTILINE) == EXPLAINED
    assert (run.stderr, run.returncode) == ("", 0)
    assert papers.read_text("utf-8") == LIST


def test_what_is_no_citation_says_why(kdbib: Kdbib, papers: Path) -> None:
    shown = kdbib("parse", "--explain", "papers.md:4").stdout.splitlines()
    assert shown[:2] == ["papers.md, line 4: not a citation", "  why: a code repository"]
    assert "came out" not in shown
    heading = kdbib("parse", "--explain", "papers.md:1").stdout
    assert heading == (
        "papers.md:1: no citation: the line is no list item, table row or paragraph\n"
        "  that is read as an entry (a heading, running text, an empty line, code).\n"
    )
    assert papers.exists()


def test_the_citation_is_the_one_that_parse_prints(kdbib: Kdbib, folder: Path) -> None:
    for citation in json.loads(kdbib("parse", "list.md", "--format", "json").stdout)[:60:25]:
        place = f"list.md:{citation['line']}"
        told = json.loads(kdbib("parse", "--explain", place, "--format", "json").stdout)
        assert [entry["citation"] for entry in told["entries"]] == [citation]
    assert (folder / "list.md").exists()


def test_other_forms_of_lists_are_explained(kdbib: Kdbib, folder: Path) -> None:
    entry = "Hinton, G. (2015). Distilling the knowledge in a neural network. NeurIPS."
    table = "| Title | Venue |\n| --- | --- |\n| A Study of Nets and Things | ICML 2019 |\n"
    files = {"a.txt": (entry, 1), "a.rst": (f"- {entry}", 1), "a.org": (f"- {entry}", 1)}
    files |= {"table.md": (table, 3), "paragraph.md": (f"**[1]** {entry}", 1)}
    for name, (text, line) in files.items():
        (folder / name).write_text(f"{text}\n", "utf-8")
        shown = kdbib("parse", "--explain", f"{name}:{line}", "--format", "json").stdout
        (told,) = json.loads(shown)["entries"]
        assert any(token["label"] == "title" for token in told["tokens"]), name
        assert told["citation"]["title"], name


def test_the_lines_fit_and_are_harmless(kdbib: Kdbib, folder: Path) -> None:
    title = "知識の蒸留" * 30
    text = f"- [{title} \x1b[31m{'w' * 200}](https://arxiv.org/abs/1503.02531). A. Bo. ICML 2019\n"
    (folder / "odd.md").write_text(text, "utf-8")
    shown = kdbib("parse", "--explain", "odd.md:1").stdout
    assert "\x1b" not in shown
    wide = [sum(1 + (c > "\u2e80") for c in line) for line in shown.splitlines()]
    assert max(wide) <= 80


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["papers.md"],
            "papers.md: --explain needs a line: `kdbib parse --explain README.md:12`",
        ),
        (
            ["papers.md:3", "list.md:3"],
            "--explain takes one line of one list: `kdbib parse --explain README.md:12`",
        ),
        (["papers.md:9"], "papers.md:9: the file has 4 lines"),
        (
            ["papers.md:0"],
            "papers.md:0: --explain needs a line: `kdbib parse --explain README.md:12`",
        ),
        (
            ["refs.bib:1"],
            "refs.bib: --explain shows how the words of markdown, reStructuredText, Org and plain"
            " text are read, and this is bibtex; see `kdbib parse refs.bib`",
        ),
    ],
)
def test_wrong_usage_is_told(kdbib: Kdbib, papers: Path, arguments: list[str], told: str) -> None:
    papers.with_name("refs.bib").write_text("@article{a, title = {Nets}}\n", "utf-8")
    run = kdbib("parse", "--explain", *arguments)
    assert (run.stdout, run.stderr, run.returncode) == ("", f"kdbib: {told}\n", 2)
