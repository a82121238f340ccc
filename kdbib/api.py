"""The functions for programs: parse, enrich, get and lint. ``import kdbib`` has them.

Nothing is printed, and no file is written but the cache that is named; warnings go to the loggers
below ``kdbib``. The command line calls the same functions.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kdbib import pipeline
from kdbib.config import keep_out_of_git
from kdbib.corpus import embedded, open_corpus
from kdbib.errors import UsageError
from kdbib.http.answers import Answers
from kdbib.http.answers_file import FILE_NAME as ANSWERS
from kdbib.model import (
    Citation,
    Diagnostic,
    Entry,
    Form,
    Reason,
    Record,
    Scheme,
    Span,
    Status,
    Why,
)
from kdbib.model.reason import said
from kdbib.pipeline import OnProgress, Outcome, Setting
from kdbib.pipeline.bibliography import keyed, works_of
from kdbib.pipeline.corrected import keep_corrected, writable
from kdbib.read import List, PassedOver, read_list, read_text
from kdbib.read.encoding import decode
from kdbib.read.form import SUFFIXES
from kdbib.read.manuscript import Manuscript, read_manuscript
from kdbib.read.source import SourceText
from kdbib.resolutions import FILE_NAME, Resolutions
from kdbib.resolve import SOURCES
from kdbib.resolve.base import Answer, Question, Source
from kdbib.write.completing import EVERYTHING, Completing, strings_of
from kdbib.write.formats import FORMATS, Options
from kdbib.write.markdown import corrected
from kdbib.write.written import Written

if TYPE_CHECKING:
    from kdbib.http.client import Client
    from kdbib.linter import Document
    from kdbib.linter.fixes import Fixed
    from kdbib.linter.registry import Rule
    from kdbib.linter.scope import Ignored, Scope

Place = str | os.PathLike[str]
"""A path; of a corpus also ``s3://bucket/folder``."""

_TEXT = "<text>"
_LONGEST_PATH = 4096
_NOWHERE = Span(0, 0, 1, 1)


# --- where to look -----------------------------------------------------------------------------


class Corpus:
    """Works that are looked up without a network, opened once for many calls.

    ``location`` is a folder that ``kdbib corpus build`` made, also in an object store
    (``s3://...``), or a file of works as JSON lines. Raises UsageError if there is none.
    """

    def __init__(self, location: Place) -> None:
        self._opened = open_corpus(os.fspath(location))
        self.name = self._opened.name
        self.edition = self._opened.edition

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def answer(self, questions: Sequence[Question]) -> dict[Question, Answer]:
        """An answer to every question."""
        return self._opened.answer(questions)

    def near(self, citations: Sequence[Citation]) -> Sequence[Sequence[Record]]:
        """For each citation the records that it may mean, the likeliest first."""
        return self._opened.near(citations)


Corpora = Place | Corpus | Sequence[Place | Corpus]
"""One corpus, or several."""


def corpora_of(corpora: Corpora) -> list[pipeline.Corpus]:
    """The package's own corpus and these. Raises UsageError for a place without a corpus."""
    given = [corpora] if isinstance(corpora, str | os.PathLike | Corpus) else corpora
    opened = [one if isinstance(one, Corpus) else open_corpus(os.fspath(one)) for one in given]
    return [embedded(), *opened]


def sources_of(names: Sequence[str], option: str = "sources") -> list[Source]:
    """The sources of these names, or all. Raises UsageError for others, which ``option`` named."""
    names = [names] if isinstance(names, str) else names
    for name in names:
        if name not in SOURCES:
            raise UsageError(
                f"{option} {name}: there is no such source; there are {', '.join(SOURCES)}"
            )
    return [found for name, found in SOURCES.items() if not names or name in names]


