"""Static files: kept for ever by browsers, because their address changes with their content."""

import re
from pathlib import Path

import httpx

from app.paths import STATIC
from app.static_files import StaticFiles


async def addresses(browser: httpx.AsyncClient) -> list[str]:
    """The files that the front page names."""
    page = await browser.get("/en/")
    return sorted(set(re.findall(r'/static/[^"]+', page.text)))


async def test_every_file_that_a_page_names_is_there_and_kept_for_ever(
    sqlite_client: httpx.AsyncClient,
) -> None:
    found = await addresses(sqlite_client)
    assert {address.rsplit(".", 1)[1] for address in found} >= {"css", "js", "woff2"}
    for address in found:
        assert re.match(r"/static/[0-9a-f]{10}/", address)
        response = await sqlite_client.get(address)
        assert response.status_code == 200
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert response.content == (STATIC / address.split("/", 3)[3]).read_bytes()


def test_the_address_changes_with_the_content(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a {}")
    first = StaticFiles(tmp_path).address("a.css")
    assert StaticFiles(tmp_path).address("a.css") == first
    (tmp_path / "b.css").write_text("b {}")
    second = StaticFiles(tmp_path).address("a.css")
    assert second != first


async def test_text_is_sent_compressed_and_fonts_are_not(sqlite_client: httpx.AsyncClient) -> None:
    for address in await addresses(sqlite_client):
        response = await sqlite_client.get(address, headers={"accept-encoding": "gzip"})
        plain = await sqlite_client.get(address, headers={"accept-encoding": "identity"})
        is_text = not address.endswith(".woff2")
        assert response.headers.get("content-encoding") == ("gzip" if is_text else None)
        assert "content-encoding" not in plain.headers
        assert response.content == plain.content
        assert response.headers["vary"] == "Accept-Encoding"


async def test_every_file_says_what_it_is(sqlite_client: httpx.AsyncClient) -> None:
    kinds = {"css": "text/css", "js": "text/javascript", "woff2": "font/woff2", "svg": "image/svg+xml"}
    for address in await addresses(sqlite_client):
        response = await sqlite_client.get(address)
        assert response.headers["content-type"].split(";")[0] == kinds[address.rsplit(".", 1)[1]]


async def test_an_address_of_another_version_is_not_found(sqlite_client: httpx.AsyncClient) -> None:
    for address in await addresses(sqlite_client):
        name = address.split("/", 3)[3]
        for version in ("0000000000", "x"):
            response = await sqlite_client.get(f"/static/{version}/{name}")
            assert response.status_code == 404
            assert response.headers["cache-control"] == "no-store"


async def test_nothing_outside_the_folder_can_be_reached(sqlite_client: httpx.AsyncClient) -> None:
    version = (await addresses(sqlite_client))[0].split("/")[2]
    for name in (
        "../app/main.py",
        "css/../../pyproject.toml",
        "%2e%2e/README.md",
        "..%2fREADME.md",
        "/etc/passwd",
        "css",
        "css/",
        "",
        "css%00.css",
        "css/site.css/",
        "CSS/SITE.CSS",
    ):
        request = sqlite_client.build_request("GET", "/x")
        request.url = request.url.copy_with(raw_path=f"/static/{version}/{name}".encode())
        assert (await sqlite_client.send(request)).status_code == 404, name
