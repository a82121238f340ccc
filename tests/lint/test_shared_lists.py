"""Real lists, where they are beside the checkout: no crash, no flood, and fixes that end.

Fixing a list of more than 120 kB takes up to a minute: ``KDBIB_TEST_LONG_LISTS=1`` does these, too.
"""

import os
from pathlib import Path

import pytest

from kdbib.linter import check, read_document
from kdbib.linter.codes import RULES
from kdbib.linter.fixes import fix

FOLDER = Path(__file__).parents[3] / "shared" / "lists"
LISTS = sorted(FOLDER.glob("*__*.md")) if FOLDER.is_dir() else []
ALL = bool(os.environ.get("KDBIB_TEST_LONG_LISTS"))
FIXED = [path for path in LISTS if ALL or path.stat().st_size <= 120_000]

pytestmark = pytest.mark.skipif(not LISTS, reason="no shared lists")


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_no_rule_fires_on_a_third_of_a_list(path: Path) -> None:
    document = read_document(path.read_bytes(), path.name)
    found = check(document, RULES)
    lines = max(len(document.structure.lines), 30)
    for rule in RULES:
        fired = {one.span.line for one in found if one.code == rule.code}
        assert len(fired) <= lines / 3, rule.code


@pytest.mark.parametrize("path", FIXED, ids=lambda path: path.stem)
def test_fixing_again_changes_nothing(path: Path) -> None:
    once = fix(read_document(path.read_bytes(), path.name), RULES)
    again = fix(read_document(once.data, path.name), RULES)
    assert again.data == once.data
