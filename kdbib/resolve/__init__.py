"""From questions to candidate works: the databases that kdbib asks, a file each.

A source is a class that fits :class:`kdbib.resolve.base.Source`, made known as an entry point of
the group ``kdbib.sources``. Those that come with kdbib are registered in the same way as any other.
"""

import logging
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from kdbib.resolve.base import Source

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_log = logging.getLogger(__name__)

_GROUP = "kdbib.sources"
# in the order in which they are asked; said again here for a checkout that isn't installed
_BUILT_IN = {
    "arxiv": "kdbib.resolve.arxiv:Arxiv",
    "semantic_scholar": "kdbib.resolve.semantic_scholar:SemanticScholar",
    "crossref": "kdbib.resolve.crossref:Crossref",
    "dblp": "kdbib.resolve.dblp:Dblp",
    "acl": "kdbib.resolve.acl_anthology:AclAnthology",
    "openreview": "kdbib.resolve.openreview:OpenReview",
    "datacite": "kdbib.resolve.datacite:DataCite",
    "openalex": "kdbib.resolve.openalex:OpenAlex",
    "unpaywall": "kdbib.resolve.unpaywall:Unpaywall",
}
_DECLARED = ("name", "policy", "url", "has_key", "accepts", "batches", "fetch", "read")


class _Sources(Mapping[str, Source]):
    """The sources by name, those that come with kdbib first; nothing is imported before its use."""

    @cached_property
    def _loaded(self) -> dict[str, Source]:
        from importlib.metadata import EntryPoint, entry_points

        ours = [EntryPoint(name, value, _GROUP) for name, value in _BUILT_IN.items()]
        others = sorted(entry_points(group=_GROUP), key=lambda point: point.name)
        loaded: dict[str, Source] = {}
        for point in (*ours, *(other for other in others if other.name not in _BUILT_IN)):
            if point.name not in loaded and (source := _load(point)):
                loaded[point.name] = source
        return loaded

    def __getitem__(self, name: str) -> Source:
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded)

    def __len__(self) -> int:
        return len(self._loaded)


def _load(point: "EntryPoint") -> Source | None:
    """The source at an entry point; None, with a warning, if it is broken."""
    try:
        source: Source = point.load()()
        missing = [name for name in _DECLARED if not hasattr(source, name)]
        if missing or source.name != point.name:
            raise TypeError(f"it lacks {', '.join(missing)}" if missing else "it has another name")
    except Exception as error:  # whatever is wrong with it, the others work
        _log.warning("the source %s (%s) can't be used: %s", point.name, point.value, error)
        return None
    return source


SOURCES: Mapping[str, Source] = _Sources()
"""Every source by name: those that come with kdbib, then those of other packages."""
