"""The server: what the editor tells and asks, and what it is told."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer

from kdbib import __version__
from kdbib.config import project_root
from kdbib.editor.findings import FIX_ALL, Findings, Settings
from kdbib.editor.keys import in_a_line, key_at, keyed, matching, typed_key
from kdbib.editor.places import Places
from kdbib.editor.works import shown
from kdbib.errors import KdbibError
from kdbib.linter import read_document
from kdbib.linter.document import Document
from kdbib.read.source import SourceText

_PAUSE = 0.2
"""Seconds without a key stroke after which a text is checked again."""
_LOG = logging.getLogger("kdbib.editor")


class Server(LanguageServer):
    """kdbib's language server."""

    def __init__(self, settings: Settings) -> None:
        super().__init__("kdbib", __version__)
        self.settings = settings
        self._findings: dict[str, tuple[int | None, Findings]] = {}

    def path(self, uri: str) -> Path:
        """The file of a text; a text that has none is taken for one in the current folder."""
        return Path(uris.to_fs_path(uri) or "untitled.md")

    def source(self, uri: str) -> SourceText:
        """The text as it is in the editor now."""
        text = self.workspace.get_text_document(uri).source
        return SourceText(text.encode("utf-8", "replace"), str(self.path(uri)))

    def places(self, source: SourceText) -> Places:
        """The places of a text, as the editor counts."""
        return Places(source, self.workspace.position_encoding)

    def findings(self, uri: str) -> Findings:
        """The findings in a text as it is now."""
        document = self.workspace.get_text_document(uri)
        version, known = self._findings.get(uri, (None, None))
        if known is None or version != document.version or known.text != document.source:
            encoding = self.workspace.position_encoding
            known = Findings(uri, self.path(uri), document.source, encoding, self.settings)
            self._findings[uri] = document.version, known
        return known

    async def tell(self, uri: str) -> None:
        """Check a text, and tell the editor what is found; what is outdated by then is not told."""
        version = self.workspace.get_text_document(uri).version
        try:
            found = await asyncio.to_thread(self.findings(uri).diagnostics)
        except KdbibError as error:
            self.window_show_message(
                types.ShowMessageParams(types.MessageType.Error, f"kdbib: {error}")
            )
            found = []
        if uri in self.workspace.text_documents and self._is_at(uri, version):
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(uri, found, version)
            )

    async def tell_after_a_pause(self, uri: str) -> None:
        """Check a text once its author pauses."""
        version = self.workspace.get_text_document(uri).version
        await asyncio.sleep(_PAUSE)
        if uri in self.workspace.text_documents and self._is_at(uri, version):
            await self.tell(uri)

    def forget(self, uri: str) -> None:
        """A text was closed: nothing is found in it any more."""
        self._findings.pop(uri, None)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def _is_at(self, uri: str, version: int | None) -> bool:
        return self.workspace.get_text_document(uri).version == version


def make_server(settings: Settings) -> Server:
    """A server with all that it can do."""
    server = Server(settings)
    server.feature(types.TEXT_DOCUMENT_DID_OPEN)(_opened)
    server.feature(types.TEXT_DOCUMENT_DID_CHANGE)(_changed)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(_saved)
    server.feature(types.TEXT_DOCUMENT_DID_CLOSE)(_closed)
    kinds = [types.CodeActionKind.QuickFix, FIX_ALL]
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(kinds))(_actions)
    server.feature(types.TEXT_DOCUMENT_HOVER)(_hover)
    signs = types.CompletionOptions(trigger_characters=["{", ",", "@"])
    server.feature(types.TEXT_DOCUMENT_COMPLETION, signs)(_complete)
    return server


async def _opened(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    await server.tell(params.text_document.uri)


async def _changed(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    await server.tell_after_a_pause(params.text_document.uri)


async def _saved(server: Server, params: types.DidSaveTextDocumentParams) -> None:
    await server.tell(params.text_document.uri)


def _closed(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    server.forget(params.text_document.uri)


async def _actions(
    server: Server, params: types.CodeActionParams
) -> Sequence[types.CodeAction] | None:
    findings = server.findings(params.text_document.uri)
    only = params.context.only
    actions: list[types.CodeAction] = []
    if _wants(only, types.CodeActionKind.QuickFix.value):
        actions += await asyncio.to_thread(lambda: list(findings.actions(params.range)))
    if only and _wants(only, FIX_ALL):
        everything = await asyncio.to_thread(findings.fix_all)
        actions += [everything] if everything else []
    return actions


def _wants(only: Sequence[types.CodeActionKind | str] | None, kind: str) -> bool:
    """Whether the editor asks for a kind of actions, or for a kind that it belongs to."""
    asked = [str(getattr(one, "value", one)) for one in only or ()]
    return not asked or any(kind == one or kind.startswith(f"{one}.") for one in asked)


async def _hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    uri, path = params.text_document.uri, server.path(params.text_document.uri)
    source = server.source(uri)
    at = server.places(source).character(params.position)
    line = source.line_of(at)
    start, end = source.lines(line, line + 1)
    key = key_at(source.text[start:end], at - start)
    if key and path.suffix.lower() != ".bib":
        entries = await asyncio.to_thread(keyed, path, project_root(path.parent))
        citation = entries.get(key)
    else:
        document = await asyncio.to_thread(_read, source)
        cited = document.by_line.get(line + 1)
        citation = cited.citation if cited else None
    if citation is None:
        return None
    try:
        named = server.settings(path.parent).get("corpus", [])
        corpora = [str(path.parent / one) for one in named]
        text = await asyncio.to_thread(shown, citation, path, corpora)
    except KdbibError as error:
        _LOG.warning("%s", error)
        return None
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text))


def _read(source: SourceText) -> Document:
    return read_document(source.data, source.name)


async def _complete(server: Server, params: types.CompletionParams) -> types.CompletionList | None:
    uri, path = params.text_document.uri, server.path(params.text_document.uri)
    source = server.source(uri)
    places = server.places(source)
    at = places.character(params.position)
    start = source.line_starts[source.line_of(at)]
    typed = typed_key(source.text[start:at])
    if typed is None or path.suffix.lower() == ".bib":
        return None
    entries = await asyncio.to_thread(keyed, path, project_root(path.parent))
    where = types.Range(places.position(start + typed.start), places.position(at))
    items = [
        types.CompletionItem(
            label=key,
            kind=types.CompletionItemKind.Reference,
            detail=in_a_line(one),
            filter_text=f"{key} {one.title.text if one.title else ''}".strip(),
            sort_text=f"{number:05}",
            text_edit=types.TextEdit(where, key),
        )
        for number, (key, one) in enumerate(matching(entries, typed.prefix))
    ]
    return types.CompletionList(is_incomplete=True, items=items)
