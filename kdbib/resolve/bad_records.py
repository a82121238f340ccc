"""Records that are not the paper, though a database has them under its title or beside it.

Each rule has a name, a reason, and a test in tests/resolve/test_bad_records.py. A source that
knows more of a record than its title and DOI asks :func:`rule_against` before it believes it; every
record of whatever source is held against the citation by :func:`rule_between`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from msgspec import Struct

from kdbib.resolve.retractions import marked


class Suspect(Struct, frozen=True, gc=False):
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
_DATA = frozenset(("dataset", "database"))
_PAPERS = frozenset(("journal-article", "proceedings-article", "book-chapter", "article"))
"""What most records are, which is seen at once."""
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

_FRONT_MATTER = re.compile(
    r"(?:front|back)\s?matter|title pages?|half title|table of contents|contents"
    r"|copyright(?: page| notice)?"
    r"|preface|foreword|(?:author|subject|keyword) index|list of reviewers|reviewers|masthead"
    r"|(?:program|programme|organi[sz]ing|technical) committees?|committees|sponsors"
    r"|(?:editorial board|session details|(?:guest )?editorial|message from)\b.*"
    r"|welcome (?:message|from)\b.*|proceedings of the\b.*|\[?(?:front|back) cover\]?",
    re.IGNORECASE,
)
_ABSTRACT = re.compile(
    r"(?:meeting |poster )?abstracts?\s*:.*|.*[\[(](?:\w+ )?abstract[\])]", re.IGNORECASE
)


def _squeezed(word: str) -> str:
    return re.sub(r"[^a-z]", "", word.lower())


def _copied(suspect: Suspect) -> bool:
    return suspect.prefix in _COPIED


def _no_paper(suspect: Suspect) -> bool:
    return suspect.kind not in _PAPERS and _squeezed(suspect.kind) in _NO_PAPERS


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
    Rule(
        "called-front-matter",
        "Prefaces, committees and whole proceedings are registered beside the papers in them.",
        lambda suspect: bool(_FRONT_MATTER.fullmatch(suspect.title)),
    ),
)
RULES_OF_TITLES = (
    Rule(
        "called-an-abstract",
        "An abstract of a page or two has the title of the paper that says the same at length.",
        lambda suspect: bool(_ABSTRACT.fullmatch(suspect.title)),
    ),
)
"""What may be cited as well as the paper: these hold only where the citation is not called so."""

_OF_MORE_THAN_TITLES = RULES[:3]
_BEGINNINGS = frozenset(
    """
    add aut bac cod com con cop cor dat dec edi err exp for fro gue hal key lis mas mes moe org
    pre pro pub rec rep res ret rev ses sli spo sub sup tab tal tec tit wel wit [fr [ba
    """.split()
)
"""How a title begins that a rule of titles may hold for, unless a bracket ends it."""


def _may_be_called_so(title: str) -> bool:
    """Whether any rule may hold for a title; of most it is told by their first letters."""
    beginning = title[:3]
    if not beginning.isascii() or title.endswith((")", "]", "\n")):
        return True
    return beginning.lower() in _BEGINNINGS


def rule_against(suspect: Suspect) -> Rule | None:
    """The first rule that says that a record is not the paper; None where none does."""
    for rule in RULES if _may_be_called_so(suspect.title) else _OF_MORE_THAN_TITLES:
        if rule.holds(suspect):
            return rule
    return None


def is_data(kind: str) -> bool:
    """Whether a source's word for a type is that of data, which are a work where they are cited.

    >>> is_data("Dataset"), is_data("component")
    (True, False)
    """
    return _squeezed(kind) in _DATA


def rule_between(cited: str, suspect: Suspect) -> Rule | None:
    """The first rule that says that a record is not what a title cites; None where none does.

    A list that cites an erratum, or a student's abstract, calls it so.

    >>> rule_between("Deep Nets", Suspect("Deep Nets (Student Abstract)")).name
    'called-an-abstract'
    """
    wanted = Suspect(cited)
    rules = (rule for rule in (*RULES, *RULES_OF_TITLES) if rule.holds(suspect))
    return next((rule for rule in rules if not rule.holds(wanted)), None)
