"""What a corpus folder says of itself: ``corpus.json``, written last: half a build has none."""

from typing import Any

import msgspec

from kdbib.errors import UsageError

FILE_NAME = "corpus.json"
FORMAT = 1
"""Goes up when kdbib can no longer read, or no longer looks things up in, what it wrote before."""


class Manifest(msgspec.Struct, frozen=True):
    """What is in a corpus folder.

    ``works`` is the number of works, ``records`` of how many staged rows they were made;
    ``sources`` counts works by the source that has them (``dblp``). ``files`` lists the Parquet
    files of each table (``works``, ``titles``, ``identifiers``, ``near``, ``words``), in order, as
    paths relative to the folder; ``rows`` has the number of rows of each of them, ``firsts``
    the first key of each of those that are sorted by keys. ``edition`` tells one state of the
    corpus from the next.
    """

    format: int
    edition: str
    works: int
    records: int
    sources: dict[str, int]
    files: dict[str, list[str]]
    rows: dict[str, list[int]]
    firsts: dict[str, list[int | str]]
    about: dict[str, Any] = {}


def encode(manifest: Manifest) -> bytes:
    """The manifest as the JSON of its file."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def decode(data: bytes, where: str) -> Manifest:
    """The manifest in the JSON of its file; raises UsageError if there is none that we can use."""
    try:
        written = msgspec.json.decode(data, type=_Format).format
        if written == FORMAT:
            return msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as error:
        raise UsageError(f"{where}: not the description of a corpus: {error}") from None
    raise UsageError(
        f"{where}: a corpus of format {written}; this kdbib reads format {FORMAT}: "
        "build it again with `kdbib corpus build`"
    )


class _Format(msgspec.Struct):
    format: int
