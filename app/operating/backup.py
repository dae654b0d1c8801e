"""Copy the whole database into one file, while the site runs."""

import datetime
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy.exc import SQLAlchemyError

from app.migrations import revision_of
from app.operating import postgres_files
from app.operating.looking import BESIDE, contents_of, looking_into_file, tables_of, why
from app.operating.sqlite_checks import damage_in
from app.operating.whole_files import beside, put_in_place
from app.settings import Settings

PATIENCE = 30  # seconds


class BackupError(RuntimeError):
    """No backup was made; the message says why, on one line."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made and read again: its file, and what is in it."""

    path: Path
    contents: str
    revision: str
    octets: int


def back_up(settings: Settings, wanted: Path, now: datetime.datetime, *, replace: bool) -> Backup:
    """Copy the database as it is now to ``wanted``, or into that folder under a name that tells the time.

    The file appears under its name only once it is whole and was read again. Raises ``BackupError``.
    """
    target = wanted / _name(settings, now) if wanted.is_dir() else wanted
    try:
        _refuse_to_overwrite(settings, target, replace)
        with beside(target) as part:
            contents, revision = _copied(settings, part)
            octets = part.stat().st_size
            put_in_place(part, target, replace=replace)
    except FileExistsError:
        raise BackupError(f"{target} is there already; --force replaces it.") from None
    except OSError as error:
        raise BackupError(f"{target}: {error.strerror or error}.") from None
    except (sqlite3.Error, SQLAlchemyError) as error:
        said = why(error) if isinstance(error, SQLAlchemyError) else str(error)
        raise BackupError(f"The database cannot be copied: {said}.") from None
    except postgres_files.ProgramError as error:
        raise BackupError(str(error)) from None
    return Backup(target, contents, revision, octets)


def _name(settings: Settings, now: datetime.datetime) -> str:
    kind = "dump" if settings.sqlite_path is None else "sqlite3"
    return f"ai-index-{now:%Y%m%dT%H%M%SZ}.{kind}"


def _refuse_to_overwrite(settings: Settings, target: Path, replace: bool) -> None:
    source = settings.sqlite_path
    if source is not None:
        itself = {Path(f"{source}{suffix}").resolve() for suffix in ("", ".secret", *BESIDE)}
        if target.resolve() in itself:
            raise BackupError(f"{target} is the database itself, or part of it; name another file.")
        if not source.is_file():
            raise BackupError(f"{source}: there is no database to copy.")
    if target.exists() and not replace:
        raise FileExistsError(target)


def _copied(settings: Settings, part: Path) -> tuple[str, str]:
    """Fill ``part``, read it again, and tell what is in it and at which revision."""
    source = settings.sqlite_path
    if source is None:
        dumped = postgres_files.dump(settings, part)
        return dumped.contents, dumped.revision
    address = f"file:{quote(str(source))}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=PATIENCE)) as connection:
        copy_out(connection, part)
    if damage := damage_in(part):
        raise BackupError(f"The copy is damaged, and was thrown away: {damage}.")
    with looking_into_file(part) as connection:
        revision = revision_of(connection)
        if revision is None or not {"take", "answer"} <= tables_of(connection):
            raise BackupError(f"{source} is no database of AI Index.")
        return contents_of(connection), revision


def copy_out(connection: sqlite3.Connection, part: Path) -> None:
    """Copy what is in a SQLite file at this moment into an empty one, without what was deleted from it."""
    connection.execute("VACUUM INTO ?", (str(part),))
