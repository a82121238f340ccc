"""The plan: what it promises is what is then sent."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kdbib.http.answers import Answers
from kdbib.http.client import Client
from kdbib.pipeline import Outcome, Plan, Setting, plan_of, resolve
from kdbib.resolutions import Resolutions
from kdbib.resolve import SOURCES
from tests.pipeline.test_pipeline import HINTON, PARK, RECORDS, Stopwatch, citations
from tests.support.databases import Databases, serve

TITLES = "".join(
    f"1. {r['title']}. {r.get('container-title-short', '')} {r['issued'][0]}\n"
    for r in RECORDS
    if r.get("issued")
)


class Bench:
    """A place to plan and to resolve in, with a clock that only waiting moves."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, Stopwatch()

    def setting(self, answers: Answers, **options: Any) -> Setting:
        return Setting(
            corpora=(),
            sources=list(SOURCES.values()),
            connect=lambda: Client(state=self.folder, clock=self.clock, sleep=self.clock.sleep),
            answers=answers,
            resolutions=Resolutions(self.folder / "cache" / "resolutions.jsonl"),
            **options,
        )

    def plan(self, text: str, **options: Any) -> Plan:
        with closing(Answers(self.folder / "cache")) as answers:
            return plan_of(citations(text), self.setting(answers, **options))

    def resolve(self, text: str, **options: Any) -> Outcome:
        with closing(Answers(self.folder / "cache")) as answers:
            return resolve(citations(text), self.setting(answers, **options))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def lead(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in databases.environment().items():
        monkeypatch.setenv(name, value)


def test_nothing_is_sent_and_nothing_is_decided(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(RECORDS) as databases:
        lead(databases, monkeypatch)
        bench.plan(HINTON + PARK)
        assert len(databases.log) == 0
    assert not (bench.folder / "cache" / "resolutions.jsonl").exists()


def test_the_batches_of_a_plan_are_those_that_are_sent(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(RECORDS) as databases:
        lead(databases, monkeypatch)
        plan = bench.plan(TITLES + HINTON)
        bench.resolve(TITLES + HINTON)
        sent = databases.log.of("arxiv")
    arxiv = plan.share_of("arxiv")
    assert arxiv.identifiers == 1
    assert [asked.params["id_list"] for asked in sent[:1]] == ["1503.02531"]
    phrases = [asked.params["search_query"].count('ti:"') for asked in sent[1:]]
    assert phrases[: len(arxiv.batches) - 1] == [len(batch) for batch in arxiv.batches[1:]]
    both = arxiv.titles + plan.share_of("semantic_scholar").titles
    assert both == len({c.title.text for c in citations(TITLES) if c.title})


def test_who_is_asked_first_for_a_title_depends_on_nothing_else(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not on the other titles, nor on speeds: so a list that grows gets the same works."""
    plan = bench.plan(TITLES)
    monkeypatch.setenv("S2_API_KEY", "a-known-key")
    with_key = bench.plan(TITLES)
    for each in (plan, with_key):
        assert each.share_of("semantic_scholar").titles > 450
        assert each.share_of("arxiv").titles == 0
    assert with_key.seconds < plan.seconds


def test_the_plan_of_a_list_comes_true_once_the_first_answers_are_in(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The more the databases know, the fewer requests; the rates are learned from answers."""
    lines = TITLES.splitlines(keepends=True)
    one, other = "".join(lines[:320]), "".join(lines[320:])
    with serve(RECORDS) as databases:
        lead(databases, monkeypatch)
        cautious = bench.plan(other)
        bench.resolve(one)
        databases.log.clear()
        plan = bench.plan(other)
        bench.resolve(other)
        sent = len(databases.log)
    assert cautious.fewest <= sent <= cautious.most
    assert abs(plan.requests - sent) < abs(cautious.requests - sent)


def test_what_the_cache_and_earlier_runs_know_is_not_planned(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(RECORDS) as databases:
        lead(databases, monkeypatch)
        bench.resolve(HINTON + PARK)
    assert bench.plan(HINTON + PARK).decided == 2
    (bench.folder / "cache" / "resolutions.jsonl").unlink()
    again = bench.plan(HINTON + PARK)
    assert again.requests == 0
    assert again.share_of("semantic_scholar").at_hand >= 2


def test_sources_that_are_named_are_asked_for_every_title(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = "".join(f"1. A Paper Number {n} on Nothing at All. CVPR 2019\n" for n in range(30))
    with serve([]) as databases:
        lead(databases, monkeypatch)
        outcome = bench.resolve(unknown)
        few = len(databases.log.of("crossref"))
        reasons = {"crossref" in entry.reason for entry in outcome.entries}
        bench.resolve(unknown)
        assert len(databases.log.of("crossref")) == few  # nor are they asked the next time
        bench.resolve(unknown, thorough=True)
        assert len(databases.log.of("crossref")) == 30
    assert 0 < few <= 15
    assert reasons == {True, False}  # who was not asked is not said to know nothing
