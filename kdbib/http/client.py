"""The one way to the network: requests by the rules of each host, errors in words."""

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol, Self

import httpx
import platformdirs
from httpx_retries import RetryTransport

from kdbib import __version__
from kdbib.errors import BadAnswer, SourceError, Unavailable, Unreachable
from kdbib.http.bounded import Bounded
from kdbib.http.messages import Reply, Request
from kdbib.http.pace import Pace
from kdbib.http.patience import Errand, Patience
from kdbib.http.plain import MAIL, plain
from kdbib.http.policy import Policy
from kdbib.http.replies import body_of
from kdbib.http.secrets import redacted, redacted_bytes
from kdbib.http.transports import Contact, Paced, Routed, Weighed

_REDIRECTS = 3
_TO_ELSEWHERE = (301, 302, 303, 307, 308)


@dataclass(slots=True)
class Counter:
    """What became of the questions to one source.

    ``requests`` counts what was sent, retries included; ``hits`` the questions that the cache
    answered; ``errors`` the calls that brought no answer; ``seconds`` the time that it all took,
    waiting included.
    """

    requests: int = 0
    hits: int = 0
    errors: int = 0
    seconds: float = 0.0

    def as_dict(self) -> dict[str, int | float]:
        """For output as JSON."""
        return asdict(self)


class Asker(Protocol):
    """On whose behalf a request is made: every source is one."""

    name: str
    policy: Policy


