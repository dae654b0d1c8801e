"""The read-only link shows the roadmap where its owner says so, to read, with names and reasons."""

import httpx
import pytest
import structlog

from questions.packs import CURRENT, load
from tests.web.forms import live
from tests.web.pages import Page, page_of
from tests.web.planners import busy_planner
from tests.web.results.sharer import NOTE, Sharer, key_of, noted_take, path_of
from tests.web.roadmap.plans import plan_of
from tests.web.rows import Rows
from tests.web.running import Clock
from tests.web.visitor import SOME_ANSWERS, Visitor

WORDS = load(CURRENT).texts
FORM = {"size": "small", "capacity": "4", "quarters": "3", "start": "2027-01-01", "strategy": "foundation"}
PLAN = plan_of(SOME_ANSWERS, FORM)
FIRST, LAST = PLAN.steps[0].step.id, PLAN.steps[-1].step.id
# Of another question than the first: what is done is done with all that lies below it.
DONE = next(each.step.id for each in PLAN.steps if each.step.question != PLAN.steps[0].step.question)
NEVER = "/en/shared/" + "A" * 22
HOSTILE = '</bdi><script>zebra()</script> <img src=x onerror="zebra()"> {{ 7 * 7 }} \u202eabc'
FILES = ("plan.json", "plan.csv", "plan.ics", "plan.pdf", "plan.xlsx", "compare", "explore")


async def plan(sharer: Sharer, **fields: str) -> None:
    """Send the roadmap's form."""
    assert (await sharer.send("roadmap", **FORM | fields)).status_code == 303


async def choose(sharer: Sharer, step: str, **fields: str) -> None:
    """Send one step's form."""
    assert (await sharer.send(f"roadmap/steps/{step}", **fields)).status_code == 303


async def shown(sharer: Sharer) -> str:
    """The path of a roadmap that is shown."""
    return await sharer.share(shows_roadmap="yes") + "/roadmap"


def titles(page: Page, part: str = "plan") -> list[str]:
    """The titles of the steps there."""
    return [step.one(class_="title").text for step in page.by_id(part).all("summary")]


def title_of(step: str, language: str = "en") -> str:
    """What a step is called."""
    question, level = step.split(":")
    return WORDS[language].questions[question].steps[level].title


async def is_as_if_it_never_was(visitor: Visitor, path: str) -> bool:
    """Whether an address answers exactly as that of a link that never was."""
    there, never = [await visitor.browser.get(each) for each in (path, NEVER + "/roadmap")]
    assert never.status_code == 404
    return (there.status_code, there.text, there.headers) == (never.status_code, never.text, never.headers)


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_it_shows_the_owner_s_plan_with_its_curve_names_and_reasons(
    sharer: Sharer, language: str
) -> None:
    sharer.visitor.language = language
    await plan(sharer)
    await choose(sharer, FIRST, owner="Ana Tremblay")
    await choose(sharer, LAST, state="left-out", reason="The board said no.")
    await choose(sharer, DONE, state="done")
    page = await sharer.visitor.read(await shown(sharer))
    mine = await sharer.visitor.read(sharer.visitor.path(sharer.key, "roadmap"))
    assert page.faults == []
    assert titles(page) == titles(mine)
    assert titles(page, "rest") == titles(mine, "rest")
    assert {title_of(LAST, language), title_of(DONE, language)} <= set(titles(page, "rest"))
    assert [n.text for n in page.all(class_="figures")] == [n.text for n in mine.all(class_="figures")]
    assert page.one(class_="curve").one("svg").text == mine.one(class_="curve").one("svg").text
    assert "Ana Tremblay" in page.by_id(FIRST.replace(":", "-")).text
    assert "The board said no." in page.by_id("rest").text
    assert [e.text for e in page.all(class_="milestone")] == [e.text for e in mine.all(class_="milestone")]
    assert page.one("html").get("lang") == f"{language}-CA"


async def test_it_says_whose_it_is_and_that_a_reader_is_not_meant(visitor: Visitor) -> None:
    sharer = Sharer(visitor, await noted_take(visitor, name="Boulangerie <Sainte-Geneviève> & fils"))
    page = await visitor.read(await shown(sharer))
    assert page.one("h1").text.startswith("Roadmap of Boulangerie <Sainte-Geneviève> & fils ")
    assert "Planned from a self-assessment of 9 March 2026" in page.one(class_="shared-how").text


