"""Whoever has the read-only link reads the result, and can do nothing else."""

import io
import re

import pypdf
import pytest
import structlog

from tests.web.pages import Element, Page, page_of
from tests.web.results.sharer import LINK, NOTE, Sharer, key_of, noted_take, path_of
from tests.web.visitor import Visitor

SAME = ("sum", "first-steps", "minimum", "answers", "properties", "components", "clauses")


async def pdf_text(visitor: Visitor, path: str) -> str:
    """The text of the report at ``path``, without its line breaks."""
    response = await visitor.browser.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(response.content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def without(element: Element, name: str) -> Element:
    """The element without the parts that have the class ``name``."""
    parts = [each for each in element.content if isinstance(each, str) or not each.has_class(name)]
    rest = [each if isinstance(each, str) else without(each, name) for each in parts]
    return Element(element.name, element.attributes, rest)


def properties(page: Page) -> dict[str, str]:
    """What the page tells whoever shows a preview of it."""
    found = [m for m in page.all("meta") if m.get("property") or (m.get("name") or "").startswith("twitter:")]
    return {m.get("property") or m.attributes["name"]: m.attributes["content"] for m in found}


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_it_says_the_same_as_the_owner_s_page(sharer: Sharer, language: str) -> None:
    sharer.visitor.language = language
    path = await sharer.share()
    mine, theirs = await sharer.result(), await sharer.visitor.read(path)
    assert theirs.faults == []
    for part in SAME:
        assert theirs.by_id(part).text == without(mine.by_id(part), "mine").text
    assert theirs.one("article", class_="card").text == mine.one("article", class_="card").text
    assert theirs.one("html").get("lang") == f"{language}-CA"


async def test_it_offers_nothing_that_changes_anything(sharer: Sharer) -> None:
    page = await sharer.visitor.read(await sharer.share(shows_notes="yes"))
    assert not page.all("form") + page.all("button") + page.all("input")
    for place in ("keep", "share", "my-link", "again"):
        assert not page.all(id=place)
    assert not [link for link in page.links if "takes" in link or "delete" in link]


async def test_it_speaks_to_a_reader(visitor: Visitor) -> None:
    sharer = Sharer(visitor, await noted_take(visitor, name="Boulangerie <Sainte-Geneviève> & fils"))
    page = await visitor.read(await sharer.share())
    assert page.one("h1").text == "AI practice of Boulangerie <Sainte-Geneviève> & fils Taking shape"
    assert "Your AI practice" not in page.one("main").text
    assert "completed on 9 March 2026" in page.one(class_="shared-how").text
    assert "/en/" in page.by_id("yours").one("a").attributes["href"]


async def test_a_result_without_a_name_names_nobody(sharer: Sharer) -> None:
    page = await sharer.visitor.read(await sharer.share())
    assert page.one("h1").text == "A shared result Taking shape"


async def test_notes_are_shown_only_while_the_owner_says_so(sharer: Sharer) -> None:
    path = await sharer.share()
    for shows_notes in (False, True, False):
        await sharer.press("share", **({"shows_notes": "yes"} if shows_notes else {}))
        assert path_of(await sharer.link()) == path
        (box,) = [e for e in await sharer.boxes() if e.get("name") == "shows_notes"]
        assert ("checked" in box.attributes) is shows_notes
        response = await sharer.visitor.browser.get(path)
        assert (NOTE in response.text, LINK in response.text) == (shows_notes, shows_notes)
        assert bool(page_of(response).all(id="proofs")) is shows_notes
        assert (NOTE in await pdf_text(sharer.visitor, f"{path}/report.pdf")) is shows_notes


async def test_the_page_leads_to_the_report_without_naming_its_key(sharer: Sharer) -> None:
    path = await sharer.share()
    page = await sharer.visitor.read(path)
    assert "?report=pdf" in page.links
    response = await sharer.visitor.browser.get(f"{path}?report=pdf")
    assert (response.status_code, response.headers["location"]) == (303, f"{path}/report.pdf")


async def test_a_language_switch_keeps_the_place(sharer: Sharer) -> None:
    path = await sharer.share()
    response = await sharer.visitor.browser.get(f"{path}?language=fr")
    assert response.status_code == 303
    french = await sharer.visitor.read(response.headers["location"])
    assert french.one("h1").text == "Résultat partagé En construction"


async def test_nobody_keeps_or_lists_the_page(sharer: Sharer) -> None:
    path = await sharer.share()
    for address in (path, f"{path}/report.pdf"):
        response = await sharer.visitor.browser.get(address)
        assert response.headers["cache-control"] == "no-store"
        assert "noindex" in response.headers["x-robots-tag"]
        assert response.headers["referrer-policy"] == "no-referrer"
    page = await sharer.visitor.read(path)
    assert [m.get("content") for m in page.all("meta") if m.get("name") == "robots"] == ["noindex"]


async def test_no_page_holds_a_key_that_its_reader_was_not_given(sharer: Sharer) -> None:
    path = await sharer.share()
    for address in (path, f"{path}?x=1", path.replace("/en/", "/fr/")):
        body = (await sharer.visitor.browser.get(address)).text
        assert not [key for key in (sharer.key, key_of(path)) if key in body]
    await sharer.press("share/revoke")
    assert key_of(path) not in (await sharer.visitor.browser.get(path)).text


async def test_no_key_and_no_note_is_logged(sharer: Sharer) -> None:
    with structlog.testing.capture_logs() as events:
        path = await sharer.share(shows_notes="yes")
        await sharer.visitor.read(path)
        name = properties(await sharer.visitor.read(path))["og:image"]
        await sharer.visitor.browser.get(path_of(name))
        await sharer.press("share/renew")
        await sharer.visitor.browser.get(path)
        await sharer.visitor.browser.get(f"{path}/more")
    assert {event["route"] for event in events if "shared" in event["route"]} == {
        "/{language:language}/shared/{key:key}",
        "/{language:language}/shared/{rest:path}",
    }
    secrets = (sharer.key, key_of(path), name[-26:-4], NOTE)
    assert not [secret for secret in secrets if secret in repr(events)]


@pytest.mark.parametrize(
    ("language", "locale", "other", "band"),
    [("en", "en_CA", "fr_CA", "Taking shape"), ("fr", "fr_CA", "en_CA", "En construction")],
)
async def test_a_preview_says_what_it_is_in_the_page_s_language(
    visitor: Visitor, language: str, locale: str, other: str, band: str
) -> None:
    visitor.language = language
    name = 'Le "Four" <d’Ana> & fils'
    sharer = Sharer(visitor, await noted_take(visitor, name=name))
    page = await visitor.read(await sharer.share(shows_notes="yes"))
    said = properties(page)
    index = page.one(class_="big").one("b").text
    assert (said["og:locale"], said["og:locale:alternate"]) == (locale, other)
    assert said["og:title"].startswith(f"{name} – {index} ")
    assert said["og:title"].endswith(band)
    assert band in said["og:image:alt"]
    assert said["og:description"]
    assert said["og:image"].startswith(f"http://127.0.0.1:8000/{language}/pictures/")
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert said["twitter:card"] == "summary_large_image"
    assert not [value for value in said.values() if NOTE in value or LINK in value]


async def test_an_owner_s_page_has_no_preview(sharer: Sharer) -> None:
    await sharer.share()
    assert properties(await sharer.result()) == {}
