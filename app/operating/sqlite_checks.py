"""What the doctor looks at in a SQLite file."""

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from app.operating.findings import Finding, fault, note, ok
from app.operating.looking import (
    BESIDE,
    contents_of,
    is_sqlite,
    looking_into_file,
    size,
    tables_of,
    why,
)
from app.sqlite_file import sqlite_engine

LARGE_LOG = 100_000_000  # octets; SQLite empties it at 4 MB where nobody reads for long
WAL_FORMAT = 2
FORMAT_AT = 18  # where the header tells it
FAR_AWAY = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "fuse.glusterfs", "ceph", "afs", "lustre")
MOUNTS = Path("/proc/self/mounts")  # on Linux
RESTORE = "Stop the server and bring back a backup: ai-index restore PATH."
RENAME = "Name another file in AI_INDEX_DATABASE."


def reached(path: Path) -> Iterable[Finding]:
    """Whether the file can be read and is what it should be."""
    if path.is_dir():
        return [fault(f"{path} is a folder.", RENAME)]
    if not path.exists():
        return [note(f"{path} is not there yet: ai-index serve makes it.")]
    if path.stat().st_size and not is_sqlite(path):
        return [fault(f"{path} is no SQLite database.", f"{RENAME} Or: {RESTORE}")]
    try:
        with looking_into_file(path) as connection:
            return [_inside(path, connection)]
    except SQLAlchemyError as error:
        return [fault(f"{path} cannot be read: {why(error)}.", RESTORE)]


def _inside(path: Path, connection: Connection) -> Finding:
    version = connection.execute(text("SELECT sqlite_version()")).scalar_one()
    tables = tables_of(connection)
    if tables and "alembic_version" not in tables:
        return fault(f"{path} is a database of something else.", RENAME)
    holds = contents_of(connection) if {"take", "answer"} <= tables else "no tables yet"
    return ok(f"{path}: SQLite {version}, {size(path.stat().st_size)}, {holds}.")


def can_write(path: Path) -> Iterable[Finding]:
    """Whether this user may write the file, its folder and what lies beside it."""
    folder = path.parent
    if not path.exists():
        there = nearest(folder)
        if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
            return [ok(f"{folder} can be written.")]
        return [fault(f"{folder} cannot be made: {there} is no folder that you may write.", RENAME)]
    files = [path, *(Path(f"{path}{suffix}") for suffix in BESIDE)]
    closed = [file for file in (folder, *files) if file.exists() and not os.access(file, os.W_OK)]
    if closed:
        return [fault(f"{closed[0]} cannot be written.", f"Give {closed[0]} to the user of the server.")]
    owner, here = path.stat().st_uid, os.geteuid() if hasattr(os, "geteuid") else path.stat().st_uid
    if owner != here:
        return [
            note(
                f"{path} belongs to user {owner}, and you are user {here}.",
                f"Run ai-index as the server's user: sudo -u '#{owner}' ai-index ...",
            )
        ]
    return [ok(f"{path} and its folder can be written.")]


def is_whole(path: Path) -> Iterable[Finding]:
    """Whether every page and every reference of the file is in order."""
    if not path.is_file():
        return [ok("No file yet.")]
    is_sqlite(path)  # raises where it cannot be read, which is no damage
    damage = damage_in(path)
    if damage:
        return [fault(f"The file is damaged: {damage}.", RESTORE)]
    return [ok("quick_check and foreign_key_check find nothing.")]


def damage_in(path: Path) -> str:
    """What is wrong with a SQLite file; empty where nothing is."""
    try:
        with looking_into_file(path) as connection:
            said = connection.execute(text("PRAGMA quick_check(3)")).scalars().all()
            strays = connection.execute(text("PRAGMA foreign_key_check")).all()
    except SQLAlchemyError as error:
        return why(error)
    if said != ["ok"]:
        return " ".join(str(said[0]).split())
    return f"{len(strays)} rows of {strays[0][0]} belong to no take" if strays else ""


