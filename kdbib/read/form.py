"""Which form a text is in: by the name of its file, and else by what it looks like."""

import re

from kdbib.model import Form

_BIBTEX = (".bib", ".bibtex")
_WRITTEN = (".md", ".markdown", ".mkd", ".mdown", ".mdx", ".rmd", ".qmd")
_MARKDOWN = (*_WRITTEN, ".html", ".htm")
_PLAIN = (".txt", ".text")
_BY_SUFFIX = {
    ".json": Form.csl,
    ".yaml": Form.yaml,
    ".yml": Form.yaml,
    ".cff": Form.yaml,
    ".csv": Form.csv,
    ".tsv": Form.csv,
    ".ris": Form.ris,
    ".enw": Form.endnote,
    ".nbib": Form.pubmed,
    ".bbl": Form.latex,
    ".tex": Form.latex,
    ".rst": Form.rst,
    ".rest": Form.rst,
    ".org": Form.org,
}
_BY_CONTENT = (
    (re.compile(r"\s*\[\s*\{\s*\""), Form.csl),
    (re.compile(r"\s*TY  - \w"), Form.ris),
    (re.compile(r"\s*%0 \w"), Form.endnote),
    (re.compile(r"\s*PMID- \d"), Form.pubmed),
)
"""What the beginning of a text tells, where a name doesn't: of standard input, say."""
_OTHER_FORMS = {
    ".doc": "a Word document",
    ".docx": "a Word document",
    ".odt": "an OpenDocument text",
    ".rtf": "an RTF document",
    ".pdf": "a PDF",
    ".epub": "an EPUB book",
    ".pptx": "a presentation",
    ".xls": "a spreadsheet",
    ".xlsx": "a spreadsheet",
    ".ods": "a spreadsheet",
    ".xml": "an XML file",
    ".mods": "an XML file",
    ".rdf": "an RDF file",
    ".ttl": "an RDF file",
    ".enl": "an EndNote library",
    ".ipynb": "a notebook",
}
"""What is no list of citations, and may be taken for one."""


def other_form(name: str) -> str | None:
    """What a file is, by its name, that is in no form that is read; None for all others.

    >>> other_form("refs.docx"), other_form("refs.bib")
    ('a Word document', None)
    """
    return next((what for end, what in _OTHER_FORMS.items() if name.lower().endswith(end)), None)


SUFFIXES = (*_BIBTEX, *_MARKDOWN, *_PLAIN, *_BY_SUFFIX)
"""How the names of lists end."""
BY_HAND = (*_BIBTEX, *_WRITTEN)
"""How the names of lists end that people write themselves."""
_BIBTEX_ENTRY = re.compile(
    r"^[ \t]*@(?!comment)[a-z]{2,20}[ \t]*[{(]", re.IGNORECASE | re.MULTILINE
)
_ITEM = re.compile(
    r"^[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]|^\S.*\n(?:=+|-{3,})[ \t]*$|<\w+[^<>]*>", re.MULTILINE
)
_MARKUP = re.compile(r"^#{1,6} \S|\]\(https?://|^[*-] \[|^\|.*\|[ \t]*$|^\*\*", re.MULTILINE)


def form_of(name: str, text: str) -> Form:
    """The form of a text that stands in a file of this name."""
    name = name.lower()
    if name.endswith(_BIBTEX):
        return Form.bibtex
    if name.endswith(_MARKDOWN):
        return Form.markdown
    for suffix, form in _BY_SUFFIX.items():
        if name.endswith(suffix):
            return form
    start = text[:20_000]
    for pattern, form in _BY_CONTENT:
        if pattern.match(start):
            return form
    if "\\bibitem" in start and "\\begin{thebibliography}" in start:
        return Form.latex
    if (entry := _BIBTEX_ENTRY.search(start)) and not _MARKUP.search(start[: entry.start()]):
        return Form.bibtex
    marks = len(_MARKUP.findall(start))
    named = name.endswith(_PLAIN)
    if (named and marks < 3) or (not named and not marks and not _ITEM.search(start)):
        return Form.plain
    return Form.markdown
