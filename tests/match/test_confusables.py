"""Papers that are easily taken for one another, each with what must come out.

The cases were met in real lists (see ``why`` in each line of ``confusables.jsonl``).
"""

import json
from pathlib import Path
from typing import Any

import pytest

from kdbib.match.decide import decide
from kdbib.model import Record
from tests.support.records import citation, record, work

CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("confusables.jsonl").read_text("utf-8").splitlines()
]


def records(case: dict[str, Any]) -> tuple[Record | None, list[Record]]:
    """The right record, if there is one, and the wrong ones."""
    right = record(work(**case["right"])) if case["right"] else None
    return right, [record(work(**wrong)) for wrong in case["wrong"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_with_all_records_at_hand(case: dict[str, Any]) -> None:
    right, wrong = records(case)
    decision = decide(citation(case["listed"]), [*wrong, *([right] if right else [])])
    assert decision.status == case["expected"]
    if case["expected"] == "matched":
        assert [match.record for match in decision.matches] == [right]


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["wrong"]], ids=lambda case: case["why"]
)
def test_with_nothing_but_the_wrong_twin_at_hand(case: dict[str, Any]) -> None:
    _, wrong = records(case)
    assert decide(citation(case["listed"]), wrong).status in {"not_found", "contradicted"}
