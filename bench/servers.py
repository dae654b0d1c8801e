"""Servers as processes of their own, all started the same way, and what the system says of them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 30.0
UVICORN = (
    "--loop",
    "uvloop",
    "--http",
    "httptools",
    "--workers",
    "1",
    "--no-access-log",
    "--no-server-header",
)


class ServerError(RuntimeError):
    """A server did not start, or died."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    pid: int
    port: int

    @property
    def memory_mb(self) -> float:
        """Its resident memory in MB."""
        statm = Path(f"/proc/{self.pid}/statm")
        if statm.exists():
            return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
        said = subprocess.run(["ps", "-o", "rss=", "-p", str(self.pid)], capture_output=True, check=True)
        return int(said.stdout) / 1e3


@contextmanager
def uvicorn(factory: str, environment: Mapping[str, str], probe: str = "/") -> Iterator[Server]:
    """``factory`` (``module:function``) under uvicorn until the block ends: one process, no access log."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", factory, "--factory", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--log-level", "warning", *UVICORN]
    with process(command, environment, port, probe) as server:
        yield server


@contextmanager
def process(
    command: list[str], environment: Mapping[str, str], port: int, probe: str = "/healthz"
) -> Iterator[Server]:
    """``command`` until the block ends; the block begins when it answers ``probe`` on ``port``."""
    child = subprocess.Popen(
        command, env=os.environ | dict(environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_until_it_answers(child, port, probe)
        yield Server(child.pid, port)
        if child.poll() is not None:
            raise ServerError(f"{' '.join(command[:4])} ended by itself with {child.returncode}")
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(child: "subprocess.Popen[bytes]", port: int, probe: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise ServerError(f"a server ended with {child.returncode} instead of starting")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{probe}", timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.004)
    raise ServerError(f"no answer on port {port} within {START_SECONDS:.0f} s")