async def test_a_reader_can_change_nothing_and_takes_no_file_along(sharer: Sharer) -> None:
    path = await shown(sharer)
    page = await sharer.visitor.read(path)
    assert not page.all("form") + page.all("button") + page.all("input") + page.all("select")
    assert not [e for e in page.one("main") if any(name.startswith("hx-") for name in e.attributes)]
    links = {link.attributes["href"] for link in page.one("main").all("a")}
    assert {link for link in links if not link.startswith("#")} == {"?result=shown", "/en/"}
    assert {link[1:] for link in links if link.startswith("#")} <= {e.get("id") for e in page.one("main")}
    for file in FILES:
        assert (await sharer.visitor.browser.get(f"{path}/{file}")).status_code == 404
    for place in (path, f"{path}/steps/{FIRST}"):
        response = await sharer.visitor.browser.post(place, data=FORM | {"state": "done"})
        assert response.status_code in {404, 405}


async def test_result_and_roadmap_lead_to_each_other(sharer: Sharer) -> None:
    path = await shown(sharer)
    result = path.removesuffix("/roadmap")
    for place, link, leads_to in ((result, "?roadmap=shown", path), (path, "?result=shown", result)):
        assert link in (await sharer.visitor.read(place)).links
        response = await sharer.visitor.browser.get(place + link)
        assert (response.status_code, response.headers["location"]) == (303, leads_to)
    await sharer.press("share")
    page = await sharer.visitor.read(result)
    assert "?roadmap=shown" not in page.links
    assert "This link lets you read this result, and nothing else." in page.text


async def test_a_language_switch_keeps_the_place(sharer: Sharer) -> None:
    path = await shown(sharer)
    response = await sharer.visitor.browser.get(f"{path}?language=fr")
    assert response.headers["location"] == path.replace("/en/", "/fr/")
    french = await sharer.visitor.read(response.headers["location"])
    assert french.one("h1").text.startswith("Feuille de route partagée ")


async def test_it_is_shown_only_while_its_owner_says_so(sharer: Sharer, rows: Rows) -> None:
    link = await sharer.share()
    for shows in (False, True, False):
        await sharer.press("share", **({"shows_roadmap": "yes"} if shows else {}))
        assert path_of(await sharer.link()) == link
        (box,) = [e for e in await sharer.boxes() if e.get("name") == "shows_roadmap"]
        assert ("checked" in box.attributes) is shows
        assert [row["shows_roadmap"] for row in rows.of("share")] == [shows]
        assert ((await sharer.visitor.browser.get(f"{link}/roadmap")).status_code == 200) is shows
        assert await is_as_if_it_never_was(sharer.visitor, f"{link}/roadmap") is not shows
        assert (await sharer.visitor.browser.get(link)).status_code == 200


async def test_a_result_without_it_tells_nothing_of_what_was_chosen(sharer: Sharer) -> None:
    link = await sharer.share()
    before = [(await sharer.visitor.browser.get(link + path)).content for path in ("", "/report.pdf")]
    await plan(sharer, capacity="123.45", **{"target-accountable": "measured"})
    await choose(sharer, FIRST, state="left-out")
    await choose(sharer, DONE, state="done")
    assert [(await sharer.visitor.browser.get(link + path)).content for path in ("", "/report.pdf")] == before
    await sharer.press("share", shows_roadmap="yes")
    assert "123.45" in (await sharer.visitor.browser.get(link)).text


async def test_notes_and_roadmap_are_shown_each_by_itself(sharer: Sharer, rows: Rows) -> None:
    link = await sharer.share(shows_roadmap="yes")
    assert NOTE not in (await sharer.visitor.browser.get(link)).text
    await sharer.press("share", shows_notes="yes")
    assert NOTE in (await sharer.visitor.browser.get(link)).text
    assert await is_as_if_it_never_was(sharer.visitor, f"{link}/roadmap")
    await sharer.press("share", shows_notes="yes", shows_roadmap="yes")
    assert NOTE not in (await sharer.visitor.browser.get(f"{link}/roadmap")).text
    assert [(row["shows_notes"], row["shows_roadmap"]) for row in rows.of("share")] == [(True, True)]


async def test_the_owner_is_told_what_readers_see_beside_the_choice(sharer: Sharer) -> None:
    assert [label.text for label in (await sharer.form("share")).all("label", class_="check")] == [
        "Show my notes and their links",
        "Show my roadmap with the names of who does what, and why steps are left out",
    ]


async def test_the_owner_s_roadmap_says_that_it_is_shown(sharer: Sharer) -> None:
    said = "Whoever has the read-only link can read this roadmap, with the names and reasons in it."
    mine = sharer.visitor.path(sharer.key, "roadmap")
    await sharer.share()
    assert said not in (await sharer.visitor.read(mine)).text
    path = await shown(sharer)
    assert said in (await sharer.visitor.read(mine)).text
    assert said not in (await sharer.visitor.read(path)).text


