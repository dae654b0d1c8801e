"""On SQLite nothing of what was deleted is left in the file, nor in those beside it."""

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from app.database import open_database
from app.diagnostic.retention import keep_purging
from app.migrations import migrate
from app.settings import Settings
from tests.web.running import Clock, browser_of, running, until
from tests.web.visitor import QUESTIONS, Visitor

SECRETS = (b"zebra-note", b"Zebra Name & Co")


@pytest.fixture
def usual_umask() -> Iterator[None]:
    """The umask that most machines have."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def path(sqlite_url: str) -> Path:
    """The database's file."""
    return Path(sqlite_url.removeprefix("sqlite:///"))


def files(path: Path) -> list[Path]:
    """The database's file, and those that SQLite lays beside it."""
    return sorted(path.parent.glob(f"{path.name}*"))


def left(path: Path) -> set[bytes]:
    """What of the secrets stands in any of the files."""
    return {secret for secret in SECRETS for file in files(path) if secret in file.read_bytes()}


async def whole_take(browser: httpx.AsyncClient) -> tuple[Visitor, str]:
    """A completed take that says the secrets."""
    visitor = Visitor(browser)
    key = await visitor.start()
    for question in QUESTIONS:
        await visitor.send(key, question, level="declared", note="zebra-note")
    assert (await visitor.complete(key, name="Zebra Name & Co")).status_code == 303
    return visitor, key


async def test_what_is_deleted_is_in_no_file_once_it_is_said(path: Path, sqlite_url: str) -> None:
    settings = Settings(database=SecretStr(sqlite_url))
    async with running(settings, Clock()) as app, browser_of(app) as browser:
        visitor, key = await whole_take(browser)
        assert left(path) == set(SECRETS)
        assert (await browser.post(visitor.path(key, "delete"))).status_code == 200
        assert left(path) == set()
        assert len(files(path)) == 3
        await visitor.start()


async def test_what_has_expired_is_in_no_file_once_it_is_deleted(path: Path, sqlite_url: str) -> None:
    settings, clock, stop = Settings(database=SecretStr(sqlite_url)), Clock(), asyncio.Event()
    async with running(settings, clock) as app, browser_of(app) as browser:
        await whole_take(browser)
        clock.advance(days=366)
        database = open_database(settings)
        purging = asyncio.create_task(keep_purging(database, clock, stop))
        await until(lambda: not left(path))
        stop.set()
        await purging
        await database.close()


async def test_while_somebody_reads_the_file_deleting_and_saving_go_on(path: Path, sqlite_url: str) -> None:
    settings = Settings(database=SecretStr(sqlite_url))
    async with running(settings, Clock()) as app, browser_of(app) as browser:
        visitor, key = await whole_take(browser)
        with closing(sqlite3.connect(path)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM take").fetchone()
            assert (await browser.post(visitor.path(key, "delete"))).status_code == 200
            _, other = await whole_take(browser)
        assert (await browser.post(visitor.path(other, "delete"))).status_code == 200
        assert left(path) == set()


async def test_the_files_and_a_folder_made_for_them_are_their_owners_alone(
    tmp_path: Path, usual_umask: None
) -> None:
    path = tmp_path / "new" / "takes.sqlite3"
    settings = Settings(database=SecretStr(f"sqlite:///{path}"))
    migrate(settings)
    async with running(settings, Clock()) as app, browser_of(app) as browser:
        await Visitor(browser).start()
        assert {file.name: oct(file.stat().st_mode & 0o777) for file in files(path)} == {
            path.name + suffix: "0o600" for suffix in ("", "-shm", "-wal")
        }
    assert path.parent.stat().st_mode & 0o777 == 0o700


async def test_a_file_that_is_there_keeps_its_mode(tmp_path: Path, usual_umask: None) -> None:
    path = tmp_path / "takes.sqlite3"
    path.touch()
    path.chmod(0o640)
    await open_database(Settings(database=SecretStr(f"sqlite:///{path}"))).close()
    assert path.stat().st_mode & 0o777 == 0o640
