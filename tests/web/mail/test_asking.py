"""Who may have a mail sent, to what address, and how often."""

import httpx
import pytest
from pydantic import SecretStr
from starlette.types import ASGIApp

from app.mail.addresses import AddressError, address_of, mailbox
from app.settings import Settings
from tests.web.mail.correspondent import ADDRESS, Correspondent
from tests.web.mail.servers import MailServer
from tests.web.pages import Page, page_of
from tests.web.rows import Rows
from tests.web.running import Clock, browser_of, running, until
from tests.web.visitor import SOME_ANSWERS, Visitor, follow

INJECTIONS = [
    "zebra@example.com\r\nBcc: victim@example.org",
    "zebra@example.com\nSubject: win",
    "zebra@example.com%0d%0aBcc:victim@example.org",
    "zebra@example.com\rX: y",
    "zebra@example.com\u2028Bcc: victim@example.org",
    "zebra@example.com\x85Bcc: victim@example.org",
    "zebra@example.com,victim@example.org",
    "zebra@example.com;victim@example.org",
    "zebra@example.com victim@example.org",
    "zebra@victim@example.org",
    "Zebra <zebra@example.com>",
    "<zebra@example.com>",
    '"zebra\\r\\nBcc: x"@example.com',
    "zebra@example.com>\r\nRCPT TO:<victim@example.org",
    "zebra(comment)@example.com",
    "zebra@[203.0.113.7]",
    "=?utf-8?q?zebra?=@example.com",
]
NO_ADDRESSES = [
    "zebra",
    "@example.com",
    "zebra@",
    "zebra@localhost",
    "zebra@example",
    "zebra@example..com",
    "zebra@.example.com",
    "zebra@-example.com",
    "zebra@example.com.",
    "zebra@203.0.113.7",
    ".zebra@example.com",
    "ze..bra@example.com",
    "zébra@example.com",
    "zebra@ex_ample.com",
    "zebra@straße.example",
    f"zebra@{'x' * 64}.example.com",
    "zebra@example.com\ud800",
]


def said(page: Page) -> str:
    """The field's fault, which the summary repeats and the field points to."""
    field = page.by_id("address")
    error = page.by_id("address-error").text
    assert field.get("aria-invalid") == "true"
    assert "address-error" in (field.get("aria-describedby") or "").split()
    summary = page.one("div", class_="summary")
    assert [(link.text, link.get("href")) for link in summary.all("a")] == [(error, "#address")]
    assert page.one("title").text.startswith("Error: ")
    assert not page.faults
    return error


async def refused(writer: Correspondent, address: str, status: int = 422) -> Page:
    """Ask, in vain; the page."""
    response = await writer.ask(address)
    assert response.status_code == status, address
    assert response.headers["cache-control"] == "no-store"
    return page_of(response)


async def test_the_form_says_what_becomes_of_the_address(writer: Correspondent) -> None:
    field = (await writer.result()).by_id("address")
    assert (field.get("type"), field.get("autocomplete"), field.get("value")) == ("email", "email", "")
    page = await writer.result()
    assert page.by_id(field.attributes["aria-describedby"]).text == (
        "Your address is used for this mail and then forgotten."
    )


async def test_the_page_says_that_the_mail_is_on_its_way_for_a_while(
    writer: Correspondent, up: MailServer, clock: Clock, rows: Rows
) -> None:
    response = await writer.ask()
    place = follow(response, response.headers["location"])
    assert place.endswith("#my-link")
    assert "It is on its way." in (await writer.visitor.read(place)).by_id("my-link").text
    await until(lambda: rows.count("outbox") == 0)
    clock.advance(minutes=11)
    assert "It is on its way." not in (await writer.visitor.read(place)).by_id("my-link").text


@pytest.mark.parametrize("mailed", ["", "x", "-1", "9" * 11, "9" * 400, "١٢٣"])
async def test_an_address_bar_that_says_something_else_says_nothing(
    writer: Correspondent, mailed: str
) -> None:
    response = await writer.visitor.browser.get(
        writer.visitor.path(writer.key, "result"), params={"mailed": mailed}
    )
    assert response.status_code == 200
    assert "It is on its way." not in response.text


