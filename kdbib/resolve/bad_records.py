"""Records that are not the paper, though a database has them under its title or beside it.

Each rule has a name, a reason, and a test in tests/resolve/test_bad_records.py. A source asks
:func:`rule_against` before it believes a record; what a rule holds of is nobody's candidate.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from kdbib.resolve.retractions import marked


@dataclass(frozen=True, slots=True)
class Suspect:
    """What the rules look at.

    ``kind`` is the source's own word for the type (Crossref's ``type``, DataCite's
    ``resourceTypeGeneral``, ...). ``notice_of`` are the kinds of updates to *other* works that the
    record gives notice of (Crossref's ``update-to``): ``retraction``, ``correction``, ...
    """

    title: str
    doi: str = ""
    kind: str = ""
    notice_of: tuple[str, ...] = ()

    @property
    def prefix(self) -> str:
        return self.doi.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Rule:
    """Why a record is not the paper; ``holds`` tells of a suspect whether it is such a one."""

    name: str
    reason: str
    holds: Callable[[Suspect], bool]


_COPIED = frozenset({"10.65215"})
_NO_PAPERS = frozenset(
    """
    component dataset peerreview grant journal journalissue journalvolume bookseries bookset
    proceedings proceedingsseries reportseries reportcomponent standardseries database sacomponent
    audiovisual collection datamanagementplan event image instrument interactiveresource model
    outputmanagementplan physicalobject service sound studyregistration workflow award project
    paratext erratum retraction supplementarymaterials libguides
    """.split()
)
_SAME_WORK = frozenset({"newversion", "newedition"})
_NOTICE = re.compile(
    r"""(?:(?:author|publisher|editorial)(?:['’]?s)?\ )?
        (?:(?:corrigend(?:um|a)|errat(?:um|a)|addendum|retraction\ (?:note|notice)
             |(?:editorial\ )?expression\ of\ concern|withdrawal\ notice)
           (?:\s*[:–—]|\ (?:to|for|on|of)\b|$)
        # "Correction for Hidden Confounders" is a title like any other
        |(?:correction|retraction)s?(?:\ (?:to|for|of))?(?:\s*:|\ ["“‘«]|$))""",
    re.IGNORECASE | re.VERBOSE,
)
_REVIEW = re.compile(
    r"(?:review(?:er)?s?(?:['’]s)?(?: report)?|decision letter|author(?:['’]?s)? response"
    r"|response to reviewers|recommendation) (?:for|of|to|on)\s*:? ?[\"'“‘«]",
    re.IGNORECASE,
)
_SUPPLEMENT = re.compile(
    r"additional file \d+ of|moesm\d+ of|supporting information (?:for|to)\b"
    r"|supplement(?:ary|al) (?:material|information|data|file|table|figure)s? (?:\d+ )?"
    r"(?:for|to|of)\b"
    r"|data from\s*:|(?:data|code|data ?set|replication (?:data|package)) for\s*:",
    re.IGNORECASE,
)
_TALK = re.compile(
    r"(?:slides|talk)(?: (?:for|of|on))?\s*:|.*[\[(](?:slides|presentation|talk|video)[\])]$",
    re.IGNORECASE,
)


def _squeezed(word: str) -> str:
    return re.sub(r"[^a-z]", "", word.lower())


def _copied(suspect: Suspect) -> bool:
    return suspect.prefix in _COPIED


def _no_paper(suspect: Suspect) -> bool:
    return _squeezed(suspect.kind) in _NO_PAPERS


def _notice(suspect: Suspect) -> bool:
    return any(_squeezed(kind) not in _SAME_WORK for kind in suspect.notice_of)


def _called_notice(suspect: Suspect) -> bool:
    # "RETRACTED: ..." and IEEE's "Notice of Retraction: ..." are the papers themselves
    return not marked(suspect.title).mark and bool(_NOTICE.match(suspect.title))


RULES = (
    Rule(
        "copy-under-foreign-prefix",
        "Titles and authors of famous papers were registered again under this prefix, with years"
        " of its own; it is the prefix of none of their publishers.",
        _copied,
    ),
    Rule(
        "not-a-paper",
        "Figures, data sets, reviews, recordings, whole journals and the like are registered under"
        " the titles of the papers that they belong to.",
        _no_paper,
    ),
    Rule(
        "notice-of-an-update",
        "A notice that another work was retracted or corrected often has that work's title.",
        _notice,
    ),
    Rule(
        "called-a-notice",
        "Errata, corrigenda and notices of retraction carry the paper's title after such a word.",
        _called_notice,
    ),
    Rule(
        "called-a-review",
        "Reviews and decision letters are registered as works with the paper's title in quotes.",
        lambda suspect: bool(_REVIEW.match(suspect.title)),
    ),
    Rule(
        "called-a-supplement",
        "Additional files and data are registered as works with the paper's title in theirs.",
        lambda suspect: bool(_SUPPLEMENT.match(suspect.title)),
    ),
    Rule(
        "called-a-talk",
        "Slides and recordings of a talk are registered under the title of the paper.",
        lambda suspect: bool(_TALK.match(suspect.title)),
    ),
)


def rule_against(suspect: Suspect) -> Rule | None:
    """The first rule that says that a record is not the paper; None where none does."""
    return next((rule for rule in RULES if rule.holds(suspect)), None)