@dataclass(frozen=True, slots=True)
class Looking:
    """Where to look; ``cache`` is the folder of answers and decisions, None where none is kept.

    ``offline`` leaves it at what the sources have answered before. ``thorough``, ``final`` and
    ``brief`` are as in :class:`kdbib.pipeline.Setting`. ``decides`` is whether decisions are kept
    beside the answers. Without ``keeping`` nothing is written: what is answered is forgotten.
    ``completing`` is what may be completed in bibliographies, and how.
    """

    corpora: Sequence[pipeline.Corpus]
    sources: Sequence[Source]
    cache: Path | None
    refresh: bool = False
    offline: bool = False
    thorough: bool = False
    final: bool = False
    brief: bool = False
    decides: bool = True
    keeping: bool = True
    completing: Completing = EVERYTHING

    @property
    def written(self) -> Written:
        """The files that earlier runs wrote."""
        return Written(self.cache)

    @contextmanager
    def setting(self, on_progress: OnProgress | None = None) -> Iterator[Setting]:
        """The Setting, as long as its answers are open."""
        folder = self.cache
        if folder and self.keeping and self.decides:
            keep_out_of_git(folder)
        of_answers = nullcontext(folder) if self.keeping or not folder else _copied(folder)
        with of_answers as where, closing(Answers(where)) as answers:
            decisions = folder / FILE_NAME if folder and self.decides else None
            yield Setting(
                corpora=self.corpora,
                sources=self.sources,
                connect=connect,
                answers=answers,
                resolutions=Resolutions(decisions, keeping=self.keeping),
                refresh=self.refresh,
                offline=self.offline,
                thorough=self.thorough,
                final=self.final,
                brief=self.brief,
                on_progress=on_progress,
                completing=self.completing,
            )


@contextmanager
def _copied(folder: Path) -> Iterator[Path | None]:
    """A folder with a copy of the answers, which is thrown away; None if there can't be one."""
    try:
        copy = TemporaryDirectory(prefix="kdbib-")
    except OSError:
        yield None
        return
    with copy as name:
        for file in (ANSWERS, f"{ANSWERS}-wal"):
            with suppress(OSError):
                shutil.copyfile(folder / file, Path(name) / file)
        yield Path(name)


def connect() -> "Client":
    """The client that asks the databases."""
    from kdbib.http.client import Client

    return Client()


def _paths(places: Sequence[Place] | Place) -> list[str]:
    given = [places] if isinstance(places, str | os.PathLike) else places
    return [os.fspath(one) for one in given]


def _folder(cache: Place | None) -> Path | None:
    return None if cache is None else Path(cache)


