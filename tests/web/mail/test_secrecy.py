"""Nobody who reads the logs, or a stolen copy of the database, learns an address, a key or a link."""

import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.mail import outbox
from app.mail.delivery import Delivery
from app.mail.seal import Seal, SealError, secret_path
from app.settings import Settings
from tests.web.mail.correspondent import ADDRESS, Correspondent
from tests.web.mail.servers import MailServer
from tests.web.rows import Rows
from tests.web.running import Clock, until

OTHER = "zebra.other@example.com"


def secrets_of(writer: Correspondent) -> tuple[str, ...]:
    """What must stand nowhere."""
    return (ADDRESS, OTHER, "zebra", writer.key)


async def test_no_log_names_an_address_a_key_or_a_link(
    writer: Correspondent,
    mail_server: MailServer,
    delivery: Delivery,
    rows: Rows,
    clock: Clock,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")
    await writer.asks()
    await until(lambda: rows.of("outbox")[0]["fault"] == outbox.DELAYED)
    mail_server.to_recipient = ["450 4.7.1 <{address}> later", "250 OK", "550 5.1.1 <{address}> is nobody"]
    mail_server.to_data = [f"451 4.3.0 {ADDRESS} later"]
    await mail_server.start()
    for tries in (2, 3):
        clock.advance(minutes=5)
        delivery.wake()
        await until(lambda tries=tries: rows.of("outbox")[0]["tries"] == tries)  # type: ignore[misc]
        await until(lambda: rows.of("outbox")[0]["next_try_at"] != clock.now + outbox.LEASE)
    await writer.ask(OTHER)
    await writer.ask("zebra")
    await until(lambda: outbox.REFUSED in {row["fault"] for row in rows.of("outbox")})
    clock.advance(minutes=10)
    delivery.wake()
    await until(lambda: mail_server.recipients == [ADDRESS])
    await until(lambda: rows.count("outbox") == 1)
    await mail_server.stop()
    out, err = capfd.readouterr()
    others = {"mail.log", "httpx"}  # the mail server and the browser, which are the test's
    logged = out + err + repr([r.getMessage() for r in caplog.records if r.name not in others])
    assert logged.count("a mail could not be delivered") == 3
    assert logged.count("a mail was given up") == 1
    assert [secret for secret in secrets_of(writer) if secret in logged] == []


async def test_a_stolen_copy_of_the_database_opens_nothing(writer: Correspondent, rows: Rows) -> None:
    await writer.asks()
    await until(lambda: rows.of("outbox")[0]["fault"] == outbox.DELAYED)
    everything = repr(rows.everything())
    assert [secret for secret in secrets_of(writer) if secret in everything] == []
    await writer.asks("z@example.org")
    lengths = {len(row["content"]) for row in rows.of("outbox")}
    assert len(lengths) == 1  # which would tell how long an address is


async def test_no_file_of_the_database_holds_them_and_none_holds_what_was_delivered(
    writer: Correspondent,
    settings: Settings,
    mail_server: MailServer,
    delivery: Delivery,
    rows: Rows,
    clock: Clock,
) -> None:
    path = settings.sqlite_path
    if path is None:
        assert rows.count("outbox") == 0
        return
    await writer.asks()
    await until(lambda: rows.of("outbox")[0]["fault"] == outbox.DELAYED)
    sealed = rows.of("outbox")[0]["content"]
    assert sealed in contents(path)
    assert [secret for secret in secrets_of(writer) if secret.encode() in contents(path)] == []
    await mail_server.start()
    clock.advance(minutes=1)
    delivery.wake()
    await until(lambda: rows.count("outbox") == 0)
    await until(lambda: sealed not in contents(path))
    await mail_server.stop()


def contents(path: Path) -> bytes:
    """All that lies in the database's files."""
    return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))


async def test_the_secret_makes_itself_once_for_its_owner_alone(sqlite_url: str) -> None:
    settings = Settings(database=SecretStr(sqlite_url))
    path = secret_path(settings)
    assert path is not None
    assert not path.exists()
    sealed = Seal(settings).sealed(b"content", b"about")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    secret = path.read_text().strip()
    assert len(secret) >= 32
    assert Seal(settings).opened(sealed, b"about") == b"content"
    assert path.read_text().strip() == secret
    assert [each.name for each in path.parent.iterdir() if "secret" in each.name] == [path.name]
    path.write_text("short\n")
    with pytest.raises(OSError, match="holds no secret"):
        Seal(settings).sealed(b"content", b"about")


def test_what_was_changed_or_belongs_to_another_row_does_not_open() -> None:
    seal = Seal(settings_with("x" * 32))
    sealed = seal.sealed(b"content", b"about")
    for other, about in (
        (sealed, b"else"),
        (sealed[:-1] + bytes([sealed[-1] ^ 1]), b"about"),
        (b"", b"about"),
    ):
        with pytest.raises(SealError):
            seal.opened(other, about)
    with pytest.raises(SealError):
        Seal(settings_with("y" * 32)).opened(sealed, b"about")
    assert seal.sealed(b"content", b"about") != sealed
    assert seal.mark("a") != Seal(settings_with("y" * 32)).mark("a")


def settings_with(secret: str) -> Settings:
    """Settings with that secret."""
    return Settings(secret=SecretStr(secret))
