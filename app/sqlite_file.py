"""A SQLite file: for its owner alone, durable, and read while it is written."""

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event

PATIENCE = 5000  # milliseconds that one connection waits for another
TRIES, PAUSE = 100, 0.05


def make_private(path: Path) -> None:
    """Make a SQLite file that is not there yet, and its folder, for their owner alone; SQLite gives what it
    lays beside the file the same mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)


def sqlite_engine(url: str) -> Engine:
    """An engine whose connections are durable, and whose transactions their user begins and ends."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={PATIENCE}")
        _to_wal(connection)
        for pragma in (
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _to_wal(connection: Any) -> None:
    """Switch the file to its write-ahead log. Two that open a new file at the same time would find it locked,
    and for this one step SQLite does not wait by itself."""
    for left in reversed(range(TRIES)):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if not left:
                raise
            time.sleep(PAUSE)
