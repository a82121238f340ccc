"""``kdbib watch``: what became of the works of a list, asked again in time, and in batches."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from kdbib.resolutions import Resolutions
from kdbib.watching import due
from tests.cli.conftest import Kdbib
from tests.support.databases import Record, serve

YEAR = date.today().year


def preprint(n: int) -> Record:
    return {
        "type": "article",
        "title": f"{'Otter Badger Heron'.split()[n]} Movements across the Northern Rivers",
        "author": [{"family": "Marlow", "given": "Ida"}, {"family": "Teal", "given": "Ben"}],
        "issued": [2020],
        "identifiers": {"arxiv": f"2001.0000{n + 1}"},
    }


def published(n: int) -> Record:
    return {
        **preprint(n),
        "type": "paper-conference",
        "issued": [2021],
        "container-title": "International Conference on Machine Learning",
        "container-title-short": "ICML",
        "DOI": f"10.1145/100000{n}.100000{n}",
    }


BEFORE = [preprint(n) for n in range(3)]
LIST = "# Rivers\n\n" + "".join(
    f"{n + 1}. {r['title']}. Marlow, Ida et al. arXiv:{r['identifiers']['arxiv']}\n"
    for n, r in enumerate(BEFORE)
)


@pytest.fixture
def watched(kdbib: Kdbib, folder: Path) -> Path:
    """A list of three preprints, decided ten years ago."""
    (folder / "rivers.md").write_text(LIST)
    with serve(BEFORE) as databases:
        assert kdbib("enrich", "rivers.md", **databases.environment()).returncode == 0
    age(folder)
    return folder


def age(folder: Path) -> None:
    """Let all that was decided have been decided ten years ago."""
    path = folder / "cache" / "resolutions.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    for line in lines:
        line["decided"] = "2016-01-01"
        line.pop("checked", None)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def news(kdbib: Kdbib, records: Sequence[Record], *options: str) -> dict[str, object]:
    with serve(records) as databases:
        done = kdbib("watch", "rivers.md", "--format", "json", *options, **databases.environment())
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_preprint_that_was_published_is_a_diff_of_its_line_alone(
    kdbib: Kdbib, watched: Path
) -> None:
    with serve([published(0), *BEFORE[1:]]) as databases:
        done = kdbib("watch", "rivers.md", **databases.environment())
    assert done.returncode == 0, done.stderr
    changed = [
        line
        for line in done.stdout.splitlines()
        if line[0] in "+-" and line[:3] not in {"+++", "---"}
    ]
    assert changed == [
        "-1. Otter Movements across the Northern Rivers. Marlow, Ida et al. arXiv:2001.00001",
        "+1. Otter Movements across the Northern Rivers. Marlow, Ida et al. arXiv:2001.00001. ICML 2021",
    ]
    assert (watched / "rivers.md").read_text() == LIST


def test_it_is_written_where_asked_and_told_as_the_text_of_a_pull_request(
    kdbib: Kdbib, watched: Path
) -> None:
    with serve([published(0), *BEFORE[1:]]) as databases:
        done = kdbib(
            "watch", "rivers.md", "--in-place", "--format", "markdown", **databases.environment()
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(
        "## Published since\n\n- Marlow et al. 2020, Otter Movements across the Northern Rivers: published since, in ICML 2021 ("
    )
    assert done.stdout.endswith("\n3 works were asked about, 0 wait for the next run.\n")
    assert (watched / "rivers.md").read_text() == LIST.replace(
        "arXiv:2001.00001", "arXiv:2001.00001. ICML 2021", 1
    )


def test_a_paper_that_was_retracted_is_told_once() -> None:
    from kdbib.model import Claim, Entry, Status, Work
    from kdbib.watching import Kind, news_of
    from tests.test_resolutions import TITLE, cited

    before = Work("article-journal", TITLE, issued=(2015,), DOI="10.1000/x")
    after = Work("article-journal", TITLE, issued=(2015,), DOI="10.1000/x", status="retracted")
    claims = {"status": Claim("crossref")}
    entry = Entry(cited(TITLE), Status.MATCHED, work=after, provenance=claims)
    (one,) = news_of(entry.citation, before, entry)
    assert (one.kind, one.source) == (Kind.TAKEN_BACK, "crossref")
    assert news_of(entry.citation, after, entry) == []
    other = Work("article-journal", "Otters", issued=(2015,), DOI="10.1000/y")
    assert news_of(entry.citation, other, entry) == []


def test_nobody_is_asked_again_before_it_is_time_and_only_in_batches(
    kdbib: Kdbib, watched: Path
) -> None:
    first = news(kdbib, BEFORE, "--batch", "2")
    assert (first["news"], first["asked"], first["waiting"]) == ([], 2, 1)
    second = news(kdbib, BEFORE, "--batch", "2")
    assert (second["asked"], second["waiting"]) == (1, 0)
    assert news(kdbib, BEFORE)["asked"] == 0


def test_when_no_database_answers_they_stay_due(kdbib: Kdbib, watched: Path) -> None:
    done = kdbib("watch", "rivers.md", "--format", "json")
    assert done.returncode == 3
    assert news(kdbib, BEFORE)["asked"] == 3


@pytest.mark.parametrize(
    ("year", "type_", "days"),
    [(YEAR, "article", 14), (YEAR - 4, "article", 60), (YEAR - 9, "article", 365), (YEAR, "article-journal", 90), (YEAR - 9, "article-journal", 365)],
)  # fmt: skip
def test_how_soon_depends_on_the_age(tmp_path: Path, year: int, type_: str, days: int) -> None:
    from kdbib.model import Entry, Status, Work
    from tests.test_resolutions import TITLE, cited

    citation = cited(TITLE)
    kept = Resolutions(tmp_path / "resolutions.jsonl")
    entry = Entry(citation, Status.MATCHED, work=Work(type_, TITLE, issued=(year,)), key="a")
    kept.keep([(entry, frozenset())])
    today = date.today()
    assert due([citation], kept, today + timedelta(days=days - 1)) == []
    assert due([citation], kept, today + timedelta(days=days)) == [citation]
