"""From the start of ``ai-index serve`` to its first answer."""

import sys
import time
from pathlib import Path
from statistics import median

from bench.report import Row
from bench.servers import free_port, process


def starting_rows(folder: Path, rounds: int) -> list[Row]:
    """With no database yet (it is made first), and with one that is there, in turn."""
    new, existing = [], []
    for turn in range(rounds):
        path = folder / f"start-{turn}.sqlite3"
        new.append(_seconds(path))
        existing.append(_seconds(path))
    return [
        Row("cold start, no database yet", f"{median(new) * 1000:.0f} ms"),
        Row("cold start, database there", f"{median(existing) * 1000:.0f} ms"),
    ]


def _seconds(path: Path) -> float:
    port = free_port()
    command = [str(Path(sys.executable).with_name("ai-index")), "serve"]
    environment = {"AI_INDEX_DATABASE": f"sqlite:///{path}", "AI_INDEX_PORT": str(port)}
    began = time.perf_counter()
    with process(command, environment, port):
        return time.perf_counter() - began
