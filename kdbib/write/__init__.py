"""Writing: works and entries become files that other programs read."""
