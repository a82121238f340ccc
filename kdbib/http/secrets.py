"""Keys and passwords, which nobody may read in a message, the cache or a log."""

import logging
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

_SHORTEST = 4
"""Characters; whatever is shorter would be found everywhere."""
_HIDDEN = "…"

for _name in ("httpx", "httpx_retries", "httpcore"):
    # they log whole addresses, and some databases want the key in the address
    logging.getLogger(_name).setLevel(logging.WARNING)


def redacted(text: str, secrets: Iterable[str]) -> str:
    """A text without the secrets, however they are written in it.

    Each character may be escaped as addresses, JSON or HTML do it, once or twice.
    """
    pattern = _pattern(frozenset(secrets))
    return pattern.sub(_HIDDEN, text) if pattern else text


def redacted_bytes(data: bytes, secrets: Iterable[str]) -> bytes:
    """:func:`redacted` of bytes; the very same where there is nothing to hide."""
    pattern = _pattern(frozenset(secrets))
    text = data.decode("latin-1") if pattern else ""
    if not pattern or not pattern.search(text):
        return data
    return pattern.sub("...", text).encode("latin-1")


def without_password(address: str) -> str:
    """An address to be shown: what stands before its host, and after its path, is left out."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return _HIDDEN
    host = parts.netloc.rpartition("@")[2]
    shown = f"{_HIDDEN}@{host}" if "@" in parts.netloc else host
    return urlunsplit((parts.scheme, shown, parts.path, _HIDDEN if parts.query else "", ""))


@lru_cache(maxsize=32)
def _pattern(secrets: frozenset[str]) -> re.Pattern[str] | None:
    # "Bearer KEY" is as secret as KEY
    words = {part for secret in secrets for part in (secret, *secret.split()[1:])}
    told = sorted((word for word in words if len(word) >= _SHORTEST), key=len, reverse=True)
    return re.compile("|".join("".join(map(_written, word)) for word in told)) if told else None


def _written(char: str) -> str:
    """A pattern of the ways to write a character."""
    escaped = "".join(f"%(?:25)*(?i:{byte:02x})" for byte in char.encode("utf-8", "replace"))
    code = ord(char)
    ways = [
        re.escape(char),
        escaped,
        rf"\\u(?i:{code:04x})",
        f"&#(?:0*{code}|[xX]0*(?i:{code:x}));",
    ]
    if char in " +":
        ways.append(r"\+")
    if char in '"\\/':
        ways.append(re.escape(f"\\{char}"))
    return f"(?:{'|'.join([*ways, re.escape(char)])})"  # the longest first
