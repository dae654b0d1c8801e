"""The way to the mail server is guarded, and what is wrong with it is said plainly."""

import asyncio
import datetime
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import SecretStr

from app.mail.smtp import MailError, check_mail
from app.settings import Settings
from tests.web.mail.servers import PASSWORD, USER, MailServer, only_our_user
from tests.web.running import until

LOGIN = {"smtp_user": USER, "smtp_password": SecretStr(PASSWORD)}


def settings_for(server: MailServer, **more: object) -> Settings:
    """Settings with that mail server."""
    values = {"smtp_host": "localhost", "smtp_port": server.port, "mail_from": "index@example.org"}
    return Settings(**values | more)  # type: ignore[arg-type]


async def outcome(settings: Settings) -> str:
    """What is said of the settings' server, after its name; empty where all is well."""
    try:
        await asyncio.to_thread(check_mail, settings)
    except MailError as error:
        said = str(error)
    else:
        return ""
    assert "\n" not in said
    assert PASSWORD not in said
    return said.removeprefix(f"localhost:{settings.mail_port} ")


@pytest.fixture
def tls(tmp_path: Path) -> ssl.SSLContext:
    """What a mail server called localhost shows; nobody has vouched for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (tmp_path / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    (tmp_path / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    return context


@pytest.fixture
def vouched(tls: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The same, and this machine trusts it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    return tls


Make = Callable[[ssl.SSLContext], MailServer]
GUARDED: dict[str, Make] = {
    "starttls": lambda tls: MailServer(tls_context=tls, require_starttls=True, authenticator=only_our_user),
    "tls": lambda tls: MailServer(tls, auth_require_tls=False, authenticator=only_our_user),
}


@pytest.mark.parametrize("security", GUARDED)
async def test_a_guarded_way_is_taken_with_its_password(vouched: ssl.SSLContext, security: str) -> None:
    server = GUARDED[security](vouched)
    await server.start()
    assert await outcome(settings_for(server, smtp_security=security, **LOGIN)) == ""
    wrong = LOGIN | {"smtp_password": SecretStr("wrong")}
    said = await outcome(settings_for(server, smtp_security=security, **wrong))
    assert said == "does not let AI_INDEX_SMTP_USER in with that password (code 535)"
    await server.stop()


@pytest.mark.parametrize("security", GUARDED)
async def test_a_certificate_that_nobody_vouches_for_is_refused(tls: ssl.SSLContext, security: str) -> None:
    server = GUARDED[security](tls)
    await server.start()
    said = await outcome(settings_for(server, smtp_security=security, **LOGIN))
    assert said.startswith("has a certificate that cannot be trusted: self")
    await server.stop()


async def test_a_certificate_of_another_name_is_refused(vouched: ssl.SSLContext) -> None:
    server = GUARDED["starttls"](vouched)
    await server.start()
    said = await outcome(settings_for(server, smtp_host="127.0.0.1", **LOGIN))
    assert "has a certificate that cannot be trusted: " in said
    await server.stop()


async def test_a_server_that_cannot_guard_the_way_gets_no_password(mail_server: MailServer) -> None:
    await mail_server.start()
    said = await outcome(settings_for(mail_server, **LOGIN))
    assert said == "offers no STARTTLS; AI_INDEX_SMTP_SECURITY takes tls or none too"
    said = await outcome(settings_for(mail_server, smtp_security="tls"))
    assert said.startswith("does not speak TLS as AI_INDEX_SMTP_SECURITY wants it: ")
    await mail_server.stop()


async def test_a_server_that_is_not_there_cannot_be_reached(mail_server: MailServer) -> None:
    assert (await outcome(settings_for(mail_server))).startswith("cannot be reached")
    said = await outcome(settings_for(mail_server, smtp_host="nowhere.invalid"))
    assert said.startswith(f"nowhere.invalid:{mail_server.port} cannot be reached")


async def test_a_server_that_says_no_is_quoted_with_its_code(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(server: SMTP, _argument: str) -> None:
        await server.push("421 4.3.2 Closing")

    monkeypatch.setattr(SMTP, "smtp_NOOP", refuse)
    await mail_server.start()
    assert await outcome(settings_for(mail_server, smtp_security="none")) == "answers with code 421"
    await mail_server.stop()


async def test_a_server_that_keeps_silent_is_not_waited_for_for_long(
    monkeypatch: pytest.MonkeyPatch, mail_server: MailServer
) -> None:
    monkeypatch.setattr("app.mail.smtp.PATIENCE", 0.05)
    writers: list[asyncio.StreamWriter] = []
    silent = await asyncio.start_server(
        lambda _, writer: writers.append(writer), "127.0.0.1", mail_server.port
    )
    said = await outcome(settings_for(mail_server, smtp_security="none"))
    assert said.startswith("does not answer within ")
    await until(lambda: bool(writers))
    silent.close()
    for writer in writers:
        writer.close()


async def test_without_a_server_there_is_nothing_to_look_at() -> None:
    assert await outcome(Settings()) == "no mail server is set"
