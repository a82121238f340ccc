"""Dumps that are damaged, cut off, compressed in every way, or made to do harm."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.corpus.dumps import DUMPS, recognised
from kdbib.corpus.dumps.base import Damaged, NotAWork, Seen
from kdbib.corpus.dumps.files import files_of
from kdbib.corpus.dumps.stream import CutOff, Stream
from kdbib.errors import UsageError
from tests.corpus.dumps.reading import dump_of, file_of, opened, outcome, works
from tests.corpus.dumps.test_bibtex import DBLP as BIBTEX
from tests.corpus.dumps.test_bibtex import STRINGS
from tests.corpus.dumps.test_dblp import ARTICLE, CONFERENCE, PROCEEDINGS, dblp
from tests.corpus.dumps.test_json_dumps import ARXIV, CROSSREF, OPENALEX, SEMANTIC_SCHOLAR, jsonl
from tests.corpus.dumps.test_other_dumps import ACL

SAMPLES = [
    dblp(CONFERENCE, PROCEEDINGS, ARTICLE),
    ACL,
    (BIBTEX + STRINGS).encode(),
    b'[{"type": "book", "title": "A"}, {"type": "book", "title": "B"}]',
    *(jsonl(record, record) for record in (ARXIV, SEMANTIC_SCHOLAR, OPENALEX, CROSSREF)),
]
COMPRESSED: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": lambda data: bytes(pa.compress(data, "zstd", asbytes=True)),
}


@pytest.mark.parametrize("how", COMPRESSED)
def test_a_file_is_decompressed_by_its_content_and_not_by_its_name(
    how: str, tmp_path: Path
) -> None:
    data = jsonl(ARXIV, ARXIV)
    file = file_of(tmp_path / "dump.txt", COMPRESSED[how](data))
    dump = file.dump()
    assert dump
    assert dump.name == "arxiv"
    assert [outcome(dump, record) for record in dump.split(file.open)] == works(data)


@pytest.mark.parametrize("how", COMPRESSED)
def test_a_file_that_is_cut_off_says_so_after_its_last_whole_record(
    how: str, tmp_path: Path
) -> None:
    lines = [jsonl(ARXIV | {"abstract": blake2b(b"%d" % n).hexdigest()}) for n in range(4_000)]
    packed = COMPRESSED[how](b"".join(lines))
    file = file_of(tmp_path / "dump", packed[: len(packed) * 2 // 3])
    dump = file.dump()
    assert dump
    read: list[bytes] = []
    with pytest.raises(CutOff, match=r"cut off|decompressed"):
        read.extend(dump.split(file.open))
    assert len(read) > 300
    assert [record + b"\n" for record in read] == lines[: len(read)]


def test_several_compressed_files_in_one_are_one() -> None:
    data = gzip.compress(jsonl(ARXIV)) + gzip.compress(jsonl(ARXIV))
    stream = Stream(io.BytesIO(data))
    assert b"".join(iter(stream.read, b"")) == jsonl(ARXIV, ARXIV)


@pytest.mark.parametrize("how", ["bz2", "xz", "zst"])
def test_what_blows_up_without_end_is_given_up(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kdbib.corpus.dumps.stream._FREE", 1 << 20)
    stream = Stream(io.BytesIO(COMPRESSED[how](bytes(30 << 20))))
    with pytest.raises(CutOff, match="that is no dump"):
        assert not list(iter(stream.read, b""))


@pytest.mark.parametrize("start", [b"", b'{"id": "2104.01234", "', b"<dblp><article key='"])
def test_a_record_without_end_is_bounded(start: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("lines", "elements", "documents", "bibtex"):
        monkeypatch.setattr(f"kdbib.corpus.dumps.{module}.LONGEST_RECORD", 1 << 20)
    data = jsonl(ARXIV) + start + b"x" * (4 << 20) + b"\n" + jsonl(ARXIV)
    for dump in DUMPS:
        sizes = [len(record) for record in dump.split(opened(data))]
        assert max(sizes, default=0) <= (3 << 20)


def test_the_files_of_a_folder_a_zip_and_a_tar(tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    folder.mkdir()
    (folder / "b.json").write_bytes(jsonl(ARXIV))
    (folder / ".hidden").write_bytes(b"x")
    (folder / "empty").touch()
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in/z.jsonl", jsonl(OPENALEX))
        archive.writestr("in/z.gz", gzip.compress(jsonl(CROSSREF)))
    with tarfile.open(folder / "c.tar", "w") as tar:
        for name, data in (("x", jsonl(SEMANTIC_SCHOLAR)), ("y", gzip.compress(jsonl(CROSSREF)))):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    files = list(files_of(folder))
    assert [file.name.removeprefix(f"{folder}/") for file in files] == [
        "a.zip!in/z.jsonl",
        "a.zip!in/z.gz",
        "b.json",
        "c.tar!x",
        "c.tar!y",
    ]
    dumps = [file.dump() for file in files]
    assert [dump and dump.name for dump in dumps] == [
        "openalex",
        "crossref",
        "arxiv",
        "semantic_scholar",
        "crossref",
    ]
    for file, dump in zip(files, dumps, strict=True):
        assert dump
        assert [type(outcome(dump, record)) for record in dump.split(file.open)] == [Seen]


def test_what_is_not_there_or_broken_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing: no such file"):
        list(files_of(tmp_path / "nothing"))


def test_every_sample_is_recognised() -> None:
    assert [dump_of(data).name for data in SAMPLES] == [
        "dblp",
        "acl",
        "bibtex",
        "csl",
        "arxiv",
        "semantic_scholar",
        "openalex",
        "crossref",
    ]


@pytest.mark.parametrize(
    "data",
    [b"", b"# A list\n\n- Hinton et al. [paper](x@{y})", b"{}", b"[]", b'{"a": 1}', b"<html>"],
)
def test_what_is_no_dump_is_not_taken_for_one(data: bytes) -> None:
    assert recognised(data) is None


@given(st.sampled_from(SAMPLES), st.data())
def test_bytes_changed_lost_or_put_in_never_end_it(sample: bytes, draw: st.DataObject) -> None:
    dump = recognised(sample)
    assert dump
    at = draw.draw(st.integers(0, len(sample)))
    until = draw.draw(st.integers(at, min(at + 40, len(sample))))
    noise = draw.draw(st.binary(max_size=8))
    for damaged in (sample[:at] + noise + sample[until:], sample[:at]):
        recognised(damaged)
        for record in dump.split(opened(damaged)):
            assert isinstance(outcome(dump, record), Seen | Damaged | NotAWork | None)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_record_damaged_or_no_work(data: bytes) -> None:
    recognised(data)
    for dump in DUMPS:
        assert isinstance(outcome(dump, data), Seen | Damaged | NotAWork | None)
        with suppress(CutOff):
            for record in dump.split(opened(data)):
                assert isinstance(outcome(dump, record), Seen | Damaged | NotAWork | None)