async def test_a_link_that_ended_ends_the_roadmap_too(sharer: Sharer, clock: Clock) -> None:
    replaced = await shown(sharer)
    await sharer.press("share/renew")
    renewed = path_of(await sharer.link()) + "/roadmap"
    assert await is_as_if_it_never_was(sharer.visitor, replaced)
    assert titles(await sharer.visitor.read(renewed))
    await sharer.press("share/revoke")
    assert await is_as_if_it_never_was(sharer.visitor, renewed)
    again = await shown(sharer)
    assert titles(await sharer.visitor.read(again))
    clock.advance(days=366)
    assert await is_as_if_it_never_was(sharer.visitor, again)


async def test_no_other_key_opens_it(sharer: Sharer, visitor: Visitor) -> None:
    path = await shown(sharer)
    other = Sharer(visitor, await noted_take(visitor))
    hidden = await other.share()
    for key in (sharer.key, other.key, key_of(hidden), key_of(path.removesuffix("/roadmap")).swapcase()):
        assert await is_as_if_it_never_was(visitor, f"/en/shared/{key}/roadmap")
    shared_key = key_of(path.removesuffix("/roadmap"))
    assert (await visitor.browser.get(f"/en/takes/{shared_key}/roadmap")).status_code == 404


async def test_nobody_keeps_or_lists_it_and_it_holds_no_key(sharer: Sharer) -> None:
    path = await shown(sharer)
    response = await sharer.visitor.browser.get(path)
    assert response.headers["cache-control"] == "no-store"
    assert "noindex" in response.headers["x-robots-tag"]
    assert response.headers["referrer-policy"] == "no-referrer"
    assert [m.get("content") for m in page_of(response).all("meta") if m.get("name") == "robots"] == [
        "noindex"
    ]
    keys = (sharer.key, key_of(path.removesuffix("/roadmap")))
    for address in (path, f"{path}?x=1", path.replace("/en/", "/fr/")):
        assert not [key for key in keys if key in (await sharer.visitor.browser.get(address)).text]


async def test_no_key_name_or_reason_is_logged(sharer: Sharer) -> None:
    await choose(sharer, FIRST, owner="Zebra", state="left-out", reason="Zebra too")
    with structlog.testing.capture_logs() as events:
        path = await shown(sharer)
        await sharer.visitor.read(path)
    assert "/{language:language}/shared/{key:key}/roadmap" in {event["route"] for event in events}
    secrets = (sharer.key, key_of(path.removesuffix("/roadmap")), "Zebra")
    assert not [secret for secret in secrets if secret in repr(events)]


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_whatever_an_owner_wrote_is_a_text_and_nothing_else(visitor: Visitor, language: str) -> None:
    visitor.language = language
    sharer = Sharer(visitor, await noted_take(visitor, name=HOSTILE))
    await plan(sharer)
    await choose(sharer, FIRST, owner=HOSTILE)
    await choose(sharer, LAST, state="left-out", reason=HOSTILE)
    page = await visitor.read(await shown(sharer))
    assert page.faults == []
    assert not live(page)
    written = HOSTILE.replace("\u202e", "")
    assert written in page.one("h1").text
    assert written in page.by_id(FIRST.replace(":", "-")).text
    assert written in page.by_id("rest").text
    assert "zebra()" not in "".join(script.raw_text for script in page.all("script"))


async def test_a_plan_without_steps_is_shown_too(sharer: Sharer) -> None:
    path = await shown(sharer)
    for fields in ({"capacity": "0"}, {f"target-{key}": "absent" for key in load(CURRENT).framework.weights}):
        await plan(sharer, **fields)
        page = await sharer.visitor.read(path)
        assert not page.all(id="plan")
        assert page.one("h1").text.startswith("A shared roadmap No step ")


async def test_where_many_wait_for_the_planner_it_says_so(sharer: Sharer) -> None:
    path = await shown(sharer)
    async with busy_planner():
        response = await sharer.visitor.browser.get(path)
    assert response.status_code == 503
    assert page_of(response).all(**{"data-fault": "busy"})
    assert titles(await sharer.visitor.read(path))


async def test_a_take_that_starts_from_it_shows_nothing_of_it(
    client: httpx.AsyncClient, sharer: Sharer
) -> None:
    await choose(sharer, FIRST, owner="Ana Tremblay")
    await shown(sharer)
    response = await sharer.send("revise")
    new = Sharer(sharer.visitor, response.headers["location"].split("/")[3])
    await sharer.visitor.complete(new.key)
    link = await new.share()
    assert await is_as_if_it_never_was(sharer.visitor, f"{link}/roadmap")
    await new.press("share", shows_roadmap="yes")
    assert "Ana Tremblay" not in (await client.get(f"{link}/roadmap")).text
