"""A fix that does not hold is not offered: the entry is read again before and after."""

from collections.abc import Iterator

import pytest

from kdbib.linter import Document, check, read_document
from kdbib.linter.codes import RULES
from kdbib.linter.finding import Finding
from kdbib.linter.fixes import fix, offered
from kdbib.linter.registry import Fixable, Rule
from kdbib.model import Severity
from kdbib.read import Form
from tests.lint.support import DEFINITIONS, HABITS

ENTRY = "9. Graph Walks at Night. Marlow, Ida and Teal, Bo. ICLR 2020 [[code]][1.2]"
TEXT = HABITS + ENTRY + "\n" + DEFINITIONS
BIBTEX = """\
@article{marlow2020,
  title = {Graph Walks at Night},
  author = {Marlow, Ida and Teal, Bo},
  journal = {River},
  month = jun,
  year = {2020}
}
"""


def rule(before: str, after: str, *, safe: bool = True) -> Rule:
    """A rule that finds a text and would write another one for it."""

    def careless(document: Document) -> Iterator[Finding]:
        at = document.text.index(before)
        where = (at, at + len(before))
        yield Finding(where, "careless", changes=((*where, after),), safe=safe)

    return Rule("KB999", careless, Severity.WARNING, Fixable.ALWAYS, frozenset(Form))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("Walks at", "Walk at", id="another title"),
        pytest.param("Graph Walks", "graph walks", id="other capitals"),
        pytest.param("Night. Marlow", "Night Marlow", id="title and author run together"),
        pytest.param("Marlow, Ida", "Ida, Marlow", id="another name"),
        pytest.param(" and Teal, Bo", "", id="a name lost"),
        pytest.param("ICLR", "ICML", id="another venue"),
        pytest.param("2020 [[code]]", "2021 [[code]]", id="another year"),
        pytest.param(" [[code]][1.2]\n\n", "\n\n", id="a link lost"),
        pytest.param("9. Graph", "Graph", id="an entry that becomes part of the one before"),
    ],
)
def test_a_safe_fix_that_says_something_else_is_not_offered(before: str, after: str) -> None:
    document = read_document(TEXT.encode(), "f.md")
    careless = [rule(before, after)]
    [found] = offered(document, check(document, careless))
    assert found.fix is None
    fixed = fix(document, careless)
    assert fixed.data == TEXT.encode()
    assert [one.fix for one in fixed.left] == [None]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Graph Walks at", "Graph  Walks at"),
        ("Marlow, Ida", "Marlow,Ida"),
        ("ICLR 2020 [[code]]", "ICLR 2020  [[code]]"),
    ],
)
def test_a_safe_fix_that_says_the_same_is_offered(before: str, after: str) -> None:
    document = read_document(TEXT.encode(), "f.md")
    [found] = offered(document, check(document, [rule(before, after)]))
    assert found.fix is not None


def test_an_unsafe_fix_may_say_something_else_and_lose_nothing() -> None:
    document = read_document(TEXT.encode(), "f.md")
    changing = rule("Walks at", "Walk at", safe=False)
    assert [one.fix is None for one in offered(document, check(document, [changing]))] == [False]
    losing = rule(" and Teal, Bo", "", safe=False)
    assert [one.fix is None for one in offered(document, check(document, [losing]))] == [True]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("title = {", "title = {{", id="all that follows in one field"),
        pytest.param("River}", "River", id="a brace lost"),
        pytest.param("journal = {River}", "journal = {Rivers}", id="another journal"),
    ],
)
def test_safe_fixes_of_bibtex_keep_every_field(before: str, after: str) -> None:
    document = read_document(BIBTEX.encode(), "f.bib")
    [found] = offered(document, check(document, [rule(before, after)]))
    assert found.fix is None


def test_a_bad_fix_costs_no_good_one_of_its_entry() -> None:
    text = TEXT.replace("Graph Walks at", "Graph  Walks at")
    document = read_document(text.encode(), "f.md")
    fixed = fix(document, [*RULES, rule("Marlow, Ida", "Ida, Marlow")])
    assert fixed.data == TEXT.encode()
    assert [one.code for one in fixed.fixed] == ["KB323"]


def test_what_is_offered_is_what_is_fixed() -> None:
    wrong = ENTRY.replace("Walks at", "Walks  at").replace("Ida and", "Ida. and")
    document = read_document(TEXT.replace(ENTRY, wrong).encode(), "f.md")
    marked = [one for one in offered(document, check(document, RULES)) if one.fix]
    assert {one.code for one in marked} == {one.code for one in fix(document, RULES).fixed}
