"""``kdbib review``, driven by its keys: what is decided is kept, undone and resumed."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, TextArea

from kdbib.api import Looking, corpora_of, enriched, read_file
from kdbib.cli.review_app import ReviewApp
from kdbib.pipeline import Setting
from kdbib.reviewing import Review, doubts
from tests.cli.conftest import Kdbib

COUNT = 32
ANIMALS = "Otter Badger Heron Lynx Marten Stoat Beaver Osprey".split()
TOPICS = "Segmentation Translation Retrieval Planning".split()
TITLES = [f"Deep {animal} {topic} Networks" for animal in ANIMALS for topic in TOPICS]


def work(title: str, family: str, number: int) -> dict[str, Any]:
    return {
        "type": "paper-conference",
        "title": title,
        "author": [{"family": family, "given": "Ida"}],
        "issued": [2018],
        "container-title": "ICML",
        "DOI": f"10.1145/{number}",
    }


@pytest.fixture
def project(folder: Path) -> Path:
    """A list of 32 titles, each of which two papers have."""
    works = [
        work(title, family, 1000000 + 10 * n + k)
        for n, title in enumerate(TITLES)
        for k, family in enumerate(("Marlow", "Teal"))
    ]
    (folder / "works.jsonl").write_text("".join(json.dumps(one) + "\n" for one in works))
    (folder / "otters.md").write_text("".join(f"- {title}. ICML 2018\n" for title in TITLES))
    return folder


Drive = Callable[[ReviewApp, Pilot[None]], Awaitable[None]]


def reviewing(project: Path) -> tuple[Review, AbstractContextManager[Setting]]:
    looking = Looking(corpora_of(project / "works.jsonl"), [], project / "cache", offline=True)
    entries = enriched([read_file(str(project / "otters.md"))], looking).entries
    context = looking.setting()
    return Review(doubts(entries), context.__enter__(), "Ida Marlow"), context


def drive(project: Path, what: Drive, pages: list[str] | None = None) -> Review:
    """A review of the list, in a terminal of 80 columns and 24 lines."""
    review, context = reviewing(project)

    async def run() -> None:
        app = ReviewApp(review, (pages if pages is not None else []).append)
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(app, pilot)
            await what(app, pilot)

    asyncio.run(run())
    context.__exit__(None, None, None)
    return review


async def settled(app: ReviewApp, pilot: Pilot[None]) -> None:
    """Wait until nobody is asked any more, and everything is shown."""
    for _ in range(2000):
        await pilot.pause()
        if not app.busy:
            await pilot.pause()
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the review never settles")


async def press(app: ReviewApp, pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(app, pilot)


def kept(project: Path) -> dict[str, str]:
    """What people decided, by title."""
    lines = (project / "cache" / "resolutions.jsonl").read_text("utf-8").splitlines()
    return {one["title"]: one["chosen"] for one in map(json.loads, lines) if one.get("by")}


def test_thirty_decisions_are_kept_undone_and_resumed(project: Path, kdbib: Kdbib) -> None:
    async def first(app: ReviewApp, pilot: Pilot[None]) -> None:
        for number in range(18):
            assert [m.record.work.title for m in app.matches[:2]] == [TITLES[number]] * 2
            if number % 3 == 2:
                await press(app, pilot, "n")
            elif number % 3 == 1:
                await press(app, pilot, "down", "enter")
            else:
                await press(app, pilot, "enter")
        await press(app, pilot, "u", "u")
        assert app.review.done == 16
        assert app.review.index == 16
        await press(app, pilot, "q")

    drive(project, first)
    decided = kept(project)
    assert len(decided) == 16
    assert list(decided.values()).count("none") == 5
    assert TITLES[16] not in decided

    async def second(app: ReviewApp, pilot: Pilot[None]) -> None:
        assert len(app.review.doubts) == COUNT - 16
        for _ in range(14):
            await press(app, pilot, "enter")

    drive(project, second)
    assert len(kept(project)) == 30
    assert {title: kept(project)[title] for title in decided} == decided
    done = kdbib("enrich", "otters.md", "--offline", "--format", "json", "--corpus", "works.jsonl")
    entries = json.loads(done.stdout)["entries"]
    assert sum(entry["chosen_by"] == "Ida Marlow" for entry in entries) == 30
    assert sum(entry["status"] == "matched" for entry in entries) == 25
    told = kdbib("review", "otters.md", "--offline", "--count", "--corpus", "works.jsonl").stdout
    assert told == "2 citations to decide\n"


def test_both_papers_are_shown_with_their_evidence(project: Path) -> None:
    async def look(app: ReviewApp, pilot: Pilot[None]) -> None:
        shown = app.export_screenshot().replace("&#160;", " ")
        for words in (
            "1 of 32",
            "ambiguous",
            "Ida Marlow",
            "Ida Teal",
            "title",
            "venue",
            "choose",
            "undo",
        ):
            assert words in shown, words
        assert [m.record.work.author[0].last for m in app.matches[:2]] == ["Marlow", "Teal"]

    drive(project, look)


def test_a_page_opens_and_nothing_is_decided(project: Path) -> None:
    pages: list[str] = []

    async def look(app: ReviewApp, pilot: Pilot[None]) -> None:
        await press(app, pilot, "o", "down", "o", "space", "b")
        assert app.review.index == 0

    drive(project, look, pages)
    assert pages == ["https://doi.org/10.1145/1000000", "https://doi.org/10.1145/1000001"]
    assert kept(project) == {}


def test_other_words_and_identifiers_find_other_papers(project: Path) -> None:
    async def look(app: ReviewApp, pilot: Pilot[None]) -> None:
        await press(app, pilot, "slash")
        app.screen.query_one(Input).value = "Relational Knowledge Distillation"
        await press(app, pilot, "enter")
        assert app.matches[0].record.work.title == "Relational Knowledge Distillation"
        await press(app, pilot, "enter")
        await press(app, pilot, "i")
        app.screen.query_one(Input).value = "1503.02531"
        await press(app, pilot, "enter")
        await press(app, pilot, "i", *"otter", "enter")
        assert app.review.done == 2

    drive(project, look)
    assert set(kept(project).values()) == {"doi:10.1109/CVPR.2019.00409", "arxiv:1503.02531"}


def test_an_edit_changes_its_entry_alone_and_can_be_undone(project: Path) -> None:
    before = (project / "otters.md").read_text()
    edited = before.replace(f"- {TITLES[0]}. ICML", f"- {TITLES[0]}. Teal, Ida. ICML", 1)

    async def edit(app: ReviewApp, pilot: Pilot[None]) -> None:
        await press(app, pilot, "e")
        app.screen.query_one(TextArea).text = f"- {TITLES[0]}. Teal, Ida. ICML 2018"
        await press(app, pilot, "ctrl+s")
        assert (project / "otters.md").read_text() == edited
        assert app.matches[0].record.work.author[0].last == "Teal"
        await press(app, pilot, "u")
        assert (project / "otters.md").read_text() == before
        await press(app, pilot, "e")
        app.screen.query_one(TextArea).text = "gone"
        await press(app, pilot, "ctrl+s")
        assert (project / "otters.md").read_text() == before
        await press(app, pilot, "space", "enter")
        assert app.review.doubts[1].decided

    drive(project, edit)
    assert (project / "otters.md").read_text() == before


def test_what_lists_and_records_say_is_no_markup_of_the_screen(project: Path) -> None:
    evil = work("Deep [red]Otter[/] \x1b[2J Networks [link=file:///etc]x[/link]", "[/]Marlow", 1)
    (project / "works.jsonl").write_text(
        json.dumps(evil)
        + "\n"
        + json.dumps(evil | {"DOI": "10.1145/2", "author": [{"family": "x"}]})
        + "\n"
    )
    (project / "otters.md").write_text(
        "- Deep [red]Otter[/] Networks [link=file:///etc]x[/link]. ICML 2018\n"
    )

    async def look(app: ReviewApp, pilot: Pilot[None]) -> None:
        assert "\x1b[2J" not in app.export_screenshot()
        assert app.query_one(OptionList).option_count >= 1
        await press(app, pilot, "n")
        assert app.review.current is None
        await press(app, pilot, "n", "o", "e", "u")
        assert app.review.done == 0

    drive(project, look)


def test_without_a_terminal_it_says_what_to_use(kdbib: Kdbib, project: Path) -> None:
    done = kdbib("review", "otters.md", "--offline")
    assert (done.returncode, done.stderr) == (
        2, "kdbib: a review needs a terminal; elsewhere, use `kdbib decide`\n"
    )  # fmt: skip


def test_the_keys_are_told_in_the_contract() -> None:
    from tests.cli.conftest import ROOT

    contract = (ROOT / "docs" / "contract.md").read_text("utf-8")
    section = contract.partition("\n## review\n")[2].partition("\n## ")[0]
    assert "`enter`" in section
    for binding in ReviewApp.BINDINGS:
        key = getattr(binding, "key_display", None) or getattr(binding, "key", "")
        assert f"`{key}`" in section, key


def test_importing_the_command_line_does_not_import_textual() -> None:
    code = "import sys, kdbib.cli; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
