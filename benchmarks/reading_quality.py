"""How much of real lists is read right: fields against gold, entries against a count by hand.

    python -m benchmarks.reading_quality FOLDER

The folder holds lists (``*.md``), ``gold*.jsonl`` (an object a line: ``list``, ``line``, ``title``,
``authors``, ``venue``, ``year``, ``arxiv``, ``doi``), ``notpapers*.jsonl`` (``list``, ``line``) and
``counts.json`` (list: ``entries``). A bare arXiv id may count as a venue or as none.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from kdbib.model import Citation
from kdbib.read import read_list

FIELDS = ("title", "authors", "venue", "year", "arxiv", "doi")
NO_VENUES = {None, "arxiv", "preprint", "arxiv preprint"}
# the lines that begin an entry in the lists that were counted by hand: pattern, lines, exceptions
ENTRY_LINES = {
    "terryum__awesome-deep-learning-papers.md": (r"- ", (70, 9999), {*range(279, 298)}),
    "kjw0612__awesome-deep-vision.md": (r"  \* |FLAT", (49, 387), {89, 151, 169}),
    "thunlp__GNNPapers.md": (r"\d+\. \*\*", (1, 9999), set[int]()),
    "he-y__Awesome-Pruning.md": (r"\|\s*\[", (58, 373), set[int]()),
    "benedekrozemberczki__awesome-graph-classification.md": (r"- \*\*", (1, 9999), set[int]()),
    "dkozlov__awesome-knowledge-distillation.md": (r"- \[", (5, 164), set[int]()),
    "FLHonker__Awesome-Knowledge-Distillation.md": (r"\d+\. |[-*] ", (1, 816), {813, 814, 815}),
}


def main() -> None:
    """Measure, print what is wrong, and then the figures."""
    folder = Path(sys.argv[1])

    @cache
    def citations(name: str) -> tuple[Citation, ...]:
        return read_list(str(folder / name))[0].citations

    for gold in sorted(folder.glob("gold*.jsonl")):
        right, total = Counter[str](), 0
        for expected in _lines(gold):
            total += 1
            found = _at(citations(expected["list"]), expected["line"])
            for field in FIELDS:
                want, got = _expected(expected, field), _read(found, field)
                right[field] += want == got
                if want != got:
                    place = f"{expected['list']}:{expected['line']}"
                    print(f"{place}: {field}: {got!r}, and not {want!r}")
        shares = ", ".join(f"{field} {right[field] / total:.1%}" for field in FIELDS)
        print(f"{gold.name}: {total} citations: {shares}\n")
    _entries(folder, citations)


def _entries(folder: Path, citations: Any) -> None:
    """Print how many entries are found, list by list and in all."""
    counts = json.loads((folder / "counts.json").read_text("utf-8"))
    hits = wanted = found_ = 0
    for name, count in counts.items():
        lines = (folder / name).read_text("utf-8").split("\n")
        want, found = _entry_lines(name, lines, count), citations(name)
        if len(want) != count["entries"]:
            print(f"{name}: {len(want)} lines look like entries, and {count['entries']} are")
        missed = {line for line in want if _at(found, line) is None}
        extra = [one for one in found if want.isdisjoint(range(one.span.line, one.end_line + 1))]
        for line in sorted(missed):
            print(f"{name}:{line}: missed: {lines[line - 1][:110]}")
        for one in extra:
            print(f"{name}:{one.span.line}: no entry: {one.raw[:110]!r}")
        right = len(want) - len(missed)
        print(f"{name}: {right} of {count['entries']} found, {len(extra)} others")
        hits, wanted, found_ = hits + right, wanted + len(want), found_ + right + len(extra)
    precision, recall = hits / found_, hits / wanted
    f1 = 2 * precision * recall / (precision + recall)
    print(f"entries: precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}")
    for file in sorted(folder.glob("notpapers*.jsonl")):
        others = list(_lines(file))
        wrong = [
            other
            for other in others
            if any(one.span.line == other["line"] for one in citations(other["list"]))
        ]
        for other in wrong:
            print(f"{other['list']}:{other['line']}: is no paper: {other['text'][:110]}")
        print(f"{file.name}: {len(others) - len(wrong)} of {len(others)} passed over")


def _entry_lines(name: str, lines: list[str], count: dict[str, Any]) -> set[int]:
    pattern, (first, last), exceptions = ENTRY_LINES[name]
    found = {
        number
        for number, line in enumerate(lines, 1)
        if first <= number <= last and number not in exceptions and re.match(pattern, line)
    }
    if name.startswith("FLHonker"):  # its bullets are entries in one place only
        bullets = {n for n in found if lines[n - 1][0] in "-*"}
        found -= bullets - set(range(358, 364))
    return found | set(count.get("flat", []))


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text("utf-8").splitlines():
        yield json.loads(line)


def _at(citations: tuple[Citation, ...], line: int) -> Citation | None:
    """The citation that takes a line; the one that begins there, if there is one."""
    around = [one for one in citations if one.span.line <= line <= one.end_line]
    return max(around, key=lambda one: one.span.line, default=None)


def _expected(gold: dict[str, Any], field: str) -> Any:
    value = gold[field]
    if field == "title":
        return _words(value)
    if field == "authors":
        return [_words(author) for author in value]
    return _venue(value) if field == "venue" else value


def _read(found: Citation | None, field: str) -> Any:
    if found is None:
        return "nothing"
    if field == "authors":
        data = found.raw.encode("utf-8", "surrogateescape")
        start = found.span.start
        spans = [(a.span.start - start, a.span.end - start) for a in found.authors]
        return [_words(data[a:b].decode("utf-8", "replace")) for a, b in spans]
    if field in {"arxiv", "doi"}:
        identifier = found.identifier(field)
        return identifier.value if identifier else None
    if field == "year":
        return found.year.value if found.year else None
    text = getattr(found, field)
    return _venue(text.text if text else None) if field == "venue" else _words(text and text.text)


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


def _venue(text: str | None) -> str | None:
    return None if text is None or text.lower() in NO_VENUES else _words(text)


if __name__ == "__main__":
    main()
