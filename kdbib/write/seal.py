"""The seal of a file that kdbib wrote, by which a later run knows it for its own.

A sealed text holds, in a comment or a member that its readers pass over, the words ``written by
kdbib, sha256`` and a digest of all its bytes. So the file is recognised wherever it goes, in a
fresh clone too, and one that somebody edited is not: that one is the user's. Line ends don't count,
since git changes them for Windows.
"""

import hashlib
import re

_WORDS = "written by kdbib, sha256 "
_OPEN = "0" * 32
_SEAL = re.compile(rb"written by kdbib, sha256 ([0-9a-f]{32})")

UNSEALED = _WORDS + _OPEN
"""What a text has to hold, once, to be sealed."""
NOTICE = f"{UNSEALED}: the next run replaces this file, unless you edit it"
"""What a comment at the start of a text says, for the people who read it."""


def sealed(text: str) -> bytes:
    """The UTF-8 bytes of a text that holds UNSEALED, with the digest in its place."""
    data = text.encode("utf-8")
    return data.replace(UNSEALED.encode(), _WORDS.encode() + _digest(data), 1)


def is_sealed(data: bytes) -> bool:
    r"""Whether these are the bytes that :func:`sealed` gave.

    >>> is_sealed(sealed(f"% {UNSEALED}\n@misc{{a}}\n"))
    True
    >>> is_sealed(sealed(f"% {UNSEALED}\n@misc{{a}}\n") + b"@misc{b}\n")
    False
    """
    found = _SEAL.search(data)
    if found is None:
        return False
    start, end = found.span(1)
    return _digest(data[:start] + _OPEN.encode() + data[end:]) == found[1]


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()[: len(_OPEN)].encode()
