"""Connecting to a cluster, so that what is missing is said at once and in words."""

import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import ZipFile

from kdbib.errors import ClusterError, UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_TO_CONNECT = 10.0
_FOR_AN_EXECUTOR = 120.0
"""Seconds until a master must have taken the connection, and have given an executor."""
_OURS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "2048",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
"""Settings on which our queries depend, and those of a quiet terminal.

All others are the user's, from ``spark-defaults.conf``.
"""


@contextmanager
def connect(master: str) -> "Iterator[SparkSession]":
    """A session on the cluster whose workers have this very kdbib.

    ``master`` is what Spark calls so: ``spark://host:7077``, or ``local[2]`` for this machine.
    Raises UsageError if something is missing here, ClusterError if the cluster does not answer in
    bounded time, or its workers can't run kdbib.
    """
    _check_installed()
    for host, port in _addresses(master):
        _check_reachable(master, host, port)
    if master.startswith("local"):
        import sys

        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with TemporaryDirectory(prefix="kdbib-") as folder, _session(master) as session:
        session.sparkContext.addPyFile(str(_zipped(Path(folder))))
        if not master.startswith("local"):
            _wait_for_executor(session, master)
        _check_workers(session)
        yield session


def _check_installed() -> None:
    try:
        import pyspark  # noqa: F401
    except ImportError:
        raise UsageError("--engine spark needs PySpark: pip install 'kdbib[spark]'") from None
    home = os.environ.get("JAVA_HOME")
    if not shutil.which(str(Path(home, "bin", "java")) if home else "java"):
        where = f"there is none in JAVA_HOME ({home})" if home else "there is none in PATH"
        raise UsageError(
            f"--engine spark needs Java 17 or newer, and {where}: install one "
            "(on Debian: apt-get install openjdk-17-jre-headless)"
        )


def _addresses(master: str) -> list[tuple[str, int]]:
    """The hosts and ports in ``spark://host:port,host:port``; of other kinds of master, none."""
    scheme, found, rest = master.partition("://")
    if not found or scheme != "spark":
        return []
    addresses = []
    for address in rest.split(","):
        host, _, port = address.rpartition(":")
        if not host or not port.isdecimal() or int(port) > 65535:
            raise UsageError(f"--master {master}: not of the form spark://host:7077")
        addresses.append((host.strip("[]"), int(port)))
    return addresses


def _check_reachable(master: str, host: str, port: int) -> None:
    try:
        socket.create_connection((host, port), _TO_CONNECT).close()
    except OSError as error:
        why = "no answer" if isinstance(error, TimeoutError) else (error.strerror or str(error))
        raise ClusterError(
            f"--master {master}: {host}:{port} can't be reached ({why.lower()}): "
            "is the master running, and is that its address?"
        ) from None


@contextmanager
def _session(master: str) -> "Iterator[SparkSession]":
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("kdbib corpus match")
    for name, value in _OURS.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (Py4JError, PySparkException, OSError) as error:
        raise ClusterError(f"--master {master}: no session: {first_line(error)}") from None
    try:
        yield session
    except (Py4JError, PySparkException) as error:
        raise ClusterError(f"--master {master}: the cluster failed: {first_line(error)}") from error
    finally:
        session.stop()


def first_line(error: BaseException) -> str:
    """What a Java or PySpark error says, without its traceback."""
    lines = [line.strip() for line in str(error).splitlines()]
    telling = [line for line in lines if "Exception: " in line or "Error: " in line]
    return next(iter((*reversed(telling), *filter(None, lines))), type(error).__name__)[:500]


def _zipped(folder: Path) -> Path:
    """This kdbib as a zip, for the workers: they compute what we would compute."""
    import kdbib

    package = Path(kdbib.__file__).parent
    path = folder / "kdbib.zip"
    with ZipFile(path, "w") as archive:
        for file in sorted(package.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                archive.write(file, Path("kdbib", file.relative_to(package)))
    return path


def _wait_for_executor(session: "SparkSession", master: str) -> None:
    """Wait until the cluster has given at least one executor."""
    end = time.monotonic() + _FOR_AN_EXECUTOR
    java = session.sparkContext._jsc.sc()
    while java.getExecutorMemoryStatus().size() < 2:  # the driver is one of them
        if time.monotonic() > end:
            raise ClusterError(
                f"--master {master}: no executor in {_FOR_AN_EXECUTOR:.0f} seconds: are there "
                "workers with a free core and as much free memory as spark.executor.memory says?"
            )
        time.sleep(0.1)


def _check_workers(session: "SparkSession") -> None:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    context = session.sparkContext
    try:
        context.parallelize(range(context.defaultParallelism)).foreach(_import)
    except (Py4JError, PySparkException) as error:
        raise ClusterError(
            f"the workers can't run kdbib ({first_line(error)}): install kdbib[corpus] for the "
            "Python that they use, or let PYSPARK_PYTHON name one that has it"
        ) from None


def _import(_: int) -> None:
    import kdbib.corpus.spark.engine  # noqa: F401 - that it can be imported is what is asked
