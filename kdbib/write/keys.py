"""Citation keys: ``hinton2015distilling``.

The family name of the first author, the year, and the first telling word of the title, in ASCII
letters and digits: what Google Scholar's keys look like, and what people type without looking.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kdbib.model import Work
from kdbib.write.choices import Order

_STOP_WORDS = """
a an and are as at be between but by can do does for from has have how in into is it its of on onto
or our over than that the their there these this those through to toward towards under upon us via
was we what when where which while who why will with within without you your
"""
_STOP = frozenset(_STOP_WORDS.split())
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
    | {"ħ": "h", "ŋ": "ng", "ə": "e", "ĸ": "k", "ŧ": "t"}
    # Cyrillic (as BGN/PCGN has it, without marks) and Greek (as ISO 843 type 2)
    | dict(zip("абвгдезиклмнопрстуфыэ", "abvgdeziklmnoprstufye", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": ""}
    | {"ю": "yu", "я": "ya", "є": "ye", "і": "i", "ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj"}
    | {"ћ": "c", "џ": "dz"}
    | dict(zip("αβγδεζηικλμνξοπρστυςω", "avgdeziiklmnxoprstyso", strict=True))
    | {"θ": "th", "φ": "f", "χ": "ch", "ψ": "ps"}
)
_SPELT = re.compile(r"(?:HANGUL SYLLABLE|(?:HIRAGANA|KATAKANA) LETTER(?: SMALL)?) ([A-Z]+)")
_LONGEST = 40
"""Letters of a name or a word."""
NOBODY = "anon"
"""In a key's place for the name: no author, or a name that has no spelling in ASCII."""


_USABLE = re.compile(r"[^\s\"#%'(),={}\\~]+")


def is_usable(key: str) -> bool:
    """Whether both BibTeX and biber take a text for a key."""
    return bool(_USABLE.fullmatch(key))


def assign(works: Sequence[Work], pinned: Mapping[str, str] | None = None) -> list[str]:
    """A key for each work, in their order.

    ``pinned`` maps identities of works (see :func:`pins`) to the keys that they have had: these
    stay as they are, whatever else is in the list. Among the others, works that would share a key
    all get the next telling word of their titles, and the next, until they differ; if the titles
    are used up, a letter. The keys don't depend on the order of the works; a work that occurs
    twice (see :func:`identity`) has the same key twice, and no other work has it, upper and lower
    case not being told apart.

    >>> from kdbib.model import Name
    >>> hinton = (Name(family="Hinton", given="Geoffrey"),)
    >>> assign([Work("article", "Distilling the Knowledge", hinton, (2015,))])
    ['hinton2015distilling']
    """
    names = [identity(work) for work in works]
    by_name = dict(zip(names, works, strict=True))
    kept = _kept(by_name, pinned or {})
    taken = {key.lower() for key in (pinned or {}).values()}
    fresh = {name: _spellings(work) for name, work in by_name.items() if name not in kept}
    keys = kept | _told_apart(fresh, taken)
    return [keys[name] for name in names]


def pins(works: Sequence[Work], keys: Sequence[str]) -> dict[str, str]:
    """What to hand to :func:`assign` as ``pinned`` in the next run: identity -> key.

    Every identifier of a work is there, and its description, so that a preprint keeps its key when
    it is published, and a work without identifiers when it gets some.
    """
    pinned: dict[str, str] = {}
    for work, key in zip(works, keys, strict=True):
        for name in _identities(work):
            pinned.setdefault(name, key)
    return pinned


def identity(work: Work) -> str:
    """What tells a work from every other: its best identifier, or else its description."""
    return next(_identities(work))


def unique(items: Iterable[tuple[str, Work]], order: Order = Order.key) -> list[tuple[str, Work]]:
    """The items in order, each work once; raises ValueError if two works share a key."""
    found: dict[str, Work] = {}
    for key, work in items:
        if identity(found.setdefault(key, work)) != identity(work):
            raise ValueError(f"two works have the key {key!r}")
    if order is Order.list:
        return [*found.items()]
    if order is Order.year:  # works without a year come last
        return sorted(found.items(), key=lambda item: (item[1].year or math.inf, item[0]))
    return sorted(found.items())


