"""Which words of an entry are its title, its authors, its venue and its year.

Links and identifiers are read by rule, for they are exact. A model labels the words that are left
(:mod:`kdbib.read.tagger`), and what it labelled becomes the Reading.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from kdbib.model import Name
from kdbib.read.dates import full_year
from kdbib.read.grammar import read_surest
from kdbib.read.lexicon import lexicon
from kdbib.read.names import find_et_al
from kdbib.read.one_name import whole_name
from kdbib.read.prose import Prose
from kdbib.read.reading import TAKEN, Range, Reading
from kdbib.read.tagger import Part, labels_of, tag
from kdbib.read.tagger import likely as likely_of
from kdbib.read.tokens import Token, features_of, tokens_of

_INSIDE = re.compile(r"\s*\ufffc+(?=[:,.])|\ufffc+")
# what dblp and others write behind the name of a conference: ", CVPR 2019, Long Beach, CA, USA"
_PLACE = re.compile(
    r",\s(?:[A-Z][\w&/-]*\s?'?(?:19|20)\d\d\b|[A-Z][\w.\- ]+,\s(?:[A-Z]{2},\s)?(?:USA|UK|China|"
    r"Canada|France|Germany|Italy|Spain|Japan|Korea|India|Australia|Netherlands|Switzerland|"
    r"Austria|Sweden|Singapore|Brazil|Portugal|Greece|Denmark|Finland|Norway|Belgium|Poland|"
    r"Ireland|Israel|Mexico|Taiwan|Hungary|Turkey|Scotland|Russia)\b)"
)
_PROCEEDINGS = re.compile(r"\bProc(?:\.|eedings)(?: of)?(?: the)? $")
_ENDS_SENTENCE = re.compile(r"[^\W\d_]{5}\.$")
_SHORTEST = 8  # characters of a venue before its place
_NO_VENUES = frozenset({"preprint", "preprints"})
_SENTENCE = re.compile(r"[A-Z][^\W\d_]*(?:[ -][^\W\d_]+)* $")
_LEAST = 0.05  # so probable a word of a title is, where no better one is found
_STOP = re.compile(r"(?<=\w\w\w)\.$|[ \t]$")
_AFFILIATION = re.compile(
    r"(?:作者)?(?:affiliations?|institutions?|单位)(?:[（(]\w+[)）])?\s?[:：][^\n]*$", re.IGNORECASE
)
_INITIAL = re.compile(r"[^\W\d_]\.")
_LAST_INITIALS = re.compile(  # Lipeck U. W.
    r"([^\W\d_][\w'’ -]*[^\W\d_]) ((?:[^\W\d_]\.[ -]?)+(?:[^\W\d_])?)$"
)
_FULL_STOP = re.compile(r"[^\W\d_]{5,}\.\s(?=\w)")  # more letters than "Prof." or "Chr." have
_LAST_YEAR = re.compile(r"[ '’-]?(?:(?:1[5-9]|20)\d\d|\d\d)(?!\d)")  # "(CFCM 2008)"
_YEARS = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


def read_fields(prose: Prose, surest: tuple[Reading, str] | None = None) -> Reading:
    """The Reading of an entry; one that says nothing has no title and a probability of 0.

    ``surest`` is what :func:`read_surest` says of it, where that has been asked already.
    """
    reading, rest = surest or read_surest(prose)
    tokens = tokens_of(rest if rest.isascii() else "".join(map(_as_decimal, rest)))
    parts = tag(features_of(tokens, prose, reading))
    parts = _with_whole_titles(tokens, _with_whole_names(tokens, parts))
    if not any(part.label == "T" for part in parts):
        parts = [one for part in parts for one in _parted(tokens, part)]
    titles = [part for part in parts if part.label == "T"] or _likely_title(tokens, parts)
    taken = [_range(tokens, part) for part in parts if part.label in "AVY"]
    _title(reading, rest, tokens, titles, taken)
    _authors(
        reading, rest, tokens, [p for p in parts if not _is_in(reading.title, tokens[p.start])]
    )
    venues = [part for part in parts if part.label == "V"]
    _venue(reading, rest, tokens, venues or [part for part in parts if part.label == "U"])
    _year(reading, rest, tokens, [part for part in parts if part.label == "Y"])
    reading.form = "learned"
    reading.shares = _shares(tokens, parts)
    reading.first = next((_FIELDS[part.label] for part in parts if part.label in _FIELDS), "")
    return reading


class Labelled(Struct, frozen=True, gc=False):
    """A token as the model sees it: its label, how probable that is, and whether a part begins."""

    text: str
    label: str
    probability: float
    begins: bool


def labelled(prose: Prose) -> list[Labelled]:
    """The tokens of an entry with the labels that the model gives them, before any rule."""
    reading, rest = read_surest(prose)
    tokens = tokens_of(rest if rest.isascii() else "".join(map(_as_decimal, rest)))
    told = labels_of(features_of(tokens, prose, reading))
    return [
        Labelled(
            prose.plain[token.start : token.end],
            "read by rule" if token.text.startswith(TAKEN) else _LABELS[label[-1]],
            probability,
            label.startswith("B"),
        )
        for token, (label, probability) in zip(tokens, told, strict=True)
    ]


_FIELDS = {
    "T": "title",
    "A": "authors",
    "V": "venue",
    "Y": "year",
    "N": "note",
    "P": "pages",
    "U": "publisher",
    "E": "editors",
}
_LABELS = {**_FIELDS, "A": "author", "E": "editor", "S": "between authors", "O": "nothing"}


def _as_decimal(char: str) -> str:
    """A superscript or circled digit, which int() does not read, as the plain one."""
    return str(unicodedata.digit(char)) if char.isdigit() and not char.isdecimal() else char


def _parted(tokens: Sequence[Token], part: Part) -> list[Part]:
    """A title and the people after it, where both are labelled as people: "Title Here. J. Doe"."""
    if part.label == "A":
        for i in range(part.start + 2, part.end - 2):
            before, stop, after = (tokens[n].text for n in (i - 1, i, i + 1))
            if stop == "." and len(before) > 2 and before.isalpha() and len(after.strip(".")) == 1:
                title = Part("T", part.start, i, part.probability)
                return [title, Part("A", i + 1, part.end, part.probability)]
    return [part]


def _with_whole_titles(tokens: Sequence[Token], parts: Sequence[Part]) -> list[Part]:
    """The parts, where two digits right behind a title's words belong to it: ``Track 10``.

    A year of two digits stands behind a venue, or a mark.
    """
    whole: list[Part] = []
    for part in parts:
        before = whole[-1] if whole else None
        is_short = part.label == "Y" and len(tokens[part.start].text) == 2
        if before and is_short and before.label == "T" and before.end == part.start:
            whole[-1] = replace(before, end=part.end)
        else:
            whole.append(part)
    return whole


def _with_whole_names(tokens: Sequence[Token], parts: Sequence[Part]) -> list[Part]:
    """The parts, where initials have the family name that a title was taken to begin with."""
    whole = list(parts)
    for n, (one, following) in enumerate(pairwise(parts)):
        if (one.label, following.label) != ("A", "T") or one.end != following.start:
            continue
        if any(len(token.text) > 1 for token in tokens[one.start : one.end]):
            continue
        end = following.start + 1
        while end + 2 < following.end and tokens[end].text == "-":
            end += 2  # Vilà-Valls
        first = tokens[following.start].text[:1]
        if end + 1 < following.end and tokens[end].text == "." and first.isupper():
            whole[n] = replace(one, end=end)
            whole[n + 1] = replace(following, start=end + 1)
    return whole


def _inverted(tokens: Sequence[Token], parts: list[Part]) -> list[Part]:
    """People, where the first one's family name and given names are one person.

    ``Marlow, Ida, Bo Teal, and Cy Finch``: the others have both of their names in one part.
    """
    if len(parts) < 2 or parts[0].end - parts[0].start != 1:
        return parts
    comma = [token.text for token in tokens[parts[0].end : parts[1].start]]
    words = [[t.text for t in tokens[p.start : p.end] if t.text.isalpha()] for p in parts]
    known = lexicon()
    given = len(parts) > 2 or all(len(w) == 1 or w.lower() in known.given for w in words[1])
    others = all(len(one) > 1 for one in words[2:])
    if comma != [","] or not words[0] or not words[1] or not given or not others:
        return parts
    if len(words[1]) == 1 and words[1][0].lower() in known.family:
        return parts
    return [replace(parts[0], end=parts[1].end), *parts[2:]]


def _shares(tokens: Sequence[Token], parts: list[Part]) -> dict[str, float]:
    """Which part of an entry's tokens each field takes."""
    shares: dict[str, float] = {}
    for part in parts:
        if part.label in _FIELDS:
            name = _FIELDS[part.label]
            shares[name] = shares.get(name, 0.0) + (part.end - part.start) / len(tokens)
    return shares


