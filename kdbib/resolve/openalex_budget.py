"""What a day at OpenAlex may cost, and what is left of it.

Every answer says so in its headers, in dollars, with the seconds until midnight UTC
(https://developers.openalex.org/api-reference/authentication).
"""

import math
import time
from collections.abc import Callable, Mapping

from kdbib.errors import RateLimited

LIST, SEARCH = 0.0001, 0.001
"""The prices of a list of works, and of a search."""

_RESERVE = {SEARCH: 0.02}
"""What has to be left after a call: searches are dear, and lists should go on working."""


class Budget:
    """What is left of the day's budget, as far as answers have told."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left: float | None = None
        self._renewed = math.inf

    def note(self, headers: Mapping[str, str]) -> None:
        """Takes what the headers of an answer say; names in small letters."""
        left = _number(headers.get("x-ratelimit-remaining-usd"))
        if left is not None:
            self._left = left
            self._renewed = self._clock() + (_number(headers.get("x-ratelimit-reset")) or math.inf)

    def allow(self, price: float) -> None:
        """Raises RateLimited if there isn't enough left for a call of this price."""
        if self._clock() >= self._renewed:
            self._left = None
        if self._left is None or not price:
            return
        if self._left < price + _RESERVE.get(price, 0.0):
            raise RateLimited(
                f"OpenAlex's budget for today is spent (${self._left:.4f} is left); a free key,"
                " in OPENALEX_API_KEY, has more"
            )


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None
