"""Whatever is repeated: four times the text takes about four times the time to read.

A text is a beginning, one piece again and again, and an end, each taken at random from what means
something in its form. ``KDBIB_REPETITIONS`` says how many texts are tried, ``KDBIB_SEED`` which.
Time is the processor's, the least of several runs, and only its ratio is looked at: what grows with
the square takes 16 times as long.
"""

import os
import random
import time

from kdbib.read import read_text
from kdbib.read.source import SourceText

PIECES = (
    "a", "A", "é", "中", " ", "  ", "\t", "\n", "\n\n", "\r", ".", ". ", ",", ", ", ":", ";", "-", "–", "(", ")", "[", "]",
    "{", "}", "<", ">", '"', "“", "”", "*", "**", "_", "`", "```", "~", "|", "||", "\\", "\\\n", "#", "# ", "=", "===\n",
    "---\n", "&", "&amp;", "!", "![", "](", "[a](b)", "[a][b]", "[[a]](b)", "[[a][b]]", "<br>", "<a ", "<a href='u'>",
    "</a>", "<li>", "<ul>", "<td>", "<tr>", "<table>", "<!--", "-->", "- ", "1. ", "[1] ", "[^1]: ", "> ", "|a|b|\n",
    "|--|--|\n", "`a <b>`_", ".. [1] ", ".. _a: b\n", "#. ", "~~~\n", "#+A: b\n", "* ", "arXiv:1503.02531", "arxiv ",
    "10.1000/a", "doi:", "https://a.org/b", "http", "2015", "(2015)", "'15", "CVPR 2015", "et al.", "et al., ", "A. ",
    "Bee, A., ", "Ann Bee, ", "and ", "In ", "Proc. ", "vol. 1", "pp. 1-2", "IEEE", "Title Words ", "- [a](b)\n",
    "**A title**\n\n", "Paper: ", "———. ", "self-\n", "[C]//", ":star:", "🔥", "\0", "\u00ad",
)  # fmt: skip
NAMES = ("list.md", "list.txt", "list.rst", "list.org", "list.html")
SMALL, LARGE = 4_500, 18_000
AT_MOST = 9.0


def seconds(source: SourceText) -> float:
    start = time.process_time()
    read_text(source)
    return time.process_time() - start


def ratio(parts: tuple[str, str, str, str], tries: int = 4) -> float:
    """How much longer four times the text takes, the least of several tries."""
    name, before, piece, after = parts
    least = float("inf")
    for _ in range(tries):
        small, large = (
            seconds(SourceText((before + piece * (size // len(piece)) + after).encode(), name))
            for size in (SMALL, LARGE)
        )
        least = min(least, large / max(small, 0.006))
        if least < AT_MOST:
            break
    return least


def test_no_repetition_takes_more_than_its_share_of_time() -> None:
    chance = random.Random(int(os.environ.get("KDBIB_SEED", "1")))
    slow = []
    for _ in range(int(os.environ.get("KDBIB_REPETITIONS", "60"))):
        before = "".join(chance.choices(PIECES, k=chance.randint(0, 3)))
        piece = "".join(chance.choices(PIECES, k=chance.randint(1, 3)))
        after = "".join(chance.choices(PIECES, k=chance.randint(0, 2)))
        parts = (chance.choice(NAMES), before, piece, after)
        if (times := ratio(parts)) >= AT_MOST:
            slow.append((round(times, 1), *parts))
    assert not slow
