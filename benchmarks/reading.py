"""How long it takes to read lists, beside markdown-it-py's own full parse of the same bytes.

    python -m benchmarks.reading FILE_OR_FOLDER...

Processor time, both in one process and in turn, so that a machine that slows down slows both.
"""

import statistics
import sys
import time
from pathlib import Path

from markdown_it import MarkdownIt

from kdbib.read import read_text
from kdbib.read.source import SourceText

ROUNDS = 5


def main() -> None:
    """Measure, and print the medians and their ratio."""
    paths = [Path(argument) for argument in sys.argv[1:]]
    files = [f for p in paths for f in (sorted(p.glob("*.md")) if p.is_dir() else [p])]
    lists = [file.read_bytes() for file in files]
    parser = MarkdownIt("commonmark").enable("table")
    ours, theirs = [], []
    for _ in range(ROUNDS):
        start = time.process_time()
        for data in lists:
            read_text(SourceText(data, "list.md"))
        between = time.process_time()
        for data in lists:
            parser.parse(data.decode("utf-8", "replace"))
        ours.append(between - start)
        theirs.append(time.process_time() - between)
    size = sum(map(len, lists)) / 1e6
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    print(
        f"{len(lists)} files, {size:.1f} MB: kdbib {statistics.median(ours):.2f} s, "
        f"markdown-it-py {statistics.median(theirs):.2f} s, ratio {ratio:.2f}"
    )


if __name__ == "__main__":
    main()
