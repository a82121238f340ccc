"""Which rules run, and what a comment silences."""

import pytest

from kdbib.linter import selected
from kdbib.linter.codes import RULES, rule_named
from tests.lint.support import found, listed, shown


def codes(select: list[str], ignore: list[str]) -> list[str]:
    return [rule.code for rule in selected(RULES, select, ignore)]


def test_all_rules_but_those_of_taste_are_selected() -> None:
    assert codes([], []) == [rule.code for rule in RULES if rule.code != "KB826"]
    assert codes(["KB8"], []) == [c for c in codes([], []) if c.startswith("KB8")]
    assert codes(["KB826"], []) == codes(["hyphen-in-pages"], []) == ["KB826"]


def test_the_more_exact_of_select_and_ignore_wins() -> None:
    assert codes(["KB50"], ["KB503"]) == ["KB501", "KB502", "KB504", "KB505", "KB506", "KB507"]
    assert codes(["KB503"], ["KB5"]) == ["KB503"]
    assert codes(["KB5"], ["KB5"]) == []


def test_rules_are_found_by_code_and_name_in_any_case() -> None:
    assert rule_named("kb104") is rule_named("space-after-arxiv") is not None
    assert rule_named("KB1") is None


WRONG = "9. Stagewise Transfer. Kulkarni, Akshay et al. arXiv: 1911.06786"


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- kdbib: ignore KB104 -->",
        "<!-- kdbib: ignore KB201, KB104 -->",
        "<!-- kdbib: ignore KB1 -->",
        "<!-- kdbib: ignore -->",
        "<!--kdbib:ignore kb104-->",
    ],
)
def test_a_comment_silences_its_line(comment: str) -> None:
    assert shown(listed(WRONG), "KB104")
    assert shown(listed(f"{WRONG} {comment}"), "KB104") == []


def test_a_comment_silences_the_rule_that_it_names() -> None:
    assert shown(listed(f"{WRONG} <!-- kdbib: ignore KB201 -->"), "KB104")


def test_a_comment_alone_on_its_line_silences_the_next() -> None:
    assert shown("<!-- kdbib: ignore KB622 -->\n[a](#b)\n\n[c](#d)\n", "KB622") == [
        "4:5 no heading matches `#d`"
    ]


def test_spans_count_bytes_and_columns_characters() -> None:
    [one] = found("\ufeffMüller [ä](#weg)\n", "KB622")
    assert (one.span.line, one.span.column, one.end_line, one.end_column) == (1, 12, 1, 16)
    assert "\ufeffMüller [ä](#weg)\n".encode()[one.span.start : one.span.end] == b"#weg"


@pytest.mark.parametrize("text", ["", "\n", "\0\0", "[" * 5000, "*" * 5000, "\udc80", "|||\n|-|-|"])
def test_odd_texts_are_linted(text: str) -> None:
    for rule in RULES:
        found(text, rule.code)
