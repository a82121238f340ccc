"""Records of one work become one work. Pure, over Arrow batches that are sorted by group.

A group holds the records that can be of one work: those of equal titles, and those whose
identifiers say that they are the same under different titles.
"""

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa
from msgspec.structs import replace

from kdbib.corpus.schema import WORKS, to_batch, to_works
from kdbib.match.decide import same_work
from kdbib.match.telling import weight_of
from kdbib.merge.merge import merge
from kdbib.model import Identifier, Record, Scheme, Work
from kdbib.model.title import folded, title_words

_YEARS_APART = 3
"""Between a first version and its publication; beyond, one title and author may be two works."""
_LONG_TITLE = 4.0
"""Weight of a title from which a record without authors is believed to be the work of the title."""

GROUPED = WORKS.append(pa.field("group", pa.int64(), nullable=False))
"""Staged works with the group that they are in."""


def distinct(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The works that batches of :data:`GROUPED`, sorted by group, describe, each once."""
    held = pa.Table.from_batches([], GROUPED)
    for batch in batches:
        held = pa.concat_tables([held, pa.Table.from_batches([batch])])
        groups = held.column("group")
        last = groups[len(held) - 1].as_py()
        whole = _first_of(groups.to_pylist(), last)  # the last group may go on in the next batch
        if whole:
            yield from _merged(held.slice(0, whole))
            held = held.slice(whole)
    if len(held):
        yield from _merged(held)


def _first_of(groups: Sequence[int], group: int) -> int:
    at = len(groups)
    while at and groups[at - 1] == group:
        at -= 1
    return at


def _merged(table: pa.Table) -> Iterator[pa.RecordBatch]:
    """The works of whole groups: single ones as they are, the others merged."""
    groups = table.column("group").to_pylist()
    alone: list[bool] = []
    runs: list[tuple[int, int]] = []
    start = 0
    for at in range(1, len(groups) + 1):
        if at == len(groups) or groups[at] != groups[start]:
            alone += [at - start == 1] * (at - start)
            if at - start > 1:
                runs.append((start, at))
            start = at
    works = table.drop_columns("group")
    if len(runs) == 0:
        yield from works.to_batches()
        return
    yield from works.filter(pa.array(alone)).to_batches()
    shared = works.filter(pa.array([not one for one in alone]))
    found = list(to_works(shared.combine_chunks()))
    made: list[tuple[Work, tuple[str, ...]]] = []
    at = 0
    for first, after in runs:
        made += merged(found[at : at + after - first])
        at += after - first
    yield to_batch([work for work, _ in made], [sources for _, sources in made])


def merged(
    found: Sequence[tuple[Work, tuple[str, ...]]],
) -> list[tuple[Work, tuple[str, ...]]]:
    """The distinct works among records of one group, each with all the sources that have it."""
    clusters: list[list[tuple[Work, tuple[str, ...]]]] = []
    by_token: dict[str, list[int]] = {}
    for record in sorted(found, key=lambda pair: (pair[1], pair[0].title)):
        tokens = _tokens(record[0])
        near = sorted({at for token in tokens for at in by_token.get(token, ())})
        at = next((c for c in near if _is_of(record[0], clusters[c])), len(clusters))
        if at == len(clusters):
            clusters.append([])
        clusters[at].append(record)
        for token in tokens:
            known = by_token.setdefault(token, [])
            if at not in known:
                known.append(at)
    return [_one(cluster) for cluster in clusters]


def _tokens(work: Work) -> set[str]:
    """What records of one work share at least one of."""
    identifiers = {":".join(i.key) for i in work.identifiers}
    doi = {f"doi:{work.DOI.lower()}"} if work.DOI else set()
    # records without authors are compared with all others of a long title, and with none of a short
    anyone = {"*"} if weight_of(title_words(work.title)) >= _LONG_TITLE else set()
    return identifiers | doi | anyone | {folded(name.last) for name in work.author}


def _is_of(work: Work, cluster: list[tuple[Work, tuple[str, ...]]]) -> bool:
    dois = {other.DOI.lower() for other, _ in cluster if other.DOI}
    if work.DOI and dois and work.DOI.lower() not in dois:
        return False  # two publications, though of one preprint
    return any(_same(work, other) for other, _ in cluster)


def _same(a: Work, b: Work) -> bool:
    if not same_work(a, b):
        return False
    if (a.DOI and b.DOI) or {i.key for i in a.identifiers} & {i.key for i in b.identifiers}:
        return True
    return a.year is None or b.year is None or abs(a.year - b.year) <= _YEARS_APART


def _one(cluster: list[tuple[Work, tuple[str, ...]]]) -> tuple[Work, tuple[str, ...]]:
    """The work of a cluster; all its identifiers stay, if need be two of a scheme."""
    if len(cluster) == 1:
        return cluster[0]
    records = [
        Record(work, sources[0].partition(":")[0] if sources else "", None, sources)
        for work, sources in cluster
    ]
    sources = dict.fromkeys(source for _, sources in cluster for source in sources)
    work = merge(records)[0]
    others = {i.key: i for record, _ in cluster for i in _identifiers(record)}
    for known in _identifiers(work):
        others.pop(known.key, None)
    return replace(work, identifiers=(*work.identifiers, *others.values())), tuple(sources)


def _identifiers(work: Work) -> tuple[Identifier, ...]:
    """All identifiers of a work, its DOI too."""
    return (*work.identifiers, *([Identifier(Scheme.DOI, work.DOI)] if work.DOI else []))