def is_durable(path: Path) -> Iterable[Finding]:
    """Whether an answer is on disk when it is acknowledged, and what is deleted is overwritten."""
    mounts = MOUNTS.read_text(encoding="utf-8", errors="replace") if MOUNTS.exists() else ""
    far = file_system(str(nearest(path).resolve()), mounts)
    if far.startswith(FAR_AWAY):
        yield fault(
            f"{path} is on a network file system ({far}), where the write-ahead log does not work.",
            "Put the file on a local disk, or use PostgreSQL.",
        )
    engine = sqlite_engine("sqlite://")
    with engine.connect() as connection:
        synchronous, erasing = (
            connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("synchronous", "secure_delete")
        )
    engine.dispose()
    if (synchronous, erasing) != (2, 1):
        yield fault(
            f"This SQLite takes synchronous={synchronous}, secure_delete={erasing} instead of 2 and 1.",
            "Use a Python with an unchanged SQLite.",
        )
    elif path.is_file() and path.stat().st_size and _format(path) != WAL_FORMAT:
        yield note("The file has no write-ahead log yet: ai-index serve turns it on.")
    else:
        yield ok("Write-ahead log, synchronous=FULL, secure_delete=ON.")


def is_private(path: Path) -> Iterable[Finding]:
    """Whether only the owner can read the file, what lies beside it, and older files kept there."""
    files = [file for file in sorted(path.parent.glob(f"{path.name}*")) if file.is_file()]
    files = [file for file in files if file.suffix != ".secret"]  # which has a check of its own
    found = [finding for file in files for finding in _mode(file)]
    folder = path.parent
    if folder.is_dir() and folder.stat().st_mode & stat.S_IWOTH and not folder.stat().st_mode & stat.S_ISVTX:
        found.append(fault(f"{folder} can be written by everybody.", f"chmod 700 {folder}"))
    kept = [file for file in files if ".replaced-" in file.name]
    if kept:
        mend = "Delete it once you are sure: what people delete stays in it."
        found.append(note(f"{kept[0]} was kept by a restore.", mend))
    return found or [ok("Only the owner can read the file." if files else "No file yet.")]


def _mode(file: Path) -> Iterable[Finding]:
    mode = file.stat().st_mode & 0o777
    if mode & stat.S_IRWXO:
        yield fault(f"{file} is open to everybody (mode {mode:04o}).", f"chmod 600 {file}")
    elif mode & stat.S_IRWXG:
        yield note(
            f"{file} is open to its group (mode {mode:04o}).", f"Unless that is meant: chmod 600 {file}"
        )


def log_is_short(path: Path) -> Iterable[Finding]:
    """Whether the write-ahead log is emptied as it should be."""
    log = Path(f"{path}-wal")
    octets = log.stat().st_size if log.exists() else 0
    if octets > LARGE_LOG:
        said = (
            f"{log} has {size(octets)}: something has been reading the file for long, and it cannot be cut."
        )
        return [note(said, "End what reads it (a backup, a sqlite3 shell), or start the server anew.")]
    return [ok(f"{size(octets)} of write-ahead log." if octets else "No write-ahead log waits.")]


def nearest(path: Path) -> Path:
    """The path itself, or the nearest one above it that exists."""
    return next((above for above in (path, *path.parents) if above.exists()), Path("."))


def _format(path: Path) -> int:
    with path.open("rb") as opened:
        opened.seek(FORMAT_AT)
        return opened.read(1)[0]


def file_system(place: str, mounts: str) -> str:
    """The kind of the file system that a place is on, by the table that Linux keeps of them."""
    best, kind = "", ""
    for line in mounts.splitlines():
        _, root, found = line.split(" ")[:3]
        is_above = place == root or place.startswith(root.rstrip("/") + "/")
        if is_above and len(root) >= len(best):
            best, kind = root, found
    return kind
