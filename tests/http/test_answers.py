"""The cache: what has been answered is known, whatever happens to the process or the file."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kdbib.http.answers import KEPT, Answers, Known

ONE, TWO = ("arxiv", "1503.02531"), ("arxiv", "0000.00000")
DAY = 86400.0


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def test_questions_are_known_by_outcome_and_answers_kept_as_they_came(tmp_path: Path) -> None:
    clock = Clock()
    cache = Answers(tmp_path, clock=clock)
    cache.keep("arxiv", b"<feed/>", [ONE, TWO], {ONE: "found", TWO: "missing"})
    known = Answers(tmp_path, clock=clock).recall("arxiv", [ONE, TWO, ("arxiv", "other")])
    assert known == {ONE: Known("found", 1, clock.now), TWO: Known("missing", 1, clock.now)}
    assert cache.answer(1) == (b"<feed/>", [ONE, TWO])
    assert cache.recall("semantic_scholar", [ONE]) == {}


def test_what_is_found_holds_longer_than_what_is_missing(tmp_path: Path) -> None:
    clock = Clock()
    cache = Answers(tmp_path, clock=clock)
    cache.keep("arxiv", b"", [ONE, TWO], {ONE: "found", TWO: "missing"})
    clock.now += 15 * DAY
    assert list(cache.recall("arxiv", [ONE, TWO])) == [ONE]
    clock.now += 76 * DAY
    assert cache.recall("arxiv", [ONE, TWO]) == {}
    assert KEPT == {"found": 90 * DAY, "missing": 14 * DAY}


def test_failures_are_not_kept(tmp_path: Path) -> None:
    cache = Answers(tmp_path)
    cache.keep("arxiv", b"<feed/>", [ONE], {})
    assert cache.recall("arxiv", [ONE]) == {}
    assert cache.info().answers == 0


def test_an_answer_that_nothing_refers_to_is_dropped(tmp_path: Path) -> None:
    cache = Answers(tmp_path)
    cache.keep("arxiv", b"old", [ONE], {ONE: "missing"})
    cache.keep("arxiv", b"new", [ONE], {ONE: "found"})
    assert cache.info().answers == 1
    assert cache.answer(cache.recall("arxiv", [ONE])[ONE].answer) == (b"new", [ONE])


def test_info_and_clear(tmp_path: Path) -> None:
    clock = Clock()
    cache = Answers(tmp_path, clock=clock)
    cache.keep("arxiv", b"x" * 1000, [ONE, TWO], {ONE: "found", TWO: "missing"})
    clock.now += DAY
    cache.keep("semantic_scholar", b"y", [ONE], {ONE: "found"})
    info = cache.info()
    assert (info.path, info.questions) == (
        tmp_path / "answers.sqlite",
        {"arxiv": 2, "semantic_scholar": 1},
    )
    assert (info.found, info.missing, info.answers) == (2, 1, 2)
    assert (info.oldest, info.newest) == (clock.now - DAY, clock.now)
    assert info.size > 1000
    cache.clear()
    assert cache.recall("arxiv", [ONE]) == {}
    assert (cache.info().found, cache.info().oldest) == (0, None)


def test_no_folder_keeps_nothing() -> None:
    cache = Answers(None)
    cache.keep("arxiv", b"", [ONE], {ONE: "found"})
    assert (cache.recall("arxiv", [ONE]), cache.answer(1), cache.info().path) == ({}, None, None)
    cache.clear()


def test_a_folder_that_cannot_be_used_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    cache = Answers(tmp_path / "cache")
    cache.keep("arxiv", b"", [ONE], {ONE: "found"})
    assert cache.recall("arxiv", [ONE]) == {}
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "going on without a cache" in caplog.text


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    Answers(tmp_path).keep("arxiv", b"", [ONE], {ONE: "found"})
    (tmp_path / "answers.sqlite").chmod(0o400)
    tmp_path.chmod(0o500)
    Answers(tmp_path).keep("arxiv", b"", [TWO], {TWO: "found"})
    assert "going on without" in caplog.text


@pytest.mark.parametrize(
    "content", [b"this is no database" * 100, b"SQLite format 3\0" + b"\1" * 9]
)
def test_a_damaged_file_is_set_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    (tmp_path / "answers.sqlite").write_bytes(content)
    cache = Answers(tmp_path)
    cache.keep("arxiv", b"", [ONE], {ONE: "found"})
    assert ONE in cache.recall("arxiv", [ONE])
    assert [path.read_bytes() for path in tmp_path.glob("*.aside")] == [content]
    assert "set aside" in caplog.text


def test_somebody_elses_database_is_set_aside_whole(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with sqlite3.connect(tmp_path / "answers.sqlite") as theirs:
        theirs.execute("CREATE TABLE theirs (x)")
        theirs.execute("INSERT INTO theirs VALUES (42)")
    theirs.close()
    cache = Answers(tmp_path)
    cache.keep("arxiv", b"", [ONE], {ONE: "found"})
    (aside,) = tmp_path.glob("*.aside")
    with sqlite3.connect(aside) as kept:
        assert kept.execute("SELECT x FROM theirs").fetchall() == [(42,)]
    kept.close()
    assert "not a file of kdbib's" in caplog.text


def test_damage_that_shows_later_is_no_crash(tmp_path: Path) -> None:
    cache = Answers(tmp_path)
    for number in range(200):
        question = ("arxiv", f"{number}")
        cache.keep("arxiv", os.urandom(2000), [question], {question: "found"})
    cache.close()
    file = tmp_path / "answers.sqlite"
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    cache = Answers(tmp_path)
    cache.recall("arxiv", [("arxiv", "7")])
    cache.keep("arxiv", b"new", [ONE], {ONE: "found"})
    cache.keep("arxiv", b"new", [ONE], {ONE: "found"})
    assert ONE in cache.recall("arxiv", [ONE])


_WRITER = """
import sys, pathlib
from kdbib.http.answers import Answers
cache = Answers(pathlib.Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    question = (sys.argv[2], str(number))
    cache.keep("arxiv", b"body " * 500, [question], {question: "found"})
    print(number, flush=True)
"""


def _writer(folder: Path, kind: str, count: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", _WRITER, str(folder), kind, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def test_a_killed_process_loses_nothing_that_it_kept(tmp_path: Path) -> None:
    with _writer(tmp_path, "a", 100_000) as writer:
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(30)]
        writer.send_signal(signal.SIGKILL)
    known = Answers(tmp_path).recall("arxiv", [("a", str(number)) for number in told])
    assert len(known) == 30
    assert list(tmp_path.glob("*.aside")) == []


def test_processes_and_threads_share_a_new_cache(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    writers = [_writer(tmp_path / "cache", kind, 40) for kind in "abc"]
    cache = Answers(tmp_path / "cache")

    def write(kind: str) -> None:
        for number in range(40):
            question = (kind, str(number))
            cache.keep("arxiv", b"body", [question], {question: "found"})

    threads = [threading.Thread(target=write, args=(kind,)) for kind in "de"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for writer in writers:
        assert len((writer.communicate()[0]).split()) == 40
    wanted = [(kind, str(number)) for kind in "abcde" for number in range(40)]
    assert len(cache.recall("arxiv", wanted)) == 200
    assert caplog.text == ""


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.text(max_size=9), st.text(st.characters(exclude_categories=["Cs"]))),
        st.sampled_from(["found", "missing"]),
        max_size=5,
    ),
    st.binary(max_size=300),
)
def test_whatever_is_kept_comes_back(
    tmp_path_factory: pytest.TempPathFactory, outcomes: dict[tuple[str, str], str], body: bytes
) -> None:
    cache = Answers(tmp_path_factory.mktemp("cache"))
    cache.keep("s", body, list(outcomes), outcomes)
    known = cache.recall("s", outcomes)
    assert {asked: entry.outcome for asked, entry in known.items()} == outcomes
    for entry in known.values():
        assert cache.answer(entry.answer) == (body, list(outcomes))
    cache.close()


def test_many_come_to_a_new_file_at_the_same_moment(tmp_path: Path) -> None:
    together = threading.Barrier(8)

    def open_at_once(folder: Path) -> bool:
        together.wait()
        with closing(Answers(folder)) as answers:
            return answers.info().path is not None

    with ThreadPoolExecutor(8) as pool:
        for number in range(40):
            assert all(pool.map(open_at_once, [tmp_path / str(number)] * 8))
