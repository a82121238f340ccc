"""From a list to entries, against databases that answer as the real ones do."""

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kdbib.corpus import embedded
from kdbib.http.answers import Answers
from kdbib.http.client import Client
from kdbib.model import Citation, Reason, Why
from kdbib.pipeline import Outcome, Setting, resolve
from kdbib.read.markdown import read_markdown
from kdbib.read.source import SourceText
from kdbib.resolutions import Resolutions
from kdbib.resolve import SOURCES
from tests.support.databases import Databases, Record, read_file, serve

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "awesome-knowledge-distillation.md"
RECORDS = read_file(ROOT / "kdbib" / "corpus" / "data" / "knowledge-distillation.jsonl")


def citations(text: str) -> Sequence[Citation]:
    return read_markdown(SourceText(text.encode(), "list.md")).citations


class Stopwatch:
    """A clock that only sleeping moves, so that keeping to the limits takes no time."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


Run = Callable[..., Outcome]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Resolve citations with the databases given, and what earlier runs in this test kept."""
    clock = Stopwatch()

    def connect() -> Client:
        return Client(state=tmp_path, clock=clock, sleep=clock.sleep)

    def resolved(
        text: str,
        databases: Databases | None = None,
        corpora: Sequence[Any] = (),
        names: Sequence[str] = ("arxiv", "semantic_scholar"),
        **options: Any,
    ) -> Outcome:
        for name, value in (databases.environment() if databases else {}).items():
            monkeypatch.setenv(name, value)
        with closing(Answers(tmp_path / "cache")) as answers:
            setting = Setting(
                corpora=corpora,
                sources=[SOURCES[name] for name in names] if databases else [],
                connect=connect,
                answers=answers,
                resolutions=Resolutions(tmp_path / "cache" / "resolutions.jsonl"),
                **options,
            )
            return resolve(citations(text), setting)

    return resolved


def statuses(outcome: Outcome) -> list[str]:
    return [entry.status.value for entry in outcome.entries]


def by_title(records: list[Record], *titles: str) -> list[Record]:
    return [record for record in records if record["title"] in titles]


HINTON = "1. Distilling the knowledge in a neural network. Hinton et al. arXiv:1503.02531\n"
PARK = "2. Relational Knowledge Distillation. Park, Wonpyo et al. CVPR 2019\n"


def test_the_corpus_alone_knows_the_example(run: Run) -> None:
    outcome = run(EXAMPLE.read_text("utf-8"), corpora=[embedded()])
    assert statuses(outcome) == ["matched"] * 18
    keys = [entry.key for entry in outcome.entries]
    assert keys[:3] == ["hinton2015distilling", "romero2015fitnets", "lee2019graphbased"]
    assert len(set(keys)) == 18


def test_the_databases_alone_know_it_in_a_handful_of_requests(run: Run) -> None:
    with serve(RECORDS) as databases:
        outcome = run(EXAMPLE.read_text("utf-8"), databases)
        assert len(databases.log) <= 7
    assert statuses(outcome).count("matched") >= 17
    first = outcome.entries[0]
    assert first.work is not None
    assert [name.display() for name in first.work.author] == [
        "Geoffrey Hinton",
        "Oriol Vinyals",
        "Jeff Dean",
    ]
    assert first.provenance["author"].source == "arxiv"


def test_what_one_source_finds_spares_the_other(run: Run) -> None:
    with serve(RECORDS) as databases:
        run(PARK, databases)
        asked = [(entry.database, entry.method) for entry in databases.log]
    # a title at Semantic Scholar, which has the DOI; then what arXiv and it have by identifier
    assert asked[0] == ("semantic_scholar", "GET")
    assert all(not entry.params["search_query"] for entry in databases.log.of("arxiv"))


def test_nothing_is_asked_twice(run: Run, tmp_path: Path) -> None:
    with serve(RECORDS) as databases:
        first = run(HINTON + PARK, databases)
        databases.log.clear()
        second = run(HINTON + PARK, databases)
        assert len(databases.log) == 0
        (tmp_path / "cache" / "resolutions.jsonl").unlink()
        third = run(HINTON + PARK, databases)  # from the answers alone
        assert len(databases.log) == 0
    works = [[entry.work for entry in outcome.entries] for outcome in (first, second, third)]
    assert works[0] == works[1] == works[2]


def test_decisions_are_enough_without_answers_and_without_a_network(
    run: Run, tmp_path: Path
) -> None:
    with serve(RECORDS) as databases:
        first = run(HINTON + PARK, databases)
    for file in (tmp_path / "cache").glob("answers.sqlite*"):
        file.unlink()
    with serve([]) as databases:
        again = run(HINTON + PARK, databases)
        assert len(databases.log) == 0
    assert [e.work for e in again.entries] == [e.work for e in first.entries]
    assert [e.key for e in again.entries] == [e.key for e in first.entries]


def test_a_run_that_is_cut_off_loses_nothing_of_an_earlier_one(run: Run, tmp_path: Path) -> None:
    with serve(RECORDS) as databases:
        first = run(HINTON, databases)
    decisions = tmp_path / "cache" / "resolutions.jsonl"
    halved = decisions.read_text("utf-8").replace('"asked":["arxiv",', '"asked":[')
    decisions.write_text(halved, "utf-8")
    for file in (tmp_path / "cache").glob("answers.sqlite*"):
        file.unlink()
    with serve(RECORDS) as databases:
        for database in ("arxiv", "semantic_scholar"):
            databases.fault(database, "503")
        again = run(HINTON, databases)
    assert [e.work for e in again.entries] == [e.work for e in first.entries]
    assert decisions.read_text("utf-8") == halved


