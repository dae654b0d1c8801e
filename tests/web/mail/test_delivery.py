"""A mail that was asked for arrives, whatever the mail server does meanwhile, or its owner is told."""

import asyncio

import httpx
import pytest
from pydantic import SecretStr

from app.database import open_database
from app.mail import outbox
from app.mail.delivery import Delivery
from app.settings import Settings
from tests.web.mail.conftest import delivery_in
from tests.web.mail.correspondent import ADDRESS, FROM, HOST, Correspondent
from tests.web.mail.servers import MailServer
from tests.web.pages import Page
from tests.web.rows import Rows
from tests.web.running import Clock, browser_of, running, until
from tests.web.visitor import SOME_ANSWERS, Visitor


def is_empty(rows: Rows) -> bool:
    """Whether nothing is on its way."""
    return rows.count("outbox") == 0


def fault(rows: Rows) -> str:
    """What is noted of the only mail."""
    (row,) = rows.of("outbox")
    return str(row["fault"])


def notices(page: Page) -> list[str]:
    """What the page says of mails."""
    return [each.text for each in page.by_id("my-link").all("p", role="status")]


@pytest.mark.parametrize(
    ("language", "subject", "sentence"),
    [
        ("en", "Your AI Index: the link to your result", "It works until 9 March 2027."),
        ("fr", "Votre Indice IA\u00a0: le lien vers votre résultat", "Il fonctionne jusqu’au 9 mars 2027."),
    ],
)
async def test_the_link_arrives_in_the_page_s_language(
    writer: Correspondent, up: MailServer, rows: Rows, language: str, subject: str, sentence: str
) -> None:
    writer.visitor.language = language
    page = await writer.asks()
    assert len(notices(page)) == 1
    await until(lambda: is_empty(rows))
    (letter,) = up.letters
    assert up.recipients == [ADDRESS]
    assert letter["Subject"] == subject
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert letter.get_content_type() == "multipart/alternative"
    for text in (plain.get_content(), html.get_content()):
        assert writer.link in text
        assert sentence in text
    assert f'lang="{language}"' in html.get_content()


async def test_the_head_says_who_sends_it_and_that_a_machine_does(
    writer: Correspondent, up: MailServer, rows: Rows
) -> None:
    await writer.asks()
    await until(lambda: is_empty(rows))
    (letter,) = up.letters
    assert letter["From"].addresses[0].addr_spec == FROM
    assert [each.addr_spec for each in letter["To"].addresses] == [ADDRESS]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith(f"@{HOST}>")
    assert letter["Date"].datetime == Clock().now
    assert letter["Content-Language"] == "en"


async def test_a_mail_loads_nothing_and_holds_nothing_that_its_sender_wrote(
    visitor: Visitor, answered_take: str, up: MailServer, rows: Rows
) -> None:
    await visitor.complete(answered_take, name="Win a prize at http://zebra.example")
    await Correspondent(visitor, answered_take).asks()
    await until(lambda: is_empty(rows))
    text = up.letters[0].as_string()
    assert "zebra.example" not in text
    body = up.letters[0].get_body(("html",))
    assert body is not None
    page = Page(body.get_content())
    assert not page.faults
    assert [a.get("href") for a in page.all("a")] == [f"https://{HOST}/en/takes/{answered_take}/result"]
    assert not page.all("img") + page.all("link") + page.all("script") + page.all("table")
    assert "url(" not in body.get_content()


async def test_a_dead_mail_server_delays_and_never_loses(
    writer: Correspondent, mail_server: MailServer, delivery: Delivery, rows: Rows, clock: Clock
) -> None:
    await writer.asks()
    await until(lambda: fault(rows) == outbox.DELAYED)
    assert notices(await writer.result()) == [
        "A mail could not be delivered yet. It is tried again until 12 March 2026; nothing is lost."
    ]
    waits = []
    for _ in range(9):
        (row,) = rows.of("outbox")
        tries, due = row["tries"], row["next_try_at"]
        waits.append((due - clock.now).total_seconds())
        clock.now = due
        delivery.wake()
        await until(lambda tries=tries: rows.of("outbox")[0]["tries"] > tries)  # type: ignore[misc]
        await until(lambda: rows.of("outbox")[0]["next_try_at"] != clock.now + outbox.LEASE)
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    await mail_server.start()
    clock.advance(hours=1)
    delivery.wake()
    await until(lambda: is_empty(rows))
    assert mail_server.recipients == [ADDRESS]
    assert notices(await writer.result()) == []
    await mail_server.stop()


async def test_a_mail_that_nobody_takes_for_three_days_is_given_up_and_its_owner_is_told(
    writer: Correspondent, mail_server: MailServer, delivery: Delivery, rows: Rows, clock: Clock
) -> None:
    await writer.asks()
    await until(lambda: fault(rows) == outbox.DELAYED)
    clock.advance(days=3)
    delivery.wake()
    await until(lambda: fault(rows) == outbox.LATE)
    (row,) = rows.of("outbox")
    assert (row["content"], row["next_try_at"]) == (b"", None)
    said = "The mail could not be delivered: no mail server took it for 3 days. Copy your link instead."
    assert notices(await writer.result()) == [said]


async def test_a_server_that_says_later_is_asked_later(
    writer: Correspondent, up: MailServer, delivery: Delivery, rows: Rows, clock: Clock
) -> None:
    up.to_recipient, up.to_data = ["450 4.7.1 Greylisted"], ["451 4.3.0 Try again", None]
    await writer.asks()
    for tries in range(1, 4):
        await until(lambda tries=tries: (rows.of("outbox")[0]["tries"], fault(rows)) == (tries, "delayed"))  # type: ignore[misc]
        await until(lambda: rows.of("outbox")[0]["next_try_at"] != clock.now + outbox.LEASE)
        clock.now = rows.of("outbox")[0]["next_try_at"]
        delivery.wake()
    await until(lambda: is_empty(rows))
    assert up.recipients == [ADDRESS]


