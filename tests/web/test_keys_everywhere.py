"""Every address, with every key but its own: nothing of the take is told, changed or deleted."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from starlette.types import ASGIApp

from app.keys import key_hash, new_key
from app.results.sharing import picture_name
from app.schema import metadata
from app.settings import Settings
from tests.web.addresses import FIELDS, FRAMEWORK, NAMES, Address, addresses_of, filled
from tests.web.api.program import Program
from tests.web.rows import Rows
from tests.web.running import Clock, until

NOTE, LINK, NAME = "zebra note of 3 March", "https://zebra.example/minutes", "Zebra & Sons"
PRIVATE = ("zebra", "Zebra")
MAILED = "owner@zebra.example"
SHOWN = {"shows_notes": True, "shows_roadmap": True}


@dataclass(frozen=True, slots=True)
class Keys:
    """Everything that opens something of one completed and shared take."""

    edit: str
    share: str = ""

    @property
    def picture(self) -> str:
        """The name of its picture."""
        return picture_name(self.share)

    def of(self, kind: str) -> str:
        """The key of that kind."""
        return {"edit": self.edit, "share": self.share, "picture": self.picture}[kind]

    @property
    def all(self) -> tuple[str, str, str]:
        """All three."""
        return self.edit, self.share, self.picture


@pytest.fixture
def nowhere() -> Iterator[int]:
    """A port of this machine at which nobody ever listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])


@pytest.fixture
def settings(database_url: str, nowhere: int) -> Settings:
    """A site that offers everything, however often, with a mail server that is dead."""
    return Settings(
        database=SecretStr(database_url),
        posts_per_second=1_000_000,
        smtp_host="127.0.0.1",
        smtp_port=nowhere,
        smtp_security="none",
        mail_from="index@example.org",
        secret=SecretStr("s" * 32),
    )


@pytest.fixture
def program(client: httpx.AsyncClient) -> Program:
    """A program, which makes takes quickly."""
    return Program(client)


async def shared_take(program: Program) -> Keys:
    """A completed take with a read-only link that shows its notes and its roadmap."""
    key = await program.completed()
    share = (await program.send("PUT", "/take/share", key, SHOWN)).json()["page"]
    return Keys(key, share.rsplit("/", 1)[1])


@pytest.fixture
async def theirs(program: Program, rows: Rows) -> Keys:
    """The take that is to be kept from everybody: something of it stands in every table."""
    answers = {q: {"level": "documented", "note": NOTE, "link": LINK} for q in FRAMEWORK.question_ids}
    organization = {"name": NAME, "size": "medium", "sector": "retail"}
    key = await program.start(answers=answers, organization=organization, target="measured")
    await program.send("POST", "/take/complete", key)
    share = (await program.send("PUT", "/take/share", key, SHOWN)).json()["page"]
    take = f"/en/takes/{key}"
    for place in ("roadmap", f"roadmap/steps/{NAMES['step']}", "mail"):
        form = FIELDS | {"address": MAILED, "owner": NAME}
        assert (await program.client.post(f"{take}/{place}", data=form)).status_code == 303
    await until(lambda: [row["fault"] for row in rows.of("outbox")] == ["delayed"])
    keys = Keys(key, share.rsplit("/", 1)[1])
    assert all(rows_of(rows, keys).values())
    return keys


def rows_of(rows: Rows, keys: Keys) -> dict[str, list[Any]]:
    """Every row of the take, by table."""
    take = rows.take(keys.edit)["id"]
    owned = {name: "take_id" for name, table in metadata.tables.items() if "take_id" in table.columns}
    return {
        name: [row for row in rows.of(name) if row[column] == take]
        for name, column in (owned | {"take": "id"}).items()
    }


@pytest.fixture
def addresses(app: ASGIApp) -> list[Address]:
    """Every method at every address that a key opens."""
    return addresses_of(app)


def told(response: httpx.Response) -> tuple[int, str, tuple[tuple[str, str], ...]]:
    """All that an answer says."""
    return response.status_code, response.text, tuple(sorted(response.headers.items()))


async def test_with_its_own_key_every_address_opens(
    program: Program, addresses: list[Address], theirs: Keys
) -> None:
    """Else the tests below would show nothing."""
    assert len(addresses) > 50
    assert {address.opened_by for address in addresses} == {"edit", "share", "picture"}
    keys = await shared_take(program)
    for address in addresses:
        if not address.only_reads:
            keys = await shared_take(program)
        response = await address.ask(program.client, keys.of(address.opened_by))
        assert response.status_code not in {401, 403, 404, 405} | set(range(500, 600)), address


