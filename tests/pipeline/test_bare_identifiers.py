"""A citation that is an identifier and nothing else, at every source that knows identifiers."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kdbib.corpus import embedded
from kdbib.http.answers import Answers
from kdbib.http.client import Client
from kdbib.model import Citation, Identifier, Scheme, Span, Status
from kdbib.pipeline import Outcome, Setting, resolve
from kdbib.resolutions import Resolutions
from kdbib.resolve import SOURCES
from tests.support.databases import read_file, serve

ROOT = Path(__file__).parents[2]
RECORDS = read_file(ROOT / "kdbib" / "corpus" / "data" / "knowledge-distillation.jsonl")
ZENODO: dict[str, Any] = {
    "type": "dataset",
    "title": "Otters of the River, Counted",
    "author": [{"family": "Marlow", "given": "Ida"}],
    "issued": [2020],
    "DOI": "10.5281/zenodo.1234",
}
BY_SCHEME = {
    Scheme.ARXIV: "1503.02531",
    Scheme.DOI: "10.1109/CVPR.2019.00409",
    Scheme.ACL: "D16-1139",
}
ASKED = [
    ("arxiv", Scheme.ARXIV),
    ("semantic_scholar", Scheme.ARXIV),
    ("semantic_scholar", Scheme.DOI),
    ("semantic_scholar", Scheme.ACL),
    ("crossref", Scheme.DOI),
    ("dblp", Scheme.DOI),
    ("acl", Scheme.ACL),
    ("datacite", Scheme.ARXIV),
    ("openalex", Scheme.DOI),
]


def bare(scheme: Scheme, value: str) -> Citation:
    nowhere = Span(0, 0, 1, 1)
    found = Identifier(scheme, value)
    return Citation("list.txt", value, nowhere, 1, identifiers=((found, nowhere),))


def resolved(citation: Citation, folder: Path, *names: str) -> Outcome:
    with closing(Answers(folder)) as answers:
        setting = Setting(
            corpora=[embedded()] if not names else [],
            sources=[SOURCES[name] for name in names],
            connect=lambda: Client(state=folder, sleep=lambda _: None),
            answers=answers,
            resolutions=Resolutions(folder / "resolutions.jsonl"),
        )
        return resolve([citation], setting)


@pytest.mark.parametrize(("source", "scheme"), ASKED)
def test_every_source_finds_it(
    source: str, scheme: Scheme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(RECORDS) as databases:
        for name, value in databases.environment().items():
            monkeypatch.setenv(name, value)
        outcome = resolved(bare(scheme, BY_SCHEME[scheme]), tmp_path, source)
    (entry,) = outcome.entries
    assert entry.status is Status.MATCHED, entry.reason
    assert entry.work is not None
    assert entry.work.title


def test_a_doi_of_another_agency_is_asked_for_where_it_belongs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve([ZENODO]) as databases:
        for name, value in databases.environment().items():
            monkeypatch.setenv(name, value)
        citation = bare(Scheme.DOI, ZENODO["DOI"])
        outcome = resolved(citation, tmp_path, "crossref", "datacite", "semantic_scholar")
    assert [entry.status for entry in outcome.entries] == [Status.MATCHED]


def test_the_decision_is_kept_and_the_next_run_needs_nobody(tmp_path: Path) -> None:
    citation = bare(Scheme.ARXIV, "1503.02531")
    (first,) = resolved(citation, tmp_path).entries
    kept = Resolutions(tmp_path / "resolutions.jsonl").get(citation)
    assert kept is not None
    assert kept.title == "arxiv:1503.02531"
    assert kept.key == first.key == "hinton2015distilling"
