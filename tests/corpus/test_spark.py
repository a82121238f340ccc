"""Matching on a real cluster: the same result, whatever dies on the way."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kdbib.corpus.spark.session import connect
from kdbib.errors import ClusterError, UsageError
from tests.corpus.test_store import build
from tests.corpus.varied import faulty_citations, varied_works
from tests.support.spark_cluster import Cluster

PART = 600


def until(condition: Callable[[], bool], driver: "subprocess.Popen[str]") -> None:
    """Wait for something to happen before the driver has ended."""
    end = time.monotonic() + 300
    while not condition():
        assert driver.poll() is None, driver.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_killed_driver_goes_on_and_a_killed_worker_changes_nothing(
    cluster: Cluster, tmp_path: Path
) -> None:
    works = varied_works(3_000)
    build(tmp_path, *works)
    citations = faulty_citations(works, 2 * PART)
    pq.write_table(pa.Table.from_batches([citations]), tmp_path / "cited.parquet")
    output = tmp_path / "matches.parquet"
    finished = tmp_path / "matches.parquet.parts"

    def start(output: Path, *arguments: str) -> "subprocess.Popen[str]":
        files = ["cited.parquet", "--corpus", "corpus", "-o", str(output)]
        return subprocess.Popen(
            [sys.executable, "-m", "kdbib", "corpus", "match", *files, *arguments],
            env=os.environ | cluster.variables,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            start_new_session=True,
        )

    def start_on_spark() -> "subprocess.Popen[str]":
        return start(output, "--engine", "spark", "--master", cluster.url, "--part", str(PART))

    def parts() -> list[Path]:
        return [*finished.glob("*.parquet")]

    driver = start_on_spark()
    until(lambda: len(parts()) == 1, driver)
    os.killpg(driver.pid, signal.SIGKILL)
    driver.communicate()
    (first,) = parts()
    written = first.stat().st_mtime_ns
    assert not output.exists()

    before = cluster.started_tasks(worker=0)
    driver = start_on_spark()
    until(lambda: cluster.started_tasks(worker=0) > before + 5, driver)
    assert parts() == [first]
    assert first.stat().st_mtime_ns == written
    cluster.kill_worker(0)
    said = driver.communicate()[1]
    assert driver.returncode == 0, said
    assert "worker lost" in said
    assert not finished.exists()

    embedded = start(tmp_path / "embedded.parquet")
    assert embedded.wait() == 0
    matches = pq.read_table(output)
    assert matches.equals(pq.read_table(tmp_path / "embedded.parquet"))
    statuses = Counter(matches.column("status").to_pylist())
    assert statuses["matched"] > 700
    assert statuses["not_found"] > 100


def test_a_master_that_is_not_there_is_said_at_once() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        master = f"spark://127.0.0.1:{closed.getsockname()[1]}"
        with pytest.raises(ClusterError) as error, connect(master):
            pass
    assert str(error.value) == (
        f"--master {master}: {master.removeprefix('spark://')} can't be reached (connection "
        "refused): is the master running, and is that its address?"
    )


def test_a_master_must_have_a_port() -> None:
    with pytest.raises(UsageError, match=r"--master spark://here: not of the form spark://host:70"):
        connect("spark://here").__enter__()


def test_without_java_one_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(UsageError, match="apt-get install openjdk-17-jre-headless"):
        connect("local").__enter__()


def test_without_pyspark_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(UsageError, match=r"pip install 'kdbib\[spark\]'"):
        connect("local").__enter__()
