"""The log says what happened and never to whom: no key, no answer, no note, no address of anybody."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from pydantic import SecretStr
from sqlalchemy import text

from app.keys import key_hash
from app.migrations import migration_engine
from app.settings import Settings
from tests.web.postgres_server import PostgresServer
from tests.web.server_process import serving
from tests.web.visitor import QUESTIONS, Visitor

# Words that occur nowhere but in what a person sends.
NOTE, LINK, NAME = "zebra-note", "https://zebra-link.example/page", "Zebra Name & Co"
ADDRESS, BROWSER = "198.51.100.77", "zebra-browser/1.0"
SECRETS = ("zebra", "Zebra", ADDRESS)


async def whole_diagnostic(browser: httpx.AsyncClient, settings: Settings) -> list[str]:
    """Do everything that there is, well and badly; the keys."""
    visitor = Visitor(browser)
    key = await visitor.start()
    for question in QUESTIONS:
        fields = {"level": "documented", "note": NOTE, "link": LINK}
        assert (await visitor.send(key, question, **fields)).status_code == 303
        assert (await visitor.send(key, question, **fields, action="save")).status_code == 200
    await visitor.send(key, QUESTIONS[0], level="zebra", note=NOTE, link="zebra:")
    await browser.get(f"/zebra/{key}", params={"zebra": NOTE})
    await browser.get(visitor.path(key[:-1], "review"))
    await browser.post(
        visitor.path(key, "review"), content=NOTE.encode(), headers={"content-type": "text/zebra"}
    )
    await browser.post(visitor.path(key, "delete"), headers={"origin": "https://zebra.example"})
    assert (await visitor.complete(key, name=NAME)).status_code == 303
    await visitor.read(visitor.path(key, "result"))
    response = await browser.post(visitor.path(key, "revise"))
    second = response.headers["location"].split("/")[3]
    await visitor.send(key, QUESTIONS[0], level="measured", note=NOTE)
    with without_answers(settings):
        response = await visitor.send(second, QUESTIONS[0], level="measured", note=NOTE, link=LINK)
        assert response.status_code == 500
        assert (await browser.get(visitor.path(second, "review"))).status_code == 500
    await visitor.send(second, QUESTIONS[0], level="measured", note=NOTE)
    assert (await browser.post(visitor.path(key, "delete"))).status_code == 200
    return [key, second]


@contextmanager
def without_answers(settings: Settings) -> Iterator[None]:
    """Take the table of answers away, and put it back."""
    engine = migration_engine(settings)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE answer RENAME TO answer_gone"))
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE answer_gone RENAME TO answer"))
        engine.dispose()


async def log_of_everything(settings: Settings, log_format: str) -> tuple[str, list[str]]:
    """All that a server printed while everything was done, and the keys."""
    headers = {"x-forwarded-for": ADDRESS, "user-agent": BROWSER, "referer": "https://zebra.example/"}
    with serving(settings.database.get_secret_value(), log_level="debug", log_format=log_format) as server:
        async with httpx.AsyncClient(base_url=server.address, headers=headers) as browser:
            keys = await whole_diagnostic(browser, settings)
        return server.stop(), keys


def check_nothing_private(log: str, keys: list[str]) -> None:
    """Neither keys, nor answers, nor anything else that a person sent."""
    for key in keys:
        assert not [part for part in (key, key[:-1], key_hash(key).hex(), repr(key_hash(key))) if part in log]
    assert not [secret for secret in (*SECRETS, *QUESTIONS, "documented", "measured") if secret in log]


async def test_nothing_that_a_person_sent_is_ever_logged(postgres: PostgresServer) -> None:
    with postgres.database() as url:
        log, keys = await log_of_everything(Settings(database=SecretStr(url)), "text")
    assert log.count("unexpected error") == 2
    check_nothing_private(log, keys)


async def test_a_line_says_which_route_how_it_went_and_how_long_it_took(sqlite_url: str) -> None:
    log, keys = await log_of_everything(Settings(database=SecretStr(sqlite_url)), "json")
    check_nothing_private(log, keys)
    greeting, *lines = log.splitlines()
    assert greeting.startswith("AI Index: http://127.0.0.1:")
    events = [json.loads(line) for line in lines]
    requests = [event for event in events if event["event"] == "request"]
    assert {tuple(sorted(request)) for request in requests} == {
        ("event", "level", "method", "ms", "route", "status", "timestamp")
    }
    saved = [r for r in requests if r["route"] == "/{language:language}/takes/{key:key}/questions/{question}"]
    statuses = [r["status"] for r in saved if r["method"] == "POST"]
    assert statuses == [303, 200] * 12 + [422, 409, 500, 200]
    assert [r["route"] for r in requests if r["status"] == 404] == ["unmatched", "unmatched"]
    failures = [event for event in events if event["event"] == "unexpected error"]
    assert [failure["kind"] for failure in failures] == ["OperationalError"] * 2
    assert "saving.py" in " ".join(failures[0]["where"])


async def test_a_phone_that_hangs_up_while_it_sends_is_no_error(sqlite_url: str) -> None:
    with serving(sqlite_url, log_format="json") as server:
        async with httpx.AsyncClient(base_url=server.address) as browser:
            key = await Visitor(browser).start()
            address = Visitor(browser).question(key, QUESTIONS[0])
            head = f"POST {address} HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nlevel="
            host, port = server.address.removeprefix("http://").split(":")
            with socket.create_connection((host, int(port))) as phone:
                phone.sendall(head.encode())
                phone.shutdown(socket.SHUT_WR)
                assert phone.recv(1000) == b""
            assert (await browser.get("/healthz")).status_code == 200
        events = [json.loads(line) for line in server.stop().splitlines()[1:]]
    assert {event["level"] for event in events} == {"info"}
    assert [event["status"] for event in events if event["method"] == "POST"] == [303, 499]
