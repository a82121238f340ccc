"""What enrich shows: groups on a terminal, a line an entry elsewhere, the next step last."""

import os
import pty
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from kdbib.cli.results import results
from kdbib.model import Change, Conflict, Disagreement, Entry, Reason, Status, Why
from kdbib.model.reason import said
from kdbib.pipeline import Outcome
from kdbib.wording import worded_reason
from tests.support.records import citation, work

LONG = "Distilling the Knowledge of a Very Deep Network into Many Small Ones at Night and at Noon"


def entry(line: str, status: Status = Status.MATCHED, **values: object) -> Entry:
    found = Entry(citation(line), status, work=None if status != Status.MATCHED else work(LONG, []))
    return replace(found, **values)  # type: ignore[arg-type]


def changed(field: str, before: str, after: str) -> Change:
    return Change(field, before, after, citation("- A. ICML 2020").span)


CORRECTED = entry(
    f"- {LONG}. Hinton et al. NIPS 2014",
    changes=(changed("authors", "Hinton", "Hinton, Geoffrey"), changed("venue", "", ". ICML 2015")),
    conflicts=(Conflict(Disagreement.SHORTENED, "authors", "x", "y", {"named": 1, "authors": 3}),),
)
CHECK = entry(
    "- Deep Mutual Learning. Zhang, Ying. CVPR 2018",
    conflicts=(Conflict(Disagreement.VENUE_UNCONFIRMED, "venue", "CVPR 2018", "arXiv"),),
)
FINE = entry("- Relational Knowledge Distillation. Park, Wonpyo. CVPR 2019")
LOST = entry("- A Lost Paper. Doe, Jane. 2019", Status.NOT_FOUND, why=Reason(Why.NOT_IN_CORPUS))
ENTRIES = (FINE, LOST, CHECK, CORRECTED)


def shown(*entries: Entry, width: int | None = 80, **options: bool) -> list[str]:
    return [line.plain for line in results(Outcome(entries), (), width=width, **options)]


def test_on_a_terminal_what_needs_a_person_is_shown_in_groups() -> None:
    assert shown(*ENTRIES) == [
        "Corrected (1)",
        "  1  Distilling the Knowledge of a Very Deep Network into Many Small Ones at Ni…",
        "     authors: Hinton → Hinton, Geoffrey",
        "     venue: + ICML 2015",
        "",
        "Found, please check (1)",
        "  1  Deep Mutual Learning",
        "     venue 'CVPR 2018': not confirmed: only a preprint was found",
        "",
        "Not found (1)",
        "  1  A Lost Paper",
        f"     {worded_reason(LOST.why)}",
        "",
        "3 of 4 citations found (0 works); 2 corrections in 1 citation.",
        "No database was asked.",
        "Not shown: 1 shortened list of authors; -v shows all.",
        "Next: add a DOI or arXiv id to what was not found; `kdbib explain list.md:1`",
        "tells why.",
    ]


def test_elsewhere_an_entry_is_one_line() -> None:
    lines = shown(*ENTRIES, width=None)
    assert lines[:3] == [
        f"list.md:1:1: corrected: {LONG}; authors: Hinton → Hinton, Geoffrey; venue: + ICML 2015",
        "list.md:1:1: found, please check: Deep Mutual Learning; "
        "venue 'CVPR 2018': not confirmed: only a preprint was found",
        f"list.md:1:1: not found: A Lost Paper; {worded_reason(LOST.why)}",
    ]
    assert [line for line in lines if line != line.strip() or "  " in line] == []


def test_verbose_shows_every_entry_and_conflict() -> None:
    lines = shown(*ENTRIES, width=None, verbose=True)
    assert lines[0].startswith("list.md:1:1: found, nothing to do: Relational Knowledge")
    assert "names 1 of 3 authors" in lines[1]
    assert not any(line.startswith("Not shown") for line in lines)


def test_a_reason_that_all_share_is_told_once_and_many_entries_are_cut_off() -> None:
    lines = shown(*[LOST] * 30)
    assert lines[:2] == ["Not found (30)", f"  {worded_reason(LOST.why)}"]
    assert lines.count("  1  A Lost Paper") == 20
    assert "  and 10 more; -v shows them" in lines
    assert len(shown(*[LOST] * 30, verbose=True)) > 30
    assert sum(line.startswith("list.md") for line in shown(*[LOST] * 30, width=None)) == 30


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    wide = replace(CORRECTED, citation=citation("- 深度網絡" * 20 + ". Hinton et al. NIPS 2014"))
    assert [line for line in shown(*ENTRIES, wide, width=width) if cell_len(line) > width] == []


def test_of_one_thing_it_speaks_in_the_singular() -> None:
    counters: dict[str, dict[str, int | float]] = {
        "arxiv": {"requests": 1, "hits": 0, "errors": 0},
        "dblp": {"requests": 2, "hits": 1, "errors": 0},
        "acl": {"requests": 0, "hits": 0, "errors": 0},
    }
    lines = [line.plain for line in results(Outcome((FINE,), counters), (), width=None)]
    assert "1 of 1 citation found (0 works); 0 corrections." in lines
    assert "Asked arxiv (1 request), dblp (2 requests, 1 known answer)." in lines


def test_of_nothing_it_claims_nothing() -> None:
    assert shown() == [
        "No citation was read; `kdbib parse FILE` shows what was passed over, and why."
    ]


def test_text_of_lists_controls_no_terminal() -> None:
    evil = entry(
        "- A \x1b[2J Paper of Screens. Doe, Jane. 2019", Status.NOT_FOUND, why=said("\x1b]0;x")
    )
    for width in (80, None):
        assert not any("\x1b" in line for line in shown(evil, width=width))


def on_a_terminal(folder: Path, environment: dict[str, str], *arguments: str, **more: str) -> str:
    """What ``kdbib`` prints on a terminal of its own."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "kdbib", *arguments],
        cwd=folder,
        env=environment | {"TERM": "xterm"} | more,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    ):
        os.close(theirs)
        data = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux's way to say that the other side has closed
                break
            if not piece:
                break
            data += piece
    os.close(ours)
    return data.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_columns_and_colours_are_the_terminals(folder: Path, environment: dict[str, str]) -> None:
    environment = {n: v for n, v in environment.items() if n not in {"NO_COLOR", "FORCE_COLOR"}}
    enrich = ("enrich", "list.md", "--offline")
    seen = on_a_terminal(folder, environment, *enrich, COLUMNS="60")
    assert "\x1b[1;32mCorrected" in seen
    plain = on_a_terminal(folder, environment, *enrich, COLUMNS="60", NO_COLOR="1")
    assert "\x1b" not in plain
    assert "Corrected (11)" in plain
    assert max(map(cell_len, plain.splitlines())) <= 60
    assert "\x1b" not in on_a_terminal(folder, environment, *enrich, "--color", "never")
    forced = on_a_terminal(folder, environment, *enrich, "--color", "always", NO_COLOR="1")
    assert "\x1b[1;32mCorrected" in forced