def _range(tokens: Sequence[Token], part: Part) -> Range:
    return Range(tokens[part.start].start, tokens[part.end - 1].end)


def _likely_title(tokens: Sequence[Token], parts: Sequence[Part]) -> list[Part]:
    """The words that may be the title where none is labelled so: the likeliest run of them."""
    if not tokens:
        return []
    likely = likely_of("T", len(tokens))
    for part in parts:
        if part.label in "AY":
            likely[part.start : part.end] = [0.0] * (part.end - part.start)
    runs: list[Part] = []
    start = 0
    for end in range(len(tokens) + 1):
        if end < len(tokens) and likely[end] >= _LEAST and tokens[end].text != "\n":
            continue
        words = [i for i in range(start, end) if tokens[i].text[0].isalpha()]
        if words:
            share = sum(likely[start:end]) / (end - start)
            runs.append(Part("T", words[0], words[-1] + 1, min(share, _LEAST)))
        start = end + 1
    people = [part for part in parts if part.label == "A"]
    if not runs and people and people[0].start == 0:
        runs = [Part("T", people[0].start, people[0].end, 0.0)]  # if anything is the title
    return sorted(runs, key=lambda run: run.start - run.end)[:1]


def _tight(rest: str, where: Range) -> Range:
    """A title without the mark that ends it; its own stops, as in "et al.", stay."""
    start, end = where
    while end > start + 1 and (rest[end - 1] in ",;:，" or _STOP.search(rest, start, end)):
        end -= 1
    return Range(start, end)


