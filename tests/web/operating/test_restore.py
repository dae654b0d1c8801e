"""A restore gives back row by row what was backed up, and replaces nothing by what is not a whole backup."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from app.migrations import is_current, known_revisions, migrate
from app.operating.doctor import examine
from app.settings import Settings
from tests.web.operating.asked import (
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
from tests.web.visitor import QUESTIONS, Visitor


@pytest.fixture
def on_sqlite(sqlite_url: str) -> Settings:
    """Settings over a migrated SQLite file, alone in its folder."""
    return Settings(database=SecretStr(sqlite_url))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where backups are kept."""
    folder = tmp_path / "copies"
    folder.mkdir()
    return folder


def over(path: Path) -> Settings:
    """Settings over a SQLite file."""
    return Settings(database=SecretStr(f"sqlite:///{path}"))


def everything(settings: Settings) -> object:
    """Every row of every table."""
    rows = Rows(settings)
    try:
        return rows.everything()
    finally:
        rows.close()


def backed_up(settings: Settings, folder: Path) -> Path:
    """A backup of the database."""
    copy = folder / "copy"
    assert asked(settings, "backup", str(copy)).code == 0
    return copy


def kept(settings: Settings) -> list[Path]:
    """The files that a restore has kept."""
    return sorted(file_of(settings).parent.glob("*.replaced-*"))


async def whole_take(settings: Settings) -> str:
    """A completed take with a read-only link and notes; its key."""
    async with running(settings, Clock()) as app, browser_of(app) as browser:
        visitor = Visitor(browser)
        key = await visitor.start()
        for question in QUESTIONS:
            await visitor.send(key, question, level="declared", note="« élève » \\ tab\t and\nline 🦓")
        assert (await visitor.complete(key, name="Zebra & Co")).status_code == 303
    return key


async def test_what_was_backed_up_comes_back_row_by_row(
    settings: Settings, postgres: PostgresServer, folder: Path, tmp_path: Path
) -> None:
    key = await whole_take(settings)
    put_take(settings)
    before, copy = everything(settings), backed_up(settings, folder)
    with postgres.database(template="template1") as other:
        new = over(tmp_path / "new" / "takes.sqlite3")
        empty = Settings(database=SecretStr(other)) if settings.sqlite_path is None else new
        said = asked(empty, "restore", str(copy))
        assert (said.code, said.err) == (0, "")
        assert said.out.startswith(f"Restored from {copy}: 2 takes, 13 answers, ")
        assert everything(empty) == before
        assert is_current(empty)
        async with running(empty, Clock()) as app, browser_of(app) as browser:
            assert (await browser.get(Visitor(browser).path(key, "result"))).status_code == 200


def test_a_restored_file_is_its_owners_alone_and_the_doctor_finds_no_fault(
    on_sqlite: Settings, folder: Path, tmp_path: Path
) -> None:
    put_take(on_sqlite)
    new = over(tmp_path / "new" / "takes.sqlite3")
    assert asked(new, "restore", str(backed_up(on_sqlite, folder))).code == 0
    assert [file.name for file in file_of(new).parent.iterdir()] == ["takes.sqlite3"]
    assert file_of(new).stat().st_mode & 0o777 == 0o600
    assert [finding for _, finding in examine(new, NOW) if finding.status == "fault"] == []


def test_a_database_with_takes_is_replaced_only_when_told_and_kept(on_sqlite: Settings, folder: Path) -> None:
    put_take(on_sqlite)
    before, copy = everything(on_sqlite), backed_up(on_sqlite, folder)
    put_take(on_sqlite)
    after = everything(on_sqlite)
    line = refused(on_sqlite, "restore", str(copy))
    assert line.endswith("holds 2 takes, 2 answers; --force replaces it, and keeps it under another name.")
    assert everything(on_sqlite) == after
    said = asked(on_sqlite, "restore", "--force", str(copy))
    assert said.code == 0
    assert everything(on_sqlite) == before
    (old,) = kept(on_sqlite)
    assert f"The file before is {old}: delete it once you are sure." in said.out
    assert everything(over(old)) == after


def test_it_says_that_deleted_takes_are_back(on_sqlite: Settings, folder: Path) -> None:
    said = asked(on_sqlite, "restore", str(backed_up(on_sqlite, folder)))
    assert "Takes that were deleted after that backup was made are back" in said.out


