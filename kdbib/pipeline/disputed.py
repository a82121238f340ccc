"""Identifiers that two works claim: believed of neither.

Databases give one paper's DOI, or another identifier, to a second paper now and then. Works are
told apart by their identifiers, so that the second citation would end up as the first one's paper.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kdbib.match.decide import describe
from kdbib.match.titles import Relation, compare_titles
from kdbib.model import Conflict, Entry, Work
from kdbib.model.title import folded

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
    if any(each.relation is not Relation.OTHER for each in compared):
        return True
    authors = {folded(n.last) for n in a.author} & {folded(n.last) for n in b.author}
    return bool(authors) and max(each.overlap for each in compared) >= _RETITLED


def _keys(work: Work) -> list[Key]:
    """What identifies a work: scheme and value."""
    doi = [("doi", work.DOI.lower())] if work.DOI else []
    return doi + [identifier.key for identifier in work.identifiers]


def _without(entry: Entry, shared: dict[Key, list[Work]]) -> Entry:
    work = entry.work
    if work is None or not shared:
        return entry
    disputed = {
        key: other for key in _keys(work) for other in shared.get(key, ()) if not alike(work, other)
    }
    if not disputed:
        return entry
    kept = replace(
        work,
        DOI=None if work.DOI and ("doi", work.DOI.lower()) in disputed else work.DOI,
        identifiers=tuple(i for i in work.identifiers if i.key not in disputed),
    )
    fields = {"DOI" if scheme == "doi" else scheme for scheme, _ in disputed}
    told = tuple(
        Conflict(scheme, "", value, f"{scheme}:{value} is said to be that of {describe(other)} too")
        for (scheme, value), other in disputed.items()
    )
    claims = {name: claim for name, claim in entry.provenance.items() if name not in fields}
    return replace(entry, work=kept, provenance=claims, conflicts=entry.conflicts + told)