def _whole_link(reading: Reading, rest: str, where: Range, taken: Sequence[Range]) -> Range:
    """A title to the ends of the link that it stands in, if that says nothing else."""
    for link, _ in reading.links:
        if link.start <= where.start and where.end <= link.end and link.text != link.url:
            whole = _tight(rest, Range(link.start, link.end))
            more = [part for part in taken if link.start <= part.start < link.end]
            before = rest[whole.start : where.start]
            if not more and TAKEN not in rest[whole.start : whole.end] and not before[:1].isdigit():
                return whole
    return where


def _balanced(rest: str, where: Range) -> Range:
    """A part with both of its brackets, or with neither."""
    words = rest[where.start : where.end]
    for opening, closing in ("()", "[]", "（）"):
        if words.count(opening) > words.count(closing):
            year = _LAST_YEAR.match(rest, where.end)
            end = year.end() if year else where.end
            if rest[end : end + 1] == closing:
                return Range(where.start, end + 1)
        if words.endswith(closing) and words.count(closing) > words.count(opening):
            return Range(where.start, where.end - 1)
    for opening, closing in ("“”", "«»", "‘’"):
        if words.startswith(opening) and closing not in words:
            return Range(where.start + 1, where.end)
        if closing in words[:-1] and words.count(closing) > words.count(opening):
            before = rest[: where.start].rstrip()
            if before.endswith(opening):  # “A quotation”: what the title says of it
                return Range(len(before) - 1, where.end)
    return where


def _title(
    reading: Reading, rest: str, tokens: Sequence[Token], parts: list[Part], taken: Sequence[Range]
) -> None:
    if not parts:
        return
    best = max(parts, key=lambda part: part.probability * min(part.end - part.start, 3))
    best = _with_next_sentence(tokens, best, parts)
    where = _balanced(rest, _tight(rest, _whole_link(reading, rest, _range(tokens, best), taken)))
    where = _from_its_first_word(rest, where)
    reading.title = where
    reading.confidence["title"] = best.probability
    reading.titles = [_range(tokens, part) for part in parts if part.probability > 0.5]
    words = rest[where.start : where.end]
    reading.title_text = " ".join((_INSIDE.sub("", words) if TAKEN in words else words).split())
    reading.main = next(
        (
            link
            for link, _ in reading.links
            if link.start <= where.start + 2 and link.end >= where.end - 2
        ),
        None,
    )


def _with_next_sentence(tokens: Sequence[Token], best: Part, parts: Sequence[Part]) -> Part:
    """A title with the sentences that follow, if these are a title as well."""
    for part in parts:
        between = tokens[best.end : part.start] if part.start >= best.end else []
        if part.probability > 0.5 and [token.text for token in between] in (["."], ["?"], ["!"]):
            best = Part("T", best.start, part.end, min(best.probability, part.probability))
    return best


def _is_in(title: Range | None, token: Token) -> bool:
    return title is not None and title.start <= token.start < title.end


def _from_its_first_word(rest: str, where: Range) -> Range:
    """A title that begins within a sentence, in small letters, from that sentence's beginning."""
    if not rest[where.start].islower():
        return where
    before = _SENTENCE.search(rest[: where.start], max(0, where.start - 200))
    if before and before.end() == where.start and before[0].strip():
        return Range(before.start(), where.end)
    return where


