"""JSON as dumps have it: typed where we rely on it, and a reason where it is something else."""

import re
from typing import Any, TypeVar

import msgspec

from kdbib.corpus.dumps.base import Damaged

_T = TypeVar("_T")
_MOST_TRIED = 20


def decoded(record: bytes, decoder: "msgspec.json.Decoder[_T]") -> _T:
    """A record as the decoder's type. Raises Damaged if it is not of it."""
    try:
        return decoder.decode(record)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise Damaged(f"not a record: {error}") from None


def first_object(head: bytes) -> dict[str, Any]:
    """The first of the lines at the beginning of a file that is an object; empty if none is."""
    for line in head.split(b"\n", _MOST_TRIED)[:_MOST_TRIED]:
        try:
            found = msgspec.json.decode(line)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            continue
        if isinstance(found, dict):
            return found
    return {}


def keys_in(head: bytes) -> frozenset[str]:
    """The keys at the beginning of a file of JSON lines, even if its first line is a long one."""
    if found := first_object(head):
        return frozenset(found)
    if not head.lstrip().startswith(b"{") or b"\n" in head:
        return frozenset()
    return frozenset(key.decode() for key in re.findall(rb'"(\w{1,40})"\s*:', head))
