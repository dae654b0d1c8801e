"""What is let in: forms of our own pages, of a sane size, at a human pace, however many share an address."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from pydantic import SecretStr
from starlette.types import Message

from app.gate import LARGEST_BODY, Pace, counted_as, work_for
from app.settings import Settings
from tests.web.api.program import problem
from tests.web.pages import page_of
from tests.web.rows import Rows
from tests.web.running import SITE, Clock, browser_of, running
from tests.web.visitor import QUESTIONS, Visitor

QUESTION = QUESTIONS[0]
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": SITE},
        {"sec-fetch-site": ""},
        {"origin": "https://evil.example"},
        {"origin": SITE + ".evil.example"},
        {"origin": SITE + ":8443"},
        {"origin": "https://evil.example/" + SITE},
    ],
)
async def test_a_form_that_another_site_sends_does_nothing(
    sqlite_client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    visitor = Visitor(sqlite_client)
    key = await visitor.start()
    for place in (f"questions/{QUESTION}", "review", "revise", "delete"):
        response = await sqlite_client.post(
            visitor.path(key, place), data={"level": "measured"}, headers=headers
        )
        assert response.status_code == 403
        assert page_of(response).one("h1").text == "Sent from another site"
    assert (await sqlite_client.post("/en/takes", headers=headers)).status_code == 403
    assert "level" not in (await visitor.open(key, QUESTION)).fields


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"origin": SITE},
        {"origin": "null"},
        {"sec-fetch-site": "same-origin", "origin": "null"},
    ],
)
async def test_a_form_of_our_own_pages_is_let_in(
    sqlite_client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    assert (await sqlite_client.post("/en/takes", headers=headers)).status_code == 303


async def test_a_link_from_another_site_is_let_in(sqlite_client: httpx.AsyncClient) -> None:
    headers = {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"}
    assert (await sqlite_client.get("/en/", headers=headers)).status_code == 200


async def in_pieces(body: bytes) -> AsyncIterator[bytes]:
    """A body whose length nobody declares."""
    for start in range(0, len(body), 10_000):
        yield body[start : start + 10_000]


async def test_a_body_that_is_too_large_is_refused_declared_or_not(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    body = b"level=declared&note=" + b"x" * LARGEST_BODY
    address = visitor.question(empty_take, QUESTION)
    for content in (body, in_pieces(body), in_pieces(body * 40)):
        response = await visitor.browser.post(address, content=content, headers=FORM)
        assert response.status_code == 413
        assert page_of(response).one("h1").text == "That is too much at once"
    assert rows.count("answer") == 0
    response = await visitor.browser.post(address, content=in_pieces(b"level=declared"), headers=FORM)
    assert response.status_code == 303


@pytest.mark.parametrize("length", ["-1", "1e3", "²", "9" * 5000, "", " 12 3"])
async def test_a_length_that_is_no_number_is_refused(sqlite_client: httpx.AsyncClient, length: str) -> None:
    headers = [(b"content-length", length.encode("latin-1"))]
    request = sqlite_client.build_request("POST", "/en/takes", headers=headers)
    assert (await sqlite_client.send(request)).status_code == 413


@pytest.mark.parametrize(
    "content_type", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""]
)
async def test_a_body_of_another_kind_is_no_form(
    visitor: Visitor, empty_take: str, rows: Rows, content_type: str
) -> None:
    for place in (f"questions/{QUESTION}", "review"):
        response = await visitor.browser.post(
            visitor.path(empty_take, place), content=b"level=declared", headers={"content-type": content_type}
        )
        assert response.status_code == 400
        assert page_of(response).one("h1").text == "That could not be read"
    assert rows.count("answer") == 0


async def test_one_address_starts_only_so_many_takes_in_an_hour(database_url: str, clock: Clock) -> None:
    settings = Settings(database=SecretStr(database_url), starts_per_hour=3)
    rows = Rows(settings)
    async with (
        running(settings, clock) as app,
        browser_of(app) as browser,
        browser_of(app, "198.51.100.1") as other,
    ):
        keys = [await Visitor(browser).start() for _ in range(3)]
        for refused in ("/en/takes", f"/en/takes/{keys[0]}/revise"):
            response = await browser.post(refused)
            assert (response.status_code, response.headers["retry-after"]) == (429, "60")
            assert page_of(response).one("h1").text == "A moment, too many at once"
        assert rows.count("take") == 3
        await Visitor(browser).answer(keys[0], QUESTION, "declared")
        await Visitor(other).start()
        clock.advance(hours=1)
        await Visitor(browser).start()
    assert [row["count"] for row in rows.of("start_count")] == [1]
    rows.close()


async def test_one_address_sends_only_so_many_forms_at_once(sqlite_url: str, clock: Clock) -> None:
    settings = Settings(database=SecretStr(sqlite_url), posts_per_second=1)
    async with (
        running(settings, clock) as app,
        browser_of(app) as browser,
        browser_of(app, "198.51.100.1") as other,
    ):
        responses = await asyncio.gather(*(browser.post("/en/takes") for _ in range(100)))
        statuses = [response.status_code for response in responses]
        assert statuses[:10] == [303] * 10
        assert 429 in statuses
        assert (await browser.get("/en/")).status_code == 200
        assert (await other.post("/en/takes")).status_code == 303


async def test_who_asks_for_much_work_is_told_to_wait_and_still_answers(
    sqlite_url: str, clock: Clock
) -> None:
    settings = Settings(database=SecretStr(sqlite_url), posts_per_second=4)
    async with (
        running(settings, clock) as app,
        browser_of(app) as browser,
        browser_of(app, "198.51.100.1") as other,
    ):
        key = await Visitor(browser).start()
        path = Visitor(browser).path(key, "report.pdf")
        answers = [await browser.get(path) for _ in range(5)]
        assert [answer.status_code for answer in answers] == [303, 303, 429, 429, 429]
        assert answers[-1].headers["retry-after"] == "60"
        assert page_of(answers[-1]).one("h1").text == "A moment, too many at once"
        refused = await browser.get("/api/v1/take/report.pdf", headers={"authorization": f"Bearer {key}"})
        problem(refused, "too-many-requests")
        await Visitor(browser).answer(key, QUESTION, "declared")
        assert (await other.get(path)).status_code == 303


@pytest.mark.parametrize(
    ("path", "work"),
    [
        ("/en/", 0),
        ("/en/takes/k/questions/owner", 0),
        ("/en/takes/k/report.pdf", 20),
        ("/fr/shared/k/report.pdf", 20),
        ("/fr/shared/k", 5),
        ("/en/pictures/k.png", 5),
        ("/en/takes/k/roadmap/compare", 15),
        ("/fr/takes/k/roadmap/plan.pdf", 20),
        ("/en/takes/k/explore", 0),
        ("/en/takes/k/explore.json", 5),
        ("/fr/takes/k/roadmap/explore", 15),
        ("/fr/takes/k/roadmap/explore.json", 15),
        ("/en/takes/k/roadmap/steps/owner:declared", 5),
        ("/api/v1/score", 10),
        ("/", 0),
        ("", 0),
    ],
)
def test_what_takes_a_processor_long_counts_as_more_than_one(path: str, work: int) -> None:
    assert work_for(path) == work


def test_the_pace_recovers_with_time_and_never_grows_beyond_its_burst() -> None:
    now = 0.0
    pace = Pace(rate=2, clock=lambda: now)
    assert [pace.allows("a") for _ in range(21)] == [True] * 20 + [False]
    now = 1.0
    assert [pace.allows("a") for _ in range(3)] == [True, True, False]
    now = 3600.0
    assert [pace.allows("a") for _ in range(21)] == [True] * 20 + [False]
    assert pace.allows("b")
    assert [pace.allows("c", 15), pace.allows("c", 15)] == [True, False]
    assert [pace.allows("d", 99), pace.allows("d")] == [True, False]


@pytest.mark.parametrize(
    ("client", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("[::1]:x,,,", ""),
        ("\xff" * 50, ""),
        ("1" * 60_000, ""),
    ],
)
def test_a_client_is_counted_as_its_address_or_its_network(client: str, counted: str) -> None:
    assert counted_as(client) == counted


async def test_both_limits_count_a_network_of_ipv6_as_one(database_url: str, clock: Clock) -> None:
    settings = Settings(database=SecretStr(database_url), starts_per_hour=2, posts_per_second=1)
    async with running(settings, clock) as app:
        statuses = []
        for host in range(20):
            async with browser_of(app, f"2001:db8:1:2::{host:x}") as browser:
                response = await browser.post("/en/takes" if host < 3 else "/en/takes/x")
                statuses.append(response.status_code)
        assert statuses[:3] == [303, 303, 429]
        assert 429 in statuses[10:]
        async with browser_of(app, "2001:db8:1:3::1") as browser:
            assert (await browser.post("/en/takes")).status_code == 303


async def test_a_websocket_is_closed_before_anything_reads_it(sqlite_url: str, clock: Clock) -> None:
    said: list[Message] = []

    async def send(message: Message) -> None:
        said.append(message)

    async def nothing_comes() -> Message:
        raise AssertionError("read")

    async with running(Settings(database=SecretStr(sqlite_url)), clock) as app:
        await app({"type": "websocket", "path": "/en/", "headers": []}, nothing_comes, send)
    assert said == [{"type": "websocket.close"}]


async def test_five_hundred_people_behind_one_address_start_and_answer(
    sqlite_client: httpx.AsyncClient,
) -> None:
    visitor = Visitor(sqlite_client)

    async def one_person() -> int:
        key = await visitor.start()
        saved = await visitor.send(key, QUESTION, level="declared", action="save")
        return saved.status_code

    assert await asyncio.gather(*(one_person() for _ in range(500))) == [200] * 500
