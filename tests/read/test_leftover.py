"""What belongs to no citation is counted, whatever reader read the text."""

import pytest

from kdbib.model import Form
from kdbib.read import List, read_text
from kdbib.read.leftover import IDENTIFIERS, leftovers
from kdbib.read.source import SourceText

PAPERS = "".join(f"Ünread https://arxiv.org/abs/1503.{n:05}\r\n" for n in range(1, 31))


def counted(
    text: str, read: List | None = None, name: str = "list.md"
) -> list[tuple[str, int, int]]:
    source = SourceText(text.encode(), name)
    read = read or List(name, (), (), source.form)
    return [(one.kind, one.count, one.line) for one in leftovers(source, read)]


def test_each_kind_is_counted_with_the_line_of_the_first() -> None:
    text = (
        "# Papers\n\nSee doi:10.1145/3097983.3098135.\n"
        "(https://openreview.net/forum?id=abc) https://example.org/about\n"
        "@inproceedings{a,\n  title = {A}\n}\n@dataset{b,}\nmail me @home\n"
    )
    assert counted(text) == [
        ("identifier", 1, 3),
        ("link to a paper", 1, 4),
        ("BibTeX entry", 2, 5),
    ]


def test_a_file_of_which_no_reader_reads_anything() -> None:
    assert counted(PAPERS) == [("link to a paper", 30, 1)]


def test_what_a_citation_took_is_not_counted_nor_mentioned_again() -> None:
    listed = "- [Graph Attention](https://arxiv.org/abs/1710.10903). Li, A. ICLR 2018\n"
    text = f"The paper https://arxiv.org/pdf/1710.10903v2 is old.\n\n{listed}"
    read = read_text(SourceText(text.encode(), "list.md"))
    assert len(read.citations) == 1
    assert counted(text, read) == []
    more = text + "\n" + PAPERS
    assert counted(more, read) == [("link to a paper", 30, 5)]


@pytest.mark.parametrize(
    ("entry", "found"),
    [("@['JournalArticle', 'Conference']{a,\n}\n", 1), ("@comment{x}\n", 0), ("@string{a = 1}", 0)],
)
def test_bibtex(entry: str, found: int) -> None:
    read = List("x.bib", (), (), Form.bibtex)
    assert sum(count for _, count, _ in counted(entry, read, "x.bib")) == found


def test_the_examples_of_a_program_are_no_citations() -> None:
    text = "```console\nkdbib get 10.1109/CVPR.2016.90\n```\n\n```\nsee 10.1109/CVPR.2016.91\n```\n"
    source = SourceText(text.encode(), "README.md")
    assert [(one.kind, one.count, one.line) for one in leftovers(source, read_text(source))] == [
        (IDENTIFIERS, 1, 6)
    ]
