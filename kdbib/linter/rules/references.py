"""KB50x: reference links and their definitions."""

import re
from collections.abc import Iterator

from kdbib.linter.cited import Cited
from kdbib.linter.document import Document
from kdbib.linter.finding import Finding, replaced
from kdbib.linter.majority import exceptions
from kdbib.linter.structure import Definition, Reference
from kdbib.read.inline import normal_label

_NUMBERED = re.compile(r"(\d{1,6})\.(\d{1,6})")
_FOOTNOTE = "^"


def undefined_reference(document: Document) -> Iterator[Finding]:
    """A reference to an undefined label.

    ## What it does
    Finds `[text][label]` without a definition `[label]: address`.
    ## Why is this bad
    It is not a link: markdown shows the brackets as they are.
    ## Example
        [VIPA - KA][13.24]
    ## Use instead
        [VIPA - KA][13.24]

        [13.24]: https://github.com/zju-vipa/KamalEngine
    ## Fix safety
    There is no fix: the address is not in the text.
    """
    defined = {definition.key for definition in document.structure.definitions}
    for reference in document.structure.references:
        numbered = _NUMBERED.fullmatch(reference.label) or reference.label == ""
        if reference.key in defined or (not defined and not numbered):
            continue  # without a single definition, brackets beside brackets are text
        if reference.label and not reference.text.startswith(_FOOTNOTE):
            message = f"the label `{reference.label}` is not defined"
            yield Finding(reference.where, message, f"add `[{reference.label}]: address`")


def unused_definition(document: Document) -> Iterator[Finding]:
    """An unused link definition.

    ## What it does
    Finds `[label]: address` with a label that nothing refers to.
    ## Why is this bad
    Readers don't see it. Mostly its entry was removed, or the entry lost its link.
    ## Example
        [15.5]: https://github.com/lucidrains/byol-pytorch
    ## Use instead
        Nothing, or the link that it was meant for.
    ## Fix safety
    There is no fix: the link may be missing, or the definition may be unnecessary.
    """
    structure = document.structure
    used = {reference.key for reference in structure.references}
    used |= {normal_label(text) for text, _ in structure.shortcuts}
    used |= {normal_label(reference.text) for reference in structure.references}
    for definition in structure.definitions:
        if definition.key not in used and not definition.label.startswith(_FOOTNOTE):
            message = f"the label `{definition.label}` is not used"
            yield Finding(definition.where, message, "remove it, or add the link")


def duplicate_definition(document: Document) -> Iterator[Finding]:
    """A label with two definitions.

    ## What it does
    Finds definitions of a label that already has one.
    ## Why is this bad
    Only the first one counts (CommonMark 4.7), so links that mean the second lead to the wrong
    address.
    ## Example
        [15.64]: https://github.com/vinthony/depth-distillation
        [15.64]: https://github.com/mikuhatsune/wsod_transfer
    ## Use instead
        [15.64]: https://github.com/vinthony/depth-distillation
        [15.65]: https://github.com/mikuhatsune/wsod_transfer
    ## Fix safety
    There is no fix: kdbib can't tell which links mean the second.
    """
    first: dict[str, Definition] = {}
    for definition in document.structure.definitions:
        known = first.setdefault(definition.key, definition)
        if known is not definition:
            line = document.line(known.where)
            message = f"the label `{definition.label}` is defined in line {line} already"
            yield Finding(definition.where, message, "rename this one")


def definition_out_of_order(document: Document) -> Iterator[Finding]:
    """A numbered definition in the wrong place.

    ## What it does
    Finds definitions with labels such as `10.30` after one with a greater label, in a list where
    most are in order.
    ## Why is this bad
    Editors look for it in the wrong place, and define it again.
    ## Example
        [10.35]: https://github.com/amirgholami/ZeroQ
        [10.30]: https://github.com/cake-lab/datafree-model-extraction
    ## Use instead
        [10.30]: https://github.com/cake-lab/datafree-model-extraction
        [10.35]: https://github.com/amirgholami/ZeroQ
    ## Fix safety
    There is no fix.
    """
    numbered = [d for d in document.structure.definitions if _NUMBERED.fullmatch(d.label)]
    astray, before = [], None
    for definition in numbered:
        if before and not _in_order(before.label, definition.label):
            astray.append((definition, before))
        else:
            before = definition
    for definition, greater in exceptions(astray, len(numbered) - len(astray)):
        message = f"the label `{definition.label}` comes after `{greater.label}`"
        yield Finding(definition.where, message, "move it to its place")