# --- parse -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parsed:
    """A list as it was read: ``data`` is its text in UTF-8, in whose bytes spans count."""

    list: List
    data: bytes

    @property
    def file(self) -> str:
        """The path, or ``<text>``."""
        return self.list.file

    @property
    def form(self) -> Form:
        """The form of the list."""
        return self.list.form

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What was read, in the order of the text."""
        return self.list.citations

    @property
    def passed_over(self) -> tuple[PassedOver, ...]:
        """The list items that are no citations, and why."""
        return self.list.passed_over


Listed = Parsed | Place | bytes
"""A list: its text, or the path of its file, or what :func:`parse` gave."""


def parse(path_or_text: Listed, *, form: str | None = None) -> Parsed:
    """Read the citations of a list. No source is asked.

    A path object is a path, bytes are a text. A str is a path if a file has that name, or if it is
    one line that ends as the names of lists do (``.md``, ``.bib``, ...); else it is a text. With
    ``form``, what a text is written in (``markdown``, ``bibtex``, ``plain``, ``csl``, ``yaml``,
    ``csv``, ``ris``, ``endnote``, ``pubmed``, ``latex``, ``rst``, ``org``), a str is always a text;
    so is input of strangers to be given, or as bytes. Raises UsageError if a file can't be read,
    for what is no text, and for an unknown form.
    """
    return _parsed(path_or_text, form, _TEXT)


def read_file(path: str, stdin_filename: str | None = None) -> Parsed:
    """A file as it was read; ``-`` is standard input, which would be called ``stdin_filename``."""
    return Parsed(*read_list(path, stdin_filename))


def _parsed(given: Listed, form: str | None, name: str) -> Parsed:
    if isinstance(given, Parsed):
        return given
    if not isinstance(given, bytes) and _is_path(given, form):
        return read_file(os.fspath(given))
    data = given if isinstance(given, bytes) else _encoded(os.fspath(given), name)
    text, encoding = decode(data, name)
    read = read_text(SourceText(text, name, _form(form) if form else None))
    return Parsed(replace(read, encoding=encoding), text)


def _encoded(text: str, name: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a surrogate pair
        raise UsageError(f"{name}: this is not text") from None


def _is_path(given: Place, form: str | None) -> bool:
    if not isinstance(given, str):
        return True
    if form or len(given) > _LONGEST_PATH or not given.strip() or {"\n", "\r", "\0"} & set(given):
        return False
    if "://" in given:
        return False
    return given.lower().endswith(SUFFIXES) or _is_file(given)


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except OSError:  # longer than names are
        return False


def _form(name: str) -> Form:
    try:
        return Form(name)
    except ValueError:
        raise UsageError(
            f"form {name!r}: there is no such form; there are {', '.join(Form)}"
        ) from None


def only_cited(read: Sequence[Parsed], manuscript: Manuscript) -> list[Parsed]:
    """The lists, of whose bibliographies only the entries are left that a document cites."""
    return [replace(one, list=manuscript.only_cited(one.list)) for one in read]


def _parsed_all(given: Sequence[Listed], form: str | None) -> list[Parsed]:
    """The lists; texts get names of their own. Raises UsageError if a file is named twice."""
    read: list[Parsed] = []
    for one in given:
        texts = sum(other.file.startswith(_TEXT[:-1]) for other in read)
        read.append(_parsed(one, form, f"<text {texts + 1}>" if texts else _TEXT))
    files = [one.file for one in read]
    if len(set(files)) < len(files):
        raise UsageError("a list is named twice")
    return read


# --- enrich, get -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Works:
    """Entries, and the works that were found as a bibliography."""

    outcome: Outcome

    @property
    def entries(self) -> tuple[Entry, ...]:
        """An Entry for each citation, in their order."""
        return self.outcome.entries

    @property
    def outages(self) -> dict[str, str]:
        """The sources that failed, and why."""
        return self.outcome.outages

    @property
    def partly(self) -> bool:
        """Whether a source failed and left citations unresolved."""
        return self.outcome.partly

    def to(self, name: str, *, ascii: bool = False, style: str | None = None) -> bytes:  # noqa: A002 - as `--ascii`
        """The works in a format: ``bibtex``, ``csl-json``, ``ris``... (``kdbib get --help``).

        ``ascii`` encodes accents, where the format has a way to; ``style`` is that of ``text``, the
        name of a CSL style or the path of one. Raises UsageError for other names.
        """
        if name not in FORMATS:
            raise UsageError(f"{name}: there is no such format; there are {', '.join(FORMATS)}")
        works = list(works_of(self.entries).items())
        return FORMATS[name].write(works, Options(ascii=ascii, style=style))

    def to_bibtex(self, *, ascii: bool = False) -> str:  # noqa: A002 - as `--ascii`
        """The works as BibTeX."""
        return self.to("bibtex", ascii=ascii).decode()

    def to_csl(self) -> str:
        """The works as CSL-JSON."""
        return self.to("csl-json").decode()


@dataclass(frozen=True)
class Enriched(Works):
    """Lists with the works that they cite."""

    lists: tuple[Parsed, ...]

    def corrected(self, file: str | None = None) -> str:
        """The text of a list with its corrections; ``file`` says which, where there are several.

        Bytes that were not UTF-8 are lone surrogates (``errors="surrogateescape"``). Raises
        UsageError if there is no such list.
        """
        one = self._one(file)
        changes = [c for e in self.entries if e.citation.file == one.file for c in e.changes]
        return corrected(one.data, changes).decode("utf-8", "surrogateescape")

    def to_page(self, title: str | None = None) -> str:
        """The results and their reasons as an HTML page that needs no other file.

        With a ``title`` it is the page of the works for readers of the list, to be published.
        """
        from kdbib.report.page import report, site

        files = [one.file for one in self.lists]
        page = report(self.entries, files) if title is None else site(self.entries, title)
        return page.decode()

    def _one(self, file: str | None) -> Parsed:
        named = [one for one in self.lists if file in (None, one.file)]
        if len(named) != 1:
            files = ", ".join(one.file for one in self.lists)
            raise UsageError(f"say which list is meant: {files}")
        return named[0]


def enrich(
    *lists: Listed,
    form: str | None = None,
    sources: Sequence[str] = (),
    corpus: Corpora = (),
    cache: Place | None = None,
    offline: bool = False,
    refresh: bool = False,
    keep_unresolved: bool | None = None,
    cited_in: Sequence[Place] = (),
    on_progress: OnProgress | None = None,
) -> Enriched:
    """Find the papers that lists cite, and what is to be corrected in them. No list is changed.

    ``lists`` and ``form`` are as in :func:`parse`. ``sources`` are the names of the databases to
    ask, by default all; ``offline`` asks none. ``corpus`` is looked into besides the one that comes
    with kdbib. ``cache`` is the folder of earlier answers and decisions, to which new ones are
    added (``refresh`` asks and decides anew); without it nothing is kept. ``keep_unresolved`` is
    whether citations whose paper was not found stand in the bibliography; None does so for those of
    bibliographies. ``cited_in`` are documents (``.tex``, ``.aux``, or markdown with ``[@key]``): of
    a ``.bib``, only what they cite is looked at. ``on_progress`` is told how far it is.

    That a database fails is no error: see ``outages`` and ``partly``. Raises UsageError for lists,
    documents, sources and corpora that can't be used.
    """
    read = _parsed_all(lists, form)
    if cited_in:
        read = only_cited(read, read_manuscript(_paths(cited_in)))
    looking = Looking(
        corpora_of(corpus), sources_of(sources), _folder(cache), refresh, offline, bool(sources)
    )
    return enriched(read, looking, keep_unresolved=keep_unresolved, on_progress=on_progress)


def enriched(
    read: Sequence[Parsed],
    looking: Looking,
    *,
    keep_unresolved: bool | None = None,
    on_progress: OnProgress | None = None,
) -> Enriched:
    """Lists with the works that they cite; decisions are kept for the corrected lists, too."""
    citations = [citation for one in read for citation in one.citations]
    pairs = [(one.list, one.data) for one in read]
    with _with_strings(looking, read).setting(on_progress) as setting:
        outcome = pipeline.resolve(citations, setting)
        entries = writable(pairs, outcome.entries)
        if looking.keeping:
            keep_corrected(pairs, entries, setting.resolutions)
    entries = keyed(entries, keep_unresolved=keep_unresolved)
    return Enriched(replace(outcome, entries=entries), tuple(read))


def _with_strings(looking: Looking, read: Sequence[Parsed]) -> Looking:
    """The same, knowing the ``@string``s of the bibliographies."""
    strings = {one.file: strings_of(_source(one).text) for one in read if one.form is Form.bibtex}
    return replace(looking, completing=replace(looking.completing, strings=strings))


def get(
    *what: str,
    complete: bool = False,
    sources: Sequence[str] = (),
    corpus: Corpora = (),
    cache: Place | None = None,
    offline: bool = False,
    refresh: bool = False,
) -> Works:
    """Find papers by what names them: identifiers, links, titles, whole references.

    The entries come in the order of ``what``; where one has no work, its ``reason`` says why.
    ``complete`` asks on for what the first answer lacks. The other options are as in
    :func:`enrich`, but no decisions are kept.
    """
    looking = Looking(
        corpora_of(corpus),
        sources_of(sources),
        _folder(cache),
        refresh,
        offline,
        thorough=bool(sources),
        brief=not complete,
        decides=False,
    )
    return found(what, looking)


def found(what: Sequence[str], looking: Looking) -> Works:
    """The papers that texts name, as :func:`get` gives them."""
    from kdbib.read.wanted import read_wanted

    read = [read_wanted(text) for text in what]
    citations = [one for one in read if not isinstance(one, str)]
    if not citations:
        outcome = Outcome(())
    else:
        with looking.setting() as setting:
            outcome = pipeline.resolve(citations, setting)
    resolved = iter(outcome.entries)
    entries = tuple(
        _unread(text, one) if isinstance(one, str) else _with_reason(next(resolved))
        for text, one in zip(what, read, strict=True)
    )
    return Works(replace(outcome, entries=entries))


def _unread(text: str, reason: str) -> Entry:
    citation = Citation("", text, _NOWHERE, 1, form=Form.plain)
    return Entry(citation, Status.NOT_FOUND, why=said(reason))


def _with_reason(entry: Entry) -> Entry:
    """The entry with a reason, in words for a person, where there is no work."""
    if entry.work:
        return entry
    why, citation = entry.why or said(entry.status.value), entry.citation
    if entry.status is Status.NOT_FOUND and citation.title is None:
        named = {"named": tuple(str(found) for found, _ in citation.identifiers)}
        unasked = entry.why is not None and entry.why.code is Why.NOT_IN_CORPUS
        if unasked and citation.identifier(Scheme.OPENREVIEW):
            why = Reason(Why.NEEDS_ACCOUNT, named)
        else:
            why = Reason(Why.NOBODY_KNOWS, named, because=entry.why)
    return replace(entry, why=why)


# --- lint --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Linted:
    """The findings of the rules in some lists."""

    documents: "tuple[Document, ...]"
    rules: "tuple[Rule, ...]"
    partly: bool = False
    """Whether a source failed that was to be asked."""
    scope: "Scope | None" = None
    """The findings that count; None for all."""

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The findings, list by list, in the order of the text."""
        return tuple(one for document in self.documents for one in self.found(document))

    def found(self, document: "Document") -> list[Diagnostic]:
        """The findings in one of the lists, with the fixes that hold."""
        from kdbib.linter import check
        from kdbib.linter.fixes import offered
        from kdbib.linter.scope import EVERYTHING

        scope = self.scope or EVERYTHING
        rules = scope.rules(document, self.rules)
        return offered(document, scope.counted(document, check(document, rules), rules))

    def fixes(self, *, unsafe: bool = False) -> "list[tuple[Document, Fixed]]":
        """The lists after their fixes; ``unsafe`` ones may change what is said."""
        from kdbib.linter.fixes import fix
        from kdbib.linter.scope import EVERYTHING

        scope = self.scope or EVERYTHING
        return [(one, fix(one, self.rules, unsafe=unsafe, scope=scope)) for one in self.documents]

    def fixed(self, *, unsafe: bool = False) -> str:
        """The text of the list after its fixes. Raises UsageError if there are several lists."""
        if len(self.documents) != 1:
            raise UsageError("fixed() is for one list; fixes() gives all")
        ((_, one),) = self.fixes(unsafe=unsafe)
        return one.data.decode("utf-8", "surrogateescape")


