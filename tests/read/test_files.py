"""Plain text and BibTeX files, and files that nobody should have to read."""

import random
from pathlib import Path

import pytest

from kdbib.model import Form
from kdbib.read import read_list, read_text
from kdbib.read.markdown import read_markdown
from kdbib.read.source import SourceText


@pytest.mark.parametrize(
    ("reference", "title", "first", "venue", "year"),
    [
        (
            '[1] G. Hinton, O. Vinyals, and J. Dean, "Distilling the knowledge in a neural network," '
            "arXiv preprint arXiv:1503.02531, 2015.",
            "Distilling the knowledge in a neural network",
            "Hinton",
            None,
            2015,
        ),
        (
            "He, K., Zhang, X., Ren, S., & Sun, J. (2016). Deep residual learning for image "
            "recognition. In CVPR (pp. 770-778).",
            "Deep residual learning for image recognition",
            "He",
            "CVPR",
            2016,
        ),
        (
            "Wonpyo Park, Dongju Kim, Yan Lu, and Minsu Cho. 2019. Relational Knowledge "
            "Distillation. In CVPR 2019.",
            "Relational Knowledge Distillation",
            "Park",
            "CVPR",
            2019,
        ),
    ],
)
def test_references_in_plain_text(
    tmp_path: Path, reference: str, title: str, first: str, venue: str | None, year: int
) -> None:
    path = tmp_path / "refs.txt"
    path.write_text(reference + "\n", "utf-8")
    (citation,) = read_list(str(path))[0].citations
    assert citation.title is not None
    assert citation.title.text == title
    assert citation.authors[0].name.last == first
    assert (citation.venue.text if citation.venue else None) == venue
    assert citation.year is not None
    assert citation.year.value == year


def test_a_bibtex_file_is_read_with_its_strings_and_its_accents(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(
        '@string{cvpr = "CVPR"}\n'
        '@inproceedings{m, title = {Deep {M\\"u}tual Learning}, author = {M{\\"u}ller, Zo{\\\'e} and '
        "Li, Jian}, booktitle = cvpr, year = 2018, eprint = {1706.00384}, archiveprefix = {arXiv}}\n"
        "@article{broken, title = {No end\n",
        "utf-8",
    )
    read, data = read_list(str(path))
    (citation,) = read.citations
    assert citation.title is not None
    assert citation.title.text == "Deep Mütual Learning"
    assert [author.name.inverted() for author in citation.authors] == ["Müller, Zoé", "Li, Jian"]
    assert citation.venue is not None
    assert citation.venue.text == "CVPR"
    assert str(citation.identifier("arxiv")) == "arxiv:1706.00384"
    assert data[citation.span.start : citation.span.end].startswith(b"@inproceedings{m,")
    assert len(read.passed_over) == 1


HOSTILE = {
    "random bytes": random.Random(1).randbytes(50_000),
    "a very long line": b"1. " + b"A Title, " * 20_000,
    "very many identifiers": b"1. " + b"arXiv:1503.02531 " * 10_000,
    "very many links": b"1. " + b"[a](b)" * 20_000,
    "nothing but brackets": b"1. " + b"[" * 50_000,
    "nothing but emphasis": b"1. " + b"*a " * 50_000,
    "deep nesting": b"".join(b"  " * depth + b"- x\n" for depth in range(500)),
    "deep quotation": b">" * 20_000 + b" x",
    "NUL": b"1. A\0 Title of Words. CVPR 2019\n",
    "an endless table in one line": b"<table>" + b"<tr><td>x</td>" * 5_000,
    "an endless list in one line": b"<ul>" + b"<li>x" * 5_000,
    "very many definitions": b"".join(b"[%d]: u\n" % number for number in range(10_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_read_and_spans_lie_in_them(name: str) -> None:
    data = HOSTILE[name]
    result = read_markdown(SourceText(data, "list.md"))
    for citation in result.citations:
        assert 0 <= citation.span.start <= citation.span.end <= len(data)
    # what is kept of the file is never many times the file
    kept = sum(len(item.raw) for item in result.passed_over)
    assert kept <= 20 * len(data)


def test_many_items_are_many_citations() -> None:
    lines = [f"{n}. A Title of Number {n}. Park, Wonpyo et al. CVPR 2019" for n in range(1, 2001)]
    citations = read_markdown(SourceText("\n".join(lines).encode(), "list.md")).citations
    assert len(citations) == 2000
    assert citations[-1].span.line == 2000


def test_what_a_text_is_written_in_is_said_by_its_citations() -> None:
    entry = b"@misc{a, title = {A Paper on Lists}, author = {Ana L}, year = 2020}\n"
    line = b'[1] A. L, "A Paper on Lists," in Proc. ICML, 2020.\n'
    for data, name, form in [
        (entry, "refs.bib", Form.bibtex),
        (entry, "refs.bibtex", Form.bibtex),
        (entry, "<stdin>", Form.bibtex),
        (line, "refs.txt", Form.plain),
        (b"1. A Paper on Lists. L, Ana et al. ICML 2020\n", "list.md", Form.markdown),
        (b"1. A Paper on Lists. L, Ana et al. ICML 2020\n", "<stdin>", Form.markdown),
    ]:
        read = read_text(SourceText(data, name))
        assert [read.form, *(citation.form for citation in read.citations)] == [form, form]
