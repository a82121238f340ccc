"""Input that nobody meant well: a clear answer, spans that are true, time in proportion."""

import random
import time
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kdbib.read import List, read_text
from kdbib.read.source import SourceText

PAPER = "[A Title of Some Words](https://arxiv.org/abs/1503.02531), A. Bee, C. Dee, CVPR 2015"
NAMES = ["list.md", "list.txt", "list.bib"]


def check(result: List, data: bytes) -> None:
    """Whatever was read stands where its span says, in the bytes as they are."""
    for one in result.citations:
        raw = data[one.span.start : one.span.end].decode("utf-8", "surrogateescape")
        assert raw == one.raw
        assert one.span.line <= one.end_line
        spans = [author.span for author in one.authors] + [link.span for link in one.links]
        spans += [span for _, span in one.identifiers]
        spans += [part.span for part in (one.title, one.venue, one.year) if part]
        for span in spans:
            assert one.span.start <= span.start <= span.end <= one.span.end
        if one.year:
            assert data[one.year.span.start : one.year.span.end].strip()
    for other in result.passed_over:
        assert other.reason
        raw = data[other.span.start : other.span.end].decode("utf-8", "surrogateescape")
        assert raw == other.raw


def read(data: bytes, name: str = "list.md") -> List:
    result = read_text(SourceText(data, name))
    check(result, data)
    return result


