"""What a response means: a body, or an error in words."""

import json
import re
from collections.abc import Sequence
from typing import Any

import httpx

from kdbib.errors import BadAnswer, Forbidden, Refused
from kdbib.http.patience import failure
from kdbib.http.plain import MAIL, plain
from kdbib.http.secrets import redacted

_HTML = re.compile(rb"\s*<(?:!doctype\s+html|html)", re.IGNORECASE)


def body_of(response: httpx.Response, content: str, secrets: Sequence[str] = ()) -> bytes:
    """The body of a good response.

    ``content`` is what its Content-Type has to contain, if it has one. Raises SourceError for every
    other response, with a message that continues the name of a host; whatever it quotes is free of
    ``secrets``.
    """
    status = response.status_code
    if status in (408, 429) or status >= 500:
        raise failure(status)
    if status in (400, 413, 414, 422, 431):
        raise Refused(f"refuses the request (HTTP {status}){_said(response, secrets)}")
    if status in (401, 403):
        raise Forbidden(f"does not let us in (HTTP {status}){_said(response, secrets)}")
    if not response.is_success:
        raise BadAnswer(f"sends HTTP {status} instead of an answer")
    kind = response.headers.get("content-type", "").lower()
    if "text/html" in kind or _HTML.match(response.content):
        raise BadAnswer("sends a web page instead of an answer")
    if kind and content not in kind:
        raise BadAnswer(f"sends {plain(kind, 60)} instead of {content}")
    return response.content


def _said(response: httpx.Response, secrets: Sequence[str]) -> str:
    """What the body of an error says to a person; nothing if it is a page."""
    text = response.content[:2000].decode("utf-8", "replace")
    text = _message(text)
    text = redacted(text, secrets)
    text = plain(MAIL.sub("…", text), 120)
    return f": {text}" if text else ""


def _message(text: str) -> str:
    """The message in a body: a member of a JSON object, an Atom summary, or plain text."""
    try:
        told: Any = json.loads(text)
    except (ValueError, RecursionError):
        summary = re.search(r"<summary[^>]*>([^<]*)</summary>", text)
        return summary[1] if summary else "" if "<" in text else text
    if not isinstance(told, dict):
        return ""
    return str(told.get("error") or told.get("message") or told.get("exception") or "")
