"""What a paper is: a bibliographic record in CSL's vocabulary."""

from msgspec import Struct

from kdbib.model.identifier import Identifier
from kdbib.model.name import Name

PREPRINT_TYPE = "article"
"""CSL's type for what was made public without being published (CSL 1.0.2, appendix III)."""

CSL_TYPES = {
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "article": "article-journal",
    "incollection": "chapter",
    "inbook": "chapter",
    "inreference": "chapter",
    "book": "book",
    "mvbook": "book",
    "collection": "book",
    "proceedings": "book",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
}
"""CSL's types by BibTeX's and biblatex's, of what was published."""

TAKEN_BACK = ("retracted", "withdrawn")
"""The statuses of a work that nobody vouches for any more."""


class Work(Struct, frozen=True, gc=False):
    """A paper.

    The fields are CSL variables (https://docs.citationstyles.org/en/stable/specification.html,
    appendix IV) with ``_`` for ``-``. ``type`` is a CSL type: ``paper-conference``,
    ``article-journal``, ``chapter``, ``book``, ``thesis``, ``report``, or ``article`` for a
    preprint or manuscript. ``issued`` holds one to three numbers: year, month, day. ``status`` is
    set where the work is not simply published: ``submitted``, ``rejected``, ``withdrawn``,
    ``retracted``. ``identifiers`` holds every identifier but the DOI. ``aliases`` are other titles
    under which the same work goes about, such as its preprint's. A field that no source gave is
    None or empty.
    """

    type: str
    title: str
    author: tuple[Name, ...] = ()
    issued: tuple[int, ...] = ()
    container_title: str | None = None
    container_title_short: str | None = None
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    publisher: str | None = None
    DOI: str | None = None
    URL: str | None = None
    status: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    arxiv_category: str | None = None
    pdf_url: str | None = None
    aliases: tuple[str, ...] = ()

    @property
    def year(self) -> int | None:
        return self.issued[0] if self.issued else None

    @property
    def published(self) -> bool:
        """Whether this describes a publication, rather than a preprint or a manuscript."""
        return self.type != PREPRINT_TYPE

    def identifier(self, scheme: str) -> str | None:
        """The value of the identifier of a scheme (``doi`` too), or None."""
        if scheme == "doi":
            return self.DOI
        return next((found.value for found in self.identifiers if found.scheme == scheme), None)


class Record(Struct, frozen=True, gc=False):
    """A Work as one source describes it.

    ``source`` is the source's name, ``retrieved`` the ISO date of its answer (None for a corpus),
    ``origins`` says where the source itself has it from, ``confidence`` (0..1) how far the source
    vouches for it.
    """

    work: Work
    source: str
    retrieved: str | None = None
    origins: tuple[str, ...] = ()
    confidence: float = 1.0
