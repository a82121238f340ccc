"""A citation whose work was not found, as it stands in a bibliography: with what the list says."""

from kdbib.model import Citation, Scheme, Work

UNRESOLVED = "unresolved"
_NO_TYPE = "article"
_LONGEST = 200  # characters of a citation without a title


def as_listed(citation: Citation) -> Work:
    """What a citation says of its work, as a Work whose status is "unresolved"."""
    found = [identifier for identifier, _ in citation.identifiers]
    return Work(
        type=_NO_TYPE,
        title=citation.title.text if citation.title else " ".join(citation.raw.split())[:_LONGEST],
        author=tuple(author.name for author in citation.authors),
        issued=(citation.year.value,) if citation.year else (),
        container_title=citation.venue.text if citation.venue else None,
        DOI=next((one.value for one in found if one.scheme == Scheme.DOI), None),
        URL=citation.links[0].url if citation.links else None,
        identifiers=tuple(one for one in found if one.scheme != Scheme.DOI),
        status=UNRESOLVED,
    )
