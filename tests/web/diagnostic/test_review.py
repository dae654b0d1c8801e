"""Look over the answers, say what the organization is, and complete the take."""

import datetime

import httpx

from questions.packs import CURRENT, load
from tests.web.pages import page_of
from tests.web.rows import Rows
from tests.web.running import Clock
from tests.web.visitor import QUESTIONS, SOME_ANSWERS, Visitor, follow

WORDS = load(CURRENT).texts["en"]
UNANSWERED = [WORDS.questions[question].unanswered for question in QUESTIONS]
ORGANIZATION = {"name": "Boulangerie Côté & fils", "size": "small", "sector": "hospitality"}


async def test_the_review_shows_each_answer_with_a_way_to_change_it(
    visitor: Visitor, half_answered_take: str
) -> None:
    response = await visitor.browser.get(visitor.path(half_answered_take, "review"))
    items = page_of(response).one("ol", class_="answers").all("li")
    assert [item.one(class_="ask").text for item in items] == [
        WORDS.questions[question].heading for question in QUESTIONS
    ]
    places = [httpx.URL(follow(response, item.one("a").attributes["href"])).path for item in items]
    assert places == [visitor.question(half_answered_take, question) for question in QUESTIONS]
    assert [item.one(class_="level").text for item in items[:6]] == [
        "? I don’t know" if level == "unknown" else WORDS.levels[level].name
        for level in list(SOME_ANSWERS.values())[:6]
    ]
    assert [item.one(class_="got").text for item in items[6:]] == ["Answer it"] * 6


async def test_no_result_comes_from_missing_answers(
    visitor: Visitor, half_answered_take: str, rows: Rows
) -> None:
    response = await visitor.complete(half_answered_take)
    assert response.status_code == 422
    page = page_of(response)
    assert page.errors == UNANSWERED[6:]
    links = [link.attributes["href"] for link in page.one(class_="summary").all("a")]
    places = [httpx.URL(follow(response, link)).path for link in links]
    assert places == [visitor.question(half_answered_take, question) for question in QUESTIONS[6:]]
    assert page.one("title").text.startswith("Error: ")
    assert rows.take(half_answered_take)["completed_at"] is None
    response = await visitor.browser.get(visitor.path(half_answered_take, "result"))
    assert response.headers["location"] == visitor.path(half_answered_take, "review")


async def test_a_question_with_a_note_alone_is_missing(visitor: Visitor, answered_take: str) -> None:
    key = await visitor.start()
    for question, level in SOME_ANSWERS.items():
        fields = {"note": "later"} if question == QUESTIONS[7] else {"level": level}
        await visitor.send(key, question, **fields)
    assert page_of(await visitor.complete(key)).errors == [UNANSWERED[7]]


async def test_what_was_said_of_the_organization_is_kept_while_answers_are_missing(
    visitor: Visitor, half_answered_take: str
) -> None:
    await visitor.complete(half_answered_take, **ORGANIZATION)
    page = await visitor.read(visitor.path(half_answered_take, "review"))
    assert page.by_id("name").get("value") == ORGANIZATION["name"]
    chosen = [option.get("value") for option in page.all("option") if "selected" in option.attributes]
    assert chosen == [ORGANIZATION["size"], ORGANIZATION["sector"]]


async def test_completing_freezes_the_take_and_leads_to_the_result(
    visitor: Visitor, answered_take: str, rows: Rows, clock: Clock
) -> None:
    clock.advance(days=2)
    response = await visitor.complete(answered_take, **ORGANIZATION)
    assert response.status_code == 303
    assert response.headers["location"] == visitor.path(answered_take, "result")
    row = rows.take(answered_take)
    assert row["completed_at"] == clock.now
    assert row["expires_at"] == clock.now + datetime.timedelta(days=365)
    assert {
        "name": row["organization_name"],
        "size": row["organization_size"],
        "sector": row["organization_sector"],
    } == ORGANIZATION


async def test_the_organization_may_stay_unsaid(visitor: Visitor, answered_take: str, rows: Rows) -> None:
    assert (await visitor.complete(answered_take, name="", size="", sector="")).status_code == 303
    assert rows.take(answered_take)["organization_name"] == ""
    page = await visitor.read(visitor.path(answered_take, "result"))
    assert not page.all(class_="who")


async def test_completing_twice_changes_nothing(
    visitor: Visitor, answered_take: str, rows: Rows, clock: Clock
) -> None:
    await visitor.complete(answered_take, **ORGANIZATION)
    before = rows.everything()
    clock.advance(hours=1)
    for again in (ORGANIZATION, {"name": "Somebody else"}, {"name": "x" * 121}, {"size": "huge"}):
        response = await visitor.complete(answered_take, **again)
        assert response.status_code == 303
        assert response.headers["location"] == visitor.path(answered_take, "result")
    assert rows.everything() == before


async def test_a_name_of_more_than_120_characters_is_refused_and_stays_in_the_page(
    visitor: Visitor, answered_take: str, rows: Rows
) -> None:
    said = "The name is too long: keep it to 120 characters."
    response = await visitor.complete(answered_take, name="é" * 121, size="small")
    assert response.status_code == 422
    page = page_of(response)
    assert page.errors == [said]
    assert page.by_id("name-error").text == said
    assert page.by_id("name").get("value") == "é" * 121
    assert rows.take(answered_take)["completed_at"] is None
    assert (await visitor.complete(answered_take, name="é" * 120)).status_code == 303


async def test_a_size_or_sector_that_does_not_exist_is_refused(
    visitor: Visitor, answered_take: str, rows: Rows
) -> None:
    response = await visitor.complete(answered_take, name="Us", size="huge", sector="a\x00b")
    assert response.status_code == 422
    page = page_of(response)
    assert page.errors == ["Choose one of the sizes.", "Choose one of the sectors."]
    assert page.by_id("name").get("value") == "Us"
    assert rows.take(answered_take)["completed_at"] is None
