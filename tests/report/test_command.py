"""``kdbib report``, ``enrich --report`` and ``verify --report`` as they are run."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from tests.cli.conftest import Kdbib, environment, folder, kdbib

__all__ = ["environment", "folder", "kdbib"]

LISTED = "1. A Paper That Nobody Has. Doe, Jane. CVPR 2019\n"


def data_of(page: Path) -> dict[str, Any]:
    found = re.search(r'type="application/json">(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_enrich_writes_the_page_and_only_that(kdbib: Kdbib, folder: Path) -> None:
    done = kdbib("enrich", "list.md", "--offline", "--report", "out.html")
    assert done.returncode == 0
    assert "Wrote out.html." in done.stdout
    assert not (folder / "references.bib").exists()
    (row, *_) = data_of(folder / "out.html")["rows"]
    assert (row["key"], row["status"], row["place"]) == (
        *("hinton2015distilling", "corrected", "31"),
    )
    checked = kdbib("enrich", "list.md", "--offline", "--report", "out.html", "--check")
    assert checked.returncode == 1
    assert checked.stderr == "kdbib: list.md needs corrections; see --diff\n"
    (folder / "list.md").write_text(LISTED)
    checked = kdbib("enrich", "list.md", "--offline", "--report", "out.html", "--check")
    assert checked.stderr == "kdbib: out.html would change; see --diff\n"


def test_report_takes_decisions_as_they_are_kept(kdbib: Kdbib, folder: Path) -> None:
    (folder / "list.md").write_text(LISTED)
    kept = {
        "citation": "",
        "title": "A Paper That Nobody Has",
        "status": "not_found",
        "reason": "nobody knows it, said an earlier run",
        "decided": "2001-01-01",
        "asked": ["crossref"],
    }
    kdbib("enrich", "list.md", "--offline", "--csl", "x.json")
    decisions = folder / "cache" / "resolutions.jsonl"
    line = json.loads(decisions.read_text())
    decisions.write_text(json.dumps(kept | {"citation": line["citation"], "asked": line["asked"]}))
    before = {path: path.read_bytes() for path in (folder / "cache").iterdir()}
    done = kdbib("report", "list.md")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "kdbib: wrote report.html\n")
    (row,) = data_of(folder / "report.html")["rows"]
    assert row["reasons"] == ["nobody knows it, said an earlier run"]
    assert before == {path: path.read_bytes() for path in (folder / "cache").iterdir()}


def test_a_site_has_the_works_and_a_title(kdbib: Kdbib, folder: Path) -> None:
    done = kdbib("report", "list.md", "--title", "Distillation", "-o", "index.html", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    data = data_of(folder / "index.html")
    assert (data["title"], data["kind"], len(data["rows"])) == ("Distillation", "site", 18)
    assert set(data["rows"][0]) == {
        *("key", "place", "section", "title", "authors", "venue", "year", "links", "bibtex"),
    }


def test_verify_writes_the_page_of_a_review(kdbib: Kdbib, folder: Path) -> None:
    done = kdbib("verify", "list.md", "--offline", "--report", "review.html")
    assert done.returncode == 1
    assert "18 references: 12 verified, 6 differ." in done.stdout
    data = data_of(folder / "review.html")
    assert data["kind"] == "review"
    statuses = Counter(row["status"] for row in data["rows"])
    assert statuses == {"verified": 12, "differs": 6}
    assert kdbib("verify", "list.md", "--offline", "--report", "-").stdout.startswith("<!doctype")


def test_the_project_may_say_where_the_page_goes(kdbib: Kdbib, folder: Path) -> None:
    (folder / "kdbib.toml").write_text('report = "pages/index.html"\n')
    assert "there is no such folder to write to" in kdbib("report", "list.md").stderr
    (folder / "pages").mkdir()
    assert kdbib("report", "list.md").stderr == "kdbib: wrote pages/index.html\n"
    (folder / "kdbib.toml").write_text('report = "../index.html"\n')
    assert "is not inside of the project" in kdbib("report", "list.md").stderr