def test_a_refreshed_run_asks_again(run: Run) -> None:
    with serve(RECORDS) as databases:
        run(HINTON, databases)
        databases.log.clear()
        run(HINTON, databases, refresh=True)
        assert len(databases.log) > 0


def test_an_outage_is_unknown_and_never_not_found(run: Run) -> None:
    line = "1. A Paper That Nobody But They Could Know. Somebody, Else et al. CVPR 2019\n"
    with serve(RECORDS) as databases:
        for database in ("arxiv", "semantic_scholar"):
            databases.fault(database, "503")
        outcome = run(HINTON + line, databases, corpora=[embedded()])
        assert statuses(outcome) == ["matched", "unknown"]
        assert outcome.partly
        assert set(outcome.outages) == {"arxiv", "semantic_scholar"}
        for database in ("arxiv", "semantic_scholar"):
            databases.heal(database)
        again = run(HINTON + line, databases, corpora=[embedded()])
    assert statuses(again) == ["matched", "not_found"]
    asked = {"asked": ("arxiv", "semantic_scholar")}
    assert again.entries[1].why == Reason(Why.NOWHERE, asked)


def test_who_was_out_of_reach_has_not_been_heard(run: Run, tmp_path: Path) -> None:
    """Not about a work either of which nobody was asked before they were out."""
    with serve(RECORDS) as gone:
        pass
    run(EXAMPLE.read_text("utf-8"), gone, [embedded()], list(SOURCES))
    kept = (tmp_path / "cache" / "resolutions.jsonl").read_text("utf-8").splitlines()
    heard = {name for line in kept for name in json.loads(line)["asked"]}
    assert {name.partition("#")[0] for name in heard} == {"corpus:knowledge-distillation"}


def test_one_source_down_leaves_what_the_other_knows(run: Run) -> None:
    with serve(RECORDS) as databases:
        databases.fault("arxiv", "503")
        outcome = run(HINTON + PARK, databases)
    assert statuses(outcome) == ["matched", "matched"]
    assert not outcome.partly
    assert list(outcome.outages) == ["arxiv"]


def test_a_database_that_holds_only_the_wrong_twin_is_not_believed(run: Run) -> None:
    twin = by_title(RECORDS, "Contrastive Representation Distillation")
    line = "1. Wasserstein Contrastive Representation Distillation. Chen, Liqun et al. CVPR 2021\n"
    with serve(twin) as databases:
        assert statuses(run(line, databases)) == ["not_found"]


def test_an_id_of_another_paper_is_a_conflict(run: Run) -> None:
    line = "1. Unheard Spikes in Spiking Networks. arXiv:1503.02531\n"
    with serve(by_title(RECORDS, "Distilling the Knowledge in a Neural Network")) as databases:
        (entry,) = run(line, databases).entries
    assert entry.status == "contradicted"
    assert entry.why == Reason(
        Why.ANOTHER_PAPER,
        {
            "identifier": "arxiv:1503.02531",
            "work": "Hinton et al. 2015, Distilling the Knowledge in a Neural Network",
        },
    )
    assert entry.changes == ()


def test_a_work_cited_twice_has_one_key(run: Run) -> None:
    outcome = run(PARK + "\n## Again\n\n" + PARK, corpora=[embedded()])
    first, second = outcome.entries
    assert first.key == second.key == "park2019relational"


def test_keys_stay_when_a_new_paper_would_share_them(run: Run) -> None:
    (first,) = run(PARK, corpora=[embedded()]).entries
    outcome = run("1. Another Paper First. CVPR 2019\n" + PARK, corpora=[embedded()])
    assert outcome.entries[1].key == first.key


def test_the_full_corpus_needs_few_requests(run: Run) -> None:
    """The titles of all works, with nothing but the databases to ask: 470 in at most 60."""
    lines = [
        f"{number}. {record['title']}. {record.get('container-title-short', '')} "
        f"{record['issued'][0]}"
        for number, record in enumerate(RECORDS, 1)
        if record.get("issued")
    ]
    with serve(RECORDS) as databases:
        outcome = run("\n".join(lines), databases)
        assert len(databases.log) <= 70
    found = [entry for entry in outcome.entries if entry.work]
    assert len(found) >= 0.97 * len(lines)


@pytest.mark.parametrize("name", ["crossref", "dblp", "openalex"])
def test_other_databases_are_asked_when_they_are_named(run: Run, name: str) -> None:
    line = PARK.replace("CVPR 2019", "CVPR 2019 [pdf](https://doi.org/10.1109/CVPR.2019.00409)")
    with serve(RECORDS) as databases:
        outcome = run(line, databases, names=[name])
        assert {entry.database for entry in databases.log} == {name}
    (entry,) = outcome.entries
    assert entry.status == "matched"
    assert entry.work is not None
    assert entry.work.DOI is not None
    assert entry.work.DOI.lower() == "10.1109/cvpr.2019.00409"
    assert entry.provenance["title"].source == name
