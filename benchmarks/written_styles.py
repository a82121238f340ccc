"""Eight styles in which people write references, with what each prints where something is missing.

The first six are citation styles and print what their CSL processors do: no empty parts, no doubled
stops, no date as ``(n.d.)`` in APA and ``[n. d.]`` in ACM, a work without authors under its title.
The last two are those of home-made lists.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """What someone writes; ``id`` is the work that is meant, None if the corpus lacks it."""

    id: int | None
    title: str
    authors: tuple[str, ...]
    year: int | None
    venue: str | None
    identifiers: tuple[str, ...] = ()
    et_al: bool = False


Style = Callable[[Reference], str]


def _apa(r: Reference) -> str:
    date = f"({r.year or 'n.d.'})"
    people = _people(r, inverted=99, last=", & ")
    dated = [f"{people} {date}", r.title] if people else [r.title, date]
    return _sentences(*dated, r.venue)


def _mla(r: Reference) -> str:
    imprint = _joined(", ", r.venue, r.year)
    people = _people(r, inverted=1, last=", and ")
    return _joined(" ", _sentences(people), _quoted(r.title, "."), _sentences(imprint))


def _ieee(r: Reference) -> str:
    imprint = _joined(", ", r.venue, r.year)
    title = _quoted(r.title, "," if imprint else ".")
    return _joined(" ", _joined(", ", _people(r, last=" and "), title), _sentences(imprint))


def _acm(r: Reference) -> str:
    venue = f"In {r.venue}" if r.venue else None
    return _sentences(_people(r, last=", and "), r.year or "[n. d.]", r.title, venue)


def _plain_style(r: Reference) -> str:
    return _sentences(_people(r), r.title, _joined(", ", r.venue, r.year))


def _springer(r: Reference) -> str:
    date = f"({r.year})" if r.year else None
    imprint = _joined(" ", f"In: {r.venue}" if r.venue else None, date)
    return _joined(": ", _people(r, inverted=99), _joined(" ", _sentences(r.title), imprint))


def _title_first(r: Reference) -> str:
    return _joined(" ", _sentences(r.title, _people(r)), _joined(" ", r.venue, r.year))


def _awesome(r: Reference) -> str:
    return _joined(", ", r.title, _people(r), _joined(" ", r.venue, r.year))


STYLES: tuple[Style, ...] = (
    _apa, _mla, _ieee, _acm, _plain_style, _springer, _title_first, _awesome,
)  # fmt: skip


def written(style: Style, one: Reference) -> str:
    """The line of text that a reference is in a style, its accents composed as keyboards do."""
    return unicodedata.normalize("NFC", " ".join(style(one).split()))


def _people(one: Reference, *, inverted: int = 0, last: str = ", ") -> str:
    """The authors, of which the first so many are inverted, with what is before the last one."""
    shown = [_name(author, inverted=at < inverted) for at, author in enumerate(one.authors)]
    if one.et_al:
        return ", ".join([*shown, "et al."]) if shown else ""
    if len(shown) == 2 and last == ", and " and not inverted:
        last = " and "
    return last.join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def _name(author: str, *, inverted: bool) -> str:
    family, _, given = author.rstrip(",").partition(", ")
    return f"{family}, {given}" if inverted and given else f"{given} {family}".strip()


def _quoted(title: str, stop: str) -> str:
    """A title in quotation marks, with the stop inside of them and single marks for its own."""
    inner = title.replace('"', "'")
    return f'"{inner}"' if inner.endswith((".", "?", "!")) else f'"{inner}{stop}"'


def _sentences(*parts: object) -> str:
    """Sentences of the parts that there are; what ends in a stop already gets none."""
    texts = [str(part) for part in parts if part]
    return " ".join(text if text.endswith((".", "?", "!")) else f"{text}." for text in texts)


def _joined(mark: str, *parts: object) -> str:
    return mark.join(str(part) for part in parts if part)
