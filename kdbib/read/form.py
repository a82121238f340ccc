"""Which form a text is in: by the name of its file, and else by what it looks like."""

import re

from kdbib.model import Form

_BIBTEX = (".bib", ".bibtex")
_MARKDOWN = (".md", ".markdown", ".mkd", ".mdown", ".mdx", ".rmd", ".qmd", ".html", ".htm")
_PLAIN = (".txt", ".text")
_BIBTEX_ENTRY = re.compile(
    r"^[ \t]*@(?!comment)[a-z]{2,20}[ \t]*[{(]", re.IGNORECASE | re.MULTILINE
)
_MARKUP = re.compile(r"^#{1,6} \S|\]\(https?://|^[*-] \[|^\|.*\|[ \t]*$|^\*\*", re.MULTILINE)


def form_of(name: str, text: str) -> Form:
    """The form of a text that stands in a file of this name."""
    name = name.lower()
    if name.endswith(_BIBTEX):
        return Form.bibtex
    if name.endswith(_MARKDOWN):
        return Form.markdown
    start = text[:20_000]
    if (entry := _BIBTEX_ENTRY.search(start)) and not _MARKUP.search(start[: entry.start()]):
        return Form.bibtex
    if name.endswith(_PLAIN) and len(_MARKUP.findall(start)) < 3:
        return Form.plain
    return Form.markdown
