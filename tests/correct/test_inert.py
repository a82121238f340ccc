"""What records say goes into lists as text: rendered, a list has the markup that it had before."""

from collections.abc import Callable
from html.parser import HTMLParser

import marko.ext.gfm
import mistune
import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace

from kdbib.correct import Habits, correct
from kdbib.correct.inert import inert
from kdbib.match.score import score
from kdbib.model import Change, Citation, Disagreement, Name, Span, Work
from kdbib.read import read_text
from kdbib.read.source import SourceText
from kdbib.write.markdown import corrected
from tests.support.records import citation, record, work

HOSTILE = [
    "<img/src=x onerror=alert(1)>", "<script>alert(1)</script>", "</td></tr></table>", "<!-- ",
    "-->", "<a href='http://evil.example'>x</a>", "![i](http://evil.example/i.png)",
    "[x](http://evil.example)", "](http://evil.example)", "[x][ref]", "[ref]", "**", "*a*", "_a_",
    "__a__", "***", "~~a~~", "~~", "`", "``a``", "```", "$a$", "|", " | x | y ", "\\", "\\\\",
    "&lt;b&gt;", "&#60;b&#62;", "&copy;", "<http://evil.example>", "http://evil.example",
    "www.evil.example", "x@evil.example", "\n\n# Heading\n\n", "\n- item", "\r\n> quoted", "\n---\n", "\n    code",
    "\u202eevil\u202c", "\x1b[31m", "\U000e0041\ufeff\u200b", "[^1]", ":::", "{{ x }}", "]]>",
    "<?php x ?>", "<![CDATA[x]]>", "](<x>)", '" onclick="x',
]  # fmt: skip
LISTS = {
    "item": "- {t}. {a}. CVPR 2019. arXiv:1907.02226\n",
    "bold": "* **{t}.** {a}. *CVPR* 2019\n",
    "link": "1. [{t}](https://example.org/x). {a}. CVPR 2019\n",
    "reference": "- [{t}][ref]. {a}. CVPR 2019\n",
    "table": "| Title | Authors | Venue | Year |\n|---|---|---|---|\n| {t} | {a} | CVPR | 2019 |\n",
    "open table": "Title | Authors | Venue\n---|---|---\n{t} | {a} | CVPR 2019\n",
    "html": "<table><tr><td><b>{t}</b>. {a}. CVPR 2019</td></tr></table>\n",
}
END = "\n- ***Other*** [paper](https://example.org/y) *last*\n\n[ref]: https://example.org/r\n"
TITLE, AUTHORS = "Knowlege Distillation by Multi-head Attention", "Lee, Seunghyn and Song, Byung"
KNOWN = work(
    "Knowledge Distillation by Multi-head Attention",
    ["Lee, Seunghyun", "Song, Byung Cheol"],
    "30th British Machine Vision Conference 2019, BMVC 2019, Cardiff",
    2019,
    arxiv="1907.02226",
)


def hostile_works(value: str) -> list[Work]:
    first, second = KNOWN.author
    return [
        replace(KNOWN, title=f"{KNOWN.title} {value}"),
        replace(KNOWN, title=KNOWN.title.replace(" by ", f"{value}by ")),
        replace(KNOWN, title=KNOWN.title.replace("-", value)),
        replace(KNOWN, author=(Name(family=f"Lee{value}", given="Seunghyun"), second)),
        replace(KNOWN, author=(first, Name(family="Song", given=f"Byung {value}"))),
        replace(KNOWN, author=(first, second, Name(literal=value))),
        replace(KNOWN, author=(Name(literal=value),)),
        replace(KNOWN, container_title=value),
        replace(KNOWN, container_title="", container_title_short=value),
        replace(KNOWN, container_title=f"Journal {value}"),
    ]


