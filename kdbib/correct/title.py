"""Corrections of titles: misspelt and missing words, spaces, hyphens, coined capitals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from kdbib.correct.text import Findings, change, text_at
from kdbib.match.titles import Relation, same_word
from kdbib.model import Agreement, Change, Citation, Conflict, Match, Text, Work
from kdbib.model.title import title_key, title_words

_WORD = re.compile(r"[^\W_]+")
_MARKUP = re.compile(r"[*_`~\\\[\]]")
_ODD_HYPHENS = re.compile("[\u00ad\u2010\u2011]")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        return "".join(title_words(self.text))


def correct_title(citation: Citation, work: Work, match: Match) -> Findings:
    """The corrections of a citation's title after the work's.

    Letters that differ in case alone are a matter of style, save in words with capitals inside
    (``FitNets``). Words are added and taken away at the end of a title only, where they are lost
    and glued on; other differences may be the preprint's title, and are reported.
    """
    cited = citation.title
    if cited is None:
        return Findings()
    known = _closest(cited.text, work)
    relation = next(e.detail.partition(":")[0] for e in match.evidence if e.field == "title")
    if known != work.title and title_key(cited.text) == title_key(known):
        message = f"this is another title of the work, which is cited as {work.title!r}"
        return Findings((), (Conflict("title", cited.text, work.title, message),))
    if relation in {Relation.RETITLED, Relation.OTHER}:
        message = f"the work's title is {work.title!r}"
        return Findings((), (Conflict("title", cited.text, work.title, message),))
    source = text_at(citation, cited.span)
    changes = list(_edits(citation, cited, source, known, match))
    fixed = title_key(_applied(source, cited, changes))
    conflicts = ()
    if fixed != title_key(known):
        conflicts = (Conflict("title", cited.text, known, f"the work's title is {known!r}"),)
    elif not changes and _cased_otherwise(cited.text, known):
        message = f"other capitals: {known!r}"
        conflicts = (Conflict("title", cited.text, known, message),)
    return Findings(tuple(changes), conflicts)


def _closest(cited: str, work: Work) -> str:
    """The one of a work's titles that the citation gives."""
    key = title_key(cited)
    return next((alias for alias in work.aliases if title_key(alias) == key), work.title)


def _applied(source: str, cited: Text, changes: list[Change]) -> str:
    data = source.encode("utf-8", "surrogateescape")
    for one in sorted(changes, key=lambda c: -c.span.start):
        start, end = one.span.start - cited.span.start, one.span.end - cited.span.start
        data = data[:start] + one.after.encode("utf-8", "surrogateescape") + data[end:]
    return data.decode("utf-8", "surrogateescape")


def _words(text: str) -> list[_Word]:
    return [_Word(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]


def _edits(citation: Citation, cited: Text, source: str, known: str, match: Match) -> Iterator[Change]:
    mine, yours = _words(source), _words(known)
    shouted = known.upper() == known
    steps = Levenshtein.opcodes([w.key for w in mine], [w.key for w in yours])
    pairs: list[tuple[_Word, _Word]] = []
    for step in steps:
        left, right = mine[step.src_start : step.src_end], yours[step.dest_start : step.dest_end]
        if step.tag == "equal" or (step.tag == "replace" and len(left) == len(right)):
            pairs += zip(left, right, strict=True)
    for ours, theirs in pairs:
        if (better := _better(ours, theirs, shouted=shouted)) is not None:
            yield change(citation, "title", cited.span, ours.start, ours.end, better)
    for first, second in zip(pairs, pairs[1:], strict=False):
        yield from _gap(citation, cited, source, known, first, second, mine, yours)
    if steps and pairs and match.agreement("authors") is Agreement.AGREES:
        yield from _ending(citation, cited, source, known, pairs[-1], mine, yours)


def _better(ours: _Word, theirs: _Word, *, shouted: bool) -> str | None:
    """What one word should be; None if it is right."""
    if ours.text == theirs.text:
        return None
    if ours.key == theirs.key:
        coined = theirs.text[1:] != theirs.text[1:].lower()
        return theirs.text if coined and not shouted else None
    if not same_word(ours.key, theirs.key):
        return None
    return _cased_like(theirs.text, ours.text)


def _cased_like(word: str, model: str) -> str:
    """A word with the model's case, as far as the word has no capitals of its own inside."""
    if word[1:] != word[1:].lower():
        return word
    return word[0].upper() + word[1:] if model[0].isupper() else word[0].lower() + word[1:]


def _gap(
    citation: Citation,
    cited: Text,
    source: str,
    known: str,
    first: tuple[_Word, _Word],
    second: tuple[_Word, _Word],
    mine: list[_Word],
    yours: list[_Word],
) -> Iterator[Change]:
    """What stands between two words that are neighbours in both titles."""
    if mine.index(second[0]) - mine.index(first[0]) != 1:
        return
    if yours.index(second[1]) - yours.index(first[1]) != 1:
        return
    ours = source[first[0].end : second[0].start]
    theirs = known[first[1].end : second[1].start]
    if ours == theirs or "\n" in ours:
        return
    plain = _MARKUP.sub("", ours)
    odd = _ODD_HYPHENS.search(ours) is not None
    spaced = "".join(plain.split()) == "".join(theirs.split())
    wrong_blanks = spaced and plain == ours and (":" in theirs or "  " in ours)
    if odd or wrong_blanks:
        yield change(citation, "title", cited.span, first[0].end, second[0].start, theirs)


def _ending(
    citation: Citation,
    cited: Text,
    source: str,
    known: str,
    last: tuple[_Word, _Word],
    mine: list[_Word],
    yours: list[_Word],
) -> Iterator[Change]:
    """Words glued to the end of a title, or lost there, if all the others are right."""
    more_cited = mine[mine.index(last[0]) + 1 :]
    more_known = yours[yours.index(last[1]) + 1 :]
    before_cited = mine[: mine.index(last[0]) + 1]
    before_known = yours[: yours.index(last[1]) + 1]
    if len(before_cited) != len(before_known):
        return
    if more_cited and not more_known and not _MARKUP.search(source[last[0].end :]):
        yield change(citation, "title", cited.span, last[0].end, len(source), known[last[1].end :])
    elif more_known and not more_cited:
        yield change(citation, "title", cited.span, last[0].end, last[0].end, known[last[1].end :])


def _cased_otherwise(cited: str, known: str) -> bool:
    a, b = "".join(_WORD.findall(cited)), "".join(_WORD.findall(known))
    return a != b and a.casefold() == b.casefold()
