"""What the options of ``kdbib lint`` say about files, and about the findings that count."""

import sys
from collections.abc import Sequence
from pathlib import Path

from kdbib.api import Linted
from kdbib.config import project_root, refuse_to_leave
from kdbib.errors import UsageError
from kdbib.linter.files import Files, patterns
from kdbib.linter.scope import Touched
from kdbib.wording import counted


def files_of(
    named: Sequence[str], exclude: Sequence[str], *, gitignore: bool, always: bool
) -> list[str]:
    """The files that are meant. Patterns are those of the project's folder."""
    excluded = patterns(exclude, "--exclude")
    files = Files(root(), excluded, gitignore=gitignore, always=always).of(named)
    if not files:
        sys.stderr.write("kdbib: there is no list to check\n")
    return files


def touched_by(since: str | None, *, uncommitted: bool) -> Touched | None:
    """The lines that are changed since a commit, or not committed yet; None for all lines.

    Raises UsageError if both are asked for.
    """
    if since and uncommitted:
        raise UsageError("--since and --diff-only can't be used together")
    if not since and not uncommitted:
        return None
    from kdbib.linter.changes import Changes

    return Changes(since or "HEAD", Path.cwd()).lines


def set_aside(found: Linted, baseline: Path | None, *, comments: bool, quiet: bool) -> bool:
    """Keep the findings in a baseline, or silence them by comments, if asked; whether it was."""
    if baseline:
        keep(found, baseline, quiet=quiet)
    elif comments:
        add_comments(found)
    return comments or baseline is not None


def keep(found: Linted, path: Path, *, quiet: bool) -> None:
    """Write the baseline of all findings, and say so."""
    from kdbib.linter.baseline import write_baseline

    refuse_to_leave(path, Path.cwd())
    kept = write_baseline(path, ((one.source, found.found(one)) for one in found.documents))
    if not quiet:
        sys.stderr.write(
            f"kdbib: {counted(kept, 'finding')} kept in {path};"
            f" `kdbib lint --baseline {path}` passes over them\n"
        )


def add_comments(found: Linted) -> None:
    """Silence the findings by comments in the files, and say how many.

    Raises UsageError for standard input, and for a file that can't be written.
    """
    from kdbib.cli.lint_output import write_fixed
    from kdbib.linter.fixes import Fixed
    from kdbib.linter.ignoring import silence

    if any(document.name == "<stdin>" for document in found.documents):
        raise UsageError("--add-ignore writes to files, and standard input is none")
    silenced, left = 0, 0
    for document in found.documents:
        done = silence(document, found.found(document), found.rules)
        write_fixed(document, Fixed(done.data, (), done.left))
        silenced, left = silenced + done.count, left + len(done.left)
    told = f"kdbib: {counted(silenced, 'finding')} silenced by comments"
    more = f"; {counted(left, 'finding')} can't be, without harm" if left else ""
    sys.stderr.write(f"{told}{more}\n")


def tell_gone(number: int) -> None:
    """Say how many of a baseline's findings are no longer there."""
    sys.stderr.write(
        f"kdbib: {counted(number, 'finding')} of the baseline"
        f" {'is' if number == 1 else 'are'} gone; --write-baseline forgets them\n"
    )


def root() -> Path:
    """The project's folder, from which patterns count."""
    return project_root(Path.cwd()) or Path.cwd()
