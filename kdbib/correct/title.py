"""Corrections of titles: misspelt and missing words, spaces, hyphens, coined capitals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from kdbib.correct.text import Findings, change, text_at
from kdbib.match.telling import COMMON_WORDS
from kdbib.match.words import same_word
from kdbib.model import Agreement, Citation, Conflict, Disagreement, Match, Relation, Text, Work
from kdbib.model.title import title_key, title_words

_WORD = re.compile(r"[^\W_]+")
_MARKUP = re.compile(r"[*_`~\\\[\]]")
_TARGET = re.compile(r"(?<=\])(?:\[[^\[\]]*\]|\([^()]*\))")
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
    if known != work.title and title_key(cited.text) == title_key(known):
        return _differs(Disagreement.OTHER_TITLE, cited, work.title)
    if match.relation in {Relation.RETITLED, Relation.OTHER}:
        return _differs(Disagreement.TITLE, cited, work.title)
    aligned = _Alignment.of(text_at(citation, cited.span), known)
    edits = list(aligned.edits(endings=match.agreement("authors") is not Agreement.DISAGREES))
    changes = tuple(change(citation, "title", cited.span, *edit) for edit in edits)
    corrected = _applied(_without_targets(aligned.source), edits)
    if title_key(corrected) != title_key(known):
        return Findings(changes) + _differs(Disagreement.TITLE, cited, known)
    if _cased_otherwise(corrected, known):
        return Findings(changes) + _differs(Disagreement.CAPITALS, cited, known)
    return Findings(changes)


def _differs(code: Disagreement, cited: Text, known: str) -> Findings:
    return Findings((), (Conflict(code, "title", cited.text, known),))


def is_retitled(found: Findings) -> bool:
    """Whether the citation gives another title of the work, such as its preprint's."""
    return any(c.field == "title" and not c.is_style for c in found.conflicts)


def _closest(cited: str, work: Work) -> str:
    """The one of a work's titles that the citation gives."""
    key = title_key(cited)
    return next((alias for alias in work.aliases if title_key(alias) == key), work.title)


_Edit = tuple[int, int, str]  # the characters [start, end) of the title, and what they should be


def _applied(source: str, edits: list[_Edit]) -> str:
    for start, end, after in sorted(edits, reverse=True):
        source = source[:start] + after + source[end:]
    return source


def _words(text: str) -> list[_Word]:
    return [_Word(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]


def _without_targets(source: str) -> str:
    """A marked-up title with blanks for where its links lead."""
    return _TARGET.sub(lambda target: " " * len(target[0]), source)


@dataclass(frozen=True, slots=True)
class _Alignment:
    """A cited title and a known one, word by word.

    ``pairs`` holds the indices of words that stand for each other; in between, one title or the
    other has words more.
    """

    source: str
    known: str
    mine: list[_Word]
    yours: list[_Word]
    pairs: list[tuple[int, int]]

    @classmethod
    def of(cls, source: str, known: str) -> "_Alignment":
        mine, yours = _words(_without_targets(source)), _words(known)
        pairs: list[tuple[int, int]] = []
        for step in Levenshtein.opcodes([w.key for w in mine], [w.key for w in yours]):
            left = range(step.src_start, step.src_end)
            right = range(step.dest_start, step.dest_end)
            if len(left) == len(right):
                pairs += zip(left, right, strict=True)
        return cls(source, known, mine, yours, pairs)

    def edits(self, *, endings: bool) -> Iterator[_Edit]:
        """The edits, by position; words that a wrong gap lies between are one edit with it."""
        shouted = self.known.upper() == self.known
        words = [_better(self.mine[i], self.yours[j], shouted=shouted) for i, j in self.pairs]
        gaps = [self._gap(*neighbours) for neighbours in pairwise(self.pairs)] + [None]
        start: int | None = None
        text = ""
        for (i, _), better, gap in zip(self.pairs, words, gaps, strict=True):
            word = self.mine[i]
            if start is None and better is None and gap is None:
                continue
            start = word.start if start is None else start
            text += (better or word.text) + (gap or "")
            if gap is None:
                yield start, word.end, text
                start, text = None, ""
        if endings and self.pairs:
            yield from self._ending()

    def _gap(self, first: tuple[int, int], second: tuple[int, int]) -> str | None:
        """What should stand between two words that are neighbours; None if it does."""
        if (second[0] - first[0], second[1] - first[1]) != (1, 1):
            return None
        ours = self.source[self.mine[first[0]].end : self.mine[second[0]].start]
        theirs = self.known[self.yours[first[1]].end : self.yours[second[1]].start]
        if ours == theirs or "\n" in ours:
            return None
        spaced = "".join(ours.split()) == "".join(theirs.split())
        wrong_blanks = spaced and (":" in theirs or "  " in ours)
        return theirs if _ODD_HYPHENS.search(ours) or wrong_blanks else None

    def _ending(self) -> Iterator[_Edit]:
        """Words glued to the end of a title, or lost there, if all the others are right."""
        last_mine, last_yours = self.pairs[-1]
        if len(self.pairs) != last_mine + 1 or len(self.pairs) != last_yours + 1:
            return
        end = self.mine[last_mine].end
        more_cited = len(self.mine) > last_mine + 1
        more_known = len(self.yours) > last_yours + 1
        after = self.known[self.yours[last_yours].end :]
        if more_cited and not more_known and not _MARKUP.search(self.source[end:]):
            yield end, len(self.source), after
        elif more_known and not more_cited:
            yield end, end, after


def _better(ours: _Word, theirs: _Word, *, shouted: bool) -> str | None:
    """What one word should be; None if it is right."""
    if ours.text == theirs.text:
        return None
    if ours.key == theirs.key:
        coined = theirs.text[1:] != theirs.text[1:].lower()
        return theirs.text if coined and not shouted else None
    if not same_word(ours.key, theirs.key):
        return None
    if ours.key in COMMON_WORDS and theirs.key not in COMMON_WORDS:
        return None  # records have misprints too: "Knolwedge", "Disitllation"
    return _cased_like(theirs.text, ours.text)


def _cased_like(word: str, model: str) -> str:
    """A word with the model's case, as far as the word has no capitals of its own inside."""
    if word[1:] != word[1:].lower():
        return word
    return word[0].upper() + word[1:] if model[0].isupper() else word[0].lower() + word[1:]


def _cased_otherwise(cited: str, known: str) -> bool:
    a, b = "".join(_WORD.findall(cited)), "".join(_WORD.findall(known))
    return a != b and a.casefold() == b.casefold()
