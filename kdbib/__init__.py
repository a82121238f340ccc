"""kdbib corrects hand-written citations."""

__version__ = "0.1.0"
