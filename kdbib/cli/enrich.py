"""``kdbib enrich``: read, resolve, export."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kdbib.cli.bib_options import (
    Append,
    DialectWanted,
    Fields,
    KeepFields,
    Sort,
    VenuesWanted,
)
from kdbib.cli.formats import FORMATS_HELP, Style, check_format, check_style, format_names
from kdbib.cli.options import (
    OUTPUTS,
    REPORT,
    Aux,
    CacheFolder,
    ColourWanted,
    Corpora,
    Format,
    Lists,
    Offline,
    Quiet,
    Refresh,
    ReportPath,
    SourceNames,
    StdinFilename,
    Tex,
    is_named,
)
from kdbib.cli.screen import Colour
from kdbib.config import Setting, cache_folder
from kdbib.errors import UsageError
from kdbib.write.choices import Order

if TYPE_CHECKING:
    from kdbib.api import Looking, Parsed
    from kdbib.cli.destinations import Destination, Wanted
    from kdbib.cli.outputs import Output
    from kdbib.cli.show import Screen
    from kdbib.read import List


def enrich(
    context: typer.Context,
    lists: Lists,
    output_dir: Annotated[
        Path,
        typer.Option(
            envvar="KDBIB_OUTPUT_DIR",
            help="Write the outputs to this folder.",
            rich_help_panel=OUTPUTS,
        ),
        Setting("output_dir", str, place=True),
    ] = Path(),
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            envvar="KDBIB_OUTPUT",
            metavar="PATH",
            help="Write the works here, in the format of the suffix (repeatable; - is standard "
            "output); then kdbib writes only the outputs that you name.",
            rich_help_panel=OUTPUTS,
        ),
        Setting("output", list, place=True, output=True),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            "-t",
            envvar="KDBIB_TO",
            metavar="FORMAT",
            callback=check_format,
            autocompletion=format_names,
            help=f"The format of --output: {FORMATS_HELP}",
            rich_help_panel=OUTPUTS,
        ),
    ] = None,
    style: Style = None,
    bib: Annotated[
        str | None,
        typer.Option(
            envvar="KDBIB_BIB",
            metavar="PATH",
            help="The same as --output PATH --to bibtex.",
            rich_help_panel=OUTPUTS,
        ),
        Setting("bib", str, place=True, output=True),
    ] = None,
    csl: Annotated[
        str | None,
        typer.Option(
            envvar="KDBIB_CSL",
            metavar="PATH",
            help="The same as --output PATH --to csl-json.",
            rich_help_panel=OUTPUTS,
        ),
        Setting("csl", str, place=True, output=True),
    ] = None,
    markdown: Annotated[
        str | None,
        typer.Option(
            envvar="KDBIB_MARKDOWN",
            metavar="PATH",
            help="Write the corrected list here (- is standard output); takes one LIST.",
            rich_help_panel=OUTPUTS,
        ),
        Setting("markdown", str, place=True, output=True),
    ] = None,
    report: Annotated[ReportPath, REPORT] = None,
    in_place: Annotated[
        bool,
        typer.Option(
            "--in-place",
            envvar="KDBIB_IN_PLACE",
            help="Correct the LISTs themselves.",
            rich_help_panel=OUTPUTS,
        ),
    ] = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Let --output, --bib, --csl, --markdown or --report replace a file that kdbib "
            "did not write.",
            rich_help_panel=OUTPUTS,
        ),
    ] = False,
    keep_unresolved: Annotated[
        bool | None,
        typer.Option(
            "--keep-unresolved/--no-keep-unresolved",
            envvar="KDBIB_KEEP_UNRESOLVED",
            help="Write citations that were not found to the bibliography too, as the list has "
            "them. [default: for bibliographies]",
            rich_help_panel=OUTPUTS,
        ),
        Setting("keep_unresolved", bool),
    ] = None,
    ascii_: Annotated[
        bool,
        typer.Option(
            "--ascii",
            envvar="KDBIB_ASCII",
            help="Write accents as LaTeX commands, for old BibTeX; biber reads Unicode.",
            rich_help_panel=OUTPUTS,
        ),
        Setting("ascii", bool),
    ] = False,
    diff: Annotated[
        bool,
        typer.Option(
            "--diff",
            envvar="KDBIB_DIFF",
            help="Show what would change; write nothing.",
            rich_help_panel=OUTPUTS,
        ),
    ] = False,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix",
            envvar="KDBIB_FIX",
            help="Apply the safe fixes of `kdbib lint` to the corrected lists, too.",
            rich_help_panel=OUTPUTS,
        ),
    ] = False,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            envvar="KDBIB_CHECK",
            help="Write nothing; exit with 1 if a LIST needs a correction or an existing output "
            "would change.",
            rich_help_panel=OUTPUTS,
        ),
    ] = False,
    format_: Annotated[
        Format, typer.Option("--format", envvar="KDBIB_FORMAT", help="How to print the results.")
    ] = Format.text,
    append: Append = None,
    dialect: DialectWanted = None,
    venues: VenuesWanted = None,
    sort: Sort = Order.key,
    fields: Fields = None,
    keep_fields: KeepFields = None,
    tex: Tex = None,
    aux: Aux = None,
    source: SourceNames = None,
    offline: Offline = False,
    corpus: Corpora = None,
    cache: CacheFolder = None,
    refresh: Refresh = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            envvar="KDBIB_FAIL_ON",
            metavar="STATUS",
            help="Exit with 1 if a citation has this status (repeatable): ambiguous, contradicted, "
            "not_found or unknown.",
        ),
        Setting("fail_on", list),
    ] = None,
    stdin_filename: StdinFilename = None,
    quiet: Quiet = False,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose",
            "-v",
            envvar="KDBIB_VERBOSE",
            help="Show every citation and every conflict.",
        ),
    ] = False,
    color: ColourWanted = Colour.auto,  # noqa: ARG001 - its callback has chosen
) -> None:
    """Find the papers that LISTs cite, and correct the citations.

    Writes BibTeX, CSL-JSON and corrected lists.

    Without options it writes references.bib, references.json and NAME.enriched.md. kdbib replaces a
    file that it did not write only if you name it and add --force.

    Exit codes: 0 done; 1 --check or --fail-on found something; 2 wrong usage, unreadable input, or
    an output, an entry or a correction that was not written; 3 a source failed and left citations
    unresolved; 130 interrupted.

    For example:

        kdbib enrich README.md

        kdbib enrich README.md --offline --bib paper/references.bib

        kdbib enrich README.md --output refs.ris --output refs.yaml

        kdbib enrich README.md --check
    """
    from kdbib.api import Looking, corpora_of, enriched, only_cited, sources_of
    from kdbib.cli.destinations import STDOUT, Kind, Wanted, outputs_of
    from kdbib.cli.outputs import compose, print_diffs, stale, to_correct, write
    from kdbib.cli.show import Screen
    from kdbib.model import Status
    from kdbib.pipeline.corrected import not_written
    from kdbib.read.manuscript import read_manuscript
    from kdbib.write.completing import Completing, field_names

    statuses = {_status(name, Status) for name in fail_on or []}
    named = frozenset(name for name in (*Kind, "output_dir") if is_named(context, name))
    wanted = Wanted(
        output_dir,
        bib,
        csl,
        markdown,
        report,
        append,
        outputs_of(output or [], to, output_dir) if output or to else {},
        in_place=in_place,
        ascii=ascii_,
        style=style,
        dialect=dialect,
        venues=venues,
        order=sort,
        force=force,
        named=named,
    )
    wanted.check(lists)
    if style is not None:
        check_style(style, "text" if "text" in wanted.output.values() else None)
    writes = not (check or diff)
    if writes and (format_ is Format.json or wanted.to_stdout or STDOUT in lists):
        wanted = wanted.printing()
    screen = Screen(
        quiet=quiet or wanted.to_stdout,
        json=format_ is Format.json,
        verbose=verbose,
        offline=offline,
    )
    looking = Looking(
        corpora_of(corpus or []),
        sources_of(source or [], "--source"),
        cache_folder(cache, Path.cwd()),
        refresh,
        offline,
        thorough=bool(source),
        final=check,
        keeping=writes,
        completing=Completing(
            field_names(fields or [], "--fields"),
            field_names(keep_fields or [], "--keep-fields"),
            dialect,
            venues,
        ),
    )
    parsed = _read(lists, screen, stdin_filename)
    if cited_in := [*(tex or []), *(aux or [])]:
        parsed = only_cited(parsed, read_manuscript(cited_in))
    read = [(one.list, one.data) for one in parsed]
    places = _places(wanted, read, looking, screen, writes=writes)
    with screen.progress() as on_progress:
        try:
            outcome = enriched(
                parsed, looking, keep_unresolved=keep_unresolved, on_progress=on_progress
            ).outcome
        except KeyboardInterrupt:
            sys.stderr.write("kdbib: interrupted; what was answered is kept in the cache\n")
            raise typer.Exit(130) from None
    outputs, problems = compose(places, wanted, read, outcome.entries)
    problems += not_written(outcome.entries)
    outputs, fixes = _fixed(context, outputs, read, looking, screen) if fix else (outputs, {})
    if diff:
        print_diffs(outputs)
    done, refused = write(outputs, wanted, looking.written) if writes else ([], [])
    problems += refused
    screen.results(outcome, [one for one, _ in read], done, written=writes)
    corrections = to_correct(read, outcome.entries) if check else []
    corrections += [file for file in fixes if check and file not in corrections]
    changing = stale(outputs, wanted) if check else []
    screen.check(corrections, changing)
    if problems:
        raise UsageError("\nkdbib: ".join(problems))
    if corrections or changing or any(entry.status in statuses for entry in outcome.entries):
        raise typer.Exit(1)
    if outcome.partly:
        raise typer.Exit(3)


def _fixed(
    context: typer.Context,
    outputs: "list[Output]",
    read: "list[tuple[List, bytes]]",
    looking: "Looking",
    screen: "Screen",
) -> "tuple[list[Output], dict[str, int]]":
    """The outputs with the safe fixes, by the project's settings for lint."""
    from kdbib.cli.fixing import with_fixes
    from kdbib.wording import counted

    settings = (context.parent.default_map or {}).get("lint", {}) if context.parent else {}
    cache = looking.cache if looking.keeping else None
    outputs, fixes = with_fixes(outputs, read, settings, cache)
    for file, count in fixes.items():
        screen.tell(f"{file}: {counted(count, 'fix', 'fixes')} of lint besides")
    return outputs, fixes


