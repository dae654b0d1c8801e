"""An answer is saved when it is chosen, and nothing that was chosen or written is lost."""

import httpx
import pytest
from playwright.async_api import expect

from tests.browser.holding import held_saves
from tests.browser.steps import (
    CONTINUE,
    FINISH,
    at_question,
    choose,
    go_on,
    is_chosen,
    is_saved,
    says_trouble,
)
from tests.browser.takes import MIXED, QUESTIONS, begin
from tests.browser.visits import Visits

pytestmark = pytest.mark.asyncio(loop_scope="session")

REFUSED = "status of 422"


async def test_choosing_saves_at_once_and_says_so_without_leaving(
    visit: Visits, client: httpx.Client
) -> None:
    take = begin(client)
    page = await visit(take.question(1))
    await choose(page, "documented")
    await expect(page.locator("#status")).to_have_text("Saved")
    await at_question(page, 1)
    assert take.chosen(1) == "documented"


async def test_digits_choose_only_while_the_focus_is_in_the_options(
    visit: Visits, client: httpx.Client
) -> None:
    page = await visit(begin(client).question(1))
    await expect(page.locator("h1")).to_be_focused()
    await page.keyboard.press("2")
    await is_chosen(page, "declared")
    await is_saved(page)
    await page.focus(CONTINUE)
    await page.keyboard.press("4")
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press("4")
    await is_chosen(page, "declared")


async def test_choosing_marks_the_question_as_answered(visit: Visits, client: httpx.Client) -> None:
    page = await visit(begin(client).question(1))
    mark = page.locator(".ruler .here")
    await expect(mark).to_have_text("Question 1, not answered")
    await choose(page, "unknown")
    await expect(mark).to_have_text("Question 1, answered")
    await page.reload()
    await expect(mark).to_have_text("Question 1, answered")


async def test_quick_changes_of_mind_save_the_last_and_are_nobody_elses(
    visit: Visits, client: httpx.Client
) -> None:
    take = begin(client)
    page = await visit(take.question(1))
    async with held_saves(page) as held:
        for level in ("absent", "declared", "measured"):
            await choose(page, level)
        await held.arrived()
        held.let_go()
        await is_saved(page, revision=2)
    assert take.chosen(1) == "measured"
    await expect(page.locator(".notice")).to_have_count(0)


async def test_continue_waits_for_a_save_on_its_way(visit: Visits, client: httpx.Client) -> None:
    take = begin(client)
    page = await visit(take.question(1))
    async with held_saves(page) as held:
        await choose(page, "absent")
        await held.arrived()
        await choose(page, "measured")
        await go_on(page)
        held.let_go()
        await at_question(page, 2)
    assert take.chosen(1) == "measured"
    await expect(page.locator(".notice")).to_have_count(0)


async def test_a_choice_made_while_continue_is_on_its_way_is_saved(
    visit: Visits, client: httpx.Client
) -> None:
    take = begin(client)
    take.answer(QUESTIONS[0], "absent")
    page = await visit(take.question(1))
    async with held_saves(page) as held:
        await go_on(page)
        await held.arrived()
        await choose(page, "measured")
        async with page.expect_response(
            lambda r: r.url == take.question(1) and "measured" in (r.request.post_data or "")
        ):
            held.let_go()
        await at_question(page, 2)
    assert take.chosen(1) == "measured"


async def test_a_double_press_on_continue_goes_one_question_on(visit: Visits, client: httpx.Client) -> None:
    take = begin(client)
    page = await visit(take.question(1))
    await choose(page, "declared")
    await is_saved(page)
    async with held_saves(page) as held:
        await go_on(page)
        await go_on(page)
        await held.arrived()
        held.let_go()
        await at_question(page, 2)
        await choose(page, "documented")
        await is_saved(page)
        assert held.count == 2
    await at_question(page, 2)
    await is_chosen(page, "documented")
    assert (take.chosen(1), take.chosen(2)) == ("declared", "documented")


async def test_a_double_press_on_see_my_result_shows_it_once(visit: Visits, client: httpx.Client) -> None:
    page = await visit(begin(client).answer_all(MIXED).at("review"))
    await page.dblclick(FINISH)
    await page.wait_for_url("**/result")
    await expect(page.locator("#sum")).to_be_visible()


async def test_back_and_reload_keep_every_answer(visit: Visits, client: httpx.Client) -> None:
    page = await visit(begin(client).question(1))
    for number, level in enumerate(("declared", "measured"), 1):
        await at_question(page, number)
        await choose(page, level)
        await go_on(page)
    await at_question(page, 3)
    await page.go_back()
    await at_question(page, 2)
    await is_chosen(page, "measured")
    await page.go_back()
    await at_question(page, 1)
    await is_chosen(page, "declared")
    await page.reload()
    await is_chosen(page, "declared")
    await page.go_forward()
    await at_question(page, 2)
    await is_chosen(page, "measured")


async def test_a_note_is_saved_when_it_is_left(visit: Visits, client: httpx.Client) -> None:
    take = begin(client)
    page = await visit(take.question(1))
    await page.click(".proof summary")
    await page.fill("#note", "Minutes of 3 March")
    await page.press("#note", "Tab")
    await is_saved(page)
    assert take.note(1) == "Minutes of 3 March"


async def test_a_note_is_saved_when_its_page_is_left_by_a_link(visit: Visits, client: httpx.Client) -> None:
    take = begin(client)
    page = await visit(take.question(1))
    await page.click(".proof summary")
    await page.fill("#note", "Minutes of 3 March")
    await page.click("a[href='../review']")
    await page.wait_for_url("**/review")
    await page.goto(take.question(1))
    await expect(page.locator("#note")).to_have_value("Minutes of 3 March")


async def test_half_a_note_outlives_a_reload(visit: Visits, client: httpx.Client) -> None:
    take = begin(client)
    page = await visit(take.question(1))
    await page.click(".proof summary")
    await page.locator("#note").press_sequentially("Minutes of")
    await page.reload()
    await expect(page.locator("#note")).to_have_value("Minutes of")
    await expect(page.locator("#note")).to_be_visible()


async def test_a_link_that_is_none_is_told_and_kept_and_holds_no_choice_back(
    visit: Visits, client: httpx.Client
) -> None:
    take = begin(client)
    page = await visit(take.question(1), expects=[REFUSED])
    await page.click(".proof summary")
    await page.fill("#link", "our drive")
    await choose(page, "declared")
    await says_trouble(page)
    assert take.chosen(1) == "declared"
    await go_on(page)
    await expect(page.locator(".summary")).to_be_focused()
    await expect(page.locator("#link")).to_have_attribute("aria-invalid", "true")
    await expect(page.locator("#link")).to_have_value("our drive")
    await page.reload()
    await expect(page.locator("#link")).to_have_value("our drive")


async def test_continue_without_a_choice_asks_for_one(visit: Visits, client: httpx.Client) -> None:
    page = await visit(begin(client).question(1), expects=[REFUSED])
    await go_on(page)
    await expect(page.locator(".summary")).to_be_focused()
    assert (await page.title()).startswith("Error: ")
    await page.click(".summary a")
    await expect(page.locator("#level-absent")).to_be_focused()
    await choose(page, "absent")
    await go_on(page)
    await at_question(page, 2)
    await expect(page.locator(".summary")).to_have_count(0)
