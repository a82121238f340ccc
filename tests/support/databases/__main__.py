"""Run the databases by hand, for a person to try kdbib on, until interrupted.

At the end they tell on standard error how often each was asked, and how often too soon.
"""

import argparse
import signal
import sys
from pathlib import Path
from threading import Event

from tests.support.databases.limits import Limits
from tests.support.databases.semantic_scholar import SemanticScholar
from tests.support.databases.serve import serve

RECORDS = Path(__file__).parents[3] / "kdbib/corpus/data/knowledge-distillation.jsonl"


def limits(text: str) -> Limits:
    match text:
        case "real" | "none":
            return text
    return float(text)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.support.databases", description=__doc__)
    parser.add_argument("--records", type=Path, default=RECORDS, help="a file of records (JSONL)")
    parser.add_argument("--limits", type=limits, default="real", help="real, none, or a factor")
    parser.add_argument("--port", type=int, default=8900, help="0: any that is free")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--key", default=SemanticScholar.key, help="Semantic Scholar's known key")
    options = parser.parse_args()
    ended = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with serve(
        options.records,
        SemanticScholar(key=options.key),
        limits=options.limits,
        latency=(options.latency, options.latency / 2),
        port=options.port,
    ) as databases:
        for name, value in databases.environment().items():
            print(f"export {name}={value}", flush=True)  # noqa: T201
        ended.wait()
        for name in dict.fromkeys(asked.database for asked in databases.log):
            statuses = [asked.status for asked in databases.log.of(name)]
            told = f"{name}: {len(statuses)} requests, {statuses.count(429)} too soon"
            print(told, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