async def test_no_other_key_opens_anything_and_nobody_can_tell_why(
    program: Program, addresses: list[Address], theirs: Keys, rows: Rows
) -> None:
    deleted = await shared_take(program)
    await program.send("DELETE", "/take", deleted.edit)
    assert not [row for row in rows.of("take") if row["edit_key_hash"] == key_hash(deleted.edit)]
    revoked = await shared_take(program)
    await program.send("DELETE", "/take/share", revoked.edit)
    never = new_key()
    before = rows.everything()
    for address in addresses:
        wrong = [*deleted.all, *(key for key in theirs.all if key != theirs.of(address.opened_by))]
        wrong += [revoked.share, revoked.picture] if address.opened_by != "edit" else [revoked.share]
        wrong.append(theirs.of(address.opened_by).swapcase())
        for language in address.languages:
            answer = told(await address.ask(program.client, never, language))
            assert answer[0] == address.denied, address
            for key in wrong:
                assert told(await address.ask(program.client, key, language)) == answer, (address, key)
    assert rows.everything() == before


async def test_a_key_that_expired_opens_no_more_than_one_that_never_was(
    program: Program, addresses: list[Address], theirs: Keys, rows: Rows, clock: Clock
) -> None:
    clock.advance(days=366)
    before = rows.everything()
    for address in addresses:
        for language in address.languages:
            never = told(await address.ask(program.client, new_key(), language))
            gone = told(await address.ask(program.client, theirs.of(address.opened_by), language))
            assert gone == never, address
            assert gone[0] == address.denied, address
    assert rows.everything() == before


async def test_a_key_opens_its_own_take_whatever_else_is_named(
    program: Program, addresses: list[Address], theirs: Keys, rows: Rows
) -> None:
    take_id, once = str(rows.take(theirs.edit)["id"]), rows.of("share")[0]["once"]
    named = {"key": theirs.edit, "take": take_id, "take_id": take_id, "id": take_id, "share": theirs.share}
    before = rows_of(rows, theirs)
    mine = await shared_take(program)
    for address in addresses:
        if not address.only_reads:
            mine = await shared_take(program)
        for fields in (named | {"seen": once}, named | {"once": once, "name": theirs.picture}):
            response = await address.ask(program.client, mine.of(address.opened_by), fields=fields)
            assert not [text for text in (*PRIVATE, *theirs.all) if text in response.text], address
        if not address.only_reads:
            assert rows_of(rows, theirs) == before, address


async def test_an_open_take_s_key_reaches_no_other_one_either(
    program: Program, addresses: list[Address], theirs: Keys, rows: Rows
) -> None:
    before = rows_of(rows, theirs)
    mine = await program.answered()
    for address in (each for each in addresses if each.opened_by == "edit"):
        if not address.only_reads:
            mine = await program.answered()
        response = await address.ask(program.client, mine)
        assert response.status_code < 500
        assert not [text for text in (*PRIVATE, *theirs.all) if text in response.text], address
    assert rows_of(rows, theirs) == before


async def test_without_a_key_nothing_opens(
    program: Program, addresses: list[Address], theirs: Keys, rows: Rows
) -> None:
    before = rows.everything()
    for address in addresses:
        response = await address.ask(program.client, "")
        assert response.status_code == address.denied, address
        assert not [text for text in PRIVATE if text in response.text]
    assert rows.everything() == before


async def test_a_key_counts_only_where_it_belongs(
    program: Program, addresses: list[Address], theirs: Keys, rows: Rows
) -> None:
    """Beside a wrong key, the right one in a query, a form, a cookie or another header opens nothing."""
    before = rows.everything()
    query = {"key": theirs.edit, "share": theirs.share, "take": theirs.edit}
    cookie = {"cookie": f"key={theirs.edit}"}
    for address in addresses:
        place = filled(address.pattern, "en", new_key())
        if address.is_for_programs:
            headers = cookie | {"authorization": f"Basic {theirs.edit}"}
            sent: dict[str, Any] = {"json": address.body}
        else:
            headers = cookie | {"authorization": f"Bearer {theirs.edit}"}
            sent = {"data": FIELDS | query if address.method == "POST" else None}
        for params in ({}, query):
            response = await program.client.request(
                address.method, place, headers=headers, params=params, **sent
            )
            refused = 400 if params and address.is_for_programs else address.denied
            assert response.status_code == refused, address
    assert rows.everything() == before


async def test_no_other_method_does_anything(
    program: Program, addresses: list[Address], theirs: Keys, rows: Rows
) -> None:
    """And its answer does not tell whether the key opens anything."""
    before = rows.everything()
    allowed: dict[str, set[str]] = {}
    for address in addresses:
        allowed.setdefault(address.pattern, set()).add(address.method)
    for pattern, methods in allowed.items():
        kind = next(each.opened_by for each in addresses if each.pattern == pattern)
        for method in {"POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY"} - methods:
            answers = []
            for key in (theirs.of(kind), new_key()):
                place = filled(pattern, "en", key)
                headers = {"authorization": f"Bearer {key}"} if pattern.startswith("/api/") else {}
                answers.append(told(await program.client.request(method, place, headers=headers)))
            assert answers[0] == answers[1]
            assert answers[0][0] in {404, 405}, (method, pattern)
    assert rows.everything() == before
