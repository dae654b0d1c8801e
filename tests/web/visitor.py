"""A person with a browser and no JavaScript: opens pages, fills in forms, presses buttons."""

from dataclasses import dataclass, field
from urllib.parse import urljoin

import httpx

from questions.packs import CURRENT, load
from tests.web.pages import Page, page_of

QUESTIONS = load(CURRENT).framework.question_ids
LEVELS = tuple(load(CURRENT).framework.level_scores)
FRAGMENT = {"HX-Request": "true"}
# A level for each question, every level and an "I don't know" among them.
SOME_ANSWERS = dict(zip(QUESTIONS, (*LEVELS, "unknown", *LEVELS, "declared"), strict=True))


@dataclass(slots=True)
class Visitor:
    """One person, who reads in ``language``."""

    browser: httpx.AsyncClient
    language: str = "en"

    def path(self, key: str, place: str = "") -> str:
        """The address of a take, or of a place in it."""
        return f"/{self.language}/takes/{key}/{place}".rstrip("/")

    def question(self, key: str, question: str) -> str:
        """The address of a question."""
        return self.path(key, f"questions/{question}")

    async def start(self) -> str:
        """Start a take; its key."""
        response = await self.browser.post(f"/{self.language}/takes")
        assert response.status_code == 303
        place = response.headers["location"].split("/")
        assert place[:3] + place[4:] == ["", self.language, "takes", "questions", QUESTIONS[0]]
        return str(place[3])

    async def read(self, path: str) -> Page:
        """The page at ``path``, which is there."""
        response = await self.browser.get(path)
        assert response.status_code == 200
        return page_of(response)

    async def send(self, key: str, question: str, **fields: str) -> httpx.Response:
        """Send a question's form with just these fields."""
        return await self.browser.post(self.question(key, question), data=fields)

    async def answer(self, key: str, question: str, level: str, **more: str) -> None:
        """Answer a question and go on."""
        window = await self.open(key, question)
        window.fields |= {"level": level} | more
        assert (await window.press("continue")).status_code == 303

    async def fill_in(self, key: str, answers: dict[str, str]) -> None:
        """Answer each of these questions."""
        for question, level in answers.items():
            await self.answer(key, question, level)

    async def complete(self, key: str, **organization: str) -> httpx.Response:
        """Press "See my result" on the review."""
        return await self.browser.post(self.path(key, "review"), data=organization)

    async def open(self, key: str, question: str) -> "Window":
        """A window on a question."""
        window = Window(self.browser, self.question(key, question))
        await window.reload()
        return window


@dataclass(slots=True)
class Window:
    """One window on a question page: the form as it stands there, also when the take has moved on."""

    browser: httpx.AsyncClient
    address: str
    page: Page = field(default_factory=lambda: Page(""))
    fields: dict[str, str] = field(default_factory=dict)

    async def reload(self) -> None:
        """Read the page anew."""
        response = await self.browser.get(self.address)
        assert response.status_code == 200
        self.show(page_of(response))

    def show(self, page: Page) -> None:
        """Fill the form with what the page says."""
        self.page = page
        form = page.one("form", class_="question")
        self.fields = {"note": form.one("textarea").raw_text.removeprefix("\n")}
        for box in form.all("input"):
            if box.get("name") and (box.get("type") != "radio" or "checked" in box.attributes):
                self.fields[box.attributes["name"]] = box.get("value") or ""

    async def press(self, action: str) -> httpx.Response:
        """Send the form as the button ``continue`` does, or as a choice does (``save``)."""
        headers = FRAGMENT if action == "save" else {}
        response = await self.browser.post(
            self.address, data=self.fields | {"action": action}, headers=headers
        )
        if action == "save" and response.status_code == 200:
            self.fields["seen"] = page_of(response).by_id("seen").attributes["value"]
        return response

    async def choose(self, level: str) -> Page:
        """Choose a level, which saves; what is said then."""
        self.fields["level"] = level
        response = await self.press("save")
        assert response.status_code == 200
        return page_of(response)


def follow(response: httpx.Response, link: str) -> str:
    """Where a link on the page of ``response`` leads."""
    return urljoin(str(response.request.url), link)