@pytest.mark.parametrize("place", ["to_recipient", "to_data"])
async def test_a_refusal_for_good_is_told_to_the_owner_and_the_address_is_forgotten(
    writer: Correspondent, up: MailServer, rows: Rows, place: str
) -> None:
    setattr(up, place, ["550 5.1.1 <{address}> is nobody here"])
    await writer.asks()
    await until(lambda: fault(rows) == outbox.REFUSED)
    (row,) = rows.of("outbox")
    assert (row["content"], row["next_try_at"], row["tries"]) == (b"", None, 1)
    said = "The mail could not be delivered: the mail server refuses that address. "
    assert notices(await writer.result()) == [said + "Check how it is spelt, and ask again."]
    assert notices(await writer.asks("other@example.com"))[0].startswith("It is on its way.")
    await until(lambda: is_empty(rows))
    assert up.recipients == ["other@example.com"]


async def test_a_mail_survives_a_restart(
    settings: Settings, mail_server: MailServer, rows: Rows, clock: Clock
) -> None:
    async with running(settings, clock) as app, browser_of(app) as browser:
        writer = await somebody(browser)
        await writer.asks()
        await until(lambda: fault(rows) == outbox.DELAYED)
    await mail_server.start()
    clock.advance(minutes=1)
    async with running(settings, clock):
        await until(lambda: is_empty(rows))
    assert mail_server.recipients == [ADDRESS]
    await mail_server.stop()


async def test_a_site_that_stops_while_a_mail_is_on_its_way_sends_it_when_it_is_back(
    settings: Settings, up: MailServer, rows: Rows, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.mail.delivery.PATIENCE_AT_END", 0.01)
    arrived, never = asyncio.Event(), asyncio.Event()

    async def keep_waiting(*_arguments: object) -> str:
        arrived.set()
        await never.wait()
        return "250 OK"

    with monkeypatch.context() as patched:
        patched.setattr(up, "handle_DATA", keep_waiting)
        async with running(settings, clock) as app, browser_of(app) as browser:
            writer = await somebody(browser)
            await writer.asks()
            await arrived.wait()
    assert rows.count("outbox") == 1
    never.set()
    clock.now += outbox.LEASE
    async with running(settings, clock):
        await until(lambda: is_empty(rows))
    assert up.recipients == [ADDRESS]


async def test_deleting_everything_deletes_the_mails_that_wait(writer: Correspondent, rows: Rows) -> None:
    await writer.asks()
    await until(lambda: fault(rows) == outbox.DELAYED)
    response = await writer.visitor.browser.post(writer.visitor.path(writer.key, "delete"))
    assert "1 mail that had not left yet is gone too." in response.text
    assert is_empty(rows)


async def test_a_lost_secret_fails_the_mails_that_wait_and_no_others(
    settings: Settings, mail_server: MailServer, rows: Rows, clock: Clock
) -> None:
    async with running(settings, clock) as app, browser_of(app) as browser:
        writer = await somebody(browser)
        await writer.asks()
        await until(lambda: fault(rows) == outbox.DELAYED)
    await mail_server.start()
    clock.advance(minutes=1)
    other = settings.model_copy(update={"secret": SecretStr("y" * 32)})
    async with running(other, clock) as app, browser_of(app) as browser:
        await until(lambda: fault(rows) == outbox.UNREADABLE)
        writer.visitor.browser = browser
        (said,) = notices(await writer.result())
        assert said.endswith("this site cannot read any more where it was to go. Ask for it again.")
        await writer.asks()
        await until(lambda: is_empty(rows))
    assert mail_server.recipients == [ADDRESS]
    await mail_server.stop()


async def test_two_sites_on_one_database_send_each_mail_once(
    settings: Settings, up: MailServer, rows: Rows, clock: Clock
) -> None:
    addresses = [f"reader{number}@example.com" for number in range(20)]
    async with running(settings, clock) as first, running(settings, clock) as second:
        async with browser_of(first) as browser:
            writer = await somebody(browser)
            for address in addresses:
                assert (await writer.ask(address)).status_code == 303
                delivery_in(second).wake()
        await until(lambda: is_empty(rows))
    assert sorted(up.recipients) == sorted(addresses)


async def test_a_mail_is_claimed_by_one_alone(
    writer: Correspondent, delivery: Delivery, settings: Settings, rows: Rows, clock: Clock
) -> None:
    await delivery.close()
    for number in range(5):
        assert (await writer.ask(f"reader{number}@example.com")).status_code == 303
    databases = [open_database(settings) for _ in range(4)]
    claims = await asyncio.gather(
        *(
            database.write(lambda session: outbox.claim(session, clock()))
            for _ in range(3)
            for database in databases
        )
    )
    claimed = [claim.id for claim in claims if claim is not None]
    assert sorted(claimed) == sorted(row["id"] for row in rows.of("outbox"))
    clock.now += outbox.LEASE
    again = await databases[0].write(lambda session: outbox.claim(session, clock()))
    assert again is not None
    assert again.tries == 2
    for database in databases:
        await database.close()


async def somebody(browser: httpx.AsyncClient) -> Correspondent:
    """Somebody with a completed take."""
    visitor = Visitor(browser)
    key = await visitor.start()
    await visitor.fill_in(key, SOME_ANSWERS)
    assert (await visitor.complete(key)).status_code == 303
    return Correspondent(visitor, key)
