"""The shape of DataCite's answers: what we rely on in a record.

https://support.datacite.org/docs/api-get-doi; what the values mean is told by the metadata schema
(https://datacite-metadata-schema.readthedocs.io/).
"""

from typing import Any

import msgspec

FIELDS = (
    "doi,titles,creators,publicationYear,publisher,container,types,dates,relatedIdentifiers,"
    "descriptions,subjects"
)
"""What is asked for: without the deposited XML, which is most of a record."""


class Title(msgspec.Struct, rename="camel"):
    """A title; one of type ``Subtitle``, ``AlternativeTitle``, ... is not the main one."""

    title: str | None = None
    title_type: str | None = None


class Creator(msgspec.Struct, rename="camel"):
    """A person or an organisation; ``name`` is inverted for persons."""

    name: str | None = None
    name_type: str | None = None
    given_name: str | None = None
    family_name: str | None = None


class Types(msgspec.Struct, rename="camel"):
    """The type in the words of the schema, and in those of BibTeX."""

    resource_type_general: str | None = None
    bibtex: str | None = None


class Date(msgspec.Struct, rename="camel"):
    """A date of a type; what arXiv puts into ``dateInformation`` is the version."""

    date: str | None = None
    date_type: str | None = None
    date_information: str | None = None


class Subject(msgspec.Struct, rename="camel"):
    """A keyword of a scheme."""

    subject: str | None = None
    subject_scheme: str | None = None


class Description(msgspec.Struct, rename="camel"):
    """A text of a type."""

    description: str | None = None
    description_type: str | None = None


class Related(msgspec.Struct, rename="camel"):
    """Another work, and what this one is to it."""

    relation_type: str | None = None
    related_identifier: str | None = None


class Attributes(msgspec.Struct, rename="camel"):
    """What we rely on in a record. ``publisher`` is a text or, in newer answers, an object."""

    titles: list[Title] | None = None
    creators: list[Creator] | None = None
    publication_year: int | str | None = None
    publisher: Any = None
    container: Any = None
    types: Types | None = None
    dates: list[Date] | None = None
    subjects: list[Subject] | None = None
    descriptions: list[Description] | None = None
    related_identifiers: list[Related] | None = None