def test_a_postgresql_database_with_tables_is_never_replaced(postgres_url: str, folder: Path) -> None:
    settings = Settings(database=SecretStr(postgres_url))
    put_take(settings)
    before, copy = everything(settings), backed_up(settings, folder)
    assert "has tables already" in refused(settings, "restore", "--force", str(copy))
    assert everything(settings) == before


def test_a_backup_of_an_older_version_is_brought_to_this_one(
    empty_database_url: str, postgres: PostgresServer, folder: Path, tmp_path: Path
) -> None:
    old = Settings(database=SecretStr(empty_database_url))
    migrate(old, "0001")
    run_statement(old, "INSERT INTO start_count (bucket, hour, count) VALUES ('x', 1, 2)")
    copy = backed_up(old, folder)
    with postgres.database(template="template1") as other:
        new = over(tmp_path / "new.sqlite3") if old.sqlite_path else Settings(database=SecretStr(other))
        said = asked(new, "restore", str(copy))
        assert (said.code, said.err) == (0, "")
        assert "from revision 0001" in said.out
        assert is_current(new)
        rows = Rows(new)
        assert rows.count("start_count") == 1
        rows.close()


def no_database(path: Path) -> None:
    """A text."""
    path.write_text("not a database " * 1000)


def of_another_program(path: Path) -> None:
    """A database, and not ours."""
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE cats (name TEXT)")


def with_our_names_only(path: Path) -> None:
    """A database with tables of our names and none of our columns."""
    of_another_program(path)
    with closing(sqlite3.connect(path)) as connection:
        for statement in (
            "CREATE TABLE take (id INTEGER)",
            "CREATE TABLE answer (id INTEGER)",
            "CREATE TABLE alembic_version (version_num TEXT)",
            f"INSERT INTO alembic_version VALUES ('{known_revisions()[-1]}')",
        ):
            connection.execute(statement)
        connection.commit()


def newer(path: Path) -> None:
    """A backup of a version that is not written yet."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


def cut_off(path: Path) -> None:
    """A file that was not copied to its end."""
    with path.open("rb+") as opened:
        opened.truncate(path.stat().st_size // 2)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (no_database, "is no backup of AI Index."),
        (of_another_program, "is no backup of AI Index."),
        (with_our_names_only, "is no backup of AI Index: "),
        (newer, "is of a newer version (revision 9999; this one knows "),
        (damage, "is damaged: "),
        (cut_off, "is damaged: "),
        (Path.unlink, "No such file or directory"),
        (lambda path: path.write_bytes(b""), "is no backup of AI Index."),
        (lambda path: path.write_bytes(b"PGDMP" + bytes(100)), "is a dump of PostgreSQL"),
    ],
)
def test_what_is_not_a_whole_backup_replaces_nothing(
    on_sqlite: Settings, folder: Path, spoil: Callable[[Path], object], says: str
) -> None:
    for _ in range(20):
        put_take(on_sqlite, answers=12)
    copy = backed_up(on_sqlite, folder)
    spoil(copy)
    before = state_of(file_of(on_sqlite).parent)
    assert says in refused(on_sqlite, "restore", "--force", str(copy))
    assert state_of(file_of(on_sqlite).parent) == before


def cut_dump(path: Path) -> None:
    """A dump that was not copied to its end."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size - 200])


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (no_database, "is no dump of PostgreSQL"),
        (cut_dump, "pg_restore failed: "),
        (lambda path: path.write_bytes(b"PGDMP" + bytes(100)), "pg_restore failed: "),
    ],
)
def test_what_is_not_a_whole_dump_fills_no_database(
    postgres: PostgresServer, folder: Path, spoil: Callable[[Path], object], says: str
) -> None:
    with postgres.database() as url, postgres.database(template="template1") as other:
        settings, empty = (Settings(database=SecretStr(address)) for address in (url, other))
        put_take(settings, answers=12)
        copy = backed_up(settings, folder)
        spoil(copy)
        assert says in refused(empty, "restore", str(copy))
        (migrations,) = [finding for name, finding in examine(empty, NOW) if name == "migrations"]
        assert "at nothing" in migrations.found


def test_a_newer_dump_fills_no_database(postgres: PostgresServer, folder: Path) -> None:
    with postgres.database() as url, postgres.database(template="template1") as other:
        run_statement(Settings(database=SecretStr(url)), "UPDATE alembic_version SET version_num = '9999'")
        copy = backed_up(Settings(database=SecretStr(url)), folder)
        empty = Settings(database=SecretStr(other))
        assert "is of a newer version" in refused(empty, "restore", str(copy))


