"""Claims on questions: what somebody is asking, nobody else asks."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from kdbib.http.answers import Answers
from kdbib.http.answers_claims import Claims


def test_a_question_that_is_being_asked_is_not_free(tmp_path: Path) -> None:
    asked = [("doi", "10.1/a"), ("doi", "10.1/b")]
    mine, other = Answers(tmp_path), Answers(tmp_path)
    assert mine.claim("crossref", asked[:1], 60) == {asked[0]}
    assert other.claim("crossref", asked, 60) == {asked[1]}
    assert other.claim("dblp", asked, 60) == set(asked)
    mine.release("crossref", asked)
    assert other.claim("crossref", asked, 60) == set(asked)
    other.close()
    assert mine.claim("crossref", asked, 60) == set(asked)


def test_the_dead_claim_nothing(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from kdbib.http.answers import Answers\n"
        "print(Answers(Path(sys.argv[1])).claim('crossref', [('doi', '10.1/a')], 1e6), flush=True)\n"
        "os._exit(1)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    assert told == "{('doi', '10.1/a')}\n"
    answers = Answers(tmp_path)
    assert answers.claim("crossref", [("doi", "10.1/a")], 60) == {("doi", "10.1/a")}


def test_a_claim_from_elsewhere_ends_after_its_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [("doi", "10.1/a")]
    now = [time.time()]
    elsewhere = Answers(tmp_path, clock=lambda: now[0])
    monkeypatch.setattr(elsewhere, "_claims", Claims(lambda: now[0], "another-machine:1:x"))
    assert elsewhere.claim("crossref", asked, 60)
    here = Answers(tmp_path, clock=lambda: now[0])
    assert here.claim("crossref", asked, 60) == set()
    now[0] += 61
    assert here.claim("crossref", asked, 60) == set(asked)
