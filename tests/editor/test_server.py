"""``kdbib lsp``, as an editor calls it: pygls' client over standard input and output."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.lsp.client import LanguageClient

LIST = (
    "# 😀 Papers\n"
    "\n"
    "1. Moonshine:Distilling with Cheap Convolutions. Crowley, Elliot J. et al. NIPS 2018\n"
    "2. 😀 Deep Mutual:Learning. Zhang, Ying et al. CVPR 2018\n"
)
BIB = (
    "@article{hinton2015, title={Distilling the Knowledge in a Neural Network},"
    " author={Hinton, Geoffrey and Vinyals, Oriol and Dean, Jeff}, year=2015}\n"
    "@article{romero2015, title={FitNets}, author={Romero, Adriana}, year=2015}\n"
)
PATIENCE = 60


class Editor(LanguageClient):
    """An editor that keeps what it is told."""

    def __init__(self, folder: Path) -> None:
        super().__init__("an editor", "1")
        self.folder = folder
        self.told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.messages: list[str] = []

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]
        def tell(told: types.PublishDiagnosticsParams) -> None:
            self.told.put_nowait(told)

        self.feature(types.WINDOW_SHOW_MESSAGE)(lambda one: self.messages.append(one.message))
        self.feature(types.WINDOW_LOG_MESSAGE)(lambda one: self.messages.append(one.message))

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str) -> None:
        document = types.TextDocumentItem(self.uri(name), "markdown", 1, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(document))

    def change(self, name: str, version: int, text: str) -> None:
        self.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version, self.uri(name)),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    async def findings(self) -> types.PublishDiagnosticsParams:
        return await asyncio.wait_for(self.told.get(), PATIENCE)

    async def actions(self, name: str, line: int, *only: str) -> list[types.CodeAction]:
        place = types.Position(line, 0)
        context = types.CodeActionContext([], only=[types.CodeActionKind(one) for one in only]
                                          if only else None)  # fmt: skip
        found = await self.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(self.uri(name)), types.Range(place, place), context
            )
        )
        return [one for one in found or () if isinstance(one, types.CodeAction)]

    async def hover(self, name: str, line: int, character: int) -> str | None:
        shown = await self.text_document_hover_async(
            types.HoverParams(
                types.TextDocumentIdentifier(self.uri(name)), types.Position(line, character)
            )
        )
        if shown is None:
            return None
        assert isinstance(shown.contents, types.MarkupContent)
        return shown.contents.value

    async def complete(self, name: str, line: int, character: int) -> list[types.CompletionItem]:
        found = await self.text_document_completion_async(
            types.CompletionParams(
                types.TextDocumentIdentifier(self.uri(name)), types.Position(line, character)
            )
        )
        return list(found.items) if isinstance(found, types.CompletionList) else []


@asynccontextmanager
async def editing(folder: Path) -> AsyncIterator[Editor]:
    editor = Editor(folder)
    await editor.start_io(sys.executable, "-m", "kdbib", "lsp", cwd=folder)
    folders = [types.WorkspaceFolder(folder.as_uri(), "project")]
    await asyncio.wait_for(
        editor.initialize_async(
            types.InitializeParams(types.ClientCapabilities(), workspace_folders=folders)
        ),
        PATIENCE,
    )
    editor.initialized(types.InitializedParams())
    try:
        yield editor
    finally:
        await asyncio.wait_for(editor.shutdown_async(None), PATIENCE)
        editor.exit(None)
        await asyncio.wait_for(editor.stop(), PATIENCE)  # type: ignore[no-untyped-call]


Session = Callable[[Callable[[Editor], Awaitable[None]]], None]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """Run what an editor does with a server of its own, in a project's folder."""
    (tmp_path / "kdbib.toml").write_text('[lint]\nselect = ["KB321", "KB406"]\n')
    (tmp_path / "refs.bib").write_text(BIB)

    def run(does: Callable[[Editor], Awaitable[None]]) -> None:
        async def started() -> None:
            async with editing(tmp_path) as editor:
                await does(editor)

        asyncio.run(started())

    return run


def edited(text: str, *edits: types.TextEdit) -> str:
    """A text after edits, whose columns count UTF-16, from the last to the first."""
    lines = [line.encode("utf-16-le") for line in text.splitlines(keepends=True)]
    for edit in sorted(edits, key=lambda one: (one.range.start.line, one.range.start.character))[::-1]:  # fmt: skip
        start, end = edit.range.start, edit.range.end
        before = lines[start.line][: start.character * 2]
        after = lines[end.line][end.character * 2 :] if end.line < len(lines) else b""
        lines[start.line : end.line + 1] = [before + edit.new_text.encode("utf-16-le") + after]
    return b"".join(lines).decode("utf-16-le")


