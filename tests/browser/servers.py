"""A real server of the project: ``ai-index serve`` in a process of its own."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

PATIENCE_SECONDS = 30
COMMAND = str(Path(sys.executable).with_name("ai-index"))


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@dataclass
class Server:
    """The site over a SQLite file in ``folder``, on a port of its own; ``settings`` are further ones."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        """Where people reach the site."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What the server wrote."""
        return self.folder / "server.log"

    def start(self) -> None:
        """Start, and wait until the site answers."""
        outside = {name: value for name, value in os.environ.items() if not name.startswith("AI_INDEX_")}
        own = {
            "AI_INDEX_PORT": str(self.port),
            "AI_INDEX_DATABASE": f"sqlite:///{self.folder / 'takes.sqlite3'}",
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [COMMAND, "serve"], env=outside | own | self.settings, stdout=log, stderr=log, cwd=self.folder
            )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            assert time.monotonic() < deadline, self.log.read_text()

    def _answers(self) -> bool:
        assert self.process is not None
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self.process.wait(0.05)
            raise AssertionError(f"the server ended with {code}: {self.log.read_text()}")
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(f"{self.address}/healthz", timeout=PATIENCE_SECONDS).status_code == 200
        return False

    def stop(self) -> None:
        """Stop, and wait until it is gone."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(PATIENCE_SECONDS)
            self.process = None
