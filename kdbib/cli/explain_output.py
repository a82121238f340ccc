"""An explanation as a person reads it, and as JSON of the shape that docs/contract.md has."""

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from rich.text import Text

from kdbib.cli.screen import plain, terminal
from kdbib.explain import Explained, Explanation, Statement
from kdbib.match.decide import describe
from kdbib.model import Agreement
from kdbib.wording import worded_evidence

_SIGNS = {
    Agreement.AGREES: ("+", "green"),
    Agreement.DISAGREES: ("-", "red"),
    Agreement.UNKNOWN: ("?", "dim"),
}
_NAMES = 25
_WIDEST = 110


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """An explanation as docs/contract.md says."""
    known = explanation.resolution
    return {
        "key": known.key,
        "listed": known.title,
        "status": known.status.value,
        "confidence": known.confidence,
        "reason": known.reason or None,
        "decided": known.decided or None,
        "decided_by": [name for name in known.decided_by.split(", ") if name],
        "chosen": {"by": known.choice.by, "what": known.choice.what} if known.choice else None,
        "open": explanation.is_open,
        "evidence": [
            {"field": e.field, "agreement": e.agreement.value, "detail": worded_evidence(e) or None}
            for e in known.evidence
        ],
        "answers": [_answer_json(one) for one in explanation.statements],
        "fields": {one.field: _field_json(one) for one in explanation.fields},
    }


def _answer_json(one: Statement) -> dict[str, Any]:
    return {
        "source": one.source,
        "question": {"kind": str(one.question.kind), "value": one.question.value},
        "time": one.time or None,
        "works": [describe(record.work) for record in one.records],
        "origins": [origin for record in one.records for origin in record.origins],
        "others": one.others,
    }


def _field_json(one: Explained) -> dict[str, Any]:
    return {
        "value": one.value,
        "source": one.source,
        "retrieved": one.retrieved,
        "rule": one.rule or None,
        "why": one.why or None,
        "agreed": list(one.agreed),
        "dissent": [{"source": vote.source, "value": vote.value} for vote in one.dissent],
        "unheard": [
            {"source": v.source, "value": v.value, "doubt": v.doubt, "reason": v.reason}
            for v in one.unheard
        ],
        "abstained": list(one.abstained),
    }


def show_explanation(explanation: Explanation) -> None:
    """Print an explanation."""
    out = terminal()
    for line in _lines(explanation, min(out.width, _WIDEST)):
        out.print(line, soft_wrap=True)


def _lines(explanation: Explanation, width: int) -> Iterator[Text]:
    known = explanation.resolution
    head = Text(_safe(known.key or known.status.value.replace("_", " ")), "bold")
    yield head.append(_safe(f"  {known.work.title if known.work else known.title}"), "not bold")
    if known.work and known.title != known.work.title:
        yield from _wrapped(f"listed as {known.title!r}", 0, width)
    yield from _wrapped(_decision(explanation), 0, width)
    if explanation.is_open:
        yield from _wrapped(_open(explanation), 0, width)
    if known.evidence:
        yield Text("\nevidence", "bold")
    for one in known.evidence:
        sign, style = _SIGNS[one.agreement]
        yield Text(
            f"  {sign} {one.field:<11} {_safe(worded_evidence(one) or one.agreement.value)}", style
        )
    if explanation.statements:
        yield Text("\ncached answers", "bold")
    for number, told in enumerate(explanation.statements, start=1):
        yield from _statement(number, told, width)
    if explanation.fields:
        yield Text("\nfields", "bold")
    for field in explanation.fields:
        first, *more = _wrapped(field.value, _NAMES, width)
        yield Text(f"  {field.field:<{_NAMES - 2}}", "cyan").append(str(first).lstrip(), "default")
        yield from more
        for vote, style in _votes(field, explanation):
            yield from _wrapped(vote, _NAMES, width, style)
    yield Text("")


def _safe(text: str) -> str:
    return plain(text).plain


def _wrapped(text: str, indent: int, width: int, style: str = "") -> Iterator[Text]:
    """A text in lines that fit; an address is not broken."""
    lead = " " * indent
    lines = wrap(
        _safe(text),
        max(width, indent + 30),
        initial_indent=lead,
        subsequent_indent=lead,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return (Text(line, style) for line in lines or [""])


def _decision(explanation: Explanation) -> str:
    known = explanation.resolution
    if known.choice:
        day = f" on {known.decided}" if known.decided else ""
        return f"{known.choice.by} decided{day}: {known.choice.what}"
    told = known.status.value.replace("_", " ")
    if known.work:
        told += f" with a confidence of {known.confidence:.2f}, by {known.decided_by}"
    told += f"; decided on {known.decided}" if known.decided else ""
    return f"{told}; {known.reason}" if known.reason else told


def _open(explanation: Explanation) -> str:
    """That a match is not the last word, and who was asked for a better one."""
    asked = ", ".join(explanation.asked_by_title)
    told = "the title is not exact, so the match was left open"
    return f"{told}; asked for it too: {asked}" if asked else told


def _statement(number: int, one: Statement, width: int) -> Iterator[Text]:
    when = one.time.replace("T", " ").replace("+00:00", " UTC")
    said = [describe(record.work) for record in one.records]
    said = said or ["only other works" if one.others else "nothing"]
    asked = f"{one.source}, asked for {one.question.kind} {_safe(one.question.value)!r}"
    first, *more = _wrapped(f"{asked} {f'at {when}' if when else ''}".rstrip(), 6, width)
    yield Text(f"  {f'[{number}]':<4}", "dim").append(str(first).lstrip(), "default")
    yield from more
    for each in said:
        yield from _wrapped(each, 6, width)
    for record in one.records:
        for origin in record.origins:
            yield from _wrapped(f"from {origin}", 6, width, "dim")


def _votes(one: Explained, explanation: Explanation) -> Iterator[tuple[str, str]]:
    """The votes on a field, in words, each with its style."""
    numbers = [
        str(number)
        for number, told in enumerate(explanation.statements, start=1)
        if told.source == one.source.partition(" (")[0] and told.records
    ]
    who = f"{one.source} [{', '.join(numbers)}]" if numbers else one.source
    who += f" on {one.retrieved}" if one.retrieved else ""
    who += f"; agreed: {', '.join(one.agreed)}" if one.agreed else ""
    yield who + (f"; silent: {', '.join(one.abstained)}" if one.abstained else ""), "dim"
    for vote in one.dissent:
        yield f"but {vote.source} says {vote.value!r}", "yellow"
    for vote in one.unheard:
        yield f"ignored: {vote.source} says {vote.value!r}. {vote.reason}", "yellow"
    if one.why:
        yield f"why: {one.why}", "dim"
