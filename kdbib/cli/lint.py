"""``kdbib lint``: what is wrong where in a list, and how it is put right."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from kdbib.cli.options import CacheFolder, ColourWanted, Corpora, Quiet, StdinFilename
from kdbib.cli.screen import Colour

if TYPE_CHECKING:
    from kdbib.linter import Document
    from kdbib.linter.registry import Rule

_RULES = "Which rules"
_FIXES = "Fixes"
_RECORDS = "Records"


class LintFormat(StrEnum):
    """How findings are printed."""

    text = "text"
    json = "json"
    sarif = "sarif"
    github = "github"


def lint(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Lists; - is standard input.")],
    format_: Annotated[
        LintFormat, typer.Option("--format", help="How to print the findings.")
    ] = LintFormat.text,
    select: Annotated[
        list[str] | None,
        typer.Option(
            envvar="KDBIB_SELECT",
            metavar="CODES",
            help="Use only these rules: codes, prefixes or names, with commas (repeatable).",
            rich_help_panel=_RULES,
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            envvar="KDBIB_IGNORE",
            metavar="CODES",
            help="Skip these rules; the more specific of --select and --ignore wins.",
            rich_help_panel=_RULES,
        ),
    ] = None,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix",
            help="Apply the safe fixes; for -, write the result to standard output.",
            rich_help_panel=_FIXES,
        ),
    ] = False,
    unsafe_fixes: Annotated[
        bool,
        typer.Option(
            "--unsafe-fixes",
            help="With --fix or --diff, also apply fixes that may change the meaning.",
            rich_help_panel=_FIXES,
        ),
    ] = False,
    diff: Annotated[
        bool,
        typer.Option(
            "--diff",
            help="Show what --fix would change; write nothing.",
            rich_help_panel=_FIXES,
        ),
    ] = False,
    resolve: Annotated[
        bool,
        typer.Option(
            "--resolve",
            help="Look the papers up as `enrich` does, and compare the entries with them (KB7xx).",
            rich_help_panel=_RECORDS,
        ),
    ] = False,
    offline: Annotated[
        bool,
        typer.Option(
            "--offline",
            envvar="KDBIB_OFFLINE",
            help="With --resolve, use only the corpora and the cache.",
            rich_help_panel=_RECORDS,
        ),
    ] = False,
    corpus: Corpora = None,
    cache: CacheFolder = None,
    stdin_filename: StdinFilename = None,
    quiet: Quiet = False,
    color: ColourWanted = Colour.auto,  # noqa: ARG001 - its callback has chosen
) -> None:
    """Check the citations in FILEs: wrong identifiers, damaged names, duplicates and more.

    `kdbib rule` shows the rules. A comment <!-- kdbib: ignore KB201 --> silences its line.

    Exit codes: 0 nothing found, or all of it fixed; 1 something found (with --diff: something to
    fix); 2 wrong usage or unreadable input; 3 with --resolve, a source failed.

    For example:

        kdbib lint README.md

        kdbib lint README.md --fix --diff

        kdbib lint README.md --select KB1,KB2 --format github
    """
    from kdbib.cli.lint_output import Report, read_documents
    from kdbib.linter import check, selected
    from kdbib.linter.codes import RULES
    from kdbib.linter.fixes import offered

    chosen = selected(RULES, _codes(select), _codes(ignore))
    if offline and "KB708" not in _codes(select):  # not in a corpus is not nowhere
        chosen = [rule for rule in chosen if rule.code != "KB708"]
    documents, read = read_documents(files, stdin_filename, quiet=quiet)
    partly = False
    if resolve:
        from kdbib.cli.lint_records import with_records

        documents, partly = with_records(
            documents, read, corpus or [], offline, cache, quiet=quiet, keeping=not diff
        )
    report = Report(format_.value, chosen, unsafe=unsafe_fixes, quiet=quiet)
    if fix or diff:
        if _fix(report, documents, chosen, unsafe=unsafe_fixes, diff=diff):
            raise typer.Exit(1)
    else:
        for document in documents:
            report.add(document, offered(document, check(document, chosen)))
        report.show()
    if report.left:
        raise typer.Exit(1)
    if partly:
        raise typer.Exit(3)


def _fix(
    report: "object", documents: "list[Document]", rules: "list[Rule]", *, unsafe: bool, diff: bool
) -> bool:
    """Fix the documents, or show how; whether something would change."""
    from kdbib.cli.lint_output import Report, show_diff, write_fixed
    from kdbib.linter.fixes import fix

    assert isinstance(report, Report)  # noqa: S101 - typed so only to import late
    fixed = [(document, fix(document, rules, unsafe=unsafe)) for document in documents]
    if diff:
        differ = [show_diff(document, one) for document, one in fixed]
        return any(differ)
    for document, one in fixed:
        write_fixed(document, one)
        report.add_fixed(document, one)
    report.show(to_stderr=any(document.name == "<stdin>" for document in documents))
    return False


def _codes(given: list[str] | None) -> list[str]:
    """Codes and names, given with commas or one by one; an unknown one is wrong usage."""
    from kdbib.errors import UsageError
    from kdbib.linter.codes import RULES, rule_named

    codes = []
    for code in (part.strip() for one in given or [] for part in one.split(",")):
        found = rule_named(code)
        prefix = code.upper()
        if code and not found and not any(rule.code.startswith(prefix) for rule in RULES):
            raise UsageError(f"there is no rule {code!r}; `kdbib rule` shows all")
        codes += [found.code if found else prefix] if code else []
    return codes
