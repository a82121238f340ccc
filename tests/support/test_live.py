"""The questions of scripts/check-live, put to the local server: it answers as is expected."""

import pytest

from tests.pipeline.test_pipeline import RECORDS
from tests.support import live
from tests.support.databases import Databases, Record, serve

LORENZ: Record = {
    "type": "article-journal",
    "title": "Deterministic Nonperiodic Flow",
    "author": [{"family": "Lorenz", "given": "Edward N."}],
    "issued": [1963],
    "container-title": "Journal of the Atmospheric Sciences",
    "DOI": live.SICI,
}
IN_ANTHOLOGY: Record = {
    "type": "paper-conference",
    "title": "Distilling Knowledge Learned in BERT for Text Generation",
    "author": [{"family": "Chen", "given": "Yen-Chun"}],
    "issued": [2020],
    "container-title": "ACL",
    "identifiers": {"acl": live.ANTHOLOGY},
}
MAIL = "someone@university.edu"


def _lead(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in databases.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("KDBIB_MAILTO", MAIL)


def test_the_local_server_answers_as_is_expected(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve([*RECORDS, LORENZ, IN_ANTHOLOGY]) as databases:
        _lead(databases, monkeypatch)
        code = live.main([], sleep=lambda _: None)
    printed = capsys.readouterr().out
    assert "DIFFERS" not in printed
    assert f"\n{len(list(live.questions(MAIL)))} of " in printed
    assert code == 0


def test_what_differs_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve(RECORDS) as databases:
        _lead(databases, monkeypatch)
        databases.fault("doi", "html", on=1)
        code = live.main(["doi"], sleep=lambda _: None)
    printed = capsys.readouterr().out
    assert "DIFFERS      doi: agencies, in the order of the question\n" in printed
    assert "Making sure you're not a bot!" in printed
    assert "2 of 3 as expected" in printed
    assert code == 1


def test_every_database_of_the_server_is_asked() -> None:
    asked = {one.source for one in live.questions(MAIL)}
    with serve(RECORDS) as databases:
        known = {
            name.removeprefix("KDBIB_").removesuffix("_URL") for name in databases.environment()
        }
    assert {name.upper() for name in asked} == known