def _identities(work: Work) -> Iterator[str]:
    if work.DOI:
        yield f"doi:{work.DOI.lower()}"
    for identifier in sorted(work.identifiers, key=lambda known: known.key):
        yield ":".join(identifier.key)
    author = work.author[0].last if work.author else ""
    parts = (work.title, author, str(work.year or ""), work.container_title or "", work.type)
    yield "work:" + "|".join(" ".join(part.casefold().split()) for part in parts)


def _kept(works: Mapping[str, Work], pinned: Mapping[str, str]) -> dict[str, str]:
    """The pinned key of each work that has one; the first by identity, where two claim the same."""
    kept: dict[str, str] = {}  # key -> name
    for name in sorted(works):
        key = next((pinned[known] for known in _identities(works[name]) if known in pinned), None)
        if key is not None:
            kept.setdefault(key, name)
    return {name: key for key, name in kept.items()}


# --- telling keys apart ------------------------------------------------------------------------


def _told_apart(spellings: Mapping[str, list[str]], taken: set[str]) -> dict[str, str]:
    """For each name one of its spellings, the shortest that nobody else has.

    Everyone whose spelling is not theirs alone takes their next longer one, all at once: that is
    why the order of the names does not matter.
    """
    length = dict.fromkeys(spellings, 0)
    while True:
        keys = {name: spellings[name][length[name]] for name in spellings}
        count = Counter(keys.values())
        shared = [name for name, key in keys.items() if count[key] > 1 or key in taken]
        longer = [name for name in shared if length[name] + 1 < len(spellings[name])]
        if not longer:
            break
        for name in longer:
            length[name] += 1
    alone = {name: key for name, key in keys.items() if name not in set(shared)}
    return alone | _lettered({name: keys[name] for name in shared}, taken | set(alone.values()))


def _lettered(keys: Mapping[str, str], taken: set[str]) -> dict[str, str]:
    """The keys with a, b, c … behind them, given out in the order of the names."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(keys):
        groups[keys[name]].append(name)
    lettered: dict[str, str] = {}
    for key, names in sorted(groups.items()):
        ends = endings()
        for name in names:
            free = next(key + end for end in ends if key + end not in taken)
            taken.add(free)
            lettered[name] = free
    return lettered


def endings() -> Iterator[str]:
    """What is put behind keys that would be alike: a, b, ... z, aa, ab, ..."""
    shorter = [""]
    while True:
        shorter = [start + letter for start in shorter for letter in "abcdefghijklmnopqrstuvwxyz"]
        yield from shorter


def _spellings(work: Work) -> list[str]:
    """The keys that a work can have, each a word of its title longer than the one before."""
    name = _folded(work.author[0].last)[:_LONGEST] if work.author else ""
    start = f"{name or NOBODY}{work.year if work.year is not None else 'nd'}"
    words = _telling(work.title)
    return [start + "".join(words[:count]) for count in range(1, len(words) + 1)] or [start]


def _telling(title: str) -> list[str]:
    """The words of a title that are no stop words or numbers; all, if none is left."""
    plain = re.sub(r"\\[A-Za-z]+", " ", title)
    words = [word for part in re.split(r"[\s/:–—]+", plain) if (word := _folded(part)[:_LONGEST])]
    return [word for word in words if word not in _STOP and not word.isdigit()] or words


def _folded(text: str) -> str:
    """The letters and digits of a text, in lower-case ASCII.

    >>> _folded("Jørgen Łukasz-Müller"), _folded("김"), _folded("Иванов"), _folded("张")
    ('jorgenlukaszmuller', 'gim', 'ivanov', '')
    """
    if not text.isascii():
        text = "".join(
            _SPELT.sub(r"\1", found) if _SPELT.fullmatch(found := unicodedata.name(c, "")) else c
            for c in text
        )
        text = unicodedata.normalize("NFKD", text).lower().replace("ου", "ou").translate(_LETTERS)
    return re.sub(r"[^a-z0-9]", "", text.lower())
