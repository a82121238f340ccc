"""Characters that nobody sees and that change what is seen, or what a terminal does."""

import json
import re

_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # controls
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # directions (Unicode's annex 9, section 2)
    "\u2028\u2029"  # line ends
    "\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"  # no width, and deprecated
    "\ud800-\udfff"  # halves of characters
    "\U000e0000-\U000e007f]"  # tags
)
"""Not among them: the joiners U+200C and U+200D, by which Persian and Hindi are spelt."""


def visible(text: str, instead: str = " ") -> str:
    r"""The text with ``instead`` for each character that is invisible.

    >>> visible("a\u202eb\x1b[31m")
    'a b [31m'
    """
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub(instead, text)


def shown_in_json(written: str) -> str:
    r"""JSON whose strings have an escape for each character that is invisible: the same value.

    >>> shown_in_json('{"a": "b\u009b31m"}\n')
    '{"a": "b\\u009b31m"}\n'
    """
    return _INVISIBLE.sub(lambda c: c[0] if c[0] in "\t\r\n" else json.dumps(c[0])[1:-1], written)
