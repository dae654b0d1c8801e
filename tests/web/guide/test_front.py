"""The front page finds the person's language."""

import httpx
import pytest

from tests.web.pages import page_of


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("en-CA,fr;q=0.9", "en"),
        ("de,fr;q=0.5,en;q=0.3", "fr"),
        ("de-CH,it", "en"),
        ("en;q=0.1, fr;q=0.2", "fr"),
        ("fr;q=0", "en"),
        ("*", "en"),
        ("FR-ca", "fr"),
        ("fr;q=nonsense", "en"),
    ],
)
async def test_the_front_page_comes_in_the_browsers_language(
    sqlite_client: httpx.AsyncClient, asked: str, language: str
) -> None:
    response = await sqlite_client.get("/", headers={"accept-language": asked})
    assert (response.status_code, response.headers["location"]) == (302, f"/{language}/")
    assert "Accept-Language" in response.headers["vary"]
    page = page_of(await sqlite_client.get(response.headers["location"]))
    assert page.one("html").get("lang") == f"{language}-CA"
    assert {form.get("method") for form in page.all("form", action="takes")} == {"post"}


async def test_a_language_that_there_is_not_is_not_found(sqlite_client: httpx.AsyncClient) -> None:
    for path in ("/de/", "/EN/", "/english/"):
        assert (await sqlite_client.get(path)).status_code == 404


async def test_a_forgotten_slash_leads_to_the_front_page(sqlite_client: httpx.AsyncClient) -> None:
    response = await sqlite_client.get("/fr", follow_redirects=True)
    assert (response.status_code, response.url.path) == (200, "/fr/")
