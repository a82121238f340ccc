"""What the venue of a work is called in a bibliography: in full, short, or abbreviated."""

import re
from functools import cache
from importlib.resources import files

from kdbib.model import Work
from kdbib.model.venue import short_name
from kdbib.write.choices import Venues

_OCCASION = re.compile(
    r",\s*(?:[A-Z][\w/ &+-]{1,20}?[ -])?'?(?:19|20)?\d\d\b.*|,\s*(?:virtual|online)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""What DBLP puts behind the name of a conference: ``, CVPR 2019, Long Beach, CA, June 16-20``."""
_LEAD = re.compile(r"(?:the\s+)?(?:(?:19|20)\d\d\s+)?", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LEFT_OUT = frozenset("a an the of on in for and at to with by from de la le et und für".split())
_SHORTEST = 3


def venue_name(work: Work, venues: Venues) -> str:
    """The name of what a work appeared in; "" where it appeared in nothing.

    A name that is only known short stays short.

    >>> cvpr = "IEEE Conference on Computer Vision and Pattern Recognition, CVPR 2019, Long Beach"
    >>> venue_name(Work("paper-conference", "T", container_title=cvpr), Venues.abbreviated)
    'IEEE Conf. Comput. Vis. Pattern Recognit.'
    """
    name = full_name(work.container_title or "")
    if venues is Venues.full or not name:
        return name
    short = short_name(work.container_title or "") or work.container_title_short or ""
    if venues is Venues.short:
        return short or name
    return _abbreviated(name)


def full_name(container_title: str) -> str:
    """The name without the occasion: place, days and acronym.

    >>> full_name("2019 IEEE/CVF International Conference on Computer Vision, ICCV 2019, Seoul")
    'IEEE/CVF International Conference on Computer Vision'
    """
    name = _OCCASION.sub("", container_title.strip())
    name = _IN_BRACKETS.sub("", name)
    bare = _LEAD.sub("", name, count=1)
    return bare or container_title.strip()


def _abbreviated(name: str) -> str:
    words = name.split()
    if len(words) < 2:  # ISO 4 abbreviates no single word
        return name
    kept = [word for word in words if word.lower() not in _LEFT_OUT]
    return " ".join(_WORD.sub(_cut, word) for word in kept).replace(".:", ".").replace(".,", ".")


def _cut(found: re.Match[str]) -> str:
    word = found[0]
    if word.isupper() or len(word) <= _SHORTEST:
        return word
    whole, beginnings = _abbreviations()
    low = word.lower()
    if short := whole.get(low):
        return short
    fitting = [one for one in beginnings if low.startswith(one)]
    return beginnings[max(fitting, key=len)] if fitting else word


@cache
def _abbreviations() -> tuple[dict[str, str], dict[str, str]]:
    """The abbreviations of words, and those of beginnings of words."""
    lines = (files("kdbib") / "data" / "abbreviations.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    whole = {word: short for word, short in rows if not word.endswith("-")}
    return whole, {word[:-1]: short for word, short in rows if word.endswith("-")}
