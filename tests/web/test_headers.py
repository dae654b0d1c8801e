"""The headers of every answer, whatever it is."""

import httpx
import pytest
from pydantic import SecretStr

from app.settings import Settings
from tests.web.running import Clock, browser_of, running
from tests.web.visitor import Visitor

EXPECTED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


async def some_answers(browser: httpx.AsyncClient) -> list[httpx.Response]:
    """One answer of each kind."""
    visitor = Visitor(browser)
    key = await visitor.start()
    page = await browser.get("/en/")
    style = page.text.split('rel="stylesheet" href="')[1].split('"')[0]
    return [
        page,
        await browser.get("/"),
        await browser.get(visitor.path(key, "review")),
        await browser.post(visitor.path(key, "review")),
        await browser.get(style),
        await browser.get("/healthz"),
        await browser.get("/readyz"),
        await browser.get("/nowhere"),
        await browser.get("/static/0/nothing.css"),
        await browser.post("/en/takes", headers={"sec-fetch-site": "cross-site"}),
        await browser.get("/" + "x" * 2000),
        await browser.request("DELETE", "/en/"),
    ]


def directives(response: httpx.Response) -> dict[str, set[str]]:
    """The content security policy, by directive."""
    parts = [part.split() for part in response.headers["content-security-policy"].split(";")]
    return {name: set(values) for name, *values in parts}


async def test_every_answer_is_guarded(sqlite_client: httpx.AsyncClient) -> None:
    for response in await some_answers(sqlite_client):
        for name, value in EXPECTED.items():
            assert response.headers.get_list(name) == [value], (response.request.url, name)
        assert len(response.headers.get_list("content-security-policy")) == 1


async def test_nothing_runs_or_loads_but_our_own_files(sqlite_client: httpx.AsyncClient) -> None:
    for response in await some_answers(sqlite_client):
        policy = directives(response)
        assert policy["default-src"] == {"'none'"}
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == {"'self'"}
        assert policy["form-action"] == {"'self'"}
        assert policy["base-uri"] == policy["frame-ancestors"] == {"'none'"}
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:"} & set().union(
            *policy.values()
        )


async def test_no_answer_ever_sets_a_cookie_or_names_the_server(sqlite_client: httpx.AsyncClient) -> None:
    for response in await some_answers(sqlite_client):
        assert not {"set-cookie", "server", "x-powered-by"} & set(response.headers)


@pytest.mark.parametrize("https", [False, True])
async def test_hsts_is_sent_where_the_site_is_reached_by_https_and_only_there(
    sqlite_url: str, https: bool
) -> None:
    settings = Settings(database=SecretStr(sqlite_url), https=https)
    async with running(settings, Clock()) as app, browser_of(app) as browser:
        for response in await some_answers(browser):
            sent = response.headers.get("strict-transport-security")
            assert sent == ("max-age=31536000; includeSubDomains" if https else None)


async def test_a_page_is_compressed_for_a_browser_that_reads_it(sqlite_client: httpx.AsyncClient) -> None:
    plain = await sqlite_client.get("/en/", headers={"accept-encoding": "identity"})
    zipped = await sqlite_client.get("/en/", headers={"accept-encoding": "gzip, br"})
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert int(zipped.headers["content-length"]) < int(plain.headers["content-length"]) / 2
    assert zipped.text == plain.text
    assert "Accept-Encoding" in zipped.headers["vary"]


@pytest.mark.parametrize(
    ("accepted", "is_zipped"),
    [
        ("gzip", True),
        ("br;q=1.0, GZIP ; q=0.5, *;q=0", True),
        ("*", True),
        ("deflate, br", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, br", False),
        ("*;q=0", False),
        ("gzip;q=0, *", False),
        ("gzip;q=much", False),
        ("notgzip, gzipped", False),
        ("gzip" + ",br" * 1000, False),
        ("", False),
    ],
)
async def test_only_what_a_browser_asks_for_is_compressed(
    sqlite_client: httpx.AsyncClient, accepted: str, is_zipped: bool
) -> None:
    front = await sqlite_client.get("/en/")
    style = front.text.split('rel="stylesheet" href="')[1].split('"')[0]
    for path in ("/en/", "/nowhere", style):
        response = await sqlite_client.get(path, headers={"accept-encoding": accepted})
        assert (response.headers.get("content-encoding") == "gzip") is is_zipped, path
