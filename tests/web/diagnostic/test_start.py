"""Start a take."""

import re

import httpx
import pytest

from app.keys import SHAPE, key_hash
from tests.web.pages import page_of
from tests.web.rows import Rows
from tests.web.running import Clock
from tests.web.visitor import QUESTIONS, Visitor, follow


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_starting_leads_to_the_first_question(
    client: httpx.AsyncClient, language: str, rows: Rows
) -> None:
    key = await Visitor(client, language).start()
    assert re.fullmatch(SHAPE, key)
    page = await Visitor(client, language).read(f"/{language}/takes/{key}/questions/{QUESTIONS[0]}")
    assert not [box for box in page.all("input", type="radio") if "checked" in box.attributes]
    assert rows.take(key)["language"] == language
    assert rows.count("answer") == 0


async def test_the_key_itself_is_never_kept(visitor: Visitor, rows: Rows) -> None:
    key = await visitor.start()
    assert [row["edit_key_hash"] for row in rows.of("take")] == [key_hash(key)]
    assert key not in repr(rows.everything())


async def test_the_address_of_the_person_is_never_kept(visitor: Visitor, rows: Rows) -> None:
    await visitor.start()
    assert "203.0.113.7" not in repr(rows.everything())


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_reading_the_start_address_creates_nothing(
    client: httpx.AsyncClient, rows: Rows, method: str
) -> None:
    response = await client.request(method, "/en/takes")
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"
    assert rows.count("take") == 0


async def test_a_crawler_that_follows_every_link_creates_no_take(
    client: httpx.AsyncClient, rows: Rows
) -> None:
    seen, waiting = set(), ["/"]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        response = await client.get(path, follow_redirects=True)
        assert response.status_code in {200, 405}, path
        if response.status_code == 200 and "text/html" in response.headers["content-type"]:
            found = {follow(response, link).split("#")[0] for link in page_of(response).links}
            waiting += [link for link in found - seen - set(waiting) if link.startswith(str(client.base_url))]
    assert len(seen) >= 10
    assert not any(rows.everything().values())


async def test_a_double_press_makes_two_empty_takes_and_harms_nothing(visitor: Visitor, rows: Rows) -> None:
    first, second = await visitor.start(), await visitor.start()
    await visitor.answer(first, QUESTIONS[0], "declared")
    assert rows.count("take") == 2
    assert (rows.answers(first)[QUESTIONS[0]]["level"], rows.answers(second)) == ("declared", {})


async def test_a_link_works_for_as_long_as_the_site_says(visitor: Visitor, rows: Rows, clock: Clock) -> None:
    row = rows.take(await visitor.start())
    assert row["started_at"] == clock.now
    assert (row["expires_at"] - row["started_at"]).days == 365