async def test_an_empty_form_says_what_is_missing(writer: Correspondent, rows: Rows) -> None:
    for typed in ("", "  ", "\u200b\ufeff"):
        assert said(await refused(writer, typed)) == "Type the address that the link goes to."
    assert (await writer.visitor.browser.post(writer.visitor.path(writer.key, "mail"))).status_code == 422
    assert rows.count("outbox") == rows.count("mail_pause") == rows.count("start_count") - 1 == 0


async def test_nothing_but_one_plain_address_is_taken_and_nothing_typed_is_lost(
    writer: Correspondent, rows: Rows
) -> None:
    for typed in INJECTIONS + NO_ADDRESSES:
        page = await refused(writer, typed.encode("utf-8", "replace").decode())
        assert said(page) == "Type one address, such as name@example.org."
        assert (page.by_id("address").get("value") or "")[:5] == typed[:5]
    assert rows.count("outbox") == 0


async def test_an_address_that_is_too_long_is_refused_and_kept_in_the_field(writer: Correspondent) -> None:
    for typed in ("z" * 65 + "@example.com", "z" * 60 + "@" + "x." * 100 + "com", "z" * 10_000):
        page = await refused(writer, typed)
        assert said(page) == "The address is too long: no mailbox has more than 254 characters."
        assert page.by_id("address").get("value") == typed


@pytest.mark.parametrize("typed", INJECTIONS + NO_ADDRESSES)
def test_no_other_text_is_an_address(typed: str) -> None:
    with pytest.raises(AddressError):
        address_of(typed)


def test_an_address_is_written_as_servers_read_it() -> None:
    for typed, address in {
        " Zebra.Reader@Example.COM\x00\r\n": "Zebra.Reader@example.com",
        "\u200bzebra+tag@example.com\u00a0": "zebra+tag@example.com",
        "zebra@Bücher.example": "zebra@xn--bcher-kva.example",
        "zebra@bu\u0308cher.example": "zebra@xn--bcher-kva.example",
        "zebra@例え.テスト": "zebra@xn--r8jz45g.xn--zckzah",
        "o'brien&co=x@example.co.uk": "o'brien&co=x@example.co.uk",
    }.items():
        assert address_of(typed) == address


def test_capitals_and_tags_lead_to_the_same_mailbox() -> None:
    same = {
        mailbox(address_of(a)) for a in ("Zebra@example.com", "zebra+1@EXAMPLE.com", "ZEBRA+x+y@example.com")
    }
    assert same == {"zebra@example.com"}
    assert mailbox("+x@example.com") == "+x@example.com"


async def test_an_address_gets_one_mail_an_hour_whoever_asks(
    writer: Correspondent, up: MailServer, rows: Rows, clock: Clock
) -> None:
    await writer.asks()
    await until(lambda: rows.count("outbox") == 0)
    other = Correspondent(writer.visitor, await finished(writer.visitor))
    words = "An address gets at most one mail an hour. Try again in an hour, or copy your link."
    for who, address in ((writer, ADDRESS), (other, ADDRESS.upper()), (other, "zebra.reader+x@example.com")):
        clock.advance(minutes=19)
        page = await refused(who, address)
        assert said(page) == words
        assert page.by_id("address").get("value") == address
    clock.advance(minutes=3)
    await other.asks()
    await until(lambda: rows.count("outbox") == 0)
    assert up.recipients == [ADDRESS, ADDRESS]


async def test_a_sender_gets_so_many_mails_an_hour(
    settings: Settings, up: MailServer, rows: Rows, clock: Clock
) -> None:
    few = settings.model_copy(update={"mails_per_hour": 2})
    async with running(few, clock) as app, browser_of(app, "2001:db8::1") as browser:
        writer = Correspondent(Visitor(browser), await finished(Visitor(browser)))
        for number in range(2):
            await writer.asks(f"reader{number}@example.com")
        page = await refused(writer, ADDRESS, 429)
        assert said(page).startswith("Many mails were asked for from your network in this hour.")
        async with browser_of(app, "2001:db8::ffff:2") as neighbour:
            assert (await Correspondent(Visitor(neighbour), writer.key).ask()).status_code == 429
        async with browser_of(app, "2001:db8:0:1::1") as stranger:
            await Correspondent(Visitor(stranger), writer.key).asks()
        clock.advance(hours=1)
        await writer.asks("reader3@example.com")
        await until(lambda: rows.count("outbox") == 0)
    assert len(up.recipients) == 4


