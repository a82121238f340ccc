"""A Work as the type and the fields of an entry for biblatex.

Types and fields are those of its data model (Philipp Lehman et al., *The biblatex Package*,
section 2, https://ctan.org/pkg/biblatex): ``journaltitle``, ``date``, ``eprinttype`` and
``eprintclass`` where BibTeX's styles have ``journal``, ``year``, ``month``, ``archiveprefix`` and
``primaryclass``.
"""

from kdbib.model import Work
from kdbib.write import bibtex
from kdbib.write.fields import entry as bibtex_entry
from kdbib.write.formats import Items, Options, Writer

_TYPES = {
    "phdthesis": ("thesis", "phdthesis"),
    "mastersthesis": ("thesis", "mathesis"),
    "techreport": ("report", "techreport"),
}
_FIELDS = {
    "journal": "journaltitle",
    "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass",
    "school": "institution",
    "key": "sortkey",
}
_DROPPED = frozenset(("year", "month", "pdf"))
"""``date`` says the first two; biblatex has no field for the third."""


def entry(work: Work, *, ascii_only: bool = False) -> tuple[str, dict[str, str]]:
    """The type of the entry, and its fields in the order in which they are written.

    >>> entry(Work("article", "A Title", issued=(2015, 3)))[1]["date"]
    '2015-03'
    """
    kind, given = bibtex_entry(work, ascii_only=ascii_only)
    fields: dict[str, str] = {}
    for name, value in given.items():
        if name == "year":
            fields["date"] = _date(work) or value
        elif name not in _DROPPED:
            fields[_FIELDS.get(name, name)] = value
    if fields.get("eprinttype") == "arXiv":
        fields["eprinttype"] = "arxiv"
        if fields.get("howpublished", "").lower().startswith("arxiv"):
            del fields["howpublished"]  # it is what eprint says
    if kind == "article":
        fields.pop("publisher", None)  # its data model has none in articles
    if kind in _TYPES:
        kind, fields["type"] = _TYPES[kind]
    if kind == "misc" and ("eprint" in fields or "url" in fields):
        kind = "online"
    return kind, fields


def _date(work: Work) -> str:
    """The date as ISO 8601-2 has it, as far as it is known."""
    year, *rest = work.issued or (0,)
    if not year:
        return ""
    return "-".join([f"{year:04}", *(f"{part:02}" for part in rest[:2])])


def _write(items: Items, options: Options) -> bytes:
    return bibtex.write(items, options, entry)


WRITER = Writer("biblatex", (".bib",), _write)