def test_the_database_is_no_backup_of_itself(on_sqlite: Settings) -> None:
    assert "is the database itself" in refused(on_sqlite, "restore", "--force", str(file_of(on_sqlite)))


async def test_while_a_server_has_the_file_open_nothing_is_replaced(
    on_sqlite: Settings, folder: Path
) -> None:
    copy = backed_up(on_sqlite, folder)
    url = on_sqlite.database.get_secret_value()
    with serving(url) as server:
        said = run("restore", "--force", str(copy), database=url)
        assert (said.returncode, said.stdout) == (2, "")
        assert (
            said.stderr
            == f"{file_of(on_sqlite)} is open: stop ai-index serve (and any sqlite3 shell) first.\n"
        )
        async with httpx.AsyncClient(base_url=server.address) as browser:
            visitor = Visitor(browser)
            key = await visitor.start()
            await visitor.answer(key, QUESTIONS[0], "declared")
        server.stop()
    rows = Rows(on_sqlite)
    assert rows.answers(key)[QUESTIONS[0]]["level"] == "declared"
    rows.close()
    assert kept(on_sqlite) == []


def test_what_stood_in_the_log_after_a_crash_is_in_the_file_that_is_kept(
    tmp_path: Path, folder: Path
) -> None:
    settings = over(tmp_path / "data" / "takes.sqlite3")
    with serving(settings.database.get_secret_value()) as server:
        copy = backed_up(settings, folder)
        put_take(settings)
        server.kill()
    assert Path(f"{file_of(settings)}-wal").stat().st_size > 0
    assert asked(settings, "restore", "--force", str(copy)).code == 0
    rows, before = Rows(settings), Rows(over(kept(settings)[0]))
    assert (rows.count("take"), before.count("take")) == (0, 1)
    rows.close()
    before.close()


def damage_the_start(path: Path) -> None:
    """Overwrite where the tables are named, and leave the header."""
    with path.open("rb+") as opened:
        opened.seek(100)
        opened.write(b"\xa5" * 3000)


@pytest.mark.parametrize("spoil", [damage, damage_the_start, no_database])
def test_a_damaged_database_can_be_replaced_and_is_kept_as_it_is(
    on_sqlite: Settings, folder: Path, spoil: Callable[[Path], object]
) -> None:
    for _ in range(20):
        put_take(on_sqlite, answers=12)
    before, copy, path = everything(on_sqlite), backed_up(on_sqlite, folder), file_of(on_sqlite)
    spoil(path)
    broken = path.read_bytes()
    assert "--force replaces it" in refused(on_sqlite, "restore", str(copy))
    assert asked(on_sqlite, "restore", "--force", str(copy)).code == 0
    assert everything(on_sqlite) == before
    assert kept(on_sqlite)[0].read_bytes()[1000:] == broken[1000:]


@pytest.mark.parametrize("lose", [no_database, Path.unlink])
def test_a_log_that_is_left_alone_is_not_taken_for_the_new_files(
    tmp_path: Path, folder: Path, lose: Callable[[Path], object]
) -> None:
    settings = over(tmp_path / "data" / "takes.sqlite3")
    with serving(settings.database.get_secret_value()) as server:
        copy = backed_up(settings, folder)
        put_take(settings)
        server.kill()
    lose(file_of(settings))
    log = Path(f"{file_of(settings)}-wal").read_bytes()
    assert asked(settings, "restore", "--force", str(copy)).code == 0
    with serving(settings.database.get_secret_value()):
        rows = Rows(settings)
        assert rows.count("take") == 0
        rows.close()
    assert log in [file.read_bytes() for file in kept(settings)]


async def test_a_take_that_has_expired_since_is_removed_when_the_server_starts(
    on_sqlite: Settings, folder: Path
) -> None:
    put_take(on_sqlite)
    copy, clock = backed_up(on_sqlite, folder), Clock()
    assert asked(on_sqlite, "restore", "--force", str(copy)).code == 0
    clock.now = NOW
    clock.advance(days=366)
    async with running(on_sqlite, clock):
        pass
    rows = Rows(on_sqlite)
    assert rows.count("take") == 0
    rows.close()
