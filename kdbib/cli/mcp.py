"""``kdbib mcp``: the server that assistants talk to."""

from typing import TYPE_CHECKING

from kdbib.cli.options import Corpora, Offline, SourceNames, UserCache

if TYPE_CHECKING:
    from kdbib.api import Looking


def mcp(
    source: SourceNames = None,
    offline: Offline = False,
    corpus: Corpora = None,
    cache: UserCache = None,
) -> None:
    """Let an assistant look up, check and export papers.

    It speaks the Model Context Protocol on standard input and output.

    Its tools look papers up, verify references, lint lists and export entries. They take texts, and
    read or write no file but the cache. docs/assistants.md shows how to set assistants up.
    """
    import platformdirs

    from kdbib.api import Looking, corpora_of, sources_of
    from kdbib.assistant.server import make_server

    corpora = corpora_of(corpus or [])
    sources = sources_of(source or [], "--source")
    folder = cache or platformdirs.user_cache_path("kdbib")

    def looking(whole: bool) -> "Looking":
        return Looking(
            corpora,
            sources,
            folder,
            offline=offline,
            thorough=bool(source),
            brief=not whole,
            decides=False,
        )

    make_server(looking).run()
