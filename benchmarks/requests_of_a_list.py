"""Requests and seconds that a list takes: with nothing kept, and again.

    python -m benchmarks.requests_of_a_list LIST.md [--limits real|none]

The databases are the local server of the tests, which serves the works of the package's corpus and
keeps the documented limits.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.support.databases import read_file, serve

RECORDS = Path(__file__).parents[1] / "kdbib" / "corpus" / "data" / "knowledge-distillation.jsonl"


def main() -> None:
    """Measure, and print a line for each run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("list", type=Path)
    parser.add_argument("--limits", choices=["real", "none"], default="real")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(read_file(RECORDS), limits=options.limits) as databases,
    ):
        state = {"XDG_STATE_HOME": folder}
        cold = run(options.list, folder, databases.environment() | state)
        requests = {name: len(databases.log.of(name)) for name in ("arxiv", "semantic_scholar")}
        print(f"cold: {sum(requests.values())} requests {requests}, {cold:.1f} s")
        databases.log.clear()
        warm = run(options.list, folder, databases.environment() | state)
        print(f"warm: {len(databases.log)} requests, {warm:.2f} s; cold / warm = {cold / warm:.0f}")


def run(listed: Path, folder: str, environment: dict[str, str]) -> float:
    """The seconds of one ``kdbib enrich`` as a whole process."""
    start = time.perf_counter()
    subprocess.run(
        [
            sys.executable,
            "-m",
            "kdbib",
            "enrich",
            str(listed.resolve()),
            "--quiet",
            "--output-dir",
            folder,
            "--cache",
            f"{folder}/cache",
        ],
        env=os.environ | environment,
        check=True,
    )
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
