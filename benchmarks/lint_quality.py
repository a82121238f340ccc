"""How much of what people marked as malformed in a list `kdbib lint` finds, at the right line.

    python -m benchmarks.lint_quality MARKED.jsonl LISTS_FOLDER [LIST.md]

MARKED has an object a line: ``line``, ``kind``, ``why``, and ``list``, the file's name (or it is
LIST.md for all). A marked line counts as found if a rule of its kind has a finding that touches
it. Said of the text alone, and with the records of the corpus that comes with kdbib, no network.

    python -m benchmarks.lint_quality --sample 100 --seed 7 LISTS_FOLDER

shows findings drawn at random over all lists, with their lines, to be judged by a person.
"""

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kdbib.api import Looking, corpora_of, linted, read_file
from kdbib.linter import check
from kdbib.linter.codes import RULES
from kdbib.model import Diagnostic

# what people call it -> the rules that say so
KINDS = {
    "arxiv-case": "KB105",
    "arxiv-space": "KB104",
    "arxiv-version": "KB106",
    "author-case": "KB218",
    "author-conflict": "KB604",
    "author-format": "KB217",
    "author-given-only": "KB214 KB215 KB702",
    "author-incomplete": "KB702",
    "author-mixed": "KB216",
    "author-no-comma": "KB212",
    "author-order": "KB211",
    "author-swapped": "KB212 KB213 KB702",
    "author-typo": "KB604 KB702",
    "bad-arxiv": "KB101 KB102 KB705",
    "bracketed-venue": "KB423",
    "broken-image": "KB529",
    "bullet": "KB624",
    "comma-before-year": "KB421",
    "conflicting-arxiv": "KB603",
    "count-badge": "KB623",
    "dangling-anchor": "KB622",
    "double-space": "KB323",
    "duplicate": "KB601 KB602 KB603",
    "duplicate-ref-def": "KB503",
    "empty-alt": "KB529",
    "et-al-typo": "KB204",
    "fullwidth-punct": "KB326",
    "heading-format": "KB629",
    "line-break": "KB304",
    "link-label": "KB526",
    "link-label-typo": "KB525",
    "link-mislabelled": "KB521",
    "link-on-author": "KB528",
    "link-style": "KB527",
    "loose-heading": "KB627",
    "misspelt-arxiv": "KB103",
    "missing-authors": "KB201",
    "missing-punct": "KB205",
    "missing-space": "KB207 KB321 KB424 KB426 KB505",
    "missing-venue": "KB401",
    "missing-year": "KB402",
    "not-a-citation": "KB625",
    "numbering": "KB621",
    "org-as-authors": "KB202",
    "org-in-authors": "KB203",
    "prefix": "KB307",
    "ref-label-mismatch": "KB506",
    "ref-order": "KB504",
    "ref-target": "KB507",
    "self-link": "KB630",
    "short-year": "KB425",
    "soft-hyphen": "KB324",
    "space-before-colon": "KB322",
    "title-damaged": "KB305 KB701",
    "title-typo": "KB302 KB701",
    "tool-entry": "KB625 KB626",
    "trailing-period": "KB422",
    "trailing-space": "KB628",
    "truncated-title": "KB302 KB701",
    "two-titles": "KB306",
    "two-venues": "KB428",
    "undefined-ref": "KB501",
    "unicode-hyphen": "KB325",
    "unicode-quote": "KB327",
    "unused-ref-def": "KB502",
    "vague-venue": "KB405",
    "venue-case": "KB403",
    "venue-suffix": "KB424 KB426",
    "venue-variant": "KB406 KB407",
    "wrong-code-link": "KB507",
    "wrong-ref": "KB503 KB507",
    "wrong-venue": "KB404 KB409 KB703",
    "year-after-arxiv": "KB427",
}


def main() -> None:
    """Measure the one or show the other."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.sample:
        _sample(options.paths, options.sample, options.seed)
        return
    marked, folder, *only = options.paths
    by_list: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in marked.read_text("utf-8").splitlines():
        one = json.loads(line)
        by_list[one.get("list", only[0].name if only else "")].append(one)
    for name, wanted in by_list.items():
        path = folder if folder.is_file() else folder / name
        read = [read_file(str(path))]
        documents = linted(read, RULES, None).documents
        print(f"{path.name}, {len(wanted)} marked")
        _compare("the text alone", wanted, check(documents[0], RULES))
        looking = Looking(corpora_of([]), [], None, offline=True)
        resolved = linted(read, RULES, looking).documents
        _compare("with the corpus's records", wanted, check(resolved[0], RULES))


def _compare(what: str, wanted: list[dict[str, Any]], found: Iterable[Diagnostic]) -> None:
    """Print how much of what was marked was found, and what was not."""
    lines: dict[str, set[int]] = defaultdict(set)
    total = 0
    for one in found:
        total += 1
        lines[one.code].update(range(one.span.line, one.end_line + 1))
    missed = [
        one
        for one in wanted
        if not any(one["line"] in lines[code] for code in KINDS.get(one["kind"], "").split())
    ]
    right = len(wanted) - len(missed)
    print(f"  {what}: {right}/{len(wanted)} = {right / len(wanted):.1%}; {total} findings")
    kinds = Counter(one["kind"] for one in missed)
    for one in sorted(missed, key=lambda one: (-kinds[one["kind"]], one["kind"], one["line"])):
        print(f"    missed {one['kind']} in line {one['line']}: {one['why'][:110]}")


def _sample(paths: list[Path], size: int, seed: int) -> None:
    """Print findings drawn at random, each with its line."""
    files = [f for path in paths for f in (sorted(path.glob("*.*")) if path.is_dir() else [path])]
    lists = [str(f) for f in files if f.suffix in {".md", ".bib", ".txt"} and "__" in f.name]
    documents = linted([read_file(name) for name in lists], RULES, None).documents
    found = [(document, one) for document in documents for one in check(document, RULES)]
    print(f"{len(found)} findings in {len(lists)} lists; {size} of them, seed {seed}")
    for document, one in random.Random(seed).sample(found, min(size, len(found))):  # noqa: S311
        start, end = document.source.lines(one.span.line - 1, one.end_line)
        place = f"{Path(one.file).name}:{one.span.line}:{one.span.column}"
        print(f"\n{place} {one.code} {one.message}\n    {document.text[start:end][:600]}")


if __name__ == "__main__":
    sys.exit(main())
