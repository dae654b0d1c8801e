"""Put a backup in the place of the database, once it has proved to be one."""

import datetime
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pydantic import SecretStr
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from app.migrations import known_revisions, migrate, revision_of
from app.operating import postgres_files
from app.operating.backup import copy_out
from app.operating.looking import (
    contents_of,
    is_sqlite,
    looking_into,
    looking_into_file,
    open_to_read,
    tables_of,
    why,
)
from app.operating.sqlite_checks import damage_in
from app.operating.whole_files import beside, give_name, to_disk
from app.schema import metadata
from app.settings import Settings

try:
    import fcntl
except ImportError:  # it is there on Unix alone; elsewhere a file that is open cannot be replaced anyhow
    fcntl = None  # type: ignore[assignment]

LOCKED_FROM, LOCKED_FOR = 0x40000000, 512  # the bytes that SQLite locks while a file is open


class RestoreError(RuntimeError):
    """Nothing was replaced; the message says why, on one line."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, from which revision, and where the file before is kept (if there was one)."""

    contents: str
    revision: str
    kept: Path | None


def restore(settings: Settings, source: Path, now: datetime.datetime, *, replace: bool) -> Restored:
    """Put the backup ``source`` in the place of the database, which nobody may have open.

    A backup of an older version is brought to this one. A database with takes in it goes only where it may
    be ``replace``d. Raises ``RestoreError``.
    """
    try:
        if settings.sqlite_path is None:
            return _into_postgres(settings, source)
        return _into_sqlite(settings, settings.sqlite_path, source, now, replace)
    except OSError as error:
        raise RestoreError(f"{error.filename or source}: {error.strerror or error}.") from None
    except (SQLAlchemyError, sqlite3.Error) as error:
        said = why(error) if isinstance(error, SQLAlchemyError) else str(error)
        raise RestoreError(f"{source} cannot be restored: {said}.") from None
    except postgres_files.ProgramError as error:
        raise RestoreError(str(error)) from None


def _into_sqlite(
    settings: Settings, target: Path, source: Path, now: datetime.datetime, replace: bool
) -> Restored:
    revision = _checked(source)
    _refuse_to_replace(target, source, replace)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with beside(target) as part:
        with closing(open_to_read(source)) as connection:
            copy_out(connection, part)
        migrate(settings.model_copy(update={"database": SecretStr(f"sqlite:///{part}")}))
        contents = _proved(part, source)
        _hand_over(part, target)
        to_disk(part)
        kept = _put_in_place(part, target, now)
        to_disk(target.parent)
    return Restored(contents, revision, kept)


def _checked(source: Path) -> str:
    """The revision of a backup. Raises ``RestoreError`` where it is none, damaged, or of a newer version."""
    if postgres_files.is_dump(source):
        raise RestoreError(f"{source} is a dump of PostgreSQL, and AI_INDEX_DATABASE names a SQLite file.")
    if not is_sqlite(source):
        raise RestoreError(f"{source} is no backup of AI Index.")
    if damage := damage_in(source):
        raise RestoreError(f"{source} is damaged: {damage}.")
    with looking_into_file(source) as connection:
        tables = tables_of(connection)
        revision = revision_of(connection) if "alembic_version" in tables else None
    if revision is None or not {"take", "answer"} <= tables:
        raise RestoreError(f"{source} is no backup of AI Index.")
    _refuse_newer(source, revision)
    return revision


def _refuse_newer(source: Path, revision: str) -> None:
    known = known_revisions()
    if revision not in known:
        newer = f"is of a newer version (revision {revision}; this one knows {known[-1]})"
        raise RestoreError(f"{source} {newer}: install that version first.")


def _refuse_to_replace(target: Path, source: Path, replace: bool) -> None:
    if not target.exists():
        return
    if target.samefile(source):
        raise RestoreError(f"{source} is the database itself; name a backup.")
    with _nobody_in(target):
        pass
    if replace or target.stat().st_size == 0:
        return
    try:
        with looking_into_file(target) as connection:
            tables = tables_of(connection)
            holds = contents_of(connection) if {"take", "answer"} <= tables else "no tables"
    except SQLAlchemyError:
        holds = "what cannot be read"
    if not holds.startswith("0 takes"):
        raise RestoreError(f"{target} holds {holds}; --force replaces it, and keeps it under another name.")


def _proved(part: Path, source: Path) -> str:
    """What is in the file that is to be put in place. Raises ``RestoreError`` where it is not whole."""
    if damage := damage_in(part):
        raise RestoreError(f"{source} cannot be restored: {damage}.")
    with looking_into_file(part) as connection:
        there = inspect(connection)
        for name, table in metadata.tables.items():
            columns = (
                {column["name"] for column in there.get_columns(name)} if there.has_table(name) else set()
            )
            if lacking := sorted(set(table.columns.keys()) - columns):
                raise RestoreError(f"{source} is no backup of AI Index: {name} lacks {lacking[0]}.")
        return contents_of(connection)


def _hand_over(part: Path, target: Path) -> None:
    """Where root restores, the file belongs to whom the one before, or the folder, does."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        like = (target if target.exists() else target.parent).stat()
        os.chown(part, like.st_uid, like.st_gid)


def _close(target: Path) -> None:
    """Take the log into a file that nobody has open. A damaged one stays as it is."""
    if not is_sqlite(target):
        return
    address = f"file:{quote(str(target))}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise _in_use(target) from None
        except sqlite3.DatabaseError:
            pass


def _put_in_place(part: Path, target: Path, now: datetime.datetime) -> Path | None:
    """Give the new file the old one's name at once, and the old one another."""
    kept = target.with_name(f"{target.name}.replaced-{now:%Y%m%dT%H%M%SZ}")
    if not target.exists():
        _set_log_aside(target, kept)
        part.replace(target)
        return None
    _close(target)
    with _nobody_in(target):
        _set_log_aside(target, kept)
        give_name(target, kept)
        part.replace(target)
    return kept


def _set_log_aside(target: Path, kept: Path) -> None:
    """Where a log is left, of a file that is damaged or gone, SQLite would take it for the new file's."""
    log = Path(f"{target}-wal")
    if log.exists():
        log.rename(f"{kept}-wal")
    with suppress(FileNotFoundError):
        Path(f"{target}-shm").unlink()


@contextmanager
def _nobody_in(target: Path) -> Iterator[None]:
    """Hold a file so that no program opens it. Raises ``RestoreError`` where one has."""
    with target.open("rb+") as opened:
        if fcntl is not None:
            try:
                fcntl.lockf(opened, fcntl.LOCK_EX | fcntl.LOCK_NB, LOCKED_FOR, LOCKED_FROM)
            except OSError:
                raise _in_use(target) from None
        yield


def _in_use(target: Path) -> RestoreError:
    return RestoreError(f"{target} is open: stop ai-index serve (and any sqlite3 shell) first.")


def _into_postgres(settings: Settings, source: Path) -> Restored:
    if not postgres_files.is_dump(source):
        raise RestoreError(f"{source} is no dump of PostgreSQL, which AI_INDEX_DATABASE names.")
    dump = postgres_files.read_dump(settings, source)
    _refuse_newer(source, dump.revision)
    with looking_into(settings) as connection:
        if taken := sorted(tables_of(connection) & {*metadata.tables, "alembic_version"}):
            empty = "make an empty one (createdb), name it in AI_INDEX_DATABASE, and restore into that"
            raise RestoreError(f"The database has tables already ({taken[0]}): {empty}.")
    postgres_files.load_dump(settings, source)
    migrate(settings)
    return Restored(dump.contents, dump.revision, None)
