"""Facts of the machine that the figures depend on."""

import os
import platform
import sqlite3
import time
from pathlib import Path
from statistics import median

from bench.report import Row


def facts(folder: Path) -> str:
    """Cores, versions, how durable, how long the disk takes, and how busy the machine is."""
    load = " ".join(f"{each:.2f}" for each in os.getloadavg())
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version} (WAL, synchronous=FULL), one fsync {_fsync_ms(folder):.2f} ms, "
        f"load average {load} at the start"
    )


def load_row() -> Row:
    """How busy the machine was; on an idle one this shows the run itself."""
    return Row("load average at the end", f"{os.getloadavg()[0]:.2f}")


def _fsync_ms(folder: Path) -> float:
    times = []
    with (folder / "fsync").open("wb", buffering=0) as file:
        for _ in range(100):
            file.write(b"x" * 4096)
            began = time.perf_counter()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - began)
    return median(times) * 1000