def test_findings_are_told_when_a_text_is_opened_changed_and_closed(session: Session) -> None:
    async def does(editor: Editor) -> None:
        editor.open("list.md", LIST)
        told = await editor.findings()
        assert [(one.code, one.range.start.line, one.range.start.character) for one in
                told.diagnostics] == [("KB321", 2, 12), ("KB406", 2, 75), ("KB321", 3, 17)]  # fmt: skip
        first = told.diagnostics[0]
        assert first.message == "missing space after the colon: add one"
        assert first.severity is types.DiagnosticSeverity.Warning
        assert first.code_description
        assert first.code_description.href.endswith("rules.md#kb321-no-space-after-colon")
        editor.change("list.md", 2, LIST.replace("NIPS", "NeurIPS"))
        told = await editor.findings()
        assert (told.version, len(told.diagnostics)) == (2, 2)
        editor.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(editor.uri("list.md")))
        )
        assert not (await editor.findings()).diagnostics

    session(does)


def test_a_fix_changes_only_what_is_wrong_beyond_the_basic_plane_too(session: Session) -> None:
    async def does(editor: Editor) -> None:
        editor.open("list.md", LIST)
        await editor.findings()
        [action] = await editor.actions("list.md", 3)
        assert (action.title, action.kind) == ("KB321: add one", types.CodeActionKind.QuickFix)
        assert action.is_preferred
        assert action.edit
        assert action.edit.changes
        edits = action.edit.changes[editor.uri("list.md")]
        assert edited(LIST, *edits) == LIST.replace("Mutual:L", "Mutual: L")
        assert [one.title for one in await editor.actions("list.md", 2)] == [
            "KB321: add one",
            "KB406: write `NeurIPS`",
        ]
        assert await editor.actions("list.md", 0) == []

    session(does)


def test_all_safe_fixes_are_one_action_that_is_made_only_if_asked_for(session: Session) -> None:
    async def does(editor: Editor) -> None:
        editor.open("list.md", LIST)
        await editor.findings()
        [action] = await editor.actions("list.md", 0, "source.fixAll")
        assert action.edit
        assert action.edit.changes
        edits = action.edit.changes[editor.uri("list.md")]
        right = LIST.replace("e:D", "e: D").replace("l:L", "l: L").replace("NIPS", "NeurIPS")
        assert edited(LIST, *edits) == right

    session(does)


def test_hover_shows_the_work_and_asks_nobody(session: Session) -> None:
    async def does(editor: Editor) -> None:
        editor.open("list.md", LIST)
        shown = await editor.hover("list.md", 2, 20)
        assert shown
        assert shown.startswith("[Moonshine: Distilling with Cheap Convolutions](https://")
        assert "venue: NIPS → NeurIPS" in shown
        assert await editor.hover("list.md", 0, 3) is None
        editor.open("paper.tex", "See \\citep{romero2015, hinton2015}.\n")
        shown = await editor.hover("paper.tex", 0, 28)
        assert shown
        assert "Distilling the Knowledge in a Neural Network" in shown

    session(does)


def test_keys_are_completed_from_the_bibliography_beside(session: Session) -> None:
    async def does(editor: Editor) -> None:
        text = "As \\textcite[p.~3]{romero2015, hin} says.\n"
        editor.open("paper.tex", text)
        [item] = await editor.complete("paper.tex", 0, 34)
        assert (item.label, item.detail) == (
            "hinton2015",
            "Hinton et al. 2015. Distilling the Knowledge in a Neural Network",
        )
        assert isinstance(item.text_edit, types.TextEdit)
        assert edited(text, item.text_edit) == text.replace(", hin}", ", hinton2015}")
        editor.open("notes.md", "As in [@] and in ann@example.org\n")
        assert [one.label for one in await editor.complete("notes.md", 0, 8)] == [
            "hinton2015",
            "romero2015",
        ]
        assert await editor.complete("notes.md", 0, 25) == []
        (editor.folder / "refs.bib").write_text(BIB.replace("romero2015", "fitnets"))
        labels = [one.label for one in await editor.complete("notes.md", 0, 8)]
        assert labels == ["fitnets", "hinton2015"]

    session(does)


def test_settings_of_a_project_hold_and_wrong_ones_are_told(session: Session) -> None:
    async def does(editor: Editor) -> None:
        settings = editor.folder / "kdbib.toml"
        settings.write_text(
            '[lint]\nselect = ["KB321"]\n[lint.per-file-ignores]\n"b.md" = ["KB3"]\n'
        )
        editor.open("list.md", LIST)
        assert {one.code for one in (await editor.findings()).diagnostics} == {"KB321"}
        editor.open("b.md", LIST)
        assert not (await editor.findings()).diagnostics
        settings.write_text('[lint]\nselect = ["KB999"]\n')
        editor.open("c.md", LIST)
        assert not (await editor.findings()).diagnostics
        assert editor.messages == ["kdbib: there is no rule 'KB999'; `kdbib rule` shows all"]

    session(does)


def test_texts_that_no_list_has_end_nothing(session: Session) -> None:
    async def does(editor: Editor) -> None:
        for number, text in enumerate(
            ("", "\0\1\2", "\r\n\r", "[" * 5000, "@misc{" * 50, "😀" * 999)
        ):
            name = f"{number}.bib" if text.startswith("@") else f"{number}.md"
            editor.open(name, text)
            await editor.findings()
            await editor.hover(name, 0, 10_000)
            await editor.complete(name, 99, 1)
            await editor.actions(name, 0, "source.fixAll", "quickfix")
        editor.open("list.md", LIST)
        assert len((await editor.findings()).diagnostics) == 3

    session(does)
