"""What a database lets us ask of it, and how long we wait for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits of one host. Times are in seconds."""

    interval: float
    """From one request to the next, counted over all kdbib processes of the machine."""

    interval_with_key: float | None = None
    """The same where requests carry a key; None where a key makes no difference."""

    max_bytes: int = 32 * 2**20
    """The longest answer that is read, compressed or not."""

    contact: float = 4.5
    """Until a connection stands: name look-up, every address of the name, and TLS together."""

    read: float = 30.0
    """From one piece of an answer to the next."""

    attempt: float = 60.0
    """One attempt as a whole, however slowly its answer drips."""

    retries: int = 4
    """How often a request is sent again after a fault that may pass."""

    backoff: float = 1.5
    """The first pause before sending again; it doubles each time, and half of it is chance."""

    max_wait: float = 60.0
    """The longest Retry-After that is waited for."""

    patience: float = 100.0
    """After this, nothing is sent again."""

    redirects: tuple[str, ...] = ()
    """Other hosts to which it may redirect us, by HTTPS; to all others we do not go."""

    content: str = ""
    """What the Content-Type of an answer contains: ``json``, ``xml``. Empty for anything."""

    too_heavy: str = ""
    """The member of a JSON body by which a 429 or a 5xx says that a smaller request would do."""

    def spacing(self, *, with_key: bool) -> float:
        """The interval that holds for requests with or without a key."""
        if with_key and self.interval_with_key is not None:
            return self.interval_with_key
        return self.interval
