"""From the text of a list to citations."""

import sys
from pathlib import Path

from kdbib.errors import UsageError
from kdbib.read.markdown import List, PassedOver, read_markdown
from kdbib.read.source import SourceText

__all__ = ["List", "PassedOver", "read_list"]

_LARGEST = 64 * 1024 * 1024


def read_list(path: str) -> tuple[List, bytes]:
    """The citations of a file (``-`` is standard input), and the file's bytes.

    Raises UsageError if the file can't be read.
    """
    data = _bytes(path)
    return read_markdown(SourceText(data, "<stdin>" if path == "-" else path)), data


def _bytes(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read(_LARGEST + 1)
    try:
        size = Path(path).stat().st_size
        if size > _LARGEST:
            raise UsageError(
                f"{path}: {size:,} bytes are more than a list has (at most {_LARGEST:,})"
            )
        return Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {(error.strerror or str(error)).lower()}") from None
