"""Plain text out of what strangers send."""

import re
import unicodedata

# joiners that some scripts need inside words, among the invisible characters that nobody needs
_JOINERS = "\u200c\u200d"
_BREAKING = frozenset(("Cc", "Zl", "Zp", "Zs"))
_INVISIBLE = frozenset(("Cf", "Cs", "Co", "Cn"))

MAIL = re.compile(r"[\w.+%-]+@[A-Za-z0-9.-]+", re.ASCII)
"""A mail address: part of a User-Agent, and not of any message."""


def plain(text: str, longest: int = 300) -> str:
    r"""``text`` on one line, composed (NFC), without control characters, and cut where too long.

    Characters that turn the direction of writing go as well: they make a line look like another.

    >>> plain("Deep\r\n  Residual\x1b[31m Learning")
    'Deep Residual [31m Learning'
    """
    if len(text) <= longest and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    kept = unicodedata.normalize("NFC", text[: 4 * longest])
    if not kept.isprintable():  # which says of all but a few characters that they may stay
        kept = "".join(map(_kept, kept))
    if "  " in kept:
        kept = re.sub(" +", " ", kept)
    kept = kept.strip()
    return kept if len(kept) <= longest else kept[: longest - 1].rstrip() + "…"


def _kept(char: str) -> str:
    if char.isascii() and char.isprintable():
        return char
    category = unicodedata.category(char)
    if category in _BREAKING:
        return " "
    return "" if category in _INVISIBLE and char not in _JOINERS else char
