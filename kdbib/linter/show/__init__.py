"""Diagnostics as people and machines read them; a form is a file."""
