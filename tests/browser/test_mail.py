"""The owner's link by mail in a real browser: asked for, mistyped, late, and refused by the mail server."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.looking import axe_finds, misfits
from tests.browser.servers import Server
from tests.browser.steps import tab_to
from tests.browser.takes import LANGUAGES, Take, finished
from tests.browser.visits import PATIENCE_MS, PHONE, Visits
from tests.web.mail.servers import MailServer

pytestmark = pytest.mark.asyncio(loop_scope="session")

FIELD, BUTTON = "#address", "form[action=mail] button"
SAID = "#my-link [role=status]:not([data-copied])"
REFUSED = ["status of 4"]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def mail_server() -> AsyncIterator[MailServer]:
    """A mail server."""
    server = MailServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture(scope="module")
def mailing(tmp_path_factory: pytest.TempPathFactory, mail_server: MailServer) -> Iterator[Server]:
    """A site that sends its mails there."""
    settings = {
        "AI_INDEX_SMTP_HOST": "127.0.0.1",
        "AI_INDEX_SMTP_PORT": str(mail_server.port),
        "AI_INDEX_SMTP_SECURITY": "none",
        "AI_INDEX_MAIL_FROM": "index@example.org",
    }
    site = Server(tmp_path_factory.mktemp("mailing"), settings)
    site.start()
    yield site
    site.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def visit_there(browser: Browser, mailing: Server) -> AsyncIterator[Visits]:
    """Opens watched windows on that site."""
    visits = Visits(browser, mailing.address)
    yield visits
    assert await visits.close() == []


async def ask(page: Page, take: Take) -> None:
    """Fill in the form and send it."""
    await page.goto(take.at("result"))
    await page.fill(FIELD, f"reader.{take.key}@example.org")
    await page.click(BUTTON)


@pytest.mark.parametrize("has_scripts", [True, False])
async def test_a_link_is_mailed_with_and_without_scripts(
    visit: Visits, client: httpx.Client, has_scripts: bool
) -> None:
    page = await visit(java_script_enabled=has_scripts)
    take = finished(client)
    await ask(page, take)
    await expect(page.locator(SAID)).to_contain_text("It is on its way.")
    await expect(page.locator(SAID)).to_be_in_viewport()
    await expect(page.locator(FIELD)).to_have_value("")


@pytest.mark.parametrize("has_scripts", [True, False])
async def test_a_fault_is_told_at_the_top_and_at_the_field_and_what_was_typed_stays(
    visit: Visits, client: httpx.Client, has_scripts: bool
) -> None:
    page = await visit(java_script_enabled=has_scripts, expects=REFUSED)
    take = finished(client)
    await page.goto(take.at("result"))
    await page.fill(FIELD, "reader@example")
    await page.click(BUTTON)
    await expect(page.locator(".summary")).to_be_in_viewport()
    if has_scripts:
        await expect(page.locator(".summary")).to_be_focused()
    await expect(page.locator(FIELD)).to_have_value("reader@example")
    await page.click(".summary a")
    await expect(page.locator(FIELD)).to_be_in_viewport()
    await page.fill(FIELD, f"mended.{take.key}@example.org")
    await page.press(FIELD, "Enter")
    await expect(page.locator(SAID)).to_contain_text("It is on its way.")


async def test_the_keyboard_alone_has_it_mailed(visit: Visits, client: httpx.Client) -> None:
    take = finished(client)
    page = await visit(take.at("result"), PHONE)
    await tab_to(page, FIELD)
    await page.keyboard.type(f"keys.{take.key}@example.org")
    await tab_to(page, BUTTON)
    await page.keyboard.press("Enter")
    await expect(page.locator(SAID)).to_contain_text("It is on its way.")


async def reads(page: Page, take: Take, kind: str) -> None:
    """Read the result until it says this of a mail, which it does once the site has tried to send it."""
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while not await page.locator(f"{SAID}.{kind}").count():
            await page.goto(take.at("result"))
    await page.goto(take.at("result") + "#my-link")
    await expect(page.locator(SAID)).to_be_in_viewport()
    assert await misfits(page) == []
    assert await axe_finds(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_owner_sees_that_a_mail_is_late_or_was_refused(
    visit_there: Visits, mailing: Server, mail_server: MailServer, language: str
) -> None:
    page = await visit_there(width=PHONE)
    with httpx.Client(base_url=mailing.address, timeout=30) as client:
        late, refused = finished(client, language), finished(client, language)
    for take, answers in ((late, ["450 4.2.0 Later"]), (refused, ["550 5.1.1 Nobody here"])):
        mail_server.to_recipient = answers
        await ask(page, take)
        await reads(page, take, "notice" if take is late else "summary")
