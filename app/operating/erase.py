"""Delete the take of an edit key, as its page would, while the site runs or not."""

import asyncio
import datetime
import re
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.database import open_database
from app.diagnostic import service
from app.keys import SHAPE, key_hash
from app.operating.looking import why
from app.results.sharing import share_of
from app.settings import Settings

# So that a take that has expired, and waits to be removed, is deleted as well.
BEFORE_EVERY_END = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
PATIENCE, PAUSE = 5.0, 0.1  # seconds in which the log must be cut, and between two tries


class EraseError(RuntimeError):
    """Nothing was deleted; the message says why, on one line, and not the key."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was deleted, and whether the log of the file still holds an older copy."""

    framework: str
    started_at: datetime.datetime
    was_completed: bool
    answers: int
    had_link: bool
    is_in_log: bool = False


def key_in(text: str) -> str:
    """The edit key in ``text``, which is the key alone or its link. Raises ``EraseError``."""
    found = re.search(rf"(?:^|/takes/)({SHAPE})(?:$|[/?#])", text.strip())
    if found is not None:
        return found[1]
    if re.search(rf"/shared/{SHAPE}", text):
        raise EraseError("A read-only link deletes nothing; allowed: the link with /takes/ in it.")
    raise EraseError("That is no key; allowed: the link of a take, or the 22 characters after /takes/ in it.")


def erase(settings: Settings, key: str) -> Erased:
    """Delete the take of the edit key ``key`` and all that belongs to it. Raises ``EraseError``."""
    path = settings.sqlite_path
    if path is not None and not path.is_file():
        raise EraseError(f"{path}: there is no such database.")
    try:
        erased = asyncio.run(_erase(settings, key_hash(key)))
    except service.TakeNotFoundError:
        raise EraseError("That key opens nothing: its take was deleted, or never existed.") from None
    except SQLAlchemyError as error:
        raise EraseError(f"Nothing was deleted: {why(error)}.") from None
    return erased if path is None else replace(erased, is_in_log=not _is_cut(path))


async def _erase(settings: Settings, hashed: bytes) -> Erased:
    database = open_database(settings)
    try:
        return await database.write(lambda session: _gone(session, hashed), erases=True)
    finally:
        await database.close()


def _gone(session: Session, hashed: bytes) -> Erased:
    """Delete the take, and tell what it was."""
    take = service.read(session, hashed, BEFORE_EVERY_END)
    had_link = share_of(session, take.id) is not None
    answers = service.erase(session, hashed, BEFORE_EVERY_END)
    return Erased(take.framework, take.started_at, take.completed_at is not None, answers, had_link)


def _is_cut(path: Path) -> bool:
    """Whether the log, in which older copies stand, could be cut: a reader may be in the way for a while.
    Each try is short, for saves wait as long as it does."""
    until = time.monotonic() + PATIENCE
    with closing(sqlite3.connect(path, isolation_level=None, timeout=PAUSE)) as connection:
        while True:
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy or time.monotonic() > until:
                return not busy
            time.sleep(PAUSE)
