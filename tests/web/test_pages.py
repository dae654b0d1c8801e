"""What every page keeps: well formed, one heading, its own title, nothing inline, nothing from elsewhere."""

import asyncio
import re
import shutil
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from app.settings import Settings
from tests.web.pages import Page, page_of
from tests.web.running import Clock, browser_of, running
from tests.web.visitor import FRAGMENT, QUESTIONS, SOME_ANSWERS, Visitor

QUESTION = f"questions/{QUESTIONS[0]}"
URL_ATTRIBUTES = ("href", "src", "action", "hx-get", "hx-post", "formaction", "poster", "srcset", "data")


@pytest.fixture(scope="module", params=["en", "fr"])
def pages(
    migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> dict[str, httpx.Response]:
    """Every page there is, in every state that it has, by name."""
    file = shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("pages"))
    return asyncio.run(_every_page(Settings(database=SecretStr(f"sqlite:///{file}")), request.param))


async def _every_page(settings: Settings, language: str) -> dict[str, httpx.Response]:
    async with running(settings, Clock()) as app, browser_of(app) as browser:
        return await _walk(Visitor(browser, language), browser)


async def _walk(visitor: Visitor, browser: httpx.AsyncClient) -> dict[str, httpx.Response]:
    found = {
        name: await browser.get(f"/{visitor.language}/{name}")
        for name in ("", "method", "privacy", "accessibility", "nowhere")
    }
    key = await visitor.start()
    address = visitor.question(key, QUESTIONS[0])
    found["a question"] = await browser.get(address)
    found["a question with errors"] = await browser.post(address, data={"note": "x" * 2001, "link": "x"})
    await visitor.send(key, QUESTIONS[0], level="declared", note="first", seen="0")
    found["a question in two windows"] = await browser.post(address, data={"level": "measured", "seen": "0"})
    found["a review with gaps"] = await browser.get(visitor.path(key, "review"))
    found["a refused review"] = await visitor.complete(key, name="x" * 121, size="huge", sector="none")
    found["a refused completion"] = await visitor.complete(key)
    for question, level in SOME_ANSWERS.items():
        await visitor.send(key, question, level=level, note="n", link="https://example.com/", seen="9")
    found["a review"] = await browser.get(visitor.path(key, "review"))
    found["saved"] = await browser.post(address, data={"level": "absent", "seen": "1", "action": "save"})
    await visitor.complete(key, name="Us")
    found["a result"] = await browser.get(visitor.path(key, "result"))
    found["a completed take"] = await browser.post(address, data={"level": "declared"})
    found["a deletion"] = await browser.get(visitor.path(key, "delete"))
    found["deleted"] = await browser.post(visitor.path(key, "delete"))
    found["a dead link"] = await browser.get(visitor.path(key, "result"))
    found["another site's form"] = await browser.post(address, headers={"sec-fetch-site": "cross-site"})
    return found


def whole(pages: dict[str, httpx.Response]) -> dict[str, Page]:
    """The pages that are not fragments."""
    return {name: page_of(response) for name, response in pages.items() if name != "saved"}


def test_every_page_is_well_formed(pages: dict[str, httpx.Response]) -> None:
    for name, response in pages.items():
        page = page_of(response)
        assert page.faults == [], name
        ids = [element.attributes["id"] for element in page if "id" in element.attributes]
        assert len(ids) == len(set(ids)), name


def test_every_page_has_a_language_a_title_and_one_heading(pages: dict[str, httpx.Response]) -> None:
    for name, page in whole(pages).items():
        assert page.one("html").attributes["lang"] in {"en-CA", "fr-CA"}, name
        assert page.one("title").text.strip(), name
        assert page.one("h1").text, name
        assert page.one("main").get("id") == "main", name


def test_pages_of_different_content_have_different_titles(pages: dict[str, httpx.Response]) -> None:
    titles = {name: page.one("title").text for name, page in whole(pages).items()}
    same = {
        "a refused completion": "a refused review",
        "a question in two windows": "a question",
        "a review with gaps": "a review",
    }
    for name in same:
        assert titles.pop(name) == titles[same[name]]
    told_apart: dict[str, str] = {}
    for name, title in titles.items():
        assert title not in told_apart, (name, told_apart[title])
        told_apart[title] = name


def test_what_labels_and_describes_is_there(pages: dict[str, httpx.Response]) -> None:
    for name, page in whole(pages).items():
        ids = {element.get("id") for element in page}
        for element in page:
            for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
                for target in (element.get(attribute) or "").split():
                    assert target in ids, (name, attribute, target)
            href = element.get("href") or ""
            if href.startswith("#"):
                assert href[1:] in ids, (name, href)


def test_headings_never_skip_a_level(pages: dict[str, httpx.Response]) -> None:
    for name, page in whole(pages).items():
        depths = [int(e.name[1]) for e in page if re.fullmatch("h[1-6]", e.name)]
        steps = [after - before for before, after in pairwise(depths)]
        assert all(step <= 1 for step in steps), (name, depths)


def test_no_page_has_an_inline_script_style_or_handler(pages: dict[str, httpx.Response]) -> None:
    for name, response in pages.items():
        page = page_of(response)
        for element in page:
            assert element.name != "style", name
            assert element.name != "script" or (element.get("src") and not element.raw_text.strip()), name
            for attribute, value in element.attributes.items():
                assert attribute != "style", (name, element.name)
                assert not attribute.startswith(("on", "hx-on")), (name, attribute)
                assert not re.match(r"\s*(javascript|vbscript):", value, re.IGNORECASE), (name, value)


