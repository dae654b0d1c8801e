"""A real ``ai-index serve``, in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

COMMAND = Path(sys.executable).with_name("ai-index")
PATIENCE = 30.0  # seconds in which a server that has not answered is taken for one that never will


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process that has these settings and no other."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("AI_INDEX_")}
    return kept | {f"AI_INDEX_{name.upper()}": value for name, value in settings.items()}


def run(*arguments: str, command: Path = COMMAND, **settings: str) -> subprocess.CompletedProcess[str]:
    """What a command that ends by itself says."""
    return subprocess.run(
        [command, *arguments],
        env=environment(settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@dataclass(slots=True)
class Server:
    """A running server."""

    process: subprocess.Popen[str]
    address: str

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)

    def stop(self) -> str:
        """End it as an operator would; all that it printed."""
        self.process.terminate()
        return self.process.communicate(timeout=PATIENCE)[0]

    def wait_until_ready(self) -> None:
        """Wait until it answers, or fail with what it printed where it ends before."""
        with httpx.Client(base_url=self.address, timeout=PATIENCE) as browser:
            while not self._answers(browser):
                with suppress(subprocess.TimeoutExpired):
                    self.process.wait(0.02)
                    raise AssertionError(self.process.communicate()[0])

    def _answers(self, browser: httpx.Client) -> bool:
        try:
            return browser.get("/readyz").status_code == 200
        except httpx.ConnectError:
            return False


@contextmanager
def serving(
    database: str, command: Path = COMMAND, cwd: Path | None = None, **settings: str
) -> Iterator[Server]:
    """A server over ``database``, which answers; killed at the end where it still runs."""
    port = _free_port()
    values = {"database": database, "port": str(port)} | settings
    process = subprocess.Popen(
        [command, "serve"],
        env=environment(values),
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    server = Server(process, f"http://127.0.0.1:{port}")
    try:
        server.wait_until_ready()
        yield server
    finally:
        process.kill()
        process.communicate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
