"""What the doctor looks at on the machine: its disk, its clock, and how many files may be open."""

import ctypes
import datetime
import shutil
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, func, select, text

from app.operating.findings import Finding, fault, note, ok
from app.operating.looking import size, tables_of
from app.operating.sqlite_checks import nearest
from app.schema import metadata
from app.settings import Settings

try:
    import resource
except ImportError:  # it is there on Unix alone
    resource = None  # type: ignore[assignment]

LITTLE_DISK, LITTLE_SHARE, TOO_LITTLE_DISK = 10**9, 0.1, 10**8
FEW_FILES, TOO_FEW_FILES = 4096, 128
WRITTEN = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)  # a clock that is right is past that
SLACK = datetime.timedelta(minutes=1)
UNSYNCHRONIZED = 5  # what adjtimex answers then
SYNCHRONIZE = "Set the clock, and keep it: timedatectl set-ntp true, or chrony."


def disk(settings: Settings) -> Iterable[Finding]:
    """How much room is left where the database is."""
    path = settings.sqlite_path
    if path is None:
        return [ok("The database is the server's: look at its disk there.")]
    place = nearest(path.parent.absolute())
    usage = shutil.disk_usage(place)
    return [room(str(place), usage.total, usage.free)]


def room(place: str, total: int, free: int) -> Finding:
    """What is to be said of so much free space."""
    said = f"{size(free)} of {size(total)} free in {place}."
    if free < TOO_LITTLE_DISK:
        return fault(said, "Make room: without it no answer can be saved.")
    if free < LITTLE_DISK or free < LITTLE_SHARE * total:
        return note(said, "Make room soon.")
    return ok(said)


def clock(now: datetime.datetime, connection: Connection | None = None) -> Iterable[Finding]:
    """Whether the clock is behind what has happened already, and whether something keeps it right."""
    said = f"The clock says {_shown(now)}"
    if now < WRITTEN:
        return [fault(f"{said}, before this code was written.", SYNCHRONIZE)]
    newest = max(_newest(connection), default=now) if connection is not None else now
    if newest > now + SLACK:
        return [fault(f"{said}, and the newest row is of {_shown(newest)}.", SYNCHRONIZE)]
    if connection is not None and connection.dialect.name == "postgresql":
        theirs = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        if abs(theirs - now) > SLACK:
            return [fault(f"{said}, the database's {_shown(theirs)}.", SYNCHRONIZE)]
    if is_synchronized() is False:
        return [note(f"{said}, and nothing keeps it right.", SYNCHRONIZE)]
    return [ok(f"{said}.")]


def is_synchronized() -> bool | None:
    """Whether the kernel's clock is kept by another one; ``None`` where that cannot be known."""
    try:
        ask = ctypes.CDLL(None).adjtimex
    except (AttributeError, OSError, TypeError):
        return None
    state = int(ask(ctypes.create_string_buffer(512)))  # asks and sets nothing: all of it is zero
    return None if state < 0 else state != UNSYNCHRONIZED


def open_files() -> Iterable[Finding]:
    """How many files this user's processes may open, which is how many connections a server may have."""
    if resource is None:
        return [ok("This system has no such limit.")]
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return [_files(soft)] if soft != resource.RLIM_INFINITY else [ok("No limit.")]


def _files(soft: int) -> Finding:
    said = f"{soft:,} files may be open here, and nearly as many connections."
    mend = "Start the server with more: LimitNOFILE=65536 (systemd), ulimit -n 65536 (a shell)."
    if soft < TOO_FEW_FILES:
        return fault(said, mend)
    return note(said, mend) if soft < FEW_FILES else ok(said)


def _newest(connection: Connection) -> Sequence[datetime.datetime]:
    """The newest moment in each column that tells what has happened."""
    moments = [
        connection.execute(select(func.max(metadata.tables[table].c[column]))).scalar_one()
        for table, column in (("take", "started_at"), ("take", "completed_at"), ("answer", "saved_at"))
        if table in tables_of(connection)
    ]
    return [moment for moment in moments if moment is not None]


def _shown(moment: datetime.datetime) -> str:
    return f"{moment.astimezone(datetime.UTC):%Y-%m-%d %H:%M:%S} UTC"
