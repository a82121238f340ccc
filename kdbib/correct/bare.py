"""An entry that is nothing but a link or an identifier, written out as its list writes the others.

The form is that of most entries of the list (:mod:`kdbib.correct.shape`). A list of bare links gets
``[Title](link). Authors. Venue Year``. The link or identifier that was there stays.
"""

import re

from kdbib.correct.habits import Habits
from kdbib.correct.shape import AUTHORS, LINK, PDF, TITLE, VENUE, YEAR, filled, values_of
from kdbib.correct.text import Findings, change
from kdbib.model import Citation, LinkKind, Work
from kdbib.read.bare import read_bare

_MARKER = re.compile(r"\s*(?:[-*+•]|\d{1,9}[.)])?\s*")
LINKED = f"[{TITLE}]({LINK}). {AUTHORS}. {VENUE} {YEAR}"
"""The form where a list has none of its own."""
_UNLINKED = f"{TITLE}. {AUTHORS}. {VENUE} {YEAR}"


def complete_bare(citation: Citation, work: Work, habits: Habits) -> Findings | None:
    """The change that writes out an entry that is only a link or an identifier; None for others."""
    if citation.title is not None:
        return None
    marker = _MARKER.match(citation.raw)
    start = marker.end() if marker else 0
    end = len(citation.raw.rstrip())
    written = citation.raw[start:end]
    if "\n" in written or read_bare(written) is None:
        return None
    url = next((link.url for link in citation.links), "")
    form = habits.form if not habits.form.startswith("|") and "\n" not in habits.form else ""
    form = form or (LINKED if url else _UNLINKED)
    if {LINK, PDF}.intersection(form) and not url:
        form = _UNLINKED
    pdf = url if any(link.kind is LinkKind.PDF for link in citation.links) else ""
    after = filled(form, values_of(work, habits, link=url, pdf=pdf))
    if (url or written) not in after:
        after = f"{after.rstrip('.')}. {written}"
    return Findings((change(citation, "title", citation.span, start, end, after),))
