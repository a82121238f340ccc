"""``kdbib parse --explain``: how the entries that cover one line were read, and why so."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.cells import set_cell_size

from kdbib.api import read_file
from kdbib.cli.screen import harmless, plain, terminal
from kdbib.errors import UsageError
from kdbib.explain.lookup import place_of
from kdbib.model import Citation
from kdbib.read import read_traced
from kdbib.read.judge import Why
from kdbib.read.listing import PassedOver
from kdbib.read.said import Said
from kdbib.read.source import SourceText
from kdbib.read.trace import COLUMNS, Trace, Traced
from kdbib.wording import counted
from kdbib.write.results import citation_json

_WIDTH = 80
_TOKEN, _LABEL = 44, 18
_WHY = {
    Why.SAMPLE: "A sample of the entries that are written like this one shows that their rules"
    " read them well.",
    Why.KNOWN_LIST: "Both readings have the same title in nearly all entries of this list, so the"
    " rules keep their word.",
    Why.FORMS_ARE_LIKE_THE_OTHERS: "Its title is set off more like those of the other entries.",
    Why.SAME_TITLE: "Both readings have the same title here, and in at least half of the entries.",
    Why.LOST_ITS_NAME: "The learned title lacks only the name before its colon.",
    Why.CLEAR_FORM: "The list is too short to tell how it is written, and the rules leave no"
    " doubt.",
    Why.BELOW_A_LABEL: "The entry stands below a label, which has its links.",
    Why.DAMAGED: "The learned title is improbable, breaks off, or holds other fields.",
    Why.SWALLOWS: "The title of the rules holds authors or the venue.",
    Why.LEARNED_IS_LIKE_THE_OTHERS: "Nothing in the list speaks for the reading of the rules.",
    Why.ROW: "The columns name no title, and the model is sure of title, venue and year.",
    Why.SEVERAL: "The item holds several papers, each of them a link that is a title.",
    Why.NO_CHOICE: "Only one of the two readings has a title, or the item is a label or a table's"
    " text.",
}
_PLAIN = "In plain text the learned reader reads every entry."
_BY_RULE = "The entry is nothing but a title, an address or an identifier, which a rule reads."
_PARAGRAPH = "It is a paragraph or a heading, which the learned reader reads."
_BY_HABIT = {Why.KNOWN_LIST, Why.FORMS_ARE_LIKE_THE_OTHERS, Why.LEARNED_IS_LIKE_THE_OTHERS}


def explained(lists: Sequence[str], stdin_filename: str | None) -> tuple[str, int, Trace]:
    """The file and line that are meant, and how the entries there were read.

    Raises UsageError unless one line of one list is named that the list has.
    """
    if len(lists) != 1:
        raise UsageError(
            "--explain takes one line of one list: `kdbib parse --explain README.md:12`"
        )
    place = place_of(lists[0])
    if place is None or place[1] < 1:
        raise UsageError(
            f"{lists[0]}: --explain needs a line: `kdbib parse --explain README.md:12`"
        )
    file, line = place
    read = read_file(file, stdin_filename)
    source = SourceText(read.data, read.list.file, read.list.form)
    count = len(source.line_starts)
    count -= count > 1 and source.line_starts[-1] == len(source.text)
    if line > count:
        raise UsageError(f"{file}:{line}: the file has {counted(count, 'line')}")
    trace = read_traced(source, line)
    if trace is None:
        raise UsageError(
            f"{file}: --explain shows how the words of markdown, reStructuredText, Org and plain"
            f" text are read, and this is {read.list.form.value}; see `kdbib parse {file}`"
        )
    return read.list.file, line, trace


def explanation_json(file: str, line: int, trace: Trace) -> dict[str, Any]:
    """An explanation as docs/contract.md says."""
    return {"file": file, "line": line, "entries": [_entry_json(one) for one in trace.entries]}


def _entry_json(one: Traced) -> dict[str, Any]:
    citation = isinstance(one.result, Citation)
    judged = one.judgement
    return {
        "line": one.result.span.line,
        "end_line": _last_line(one),
        "tokens": [
            {
                "text": token.text,
                "label": token.label,
                "probability": round(token.probability, 3),
                "begins": token.begins,
            }
            for token in one.tokens
        ],
        "chosen": _chosen(one),
        "why": _why(one),
        "learned_title": _title(judged.new) if judged else None,
        "rules_title": _title(judged.old) if judged and one.form else None,
        "list": list(_list(one)),
        "habit": list(_habit(one)),
        "citation": citation_json(one.result) if isinstance(one.result, Citation) else None,
        "not_a_citation": None if citation else _reason(one.result),
    }


def _reason(result: Citation | PassedOver) -> str:
    return result.reason if isinstance(result, PassedOver) else ""


def _last_line(one: Traced) -> int:
    if isinstance(one.result, Citation):
        return one.result.end_line
    return one.result.span.line + max(len(one.result.raw.splitlines()) - 1, 0)


def _title(said: Said | None) -> str | None:
    return said.title.text if said and said.title else None


def _chosen(one: Traced) -> str:
    if one.judgement is None:
        return "rule" if one.by_rule else "learned"
    if not one.tokens:
        return "none"
    if one.judgement.learned or not one.form:
        return "learned"
    return one.form


def _why(one: Traced) -> str:
    if one.judgement is None:
        return _BY_RULE if one.by_rule else _PLAIN
    if not one.tokens:
        return "The item has no words."
    if not one.form and not one.judgement.learned:
        return _PARAGRAPH
    return _WHY[one.judgement.why]


def _habit(one: Traced) -> Iterator[str]:
    """What the other entries of the list changed, in sentences."""
    judged = one.judgement
    if judged is None or not one.form:
        return
    if one.form != one.alone:
        yield f"Alone, the rules would have read it as {one.alone!r}; the list is {one.habit!r}."
    if judged.why in _BY_HABIT and _title(judged.old) != _title(judged.new):
        yield f"It decided for the title of the {'learned reader' if judged.learned else 'rules'}."
    if judged.taken:
        fields = ", ".join(judged.taken)
        yield f"Taken from the learned reader, since the rules misread it in this list: {fields}."


def _list(one: Traced) -> Iterator[str]:
    """What is known of the other entries of the list, in sentences."""
    judged = one.judgement
    if judged is None:
        return
    if judged.compared:
        titles = counted(judged.compared, "title")
        yield f"Both readings have the same title in {judged.agreed} of {titles}."
    if judged.usual:
        before, after, first = judged.usual
        order = "after the authors" if first == "True" else "with no authors before it"
        yield f"There it stands {order}, between {_mark(before)} and {_mark(after)}."


def _mark(around: str) -> str:
    """The signs beside a title, in words: an ``a`` stands for any letter or digit."""
    if not around:
        return "the end of the text"
    if "a" not in around:
        return repr(around) if around.isascii() else "a sign beyond ASCII"
    signs = ["a letter" if sign == "a" else repr(sign) for sign in around if sign.isascii()]
    return " and then ".join(signs)


def explanation(file: str, line: int, trace: Trace) -> Iterator[str]:
    """An explanation in lines of 80 columns, harmless to a terminal."""
    if not trace.entries:
        yield from _wrapped(
            f"{file}:{line}: no citation: the line is no list item, table row or paragraph that"
            " is read as an entry (a heading, running text, an empty line, code).",
        )
    for number, one in enumerate(trace.entries):
        if number:
            yield ""
        yield from _entry(file, one)


def _entry(file: str, one: Traced) -> Iterator[str]:
    first, last = one.result.span.line, _last_line(one)
    what = "citation" if isinstance(one.result, Citation) else "not a citation"
    lines = f"lines {first} to {last}" if last > first else f"line {first}"
    yield from _wrapped(f"{file}, {lines}: {what}")
    if isinstance(one.result, PassedOver):
        yield from _wrapped(f"why: {one.result.reason}", "  ")
    yield "tokens as the learned reader sees them (+ begins a part)"
    for token in one.tokens:
        text = harmless(" ".join(token.text.split()) or "(line end)")
        mark = "+" if token.begins else " "
        cell = set_cell_size(text, _TOKEN)
        yield f"  {cell} {mark} {token.label:<{_LABEL}} {token.probability:.2f}"
    yield "reading"
    chosen = _chosen(one)
    named = {"learned": "the learned one", "rule": "a rule", COLUMNS: f"the {COLUMNS}"}
    yield from _wrapped(f"chosen: {named.get(chosen, f'the form {chosen!r}')}", "  ")
    yield from _wrapped(f"why: {_why(one)}", "  ")
    if one.judgement and one.judgement.new:
        yield from _wrapped(f"learned title: {_title(one.judgement.new) or 'none'}", "  ")
        if one.form:
            yield from _wrapped(f"title of the rules: {_title(one.judgement.old) or 'none'}", "  ")
    yield "habit of the list"
    for sentence in (*_list(one), *(list(_habit(one)) or ["It changed nothing."])):
        yield from _wrapped(sentence, "  ")
    if isinstance(one.result, Citation):
        yield "came out"
        for name, value in _fields(one.result):
            yield from _wrapped(value or "none", f"  {name + ':':<12} ", " " * 15)


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    authors = "; ".join(author.name.display() for author in citation.authors)
    yield "title", citation.title.text if citation.title else ""
    yield "authors", authors + (" et al." if citation.et_al else "")
    yield "venue", citation.venue.text if citation.venue else ""
    yield "year", str(citation.year.value) if citation.year else ""
    yield "identifiers", " ".join(dict.fromkeys(str(found) for found, _ in citation.identifiers))


def _wrapped(text: str, first: str = "", more: str = "") -> Iterator[str]:
    """A text in lines of at most 80 columns; the first one begins otherwise than the others."""
    more = more or f"{first}  "
    for number, line in enumerate(plain(text).wrap(terminal(), _WIDTH - len(more))):
        yield (more if number else first) + line.plain.rstrip()
