"""Where a database is: at its own address, or where a variable says."""

import os
from urllib.parse import urlsplit


def base_address(variable: str, host: str, path: str) -> str:
    """The base address of an API, without a slash at its end.

    The environment's ``variable`` replaces ``host`` (``https://api.example.org``); where its value
    names a host alone, ``path`` follows it, otherwise it is taken as it is.
    """
    address = os.environ.get(variable, "").strip().rstrip("/") or host
    if "://" not in address:
        address = f"https://{address}"
    try:
        return address if urlsplit(address).path else address + path
    except ValueError:  # no address at all, as the first request will tell
        return address
