"""When a request is sent again, and how long we wait before that."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx
from httpx_retries import Retry

from kdbib.errors import RateLimited, Unavailable
from kdbib.http.policy import Policy


@dataclass(slots=True)
class Errand:
    """What the transports know of a request besides itself: its extension ``kdbib``."""

    source: str
    policy: Policy
    with_key: bool
    attempts: int = 0
    on_sent: Callable[[], None] = lambda: None
    """Is called when an attempt goes out, after name look-up and connection."""

    @staticmethod
    def of(request: httpx.Request) -> "Errand":
        """The errand that a request belongs to."""
        errand: Errand = request.extensions["kdbib"]
        return errand


class Patience(Retry):
    """The retries of one request: too many requests, a server's fault, a connection that broke.

    A Retry-After header is honoured; one that asks for more than the policy's ``max_wait`` raises
    RateLimited. When the policy's patience is over, the last fault stands.
    """

    policy: Policy
    ends: float
    clock: Callable[[], float]
    rest: Callable[[float], None]

    @classmethod
    def under(
        cls,
        policy: Policy,
        clock: Callable[[], float] = time.monotonic,
        rest: Callable[[float], None] = time.sleep,
    ) -> "Patience":
        """The patience that a policy has, from now on."""
        patience = cls(
            total=policy.retries,
            allowed_methods=("GET", "POST"),  # our POSTs are questions, they change nothing
            status_forcelist=(429, 500, 502, 503, 504),
            backoff_factor=policy.backoff / 2,  # it is doubled before its first use
            backoff_jitter=0.5,
            max_backoff_wait=policy.max_wait,
        )
        patience.policy, patience.clock, patience.rest = policy, clock, rest
        patience.ends = clock() + policy.patience
        return patience

    def increment(self) -> "Patience":
        """The patience that is left after one attempt more."""
        left = self.copy_with(attempts_made=self.attempts_made + 1)
        assert isinstance(left, Patience)  # noqa: S101 - a copy is of its original's class
        left.policy, left.clock, left.rest = self.policy, self.clock, self.rest
        left.ends = self.ends
        return left

    def sleep(self, response: httpx.Response | Exception) -> None:
        """Waits before the next attempt. Raises SourceError if there should be none."""
        wait = self._asked_for(response) or self.backoff_strategy()
        if self.clock() + wait > self.ends:
            raise response if isinstance(response, Exception) else failure(response.status_code)
        self.rest(wait)

    def _asked_for(self, response: httpx.Response | Exception) -> float:
        """The seconds that a Retry-After header asks for; 0 if there is none that makes sense."""
        if not isinstance(response, httpx.Response):
            return 0.0
        try:
            wait = self.parse_retry_after(response.headers.get("Retry-After", ""))
        except (ValueError, OverflowError):
            return 0.0
        if wait > self.policy.max_wait:
            raise RateLimited(f"asks us to wait for {min(wait, 1e9):.0f} s, too long for us")
        return wait


def failure(status: int) -> Unavailable:
    """The error for a status that may pass, but did not while we tried.

    Its message, as all in this package, continues the name of a host.
    """
    if status == 429:
        return RateLimited("says 'too many requests', again and again")
    return Unavailable(f"has an error of its own (HTTP {status}), again and again")
