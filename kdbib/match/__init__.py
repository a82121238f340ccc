"""Judging records against citations. Pure: nothing here reads, writes or asks."""
