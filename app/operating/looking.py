"""Look into a database without changing anything: no file is made, nothing is migrated, nothing written."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, func, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from app.database import sqlalchemy_url
from app.diagnostic.models import answer_table, take_table
from app.reasons import reason
from app.settings import Settings

HEADER = b"SQLite format 3\0"
LONGEST_WAIT = 5  # seconds for a server that does not answer
BESIDE = ("-wal", "-shm", "-journal")


def is_sqlite(path: Path) -> bool:
    """Whether a file begins as a SQLite database does. Raises ``OSError`` where it cannot be read."""
    with path.open("rb") as opened:
        return opened.read(len(HEADER)) == HEADER


def open_to_read(path: Path) -> sqlite3.Connection:
    """A connection that can change nothing. Where nobody has the file open (the log beside it would show),
    it is read as it lies, for SQLite would lay a log beside it even then."""
    lies_still = not any(Path(f"{path}{suffix}").exists() for suffix in ("-wal", "-journal"))
    mode = "immutable=1" if lies_still else "mode=ro"
    return sqlite3.connect(
        f"file:{quote(str(path))}?{mode}", uri=True, isolation_level=None, check_same_thread=False
    )


@contextmanager
def looking_into(settings: Settings) -> Iterator[Connection]:
    """A connection to the settings' database that reads only. Raises what the database raises."""
    engine = _engine(settings)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def looking_into_file(path: Path) -> Iterator[Connection]:
    """The same for a SQLite file."""
    engine = create_engine("sqlite://", creator=lambda: open_to_read(path))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _engine(settings: Settings) -> Engine:
    path = settings.sqlite_path
    if path is not None:
        return create_engine("sqlite://", creator=lambda: open_to_read(path))
    return create_engine(
        sqlalchemy_url(settings),
        connect_args={"connect_timeout": LONGEST_WAIT, "options": "-c default_transaction_read_only=on"},
    )


def tables_of(connection: Connection) -> set[str]:
    """The names of the tables."""
    return set(inspect(connection).get_table_names())


def contents_of(connection: Connection) -> str:
    """How much is in it, such as ``3 takes, 36 answers``."""
    takes, answers = (
        connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (take_table, answer_table)
    )
    return f"{counted(takes, 'take')}, {counted(answers, 'answer')}"


def why(error: SQLAlchemyError) -> str:
    """What the database said, on one line."""
    return reason(getattr(error, "orig", None) or error)


def counted(number: int, what: str) -> str:
    """A number with its noun."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def size(octets: int) -> str:
    """A size for people, in the units that disks are sold by."""
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if octets >= unit:
            return f"{octets / unit:.1f} {name}"
    return f"{octets} bytes"
