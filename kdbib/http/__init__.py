"""Talking to databases over HTTP: one client, its limits, and the answers already paid for.

Nothing outside this package imports httpx.
"""
