"""The works that a citation may cite, for a person to choose among: those turned down, too."""

from dataclasses import replace

from kdbib.match.decide import by_work
from kdbib.match.score import score
from kdbib.model import Citation, Match, Verdict
from kdbib.pipeline.cases import Case
from kdbib.pipeline.inquiry import Inquiry
from kdbib.pipeline.setting import Setting
from kdbib.resolutions import Resolutions

_MOST = 9
_RANK = (Verdict.MATCH, Verdict.CONTRADICTED, Verdict.NO_MATCH)


def candidates(citation: Citation, setting: Setting) -> tuple[Match, ...]:
    """What everybody who may know has for a citation: a Match for each work, the likeliest first.

    Nothing is decided, and nothing is kept but the answers.
    """
    case = Case(citation)
    Inquiry([case], replace(setting, resolutions=Resolutions(None), on_progress=None)).carry_out()
    judged = [score(citation, record) for record in case.records]
    judged.sort(key=lambda match: (_RANK.index(match.verdict), -match.confidence))
    return tuple(works[0] for works in by_work(judged)[:_MOST])