async def test_a_refused_request_leaves_no_mark(
    writer: Correspondent, settings: Settings, rows: Rows
) -> None:
    await writer.asks()
    before = {name: rows.of(name) for name in ("mail_pause", "start_count")}
    await refused(writer, ADDRESS)
    await refused(writer, "zebra")
    assert {name: rows.of(name) for name in before} == before


async def test_marks_of_addresses_go_when_their_hour_is_over(
    settings: Settings, rows: Rows, clock: Clock
) -> None:
    async with running(settings, clock) as app, browser_of(app) as browser:
        writer = Correspondent(Visitor(browser), await finished(Visitor(browser)))
        await writer.asks()
        assert rows.count("mail_pause") == 1
    clock.advance(hours=1)
    async with running(settings, clock):
        await until(lambda: rows.count("mail_pause") == 0)


async def test_an_unfinished_take_has_no_link_to_mail_yet(
    visitor: Visitor, half_answered_take: str, rows: Rows
) -> None:
    response = await Correspondent(visitor, half_answered_take).ask()
    assert response.headers["location"] == visitor.path(half_answered_take, "review")
    assert rows.count("outbox") == 0


async def test_a_key_that_opens_nothing_mails_nothing(visitor: Visitor, rows: Rows) -> None:
    assert (await Correspondent(visitor, "A" * 22).ask()).status_code == 404
    assert rows.count("outbox") == rows.count("mail_pause") == 0


async def test_the_form_s_address_read_again_leads_to_the_result(writer: Correspondent) -> None:
    browser, path = writer.visitor.browser, writer.visitor.path
    response = await browser.get(path(writer.key, "mail"))
    assert response.headers["location"] == path(writer.key, "result") + "#my-link"
    response = await browser.get(path(writer.key, "mail"), params={"language": "fr"})
    assert response.headers["location"] == f"/fr/takes/{writer.key}/mail"


async def test_a_site_without_a_mail_server_offers_none_and_says_so(
    settings: Settings, clock: Clock, rows: Rows
) -> None:
    async with (
        running(settings.model_copy(update={"smtp_host": ""}), clock) as app,
        browser_of(app) as browser,
    ):
        visitor = Visitor(browser)
        writer = Correspondent(visitor, await finished(visitor))
        assert not (await writer.result()).all("form", action="mail")
        response = await writer.ask()
        assert response.status_code == 404
        assert page_of(response).one("h1").text == "This site sends no mail"
    assert rows.count("outbox") == 0


def at_home(database_url: str, **more: object) -> Settings:
    """The settings of somebody who develops."""
    values: dict[str, object] = {"database": SecretStr(database_url), "secret": SecretStr("x" * 32)}
    return Settings(**values | more)  # type: ignore[arg-type]


async def test_in_development_the_mail_is_printed(
    database_url: str, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(at_home(database_url), clock) as app, local_browser(app) as browser:
        writer = Correspondent(Visitor(browser), await finished(Visitor(browser)))
        await writer.asks()
        printed = ""

        def is_printed() -> bool:
            nonlocal printed
            printed += capsys.readouterr().out
            return f"http://127.0.0.1:8000/en/takes/{writer.key}/result" in printed

        await until(is_printed)
    assert f"To: {ADDRESS}\nSubject: Your AI Index: the link to your result\n" in printed


async def test_what_strangers_ask_for_is_never_printed(
    database_url: str, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    for settings in (at_home(database_url), at_home(database_url, https=True)):
        async with running(settings, clock) as app, browser_of(app) as browser:
            writer = Correspondent(Visitor(browser), await finished(Visitor(browser)))
            assert not (await writer.result()).all("form", action="mail")
            assert (await writer.ask()).status_code == 404
    assert ADDRESS not in capsys.readouterr().out


def local_browser(app: ASGIApp) -> httpx.AsyncClient:
    """A browser on the site's own machine."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000")


async def finished(visitor: Visitor) -> str:
    """The key of a completed take."""
    key = await visitor.start()
    await visitor.fill_in(key, SOME_ANSWERS)
    assert (await visitor.complete(key)).status_code == 303
    return key
