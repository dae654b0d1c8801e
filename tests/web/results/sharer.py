"""A person who shares a result: presses the buttons of "Share it", and hands the link on."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from tests.web.pages import Element, Page
from tests.web.visitor import QUESTIONS, SOME_ANSWERS, Visitor, follow

NOTE, LINK = "zebra note of 3 March", "https://zebra.example/minutes"


@dataclass(slots=True)
class Sharer:
    """The owner of the completed take that ``key`` opens."""

    visitor: Visitor
    key: str

    async def result(self) -> Page:
        """The owner's result page."""
        return await self.visitor.read(self.visitor.path(self.key, "result"))

    async def form(self, place: str) -> Element:
        """The form of "Share it" that is sent to ``place``."""
        return (await self.result()).by_id("share").one("form", action=place)

    async def press(self, place: str, **fields: str) -> httpx.Response:
        """Send such a form with its hidden fields; what comes back leads to "Share it" again."""
        hidden = {box.attributes["name"]: box.get("value") or "" for box in await self.hidden(place)}
        response = await self.send(place, **hidden | fields)
        assert response.status_code == 303
        assert follow(response, response.headers["location"]).endswith(f"/{self.key}/result#share")
        return response

    async def hidden(self, place: str) -> list[Element]:
        """The hidden fields of such a form."""
        return (await self.form(place)).all("input", type="hidden")

    async def boxes(self) -> list[Element]:
        """What can be ticked beside the button that makes or saves the link."""
        return (await self.form("share")).all("input", type="checkbox")

    async def send(self, place: str, **fields: str) -> httpx.Response:
        """Send a form as it stands in some window."""
        return await self.visitor.browser.post(self.visitor.path(self.key, place), data=fields)

    async def link(self) -> str:
        """The whole read-only link, as the page shows it to be copied."""
        return (await self.result()).by_id("share-link").attributes["value"]

    async def share(self, **fields: str) -> str:
        """Make a read-only link; its path on this site."""
        await self.press("share", **fields)
        return path_of(await self.link())


def path_of(link: str) -> str:
    """The path of an absolute link."""
    return urlsplit(link).path


def key_of(link: str) -> str:
    """The key at the end of a read-only link."""
    return link.rsplit("/", 1)[1]


async def noted_take(visitor: Visitor, name: str = "") -> str:
    """The key of a completed take with a note and a link under its first answer."""
    key = await visitor.start()
    await visitor.fill_in(key, SOME_ANSWERS)
    await visitor.answer(key, QUESTIONS[0], SOME_ANSWERS[QUESTIONS[0]], note=NOTE, link=LINK)
    assert (await visitor.complete(key, name=name)).status_code == 303
    return key
