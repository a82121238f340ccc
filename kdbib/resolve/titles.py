"""Many titles in one search, and whose is whose in what it brings."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from kdbib.model import Record
from kdbib.resolve.base import Answer, Failed, Found, Question

_ALIKE = 75.0  # of 100: enough to be looked at, not to be believed
_MOST = 20  # candidates of one question
_STOP_WORDS = """
    a about after all an and any are as at be been but by can do does for from has have how if in
    into is it its more most not of on one only or our over should so than that the their them then
    there these they this to toward towards two under up use using versus via vs was we what when
    where which while who why will with without you your
"""
# in so many titles of our field that they tell little, however long
_COMMON_WORDS = """
    adaptive analysis approach based classification data deep detection distillation distilling
    efficient framework generation image improving knowledge language large learning method model
    models network networks neural novel recognition representation survey system systems task tasks
    teacher student training transfer unified
"""
_WORDS_OF_ASCII = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
_STOP, _COMMON = frozenset(_STOP_WORDS.split()), frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class Crowded(Failed):
    """Nothing like the question was seen, but there was more than was shown.

    A smaller batch may tell.
    """


def folded(title: str) -> str:
    """A title as titles are compared here: small letters without accents, digits, and blanks."""
    plain = title.casefold()
    if plain.isascii():
        return " ".join(plain.translate(_WORDS_OF_ASCII).split())
    plain = unicodedata.normalize("NFKD", plain)
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", plain.replace("_", " ")))


def phrase(title: str, longest: int = 250) -> str:
    """The words of a title without the punctuation that query languages give a meaning to."""
    found = re.findall(r"\w+(?:['’]\w+)*", title.replace("_", " "))
    kept: list[str] = []
    for word in found:
        if sum(map(len, kept)) + len(kept) + len(word) > longest:
            break
        kept.append(word.replace("’", "'"))
    return " ".join(kept)


def telling(title: str, most: int = 4) -> list[str]:
    """The words of a title that tell most of it: long and seldom ones, in the title's order.

    >>> telling("Paying More Attention to Attention: Improving the Performance of CNNs")
    ['Paying', 'Attention', 'Performance', 'CNNs']
    """
    words = list(dict.fromkeys(phrase(title).split()))
    distinct = {word.casefold(): word for word in reversed(words)}
    useful = [word for word in distinct if word not in _STOP and len(word) > 1]
    best = sorted(useful, key=lambda word: (word in _COMMON, -len(word)))[:most]
    return [word for word in words if distinct[word.casefold()] == word and word.casefold() in best]


def alike(asked: str, found: str) -> float:
    """How much two folded titles are alike, 0..100; one that is a part of the other is."""
    same = fuzz.token_sort_ratio(asked, found)
    if min(asked.count(" "), found.count(" ")) < 2:
        return same  # too few words for a part to mean anything
    return max(same, 0.9 * fuzz.token_set_ratio(asked, found))


def assigned(
    records: Iterable[Record], batch: Sequence[Question], *, otherwise: Answer
) -> dict[Question, Answer]:
    """The records that each question of a batch may have meant, the most alike first.

    ``otherwise`` is the answer to a question that none is like.
    """
    known = [(folded(record.work.title), record) for record in records]
    answers: dict[Question, Answer] = {}
    for question in batch:
        asked = folded(question.value)
        scored = [(alike(asked, title), record) for title, record in known]
        near = sorted((s for s in scored if s[0] >= _ALIKE), key=lambda s: -s[0])[:_MOST]
        answers[question] = Found(tuple(record for _, record in near)) if near else otherwise
    return answers


def packed(
    questions: Iterable[Question],
    accepts: Mapping[str, int],
    size: Callable[[Question], int],
    longest: int,
    together: Collection[str] = (),
) -> list[tuple[Question, ...]]:
    """The questions in batches of one kind, no larger than ``accepts`` and ``longest`` allow.

    Kinds that a source takes ``together`` count as one.

    ``size`` is what a question adds to the length of the address. 0 is for one that there is
    nothing to ask about; it is left out.
    """
    open_batches: dict[str, tuple[list[Question], int]] = {}
    batches: list[list[Question]] = []
    for question in dict.fromkeys(questions):
        if not (more := size(question)):
            continue
        kind = "" if question.kind in together else question.kind
        batch, length = open_batches.get(kind, ([], 0))
        if not batch or len(batch) == accepts[question.kind] or length + more > longest:
            batch, length = [], 0
            batches.append(batch)
        batch.append(question)
        open_batches[kind] = batch, length + more
    return [tuple(batch) for batch in batches]