class _Structure(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[object] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.seen.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.seen.append(("declaration", decl))

    def unknown_decl(self, data: str) -> None:
        self.seen.append(("declaration", data))

    def handle_pi(self, data: str) -> None:
        self.seen.append(("instruction", data))


def structure(markup: str) -> list[object]:
    parser = _Structure()
    parser.feed(markup)
    parser.close()
    return parser.seen


def _mistune(text: str) -> str:
    render = mistune.create_markdown(escape=False, plugins=["table", "strikethrough", "url"])
    return str(render(text))


RENDERERS: dict[str, Callable[[str], str]] = {
    "markdown-it": MarkdownIt("commonmark").enable(["table", "strikethrough"]).render,
    "mistune": _mistune,
    "marko": marko.ext.gfm.gfm.convert,
}


def corrections(listed: str, known: Work) -> str:
    """A list, corrected after a work that all of its entries are said to cite."""
    data = listed.encode()
    citations = read_text(SourceText(data, "list.md")).citations
    habits = Habits(names_authors=True)
    changes: list[Change] = []
    for one in citations:
        if one.title and one.title.text.startswith("Know"):
            changes += correct(one, known, score(one, record(known)), habits).changes
    return corrected(data, changes).decode()


@pytest.mark.parametrize("form", LISTS)
def test_a_hostile_record_leaves_the_markup_of_a_list_as_it_was(form: str) -> None:
    listed = LISTS[form].format(t=TITLE, a=AUTHORS) + END
    before = {name: structure(render(listed)) for name, render in RENDERERS.items()}
    changed = 0
    for value in HOSTILE:
        for after in {corrections(listed, known) for known in hostile_works(value)} - {listed}:
            changed += 1
            for name, render in RENDERERS.items():
                assert structure(render(after)) == before[name], (name, value, after)
    assert changed > 100


def written(raw: str, after: str) -> str:
    """What is written for ``Title`` in an entry."""
    start = raw.index("Title")
    span = Span(start, start + 5, 1, start + 1)
    listed = Citation("list.md", raw, Span(0, len(raw.encode()), 1, 1), 1)
    (change,) = inert(listed, [Change("title", "Title", after, span)])
    return change.after


@pytest.mark.parametrize(
    "text",
    [
        "A & B", "AT&T", "C*-algebras", "snake_case", "x < y", "100%", "C#", "C++", "a~b", "f(x)",
        "Why? Because!", "2 * 3 * 4", "O'Brien", "$x_1$", "Über – naïve", "# 1", "GPT-4: a @ b",
    ],
)  # fmt: skip
def test_what_is_no_markup_at_its_place_is_written_as_it_is(text: str) -> None:
    assert written("On Title. Lee, A. CVPR 2019", text) == text
    assert written("[On Title](https://example.org). Lee, A.", text) == text


@pytest.mark.parametrize(
    ("raw", "text", "expected"),
    [
        ("Title. Lee", "# 1", "&#35; 1"),
        ("Title. Lee", "1. Introduction", "1&#46; Introduction"),
        ("**Title**. Lee", "C*-algebras", "C&#42;-algebras"),
        ("Title. Lee", "a **b**", "a &#42;&#42;b&#42;&#42;"),
        ("Title. Lee", "<b>", "&#60;b>"),
        ("[Title](x). Lee", "a [b]", "a &#91;b&#93;"),
        ("Title. Lee", "P(x|y)", "P(x&#124;y)"),
        ("Title. Lee", "&copy;", "&#38;copy;"),
        ("`Title`. Lee", "a * b_c", "a * b_c"),
        ("Title. Lee", "two\nlines\u202e", "two lines"),
    ],
)
def test_what_would_be_markup_is_a_character_reference(raw: str, text: str, expected: str) -> None:
    assert written(raw, text) == expected


def test_what_can_not_be_written_as_text_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kdbib.correct.inert", lambda citation, changes: ())
    one = citation("- Knowlege Distillation by Multi-head Attention. CVPR 2019  ")
    found = correct(one, KNOWN, score(one, record(KNOWN)), Habits())
    assert found.changes == ()
    told = [(c.code, c.field, c.record) for c in found.conflicts if c.code is Disagreement.MARKUP]
    assert (Disagreement.MARKUP, "title", "Knowledge") in told
    assert "blanks" not in {field for _, field, _ in told}
