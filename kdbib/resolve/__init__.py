"""From questions to candidate works: the databases that kdbib asks, a file each.

A source is a class that fits :class:`kdbib.resolve.base.Source`, made known as an entry point of
the group ``kdbib.sources``. Those that come with kdbib are registered in the same way as any other.
"""

from collections.abc import Mapping

from kdbib.plugins import Plugins
from kdbib.resolve.base import Source

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


def _check(source: Source) -> None:
    missing = [name for name in _DECLARED if not hasattr(source, name)]
    if missing:
        raise TypeError(f"it lacks {', '.join(missing)}")


def find_sources() -> Mapping[str, Source]:
    """The sources by name, those that come with kdbib first."""
    return Plugins("kdbib.sources", _BUILT_IN, _check, make=lambda source: source())


SOURCES = find_sources()
"""Every source by name: those that come with kdbib, then those of other packages."""
