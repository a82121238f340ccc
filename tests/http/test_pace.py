"""The pace: one request at a time per host, for all processes together."""

import multiprocessing
import time
from pathlib import Path

import pytest

from kdbib.http.pace import Pace


class Time:
    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def test_turns_are_an_interval_apart(tmp_path: Path) -> None:
    time_ = Time()
    pace = Pace(tmp_path, clock=lambda: time_.now, sleep=time_.sleep)
    turns = []
    for _ in range(3):
        pace.wait("a", 3.0)
        turns.append(time_.now)
    assert turns == [1000.0, 1003.0, 1006.0]


def test_hosts_do_not_wait_for_one_another_and_time_passes_for_all(tmp_path: Path) -> None:
    time_ = Time()
    pace = Pace(tmp_path, clock=lambda: time_.now, sleep=time_.sleep)
    pace.wait("a", 3.0)
    pace.wait("b", 3.0)
    assert time_.now == 1000.0
    time_.now += 60
    pace.wait("a", 3.0)
    assert time_.now == 1060.0


def test_another_instance_keeps_the_same_pace(tmp_path: Path) -> None:
    time_ = Time()
    for _ in range(2):
        Pace(tmp_path / "state", clock=lambda: time_.now, sleep=time_.sleep).wait("a", 3.0)
    assert time_.now == 1003.0


def test_a_clock_that_was_set_back_does_not_stop_us(tmp_path: Path) -> None:
    time_ = Time(1_000_000.0)
    Pace(tmp_path, clock=lambda: time_.now, sleep=time_.sleep).wait("a", 3.0)
    time_.now = 1000.0
    Pace(tmp_path, clock=lambda: time_.now, sleep=time_.sleep).wait("a", 3.0)
    assert time_.now == 1000.0


@pytest.mark.parametrize("damage", ["a file for a folder", "no database"])
def test_without_a_file_the_process_keeps_its_own_pace(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    folder = tmp_path / "state"
    if damage == "no database":
        folder.mkdir()
        (folder / "pace.sqlite").write_text("this is not a database, but long enough to be one" * 9)
    else:
        folder.write_text("")
    time_ = Time()
    pace = Pace(folder, clock=lambda: time_.now, sleep=time_.sleep)
    for _ in range(3):
        pace.wait("a", 3.0)
    assert time_.now == 1006.0
    assert len(caplog.records) == 1


def _take(folder: Path, turns: "multiprocessing.Queue[float]") -> None:
    pace = Pace(folder)
    for _ in range(3):
        pace.wait("a", 0.2)
        turns.put(time.time())


def test_processes_take_turns(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    queue: multiprocessing.Queue[float] = context.Queue()
    workers = [context.Process(target=_take, args=(tmp_path, queue)) for _ in range(3)]
    for worker in workers:
        worker.start()
    turns = sorted(queue.get(timeout=30) for _ in range(9))
    for worker in workers:
        worker.join()
    assert turns[-1] - turns[0] > 5 * 0.2  # eight intervals, less what the first was late
