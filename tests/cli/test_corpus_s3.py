"""``--corpus s3://...``: a corpus behind a real server that speaks S3's protocol."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow.fs as pafs
import pytest
from moto.server import ThreadedMotoServer

from tests.cli.conftest import Kdbib
from tests.corpus.test_store import DAFL, MUTUAL, build

ASKED = "\n".join(
    ["Zhang, Y. Deep Mutual Lerning. CVPR, 2018.", "Silva, A. Cats in the Rain. ICML, 2020."]
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The variables that lead to a server which has a corpus in ``s3://shelf/corpus``."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        folder = tmp_path_factory.mktemp("built")
        build(folder, DAFL, MUTUAL)
        address = f"http://{host}:{port}"
        bucket = pafs.S3FileSystem(
            access_key="reader",
            secret_key="secret",
            region="us-east-1",
            endpoint_override=address,
            allow_bucket_creation=True,
        )
        bucket.create_dir("shelf")
        pafs.copy_files(
            str(folder / "corpus"),
            "shelf/corpus",
            source_filesystem=pafs.LocalFileSystem(),
            destination_filesystem=bucket,
        )
        yield {
            "AWS_ENDPOINT_URL": address,
            "AWS_ACCESS_KEY_ID": "reader",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
    finally:
        server.stop()


def test_a_work_is_found_in_an_object_store(kdbib: Kdbib, store: dict[str, str]) -> None:
    shown = kdbib(
        "corpus", "search", "deep mutual lerning", "--corpus", "s3://shelf/corpus", **store
    )
    assert shown.returncode == 0, shown.stderr
    assert "Zhang 2018, Deep Mutual Learning" in shown.stdout


@pytest.mark.parametrize("copies", [1, 600], ids=["row groups", "join"])
def test_citations_are_matched_with_it(
    kdbib: Kdbib, folder: Path, store: dict[str, str], copies: int
) -> None:
    (folder / "references.txt").write_text("\n".join([ASKED] * copies))
    arguments = ("references.txt", "--corpus", "s3://shelf/corpus", "-o", "matches.jsonl")
    shown = kdbib("corpus", "match", *arguments, **store)
    assert shown.returncode == 0, shown.stderr
    assert f"{copies:,} matched, {copies:,} not_found" in shown.stderr
    assert "Deep Mutual Learning" in (folder / "matches.jsonl").read_text()


def test_a_bucket_without_a_corpus_is_a_message(kdbib: Kdbib, store: dict[str, str]) -> None:
    shown = kdbib("corpus", "search", "cats", "--corpus", "s3://shelf/none", **store)
    assert shown.returncode == 2
    assert "s3://shelf/none: no corpus" in shown.stderr
