"""What the doctor looks at in what the site is made of: its tables, framework versions, and what waits."""

import datetime
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, func, select

from app.diagnostic.models import take_table
from app.fonts import FontsError, check_fonts
from app.migrations import known_revisions, revision_of
from app.operating.findings import Finding, fault, note, ok
from app.operating.looking import counted, tables_of
from questions.packs import HERE, locked_digest, read_pack
from questions.source import PackError

AGAIN = "Install AI Index again: this is not what was published."
GRACE = datetime.timedelta(hours=2)  # the server removes what has expired once an hour


def migrations(connection: Connection) -> Iterable[Finding]:
    """Which revision the tables are at, and which one this version wants."""
    known, there = known_revisions(), revision_of(connection)
    wanted = known[-1]
    if there == wanted:
        return [ok(f"The tables are at {there}, as this version wants them.")]
    if there is not None and there not in known:
        mend = "Install the newer version again, or restore a backup from before it."
        return [fault(f"The tables are at {there}, of a newer version: this one knows {wanted}.", mend)]
    said = f"The tables are at {there or 'nothing'}, and this version wants {wanted}."
    if connection.dialect.name == "sqlite":
        return [note(said, "ai-index serve migrates them when it starts; make a backup first.")]
    return [fault(said, "Make a backup, stop the servers, and run ai-index migrate.")]


def packs(folder: Path = HERE) -> Iterable[Finding]:
    """Whether each framework version is word for word what was published."""
    for framework in sorted(folder.glob("*/*/framework.yaml")):
        place = framework.parent
        name = f"{place.parent.name}@{place.name}"
        try:
            intact = read_pack(place).digest == locked_digest(place)
        except PackError as error:
            yield fault(f"{name} breaks a rule: {error.faults[0]}", AGAIN)
            continue
        yield ok(f"{name} is as published.") if intact else fault(f"{name} is not what its lock says.", AGAIN)


def frameworks_of_takes(connection: Connection, known: Iterable[str]) -> Iterable[Finding]:
    """Whether every take's framework version is here."""
    if "take" not in tables_of(connection):
        return
    used = connection.execute(
        select(take_table.c.framework, func.count()).group_by(take_table.c.framework)
    ).all()
    for name, takes in used:
        if name not in known:
            said = f"{counted(takes, 'take')} of {name}, which is not here, cannot be shown."
            yield fault(said, "Install the version of AI Index that has it.")


def expired(connection: Connection, now: datetime.datetime) -> Iterable[Finding]:
    """Whether what has expired was removed."""
    if "take" not in tables_of(connection):
        return [ok("Nothing is kept yet.")]
    late = connection.execute(
        select(func.count()).select_from(take_table).where(take_table.c.expires_at <= now - GRACE)
    ).scalar_one()
    if late:
        said = f"{counted(late, 'take')} expired and still there."
        return [note(said, "Start the server: it removes them at start and once an hour.")]
    return [ok("Nothing is kept longer than it was said.")]


def fonts() -> Iterable[Finding]:
    """Whether the report can be set."""
    try:
        check_fonts()
    except FontsError as error:
        return [fault(f"{error}.", "Install AI Index again, with what it needs.")]
    return [ok("Typst has every font of the report.")]
