"""What ``lint`` fixes and what ``enrich`` corrects: whichever comes first, the list ends the same."""

from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest

from kdbib.corpus import embedded
from kdbib.http.answers import Answers
from kdbib.linter import read_document
from kdbib.linter.codes import RULES
from kdbib.linter.fixes import fix
from kdbib.model import Work
from kdbib.model.venue import short_name
from kdbib.pipeline import Setting, resolve
from kdbib.read import read_text
from kdbib.read.source import SourceText
from kdbib.resolutions import Resolutions
from kdbib.write.markdown import corrected

EXAMPLE = Path(__file__).parents[2] / "examples" / "awesome-knowledge-distillation.md"
SHARED = Path(__file__).parents[3] / "shared" / "lists"
OF_TEXT = [rule for rule in RULES if not rule.code.startswith("KB7")]
DAMAGES: tuple[Callable[[str], str], ...] = (
    lambda line: line,
    lambda line: line.replace(": ", ":", 1),
    lambda line: line.replace(": ", " : ", 1),
    lambda line: line.replace("-", "\u00ad\u2010", 1),
    lambda line: line.replace("-", "-\u00ad", 1),
    lambda line: line.replace(" ", "  ", 3).replace("  ", " ", 2),
    lambda line: line.replace(" et al.", " et. al.", 1),
    lambda line: line.replace(" et al.", " et al", 1),
    lambda line: line.replace(" et al.", ". et al.", 1),
    lambda line: line.replace(" et al.", "et al.", 1),
    lambda line: f"{line}  ",
    lambda line: line.replace("NeurIPS", "NIPS").replace("CVPR", "cvpr"),
    lambda line: line.replace("ion ", "ino ", 1),
)


def enriched(data: bytes) -> bytes:
    """A list with the corrections of ``enrich``, from the corpus inside the package."""
    citations = read_text(SourceText(data, "list.md")).citations
    setting = Setting(
        corpora=[embedded()],
        sources=[],
        connect=lambda: pytest.fail("nobody is asked"),
        answers=Answers(None),
        resolutions=Resolutions(None),
    )
    changes = [c for entry in resolve(citations, setting).entries for c in entry.changes]
    return corrected(data, changes)


def linted(data: bytes) -> bytes:
    """A list with the safe fixes of ``lint``."""
    return fix(read_document(data, "list.md"), OF_TEXT).data


def entry(number: int, known: Work) -> str:
    venue = f"{short_name(known.container_title or '')} {known.year}"
    first = known.author[0].inverted()
    return f"{number}. {known.title}. {first} et al. {venue}"


def damaged() -> bytes:
    """Works of the corpus as entries of a list, each with another fault."""
    works = [
        record.work
        for record in embedded().records
        if len(record.work.author) > 2 and short_name(record.work.container_title or "")
    ]
    pairs = zip(range(1, 151), works, cycle(DAMAGES), strict=False)
    lines = [damage(entry(number, known)) for number, known, damage in pairs]
    return ("# A list\n\n" + "\n".join(lines) + "\n").encode()


def lists() -> dict[str, bytes]:
    shared = SHARED / "FLHonker__Awesome-Knowledge-Distillation.md"
    found = {"damaged": damaged(), "example": EXAMPLE.read_bytes()}
    return found | ({"shared": shared.read_bytes()} if shared.is_file() else {})


@pytest.mark.parametrize("data", [pytest.param(data, id=name) for name, data in lists().items()])
def test_the_order_of_lint_and_enrich_makes_no_difference(data: bytes) -> None:
    one, other = enriched(linted(data)), linted(enriched(data))
    assert one.decode().splitlines() == other.decode().splitlines()
    assert one != data


def test_together_they_undo_every_fault_that_can_be_undone() -> None:
    right = linted(enriched(damaged()))
    assert enriched(linted(right)) == right
    assert b"\xe2\x80\x90" not in right
    assert b"--" not in right
    assert b"cvpr" not in right