def _read(lists: Sequence[str], screen: "Screen", stdin_filename: str | None) -> "list[Parsed]":
    """The lists, without those that kdbib wrote itself."""
    from kdbib.api import read_file
    from kdbib.cli.destinations import without_own
    from kdbib.cli.left_over import tell_leftovers

    lists, own = without_own(lists)
    for path in own:
        screen.tell(f"{path} is passed over: it is kdbib's own")
    read = [read_file(path, stdin_filename) for path in lists]
    for one in () if screen.quiet else read:
        tell_leftovers(one.list, one.data)
        if by_key := _cites_by_key(one):
            screen.tell(by_key)
    return read


def _cites_by_key(one: "Parsed") -> str | None:
    """What to do with a document that has no references of its own, but keys of a ``.bib``."""
    import shlex

    from kdbib.model import Form
    from kdbib.read.citing import citing

    if one.form is not Form.markdown or one.citations or b"@" not in one.data:
        return None
    found = citing(one.file, one.data.decode("utf-8", "replace"))
    if not found.keys or not found.bibliographies:
        return None
    folder = Path(one.file).parent
    files = [shlex.quote(str(folder / name)) for name in found.bibliographies]
    command = f"kdbib enrich {' '.join(files)} --tex {shlex.quote(one.file)}"
    return f"{one.file} cites by key; for what it cites: {command}"


def _places(
    wanted: "Wanted",
    read: "Sequence[tuple[List, bytes]]",
    looking: "Looking",
    screen: "Screen",
    *,
    writes: bool,
) -> "list[Destination]":
    """Where the outputs go; raises UsageError if one may not be written and is to be."""
    from kdbib.cli.destinations import destinations, refusals

    lists = [one for one, _ in read]
    places = destinations(wanted, lists)
    refused = refusals(places, lists, wanted, looking.written)
    if refused and writes:
        raise UsageError("\nkdbib: ".join(refused.values()))
    for why in refused.values():
        screen.tell(why)
    return [place for place in places if place not in refused]


def _status(name: str, statuses: type) -> object:
    try:
        return statuses(name.replace("-", "_"))
    except ValueError:
        choices = ", ".join(statuses)  # type: ignore[arg-type]
        raise UsageError(
            f"--fail-on {name}: there is no such status; there are {choices}"
        ) from None
