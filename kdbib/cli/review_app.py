"""The screen of ``kdbib review``: a citation, the papers that it may be, the evidence of each."""

import webbrowser
from collections.abc import Callable
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Label, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from kdbib.cli.screen import harmless, plain
from kdbib.errors import KdbibError
from kdbib.model import Agreement, Citation, Match, Work
from kdbib.reviewing import Review
from kdbib.wording import worded_evidence
from kdbib.write.reference import authors, occasion, page_of

_SIGNS = {
    Agreement.AGREES: ("+", "green"),
    Agreement.DISAGREES: ("-", "red"),
    Agreement.UNKNOWN: ("?", "dim"),
}


class _Ask(ModalScreen[str | None]):
    """One line from the person; None if they leave it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "leave")]

    def __init__(self, question: str, text: str = "") -> None:
        super().__init__()
        self._question, self._text = question, text

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Label(plain(self._question))
            yield Input(self._text)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


class _Edit(ModalScreen[str | None]):
    """The text of an entry, to be changed; None if it stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "keep", "keep", priority=True),
        Binding("escape", "dismiss(None)", "leave", priority=True),
    ]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Label("The entry in your list. Ctrl+S writes it, Esc leaves it.")
            yield TextArea(self._text, soft_wrap=True)

    def action_keep(self) -> None:
        self.dismiss(self.query_one(TextArea).text)


