"""The report as one HTML page that needs nothing else: no file, no network.

Whatever comes from lists and databases goes in as JSON, which the page's script sets as text. The
page's own policy (https://www.w3.org/TR/CSP3/) allows its own scripts and style, by their digests,
and nothing else.
"""

import json
import re
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Any

from kdbib.model import Entry
from kdbib.report.judged import Judged, enriched, verified
from kdbib.report.rows import COVERED, rows
from kdbib.verification import Verification
from kdbib.write.seal import UNSEALED, sealed

_ASSETS = files("kdbib.report") / "assets"
_BLANK = re.compile(r"\{\{(\w+)\}\}")
_IN_SCRIPT = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def report(entries: Sequence[Entry], lists: Sequence[str]) -> bytes:
    """What became of each citation of these lists, and why."""
    return _page([enriched(entry) for entry in entries], f"Citations of {_named(lists)}", "report")


def review(found: Sequence[Verification], lists: Sequence[str]) -> bytes:
    """Whether the databases have each reference as it is written, for a reviewer."""
    return _page([verified(one) for one in found], f"References of {_named(lists)}", "review")


def site(entries: Sequence[Entry], title: str) -> bytes:
    """The works of a list, to be published under a title; not how they were found."""
    return _page([enriched(entry) for entry in entries], title, "site")


def _named(lists: Sequence[str]) -> str:
    return ", ".join(lists)


def _page(judged: Sequence[Judged], title: str, kind: str) -> bytes:
    shown = rows(judged, evidence=kind != "site")
    data = {"title": title, "kind": kind, "covered": COVERED, "rows": shown}
    scripts = {name: _asset(f"{name}.js") for name in ("table", "page")}
    style = _asset("page.css")
    blanks = {
        "seal": UNSEALED,
        "policy": _policy(scripts.values(), style),
        "title": escape(_utf8(title)),
        "style": style,
        "data": in_script(data),
        **scripts,
    }
    return sealed(_BLANK.sub(lambda blank: blanks[blank[1]], _asset("page.html")))


def in_script(value: Any) -> str:
    r"""JSON that can stand in a ``<script>``, whatever the texts in it say.

    >>> in_script(["</script>"])
    '["\\u003c/script\\u003e"]'
    """
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _utf8(written).translate(_IN_SCRIPT)


def _utf8(text: str) -> str:
    """A text without the bytes of a file that were none of a text."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text("utf-8")


def _policy(scripts: Any, style: str) -> str:
    """The Content-Security-Policy: these scripts, this style, and no request at all."""
    allowed = " ".join(_digest(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_digest(style)}; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