def lint(
    *lists: Listed,
    form: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    resolve: bool = False,
    corpus: Corpora = (),
    cache: Place | None = None,
    offline: bool = False,
    cited_in: Sequence[Place] = (),
) -> Linted:
    """Check lists against the rules. Nothing is changed.

    ``lists`` and ``form`` are as in :func:`parse`. ``select`` and ``ignore`` are codes (``KB203``),
    their beginnings (``KB2``) or names of rules. With ``resolve`` the papers are looked up as
    :func:`enrich` does, and compared with the records (KB7xx). ``cited_in`` is as in
    :func:`enrich`; keys that no entry has, and entries that nobody cites, are told as well. Raises
    UsageError for unknown rules, and for lists, documents and corpora that can't be used.
    """
    rules = rules_of(select, ignore, offline=offline)
    read = _parsed_all(lists, form)
    looking = None
    if resolve:
        looking = Looking(corpora_of(corpus), sources_of(()), _folder(cache), offline=offline)
    manuscript = read_manuscript(_paths(cited_in)) if cited_in else None
    return linted(read, rules, looking, manuscript=manuscript)


def linted(
    read: Sequence[Parsed],
    rules: "Sequence[Rule]",
    looking: Looking | None,
    on_progress: OnProgress | None = None,
    *,
    scope: "Scope | None" = None,
    manuscript: Manuscript | None = None,
) -> Linted:
    """The findings in lists; compared with the records where ``looking`` says where they are.

    With a ``scope``, those that count. With a ``manuscript``, only what it cites is looked at, and
    its files are documents too.
    """
    from kdbib.linter import Document
    from kdbib.linter.citing import citing_documents

    if manuscript:
        read = only_cited(read, manuscript)

    outcome = None
    if looking:
        citations = [citation for one in read for citation in one.citations]
        with _with_strings(looking, read).setting(on_progress) as setting:
            outcome = pipeline.resolve(citations, setting)
    entries = iter(outcome.entries if outcome else ())
    documents = tuple(
        Document(
            _source(one),
            one.list,
            tuple(next(entries) for _ in one.citations) if outcome else None,
            manuscript,
        )
        for one in read
    )
    if manuscript:
        documents += tuple(citing_documents(manuscript, map(_source, read)))
    return Linted(documents, tuple(rules), bool(outcome and outcome.partly), scope)


