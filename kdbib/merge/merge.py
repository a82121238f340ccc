"""One Work out of the records of one work, with a Claim for each field."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import fields, replace

from kdbib.merge.authority import OF_FIRST_VERSION, Hearing, hear, in_order, says
from kdbib.merge.doubts import FIRST_VERSION
from kdbib.merge.occasion import publication_year
from kdbib.model import Claim, Identifier, Name, Record, Scheme, Work
from kdbib.model.title import folded, title_key
from kdbib.model.venue import short_name

_MERGED_BY_THEMSELVES = {"identifiers", "aliases"}
_FIELDS = [f.name for f in fields(Work) if f.name not in _MERGED_BY_THEMSELVES]


def merge(records: Sequence[Record]) -> tuple[Work, Mapping[str, Claim]]:
    """The Work that the records describe (one at least), and whom each of its fields is from.

    The claims are by field name, those of identifiers by their scheme; a field without a value has
    none. What other records say otherwise is kept as the claim's dissent.
    """
    ordered = in_order(list(records))
    values: dict[str, Any] = {}
    claims: dict[str, Claim] = {}
    for field in _FIELDS:
        hearing = hear(field, ordered)
        if hearing.heard:
            values[field] = says(field, hearing.heard[0])
            claims[field] = _claim(field, hearing)
    _date(values, claims, ordered)
    identifiers = _identifiers(ordered, claims)
    work = Work(**values, identifiers=identifiers, aliases=_aliases(values["title"], ordered))
    return _with_arxiv_links(work, claims), claims


def _date(values: dict[str, Any], claims: dict[str, Claim], ordered: list[Record]) -> None:
    """Where only a first version's year is known, look for the publication's in other places."""
    heard = hear("issued", ordered).heard
    if not heard or FIRST_VERSION not in heard[0].origins:
        return
    claim = claims["issued"]
    if found := publication_year(ordered):
        year, source = found
        values["issued"] = (year,)
        voted = [(record.source, str(record.work.year)) for record in heard]
        dissent = tuple(vote for vote in voted if vote[1] != str(year))
        claims["issued"] = replace(claim, source=source, rule="identifiers", dissent=dissent)
    else:
        source = heard[0].source + OF_FIRST_VERSION
        claims["issued"] = replace(claim, source=source, rule="first-version")


def _claim(field: str, hearing: Hearing) -> Claim:
    """The claim of the first who is heard, with the votes of the others."""
    first, *others = hearing.heard
    key = _comparable(field, says(field, first))

    def differs(record: Record) -> bool:
        return _comparable(field, says(field, record)) != key

    dissent = [record for record in others if differs(record)]
    unheard = [(record, doubt) for record, doubt in hearing.unheard if differs(record)]
    speaking = {record.source for record in (*others, *(r for r, _ in hearing.unheard))}
    differing = {record.source for record in (*dissent, *(r for r, _ in unheard))}
    agreed = speaking - differing - {first.source}
    alike = "agreed" if agreed else "alone"
    return Claim(
        first.source,
        first.retrieved,
        dissent=tuple((record.source, shown(says(field, record))) for record in dissent),
        rule=hearing.rule if dissent else alike,
        agreed=tuple(sorted(agreed)),
        unheard=tuple((r.source, shown(says(field, r)), doubt.name) for r, doubt in unheard),
    )


def _comparable(field: str, value: Any) -> object:
    """What two values of a field have in common if they do not contradict each other."""
    match field:
        case "author":
            return [folded(name.last) for name in value]
        case "issued":
            return value[0]
        case "title":
            return title_key(value)
        case "container_title" | "container_title_short":
            return short_name(value) or title_key(value)
        case "DOI" | "page":
            return value.lower().replace("--", "-").replace("–", "-")
        case "URL" | "pdf_url":
            return True  # a work has many addresses
        case _:
            return value


def shown(value: Any) -> str:
    """A field's value as a person reads it."""
    if isinstance(value, tuple):
        if value and isinstance(value[0], Name):
            return "; ".join(name.display() for name in value)
        return "-".join(str(part) for part in value)
    return str(value)


def _identifiers(ordered: list[Record], claims: dict[str, Claim]) -> tuple[Identifier, ...]:
    """One identifier of each scheme: the most believed one; the others are dissent."""
    found = []
    for scheme in sorted({known.scheme for r in ordered for known in r.work.identifiers}):
        hearing = hear(scheme, ordered)
        found.append(Identifier(scheme, says(scheme, hearing.heard[0])))
        claims[scheme.value] = _claim(scheme.value, hearing)
    return tuple(found)


def _aliases(title: str, ordered: list[Record]) -> tuple[str, ...]:
    titles = {title_key(t): t for r in reversed(ordered) for t in (*r.work.aliases, r.work.title)}
    titles.pop(title_key(title), None)
    return tuple(sorted(titles.values()))


def _with_arxiv_links(work: Work, claims: dict[str, Claim]) -> Work:
    """ArXiv has a page and a PDF for each of its identifiers; nothing is guessed by saying so."""
    arxiv = work.identifier(Scheme.ARXIV)
    if not arxiv:
        return work
    links = {"URL": f"https://arxiv.org/abs/{arxiv}", "pdf_url": f"https://arxiv.org/pdf/{arxiv}"}
    missing: dict[str, Any] = {
        field: url for field, url in links.items() if not getattr(work, field)
    }
    source = claims[Scheme.ARXIV].source
    claims.update({field: Claim(source, rule="address") for field in missing})
    return replace(work, **missing)
