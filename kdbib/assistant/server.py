"""The server: its tools, with what an assistant is told about them."""

import logging
from collections.abc import Callable
from typing import Annotated, Any

import anyio
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from kdbib import __version__
from kdbib.api import Looking
from kdbib.assistant import tools
from kdbib.assistant.data import NOTE, Json
from kdbib.errors import KdbibError
from kdbib.write.formats import FORMATS

_INSTRUCTIONS = (
    "kdbib finds papers and corrects citations. It never guesses: where it can't be sure, it says"
    f" so. {NOTE} Do not fill in what it did not find."
)
_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=True
)
_READS_TEXT = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
What = Annotated[
    list[str],
    Field(
        description="Papers, each by an identifier (DOI, arXiv id, ...), a link, a title, or a"
        f" whole reference; at most {tools.MOST_PAPERS}.",
    ),
]
Text = Annotated[
    str, Field(description="The text of the list or bibliography itself, not the name of a file.")
]
Form = Annotated[
    str | None,
    Field(description="What it is written in, such as markdown, bibtex or plain; else found out."),
]
Codes = Annotated[list[str] | None, Field(description="Codes (KB203) or their beginnings (KB2).")]

Format = Annotated[str, Field(description="One of: " + ", ".join(FORMATS))]


def make_server(looking: Callable[[bool], Looking]) -> MCPServer[Any]:
    """A server with all tools; ``looking`` says where to look, for whole records if it is True."""
    server: MCPServer[Any] = MCPServer(
        "kdbib", version=__version__, instructions=_INSTRUCTIONS, log_level="WARNING"
    )

    @server.tool(annotations=_READS)
    async def look_up(what: What, complete: bool = False) -> dict[str, Any]:
        """Find papers, and get their records as CSL-JSON.

        With complete, more databases are asked for what the first answer lacks, such as where a
        preprint was published.
        """
        return await _run(lambda: tools.look_up(what, looking(complete)))

    @server.tool(annotations=_READS)
    async def verify(references: Text, form: Form = None) -> dict[str, Any]:
        """Compare each reference with the databases: verified, differs, contradicted, not found.

        "Not found" says that the databases which were asked do not have it, and nothing more.
        """
        return await _run(lambda: tools.verify_references(references, form, looking(True)))

    @server.tool(annotations=_READS_TEXT)
    async def lint(
        text: Text, form: Form = None, select: Codes = None, ignore: Codes = None
    ) -> dict[str, Any]:
        """Find malformed citations in a list or a bibliography; get it with the safe fixes made.

        No database is asked.
        """
        return await _run(lambda: tools.lint(text, form, select or [], ignore or []))

    @server.tool(annotations=_READS)
    async def export(what: What, format: Format = "bibtex") -> dict[str, Any]:  # noqa: A002 - its name for assistants
        """Get papers as entries for a bibliography."""
        return await _run(lambda: tools.export(what, format, looking(False)))

    return server


async def _run(tool: Callable[[], Json]) -> Json:
    """What a tool answers, found while the server goes on to serve."""
    try:
        return await anyio.to_thread.run_sync(tool)
    except KdbibError as error:
        logging.getLogger("kdbib.assistant").info("%s", error)
        raise ToolError(str(error)) from None
