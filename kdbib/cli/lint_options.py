"""The options of ``kdbib lint``."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kdbib.config import Setting
from kdbib.model import Severity

_RULES = "Which rules"
_FIXES = "Fixes"
_RECORDS = "Records"
_RESULT = "The result"
_FILES = "Which files"
_FINDINGS = "Which findings"


class LintFormat(StrEnum):
    """How findings are printed; ``text`` is an older name of ``full``."""

    full = "full"
    concise = "concise"
    grouped = "grouped"
    json = "json"
    sarif = "sarif"
    github = "github"
    gitlab = "gitlab"
    junit = "junit"
    rdjson = "rdjson"
    markdown = "markdown"
    text = "text"


class FailLevel(StrEnum):
    """From which severity on a finding makes the run fail."""

    error = "error"
    warning = "warning"
    info = "info"

    def reached(self, severity: Severity) -> bool:
        """Whether a finding of this severity makes the run fail."""
        order = [level.value for level in FailLevel]
        return order.index(severity.value) <= order.index(self.value)


Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        help="Lists, globs, and folders, of which the markdown and BibTeX files are read; - is"
        " standard input.",
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        envvar="KDBIB_EXCLUDE",
        metavar="PATTERN",
        help="Leave these files out of folders and globs: a pattern as in .gitignore (repeatable).",
        rich_help_panel=_FILES,
    ),
    Setting("exclude", list, "lint"),
]
ForceExclude = Annotated[
    bool,
    typer.Option(
        "--force-exclude",
        envvar="KDBIB_FORCE_EXCLUDE",
        help="Leave excluded files out even if they are named; for hooks.",
        rich_help_panel=_FILES,
    ),
    Setting("force_exclude", bool, "lint"),
]
NoGitignore = Annotated[
    bool,
    typer.Option(
        "--no-gitignore",
        help="Also read what .gitignore excludes.",
        rich_help_panel=_FILES,
    ),
]
PerFileIgnores = Annotated[
    list[str] | None,
    typer.Option(
        "--per-file-ignores",
        envvar="KDBIB_PER_FILE_IGNORES",
        metavar="PATTERN:CODES",
        help="Skip these rules in files that fit the pattern (repeatable).",
        rich_help_panel=_RULES,
    ),
    Setting("per_file_ignores", dict, "lint"),
]
BaselineFile = Annotated[
    Path | None,
    typer.Option(
        "--baseline",
        envvar="KDBIB_BASELINE",
        metavar="PATH",
        help="Pass over the findings that --write-baseline has kept here.",
        rich_help_panel=_FINDINGS,
    ),
    Setting("baseline", str, "lint", place=True),
]
WriteBaseline = Annotated[
    Path | None,
    typer.Option(
        "--write-baseline",
        metavar="PATH",
        help="Keep all findings there are now in a baseline, and end.",
        rich_help_panel=_FINDINGS,
    ),
]
AddIgnore = Annotated[
    bool,
    typer.Option(
        "--add-ignore",
        help="Silence all findings there are now by comments in the lists, and end.",
        rich_help_panel=_FINDINGS,
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="REV",
        help="Tell and fix only what stands in lines that were changed since this commit of git.",
        rich_help_panel=_FINDINGS,
    ),
]
DiffOnly = Annotated[
    bool,
    typer.Option(
        "--diff-only",
        help="The same for lines that are not committed yet.",
        rich_help_panel=_FINDINGS,
    ),
]
OutputFormat = Annotated[
    LintFormat,
    typer.Option(
        "--output-format",
        "--format",
        envvar="KDBIB_OUTPUT_FORMAT",
        help="How to print the findings.",
        rich_help_panel=_RESULT,
    ),
    Setting("output_format", str, "lint"),
]
Statistics = Annotated[
    bool,
    typer.Option(
        "--statistics",
        help="Print how often each rule found something, and no finding.",
        rich_help_panel=_RESULT,
    ),
]
FailLevelWanted = Annotated[
    FailLevel,
    typer.Option(
        "--fail-level",
        envvar="KDBIB_FAIL_LEVEL",
        help="Exit with 1 only for findings at least as bad as this.",
        rich_help_panel=_RESULT,
    ),
    Setting("fail_level", str, "lint"),
]
ExitZero = Annotated[
    bool,
    typer.Option(
        "--exit-zero",
        "-e",
        help="Exit with 0 whatever is found.",
        rich_help_panel=_RESULT,
    ),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        envvar="KDBIB_SELECT",
        metavar="CODES",
        help="Use only these rules: codes, prefixes or names, with commas (repeatable).",
        rich_help_panel=_RULES,
    ),
    Setting("select", list, "lint"),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        envvar="KDBIB_IGNORE",
        metavar="CODES",
        help="Skip these rules; the more specific of --select and --ignore wins.",
        rich_help_panel=_RULES,
    ),
    Setting("ignore", list, "lint"),
]
MakeFixes = Annotated[
    bool,
    typer.Option(
        "--fix",
        help="Apply the safe fixes; for -, write the result to standard output.",
        rich_help_panel=_FIXES,
    ),
]
UnsafeFixes = Annotated[
    bool,
    typer.Option(
        "--unsafe-fixes",
        help="With --fix or --diff, also apply fixes that may change the meaning.",
        rich_help_panel=_FIXES,
    ),
]
ShowDiff = Annotated[
    bool,
    typer.Option(
        "--diff",
        help="Show what --fix would change; write nothing.",
        rich_help_panel=_FIXES,
    ),
]
Resolve = Annotated[
    bool,
    typer.Option(
        "--resolve",
        help="Look the papers up as `enrich` does, and compare the entries with them (KB7xx).",
        rich_help_panel=_RECORDS,
    ),
]
OfflineRecords = Annotated[
    bool,
    typer.Option(
        "--offline",
        envvar="KDBIB_OFFLINE",
        help="With --resolve, use only the corpora and the cache.",
        rich_help_panel=_RECORDS,
    ),
    Setting("offline", bool),
]