class Client:
    """Asks databases, by the policy of each.

    ``mailto`` goes into the User-Agent, as the polite pools of several databases want it (default:
    the variable KDBIB_MAILTO). ``state`` is the folder where the processes of this machine share
    their pace (default: the user's own, by platformdirs). ``network`` replaces what is under the
    retries, the pace and the bounds; ``clock`` and ``sleep`` replace the time of retries and pace.
    Safe for threads; one thread per source is what it is made for.
    """

    def __init__(
        self,
        *,
        mailto: str | None = None,
        state: Path | None = None,
        network: httpx.BaseTransport | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.counters: dict[str, Counter] = {}
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()
        folder = state or platformdirs.user_state_path("kdbib")
        self._contact = Contact(Bounded(network or Routed()))
        paced = Paced(self._contact, Pace(folder, clock=clock, sleep=sleep))
        self._http = httpx.Client(
            transport=RetryTransport(transport=Weighed(paced)),
            trust_env=False,  # Routed sees to the proxies
            headers={
                "User-Agent": _user_agent(mailto or os.environ.get("KDBIB_MAILTO", "")),
                "Accept-Encoding": "gzip, deflate",
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives back the connections."""
        self._http.close()

    def get(
        self,
        asker: Asker,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        key: Mapping[str, str] | None = None,
    ) -> bytes:
        """The body of the answer to a GET; see :class:`~kdbib.http.messages.Request`.

        Raises what :meth:`exchange` raises.
        """
        return self.exchange(asker, Request(url, params or {}, key=key or {})).body or b""

    def post(
        self,
        asker: Asker,
        url: str,
        *,
        json: object,
        params: Mapping[str, str] | None = None,
        key: Mapping[str, str] | None = None,
    ) -> bytes:
        """The body of the answer to a POST of JSON; everything else as for :meth:`get`."""
        asked = Request(url, params or {}, json=json, key=key or {})
        return self.exchange(asker, asked).body or b""

    def exchange(self, asker: Asker, asked: Request) -> Reply:
        """The reply to a request; ``asker`` is whom it is counted for, and whose policy holds.

        Raises Refused, or one of the kinds of Unavailable; never anything of httpx.
        """
        request, policy = self._request(asked), asker.policy
        errand = Errand(asker.name, policy, with_key=bool(asked.key or asked.secrets))
        timeout = httpx.Timeout(policy.read, connect=policy.contact, pool=policy.contact)
        request.headers.update(asked.key)
        request.extensions.update(
            timeout=timeout.as_dict(),
            kdbib=errand,
            retry=Patience.under(policy, self._clock, self._sleep),
        )
        secrets = [*asked.key.values(), *asked.secrets, request.url.password]
        with self._counted(errand, request.url.host, secrets):
            response = self._follow(request, errand, list(asked.key), secrets)
            headers = {name.lower(): value for name, value in response.headers.items()}
            if response.status_code in asked.absent:
                return Reply(None, headers, redacted_bytes(response.content, secrets))
            body = body_of(response, policy.content, secrets)
            return Reply(redacted_bytes(body, secrets), headers)

    def hit(self, source: str, questions: int) -> None:
        """Counts questions that were answered without a request."""
        self._counter(source).hits += questions

    def _counter(self, source: str) -> Counter:
        with self._lock:
            return self.counters.setdefault(source, Counter())

    def _request(self, asked: Request) -> httpx.Request:
        headers = {"Accept": asked.accept} if asked.accept else {}
        method = "GET" if asked.form is None and asked.json is None else "POST"
        try:
            address = httpx.URL(asked.url)
            full = address.copy_merge_params(dict(asked.params)) if asked.params else address
            form = dict(asked.form) if asked.form is not None else None
            return self._http.build_request(
                method, full, json=asked.json, data=form, headers=headers
            )
        except httpx.InvalidURL:
            raise Unreachable("its address is not one that can be read") from None

    @contextmanager
    def _counted(self, errand: Errand, host: str, secrets: Sequence[str]) -> Iterator[None]:
        counter, start = self._counter(errand.source), time.monotonic()
        try:
            yield
        except SourceError as error:
            counter.errors += 1
            raise type(error)(f"{host} {redacted(str(error), secrets)}") from None
        finally:
            counter.requests += errand.attempts
            counter.seconds += time.monotonic() - start

    def _follow(
        self,
        request: httpx.Request,
        errand: Errand,
        key: Sequence[str],
        secrets: Sequence[str],
    ) -> httpx.Response:
        """The response to a request, or to the one that it redirects to."""
        first = request.url
        for _ in range(_REDIRECTS + 1):
            response = self._send(request)
            if response.status_code not in _TO_ELSEWHERE:
                return response
            following = _elsewhere(request, response)
            if _origin(following.url) != _origin(first):
                if not _may_lead(first, following.url, errand.policy):
                    raise BadAnswer("redirects us to another host, where we do not go")
                for name in key:
                    following.headers.pop(name, None)
                if redacted(str(following.url), secrets) != str(following.url):
                    raise BadAnswer("redirects us to another host with our key")
            request = following
        raise BadAnswer("redirects us again and again")

    def _send(self, request: httpx.Request) -> httpx.Response:
        self._contact.check(request)
        try:
            return self._http.send(request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise self._contact.lost(request, error) from None
        except httpx.TimeoutException:
            raise Unavailable("takes too long to answer") from None
        except (httpx.UnsupportedProtocol, httpx.InvalidURL):
            raise Unreachable("has no http(s) address") from None
        except httpx.LocalProtocolError:  # whose message may quote a header, and so a key
            raise Unavailable("can't be asked with such a header") from None
        except httpx.HTTPError as error:
            raise Unavailable(f"broke off the connection: {plain(str(error))}") from None


def _elsewhere(request: httpx.Request, response: httpx.Response) -> httpx.Request:
    following = response.next_request
    if following is None or following.method != request.method:
        raise BadAnswer("redirects us to nowhere")
    if following.url.scheme != "https" and request.url.scheme == "https":
        raise BadAnswer("redirects us to where there is no encryption")
    return following


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _may_lead(here: httpx.URL, there: httpx.URL, policy: Policy) -> bool:
    """Whether a redirect is followed: to the same host by HTTPS, or to one that the policy names.

    So it never leads to an address of this machine, or of its network, unless we asked there.
    """
    to_default = there.scheme == "https" and there.port is None
    return to_default and (there.host == here.host or there.host in policy.redirects)


def _user_agent(mailto: str) -> str:
    contact = f"; mailto:{mailto}" if MAIL.fullmatch(mailto) else ""
    return f"kdbib/{__version__} (+https://github.com/kdbib/kdbib{contact})"
