"""The transports between the retries and the network, each of which does one thing.

From the outside in: :class:`Weighed` tells what was too heavy from what may pass, :class:`Paced`
waits for the request's turn, :class:`Contact` remembers who can't be reached,
(:class:`kdbib.http.bounded.Bounded` puts limits to time and size,) :class:`Routed` finds the proxy.
"""

import json
import re
import threading
from urllib.request import getproxies, proxy_bypass

import httpx

from kdbib.errors import Unavailable, Unreachable
from kdbib.http.pace import Pace
from kdbib.http.patience import Errand
from kdbib.http.plain import plain


def host_of(request: httpx.Request) -> str:
    """Host and port, without whatever else is in the address."""
    return request.url.netloc.decode("ascii")


def _origin(request: httpx.Request) -> tuple[str, str]:
    return request.url.scheme, host_of(request)


class Paced(httpx.BaseTransport):
    """Waits until it is the request's turn at its host, and counts the attempts."""

    def __init__(self, inner: httpx.BaseTransport, pace: Pace) -> None:
        self._inner = inner
        self._pace = pace

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        errand = Errand.of(request)
        interval = errand.policy.spacing(with_key=errand.with_key)
        host = f"{errand.source}@{host_of(request)}"
        self._pace.wait(host, interval)
        errand.on_sent = lambda: self._pace.sent(host, interval)
        errand.attempts += 1
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


_MAY_PASS = (429, 500, 502, 503, 504)
_TOO_LARGE = 413


class Weighed(httpx.BaseTransport):
    """Makes a refusal of an error that the same request would meet again.

    An engine that gave up a query says so with the status of an overload, and in its body.
    """

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._inner.handle_request(request)
        member = Errand.of(request).policy.too_heavy
        kind = response.headers.get("content-type", "")
        if not member or response.status_code not in _MAY_PASS or "json" not in kind:
            return response
        body = response.read()
        if not _has(body, member):
            return response
        return httpx.Response(_TOO_LARGE, headers={"content-type": kind}, content=body)

    def close(self) -> None:
        self._inner.close()


def _has(body: bytes, member: str) -> bool:
    """Whether a body is a JSON object with a member that says something."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(told, dict) and bool(told.get(member))


class Contact(httpx.BaseTransport):
    """Remembers which hosts answer, and which can't be reached.

    Where nobody has answered yet, a failure is not a passing one: there is no network, no such
    host, or nobody there. That is told at once instead of being tried again, and from then on
    :meth:`check` tells it without asking.
    """

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner
        self._answered: set[tuple[str, str]] = set()
        self._lost: dict[tuple[str, str], str] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        known = _origin(request) in self._answered
        try:
            response = self._inner.handle_request(request)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            if known:
                raise
            raise self.lost(request, error) from None
        except httpx.TimeoutException:
            if known:
                raise
            raise Unavailable("takes too long to answer") from None
        self._answered.add(_origin(request))
        return response

    def check(self, request: httpx.Request) -> None:
        """Raises Unreachable if it is known that the request's host can't be reached."""
        if why := self._lost.get(_origin(request)):
            raise Unreachable(why)

    def lost(self, request: httpx.Request, error: Exception) -> Unreachable:
        """Notes that a host can't be reached; returns the error that tells so."""
        # without the parts that tell nobody anything: "[Errno -2] ", " (_ssl.c:1006)"
        said = plain(re.sub(r"^(\[[^]]*\] )+| \(_ssl\.c:\d+\)$", "", str(error)), 120)
        why = f"can't be reached: {said or 'no connection'}"
        self._lost[_origin(request)] = why
        return Unreachable(why)

    def close(self) -> None:
        self._inner.close()


class Routed(httpx.BaseTransport):
    """Sends a request directly, or through the proxy that HTTP(S)_PROXY and NO_PROXY name."""

    def __init__(self) -> None:
        self._proxies = getproxies()
        self._routes: dict[str, httpx.HTTPTransport] = {}
        self._lock = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._route(request.url).handle_request(request)

    def _route(self, url: httpx.URL) -> httpx.HTTPTransport:
        proxy = self._proxies.get(url.scheme) or self._proxies.get("all") or ""
        if proxy and proxy_bypass(url.host):
            proxy = ""
        with self._lock:
            if proxy not in self._routes:
                self._routes[proxy] = _through(proxy)
            return self._routes[proxy]

    def close(self) -> None:
        for route in self._routes.values():
            route.close()


def _through(proxy: str) -> httpx.HTTPTransport:
    try:
        if not proxy:
            return httpx.HTTPTransport()
        return httpx.HTTPTransport(proxy=proxy if "://" in proxy else f"http://{proxy}")
    except OSError:
        raise httpx.ConnectError("the certificates named by SSL_CERT_FILE can't be read") from None
    except (ValueError, ImportError, httpx.InvalidURL):
        # whatever was said would hold the proxy's address, and with it a password
        raise httpx.ConnectError("the proxy named in the environment can't be used") from None