def _authors(reading: Reading, rest: str, tokens: Sequence[Token], parts: list[Part]) -> None:
    group = _group([part for part in parts if part.label in "AS"])
    people = _inverted(tokens, [part for part in group if part.label == "A"])
    if len(people) == 1 and _is_group(rest, _range(tokens, people[0])):
        return
    if not people or _AFFILIATION.search(rest, 0, tokens[people[0].end - 1].end):
        return
    where = Range(tokens[people[0].start].start, tokens[group[-1].end - 1].end)
    words = rest[where.start : where.end]
    reading.et_al = find_et_al(words) is not None or words.rstrip().endswith(("等", "...", "…"))
    reading.authors = [
        (_name(rest[place.start : place.end]), place)
        for place in (_in_one_sentence(rest, _range(tokens, part)) for part in people)
        if not _parts_a_word(reading, rest, place)
    ]
    if stop := find_et_al(words):
        reading.authors = [
            one for one in reading.authors if one[1].start < where.start + stop.start()
        ]
    reading.confidence["authors"] = min(part.probability for part in people)


def _in_one_sentence(rest: str, where: Range) -> Range:
    """A name with both of its brackets, from the last full stop after a whole word on."""
    for stop in _FULL_STOP.finditer(rest, *where):
        where = Range(stop.end(), where.end)
    return _balanced(rest, where)


def _parts_a_word(reading: Reading, rest: str, where: Range) -> bool:
    """Whether a link begins or ends within a word of a name."""
    edges = {edge for link, _ in reading.links for edge in (link.start, link.end)}
    return any(
        where.start < edge < where.end and rest[edge - 1 : edge + 1].isalnum() for edge in edges
    )


def _is_group(rest: str, where: Range) -> bool:
    """Whether one word in brackets, ``(Google)``, is no person."""
    word = rest[where.start : where.end].strip("()（）")
    enclosed = rest[max(0, where.start - 1) : where.start + 1]
    return (
        word.isalpha()
        and ("(" in enclosed or "（" in enclosed)
        and word.lower() not in lexicon().family
    )


def _group(parts: list[Part]) -> list[Part]:
    """The surest of the runs of parts that touch one another."""
    groups: list[list[Part]] = []
    for part in parts:
        if groups and part.start - groups[-1][-1].end <= 1:
            groups[-1].append(part)
        else:
            groups.append([part])
    people = [[part.probability for part in group if part.label == "A"] for group in groups]
    sums = [max(one, default=0.0) for one in people]
    likely = (group for group, best in zip(groups, sums, strict=True) if best >= max(sums) - 0.25)
    return next(likely, [])  # editors stand after the authors


def _name(text: str) -> Name:
    """The name of a person, as ``Family, Given`` or as one reads it."""
    words = " ".join(text.replace(TAKEN, " ").split())
    family, comma, given = words.partition(",")
    if comma and family and given.strip():
        return Name(family=family.strip(), given=given.strip())
    if (trailing := _LAST_INITIALS.match(words)) and not _INITIAL.match(words):
        return Name(family=trailing[1], given=trailing[2])
    return whole_name(words)


def _venue(reading: Reading, rest: str, tokens: Sequence[Token], parts: list[Part]) -> None:
    if not parts:
        return
    best = max(_joined(parts), key=lambda part: part.probability)
    if best.probability > 0.2:
        where = _balanced(rest, _range(tokens, best))
        if proceedings := _PROCEEDINGS.search(rest, max(0, where.start - 24), where.start):
            where = Range(proceedings.start(), where.end)
        if _ENDS_SENTENCE.search(rest, *where) and rest.count(".", *where) == 1:
            where = Range(where.start, where.end - 1)
        if place := _PLACE.search(rest, where.start + _SHORTEST, where.end):
            where = Range(where.start, place.start())
        if rest[where.start : where.end].casefold() in _NO_VENUES:
            return
        reading.venue = where
        reading.confidence["venue"] = best.probability


def _joined(parts: Sequence[Part]) -> list[Part]:
    """The parts, where those that touch are one: ``Int. J. Comput. Vis.``."""
    joined: list[Part] = []
    for part in parts:
        if joined and joined[-1].end == part.start:
            probability = min(joined[-1].probability, part.probability)
            joined[-1] = replace(joined[-1], end=part.end, probability=probability)
        else:
            joined.append(part)
    return joined


def _year(reading: Reading, rest: str, tokens: Sequence[Token], parts: list[Part]) -> None:
    for part in sorted(parts, key=lambda part: -part.probability):
        where = _range(tokens, part)
        digits = tokens[part.start].text
        if not digits.isdigit() or not digits.isascii() or len(digits) not in {2, 4}:
            continue
        value = full_year(digits)
        if 1400 <= value <= 2040 and part.probability > 0.2:
            reading.year = (value, Range(where.start, where.start + len(digits)))
            reading.confidence["year"] = part.probability
            return
    if reading.venue:  # "ICML 2019 Workshop"
        inside = list(_YEARS.finditer(rest, *reading.venue))
        if inside:
            reading.year = (int(inside[-1][0]), Range(*inside[-1].span()))
            reading.confidence["year"] = reading.confidence["venue"]
