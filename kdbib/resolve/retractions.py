"""What a title says of the fate of its paper.

Publishers mark the titles of papers that they took back, each in its own way. COPE asks for it
(https://publicationethics.org/guidance/guideline/retraction-guidelines); what is known of the marks
is in Crossref's pages on updates (https://www.crossref.org/documentation/register-maintain-records/maintaining-your-metadata/registering-updates/).
"""

import re

from msgspec import Struct


class Marked(Struct, frozen=True, gc=False):
    """A title without the publisher's mark; ``status`` as in a Work; ``mark`` is what was there."""

    title: str
    status: str | None = None
    mark: str = ""


_WORD = r"(?P<word>retracted|withdrawn|removed)"
_MARKS = (
    re.compile(rf"\[?\(?{_WORD}(?: (?:article|paper|chapter))?[\])]?\s*[:\-–—]\s*", re.IGNORECASE),
    re.compile(rf"[\[(]{_WORD}(?: (?:article|paper|chapter))?[\])]\s*", re.IGNORECASE),
    # IEEE puts its notices before the titles of the papers themselves
    re.compile(r"notice of (?P<word>retraction|removal)\s*:?\s*", re.IGNORECASE),
    re.compile(
        r"notice of (?P<word>violation) of IEEE publication principles\s*:?\s*", re.IGNORECASE
    ),
)
_AFTER = re.compile(rf"\s*[\[(]{_WORD}(?: (?:article|paper|chapter))?[\])]\s*$", re.IGNORECASE)
_IN_EVERY_MARK = ("retracted", "withdrawn", "removed", "notice of")
_STATUS = {"withdrawn": "withdrawn", "violation": None}


def marked(title: str) -> Marked:
    """A title, taken apart from what says that the paper was retracted or withdrawn.

    >>> marked("RETRACTED ARTICLE: Deep nets").title, marked("Withdrawn: Deep nets").status
    ('Deep nets', 'withdrawn')
    """
    lower = title.lower()
    for word in _IN_EVERY_MARK:
        if word in lower:
            break
    else:
        return Marked(title)
    found = next((match for mark in _MARKS if (match := mark.match(title))), None)
    rest = title[found.end() :] if found else title
    if not found and (found := _AFTER.search(title)):
        rest = title[: found.start()]
    if not found or not any(char.isalnum() for char in rest):
        return Marked(title)
    word = found["word"].lower()
    return Marked(rest.strip(), _STATUS.get(word, "retracted"), found[0].strip(" :-–—"))
