"""Change the language: the place and the answers stay."""

import httpx

from tests.web.pages import page_of
from tests.web.rows import Rows
from tests.web.visitor import QUESTIONS, Visitor, follow


async def switched(browser: httpx.AsyncClient, path: str) -> tuple[str, str]:
    """Where the language link of a page leads, and the language that the page there is in."""
    response = await browser.get(path)
    page = page_of(response)
    here = page.one("html").attributes["lang"]
    link = next(a for a in page.one("nav", class_="end").all("a") if a.get("hreflang"))
    assert link.get("lang") == link.get("hreflang") != here[:2]
    response = await browser.get(follow(response, link.attributes["href"]), follow_redirects=True)
    assert response.status_code == 200
    there = page_of(response).one("html").attributes["lang"]
    assert {here, there} == {"en-CA", "fr-CA"}
    return response.request.url.path, there


async def test_the_switch_keeps_the_place_of_every_page_and_leads_back(
    visitor: Visitor, half_answered_take: str, rows: Rows
) -> None:
    before = rows.everything()
    paths = [
        visitor.path(half_answered_take, place) for place in ("review", "delete", f"questions/{QUESTIONS[3]}")
    ]
    for path in ("/en/", "/en/method", "/en/privacy", "/en/accessibility", *paths):
        french, language = await switched(visitor.browser, path)
        assert (french, language) == (path.replace("/en/", "/fr/", 1), "fr-CA")
        assert await switched(visitor.browser, french) == (path, "en-CA")
    assert rows.everything() == before


async def test_the_switch_keeps_a_result(visitor: Visitor, complete_take: str) -> None:
    path = visitor.path(complete_take, "result")
    assert await switched(visitor.browser, path) == (path.replace("/en/", "/fr/", 1), "fr-CA")


async def test_the_switch_keeps_the_answer_that_is_saved(visitor: Visitor, empty_take: str) -> None:
    await visitor.answer(empty_take, QUESTIONS[0], "documented", note="une note")
    response = await visitor.browser.get(
        visitor.question(empty_take, QUESTIONS[0]), params={"language": "fr"}
    )
    assert response.status_code == 303
    assert response.headers["location"] == visitor.question(empty_take, QUESTIONS[0]).replace("/en/", "/fr/")
    visitor.language = "fr"
    window = await visitor.open(empty_take, QUESTIONS[0])
    assert (window.fields["level"], window.fields["note"]) == ("documented", "une note")


async def test_a_language_that_there_is_not_changes_nothing(visitor: Visitor, empty_take: str) -> None:
    for language in ("de", "", "fr/../..", "//example.com", "FR"):
        response = await visitor.browser.get(
            visitor.question(empty_take, QUESTIONS[0]), params={"language": language}
        )
        assert response.status_code == 200
        assert page_of(response).one("html").get("lang") == "en-CA"
