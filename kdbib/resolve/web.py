"""Addresses as databases send them: only what can't do harm is taken."""

import re
from urllib.parse import urlsplit

_LONGEST = 2000
_BREAKING = re.compile(r"[\s\"<>\\^`{|}]|[^ -~]")
# most are such, and need no taking apart
_ORDINARY = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?:/[\w/.~%&=?+:;,-]*)?", re.ASCII
)


def web_address(url: str | None) -> str | None:
    """``url`` if it is an http(s) address of sane length that breaks no line; else None."""
    address = (url or "").strip()
    if len(address) <= _LONGEST and _ORDINARY.fullmatch(address):
        return address
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # "http://[" and the like
        return None
    return address if good and len(address) <= _LONGEST and not _BREAKING.search(address) else None
