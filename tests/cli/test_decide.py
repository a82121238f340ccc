"""``kdbib decide``: a person's decision is kept, holds in every run, and can be taken back."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kdbib.model import Reason, Why
from kdbib.resolutions import Resolutions, fingerprint
from kdbib.wording import worded_reason
from tests.cli.conftest import Kdbib
from tests.support.databases import Record, serve

SHARED = "Deep Otter Learning"
WORKS: list[Record] = [
    {
        "type": "paper-conference",
        "title": SHARED,
        "author": [{"family": family, "given": given}],
        "issued": [year],
        "container-title": venue,
        "DOI": doi,
    }
    for family, given, year, venue, doi in (
        ("Marlow", "Ida", 2018, "ICML", "10.1145/1111111.1111111"),
        ("Teal", "Ben", 2018, "ICML", "10.1145/2222222.2222222"),
    )
]
LIST = f"# Otters\n\n- {SHARED}. ICML 2018\n- Relational Knowledge Distillation. Park, Wonpyo et al. CVPR 2019\n"
TEAL = "10.1145/2222222.2222222"


@pytest.fixture
def otters(folder: Path) -> Path:
    """A list whose first entry may be either of two papers."""
    file = folder / "otters.md"
    file.write_text(LIST)
    return file


def entries(kdbib: Kdbib, *options: str, **variables: str) -> list[dict[str, Any]]:
    done = kdbib("enrich", "otters.md", "--format", "json", *options, **variables)
    assert done.returncode in {0, 3}, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["entries"]
    return found


def lines(folder: Path) -> list[dict[str, Any]]:
    kept = (folder / "cache" / "resolutions.jsonl").read_text("utf-8")
    return [json.loads(line) for line in kept.splitlines()]


def by_hand(folder: Path) -> dict[str, Any]:
    (found,) = [line for line in lines(folder) if "by" in line]
    return found


def test_a_choice_is_kept_with_who_and_when_and_holds_in_every_later_run(
    kdbib: Kdbib, folder: Path, otters: Path
) -> None:
    with serve(WORKS) as databases:
        online = databases.environment()
        assert entries(kdbib, **online)[0]["status"] == "ambiguous"
        done = kdbib("decide", "otters.md:3", TEAL, "--by", "Ida Marlow", **online)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == f"otters.md:3:1: {SHARED}: teal2018deep  Teal 2018, {SHARED}\n"
        line = by_hand(folder)
        assert line["by"] == "Ida Marlow"
        assert line["chosen"] == f"doi:{TEAL}"
        assert line["decided"] == date.today().isoformat()
        assert line["instead"]["status"] == "ambiguous"
        asked = len(databases.log.of("crossref"))
        chosen = entries(kdbib, **online)[0]
        assert len(databases.log.of("crossref")) == asked
        again = entries(kdbib, "--refresh", **online)[0]
        assert len(databases.log.of("crossref")) > asked
    offline = entries(kdbib, "--offline")[0]
    for one in (chosen, again, offline):
        assert (one["status"], one["key"], one["chosen_by"]) == (
            "matched",
            "teal2018deep",
            "Ida Marlow",
        )
        assert one["work"]["DOI"] == TEAL
    assert by_hand(folder)["decided"] == line["decided"]
    assert "Ida Marlow decided on" in kdbib("explain", "teal2018deep").stdout
    assert kdbib("enrich", "otters.md", "--offline", "--check").returncode in {0, 1}
    assert by_hand(folder)["by"] == "Ida Marlow"


def test_undo_brings_back_what_kdbib_had_decided_byte_for_byte(
    kdbib: Kdbib, folder: Path, otters: Path
) -> None:
    with serve(WORKS) as databases:
        entries(kdbib, **databases.environment())
        before = (folder / "cache" / "resolutions.jsonl").read_bytes()
        kdbib("decide", "otters.md:3", TEAL, "--by", "Ida", **databases.environment())
    kdbib("decide", "deep otter", "none", "otters.md", "--by", "Ben", "--offline")
    assert by_hand(folder)["by"] == "Ben"
    assert (folder / "cache" / "resolutions.jsonl").read_bytes() != before
    done = kdbib("decide", "otters.md:3", "--undo")
    assert done.returncode == 0
    assert "ambiguous" in (folder / "cache" / "resolutions.jsonl").read_text()
    assert (folder / "cache" / "resolutions.jsonl").read_bytes() == before
    done = kdbib("decide", "otters.md:3", "--undo")
    assert (done.returncode, done.stderr) == (
        2, "kdbib: no person has decided about this citation: there is nothing to undo\n"
    )  # fmt: skip


def test_none_is_not_found_and_nobody_is_asked_again(
    kdbib: Kdbib, folder: Path, otters: Path
) -> None:
    assert kdbib("decide", "3", "none", "otters.md", "--by", "Ida", "--offline").returncode == 0
    with serve(WORKS) as databases:
        first, second = entries(
            kdbib, "--refresh", "--source", "crossref", **databases.environment()
        )
        assert not [one for one in databases.log if SHARED in str(one)]
    assert (first["status"], first["work"], first["chosen_by"]) == ("not_found", None, "Ida")
    assert first["why"] == "none-chosen"
    assert (second["status"], second["chosen_by"]) == ("matched", None)
    done = kdbib("lint", "otters.md", "--resolve", "--offline", "--select", "KB708")
    assert (done.returncode, "KB708" in done.stdout) == (0, False)
    words = [
        o["word"]
        for o in json.loads(kdbib("verify", "otters.md", "--offline", "--format", "json").stdout)[
            "references"
        ]
    ]
    assert words == ["not found", "verified"]


def test_what_cannot_be_looked_up_now_is_looked_up_by_the_next_run(
    kdbib: Kdbib, folder: Path, otters: Path
) -> None:
    done = kdbib("decide", "otters.md:3", f"https://doi.org/{TEAL}", "--by", "Ida", "--offline")
    chosen = {"by": "Ida", "what": f"doi:{TEAL}"}
    assert (done.returncode, done.stdout) == (
        0, f"otters.md:3:1: {SHARED}: {worded_reason(Reason(Why.NOT_LOOKED_UP, chosen))}\n"
    )  # fmt: skip
    assert entries(kdbib, "--offline")[0]["work"] is None
    assert by_hand(folder)["chosen"] == f"doi:{TEAL}"
    with serve(WORKS) as databases:
        assert entries(kdbib, **databases.environment())[0]["work"]["DOI"] == TEAL
    assert entries(kdbib, "--offline")[0]["key"] == "teal2018deep"
    assert by_hand(folder)["by"] == "Ida"


def test_a_correction_takes_the_decision_along(kdbib: Kdbib, folder: Path) -> None:
    file = folder / "otters.md"
    file.write_text("1. Relational Knowlege Distillation. Park, Wonpyo et al. ICML 2019\n")
    kdbib("decide", "1", "1904.05068", "otters.md", "--by", "Ida", "--offline")
    kdbib("enrich", "otters.md", "--in-place", "--offline")
    assert (
        file.read_text() == "1. Relational Knowledge Distillation. Park, Wonpyo et al. CVPR 2019\n"
    )
    (entry,) = entries(kdbib, "--offline")
    assert (entry["chosen_by"], entry["status"], entry["changes"]) == ("Ida", "matched", [])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["otters.md:3", "otters"], "'otters' is neither an identifier (DOI, arXiv id, ...) nor `none`"),
        (["otters.md:3"], "say which paper it is: a DOI, an arXiv id, or none"),
        (["otters.md:1", "none"], "otters.md has no citation '1'; `kdbib parse otters.md` shows them"),
        (["nothing", "none"], "nothing is decided about 'nothing'; run `kdbib enrich LIST` first"),
        (["x", "none", "otters.md"], "otters.md has no citation 'x'; `kdbib parse otters.md` shows them"),
        (["3", "none", "absent.md"], "absent.md: no such file or directory"),
    ],
)  # fmt: skip
def test_what_cannot_be_decided_is_told(
    kdbib: Kdbib, folder: Path, otters: Path, arguments: list[str], told: str
) -> None:
    done = kdbib("decide", *arguments, "--offline", "--by", "Ida")
    assert done.returncode == 2
    assert done.stderr.startswith("kdbib: ")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "cache" / "resolutions.jsonl").exists()


def test_an_identifier_that_nobody_knows_is_refused(
    kdbib: Kdbib, folder: Path, otters: Path
) -> None:
    with serve(WORKS) as databases:
        done = kdbib(
            "decide",
            "otters.md:3",
            "10.1145/9999999.9999999",
            "--by",
            "I",
            **databases.environment(),
        )
    assert done.returncode == 2
    assert "doi:10.1145/9999999.9999999: not in the corpus" in done.stderr
    assert not (folder / "cache" / "resolutions.jsonl").exists()


def test_a_run_at_the_same_time_replaces_no_decision_of_a_person(
    kdbib: Kdbib, folder: Path, otters: Path
) -> None:
    with serve(WORKS) as databases:
        entries(kdbib, **databases.environment())
    path = folder / "cache" / "resolutions.jsonl"
    running = Resolutions(path)
    kdbib("decide", "otters.md:3", "none", "--by", "Ida", "--offline")
    chosen = by_hand(folder)["citation"]
    (other,) = [one for one in running if one.citation == chosen]
    running._new[chosen] = other  # what that run decided before the person did
    running._write()
    assert by_hand(folder)["by"] == "Ida"


def test_clearing_the_decisions_keeps_those_of_people(
    kdbib: Kdbib, folder: Path, otters: Path
) -> None:
    with serve(WORKS) as databases:
        entries(kdbib, **databases.environment())
    kdbib("decide", "otters.md:3", "none", "--by", "Ida", "--offline")
    assert kdbib("cache", "clear", "--resolutions").returncode == 0
    assert [line["by"] for line in lines(folder)] == ["Ida"]


@pytest.mark.parametrize(
    "chosen", ["", "rm -rf /", "none of them", "doi:", "x" * 9000, "\x1b[2Jdoi:10.1/x"]
)
def test_a_line_with_no_possible_choice_is_passed_over(
    kdbib: Kdbib, folder: Path, otters: Path, chosen: str
) -> None:
    kdbib("decide", "otters.md:3", "none", "--by", "Ida", "--offline")
    path = folder / "cache" / "resolutions.jsonl"
    path.write_text(json.dumps(lines(folder)[0] | {"chosen": chosen}) + "\n")
    done = kdbib("enrich", "otters.md", "--offline")
    assert "resolutions.jsonl:1 can't be read and is passed over" in done.stderr
    assert done.returncode == 0


def test_a_name_is_one_line_without_what_controls_a_terminal(
    kdbib: Kdbib, folder: Path, otters: Path
) -> None:
    kdbib(
        "decide",
        "otters.md:3",
        "none",
        "--by",
        "\x1b[31mIda\nMarlow\u202e" + "x" * 500,
        "--offline",
    )
    by = by_hand(folder)["by"]
    assert by.startswith("[31mIda Marlow")
    assert len(by) == 100


def test_the_fingerprint_is_what_it_was() -> None:
    """Decisions are committed: another fingerprint would lose all of them."""
    from tests.test_resolutions import TITLE, cited

    assert fingerprint(cited(TITLE)) == "44d2c2a67674e074"
