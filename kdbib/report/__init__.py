"""What became of a list's citations, as a page to look at, to search and to publish."""
