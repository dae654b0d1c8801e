"""A backup is whole: all that was acknowledged, nothing that was deleted, and half of it is no file."""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.keys import key_hash
from app.operating.restore import restore
from app.settings import Settings
from tests.web.diagnostic.test_no_copy_is_left import whole_take
from tests.web.operating.answering import answering
from tests.web.operating.asked import (
    NOTE,
    NOW,
    asked,
    damage,
    file_of,
    put_take,
    refused,
    run_statement,
    state_of,
)
from tests.web.postgres_server import PostgresServer
from tests.web.rows import Rows
from tests.web.running import Clock, browser_of, running
from tests.web.server_process import run, serving

SECRET = "correct-horse-battery"


@pytest.fixture
def on_sqlite(sqlite_url: str) -> Settings:
    """Settings over a migrated SQLite file."""
    return Settings(database=SecretStr(sqlite_url))


@pytest.fixture
def on_postgres(postgres_url: str) -> Settings:
    """Settings over a migrated PostgreSQL database."""
    return Settings(database=SecretStr(postgres_url))


def rows_of(database: Path | Settings) -> dict[str, list[object]]:
    """Every row of every table."""
    settings = (
        Settings(database=SecretStr(f"sqlite:///{database}")) if isinstance(database, Path) else database
    )
    rows = Rows(settings)
    try:
        return {name: list(found) for name, found in rows.everything().items()}
    finally:
        rows.close()


async def test_a_backup_beside_a_busy_server_has_every_answer_acknowledged_before_it_began(
    tmp_path: Path,
) -> None:
    url, copy = f"sqlite:///{tmp_path / 'takes.sqlite3'}", tmp_path / "copy.sqlite3"
    with serving(url, log_level="error") as server:
        async with answering(server.address) as stream:
            await stream.until(200)
            before = dict(stream.acknowledged)
            said = await asyncio.to_thread(run, "backup", str(copy), database=url)
            assert stream.count > len(before)
            await stream.until(stream.count + 50)
    assert (said.returncode, said.stderr) == (0, "")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    rows = Rows(Settings(database=SecretStr(f"sqlite:///{copy}")))
    takes = {row["edit_key_hash"]: row["id"] for row in rows.of("take")}
    notes = {(row["take_id"], row["question"]): int(row["note"]) for row in rows.of("answer")}
    rows.close()
    assert before
    for (key, question), number in before.items():
        assert notes[takes[key_hash(key)], question] >= number


async def test_a_backup_beside_a_busy_server_on_postgresql_can_be_restored(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.dump"
    with postgres.database() as url, postgres.database(template="template1") as other:
        with serving(url, log_level="error") as server:
            async with answering(server.address) as stream:
                await stream.until(200)
                before = dict(stream.acknowledged)
                said = await asyncio.to_thread(run, "backup", str(copy), database=url)
        assert (said.returncode, said.stderr) == (0, "")
        settings = Settings(database=SecretStr(other))
        restore(settings, copy, NOW, replace=False)
        rows = Rows(settings)
        saved = {key: rows.answers(key) for key, _ in before}
        rows.close()
        for (key, question), number in before.items():
            assert int(saved[key][question]["note"]) >= number


def test_it_says_what_it_holds_and_is_its_owners_alone(settings: Settings, tmp_path: Path) -> None:
    put_take(settings, answers=3)
    copy = tmp_path / "copies" / "today"
    copy.parent.mkdir()
    said = asked(settings, "backup", str(copy))
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"{copy}: 1 take, 3 answers, ")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in copy.parent.iterdir()] == ["today"]


def test_a_copy_equals_the_database_row_by_row(on_sqlite: Settings, tmp_path: Path) -> None:
    for _ in range(5):
        put_take(on_sqlite, answers=12)
    assert asked(on_sqlite, "backup", str(tmp_path / "copy")).code == 0
    assert rows_of(tmp_path / "copy") == rows_of(on_sqlite)


