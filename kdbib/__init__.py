"""kdbib makes the citations true that people write by hand."""

__version__ = "0.1.0"