def _in_order(before: str, label: str) -> bool:
    """Whether a label follows another, as two numbers or as a decimal fraction."""
    a, b = ([int(part) for part in x.split(".")] for x in (before, label))
    return a <= b or (a[0] == b[0] and float(before) <= float(label))


def glued_definition(document: Document) -> Iterator[Finding]:
    """No space after the colon of a definition.

    ## What it does
    Finds `[label]:https://...`.
    ## Why is this bad
    CommonMark allows it, but not every markdown parser does.
    ## Example
        [14.46]:https://github.com/Sunbaoli/dsr-distillation
    ## Use instead
        [14.46]: https://github.com/Sunbaoli/dsr-distillation
    ## Fix safety
    The fix is safe: it adds the space.
    """
    for definition in document.structure.definitions:
        if definition.gap[0] == definition.gap[1]:
            where = (definition.gap[0] - 1, definition.gap[0])
            change = replaced(definition.gap, " ")
            yield Finding(where, "missing space after the colon", "add one", change)


def stale_label(document: Document) -> Iterator[Finding]:
    """A label without the number of its entry.

    ## What it does
    In a list that labels its links by section and number (`[[code]][2.15]` in entry 15), finds
    labels with a number other than their entry's.
    ## Why is this bad
    The entries were renumbered, so the next label by number may be taken already.
    ## Example
        8. Revisit Knowledge Distillation. Yuan, Li et al. CVPR 2020 [[code]][1.10]
    ## Use instead
        8. Revisit Knowledge Distillation. Yuan, Li et al. CVPR 2020 [[code]][1.8]
    ## Fix safety
    There is no fix: label and definition would have to be renamed together.
    """
    stale: list[tuple[Reference, int | None]] = []
    right = 0
    named = [
        (r, label) for r in document.structure.references if (label := _NUMBERED.fullmatch(r.label))
    ]
    numbers = _item_numbers(document) if named else {}
    for reference, label in named:
        line = document.line(reference.where)
        if line not in numbers:
            continue
        if int(label[2]) == numbers[line]:
            right += 1
        else:
            stale.append((reference, numbers[line]))
    for reference, number in exceptions(stale, right, at_most=0.6):
        entry = f"entry {number}" if number is not None else "an entry without a number"
        message = f"the label `{reference.label}` is used in {entry}"
        yield Finding(reference.where, message, "renumber the label and its definition")


def _item_numbers(document: Document) -> dict[int, int | None]:
    """The number of the list item that each line (from 1) of an item begins or goes on with."""
    numbers = {item.line + 1: item.number for item in document.structure.items}
    for line, one in document.by_line.items():
        numbers.setdefault(line, one.number)
    return numbers


def shared_label(document: Document) -> Iterator[Finding]:
    """One label for links of different papers.

    ## What it does
    Finds a numbered label that entries with different titles use.
    ## Why is this bad
    One of the links leads to another paper's code.
    ## Example
        59. Defocus Blur Detection. Cun, Xiaodong et al. ECCV 2020 [[code]][15.64]
        60. Boosting Object Detection. Zhong, Yuanyi et al. ECCV 2020 [[code]][15.64]
    ## Use instead
        60. Boosting Object Detection. Zhong, Yuanyi et al. ECCV 2020 [[code]][15.65]
    ## Fix safety
    There is no fix: the right address is not in the text.
    """
    first: dict[str, tuple[Reference, str]] = {}
    for reference in document.structure.references:
        if not _NUMBERED.fullmatch(reference.label):
            continue
        name = _name(document, reference)
        known, other = first.setdefault(reference.key, (reference, name))
        if other != name and known is not reference:
            line = document.line(known.where)
            message = f"the label `{reference.label}` belongs to another entry, in line {line}"
            yield Finding(reference.where, message, "check where it leads")


def _name(document: Document, reference: Reference) -> str:
    entry: Cited | None = document.cited_at(reference.where)
    return entry.title_key if entry and entry.title_key else normal_label(reference.text)
