"""Diagnostics as a page of markdown, such as the summary of a run at GitHub."""

import re
from collections.abc import Iterator, Sequence

from kdbib.linter.codes import BY_CODE
from kdbib.linter.show.statistics import counts_json
from kdbib.linter.show.text import harmless
from kdbib.model import Diagnostic
from kdbib.wording import counted

_MOST = 100
_SPECIAL = re.compile(r"[\\`*_\[\]()<>#|~!@$:&{}]")


def as_markdown(found: Sequence[Diagnostic]) -> Iterator[str]:
    """The lines of the page: how often each rule found something, and the first findings."""
    yield "## kdbib lint"
    yield ""
    if not found:
        yield "Nothing found."
        return
    files = len({one.file for one in found})
    yield f"Found {counted(len(found), 'problem')} in {counted(files, 'file')}."
    yield ""
    yield "| problems | rule | severity | what it finds |"
    yield "| ---: | --- | --- | --- |"
    for one in counts_json(found):
        rule = BY_CODE[one["code"]]
        link = f"[{rule.code}]({rule.address})"
        yield f"| {one['count']} | {link} | {rule.severity.value} | {_escaped(rule.summary)} |"
    yield ""
    shown = found[:_MOST]
    yield f"<details><summary>The {'first ' * (len(found) > _MOST)}findings</summary>"
    yield ""
    yield "| place | rule | what is wrong | what to do |"
    yield "| --- | --- | --- | --- |"
    for finding in shown:
        said = (finding.place, finding.code, finding.message, finding.help)
        yield f"| {' | '.join(map(_escaped, said))} |"
    yield ""
    yield "</details>"


def _escaped(text: str) -> str:
    """A text that markdown shows as it is: no markup, no link, no mention."""
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", " ".join(harmless(text).split()))