def test_in_a_folder_it_is_named_after_the_time(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    assert asked(settings, "backup", str(folder)).code == 0
    (copy,) = folder.iterdir()
    ending = "dump" if settings.sqlite_path is None else "sqlite3"
    assert copy.match(f"ai-index-20??????T??????Z.{ending}")


async def test_nothing_that_was_deleted_is_in_it(on_sqlite: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    async with running(on_sqlite, Clock()) as app, browser_of(app) as browser:
        visitor, key = await whole_take(browser)
        assert asked(on_sqlite, "backup", str(copy)).code == 0
        assert b"zebra-note" in copy.read_bytes()
        await browser.post(visitor.path(key, "delete"))
        assert asked(on_sqlite, "backup", str(copy), "--force").code == 0
        assert b"zebra" not in copy.read_bytes().lower()


def test_a_file_that_is_there_is_replaced_only_when_told(settings: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.write_text("of yesterday")
    assert refused(settings, "backup", str(copy)) == f"{copy} is there already; --force replaces it."
    assert copy.read_text() == "of yesterday"
    assert asked(settings, "backup", str(copy), "--force").code == 0
    assert copy.read_bytes()[:5] in {b"SQLit", b"PGDMP"}


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", ".secret"])
def test_the_database_itself_is_never_replaced(on_sqlite: Settings, suffix: str) -> None:
    put_take(on_sqlite)
    before = state_of(file_of(on_sqlite).parent)
    assert "is the database itself" in refused(
        on_sqlite, "backup", "--force", f"{file_of(on_sqlite)}{suffix}"
    )
    assert state_of(file_of(on_sqlite).parent) == before


def test_a_link_to_the_database_is_the_database(on_sqlite: Settings, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(file_of(on_sqlite))
    assert "is the database itself" in refused(on_sqlite, "backup", "--force", str(tmp_path / "link"))


@pytest.mark.parametrize("place", ["missing/copy", "file/copy"])
def test_a_folder_that_is_not_there_is_one_line(settings: Settings, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    assert refused(settings, "backup", str(tmp_path / place)).startswith(str(tmp_path / place))


def test_where_there_is_no_database_none_is_made(tmp_path: Path) -> None:
    settings = Settings(database=SecretStr(f"sqlite:///{tmp_path / 'none.sqlite3'}"))
    assert "there is no database to copy" in refused(settings, "backup", str(tmp_path / "copy"))
    assert list(tmp_path.iterdir()) == []


def of_something_else(settings: Settings) -> None:
    """Make the database one of another program."""
    run_statement(settings, "DROP TABLE alembic_version")


def damaged(settings: Settings) -> None:
    """Break the file."""
    for _ in range(20):
        put_take(settings, answers=12)
    damage(file_of(settings))


@pytest.mark.parametrize("spoil", [of_something_else, damaged])
def test_what_cannot_be_read_again_leaves_no_file(
    on_sqlite: Settings, tmp_path: Path, spoil: Callable[[Settings], None]
) -> None:
    spoil(on_sqlite)
    folder = tmp_path / "copies"
    folder.mkdir()
    refused(on_sqlite, "backup", str(folder))
    assert list(folder.iterdir()) == []


def test_a_server_that_does_not_answer_leaves_no_file_and_shows_no_password(tmp_path: Path) -> None:
    settings = Settings(database=SecretStr(f"postgresql://me:{SECRET}@127.0.0.1:1/takes"))
    line = refused(settings, "backup", str(tmp_path / "copy"))
    assert line.startswith("pg_dump failed: ")
    assert SECRET not in line
    assert list(tmp_path.iterdir()) == []


def test_without_pg_dump_it_says_what_to_install(
    on_postgres: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refused(on_postgres, "backup", str(tmp_path / "copy")).startswith("pg_dump is missing: install it")


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://me:{SECRET}@db/takes?sslmode=require",
        f"postgresql://me@db/takes?password={SECRET}&sslmode=require",
    ],
)
def test_the_password_goes_to_pg_dump_by_the_environment_and_no_argument(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    seen = tmp_path / "seen"
    program = tmp_path / "programs" / "pg_dump"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$*" > {seen}\necho "$PGPASSWORD" >> {seen}\nexit 1\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    settings = Settings(database=SecretStr(url))
    assert refused(settings, "backup", str(tmp_path / "copy")) == "pg_dump failed: it did not say why."
    arguments, password = seen.read_text().splitlines()
    assert SECRET not in arguments
    assert arguments.endswith(" postgresql://me@db/takes?sslmode=require")
    assert password == SECRET


def test_a_backup_opens_no_take(settings: Settings, tmp_path: Path) -> None:
    key = put_take(settings)
    copy = tmp_path / "copy"
    assert asked(settings, "backup", str(copy)).code == 0
    assert key.encode() not in copy.read_bytes()
    if settings.sqlite_path is not None:
        assert NOTE.encode() in copy.read_bytes()
