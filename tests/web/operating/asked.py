"""The command line over a test's database, and what stands in it before."""

import datetime
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session
from typer.testing import CliRunner

from app.cli import cli
from app.diagnostic import service
from app.diagnostic.takes import SavedAnswer
from app.keys import key_hash
from app.migrations import migration_engine
from app.settings import Settings
from questions.packs import CURRENT
from tests.core.terminal import Said

NOW = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
NOTE = "zebra-note"
YEAR = datetime.timedelta(days=365)


def asked(settings: Settings, *arguments: str, stdin: str = "") -> Said:
    """What ``ai-index`` says over the database of the settings."""
    names = {"AI_INDEX_DATABASE": settings.database.get_secret_value()}
    done = CliRunner().invoke(cli, arguments, input=stdin, env=names, catch_exceptions=False)
    return Said(done.exit_code, done.stdout, done.stderr)


def refused(settings: Settings, *arguments: str, stdin: str = "") -> str:
    """The one line with which a command ends that does nothing."""
    said = asked(settings, *arguments, stdin=stdin)
    assert (said.code, said.out) == (2, "")
    (line,) = said.err.splitlines()
    return line


def put_take(
    settings: Settings,
    now: datetime.datetime = NOW,
    framework: str = CURRENT,
    answers: int = 1,
    key: str | None = None,
) -> str:
    """Put a take with a noted answer into the database; its key, which may be given."""
    engine = migration_engine(settings)
    with engine.connect() as connection, Session(connection) as session:
        key = service.start(session, framework=framework, language="en", now=now, keep=YEAR, key=key)
        for number in range(answers):
            answer = SavedAnswer("declared", NOTE)
            service.save(session, key_hash(key), f"question-{number}", answer, now)
        session.commit()
    engine.dispose()
    return key


def run_statement(settings: Settings, statement: str) -> None:
    """Change something behind the program's back."""
    engine = migration_engine(settings)
    with engine.connect() as connection:
        if settings.sqlite_path is not None:
            connection.execute(text("PRAGMA foreign_keys=OFF"))
        connection.execute(text(statement))
        connection.commit()
    engine.dispose()


def file_of(settings: Settings) -> Path:
    """The SQLite file of the settings."""
    assert settings.sqlite_path is not None
    return settings.sqlite_path


def damage(path: Path) -> None:
    """Overwrite the middle of a SQLite file, where its tables are, and leave its header."""
    with closing(sqlite3.connect(path)) as connection:
        pages, octets = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
        )
    with path.open("rb+") as opened:
        opened.seek(2 * octets)
        opened.write(b"\xa5" * octets * (pages - 2))


def state_of(folder: Path) -> dict[str, bytes]:
    """Every file in a folder with what it holds."""
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}
