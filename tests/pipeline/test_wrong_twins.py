"""Every source answers every question with the wrong twin, in its own format: no wrong match.

This is what Semantic Scholar's match does, which always has a nearest title, what a batch does whose
answers got out of step, and what a search does that ranks the copy of a famous paper first.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kdbib.http.answers import Answers
from kdbib.http.client import Client
from kdbib.model import Status
from kdbib.pipeline import Outcome, Setting, resolve
from kdbib.resolutions import Resolutions
from kdbib.resolve import SOURCES
from kdbib.resolve.base import TITLE, WORDS, Answer, Found, Question, Source
from tests.pipeline.test_pipeline import ROOT, Stopwatch, citations
from tests.support.databases import Record, serve
from tests.support.databases.crossref import Crossref

CASES = [
    json.loads(line)
    for line in (ROOT / "tests" / "match" / "confusables.jsonl").read_text("utf-8").splitlines()
]
CASES = [case for case in CASES if case["wrong"]]


def held(twin: Mapping[str, Any]) -> Record:
    """The twin as a record that every database has: what it lacks of identifiers is made up."""
    names = [name.partition(", ") for name in twin["authors"]]
    doi = twin.get("doi") or "10.1145/7777777.7777777"
    return {
        "type": "paper-conference",
        "title": twin["title"],
        "author": [{"family": family, "given": given or "Ann"} for family, _, given in names],
        "issued": [twin["year"]],
        "container-title": twin["venue"],
        "container-title-short": twin["venue"].split()[0],
        "DOI": doi,
        "identifiers": {
            "arxiv": twin.get("arxiv") or f"{twin['year'] % 100:02}01.07777",
            "openreview": "Twin777777",
            "dblp": "conf/twin/Twin77",
            "acl": f"{twin['year']}.acl-main.77",
            "s2": "7" * 40,
        },
        "pdf_url": "https://example.org/twin.pdf",
    }


class Misled:
    """A source whose every question is replaced by one after the twin, and answered to that."""

    def __init__(self, source: Source, twin: Record) -> None:
        self._source, self._twin = source, twin
        self.name, self.url, self.has_key = source.name, source.url, source.has_key
        self.policy = replace(source.policy, interval=0.0, interval_with_key=None)
        self.accepts = source.accepts
        self.misled: list[Answer] = []

    def batches(self, questions: Sequence[Question]) -> list[tuple[Question, ...]]:
        return self._source.batches(questions)

    def fetch(self, client: Client, batch: Sequence[Question]) -> bytes:
        return self._source.fetch(client, [self._after_the_twin(question) for question in batch])

    def read(self, answer: bytes, batch: Sequence[Question]) -> dict[Question, Answer]:
        asked = [self._after_the_twin(question) for question in batch]
        told = self._source.read(answer, asked)
        self.misled += told.values()
        return {mine: told[theirs] for mine, theirs in zip(batch, asked, strict=True)}

    def _after_the_twin(self, question: Question) -> Question:
        if question.kind in (TITLE, WORDS):
            return Question(question.kind, self._twin["title"])
        if question.kind == "doi":
            return Question("doi", self._twin["DOI"])
        return Question(question.kind, self._twin["identifiers"].get(question.kind, "7777777"))


@pytest.fixture(autouse=True)
def mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KDBIB_MAILTO", "somebody@example.org")  # Unpaywall answers nobody else


FACTS = ROOT.parent / "shared" / "facts" / "confusables.jsonl"
OF_TWO_WORKS = (
    "list id AND author belong to another paper",
    "near-title, same first author",
    "suffix titles",
    "same group, near titles",
)
"""The kinds of confusables whose two records are two works, rather than two versions of one."""


def facts() -> list[Any]:
    """Both directions of the pairs of works that were met in lists, where these facts are at hand."""
    pairs = []
    lines = FACTS.read_text("utf-8").splitlines() if FACTS.is_file() else []
    for fact in map(json.loads, lines):
        if fact["kind"] in OF_TWO_WORKS:
            one, other = fact["record_a"], fact["record_b"]
            pairs += [(one, other), (other, one)]
    return [pytest.param(cited(one), held(named(other)), id=one["title"]) for one, other in pairs]


def cited(record: Mapping[str, Any]) -> str:
    authors = f" {record['first_authors'][0]} et al." if record["first_authors"] else ""
    return f"1. {record['title']}.{authors} {record['venue']} {record['year']}"


def named(record: Mapping[str, Any]) -> dict[str, Any]:
    return {**record, "authors": record["first_authors"] or ["Nobody"]}


TWINS = [
    pytest.param(case["listed"], held(twin), id=f"{case['why']} {twin['title'][:30]}")
    for case in CASES
    for twin in case["wrong"]
]
TWINS += facts()


@pytest.mark.parametrize(("listed", "twin"), TWINS)
def test_nobody_is_taken_for_the_other(
    listed: str, twin: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve([twin]) as databases:
        for name, value in databases.environment().items():
            monkeypatch.setenv(name, value)
        sources = [Misled(source, twin) for source in SOURCES.values()]
        outcome = asked_of(sources, listed, tmp_path)
    answering = {each.name for each in sources if any(isinstance(a, Found) for a in each.misled)}
    assert len(answering) >= 5  # those that were asked; who takes only DOIs has none to be asked
    (entry,) = outcome.entries
    assert entry.work is None
    assert entry.status in {Status.NOT_FOUND, Status.CONTRADICTED, Status.UNKNOWN}


def asked_of(sources: Sequence[Source], listed: str, folder: Path) -> Outcome:
    clock = Stopwatch()
    with closing(Answers(folder / "cache")) as answers:
        setting = Setting(
            corpora=(),
            sources=sources,
            connect=lambda: Client(state=folder, clock=clock, sleep=clock.sleep),
            thorough=True,
            answers=answers,
            resolutions=Resolutions(None),
        )
        return resolve(citations(listed), setting)


ATTENTION = held(
    {
        "title": "Attention Is All You Need",
        "authors": ["Vaswani, Ashish", "Shazeer, Noam"],
        "venue": "NeurIPS",
        "year": 2017,
        "arxiv": "1706.03762",
    }
)
LISTED = "1. Attention Is All You Need. Vaswani, Ashish et al. NeurIPS 2017\n"


def test_a_copy_under_a_foreign_prefix_is_nobodys_candidate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Crossref has seven of the famous paper before anything real; here, nothing real at all."""
    with serve([], Crossref(copies=7), only={"crossref": [ATTENTION]}) as databases:
        for name, value in databases.environment().items():
            monkeypatch.setenv(name, value)
        (entry,) = asked_of([SOURCES["crossref"]], LISTED, tmp_path).entries
        asked = [each for each in databases.log if each.database == "crossref"]
    assert asked
    assert entry.work is not None
    assert (entry.work.DOI, entry.work.year) == ("10.1145/7777777.7777777", 2017)


@pytest.mark.parametrize(
    ("title", "doi"),
    [
        ("Attention Is All You Need", "10.65215/2q58a426"),
        ("Erratum: Attention Is All You Need", None),
        ('Review for "Attention Is All You Need"', None),
        ("Data from: Attention Is All You Need", None),
        ("Attention Is All You Need (Slides)", None),
        ("Attention Is All You Need (Extended Abstract)", None),
        ("Front Matter", None),
    ],
)
def test_what_is_not_the_paper_is_not_matched_whoever_has_it(
    title: str, doi: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where every database has it, with the paper's authors, year and venue."""
    twin = {**ATTENTION, "title": title, "DOI": doi or ATTENTION["DOI"]}
    with serve([twin]) as databases:
        for name, value in databases.environment().items():
            monkeypatch.setenv(name, value)
        sources = [Misled(source, twin) for source in SOURCES.values()]
        (entry,) = asked_of(sources, LISTED, tmp_path).entries
    found = entry.work.DOI if entry.work else None
    assert entry.work is None or (doi and found is None), entry.work
