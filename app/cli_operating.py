"""``ai-index doctor``, ``backup``, ``restore``, ``erase``. Each imports what it needs when it is called."""

import datetime
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli_errors import fail

if TYPE_CHECKING:
    from app.operating.erase import Erased

FOUND_FAULTS = 1
LONGEST_LINK = 1000


def doctor(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Check settings, database, migrations, mail, fonts, disk and clock, and say how to mend what is wrong.

    Changes nothing, and prints no secret. Exit code 1 where there is a fault.
    """
    from app.operating.doctor import examine
    from app.operating.telling import as_data, table
    from app.settings import SettingsError, read_settings

    try:
        found = list(examine(read_settings(), _now()))
    except SettingsError as error:
        found = list(examine(error, _now()))
    typer.echo(json.dumps(as_data(found), indent=2, ensure_ascii=False) if as_json else table(found))
    if any(finding.status == "fault" for _, finding in found):
        raise typer.Exit(FOUND_FAULTS)


def backup(
    path: Annotated[
        Path, typer.Argument(help="The file to make, or a folder in which to make one.", readable=False)
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Copy the whole database into one file, also while the site runs, and read it again.

    On PostgreSQL pg_dump does it.
    """
    from app.cli_settings import settings_or_fail
    from app.operating.backup import BackupError, back_up
    from app.operating.looking import size

    try:
        made = back_up(settings_or_fail(), path, _now(), replace=force)
    except BackupError as error:
        fail(str(error))
    typer.echo(
        f"{made.path}: {made.contents}, {size(made.octets)}, revision {made.revision}; read again, whole."
    )
    typer.echo(
        "It holds what people wrote, also what they delete from now on: keep it no longer than you say."
    )


def restore(
    path: Annotated[Path, typer.Argument(help="A file that ai-index backup made.", readable=False)],
    force: Annotated[bool, typer.Option("--force", help="Replace a database with takes in it.")] = False,
) -> None:
    """Put a backup in the place of the database, which no server may have open.

    An older backup is brought to this version. The file before is kept under another name. On PostgreSQL
    the database must be empty, and pg_restore does it.
    """
    from app.cli_settings import settings_or_fail
    from app.operating.restore import RestoreError
    from app.operating.restore import restore as put_back

    try:
        restored = put_back(settings_or_fail(), path, _now(), replace=force)
    except RestoreError as error:
        fail(str(error))
    typer.echo(f"Restored from {path}: {restored.contents}, from revision {restored.revision}.")
    typer.echo("Takes that were deleted after that backup was made are back (docs/operating.md, Restore).")
    if restored.kept is not None:
        typer.echo(f"The file before is {restored.kept}: delete it once you are sure.")


def erase(
    key: Annotated[
        str, typer.Argument(help="The link of the take, or the key in it; - reads it from stdin.")
    ],
) -> None:
    """Delete a take and all that belongs to it, as its page would, also while the site runs.

    Give the key by standard input (-): other users of the machine can see arguments.
    """
    from app.cli_settings import settings_or_fail
    from app.operating.erase import EraseError, key_in
    from app.operating.erase import erase as delete

    settings = settings_or_fail()
    try:
        erased = delete(settings, key_in(sys.stdin.readline(LONGEST_LINK) if key == "-" else key))
    except EraseError as error:
        fail(str(error))
    typer.echo(_told(erased))
    if erased.is_in_log:
        typer.echo("Something reads the file just now: older copies go from its log within the hour.")


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _told(erased: "Erased") -> str:
    kind = "A completed take" if erased.was_completed else "A take that was not completed"
    answers = "1 answer" if erased.answers == 1 else f"{erased.answers} answers"
    link = ", and its read-only link" if erased.had_link else ""
    began = f"{erased.started_at:%Y-%m-%d %H:%M} UTC"
    return f"Deleted: {kind.lower()} of {erased.framework}, started {began}, with {answers}{link}."
