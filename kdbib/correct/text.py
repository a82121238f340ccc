"""The text of a citation by its spans, and changes of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from kdbib.model import Change, Citation, Conflict, Span


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found wrong: changes of the text, and conflicts to report."""

    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    def __add__(self, other: "Findings") -> "Findings":
        return Findings(self.changes + other.changes, self.conflicts + other.conflicts)


def text_at(citation: Citation, span: Span) -> str:
    """The text of a citation's file at a span that lies within the citation."""
    raw = _bytes(citation.raw)
    return _text(raw[span.start - citation.span.start : span.end - citation.span.start])


def text_after(citation: Citation, end: int) -> str:
    """The text of a citation from a byte offset of its file on."""
    return _text(_bytes(citation.raw)[end - citation.span.start :])


def change(  # noqa: PLR0913, PLR0917 - a change is these six
    citation: Citation, field: str, within: Span, start: int, end: int, after: str
) -> Change:
    """The Change of the characters [start, end) of the text at a span."""
    text = text_at(citation, within)
    before = text[:start]
    line = within.line + before.count("\n")
    column = within.column + start if "\n" not in before else len(before) - before.rfind("\n")
    first = within.start + len(_bytes(before))
    span = Span(first, first + len(_bytes(text[start:end])), line, column)
    return Change(field, text[start:end], after, span)


def insertion(citation: Citation, field: str, at: int, text: str) -> Change:
    """The Change that puts a text at a byte offset of the citation's file."""
    before = _text(_bytes(citation.raw)[: at - citation.span.start])
    line = citation.span.line + before.count("\n")
    column = (
        len(before) - before.rfind("\n") if "\n" in before else citation.span.column + len(before)
    )
    return Change(field, "", text, Span(at, at, line, column))


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes by position; of those that overlap, the first stays."""
    kept: list[Change] = []
    for one in sorted(changes, key=lambda c: (c.span.start, c.span.end)):
        if not kept or one.span.start >= kept[-1].span.end:
            kept.append(one)
    return tuple(kept)


def trailing_blanks(citation: Citation) -> Findings:
    """Blanks at the end of an entry's line, which mean nothing there."""
    stripped = citation.raw.rstrip(" \t")
    if stripped == citation.raw:
        return Findings()
    found = change(citation, "blanks", citation.span, len(stripped), len(citation.raw), "")
    return Findings((found,))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
