"""Takes made over HTTP, as a browser without JavaScript makes them, for tests about something else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from questions.packs import CURRENT, load

FRAMEWORK = load(CURRENT).framework
QUESTIONS = FRAMEWORK.question_ids
LEVELS = tuple(level.id for level in FRAMEWORK.levels)
LANGUAGES = ("en", "fr")

# Every level and "I don't know" occur.
_LEVELS = (
    "documented declared measured operational absent documented "
    "operational declared unknown documented absent operational"
)
MIXED = dict(zip(QUESTIONS, _LEVELS.split(), strict=True))
PLAIN = MIXED | {QUESTIONS[8]: "declared"}


@dataclass(frozen=True)
class Take:
    """A take by its secret address, and the client that reaches it."""

    client: httpx.Client
    language: str
    key: str

    @property
    def address(self) -> str:
        """The take's address on this site."""
        return f"{self.client.base_url}".rstrip("/") + f"/{self.language}/takes/{self.key}"

    def at(self, place: str) -> str:
        """The address of one of its pages."""
        return f"{self.address}/{place}"

    def question(self, number: int) -> str:
        """The address of the question with that number, from 1."""
        return self.at(f"questions/{QUESTIONS[number - 1]}")

    def answer(self, question: str, level: str, seen: int = 0, note: str = "", link: str = "") -> None:
        """Save one answer."""
        form = {"level": level, "seen": str(seen), "note": note, "link": link}
        response = self.client.post(self.at(f"questions/{question}"), data=form)
        assert response.status_code == 303 or "replaced" in response.text, response.status_code

    def answer_all(self, answers: Mapping[str, str]) -> "Take":
        """Save these answers."""
        for question, level in answers.items():
            self.answer(question, level)
        return self

    def complete(self, **organization: str) -> "Take":
        """Say what the organization is, and ask for the result."""
        assert self.client.post(self.at("review"), data=organization).headers["location"].endswith("/result")
        return self

    def aim(self, level: str) -> None:
        """Choose the level that gaps are measured to."""
        assert self.client.post(self.at("target"), data={"target": level}).status_code == 303

    def share(self, **fields: str) -> str:
        """Make a read-only link; the whole of it."""
        assert self.client.post(self.at("share"), data=fields).status_code == 303
        found = re.search(
            r'id="share-link" readonly value="([^"]+)"', self.client.get(self.at("result")).text
        )
        assert found is not None
        return found[1]

    def revoke(self) -> None:
        """End its read-only link."""
        assert self.client.post(self.at("share/revoke")).status_code == 303

    def delete(self) -> None:
        """Delete it and all that belongs to it."""
        assert self.client.post(self.at("delete")).status_code == 200

    def chosen(self, number: int) -> str:
        """The level that is saved for the question with that number; empty where none is."""
        page = self.client.get(self.question(number)).text
        found = re.search(r'name="level"[^>]* value="(\w+)" checked', page)
        return found[1] if found else ""

    def note(self, number: int) -> str:
        """The note that is saved for the question with that number."""
        found = re.search(r"<textarea[^>]*>\n(.*)</textarea>", self.client.get(self.question(number)).text)
        assert found is not None
        return found[1]


def begin(client: httpx.Client, language: str = "en") -> Take:
    """A new, empty take."""
    response = client.post(f"/{language}/takes")
    assert response.status_code == 303, response.status_code
    return Take(client, language, response.headers["location"].split("/")[3])


def finished(client: httpx.Client, language: str = "en", answers: Mapping[str, str] = PLAIN) -> Take:
    """A completed take."""
    return begin(client, language).answer_all(answers).complete()
