"""A person's name, or a group's, in CSL's vocabulary."""

import re

from msgspec import Struct

_EAST_ASIAN = re.compile(
    r"(?=.*[^\W\d_])[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\s,・·]+"
)
"""Han, kana and hangul: names that are written without a space, the family name first."""


_GROUP = re.compile(
    r"^the\b|\b(?:collaborations?|consortium|team|group|project|committee|initiative|foundation"
    r"|organi[sz]ation|association|society|institute|university|laborator(?:y|ies)|network|agency"
    r"|academy|council|commission|federation|ministry|department|corporation|alliance)\b",
    re.IGNORECASE,
)


def is_group(name: str) -> bool:
    """Whether a name of several words is that of a group.

    >>> is_group("European Otter Agency"), is_group("Ida Marlow")
    (True, False)
    """
    return bool(_GROUP.search(name))


class Name(Struct, frozen=True, gc=False):
    """The name of an author.

    Either ``family`` is set, with ``given`` and ``suffix`` where they are known (particles such as
    *van de* are part of ``family``), or ``literal``, for groups and for names that can't be split.
    """

    family: str | None = None
    given: str | None = None
    suffix: str | None = None
    literal: str | None = None

    @property
    def last(self) -> str:
        """What the name is sorted and compared by: the family name, or the whole literal."""
        return self.family or self.literal or ""

    @property
    def is_east_asian(self) -> bool:
        """Whether it is written in Han, kana or hangul."""
        written = (self.family or "") + (self.given or "") or self.literal or ""
        return not written.isascii() and bool(_EAST_ASIAN.fullmatch(written))

    def display(self) -> str:
        """The name as one reads it: ``Geoffrey Hinton``, ``Guy L. Steele Jr.``, ``王小明``."""
        if not self.family:
            return self.literal or ""
        if self.is_east_asian:
            return self.family + (self.given or "")
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)

    def inverted(self) -> str:
        """The name as one sorts it: ``Hinton, Geoffrey``, ``Steele, Jr., Guy L.``."""
        if not self.family:
            return self.literal or ""
        return ", ".join(part for part in (self.family, self.suffix, self.given) if part)


OTHERS = Name(literal="others")
"""In the place of further authors, whom nobody names; BibTeX's own word for them."""