PIECES = st.sampled_from(
    ["- ", "1. ", "[1] ", "  - ", "\t* ", "A Title of Words", ". ", ", ", "Ann Bee", "J. Ba, K. Lee",
     " et al. ", "CVPR 2019", "[x](https://arxiv.org/abs/1503.02531)", "[[code]](u)", "[[pdf]][1]",
     "**", "*", "_", "`", "```\n", "~~~\n", '"', "“", "”", "(", ")", "[", "]", "<", ">", "&amp;", "&",
     "<br>", "<a href='u'>", "</a>", "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<ul>",
     "<li>", "</li>", "</ul>", "<!--", "-->", "<details>", "<summary>x</summary>", "</details>", "|",
     "| a | b |\n|--|--|\n| Some Title Here | ICML 2018 |\n", "\n", "\n\n", "\r\n", "\r", "# H\n", "---\n",
     "===\n", "> ", "arXiv:1503.02531", "arXiv:2013.99999", "10.1000/x(1)", "https://a.org/b_c)", "é",
     "中文标题在这里", "，", "。", "\u00ad", "\u200b", "\0", "\x1c", "[1]: u\n", "![b](https://img.shields.io/"
     "badge/CVPR-2020-blue)", "- Paper: https://arxiv.org/abs/1503.02531\n", "\\", "\\|", "🔥", ":star:"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from(NAMES))
@settings(max_examples=300, deadline=None)
def test_spans_are_true_in_any_mixture_of_markup(text: str, name: str) -> None:
    read(text.encode("utf-8", "surrogateescape"), name)


@given(st.binary(max_size=400), st.sampled_from(NAMES))
def test_spans_are_true_in_any_bytes(data: bytes, name: str) -> None:
    read(data, name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_marks_change_no_words(name: str, line_end: bytes, mark: bytes) -> None:
    text = "J. Ba and K. Lee. A Títle of Some Length. In ICLR, 2015."
    lines = {
        "list.md": [
            "# Papers",
            "",
            f"- {PAPER}",
            "",
            "| Títle | Venue |",
            "|--|--|",
            "| A Títle | CVPR |",
        ],
        "list.txt": [f"[1] {text}", f"[2] {text}"],
        "list.bib": ["@article{a,", " title={A Títle},", " author={Ann Bee}", "}"],
    }[name]
    result = read(mark + line_end.join(line.encode() for line in lines), name)
    plain = read("\n".join(lines).encode(), name)
    assert len(result.citations) == len(plain.citations) > 0
    for one, other in zip(result.citations, plain.citations, strict=True):
        assert (one.title and one.title.text) == (other.title and other.title.text)
        assert [a.name for a in one.authors] == [a.name for a in other.authors]
        assert (one.span.line, one.end_line) == (other.span.line, other.end_line)


def test_bytes_that_are_no_utf8_stay_what_they_are() -> None:
    data = b"- A \xff\xfe Title of Words. Park, Wonpyo et al. CVPR 2019\n"
    (one,) = read(data).citations
    assert one.raw.encode("utf-8", "surrogateescape") == data.rstrip(b"\n")


@pytest.mark.parametrize("name", NAMES)
def test_a_megabyte_of_noise_is_no_citation(name: str) -> None:
    result = read(random.Random(1).randbytes(1_000_000), name)
    assert len(result.citations) < 100


def test_many_items_are_all_read() -> None:
    assert len(read(f"- {PAPER}\n".encode() * 5_000).citations) == 5_000


def test_a_line_of_a_megabyte_is_passed_over() -> None:
    result = read(b"- " + PAPER.encode() * 12_000 + f"\n- {PAPER}\n".encode())
    assert len(result.citations) == 1
    assert len(result.passed_over) == 1


def test_lists_within_lists_without_end() -> None:
    text = "".join("  " * depth + f"- {PAPER}\n" for depth in range(500))
    assert len(read(text.encode()).citations) == 500


def repeat(piece: str, head: str = "- ") -> Callable[[int], str]:
    return lambda size: head + piece * (size // len(piece))


GROWING: dict[str, Callable[[int], str]] = {
    "items": repeat(f"- {PAPER}\n", ""),
    "rows": repeat(f"| {PAPER} | CVPR |\n", "| Title | Venue |\n|--|--|\n"),
    "ticks": lambda size: "- " + " ".join("`" * n for n in range(1, int((2 * size) ** 0.5))),
    "nested links": lambda size: "- " + "[" * (size // 5) + "](u)" * (size // 5),
    "images": lambda size: "- " + "![" * (size // 6) + "](u)" * (size // 6),
    "deep braces": lambda size: (
        "@article{a, title={" + "{" * (size // 2) + "}" * (size // 2) + "}}"
    ),
    "cells within an item": repeat("</td>", "<li>"),
    "levels": lambda size: "".join("  " * n + "- a b\n" for n in range(int(size**0.5))),
    "strings": lambda size: "".join(
        f"@string{{a{n + 1} = a{n} # a{n}}}\n" for n in range(size // 26)
    ),
}
for _piece in (
    "[", "]", "[]", "![", "](", "](a 'x", "[a](", "[x][", "*a ", "*a_", "**", "<a ", "<!--", "&", "\\",
    "(", ")", '"', "“a b", ",", ". A", " ", "et al. ", "Ann Bee, ", "A. B., ", "arxiv-", "arxiv   ",
    "arXiv:1503.02531 ", "10.1000/a ", "https://a.org/b ", "https://a.org/(", "2015 ", "(2015) ",
    "[CVPR 2015] ", "CVPR'15 ", "[code](u) ", "a <br> ", "- ", "中文，",
):  # fmt: skip
    GROWING[f"line of {_piece!r}"] = repeat(_piece)
for _piece in (
    "<!--\n", "<table>\n", "<tr><td>\n", "<ul>\n", "<li>x\n", "```\n", "> a\n", "# a\n", "a b\n", "|a|b|\n",
    "- a\r", "\0", "[a]: u\n", "**A title here**\n\n", "- \n", "<details>\n", "@article{a, ", "@article{",
    "*A. Bee, C. Dee*\n\n", "- Code: None\n",
):  # fmt: skip
    GROWING[f"lines of {_piece!r}"] = repeat(_piece, "")


@pytest.mark.parametrize("kind", GROWING)
def test_twice_the_text_takes_about_twice_the_time(kind: str) -> None:
    """The ratio alone is looked at, generously, and again if the machine was busy."""
    make = GROWING[kind]
    name = "list.bib" if make(40).startswith("@") else "list.md"
    small, large = (SourceText(make(size).encode(), name) for size in (15_000, 60_000))
    ratios = []
    for _ in range(4):
        first = seconds(small)
        ratios.append(seconds(large) / max(first, 0.002))
        if ratios[-1] < 10:
            return
    pytest.fail(f"four times the text took {min(ratios):.1f} times the time")


def seconds(source: SourceText) -> float:
    start = time.process_time()
    read_text(source)
    return time.process_time() - start


@pytest.mark.parametrize("head", ["", "Bee, J. (2015). ", 'J. Bee, "'])
@pytest.mark.parametrize(
    "piece",
    ["A. ", "Ann Bee, ", "Bee, A., ", '" ', '",', ". In: ", "(2015). ", "2015. ", "A: ", "IEEE-", "Proc. "],
)  # fmt: skip
def test_four_times_a_reference_takes_about_four_times_the_time(head: str, piece: str) -> None:
    small, large = (
        SourceText((head + piece * (size // len(piece))).encode(), "list.txt")
        for size in (4_500, 18_000)
    )
    ratios = []
    for _ in range(4):
        first = seconds(small)
        ratios.append(seconds(large) / max(first, 0.004))
        if ratios[-1] < 10:
            return
    pytest.fail(f"four times the text took {min(ratios):.1f} times the time")


@pytest.mark.parametrize("line", ["- [\n", "| x | y | z |\n"])
def test_lines_that_name_no_work_take_little_memory(line: str) -> None:
    """Forty times the input at most, what is kept and what was needed on the way."""
    text = "| a | b | c |\n|---|---|---|\n" * line.startswith("|") + line * (400_000 // len(line))
    source = SourceText(text.encode(), "list.md")
    tracemalloc.start()
    try:
        read_text(source)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 40 * len(text)
