"""Start the site, or say in one line why not."""

from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from app.cli import cli
from tests.web.postgres_server import PostgresServer
from tests.web.server_process import run, serving
from tests.web.visitor import Visitor


def refused(*arguments: str, **settings: str) -> list[str]:
    """The lines that a command ends with, which it must do with exit code 2."""
    names: dict[str, str | None] = {f"AI_INDEX_{name.upper()}": value for name, value in settings.items()}
    outcome = CliRunner().invoke(cli, arguments, env=names)
    assert outcome.exit_code == 2
    assert outcome.stdout == ""
    return outcome.stderr.splitlines()


def test_on_sqlite_serve_makes_and_migrates_the_file(tmp_path: Path) -> None:
    file = tmp_path / "new" / "folder" / "takes.sqlite3"
    with serving(f"sqlite:///{file}") as server:
        assert httpx.get(f"{server.address}/en/").status_code == 200
        assert server.stop().startswith(f"AI Index: {server.address}\n")
    assert file.is_file()


async def test_on_postgresql_serve_works_once_it_was_migrated(postgres: PostgresServer) -> None:
    with postgres.database(template="template1") as url:
        older = ["The database is not at this version: run ai-index migrate first."]
        assert refused("serve", database=url) == older
        migrated = CliRunner().invoke(cli, ["migrate"], env={"AI_INDEX_DATABASE": url})
        assert (migrated.exit_code, migrated.output) == (0, "The database is at head.\n")
        with serving(url) as server:
            async with httpx.AsyncClient(base_url=server.address) as browser:
                await Visitor(browser).start()
        assert CliRunner().invoke(cli, ["migrate", "base"], env={"AI_INDEX_DATABASE": url}).exit_code == 0
        assert refused("serve", database=url) == older


@pytest.mark.parametrize("command", ["serve", "migrate"])
@pytest.mark.parametrize("database", ["postgresql://me:hush@127.0.0.1:1/takes", "sqlite:////proc/no/takes"])
def test_a_database_that_cannot_be_used_is_one_line_without_its_password(command: str, database: str) -> None:
    (line,) = refused(command, database=database)
    assert "hush" not in line


def test_a_file_that_is_no_database_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "text.sqlite3"
    file.write_text("not a database, and long enough to be read as one" * 100)
    assert refused("serve", database=f"sqlite:///{file}") == [
        "AI_INDEX_DATABASE: cannot be used: (sqlite3.DatabaseError) file is not a database"
    ]


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_every_faulty_setting_is_a_line(command: str) -> None:
    lines = refused(command, port="x", https="x", database="x")
    assert [line.split(":")[0] for line in lines] == ["AI_INDEX_DATABASE", "AI_INDEX_PORT", "AI_INDEX_HTTPS"]


def test_a_revision_that_does_not_exist_is_one_line(tmp_path: Path) -> None:
    (line,) = refused("migrate", "nowhere", database=f"sqlite:///{tmp_path / 'a.sqlite3'}")
    assert line.startswith("The database could not be migrated: ")
    assert "nowhere" in line


def test_a_port_that_is_taken_ends_the_start_without_a_traceback(tmp_path: Path) -> None:
    with serving(f"sqlite:///{tmp_path / 'a.sqlite3'}") as server:
        outcome = run(
            "serve", database=f"sqlite:///{tmp_path / 'b.sqlite3'}", port=server.address.split(":")[2]
        )
    assert outcome.returncode != 0
    assert "address already in use" in outcome.stderr
    assert "Traceback" not in outcome.stderr
