"""kdbib beside bibtexautocomplete: requests, seconds, and fields right and wrong."""
