"""``kdbib plan``: what would be asked, on the command line."""

import json
from pathlib import Path

from tests.cli.conftest import Kdbib

LIST = """\
1. A Paper That Nobody Has Yet. CVPR 2031
1. Another Paper That Nobody Has. arXiv:3101.00001
1. Distilling the knowledge in a neural network. Hinton, Geoffrey et al. arXiv:1503.02531
"""


def test_a_plan_is_printed_and_nothing_is_written(kdbib: Kdbib, folder: Path) -> None:
    (folder / "list.md").write_text(LIST)
    before = sorted(folder.rglob("*"))
    done = kdbib("plan", "list.md")
    assert done.returncode == 0
    assert done.stderr == ""  # nobody was asked, although nobody listens
    assert "corpus:knowledge-distillation knows 1 of 3" in done.stdout
    assert "3 citations: 0 decided by earlier runs" in done.stdout
    assert sorted(folder.rglob("*")) == before


def test_a_plan_for_programs(kdbib: Kdbib, folder: Path) -> None:
    (folder / "list.md").write_text(LIST)
    told = json.loads(kdbib("plan", "list.md", "--format", "json").stdout)
    assert told["citations"] == 3
    assert told["corpora"] == {"corpus:knowledge-distillation": 1}
    asked = told["sources"]["semantic_scholar"]
    assert asked["titles"] == 1
    assert asked["batches"][-1] == {"title": 1}
    assert told["sources"]["arxiv"]["identifiers"] == 1
    requests = told["requests"]
    assert requests["certain"] <= requests["fewest"] <= requests["expected"] <= requests["most"]


def test_offline_nobody_would_be_asked(kdbib: Kdbib, folder: Path) -> None:
    (folder / "list.md").write_text(LIST)
    assert "No database would be asked." in kdbib("plan", "list.md", "--offline").stdout
