"""The file of decisions: shared by runs, versions and people, none of whom loses a line."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kdbib.model import Choice, Citation, Entry, Reason, Status, Why, Work
from kdbib.read.markdown import read_markdown
from kdbib.read.source import SourceText
from kdbib.resolutions import Resolutions, fingerprint

TITLE = "Distilling the Knowledge in a Neural Network"
OTHER = "Relational Knowledge Distillation"


def cited(title: str) -> Citation:
    text = f"1. {title}. NeurIPS 2015\n"
    (citation,) = read_markdown(SourceText(text.encode(), "list.md")).citations
    return citation


def decided(title: str, key: str = "key2015") -> Entry:
    work = Work("article", title, issued=(2015,))
    return Entry(cited(title), Status.MATCHED, work=work, key=key, confidence=1.0)


def keep(path: Path, *titles: str) -> None:
    Resolutions(path).keep((decided(title), frozenset({"arxiv"})) for title in titles)


def line(path: Path, title: str) -> dict[str, object]:
    wanted = fingerprint(cited(title))
    lines = map(json.loads, path.read_bytes().splitlines())
    return next(found for found in lines if found["citation"] == wanted)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "resolutions.jsonl"


STRANGE = [
    b'{"version": 9, "citation": "0123456789abcdef", "title": 5}',
    b"<<<<<<< HEAD",
    b"\xff\xfe not text",
    b"[" * 5000,
    b'{"citation":"a","title":"b","status":"superseded","work":null}\r',
]


def test_lines_that_cannot_be_read_stay_byte_for_byte(path: Path) -> None:
    keep(path, TITLE)
    path.write_bytes(b"\n".join(STRANGE) + b"\n" + path.read_bytes())
    keep(path, OTHER)
    lines = path.read_bytes().split(b"\n")
    assert lines[: len(STRANGE)] == STRANGE
    assert len(Resolutions(path)) == 2


def test_the_line_of_a_newer_version_keeps_what_this_one_does_not_know(path: Path) -> None:
    keep(path, TITLE)
    newer = json.dumps(line(path, TITLE) | {"checked_by": "a person", "ids": {"b": 1}}, indent=None)
    path.write_text(newer + "\n", "utf-8")
    keep(path, OTHER)
    assert newer.encode() in path.read_bytes().split(b"\n")
    Resolutions(path).keep([(decided(TITLE, "another2015"), frozenset({"dblp"}))])
    assert line(path, TITLE)["key"] == "another2015"
    assert line(path, TITLE)["checked_by"] == "a person"
    assert line(path, TITLE)["ids"] == {"b": 1}


@pytest.mark.parametrize(
    "wrong",
    [
        {"work": None},
        {"work": {"type": "article"}},
        {"work": {"type": "article", "title": 5}},
        {"work": {"type": "article", "title": "x", "identifiers": []}},
        {"work": {"type": "article", "title": "x", "identifiers": "arxiv"}},
        {"work": {"type": "article", "title": "x", "author": {"family": 1}}},
        {"work": {"type": "article", "title": "x", "issued": "2015"}},
        {"work": []},
        {"status": "believed"},
        {"confidence": "sure"},
        {"confidence": 7},
        {"provenance": {"title": "arxiv"}},
        {"evidence": {"title": "perhaps"}},
        {"evidence": {"title": 5}},
        {"dissent": {"title": [["one"]]}},
        {"asked": "arxiv"},
        {"reason": 5},
        {"reason": {"code": "whim"}},
        {"reason": {"code": "said", "values": {"words": 5}}},
        {"key": 5},
        {"citation": None},
    ],
    ids=json.dumps,
)
def test_a_line_of_wrong_types_is_told_and_passed_over(
    path: Path, caplog: pytest.LogCaptureFixture, wrong: dict[str, object]
) -> None:
    keep(path, TITLE)
    path.write_text(json.dumps(line(path, TITLE) | wrong) + "\n", "utf-8")
    assert len(Resolutions(path)) == 0
    assert f"{path}:1 can't be read and is passed over: " in caplog.text


def test_a_reason_is_kept_as_a_code_and_its_values(path: Path) -> None:
    why = Reason(Why.NOWHERE, {"asked": ("acl", "dblp")}, because=Reason(Why.NOT_IN_CORPUS))
    lost = Entry(cited(TITLE), Status.NOT_FOUND, why=why)
    Resolutions(path).keep([(lost, frozenset())])
    assert line(path, TITLE)["reason"] == {
        "code": "nowhere",
        "values": {"asked": ["acl", "dblp"]},
        "because": {"code": "not-in-corpus"},
    }
    known = Resolutions(path).get(cited(TITLE))
    assert known is not None
    assert known.why == why


def test_a_reason_in_words_which_earlier_versions_wrote_stays_as_it_is(path: Path) -> None:
    keep(path, OTHER)
    old = line(path, OTHER) | {"status": "not_found", "reason": "not in the corpus, nor at acl"}
    del old["work"], old["key"]
    written = json.dumps(old, separators=(",", ":")) + "\n"
    path.write_text(written, "utf-8")
    known = Resolutions(path).get(cited(OTHER))
    assert known is not None
    assert known.reason == "not in the corpus, nor at acl"
    keep(path, TITLE)
    assert written in path.read_text("utf-8")
    resolutions = Resolutions(path)
    resolutions.keep_corrected([(cited(OTHER), cited(f"{OTHER} Again"))])
    chosen = replace(known, choice=Choice("Ida", "none"))
    resolutions.choose([chosen])
    resolutions.undo(chosen.citation)
    assert line(path, OTHER)["reason"] == old["reason"]


def test_what_another_run_decided_meanwhile_is_kept(path: Path) -> None:
    one, other = Resolutions(path), Resolutions(path)
    one.keep([(decided(TITLE), frozenset({"arxiv"}))])
    other.keep([(decided(OTHER), frozenset({"arxiv"}))])
    assert len(Resolutions(path)) == 2


def test_ten_processes_at_once_keep_every_decision(path: Path) -> None:
    code = """
import sys
from pathlib import Path
from tests.test_resolutions import keep
path = Path(sys.argv[1])
sys.stdin.read()
for number in range(4):
    keep(path, f"A Paper on Subject {sys.argv[2]} in Part {number} of Many")
"""
    command = [sys.executable, "-c", code, str(path)]
    runs = [subprocess.Popen([*command, str(n)], stdin=subprocess.PIPE) for n in range(10)]
    for run in runs:
        assert run.stdin is not None
        run.stdin.close()
    assert [run.wait(60) for run in runs] == [0] * 10
    assert len(Resolutions(path)) == 40
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_decision_is_kept_under_the_corrected_citation_too(path: Path) -> None:
    keep(path, TITLE)
    before, after = cited(TITLE), cited(f"{TITLE}: Dark Knowledge")
    resolutions = Resolutions(path)
    resolutions.keep_corrected([(before, after)])
    again = Resolutions(path)
    known = again.get(after)
    assert known is not None
    assert known.title == f"{TITLE}: Dark Knowledge"
    assert known.work is not None
    assert known.work.title == TITLE
    assert again.get(before) is not None


def test_a_run_that_keeps_nothing_writes_nothing(path: Path) -> None:
    Resolutions(path, keeping=False).keep([(decided(TITLE), frozenset())])
    assert not path.parent.exists()
