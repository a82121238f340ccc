"""Plain text: one line, no control characters, whatever comes in."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.http.plain import plain


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("  Deep Residual\n   Learning ", "Deep Residual Learning"),
        ("red \x1b[31m\x07text\x9b", "red [31m text"),
        ("abc\u202edef\u2066", "abcdef"),
        ("Lala\u0301", "Lalá"),
        ("a\u00a0b\u2028c", "a b c"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("x\ud800y", "xy"),
    ],
)
def test_plain(given_: str, expected: str) -> None:
    assert plain(given_) == expected


def test_what_is_too_long_is_cut() -> None:
    assert plain("word " * 100, 12) == "word word w…"


@given(st.text(), st.integers(2, 50))
def test_nothing_that_moves_a_cursor_gets_through(text: str, longest: int) -> None:
    done = plain(text, longest)
    assert len(done) <= longest
    assert done == plain(done, longest)
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in done)
