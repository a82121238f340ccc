"""Which agency a DOI is registered with, for the databases that know those of one agency alone."""

DATACITE = ("10.48550", "10.5281", "10.17605", "10.6084", "10.5061", "10.14288")
OTHERS = {"10.1430": "mEDRA", "10.11467": "JaLC", "10.2777": "OP"}


def agency(doi: str) -> str:
    """The agency of a DOI that exists."""
    prefix = doi.partition("/")[0]
    return "DataCite" if prefix in DATACITE else OTHERS.get(prefix, "Crossref")


def mail_of(agent: str, parameter: str = "") -> str:
    """The mail address that a caller left, in a parameter or in its User-Agent; or nothing."""
    return parameter or agent.partition("mailto:")[2].partition(")")[0]
