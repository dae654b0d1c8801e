"""The doctor goes to the mail server and back, sends nothing, and tells what waits in vain."""

import socket
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from pydantic import SecretStr

from app.operating.doctor import examine
from app.operating.findings import Finding
from app.settings import Settings
from tests.web.operating.asked import NOW, file_of, put_take, run_statement

SECRET = "correct-horse-battery"


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class Reception:
    """Lets one user in, and remembers what is handed to it."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a mail."""
        self.mails.append(envelope)
        return "250 OK"


@pytest.fixture
def reception() -> Iterator[tuple[Reception, int]]:
    """A mail server of this machine that checks passwords, and its port."""
    handler = Reception()

    def lets_in(_server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: object) -> AuthResult:
        is_right = getattr(data, "password", b"") == SECRET.encode()
        return AuthResult(success=is_right, handled=is_right)

    controller = Controller(
        handler,
        hostname="127.0.0.1",
        port=free_port(),
        auth_require_tls=False,
        authenticator=lets_in,
    )
    controller.start()
    yield handler, controller.port
    controller.stop()


def by_mail(url: str, port: int, password: str = SECRET) -> Settings:
    """Settings that send mails over that port of this machine."""
    return Settings(
        database=SecretStr(url),
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_security="none",
        smtp_user="index",
        smtp_password=SecretStr(password),
        mail_from="index@example.org",
        secret=SecretStr("s" * 32),
    )


def found(settings: Settings) -> list[Finding]:
    """What is said of mails."""
    return [finding for name, finding in examine(settings, NOW) if name == "mail"]


def put_mail(settings: Settings, next_try: str, tries: int) -> None:
    """Put a mail into the outbox, due at that time or given up."""
    put_take(settings)
    blob = "X''" if settings.sqlite_path else "''"
    moment = f"'{NOW:%Y-%m-%d %H:%M:%S.%f}'"
    run_statement(
        settings,
        "INSERT INTO outbox (id, take_id, kind, content, made_at, next_try_at, tries, fault)"
        f" SELECT id, id, 'link', {blob}, {moment}, {next_try or moment}, {tries}, '' FROM take",
    )


def test_a_server_that_lets_the_site_in_is_well_and_gets_no_mail(
    database_url: str, reception: tuple[Reception, int]
) -> None:
    handler, port = reception
    (finding,) = found(by_mail(database_url, port))
    assert (finding.status, finding.found) == ("ok", f"The mail server 127.0.0.1:{port} lets the site in.")
    assert handler.mails == []


def test_a_password_that_is_not_taken_is_a_fault_and_is_not_shown(
    sqlite_url: str, reception: tuple[Reception, int]
) -> None:
    (finding,) = found(by_mail(sqlite_url, reception[1], password="wrong-zebra-password"))
    assert finding.status == "fault"
    assert "does not let AI_INDEX_SMTP_USER in" in finding.found
    assert finding.mend
    assert "zebra" not in repr(finding)


def test_a_server_that_is_not_there_is_a_fault(sqlite_url: str) -> None:
    port = free_port()
    (finding,) = found(by_mail(sqlite_url, port))
    assert finding.status == "fault"
    assert finding.found.startswith(f"The mail server 127.0.0.1:{port} cannot be reached")


def test_without_a_server_it_says_where_mails_go(sqlite_url: str) -> None:
    (printed,) = found(Settings(database=SecretStr(sqlite_url)))
    assert (printed.status, "standard output" in printed.found) == ("note", True)
    (nowhere,) = found(Settings(database=SecretStr(sqlite_url), site="https://index.example.org"))
    assert (nowhere.status, "AI_INDEX_SMTP_HOST" in nowhere.mend) == ("note", True)


def test_mails_that_are_tried_again_and_those_given_up_are_told(
    database_url: str, reception: tuple[Reception, int]
) -> None:
    settings = by_mail(database_url, reception[1])
    put_mail(settings, next_try="", tries=3)
    assert found(settings)[1].found == "1 mail not delivered yet, and tried again."
    run_statement(settings, "UPDATE outbox SET next_try_at = NULL")
    assert found(settings)[1].found == "1 mail could not be delivered; their owners are told."


def test_mails_that_wait_without_the_secret_that_opens_them_are_a_fault(sqlite_url: str) -> None:
    settings = Settings(database=SecretStr(sqlite_url))
    put_mail(settings, next_try="", tries=0)
    _, gone = found(settings)
    assert gone.status == "fault"
    assert f"{file_of(settings)}.secret is gone" in gone.found
