"""The arXiv ids of a citation as they are written: label, what joins it to the id, id, version."""

import re
from collections.abc import Iterator

from kdbib.linter.cited import Cited
from kdbib.linter.finding import Range
from kdbib.model.identifier import Finding

_FORM = re.compile(
    r"(?!abs/)(?P<label>[A-Za-z]+)(?P<link>[\s:,]*(?:preprint\s+)?(?:abs/)?\s*:?\s*)(?P<id>\w.*?)"
    r"(?P<version>v\d{1,3})?",
    re.DOTALL | re.IGNORECASE,
)


def written_ids(one: Cited) -> Iterator[tuple[Finding, Range, re.Match[str]]]:
    """The arXiv ids that stand in a citation's own text, valid or not, with their parts."""
    for found, where in one.found:
        parts = _FORM.fullmatch(one.at(where))
        if parts and parts["label"][0] in "aA":
            yield found, where, parts
