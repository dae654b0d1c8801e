"""``ai-index erase`` deletes one take with all that belongs to it and no other, beside a server or alone."""

import asyncio
import datetime
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from app.operating import erase as erasing
from app.settings import Settings
from tests.web.operating.answering import answering
from tests.web.operating.asked import NOTE, NOW, asked, file_of, put_take, refused
from tests.web.rows import Rows
from tests.web.server_process import COMMAND as AI_INDEX
from tests.web.server_process import environment, serving
from tests.web.visitor import Visitor

NOBODYS = "A" * 22


def files(settings: Settings) -> list[Path]:
    """The SQLite file, and those beside it."""
    return sorted(file_of(settings).parent.glob(f"{file_of(settings).name}*"))


@pytest.mark.parametrize(
    "shape",
    [
        "{key}",
        "https://index.example.org/fr/takes/{key}",
        "/en/takes/{key}/result",
        "https://index.example.org/en/takes/{key}/questions/owner?language=fr",
        "  https://index.example.org/en/takes/{key}#top ",
    ],
)
def test_the_key_may_stand_alone_or_in_any_link_of_the_take(settings: Settings, shape: str) -> None:
    key = put_take(settings)
    said = asked(settings, "erase", "-", stdin=shape.format(key=key) + "\n")
    assert (said.code, said.err) == (0, "")
    rows = Rows(settings)
    assert (rows.count("take"), rows.count("answer")) == (0, 0)
    rows.close()


@pytest.mark.parametrize("key", ["-" + "a" * 21, "--" + "a" * 20, "-" * 22, "--json" + "a" * 16])
def test_a_key_may_begin_with_a_dash_as_one_in_64_does(settings: Settings, key: str) -> None:
    put_take(settings, key=key)
    assert asked(settings, "erase", key).out.startswith("Deleted: ")


def test_it_takes_that_take_and_no_other(settings: Settings) -> None:
    gone, stays = put_take(settings, answers=2), put_take(settings, answers=3)
    said = asked(settings, "erase", gone)
    started = f"{NOW:%Y-%m-%d %H:%M} UTC"
    assert said.out == (
        f"Deleted: a take that was not completed of ai-id@1.0, started {started}, with 2 answers.\n"
    )
    rows = Rows(settings)
    assert len(rows.answers(stays)) == rows.count("answer") == 3
    rows.close()


async def test_all_that_belongs_to_a_take_goes_with_it(
    settings: Settings, visitor: Visitor, complete_take: str
) -> None:
    made = await visitor.browser.post(visitor.path(complete_take, "share"))
    assert made.status_code in {200, 303}
    newer = (
        (await visitor.browser.post(visitor.path(complete_take, "revise"))).headers["location"].split("/")[3]
    )
    rows = Rows(settings)
    assert (rows.count("share"), rows.take(newer)["from_take_id"] is None) == (1, False)
    said = await asyncio.to_thread(asked, settings, "erase", complete_take)
    assert "a completed take of ai-id@1.0" in said.out
    assert said.out.endswith("with 12 answers, and its read-only link.\n")
    assert rows.count("share") == 0
    assert rows.take(newer)["from_take_id"] is None
    rows.close()
    assert (await visitor.browser.get(visitor.path(complete_take, "result"))).status_code == 404


def test_a_take_that_has_expired_and_waits_to_be_removed_is_deleted_as_well(settings: Settings) -> None:
    key = put_take(settings, now=NOW - datetime.timedelta(days=400))
    assert asked(settings, "erase", key).code == 0


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (NOBODYS, "That key opens nothing"),
        (f"https://index.example.org/en/shared/{NOBODYS}", "A read-only link deletes nothing"),
        ("", "That is no key"),
        ("short", "That is no key"),
        (NOBODYS + "A", "That is no key"),
        (f"{NOBODYS} {NOBODYS}", "That is no key"),
        (f"https://index.example.org/en/takes/{NOBODYS}A", "That is no key"),
        ("x" * 100_000, "That is no key"),
    ],
)
def test_what_opens_nothing_is_one_line_that_does_not_repeat_it(
    settings: Settings, given: str, says: str
) -> None:
    put_take(settings)
    line = refused(settings, "erase", "-", stdin=given)
    assert line.startswith(says)
    assert NOBODYS not in line
    rows = Rows(settings)
    assert rows.count("take") == 1
    rows.close()


def test_where_there_is_no_database_none_is_made(tmp_path: Path) -> None:
    settings = Settings(database=SecretStr(f"sqlite:///{tmp_path / 'none.sqlite3'}"))
    assert "there is no such database" in refused(settings, "erase", NOBODYS)
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_tables_is_one_line(empty_database_url: str) -> None:
    settings = Settings(database=SecretStr(empty_database_url))
    if settings.sqlite_path is not None:
        settings.sqlite_path.touch()
    assert refused(settings, "erase", NOBODYS).startswith("Nothing was deleted: ")


def test_a_file_that_is_no_database_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("not a database " * 1000)
    settings = Settings(database=SecretStr(f"sqlite:///{tmp_path / 'text'}"))
    assert refused(settings, "erase", NOBODYS) == "Nothing was deleted: file is not a database."


def test_a_server_that_does_not_answer_is_one_line_without_its_password() -> None:
    settings = Settings(database=SecretStr("postgresql://me:hush-hush@127.0.0.1:1/takes"))
    line = refused(settings, "erase", NOBODYS)
    assert line.startswith("Nothing was deleted: ")
    assert "hush" not in line


async def erased(url: str, key: str) -> str:
    """What ``ai-index erase -`` says in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        AI_INDEX,
        "erase",
        "-",
        env=environment({"database": url}),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate(key.encode())
    assert process.returncode == 0
    return said.decode()


async def test_beside_a_busy_server_the_take_goes_and_every_other_answer_is_saved(database_url: str) -> None:
    settings = Settings(database=SecretStr(database_url))
    key = put_take(settings)
    with serving(database_url, log_level="error") as server:
        async with answering(server.address) as stream:
            await stream.until(20)
            assert (await erased(database_url, key)).startswith("Deleted: ")
            await stream.until(stream.count + 20)
        async with httpx.AsyncClient(base_url=server.address) as browser:
            assert (await browser.get(Visitor(browser).path(key))).status_code == 404
        rows = Rows(settings)
        for other, question in stream.acknowledged:
            assert int(rows.answers(other)[question]["note"]) >= stream.acknowledged[other, question]
        rows.close()


async def test_beside_a_server_nothing_of_it_is_left_in_any_file(sqlite_url: str) -> None:
    settings = Settings(database=SecretStr(sqlite_url))
    with serving(sqlite_url):
        key = put_take(settings)
        assert any(NOTE.encode() in file.read_bytes() for file in files(settings))
        said = await erased(sqlite_url, key)
        assert len(said.splitlines()) == 1
        assert not any(NOTE.encode() in file.read_bytes() for file in files(settings))


def test_where_a_reader_keeps_the_log_it_says_that_a_copy_is_left(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "PATIENCE", 0.0)
    settings = Settings(database=SecretStr(sqlite_url))
    key = put_take(settings)
    with closing(sqlite3.connect(file_of(settings), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM take").fetchone()
        said = asked(settings, "erase", key)
    assert said.code == 0
    assert said.out.splitlines()[1].startswith("Something reads the file just now")
