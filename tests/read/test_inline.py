"""Inline markdown to words, with the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.read.inline import scan

REFERENCES = {"1.10": "https://example.org/code", "kd-lib": "https://example.org/kd"}


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Fast Human _Pose Estimation_. Zhang", "Fast Human Pose Estimation. Zhang"),
        ("**Bold** and *it*", "Bold and it"),
        ("snake_case_name and 3 * 4", "snake_case_name and 3 * 4"),
        (r"not \*emphasis\*", "not *emphasis*"),
        ("Momentum^2 &amp; more", "Momentum^2 & more"),
        ("`code_with_marks`", "code_with_marks"),
        ("a <br> b <b>c</b>", "a \n b c"),
        ("[KD 2021] and [[code]][1.10]", "[KD 2021] and [code]"),
        ("![badge](https://img.shields.io/x.svg) text", " text"),
        ("[[pdf](https://example.org/a.pdf)]", "[pdf]"),
        ("unclosed [bracket and *star", "unclosed [bracket and *star"),
    ],
)
def test_markup_goes_and_words_stay(text: str, plain: str) -> None:
    assert scan(text, REFERENCES).plain == plain


@pytest.mark.parametrize(
    ("text", "shown", "url"),
    [
        ("[Title](https://a.org/x_(y).pdf)", "Title", "https://a.org/x_(y).pdf"),
        ('[Title](<https://a.org/a b> "t")', "Title", "https://a.org/a b"),
        ("[[code]][1.10]", "[code]", "https://example.org/code"),
        ("[KD-Lib]", "KD-Lib", "https://example.org/kd"),
        ("<https://a.org>", "https://a.org", "https://a.org"),
        ("[![alt](b.svg)](https://a.org)", "", "https://a.org"),
    ],
)
def test_links_lead_where_their_definitions_say(text: str, shown: str, url: str) -> None:
    links = [(link.text, link.url) for link in scan(text, REFERENCES).links]
    assert (shown, url) in links


def test_links_cover_their_words() -> None:
    prose = scan("See [the *paper*](u) now", {})
    (link,) = prose.links
    assert prose.plain[link.start : link.end] == "the paper"
    (mark,) = prose.emphasis
    assert prose.plain[mark.start : mark.end] == "paper"


@given(st.text(alphabet="ab*_`[]()!<>&;\\\n :~/\u00ad", max_size=80))
def test_every_word_has_its_place_in_the_text(text: str) -> None:
    prose = scan(text, {"a": "u"})
    before = 0
    for offset, char in enumerate(prose.plain):
        start, end = prose.source_range(offset, offset + 1)
        assert before <= start < end <= len(text)
        assert char in text[start:end] or text[start] in "&<"
        before = start
    for link in prose.links:
        assert 0 <= link.start <= link.end <= len(prose.plain)
