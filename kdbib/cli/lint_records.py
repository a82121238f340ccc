"""What ``kdbib lint --resolve`` knows more: the citations with their works."""

from dataclasses import replace
from pathlib import Path

from kdbib.cli.looking import Looking, corpora_of, sources_of
from kdbib.cli.show import Screen
from kdbib.linter import Document
from kdbib.pipeline import resolve
from kdbib.read import List


def with_records(
    documents: list[Document],
    read: list[List],
    corpora: list[str],
    offline: bool,
    cache: Path | None,
    *,
    quiet: bool,
    keeping: bool,
) -> tuple[list[Document], bool]:
    """The documents with the entries of their citations, and whether a source failed.

    With ``keeping``, what was answered and decided is kept.
    """
    screen = Screen(quiet=quiet)
    looking = Looking(corpora_of(corpora), sources_of([]), cache, offline=offline)
    citations = [citation for one in read for citation in one.citations]
    with (
        looking.setting(thorough=False, keeping=keeping) as setting,
        screen.progress() as on_progress,
    ):
        outcome = resolve(citations, replace(setting, on_progress=on_progress))
    entries = iter(outcome.entries)
    resolved = [
        Document(document.source, one, tuple(next(entries) for _ in one.citations))
        for document, one in zip(documents, read, strict=True)
    ]
    return resolved, outcome.partly
