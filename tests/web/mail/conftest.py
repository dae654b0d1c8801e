"""A site that sends mails, and the server that takes them."""

from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import pytest
from pydantic import SecretStr
from starlette.types import ASGIApp

from app.mail.delivery import Delivery
from app.settings import Settings
from tests.web.mail.correspondent import FROM, HOST, Correspondent
from tests.web.mail.servers import MailServer
from tests.web.visitor import Visitor


@pytest.fixture
def mail_server() -> MailServer:
    """A mail server that is down."""
    return MailServer()


@pytest.fixture
async def up(mail_server: MailServer) -> AsyncIterator[MailServer]:
    """A mail server that works."""
    await mail_server.start()
    yield mail_server
    await mail_server.stop()


@pytest.fixture
def settings(database_url: str, mail_server: MailServer) -> Settings:
    """Settings with a mail server; on SQLite the secret makes itself."""
    is_sqlite = database_url.startswith("sqlite")
    return Settings(
        database=SecretStr(database_url),
        site=f"https://{HOST}",
        smtp_host="127.0.0.1",
        smtp_port=mail_server.port,
        smtp_security="none",
        mail_from=FROM,
        secret=SecretStr("" if is_sqlite else "x" * 32),
    )


@pytest.fixture
def delivery(app: ASGIApp) -> Delivery:
    """The app's outbox at work."""
    return delivery_in(app)


def delivery_in(app: ASGIApp) -> Delivery:
    """The outbox at work in ``app``."""
    return cast(Delivery, cast(Any, app).app.state.delivery)


@pytest.fixture
def writer(client: httpx.AsyncClient, complete_take: str) -> Correspondent:
    """Somebody with a completed take."""
    return Correspondent(Visitor(client), complete_take)
