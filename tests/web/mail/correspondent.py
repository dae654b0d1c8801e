"""Somebody who has their link mailed."""

from dataclasses import dataclass

import httpx

from tests.web.pages import Page
from tests.web.visitor import Visitor, follow

HOST = "index.example.org"
FROM = "index@example.org"
ADDRESS = "zebra.reader@example.com"


@dataclass(slots=True)
class Correspondent:
    """A person with a completed take."""

    visitor: Visitor
    key: str

    async def ask(self, address: str = ADDRESS) -> httpx.Response:
        """Send the form."""
        return await self.visitor.browser.post(self.visitor.path(self.key, "mail"), data={"address": address})

    async def asks(self, address: str = ADDRESS) -> Page:
        """Send the form, which is accepted; the page that says so."""
        response = await self.ask(address)
        assert response.status_code == 303
        return await self.visitor.read(follow(response, response.headers["location"]))

    async def result(self) -> Page:
        """The result's page."""
        return await self.visitor.read(self.visitor.path(self.key, "result"))

    @property
    def link(self) -> str:
        """The link that a mail brings."""
        return f"https://{HOST}{self.visitor.path(self.key, 'result')}"