def _source(one: Parsed) -> SourceText:
    return SourceText(one.data, one.file, one.form)


def rules_of(
    select: Sequence[str], ignore: Sequence[str], *, offline: bool = False
) -> "list[Rule]":
    """The rules that are wanted. Raises UsageError for one that there isn't."""
    from kdbib.linter import selected
    from kdbib.linter.codes import RULES

    wanted = _codes(select)
    chosen = selected(RULES, wanted, _codes(ignore))
    if offline and "KB708" not in wanted:  # not in a corpus is not nowhere
        chosen = [rule for rule in chosen if rule.code != "KB708"]
    return chosen


def _codes(given: Sequence[str]) -> list[str]:
    """Codes and names, given with commas or one by one; an unknown one is wrong usage."""
    from kdbib.linter.codes import RULES, rule_named

    codes = []
    listed = [given] if isinstance(given, str) else given
    for code in (part.strip() for one in listed for part in one.split(",")):
        found = rule_named(code)
        prefix = code.upper()
        if code and not found and not any(rule.code.startswith(prefix) for rule in RULES):
            raise UsageError(f"there is no rule {code!r}; `kdbib rule` shows all")
        codes += [found.code if found else prefix] if code else []
    return codes


def ignored_of(given: Sequence[str], root: Path) -> "list[Ignored]":
    """What is ignored in which files of a folder, of texts such as ``docs/*.md:KB2,KB3``.

    Raises UsageError for a text that says nothing such.
    """
    from kdbib.linter.files import patterns
    from kdbib.linter.scope import Ignored

    option = "per-file-ignores"
    ignored = []
    for one in given:
        pattern, _, codes = one.rpartition(":")
        if not pattern or not codes:
            raise UsageError(f"{option} {one!r}: write a pattern, a colon, and codes with commas")
        ignored.append(Ignored(root, patterns([pattern], option), tuple(_codes([codes]))))
    return ignored
