"""Public pages are drawn once for each language; what one person asks for is shown to nobody else."""

import httpx
import pytest
from pydantic import SecretStr

from app.guide.routes import _drawn_before
from app.guide.views import EXAMPLE
from app.settings import Settings
from tests.web.pages import page_of
from tests.web.running import Clock, browser_of, running
from tests.web.visitor import FRAGMENT, QUESTIONS

PLACES = ("", "method", "privacy", "accessibility")


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_a_page_that_is_the_same_for_everybody_is_drawn_once(
    sqlite_client: httpx.AsyncClient, language: str
) -> None:
    addresses = [f"/{language}/{place}" for place in PLACES]
    first = [(await sqlite_client.get(address)).text for address in addresses]
    drawn = _drawn_before.cache_info().misses
    queries: tuple[dict[str, str], ...] = ({}, {"from": "somewhere"}, {"owner": "no level"}, dict(EXAMPLE))
    for query in queries:
        assert [(await sqlite_client.get(a, params=query)).text for a in addresses] == first
    assert _drawn_before.cache_info().misses == drawn


async def test_an_example_of_ones_own_stays_ones_own(sqlite_client: httpx.AsyncClient) -> None:
    standing = await sqlite_client.get("/en/method")
    before = _drawn_before.cache_info()
    for level in ("measured", "absent", "unknown"):
        query = dict.fromkeys(QUESTIONS, level)
        page = page_of(await sqlite_client.get("/en/method", params=query))
        assert {box.get("value") for box in page.all("option") if "selected" in box.attributes} == {level}
        part = page_of(await sqlite_client.get("/en/method", params=query, headers=FRAGMENT))
        assert part.one("b", class_="number").text == ("100" if level == "measured" else "0")
    assert _drawn_before.cache_info().currsize == before.currsize
    assert (await sqlite_client.get("/en/method")).text == standing.text


async def test_the_part_for_htmx_and_the_whole_page_are_kept_apart(sqlite_client: httpx.AsyncClient) -> None:
    for _ in range(2):
        whole = await sqlite_client.get("/en/method")
        part = await sqlite_client.get("/en/method", headers=FRAGMENT)
        assert whole.text.startswith("<!doctype html>")
        assert "<html" not in part.text


async def test_each_site_shows_its_own_operator(sqlite_url: str) -> None:
    for operator in ("First & Co", "Second Inc.", "First & Co"):
        settings = Settings(database=SecretStr(sqlite_url), operator=operator, retention_days=7)
        async with running(settings, Clock()) as app, browser_of(app) as browser:
            text = page_of(await browser.get("/en/privacy")).one("main").text
            assert operator in text
            assert "7 days" in text
