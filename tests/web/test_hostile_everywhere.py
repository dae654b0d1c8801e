"""Whatever any field of any form holds: the answer is a page, guarded, in its language, and nothing in it is
alive."""

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from starlette.routing import Route

from app.gate import SECURITY_HEADERS
from app.settings import Settings
from tests.web.api.program import Program
from tests.web.forms import HTML, Form, Walk, live
from tests.web.hostile import VALUES, Pairs, encoded, multipart
from tests.web.pages import Page
from tests.web.running import Clock, browser_of, running
from tests.web.visitor import FRAGMENT, LEVELS, QUESTIONS

FILE = "file"
USUAL_FILE = ("a.json", "application/json")
# So far that few steps are left: a short roadmap is read soon.
ANSWERS = {q: {"level": LEVELS[-1], "note": "A note"} for q in QUESTIONS[2:]} | {
    q: {"level": LEVELS[1]} for q in QUESTIONS[:2]
}
PLAIN: Mapping[str, str] = {}
QUERIES = ("language", "paper", "report", "since", "mailed", "zebra")
STRANGER = ("zebra-field", "zebra")


def open_handed(database_url: str) -> Settings:
    """A site that offers every form there is, and counts nobody's."""
    return Settings(
        database=SecretStr(database_url),
        starts_per_hour=1_000_000,
        posts_per_second=1_000_000,
        mails_per_hour=1_000_000,
        smtp_host="127.0.0.1",
        smtp_port=1,
        smtp_security="none",
        mail_from="index@example.org",
        secret=SecretStr("s" * 32),
    )


@dataclass(slots=True)
class Fuzzer:
    """Somebody who sends every form with anything in it."""

    browser: httpx.AsyncClient
    routes: list[Route]
    language: str
    keys: dict[str, str] = field(default_factory=dict)
    ends: dict[str, bool] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    async def forms(self) -> list[Form]:
        """Every form of the site."""
        walk = Walk(self.routes, self.browser, self.language)
        found = await walk.forms("nobody's", "{key}", f"/{self.language}/")
        for state, first in (
            ("open", f"questions/{QUESTIONS[0]}"),
            ("completed", "result"),
            ("shared", "result"),
        ):
            key = await self.key(state)
            place = f"/{self.language}/takes/{key}/{first}"
            found += await walk.forms(state, key, place, f"/{self.language}/takes/{key}/review")
        return list({(form.pattern, frozenset(form.fields)): form for form in found}.values())

    async def key(self, state: str) -> str:
        """The key of a take in that state."""
        if state not in self.keys and state != "nobody's":
            program = Program(self.browser)
            self.keys[state] = key = await program.start(answers=ANSWERS)
            if state != "open":
                await program.send("POST", "/take/complete", key)
            if state == "shared":
                await program.send("PUT", "/take/share", key, {"shows_notes": True, "shows_roadmap": True})
        return self.keys.get(state, "")

    async def send(
        self,
        form: Form,
        pairs: Pairs,
        *,
        file: tuple[str, str] = USUAL_FILE,
        headers: Mapping[str, str] = PLAIN,
    ) -> httpx.Response:
        """Send these fields to the form's address, and check what comes back."""
        action = form.action.replace("{key}", await self.key(form.state))
        body = multipart(pairs, FILE, *file) if form.is_multipart else encoded(pairs)
        headers = dict(headers) | {"content-type": body[1]}
        response = await self.browser.post(action, content=body[0], headers=headers)
        self.check(response)
        if response.status_code < 400 and await self.is_used_up(form):
            del self.keys[form.state]
        return response

    async def send_each_way(self, form: Form, pairs: Pairs) -> None:
        """Send it as a browser does, and as HTMX does where that sends it too."""
        await self.send(form, pairs)
        if form.by_htmx:
            await self.send(form, pairs, headers=FRAGMENT)

    async def is_used_up(self, form: Form) -> bool:
        """Whether a form that was taken is not on its page any more: the take is completed, or gone."""
        if form.state not in self.keys:
            return False
        if form.pattern not in self.ends:
            page = await self.browser.get(form.page.replace("{key}", self.keys[form.state]))
            is_there = form.action == form.page or f'{form.action.rsplit("/", 1)[1]}"' in page.text
            self.ends[form.pattern] = page.status_code != 200 or not is_there
        return self.ends[form.pattern]

    def check(self, response: httpx.Response) -> None:
        """The answer is one of ours: no failure, guarded, in the language, and nothing in it is alive."""
        assert response.status_code < 500
        for name, value in SECURITY_HEADERS.items():
            assert response.headers.get_list(name) == [value]
        if response.status_code == 303:
            place = response.headers["location"]
            assert place.startswith(f"/{self.language}/")
            assert place.isascii()
            assert place.isprintable()
            return
        assert response.headers["content-type"] == HTML
        if response.text in self.seen:
            return
        self.seen.add(response.text)
        page = Page(response.text)
        assert not page.faults
        assert not live(page)
        assert [html.get("lang") for html in page.all("html")] in ([], [f"{self.language}-CA"])


