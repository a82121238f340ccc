"""KB84x: a bibliography and the document that cites it (`--tex`, `--aux`)."""

from collections.abc import Iterator

from kdbib.linter.document import Document
from kdbib.linter.finding import Finding


def undefined_key(document: Document) -> Iterator[Finding]:
    r"""A cited key that no bibliography has.

    ## What it does
    With `--tex` or `--aux`, looks for the keys that the document cites in the `.bib` files that are
    linted, and in those that the document names. Comments and verbatim text are passed over.
    ## Why is this bad
    LaTeX prints a question mark in the reference's place, or the key.
    ## Example
        \cite{hinton2015}
        @misc{hinton2015distilling, title = {Distilling the Knowledge}}
    ## Use instead
        \cite{hinton2015distilling}
        @misc{hinton2015distilling, title = {Distilling the Knowledge}}
    ## Fix safety
    There is no fix: kdbib can't tell which entry is meant.
    """
    for one in document.undefined:
        near = document.alike.get(one.key.lower())
        if near:
            message = f"the key `{one.key}` is `{near}` in the bibliography"
            yield Finding((one.start, one.end), message, f"write `{near}`")
        else:
            message = f"no entry has the key `{one.key}`"
            yield Finding((one.start, one.end), message, "add the entry, or cite another")


def uncited_entry(document: Document) -> Iterator[Finding]:
    r"""An entry that the document does not cite.

    ## What it does
    With `--tex` or `--aux`, finds the entries that the document does not cite, and that no cited
    entry takes fields from. What other rules find in such entries is not reported.
    ## Why is this bad
    It is not: the reference is not printed. But it may be cited under another key.
    ## Example
        \cite{hinton2015}
        @misc{hinton2015, title = {Distilling the Knowledge}}
        @misc{park2019, title = {Relational Knowledge Distillation}}
    ## Use instead
        \cite{hinton2015,park2019}
        @misc{hinton2015, title = {Distilling the Knowledge}}
        @misc{park2019, title = {Relational Knowledge Distillation}}
    ## Fix safety
    There is no fix: the entry may be for the next version of the document.
    """
    for entry in document.uncited:
        where = (entry.key_start, entry.key_start + len(entry.key))
        yield Finding(where, f"nothing cites `{entry.key}`", "cite it, or leave it out")