def test_no_page_asks_anything_of_another_site(pages: dict[str, httpx.Response]) -> None:
    for name, response in pages.items():
        for element in page_of(response):
            for attribute in URL_ATTRIBUTES:
                value = element.get(attribute) or ""
                is_link = element.name == "a" or element.get("rel") in {"canonical", "alternate"}
                is_icon = value.startswith("data:image/svg+xml,") and element.get("rel") == "icon"
                assert is_link or is_icon or not re.match(r"[a-z]+:|//", value), (name, value)


def test_no_page_ever_sets_a_cookie(pages: dict[str, httpx.Response]) -> None:
    for name, response in pages.items():
        assert "set-cookie" not in response.headers, name


def test_every_form_leaves_the_checking_to_the_server(pages: dict[str, httpx.Response]) -> None:
    for name, page in whole(pages).items():
        for form in page.all("form"):
            assert form.get("method") in {"post", "get"}, name
            assert not [e for e in form if "required" in e.attributes], name


def test_pages_about_a_take_are_kept_and_listed_by_nobody(pages: dict[str, httpx.Response]) -> None:
    public = ("", "method", "privacy", "accessibility")
    for name, response in pages.items():
        if name in public:
            assert response.headers["cache-control"] == "no-cache"
            assert "x-robots-tag" not in response.headers
        else:
            assert response.headers["cache-control"] == "no-store", name
            assert response.headers["x-robots-tag"] == "noindex, nofollow", name
            robots = [meta for meta in page_of(response).all("meta") if meta.get("name") == "robots"]
            assert len(robots) == (name != "saved"), name


async def test_redirects_about_a_take_are_kept_and_listed_by_nobody(sqlite_client: httpx.AsyncClient) -> None:
    visitor = Visitor(sqlite_client)
    key = await visitor.start()
    answers = [
        await sqlite_client.post("/en/takes"),
        await sqlite_client.get(visitor.path(key)),
        await sqlite_client.get(visitor.path(key, "result")),
        await sqlite_client.get(visitor.path(key, QUESTION), params={"language": "fr"}),
        await visitor.send(key, QUESTIONS[0], level="declared"),
        await sqlite_client.get(visitor.path(key, f"{QUESTION}/changes"), params={"since": "1"}),
        await sqlite_client.get(visitor.path(key, f"{QUESTION}/changes"), params={"since": "0"}),
        await sqlite_client.get(visitor.path(key, QUESTION) + "/"),
    ]
    for response in answers:
        assert response.headers["cache-control"] == "no-store", response.request.url
        assert response.headers["x-robots-tag"] == "noindex, nofollow"


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_errors_come_in_the_language_of_the_address(
    sqlite_client: httpx.AsyncClient, language: str
) -> None:
    other = {"en": "fr", "fr": "en"}[language]
    for path in (f"/{language}/nowhere", f"/{language}/takes/{'x' * 22}/result", f"/{language}/takes/short"):
        response = await sqlite_client.get(path, headers={"accept-language": other})
        assert response.status_code == 404
        assert page_of(response).one("html").get("lang") == f"{language}-CA"
    response = await sqlite_client.get("/nowhere", headers={"accept-language": language})
    assert page_of(response).one("html").get("lang") == f"{language}-CA"
    response = await sqlite_client.get(f"/{other}/nowhere", params={"language": language})
    assert page_of(response).one("html").get("lang") == f"{language}-CA"


async def test_an_error_for_htmx_is_a_part_that_fills_the_page(sqlite_client: httpx.AsyncClient) -> None:
    response = await sqlite_client.get(f"/en/takes/{'x' * 22}/review", headers=FRAGMENT)
    assert response.status_code == 404
    assert (response.headers["hx-retarget"], response.headers["hx-reswap"]) == ("#main", "innerHTML")
    page = page_of(response)
    assert not page.all("html")
    assert page.one("h1").text == "This link opens nothing"


async def test_every_error_says_what_was_kept_or_what_to_do(sqlite_client: httpx.AsyncClient) -> None:
    visitor = Visitor(sqlite_client)
    key = await visitor.start()
    address = visitor.question(key, QUESTIONS[0])
    answers = {
        403: await sqlite_client.post(address, headers={"sec-fetch-site": "cross-site"}),
        400: await sqlite_client.post(address, content=b"{}", headers={"content-type": "application/json"}),
        404: await sqlite_client.get("/en/nowhere"),
        405: await sqlite_client.put(address),
        413: await sqlite_client.post(address, data={"note": "x" * 70_000}),
        414: await sqlite_client.get("/en/" + "x" * 1000),
    }
    for status, response in answers.items():
        assert response.status_code == status
        page = page_of(response)
        assert page.one("h1").text
        assert len(page.one(class_="lede").text.split(".")) > 2
        assert "/en/" in page.one("main").one("a").attributes["href"]


async def test_a_switch_of_language_keeps_the_example_on_the_method_page(
    sqlite_client: httpx.AsyncClient,
) -> None:
    address = "/en/method?owner=absent&policy=measured"
    link = next(
        link for link in page_of(await sqlite_client.get(address)).links if link.startswith("?language=fr")
    )
    switched = await sqlite_client.get("/en/method" + link.replace("&amp;", "&"))
    assert switched.headers["location"].startswith("/fr/method?")
    assert {"owner=absent", "policy=measured"} <= set(switched.headers["location"].split("?")[1].split("&"))


async def test_what_was_deleted_is_not_offered_in_another_language(sqlite_client: httpx.AsyncClient) -> None:
    visitor = Visitor(sqlite_client)
    page = page_of(await sqlite_client.post(visitor.path(await visitor.start(), "delete")))
    assert not [link for link in page.links if link.startswith("?language=")]
