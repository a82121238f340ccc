"""Fixes: made of spans, never for the worse, and done when they are done."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kdbib.linter import Document, read_document
from kdbib.linter.codes import RULES
from kdbib.linter.fixes import applied, disjoint, fix
from kdbib.model import Applicability, Diagnostic, Edit, Fix, Severity, Span
from tests.lint.support import DEFINITIONS, HABITS, fixed, listed
from tests.lint.test_rules import CASES, meant

WRONG = [meant(item).partition(" ")[2] for _, item, _, _ in CASES if not item.startswith("!")]
RIGHT = [line.partition(" ")[2] for line in HABITS.splitlines() if line[:1].isdigit()]
NOISE = ["", "", "", " ", "  ", "\u00ad", " <!-- x -->", " [[code]][1.2]", ".", " é", "\udc80"]


def finding(*edits: Edit, code: str = "KB104") -> Diagnostic:
    span = Span(edits[0].start, edits[-1].end, 1, 1)
    return Diagnostic(code, Severity.INFO, "f", span, 1, 1, "m", "", Fix(Applicability.SAFE, edits))


def test_edits_are_made_and_nothing_else() -> None:
    edits = [Edit(4, 6, "XY"), Edit(0, 1, ""), Edit(8, 8, "ß")]
    assert applied(b"0123456789", edits) == "123XY67ß89".encode()


def test_fixes_that_overlap_or_touch_wait() -> None:
    first, touching = finding(Edit(0, 4, "a")), finding(Edit(4, 6, "b"))
    around, after = finding(Edit(3, 4, "c"), Edit(20, 21, "d")), finding(Edit(7, 8, "e"))
    assert disjoint([after, around, touching, first]) == [first, after]


def test_what_the_records_say_comes_first() -> None:
    text, record = finding(Edit(0, 4, "a")), finding(Edit(2, 6, "b"), code="KB701")
    assert disjoint([text, record]) == [record]


def test_two_fixes_of_one_place_are_made_one_after_the_other() -> None:
    item = "9. Mutual Means. Wu, Zhichao et al.arXv: 2012.08922"
    right = "9. Mutual Means. Wu, Zhichao et al. arXiv:2012.08922"
    assert fixed(listed(item), unsafe=False) == listed(right)


def test_unsafe_fixes_are_made_on_request() -> None:
    item = "9. A Patient Teacher. Beyer, Lucas et al. arXiv:2106.05237v1"
    assert fixed(listed(item), unsafe=False) == listed(item)
    assert fixed(listed(item), unsafe=True) == listed(item.removesuffix("v1"))


def test_line_ends_and_byte_order_marks_stay() -> None:
    wrong = listed("9. Stagewise Transfer. Kulkarni, Akshay et al. arXiv: 1911.06786")
    text = "\ufeff" + wrong.replace("\n", "\r\n")
    assert fixed(text, unsafe=False) == text.replace("arXiv: ", "arXiv:")


def test_a_list_without_fault_stays_as_it_is() -> None:
    assert fixed(HABITS + DEFINITIONS) == HABITS + DEFINITIONS


@st.composite
def lists(draw: st.DrawFn) -> bytes:
    """Lists of good and bad entries, in any order and with odd characters, as bytes."""
    entries = draw(st.lists(st.sampled_from(WRONG + RIGHT), min_size=1, max_size=25))
    noise = draw(st.lists(st.sampled_from(NOISE), min_size=len(entries), max_size=len(entries)))
    numbers = draw(st.sampled_from(["{n}. ", "- ", "1. "]))
    items = [
        f"{numbers.format(n=n)}{entry}{odd}"
        for n, (entry, odd) in enumerate(zip(entries, noise, strict=True), 1)
    ]
    kept = draw(st.booleans())
    text = (HABITS if kept else "# A list\n\n") + "\n".join(items) + "\n" + DEFINITIONS
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return text.replace("\n", end).encode("utf-8", "surrogateescape")


def identifiers(document: Document) -> set[tuple[str, str]]:
    return {found.key for one in document.citations for found, _ in one.citation.identifiers}


@settings(max_examples=60, deadline=None)
@given(lists(), st.booleans())
def test_fixing_again_changes_nothing(data: bytes, unsafe: bool) -> None:
    once = fix(read_document(data, "f.md"), RULES, unsafe=unsafe).data
    again = fix(read_document(once, "f.md"), RULES, unsafe=unsafe)
    assert again.data == once
    assert again.fixed == ()


@settings(max_examples=60, deadline=None)
@given(lists(), st.booleans())
def test_citations_are_the_same_or_better(data: bytes, unsafe: bool) -> None:
    before = read_document(data, "f.md")
    after = read_document(fix(before, RULES, unsafe=unsafe).data, "f.md")
    assert len(after.citations) == len(before.citations)
    assert identifiers(before) <= identifiers(after)
    for old, new in zip(before.citations, after.citations, strict=True):
        assert len(new.authors) >= len(old.authors)
        assert (new.title is None) <= (old.title is None)
        assert (new.venue is None) <= (old.venue is None)


@settings(max_examples=60, deadline=None)
@given(lists())
def test_lines_without_a_finding_keep_their_bytes(data: bytes) -> None:
    result = fix(read_document(data, "f.md"), RULES)
    touched = {line for one in result.fixed for line in range(one.span.line, one.end_line + 2)}
    if any(one.code in {"KB304", "KB629"} for one in result.fixed):
        return  # lines were joined or added
    old, new = data.split(b"\n"), result.data.split(b"\n")
    assert len(old) == len(new)
    for number, (before, after) in enumerate(zip(old, new, strict=True), 1):
        assert before == after or number in touched
