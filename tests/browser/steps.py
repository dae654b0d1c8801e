"""What people do on the pages, and how a test sees that it is done. No words: it works in each language."""

from playwright.async_api import Locator, Page, expect

from tests.browser.takes import QUESTIONS

START = ".top form[action=takes] button"
CONTINUE = "button[value=continue]"
REVIEW = "a[href='../review']"
FINISH = ".review form button[type=submit]"


def option(page: Page, level: str) -> Locator:
    """The row of that level."""
    return page.locator(f"label[for=level-{level}]")


async def choose(page: Page, level: str) -> None:
    """Press the row of that level."""
    await option(page, level).click()


async def go_on(page: Page) -> None:
    """Press Continue."""
    await page.click(CONTINUE)


async def at_question(page: Page, number: int) -> None:
    """Wait for the question with that number, at its own address."""
    await expect(page.locator(f"form.question[data-number='{number}']")).to_be_visible()
    await page.wait_for_url(f"**/questions/{QUESTIONS[number - 1]}")


async def is_chosen(page: Page, level: str) -> None:
    """Wait until that level is the chosen one."""
    await expect(page.locator(f"#level-{level}")).to_be_checked()


async def is_saved(page: Page, revision: int = 1) -> None:
    """Wait until the server has acknowledged this many changes of the answer, and the page has said so."""
    await expect(page.locator("#seen")).to_have_value(str(revision))
    await expect(page.locator("#status span:not(.bad)")).to_have_count(1)


async def says_trouble(page: Page) -> None:
    """Wait until the page says that something could not be saved yet."""
    await expect(page.locator("#status .bad")).not_to_be_empty()


async def stop_trying(page: Page) -> None:
    """Stop the page's clock: what it would do by itself later, it does no more."""
    await page.evaluate("() => { for (let id = setTimeout(() => {}); id; id--) clearTimeout(id) }")


async def choose_no_level(page: Page) -> None:
    """Send a target that is no level, as only who changes the form can; wait for what is said then."""
    await page.evaluate("document.querySelector('#target').selectedOptions[0].value = 'high'")
    await page.click(".target button")
    await expect(page.locator(".summary")).to_be_focused()


async def is_drawn(page: Page) -> None:
    """Wait until both plots of the chart are there, with a point for each property."""
    await expect(page.locator("[data-plot=radar] path.point")).to_have_count(6)
    await expect(page.locator("[data-plot=bars] .barlayer path")).to_have_count(6)
    await expect(page.locator("[data-line]")).to_be_hidden()


async def curve_is_drawn(page: Page, marks: int) -> None:
    """Wait until both plots of the roadmap are there, with so many points: today and the quarters."""
    for plot in ("curve", "days"):
        points = await page.locator(f"[data-plot={plot}]").get_attribute("data-points")
        await expect(page.locator(f"[data-plot={plot}] {points}")).to_have_count(marks)
    await expect(page.locator("[data-line]")).to_be_hidden()


async def is_not_drawn(page: Page) -> None:
    """Wait until the page says that there is no chart."""
    failed = str(await page.locator("[data-line]").get_attribute("data-failed"))
    await expect(page.locator("[data-line]")).to_have_text(failed)
    await expect(page.locator("[data-shown]:visible")).to_have_count(0)


async def tab_to(page: Page, selector: str, presses: int = 60) -> None:
    """Go on by Tab until ``selector`` has the focus; each stop on the way must be seen to have it."""
    for _ in range(presses):
        await page.keyboard.press("Tab")
        assert await page.evaluate(FOCUS_IS_VISIBLE), await page.evaluate("document.activeElement.outerHTML")
        if await page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


FOCUS_IS_VISIBLE = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return true;
  const outlined = [focused, focused.closest(".option")].filter(Boolean).some((element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const { top, bottom, width } = (focused.closest(".option") ?? focused).getBoundingClientRect();
  return outlined && width > 0 && bottom > 0 && top < innerHeight;
}"""
