"""kdbib beside bibtexautocomplete, on the first entries of a list as a .bib.

    python -m venv ENV && ENV/bin/pip install bibtexautocomplete==1.4.3
    python -m benchmarks.autocomplete LIST.md --btac ENV/bin/python [--entries 100]

Both start with nothing kept, ask the same local server under the databases' documented limits, and
are given the same file: titles, authors and years as the list has them. kdbib's own corpus is left
out, since the server serves it. Fields are held against the records served, if a title names one.
bibtexautocomplete runs twice: as it is by default, leaving out what slow sources still have to say
once the others are done, and with ``--no-skip``; that takes minutes.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from bibtexparser import parse_string
from bibtexparser.model import Entry

from benchmarks.autocomplete.databases import others
from benchmarks.autocomplete.judging import (
    FIELDS,
    Said,
    Score,
    said_by_bibtex,
    said_by_work,
    truths,
)
from kdbib.corpus import embedded
from kdbib.model import Citation
from kdbib.model.title import title_key
from kdbib.read import read_list
from kdbib.resolutions import Resolutions
from tests.support.databases import Databases, read_file, serve

ROOT = Path(__file__).parents[2]
RECORDS = ROOT / "kdbib" / "corpus" / "data" / "knowledge-distillation.jsonl"
MAIL = "somebody@kdbib.org"
WITHOUT_CORPUS = """
import sys
from kdbib.cli import main
from kdbib.corpus import embedded
from kdbib.corpus.memory import MemoryCorpus
import kdbib.corpus
kdbib.corpus.embedded = lambda: MemoryCorpus("corpus:empty", ())
main()
"""
"""kdbib, but for the works inside the package, which are those that the server has."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took, and what it says of each entry."""

    name: str
    seconds: float
    requests: Counter[str]
    said: Mapping[str, Said]


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("list", type=Path)
    parser.add_argument("--btac", type=Path, required=True, help="Python of its environment")
    parser.add_argument("--entries", type=int, default=100)
    parser.add_argument("--limits", choices=["real", "none"], default="real")
    options = parser.parse_args()
    citations = [c for c in read_list(str(options.list))[0].citations if c.title][: options.entries]
    keys = [f"e{number:03}" for number in range(1, len(citations) + 1)]

    def served() -> AbstractContextManager[Databases]:
        return serve(read_file(RECORDS), *others(), limits=options.limits)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "refs.bib").write_text(as_bibtex(keys, citations), "utf-8")
        runs = [run_kdbib(folder, served(), keys)]
        for what, flags in (("bibtexautocomplete", ()), ("the same --no-skip", ("--no-skip",))):
            runs.append(run_btac(what, options.btac, flags, folder, served()))
    report(runs, dict(zip(keys, citations, strict=True)))


def as_bibtex(keys: Sequence[str], citations: Sequence[Citation]) -> str:
    """The citations' titles, authors and years as BibTeX, each under its key."""
    entries = []
    for key, citation in zip(keys, citations, strict=True):
        people = [author.name.inverted() for author in citation.authors]
        people += ["others"] if citation.et_al and people else []
        fields = {
            "title": citation.title.text if citation.title else "",
            "author": " and ".join(people),
            "year": str(citation.year.value) if citation.year else "",
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        entries.append("\n".join((f"@inproceedings{{{key},", *lines, "}\n")))
    return "\n".join(entries)


def run_kdbib(folder: Path, served: AbstractContextManager[Databases], keys: Sequence[str]) -> Run:
    """One cold run of kdbib, as it is by default."""
    with served as databases:
        environment = databases.environment() | {
            "XDG_STATE_HOME": str(folder / "state"),
            "KDBIB_MAILTO": MAIL,
        }
        command = [sys.executable, "-c", WITHOUT_CORPUS, "enrich", "refs.bib", "--format", "json"]
        command += ["--cache", "cache", "--bib", "out.bib"]
        start = time.perf_counter()
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = time.perf_counter() - start
        requests = counted(databases)
    if done.returncode not in (0, 3):
        raise SystemExit(done.stderr)
    sys.stderr.write(done.stderr)
    works = {
        resolution.title: resolution.work
        for resolution in Resolutions(folder / "cache" / "resolutions.jsonl")
    }
    entries = json.loads(done.stdout)["entries"]
    found = [works.get(entry["citation"]["title"]) for entry in entries]
    said = {k: said_by_work(work) for k, work in zip(keys, found, strict=True) if work}
    return Run("kdbib", seconds, requests, said)


def run_btac(
    what: str,
    python: Path,
    flags: Sequence[str],
    folder: Path,
    served: AbstractContextManager[Databases],
) -> Run:
    """One run of bibtexautocomplete."""
    output = folder / "btac.bib"
    with served as databases:
        script = Path(__file__).with_name("redirect.py")
        command = [str(python.absolute()), str(script), str(databases.port), *flags, "--no-color"]
        command += ["--output", str(output), "--ignore-ssl", "refs.bib"]
        start = time.perf_counter()
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - start
        requests = counted(databases)
    said = {
        block.key: said_by_bibtex({field.key: field.value for field in block.fields})
        for block in bibtex_entries(output)
    }
    return Run(what, seconds, requests, said)


def bibtex_entries(path: Path) -> list[Entry]:
    """The entries of a file."""
    return parse_string(path.read_text("utf-8")).entries


def counted(databases: Databases) -> Counter[str]:
    """The requests of a run by database; publishers' pages are no databases, and left out."""
    return Counter(entry.database for entry in databases.log if entry.database != "web")


def report(runs: Sequence[Run], citations: Mapping[str, Citation]) -> None:
    """Print the runs side by side."""
    known = truths(embedded().records)
    judged = {
        key: known[title]
        for key, citation in citations.items()
        if citation.title and (title := title_key(citation.title.text)) in known
    }
    print(f"{len(citations)} entries, {len(judged)} of them judged\n")
    scores = []
    for run in runs:
        score = Score()
        for key, work in judged.items():
            score.judge(run.said.get(key, {}), work)
        scores.append(score)
        print(f"{run.name}: {sum(run.requests.values())} requests, {run.seconds:.1f} s")
        print("  " + ", ".join(f"{name} {count}" for name, count in run.requests.most_common()))
    print(f"\n{'field':<10}" + "".join(f"{run.name:>24}" for run in runs))
    print(f"{'':<10}" + "".join(f"{'right wrong missing':>24}" for _ in runs))
    for name in (*FIELDS, "all"):
        print(f"{name:<10}" + "".join(f"{_row(score, name):>24}" for score in scores))
    first = runs[0]
    for run in runs[1:]:
        ratio = sum(run.requests.values()) / sum(first.requests.values())
        print(f"\n{run.name} / kdbib: {ratio:.1f} x the requests, ", end="")
        print(f"{run.seconds / first.seconds:.1f} x the time", end="")
    print()


def _row(score: Score, name: str) -> str:
    counts = (score.right, score.wrong, score.missing)
    shown = [sum(c.values()) if name == "all" else c[name] for c in counts]
    return "{:>5} {:>5} {:>7}".format(*shown)


if __name__ == "__main__":
    main()
