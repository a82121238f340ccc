"""What a list takes with nothing known: requests and seconds, planned, real, and the least.

    python -m benchmarks.requests_of_a_list LIST.md [--keys without|with|both] [--source NAME]...
                                            [--limits real|FACTOR] [--records FILE]

The databases are the local server of the tests, which serves the works of the package's corpus and
keeps the documented limits; no corpus is consulted. The least possible time is that of the busiest
source: its requests, an interval apart. Minutes are spent waiting, as one does with the databases.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from kdbib.http.answers import Answers
from kdbib.http.client import Client
from kdbib.model import Citation
from kdbib.pipeline import Outcome, Setting, plan_of, resolve
from kdbib.read import read_list
from kdbib.resolutions import Resolutions
from kdbib.resolve import SOURCES, find_sources
from kdbib.resolve.base import Source

RECORDS = Path(__file__).parents[1] / "kdbib" / "corpus" / "data" / "knowledge-distillation.jsonl"
KEYS = {
    "S2_API_KEY": "a-known-key",
    "OPENALEX_API_KEY": "a-known-key",
    "OPENREVIEW_TOKEN": "a-known-token",
    "KDBIB_MAILTO": "someone@university.edu",
}


def main() -> None:
    """Measure, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("list")
    parser.add_argument("--keys", choices=["without", "with", "both"], default="both")
    parser.add_argument("--limits", default="real")
    parser.add_argument("--source", action="append", choices=list(SOURCES))
    parser.add_argument("--records", type=Path, default=RECORDS)
    options = parser.parse_args()
    citations = read_list(options.list)[0].citations
    for name in [*KEYS, "CROSSREF_PLUS_TOKEN", "SEMANTIC_SCHOLAR_API_KEY"]:
        os.environ.pop(name, None)
    for with_keys in (False, True):
        if options.keys == ("without" if with_keys else "with"):
            continue
        os.environ.update(KEYS if with_keys else {})
        with (
            tempfile.TemporaryDirectory() as folder,
            serving(options.records, options.limits) as at,
        ):
            os.environ.update(at)
            known = find_sources()  # made anew, since some look at their keys when they are made
            sources = [s for name, s in known.items() if name in (options.source or known)]
            print(f"{len(citations)} citations, {'with' if with_keys else 'without'} keys")
            measure(citations, sources, Path(folder))
            start = time.perf_counter()
            again = run(citations, sources, Path(folder))
            requests = sum(int(counts["requests"]) for counts in again.counters.values())
            print(f"  again: {requests} requests, {time.perf_counter() - start:.1f} s")


@contextmanager
def serving(records: Path, limits: str) -> Iterator[dict[str, str]]:
    """The databases as a process of their own; the variables that lead there."""
    command = [sys.executable, "-m", "tests.support.databases", "--port", "0", "--limits", limits]
    command += ["--records", str(records)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            lines = server.stdout or ()
            names = {f"KDBIB_{name.upper()}_URL" for name in (*SOURCES, "doi")}
            found: dict[str, str] = {}
            for line in lines:
                name, _, value = line.removeprefix("export ").partition("=")
                found[name] = value.strip()
                if names <= found.keys():
                    break
            yield found
        finally:
            server.terminate()


def measure(citations: Sequence[Citation], sources: Sequence[Source], folder: Path) -> None:
    """Run once, and compare with the plan."""
    with closing(Answers(None)) as answers:
        plan = plan_of(citations, setting(sources, folder, answers, Resolutions(None)))
    start = time.perf_counter()
    outcome = run(citations, sources, folder)
    seconds = time.perf_counter() - start
    least, total = 0.0, 0
    for share in plan.shares:
        requests = int(outcome.counters.get(share.source, {}).get("requests", 0))
        least, total = max(least, requests * share.interval), total + requests
        print(
            f"  {share.source:17} {requests:3} requests, {share.requests:3} planned;"
            f" x {share.interval:.2f} s = {requests * share.interval:5.1f} s"
        )
    statuses = [entry.status.value for entry in outcome.entries]
    print(f"  {', '.join(f'{statuses.count(s)} {s}' for s in sorted(set(statuses)))}")
    print(
        f"  requests: {total}, {plan.requests} planned: {plan.requests / max(total, 1) - 1:+.0%}"
        f" ({plan.fewest} to {plan.most})"
    )
    print(
        f"  seconds: {seconds:.1f}, {plan.seconds:.1f} planned: {plan.seconds / seconds - 1:+.0%};"
        f" least possible {least:.1f}, ratio {seconds / least:.2f}"
    )
    for name, why in outcome.outages.items():
        print(f"  {name}: {why}")


def run(citations: Sequence[Citation], sources: Sequence[Source], folder: Path) -> Outcome:
    """What ``kdbib enrich`` does, without corpora."""
    with closing(Answers(folder / "cache")) as answers:
        resolutions = Resolutions(folder / "cache" / "resolutions.jsonl")
        return resolve(citations, setting(sources, folder, answers, resolutions))


def setting(
    sources: Sequence[Source], folder: Path, answers: Answers, resolutions: Resolutions
) -> Setting:
    """Everything anew, in a folder of its own."""
    return Setting([], sources, lambda: Client(state=folder), answers, resolutions)


if __name__ == "__main__":
    main()
