"""``kdbib lint``: what is wrong where in a list, and how it is put right."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kdbib.cli.lint_options import (
    AddIgnore,
    BaselineFile,
    DiffOnly,
    Exclude,
    ExitZero,
    FailLevel,
    FailLevelWanted,
    Files,
    ForceExclude,
    Ignore,
    LintFormat,
    MakeFixes,
    NoGitignore,
    OfflineRecords,
    OutputFormat,
    PerFileIgnores,
    Resolve,
    Select,
    ShowDiff,
    Since,
    Statistics,
    UnsafeFixes,
    WriteBaseline,
)
from kdbib.cli.options import Aux, CacheFolder, ColourWanted, Corpora, Quiet, StdinFilename, Tex
from kdbib.cli.screen import Colour
from kdbib.errors import UsageError

if TYPE_CHECKING:
    from kdbib.api import Linted
    from kdbib.pipeline import OnProgress


def lint(
    files: Files,
    output_format: OutputFormat = LintFormat.full,
    statistics: Statistics = False,
    fail_level: FailLevelWanted = FailLevel.warning,
    exit_zero: ExitZero = False,
    select: Select = None,
    ignore: Ignore = None,
    per_file_ignores: PerFileIgnores = None,
    exclude: Exclude = None,
    force_exclude: ForceExclude = False,
    no_gitignore: NoGitignore = False,
    baseline: BaselineFile = None,
    write_baseline: WriteBaseline = None,
    add_ignore: AddIgnore = False,
    since: Since = None,
    diff_only: DiffOnly = False,
    fix: MakeFixes = False,
    unsafe_fixes: UnsafeFixes = False,
    diff: ShowDiff = False,
    resolve: Resolve = False,
    offline: OfflineRecords = False,
    tex: Tex = None,
    aux: Aux = None,
    corpus: Corpora = None,
    cache: CacheFolder = None,
    stdin_filename: StdinFilename = None,
    quiet: Quiet = False,
    color: ColourWanted = Colour.auto,  # noqa: ARG001 - its callback has chosen
) -> None:
    """Check the citations in FILEs against the rules.

    Finds wrong identifiers, damaged names, duplicates and more.

    `kdbib rule` shows the rules. A comment <!-- kdbib: ignore KB201 --> silences its line.

    Exit codes: 0 no error and no warning is left (see --fail-level); 1 one is left, or with --diff
    something would change; 2 wrong usage or unreadable input; 3 with --resolve, a source failed.

    For example:

        kdbib lint README.md

        kdbib lint README.md --fix --diff

        kdbib lint . --since origin/main

        kdbib lint README.md --select KB1,KB2 --output-format github
    """
    from kdbib.api import Looking, corpora_of, ignored_of, linted, rules_of, sources_of
    from kdbib.cli.lint_output import Printing, Report, read_lists
    from kdbib.cli.lint_scope import files_of, root, set_aside, tell_gone, touched_by
    from kdbib.config import cache_folder
    from kdbib.linter.baseline import read_baseline
    from kdbib.linter.scope import Scope
    from kdbib.read.manuscript import read_manuscript

    if statistics and output_format.value not in {"full", "text", "concise", "grouped", "json"}:
        raise UsageError(f"--statistics can't be printed as {output_format.value}; json can")
    chosen = rules_of(select or [], ignore or [], offline=offline)
    scope = Scope(
        ignored_of(per_file_ignores or [], root()),
        read_baseline(baseline) if baseline and not write_baseline else None,
        touched_by(since, uncommitted=diff_only),
    )
    meant = files_of(files, exclude or [], gitignore=not no_gitignore, always=force_exclude)
    read = read_lists(meant, stdin_filename, quiet=quiet)
    cited_in = [*(tex or []), *(aux or [])]
    manuscript = read_manuscript(cited_in) if cited_in else None
    looking = None
    if resolve:
        looking = Looking(
            corpora_of(corpus or []),
            sources_of([]),
            cache_folder(cache, Path.cwd()),
            offline=offline,
            keeping=not diff,
        )
    with _progress(quiet=quiet) if resolve else nullcontext() as on_progress:
        found = linted(read, chosen, looking, on_progress, scope=scope, manuscript=manuscript)
    if set_aside(found, write_baseline, comments=add_ignore, quiet=quiet):
        return
    report = Report(
        Printing(output_format.value, unsafe=unsafe_fixes, quiet=quiet, statistics=statistics),
        chosen,
    )
    if fix or diff:
        if _fix(report, found, unsafe=unsafe_fixes, diff=diff) and not exit_zero:
            raise typer.Exit(1)
    else:
        for document in found.documents:
            report.add(document, found.found(document))
        report.show()
    if scope.baseline and scope.baseline.gone and not quiet:
        tell_gone(scope.baseline.gone)
    if not exit_zero and any(fail_level.reached(one.severity) for one in report.left):
        raise typer.Exit(1)
    if found.partly:
        raise typer.Exit(3)


def _progress(*, quiet: bool) -> "AbstractContextManager[OnProgress | None]":
    from kdbib.cli.show import Screen

    return Screen(quiet=quiet).progress()


def _fix(report: "object", found: "Linted", *, unsafe: bool, diff: bool) -> bool:
    """Fix the documents, or show how; whether something would change."""
    from kdbib.cli.lint_output import Report, show_diff, write_fixed

    assert isinstance(report, Report)  # noqa: S101 - typed so only to import late
    fixed = found.fixes(unsafe=unsafe)
    if diff:
        differ = [show_diff(document, one) for document, one in fixed]
        return any(differ)
    for document, one in fixed:
        write_fixed(document, one)
        report.add_fixed(document, one)
    report.show(to_stderr=any(document.name == "<stdin>" for document in found.documents))
    return False
