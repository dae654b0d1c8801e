"""What every request passes: size, origin and pace are checked, headers are set, a line is logged."""

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.logs import log
from app.turns import ASKING

LARGEST_BODY = 64 * 1024
# Addresses that take more: a file with twelve full notes, and many cases.
_FILE, _CASES = 512 * 1024, 2 * 1024 * 1024
LARGER_BODIES = {
    "/en/load": _FILE,
    "/fr/load": _FILE,
    "/api/v1/takes": _FILE,
    "/api/v1/takes/load": _FILE,
    "/api/v1/score": _CASES,
    "/api/v1/plan": _CASES,
}
# How many forms the work for an address counts as, by the end of its path (of two ends, the longer one): what
# takes a processor long.
WORK = {
    "report.pdf": 20,
    "plan.pdf": 20,
    "compare": 15,
    "data.xlsx": 10,
    "plan.xlsx": 10,
    "score": 10,
    "plan": 50,
    "roadmap": 5,
    "plan.json": 5,
    "plan.csv": 5,
    "plan.ics": 5,
    "explore.json": 5,
    "roadmap/explore": 15,
    "roadmap/explore.json": 15,
    "load": 5,
    "result": 5,
}
_WORK_WITHIN = {"steps": 5, "pictures": 5, "shared": 5}
LONGEST_PATH = 1000
BURST_SECONDS = 10
ADDRESSES_KEPT = 20_000
LONGEST_ADDRESS = 100
READING = {"GET", "HEAD", "OPTIONS"}

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
HSTS = {"strict-transport-security": "max-age=31536000; includeSubDomains"}


class RefusedError(Exception):
    """A request that is not let in: its status, and the reason for the log and the page."""

    def __init__(self, status: int, reason: str) -> None:
        self.status = status
        self.reason = reason
        super().__init__(reason)


class Pace:
    """A token bucket for each address: ``rate`` a second, with bursts of ten seconds' worth."""

    def __init__(self, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._most = rate * BURST_SECONDS
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, address: str, tokens_wanted: int = 1) -> bool:
        """Take so many tokens of ``address``, at most as many as there ever are; ``False`` where that many
        are not left."""
        wanted = min(tokens_wanted, self._most)
        now = self._clock()
        tokens, then = self._buckets.pop(address, (float(self._most), now))
        tokens = min(self._most, tokens + (now - then) * self._rate)
        allowed = tokens >= wanted
        self._buckets[address] = (tokens - wanted if allowed else tokens, now)
        if len(self._buckets) > ADDRESSES_KEPT:
            self._buckets.popitem(last=False)
        return allowed


def counted_as(client: str) -> str:
    """Whom the limits count a client as: its IPv4 address, or the IPv6 network of /64 that a household has.
    Whatever a proxy passes on that is no address counts as one and the same."""
    return _counted_as(client) if len(client) <= LONGEST_ADDRESS else ""


@lru_cache(maxsize=1024)
def _counted_as(client: str) -> str:
    try:
        ip = ipaddress.ip_address(client)
    except ValueError:
        return ""
    if ip.version == 6 and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ip) if ip.version == 4 else f"{ipaddress.IPv6Address(int(ip) >> 64 << 64)}/64"


@dataclass(slots=True)
class Gate:
    """The outermost layer of the app. ``refuse`` makes the page for a request that is not let in;
    ``patterns`` names each endpoint's address for the log."""

    app: ASGIApp
    https: bool
    pace: Pace
    refuse: Callable[[Scope, RefusedError], Response]
    patterns: Mapping[Any, str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": f"{scope['type']}.close"})
            return
        began = time.perf_counter()
        status = 500
        fixed = self._fixed_headers()

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *fixed]
            await send(message)

        try:
            self._check(scope)
            await self.app(scope, _limited(receive, largest_body(scope["path"])), send_with_headers)
        except RefusedError as error:
            await self.refuse(scope, error)(scope, receive, send_with_headers)
        except Exception as error:
            # The error's page is sent and its place is logged; its message may hold an answer or a key.
            log.error("request failed", kind=type(error).__name__)
        finally:
            self._log(scope, status, time.perf_counter() - began)

    def _fixed_headers(self) -> list[tuple[bytes, bytes]]:
        return _HEADERS_WITH_HSTS if self.https else _HEADERS

    def _check(self, scope: Scope) -> None:
        if len(scope["path"]) > LONGEST_PATH or len(scope["query_string"]) > LONGEST_PATH:
            raise RefusedError(414, "address too long")
        client = scope.get("client")
        address = counted_as(client[0] if client else "")
        ASKING.set(address)
        # In a bucket of its own: who reads much can still answer.
        if (work := work_for(scope["path"])) and not self.pace.allows(f"work {address}", work):
            raise RefusedError(429, "too much work")
        if scope["method"] in READING:
            return
        headers = dict(scope["headers"])
        refuse_other_sites(headers)
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or len(length) > 9 or int(length) > largest_body(scope["path"]):
            raise RefusedError(413, "body too large")
        if not self.pace.allows(address):
            raise RefusedError(429, "too many requests")

    def _log(self, scope: Scope, status: int, seconds: float) -> None:
        """One line: the route's pattern, never the address, so that no key and no answer is ever logged."""
        log.info(
            "request",
            method=scope["method"],
            route=self.patterns.get(scope.get("endpoint"), "unmatched"),
            status=status,
            ms=round(seconds * 1000, 1),
        )


def refuse_other_sites(headers: Mapping[bytes, bytes]) -> None:
    """Raise ``RefusedError`` for a form that another site sends.

    Browsers say so in ``Sec-Fetch-Site``. Older ones send ``Origin``, which is ``null`` from our own pages
    too, because they are ``no-referrer``; there, the key in the address is what protects a take.
    """
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        if site not in {b"same-origin", b"none"}:
            raise RefusedError(403, "sent by another site")
        return
    origin = headers.get(b"origin", b"null")
    if origin != b"null" and origin.split(b"://", 1)[-1] != headers.get(b"host"):
        raise RefusedError(403, "sent by another site")


def work_for(path: str) -> int:
    """How many forms a request to ``path`` counts as beside, for the work that it makes; 0 for most."""
    _, within, last = f"//{path}".rsplit("/", 2)
    return WORK.get(f"{within}/{last}") or WORK.get(last) or _WORK_WITHIN.get(within, 0)


def largest_body(path: str) -> int:
    """How many bytes a request to ``path`` may carry."""
    return LARGER_BODIES.get(path, LARGEST_BODY)


def _limited(receive: Receive, most: int) -> Receive:
    got = 0

    async def receive_limited() -> Message:
        nonlocal got
        message = await receive()
        if message["type"] == "http.request":
            got += len(message.get("body", b""))
            if got > most:
                raise RefusedError(413, "body too large")
        return message

    return receive_limited


def _encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return MutableHeaders(headers).raw


_HEADERS = _encoded(SECURITY_HEADERS)
_HEADERS_WITH_HSTS = _encoded(SECURITY_HEADERS | HSTS)
