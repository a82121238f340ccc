"""One cluster for all the tests that need one."""

from collections.abc import Iterator

import pytest

from tests.support.spark_cluster import Cluster, spark_cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with spark_cluster() as running:
        yield running
