"""One Work out of the records of one work, with a Claim for each field."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from kdbib.merge.authority import FIRST_VERSION, OF_FIRST_VERSION, in_order, speakers
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
        said = [(record, getattr(record.work, field)) for record in speakers(field, ordered)]
        said = [(record, value) for record, value in said if value]
        if said:
            values[field] = said[0][1]
            claims[field] = _claim(field, said)
    _date(values, claims, ordered)
    identifiers = _identifiers(ordered, claims)
    work = Work(**values, identifiers=identifiers, aliases=_aliases(values["title"], ordered))
    return _with_arxiv_links(work, claims), claims


def _date(values: dict[str, Any], claims: dict[str, Claim], ordered: list[Record]) -> None:
    """Where only a first version's year is known, look for the publication's in other places."""
    said = [r for r in speakers("issued", ordered) if r.work.issued]
    if not said or FIRST_VERSION not in said[0].origins:
        return
    if found := publication_year(ordered):
        values["issued"] = (found[0],)
        claims["issued"] = Claim(found[1], dissent=((said[0].source, str(said[0].work.year)),))
    else:
        claims["issued"] = replace(claims["issued"], source=said[0].source + OF_FIRST_VERSION)


def _claim(field: str, said: list[tuple[Record, Any]]) -> Claim:
    first, value = said[0]
    key = _comparable(field, value)
    dissent = tuple(
        (record.source, shown(other))
        for record, other in said[1:]
        if _comparable(field, other) != key
    )
    return Claim(first.source, first.retrieved, dissent)


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
    found: dict[Scheme, list[tuple[Record, str]]] = {}
    for record in ordered:
        for identifier in record.work.identifiers:
            found.setdefault(identifier.scheme, []).append((record, identifier.value))
    for scheme, said in found.items():
        if scheme is Scheme.ARXIV:
            said.sort(key=lambda pair: pair[0].source != Scheme.ARXIV)
        claims[scheme.value] = _claim(scheme.value, said)
    return tuple(Identifier(scheme, found[scheme][0][1]) for scheme in sorted(found))


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
    claims.update({field: Claim(claims[Scheme.ARXIV].source) for field in missing})
    return replace(work, **missing)
