"""Identifiers that are another work's, by those who should know, or that two works claim.

Databases give one paper's DOI, or another identifier, to a second paper now and then. Works are
told apart by their identifiers, so that the second citation would end up as the first one's paper.
So an identifier that two unlike works claim is believed of neither, and one is not believed whose
own registry has somebody else's paper by it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from msgspec import structs

from kdbib.match.decide import describe
from kdbib.match.titles import compare_titles
from kdbib.model import Claim, Conflict, Disagreement, Entry, Record, Relation, Work
from kdbib.model.title import folded
from kdbib.resolve.role import declared

_RETITLED = 0.4
"""Overlap of two titles from which works with an author in common may be one, retitled."""

Key = tuple[str, str]


def undisputed(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, their works without the identifiers that another, unlike work has as well."""
    holders: dict[Key, list[Work]] = defaultdict(list)
    for work in {id(entry.work): entry.work for entry in entries if entry.work}.values():
        for key in _keys(work):
            if not any(work == other for other in holders[key]):
                holders[key].append(work)
    shared = {key: works for key, works in holders.items() if len(works) > 1}
    return [_without(entry, shared) for entry in entries]


def alike(a: Work, b: Work) -> bool:
    """Whether two works may be one, as far as their titles and authors tell."""
    titles = [(x, y) for x in (a.title, *a.aliases) for y in (b.title, *b.aliases)]
    compared = [compare_titles(x, y) for x, y in titles]
    if any(each.relation is not Relation.OTHER and not each.faint for each in compared):
        return True
    authors = {folded(n.last) for n in a.author} & {folded(n.last) for n in b.author}
    return bool(authors) and max(each.overlap for each in compared) >= _RETITLED


def unrefuted(
    work: Work, claims: Mapping[str, Claim], records: Sequence[Record]
) -> tuple[Work, Mapping[str, Claim], tuple[Conflict, ...]]:
    """A work without the identifiers by which their registries have other people's papers.

    ``records`` are all that were found on the way, those too that were turned down.
    """
    refuted = {
        key: record.work
        for key in _keys(work)
        for record in records
        if key[0] in declared(record.source, "registry_of", ())
        and key in _keys(record.work)
        and _of_others(work, record.work)
    }
    return _stripped(work, claims, refuted, Disagreement.REFUTED)


def _of_others(a: Work, b: Work) -> bool:
    """Whether two works have nothing in common: neither a title nor an author."""
    authors = [{folded(name.last) for name in each.author} for each in (a, b)]
    return all(authors) and not authors[0] & authors[1] and not alike(a, b)


def _keys(work: Work) -> list[Key]:
    """What identifies a work: scheme and value."""
    doi = [("doi", work.DOI.lower())] if work.DOI else []
    return doi + [identifier.key for identifier in work.identifiers]


def _without(entry: Entry, shared: Mapping[Key, Sequence[Work]]) -> Entry:
    work = entry.work
    if work is None or not shared or entry.choice:  # whose it is, a person has said
        return entry
    disputed = {
        key: other for key in _keys(work) for other in shared.get(key, ()) if not alike(work, other)
    }
    if not disputed:
        return entry
    code = Disagreement.CLAIMED_TWICE
    kept, claims, told = _stripped(work, entry.provenance, disputed, code)
    return replace(entry, work=kept, provenance=claims, conflicts=entry.conflicts + told)


def _stripped(
    work: Work, claims: Mapping[str, Claim], wrong: Mapping[Key, Work], code: Disagreement
) -> tuple[Work, Mapping[str, Claim], tuple[Conflict, ...]]:
    """The work without wrong identifiers, which are those of other works, and what to say of it."""
    if not wrong:
        return work, claims, ()
    kept = structs.replace(
        work,
        DOI=None if work.DOI and ("doi", work.DOI.lower()) in wrong else work.DOI,
        identifiers=tuple(i for i in work.identifiers if i.key not in wrong),
    )
    fields = {"DOI" if scheme == "doi" else scheme for scheme, _ in wrong}
    told = tuple(
        Conflict(code, scheme, "", value, {"work": describe(other)})
        for (scheme, value), other in wrong.items()
    )
    return kept, {name: c for name, c in claims.items() if name not in fields}, told