@pytest.fixture
async def fuzzer(sqlite_url: str, clock: Clock) -> AsyncIterator[Fuzzer]:
    """One who reads English, on SQLite."""
    async with running(open_handed(sqlite_url), clock) as app, browser_of(app) as browser:
        yield Fuzzer(browser, routes_of(app), "en")


def routes_of(app: Any) -> list[Route]:
    """The routes of the pages."""
    return [route for route in app.app.routes if isinstance(route, Route)]


def attacks(fields: Mapping[str, str]) -> Iterator[tuple[str, Pairs]]:
    """Every field in turn: with each value, left out, and sent twice; and one that the form does not have. Of
    fields that a form has one of for each property, one stands for all."""
    usual = list(fields.items())
    yield "as it is", usual
    yield "empty", []
    yield "a stranger", [*usual, STRANGER]
    for called in ("a null", "half a pair", "markup", "20 kB"):
        yield f"a field named {called}", [*usual, (VALUES[called], "zebra")]
    for name in {name.split("-")[0]: name for name in fields}.values():
        yield f"without {name}", [pair for pair in usual if pair[0] != name]
        for called, value in VALUES.items():
            yield f"{name}: {called}", [(n, value if n == name else v) for n, v in usual]
        yield f"{name} twice", [*usual, (name, VALUES["markup"])]
        yield f"{name} twice, the other way round", [(name, VALUES["markup"]), *usual]


async def test_every_form_is_found(fuzzer: Fuzzer) -> None:
    """Every address that takes one is reached by walking: one that is added later is sent below too."""
    found = {form.pattern for form in await fuzzer.forms()}
    assert found == {route.path for route in fuzzer.routes if "POST" in (route.methods or set())}


async def test_whatever_one_field_holds_the_answer_is_a_page(fuzzer: Fuzzer) -> None:
    for form in await fuzzer.forms():
        for name, pairs in attacks(form.fields):
            try:
                await fuzzer.send(form, pairs)
            except AssertionError as error:
                raise AssertionError(f"{form.pattern}, {name}: {error}") from error


async def test_whatever_all_fields_hold_the_answer_is_a_page(database_url: str, clock: Clock) -> None:
    """On both databases, in both languages."""
    language = "en" if database_url.startswith("sqlite") else "fr"
    async with running(open_handed(database_url), clock) as app, browser_of(app) as browser:
        fuzzer = Fuzzer(browser, routes_of(app), language)
        for form in await fuzzer.forms():
            for called, value in VALUES.items():
                try:
                    await fuzzer.send_each_way(form, [(name, value) for name in form.fields])
                except AssertionError as error:
                    raise AssertionError(f"{form.pattern}, {called}: {error}") from error


async def test_whatever_a_file_is_called_or_holds_the_answer_is_a_page(fuzzer: Fuzzer) -> None:
    (form,) = [form for form in await fuzzer.forms() if form.is_multipart]
    assert list(form.fields) == [FILE]
    for value in VALUES.values():
        for pairs in (
            [(FILE, value)],
            [(FILE, "{}"), (FILE, "{}")],
            [(FILE, json.dumps({"answers": value}))],
        ):
            await fuzzer.send(form, pairs)
            await fuzzer.send(form, pairs, file=(value[:5000], value[:200]))
    for deep in ("[" * 200_000, '{"answers":' * 40_000, '{"answers":1' + "0" * 400_000 + "}"):
        assert (await fuzzer.send(form, [(FILE, deep)])).status_code == 422


async def test_whatever_an_address_asks_for_the_answer_is_one_of_ours(fuzzer: Fuzzer) -> None:
    """Every query that some page knows, and one that none does, on every page."""
    key = await fuzzer.key("shared")
    walk = Walk(fuzzer.routes, fuzzer.browser, fuzzer.language)
    pages = (await walk.answers(key, f"/en/takes/{key}/result", "/en/")).values()
    shown = [page for page in pages if page.status_code == 200 and page.headers["content-type"] == HTML]
    paths = [page.request.url.path for page in shown]
    assert len(paths) > 8
    for path in paths:
        for value in (value for value in VALUES.values() if len(value) < 1000):
            query = encoded([(name, value) for name in QUERIES])[0].decode()
            response = await fuzzer.browser.get(f"{path}?{query}")
            assert response.status_code in {200, 303, 414}, path
            fuzzer.check(response)
