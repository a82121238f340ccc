"""A real Apache Spark cluster on this machine: a master and two workers, each a process of its own.

It is the standalone cluster manager that comes with PySpark, bound to the loopback.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

QUICK_TO_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
_PATIENCE = 120
"""Seconds for a process to come up on a machine that is busy with other things."""


@dataclass
class Cluster:
    """A running cluster: ``url`` is what ``--master`` takes, ``variables`` what a driver needs."""

    url: str
    folder: Path
    variables: dict[str, str]
    memory: int
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start_workers(self, number: int) -> None:
        """Start so many workers with one core each, and wait until the master knows them."""
        for at in range(len(self.workers), len(self.workers) + number):
            where = ("--host", "127.0.0.1", "--webui-port", "0")
            what = (
                "--cores",
                "1",
                "--memory",
                f"{2 * self.memory}m",
                "--work-dir",
                str(self.folder / f"{at}"),
            )
            self.workers.append(
                _start(self, f"worker-{at}", "worker.Worker", *where, *what, self.url)
            )
        log = self.folder / "master.log"
        _until(log, "Registering worker", self.workers[-1], len(self.workers))

    def started_tasks(self, worker: int) -> int:
        """How many tasks a worker's executors have begun since the cluster is there."""
        logs = self.folder.glob(f"{worker}/app-*/*/stderr")
        return sum(len(_said(log, "Running task ")) for log in logs)

    def kill_worker(self, worker: int) -> None:
        """Kill a worker and its executors, as a power cut would."""
        _kill(self.workers[worker])


@contextmanager
def spark_cluster(
    workers: int = 2, *, memory: int = 512, java: str = QUICK_TO_START
) -> Iterator[Cluster]:
    """A cluster that is gone, with all its processes and files, when the block is left.

    ``memory`` is that of an executor, in megabytes, and of a driver; ``java`` are their options.
    """
    with TemporaryDirectory(prefix="kdbib-spark-") as made:
        folder = Path(made)
        cluster = Cluster("", folder, _variables(folder, memory, java), memory)
        master = _start(
            cluster,
            "master",
            "master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0",
        )
        try:
            cluster.url = _until(folder / "master.log", r"spark://[\d.]+:\d+", master)
            cluster.start_workers(workers)
            yield cluster
        finally:
            for process in (*cluster.workers, master):
                _kill(process)


def _variables(folder: Path, memory: int, java: str) -> dict[str, str]:
    """The environment of drivers and of the cluster itself, with a Spark configuration of its own."""
    import pyspark

    (folder / "conf").mkdir()
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": f"{memory}m",
        "spark.driver.extraJavaOptions": java,
        "spark.executor.memory": f"{memory}m",
        "spark.executor.extraJavaOptions": java,
        "spark.ui.enabled": "false",
        "spark.default.parallelism": "2",
        "spark.sql.shuffle.partitions": "2",
        "spark.local.dir": str(folder / "scratch"),
    }
    lines = "".join(f"{name} {value}\n" for name, value in settings.items())
    (folder / "conf" / "spark-defaults.conf").write_text(lines)
    return {
        "SPARK_HOME": str(Path(pyspark.__file__).parent),
        "SPARK_CONF_DIR": str(folder / "conf"),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_HOSTNAME": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "192m",
        "SPARK_DAEMON_JAVA_OPTS": QUICK_TO_START,
        "PYSPARK_PYTHON": sys.executable,
    }


def _start(cluster: Cluster, name: str, class_: str, *arguments: str) -> "subprocess.Popen[bytes]":
    """Start one of Spark's daemons in a process group of its own, which its executors are in too."""
    variables = cluster.variables
    command = [f"{variables['SPARK_HOME']}/bin/spark-class", f"org.apache.spark.deploy.{class_}"]
    with (cluster.folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [*command, *arguments],
            env=os.environ | variables,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _said(log: Path, pattern: str) -> list[str]:
    return re.findall(pattern, log.read_text("utf-8", "replace"))


def _until(log: Path, pattern: str, process: "subprocess.Popen[bytes]", times: int = 1) -> str:
    """Wait until a log says something that often; gives the last of what it said."""
    end = time.monotonic() + _PATIENCE
    while len(found := _said(log, pattern)) < times:
        if process.poll() is not None or time.monotonic() > end:
            logs = (path.read_text("utf-8", "replace") for path in log.parent.glob("*.log"))
            raise RuntimeError("Spark did not start:\n" + "\n".join(logs))
        time.sleep(0.1)
    return found[-1]


def _kill(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