class _Papers(OptionList):
    """The papers that a citation may cite."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "choose")]


class ReviewApp(App[None]):
    """A review on the screen; all that it decides is in :class:`kdbib.reviewing.Review`."""

    CSS = """
    #head { height: 1; background: $primary; color: $text; padding: 0 1; }
    #citation { height: auto; max-height: 5; padding: 0 1; }
    #why { height: auto; max-height: 3; padding: 0 1; color: $warning; }
    #found { height: 1fr; min-height: 4; border: none; border-top: solid $primary; padding: 0; }
    #evidence { height: auto; max-height: 9; border-top: solid $primary; padding: 0 1; }
    #told { height: 1; padding: 0 1; color: $text-muted; }
    _Ask, _Edit { align: center middle; }
    .box { width: 90%; height: auto; max-height: 80%; border: solid $accent; padding: 0 1; }
    TextArea { height: 10; }
    """
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "none", "none"),
        Binding("i", "identify", "id"),
        Binding("slash", "search", "search", key_display="/"),
        Binding("e", "edit", "edit"),
        Binding("o", "open", "open"),
        Binding("space", "later", "later"),
        Binding("b", "before", "back"),
        Binding("u", "undo", "undo"),
        Binding("q", "quit", "quit"),
    ]

    def __init__(
        self, review: Review, open_page: Callable[[str], object] = webbrowser.open
    ) -> None:
        super().__init__()
        self.review, self._open_page = review, open_page
        self.matches: tuple[Match, ...] = ()
        self.busy = False
        """Whether somebody is asked, and a key would decide about what is not shown yet."""

    def compose(self) -> ComposeResult:
        yield Static(id="head")
        with VerticalScroll(id="citation", can_focus=False):
            yield Static(id="text")
        yield Static(id="why")
        yield _Papers(id="found")
        with VerticalScroll(id="evidence", can_focus=False):
            yield Static(id="compared")
        yield Static(id="told")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self.show()

    # --- what is shown -------------------------------------------------------------------------

    def show(self, told: str = "") -> None:
        """Show the current citation, and look for the papers that it may be."""
        doubt = self.review.current
        self.matches = ()
        self._say(told)
        if doubt is None:
            self._head("all looked at")
            self.query_one("#text", Static).update("Nothing is left to decide. q ends the review.")
            self.query_one("#why", Static).update("")
            self._list()
            return
        number = f"{self.review.index + 1} of {len(self.review.doubts)}"
        self._head(f"{number}  {doubt.citation.place}")
        self.query_one("#text", Static).update(_shown(doubt.citation))
        reason = f": {doubt.entry.reason}" if doubt.entry.reason else ""
        why = f"decided: {doubt.decided}" if doubt.decided else f"{doubt.why}{reason}"
        self.query_one("#why", Static).update(plain(why))
        self._look()

    def _head(self, text: str) -> None:
        done = f"{self.review.done} decided"
        self.query_one("#head", Static).update(plain(f"{text}  ({done})"))

    def _say(self, text: str) -> None:
        self.query_one("#told", Static).update(plain(text))

    def _look(self, words: str = "") -> None:
        self.busy = True
        found = self.query_one("#found", OptionList)
        found.clear_options()
        found.add_option(Option("looking ...", disabled=True))
        self.query_one("#compared", Static).update("")
        self._ask_candidates(words)

    @work(thread=True, exclusive=True, group="asking")
    def _ask_candidates(self, words: str) -> None:
        try:
            matches, told = self.review.candidates(words), ""
        except KdbibError as error:
            matches, told = (), str(error)
        self.call_from_thread(self._found, matches, told)

    def _found(self, matches: tuple[Match, ...], told: str) -> None:
        self.busy = False
        self.matches = matches
        if told:
            self._say(told)
        self._list()

    def _list(self) -> None:
        found = self.query_one("#found", OptionList)
        found.clear_options()
        for match in self.matches:
            found.add_option(Option(_line(match)))
        if self.matches:
            found.highlighted = 0
        else:
            found.add_option(Option("no paper was found; / searches by other words", disabled=True))
            self.query_one("#compared", Static).update("")
        found.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        doubt = self.review.current
        if doubt and event.option_index < len(self.matches):
            compared = _compared(doubt.citation, self.matches[event.option_index])
            self.query_one("#compared", Static).update(compared)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_choose()

    @property
    def highlighted(self) -> Match | None:
        """The paper that the cursor is on."""
        at = self.query_one("#found", OptionList).highlighted
        return self.matches[at] if at is not None and at < len(self.matches) else None

    # --- what is done --------------------------------------------------------------------------

    def _decide(self, decide: Callable[[], object]) -> None:
        if self.review.current is None or self.busy:
            return
        self.busy = True
        self._say("looking up ...")
        self._carry_out(decide)

    @work(thread=True, exclusive=True, group="asking")
    def _carry_out(self, decide: Callable[[], object]) -> None:
        told = ""
        try:
            decide()
        except KdbibError as error:
            told = str(error)
        self.call_from_thread(self._decided, told)

    def _decided(self, told: str) -> None:
        self.busy = False
        if told:
            self._say(told)
            return
        doubt = self.review.current
        self.review.forward()
        self.show(f"kept: {doubt.decided}" if doubt else "")

    def action_choose(self) -> None:
        match = self.highlighted
        if match:
            self._decide(lambda: self.review.choose(match.record))

    def action_none(self) -> None:
        self._decide(self.review.none)

    def action_identify(self) -> None:
        def answered(what: str | None) -> None:
            if what and what.strip():
                self._decide(lambda: self.review.identify(what))

        if self.review.current:
            self.push_screen(_Ask("Which paper is it? A DOI, an arXiv id, or a link"), answered)

    def action_search(self) -> None:
        def answered(words: str | None) -> None:
            if words and words.strip():
                self._look(words)

        doubt = self.review.current
        if doubt:
            title = doubt.citation.title.text if doubt.citation.title else ""
            self.push_screen(_Ask("Search by other words", harmless(title)), answered)

    def action_edit(self) -> None:
        doubt = self.review.current
        if doubt is None:
            return
        raw = doubt.citation.raw

        def answered(text: str | None) -> None:
            if text is None or text == raw:
                return
            try:
                self.review.edit(text)
            except KdbibError as error:
                self._say(str(error))
            else:
                self.show(f"written to {doubt.citation.file}")

        self.push_screen(_Edit(raw), answered)

    def action_open(self) -> None:
        match = self.highlighted
        page = page_of(match.record.work) if match else ""
        if page:
            self._open_page(page)
        self._say(page or "this record has no page")

    def action_later(self) -> None:
        if not self.busy:
            self.review.forward()
            self.show()

    def action_before(self) -> None:
        if not self.busy:
            self.review.back()
            self.show()

    def action_undo(self) -> None:
        if self.busy:
            return
        try:
            undone = self.review.undo()
        except KdbibError as error:
            self._say(str(error))
        else:
            self.show("taken back" if undone else "there is nothing to undo")


def _shown(citation: Citation) -> Text:
    """An entry as it stands in the list, with its title marked."""
    text = plain(citation.raw.rstrip())
    if citation.title:
        text.highlight_words([harmless(citation.title.text)], "bold")
    return text


def _line(match: Match) -> Text:
    """A paper: its title, and below it who, where, when, and who says so."""
    paper = match.record.work
    line = Text(harmless(paper.title), "bold", overflow="ellipsis", no_wrap=True)
    line.append(f"\n  {harmless(_about(paper))}", "not bold")
    return line.append(f"  [{harmless(match.record.source)}, {match.confidence:.2f}]", "dim")


def _about(paper: Work) -> str:
    names = authors(paper)
    shown = names if len(names) <= 40 else f"{names[:39]}…"
    return ". ".join(part for part in (shown, occasion(paper)) if part)


def _compared(citation: Citation, match: Match) -> Table:
    """The list and the record side by side, with what the comparison came to."""
    table = Table.grid(padding=(0, 1), expand=True)
    for ratio in (None, 4, 4, 3):
        table.add_column(ratio=ratio, overflow="ellipsis", no_wrap=True)
    listed, recorded = _said_by(citation), _of(match.record.work)
    for one in match.evidence:
        if one.field not in listed:
            continue
        sign, style = _SIGNS[one.agreement]
        table.add_row(
            Text(f"{sign} {one.field}", style),
            plain(listed[one.field] or "–"),
            plain(recorded[one.field] or "–"),
            Text(harmless(worded_evidence(one)), style),
        )
    return table


def _said_by(citation: Citation) -> dict[str, str]:
    names = ", ".join(author.name.display() for author in citation.authors)
    return {
        "title": citation.title.text if citation.title else "",
        "authors": names + (" et al." if citation.et_al else ""),
        "venue": citation.venue.text if citation.venue else "",
        "year": str(citation.year.value) if citation.year else "",
        "identifier": ", ".join(str(found) for found, _ in citation.identifiers),
    }


def _of(paper: Work) -> dict[str, str]:
    named = [f"doi:{paper.DOI}"] if paper.DOI else []
    return {
        "title": paper.title,
        "authors": authors(paper),
        "venue": paper.container_title_short or paper.container_title or "",
        "year": str(paper.year or ""),
        "identifier": ", ".join([*named, *(str(found) for found in paper.identifiers)]),
    }
