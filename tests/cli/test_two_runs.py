"""Two runs at once on one cache: both right, nothing asked twice, the limits kept together."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tests.pipeline.test_pipeline import RECORDS
from tests.support.databases import Databases, serve

LIST = "".join(
    f"1. {r['title']}. {r.get('container-title-short', '')} {r['issued'][0]}\n"
    for r in RECORDS[:150]
    if r.get("issued")
)
QUICKLY_WITHOUT_CORPUS = """
import kdbib.api
from kdbib.corpus.memory import MemoryCorpus
from kdbib.http.policy import Policy
spacing = Policy.spacing
Policy.spacing = lambda self, *, with_key: 0.05 * spacing(self, with_key=with_key)
kdbib.api.embedded = lambda: MemoryCorpus("nothing", ())
from kdbib.cli import main
main()
"""


def started(folder: Path, environment: dict[str, str], name: str) -> "subprocess.Popen[str]":
    outputs = folder / name
    outputs.mkdir()
    command = [
        sys.executable,
        "-c",
        QUICKLY_WITHOUT_CORPUS,
        "enrich",
        "list.md",
        "--format",
        "json",
    ]
    return subprocess.Popen(
        [*command, "--output-dir", str(outputs)],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def questions(databases: Databases) -> Iterable[tuple[str, str, str]]:
    for asked in databases.log:
        if asked.status == 200:
            yield asked.database, str(sorted(asked.params.items())), asked.body.decode()


def test_both_are_right_and_no_request_is_sent_twice(
    folder: Path, environment: dict[str, str]
) -> None:
    (folder / "list.md").write_text(LIST, "utf-8")
    with serve(RECORDS, limits=0.04, latency=(0.05, 0.02)) as databases:
        both = environment | databases.environment()
        runs = [started(folder, both, name) for name in ("one", "other")]
        told = [json.loads(run.communicate(timeout=120)[0]) for run in runs]
        sent = Counter(questions(databases))
        too_soon = sum(asked.status == 429 for asked in databases.log)
    assert [run.returncode for run in runs] == [0, 0]
    assert [count for count in sent.values() if count > 1] == []
    assert too_soon == 0
    works = [[(e["status"], e["work"]) for e in one["entries"]] for one in told]
    assert works[0] == works[1]
    assert sum(status == "matched" for status, _ in works[0]) > 140
    for file in ("references.bib", "references.json"):
        assert (folder / "one" / file).read_bytes() == (folder / "other" / file).read_bytes()
