"""The load: many connections, one request at a time on each, from a process of its own.

``python -m bench.load`` reads a job as JSON from standard input and prints its tally as JSON. Callers use
``run``.
"""

import asyncio
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import cast

import uvloop

LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)
# What a browser sends with HTMX, the same to both sides.
HEADERS = (
    "Host: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\r\n"
    "Accept: text/html\r\nAccept-Language: en-CA,en;q=0.9\r\nAccept-Encoding: gzip, deflate\r\n"
    "Connection: keep-alive\r\n"
    "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n"
)


@dataclass(frozen=True, slots=True)
class Call:
    """One request. A body makes it a posted form; ``fragment`` says that HTMX sends it, ``bearer`` is a
    program's key."""

    path: str
    body: str | None = None
    fragment: bool = False
    bearer: str = ""

    def encoded(self) -> bytes:
        """The request as it goes over the wire."""
        more = "HX-Request: true\r\n" if self.fragment else ""
        if self.bearer:
            more += f"Authorization: Bearer {self.bearer}\r\n"
        if self.body is None:
            return f"GET {self.path} HTTP/1.1\r\n{HEADERS}{more}\r\n".encode()
        form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(self.body)}\r\n"
        return f"POST {self.path} HTTP/1.1\r\n{HEADERS}{more}{form}\r\n{self.body}".encode()


@dataclass(slots=True)
class Tally:
    """What came back: a count for each status, how long it took, and what was wrong."""

    seconds: float = 0.0
    answered: int = 0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    errors: int = 0
    statuses: dict[str, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.answered / self.seconds


def run(port: int, lanes: Sequence[Sequence[Call]], expected: int = 200, limit_seconds: float = 20) -> Tally:
    """Send each lane's calls over a connection of its own, all lanes at once, for at most the limit.

    An answer with a status other than ``expected``, or none, is an error.
    """
    job = {
        "port": port,
        "expected": expected,
        "limit": limit_seconds,
        "lanes": [[asdict(call) for call in lane] for lane in lanes],
    }
    command = [sys.executable, "-m", "bench.load"]
    done = subprocess.run(command, input=json.dumps(job).encode(), stdout=subprocess.PIPE, check=True)
    return Tally(**json.loads(done.stdout))


class _Lane(asyncio.Protocol):
    """A connection that sends the next request when the last one is answered."""

    def __init__(self, requests: list[bytes], limit: float) -> None:
        self._left = iter(requests)
        self._limit = limit
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self._sent = self._deadline = 0.0
        self.statuses: Counter[int] = Counter()
        self.times: list[float] = []
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transport is one without being derived from it.
        self._transport = cast(asyncio.Transport, transport)

    def begin(self) -> None:
        self._deadline = time.perf_counter() + self._limit
        self._next()

    def _next(self) -> None:
        request = next(self._left, None)
        self._sent = time.perf_counter()
        if request is None or self._sent > self._deadline or self._transport is None:
            self._finish()
            return
        self._transport.write(request)

    def _finish(self) -> None:
        if not self.done.done():
            self.done.set_result(None)
        if self._transport is not None:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        length = LENGTH.search(self._buffer, 0, end + 2)
        if len(self._buffer) < end + 4 + (int(length[1]) if length else 0):
            return
        self.times.append(time.perf_counter() - self._sent)
        self.statuses[int(self._buffer[9:12])] += 1
        self._buffer.clear()
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.statuses[0] += 1
            self.done.set_result(None)


async def _send(port: int, expected: int, limit: float, lanes: list[list[bytes]]) -> Tally:
    loop = asyncio.get_running_loop()
    running = [
        (await loop.create_connection(lambda lane=lane: _Lane(lane, limit), "127.0.0.1", port))[1]  # type: ignore[misc]
        for lane in lanes
    ]
    began = time.perf_counter()
    for lane in running:
        lane.begin()
    await asyncio.wait_for(asyncio.gather(*(lane.done for lane in running)), limit + 30)
    seconds = time.perf_counter() - began
    times = sorted(each for lane in running for each in lane.times) or [0.0]
    statuses = sum((lane.statuses for lane in running), Counter[int]())
    return Tally(
        seconds=seconds,
        answered=statuses.total() - statuses[0],
        p50_ms=times[len(times) // 2] * 1000,
        p99_ms=times[len(times) * 99 // 100] * 1000,
        errors=statuses.total() - statuses[expected],
        statuses={str(status): count for status, count in statuses.items()},
    )


def main() -> None:
    """Run the job on standard input."""
    job = json.loads(sys.stdin.buffer.read())
    lanes = [[Call(**call).encoded() for call in lane] for lane in job["lanes"]]
    tally = uvloop.run(_send(job["port"], job["expected"], job["limit"], lanes))
    print(json.dumps(asdict(tally)))


if __name__ == "__main__":
    main()
