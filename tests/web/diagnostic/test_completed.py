"""A completed take never changes."""

from tests.web.pages import page_of
from tests.web.rows import Rows
from tests.web.visitor import FRAGMENT, QUESTIONS, Visitor, follow

SAVES = (
    {"level": "measured", "seen": "1", "action": "continue"},
    {"level": "measured", "seen": "1", "action": "save"},
    {"level": "declared", "seen": "1", "action": "continue"},
    {"note": "later", "action": "save"},
    {"level": "", "action": "continue"},
)


async def test_an_answer_to_a_completed_take_is_refused_with_the_way_to_the_result(
    visitor: Visitor, complete_take: str, rows: Rows
) -> None:
    before = rows.everything()
    for question in QUESTIONS:
        for fields in SAVES:
            response = await visitor.send(complete_take, question, **fields)
            assert response.status_code == 409
    page = page_of(response)
    assert page.one("h1").text == "This take is completed"
    link = next(link for link in page.all("a") if link.text == "See the result")
    assert follow(response, link.attributes["href"]).endswith(visitor.path(complete_take, "result"))
    assert rows.everything() == before


async def test_a_window_that_stayed_open_is_told_by_htmx_too(visitor: Visitor, complete_take: str) -> None:
    response = await visitor.browser.post(
        visitor.question(complete_take, QUESTIONS[0]), data=SAVES[1], headers=FRAGMENT
    )
    assert (response.status_code, response.headers["hx-retarget"]) == (409, "#main")
    page = page_of(response)
    assert not page.all("html")
    assert page.one("h1").text == "This take is completed"
