"""What ``kdbib lint --resolve`` knows more: the citations with their works."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from kdbib.cli.show import Screen
from kdbib.config import cache_folder, keep_out_of_git
from kdbib.corpus import embedded, open_corpus
from kdbib.http.answers import Answers
from kdbib.lint import Document
from kdbib.pipeline import Setting, resolve
from kdbib.read import List
from kdbib.resolutions import FILE_NAME, Resolutions
from kdbib.resolve import SOURCES

if TYPE_CHECKING:
    from kdbib.http.client import Client


def with_records(
    documents: list[Document],
    read: list[List],
    corpora: list[str],
    offline: bool,
    cache: Path | None,
    *,
    quiet: bool,
) -> tuple[list[Document], bool]:
    """The documents with the entries of their citations, and whether a source failed."""
    folder = cache_folder(cache, Path.cwd())
    keep_out_of_git(folder)
    screen = Screen(quiet=quiet, json=False, verbose=False)
    with closing(Answers(folder)) as answers, screen.progress() as on_progress:
        setting = Setting(
            corpora=[embedded(), *map(open_corpus, corpora)],
            sources=[] if offline else list(SOURCES.values()),
            connect=_connect,
            answers=answers,
            resolutions=Resolutions(folder / FILE_NAME),
            on_progress=on_progress,
        )
        outcome = resolve([citation for one in read for citation in one.citations], setting)
    entries = iter(outcome.entries)
    resolved = [
        Document(document.source, one, tuple(next(entries) for _ in one.citations))
        for document, one in zip(documents, read, strict=True)
    ]
    return resolved, outcome.partly


def _connect() -> "Client":
    from kdbib.http.client import Client

    return Client()
