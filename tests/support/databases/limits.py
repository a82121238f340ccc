"""How often a client may ask: the limits of the databases, as strict as they are or scaled down."""

import time
from collections import defaultdict, deque
from threading import Lock
from typing import Literal

from tests.support.databases.base import Rate

Limits = Literal["real", "none"] | float
"""``real``: as documented; ``none``; or a factor for the intervals (0.05: twenty times as fast)."""

JITTER = 0.02
"""Seconds by which requests may arrive closer than they were sent: threads start when they can."""


class Turnstile:
    """Lets a request in when its rate allows it."""

    def __init__(self, limits: Limits) -> None:
        self._scale = {"real": 1.0, "none": 0.0}[limits] if isinstance(limits, str) else limits
        self._entered: defaultdict[tuple[str, str], deque[float]] = defaultdict(deque)
        self._inside: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._lock = Lock()

    def enter(self, database: str, rate: Rate) -> bool:
        """Whether one more request may come in to a database; only those let in count."""
        bucket = database, rate.bucket
        interval = rate.seconds * self._scale
        interval -= min(JITTER, interval / 2)
        with self._lock:
            now = time.monotonic()
            recent = self._entered[bucket]
            while recent and now - recent[0] >= interval:
                recent.popleft()
            crowded = rate.alone and self._scale and self._inside[bucket]
            if crowded or len(recent) >= rate.requests:
                return False
            recent.append(now)
            self._inside[bucket] += 1
            return True

    def leave(self, database: str, rate: Rate) -> None:
        """The request that was let in has been answered."""
        with self._lock:
            self._inside[database, rate.bucket] -= 1
