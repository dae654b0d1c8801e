"""A form of the roadmap that cannot be kept is shown again as it was sent, with what is wrong and where."""

import httpx
import pytest
from httpx import Response
from sqlalchemy import insert

from app.migrations import migration_engine
from app.planning.models import roadmap_step_table
from app.settings import Settings
from questions.packs import CURRENT, load
from tests.web.pages import Element, Page, page_of
from tests.web.roadmap.test_roadmap import FORM, choose, replan
from tests.web.rows import Rows

TITLES = {
    key: load(CURRENT).texts["en"].questions[step.question].steps[step.to_level].title
    for key, step in load(CURRENT).framework.steps.items()
}
ROOMY = FORM | {"capacity": "200", "target-accountable": "measured"}


def chosen(page: Page, name: str) -> str | None:
    """What a select shows."""
    found = [each for each in page.by_id(name).all("option") if "selected" in each.attributes]
    return found[0].get("value") or found[0].text.strip() if found else None


def card(page: Page, step: str) -> Element:
    """The card of a step."""
    return page.by_id(step.replace(":", "-")).one("details")


async def shown(client: httpx.AsyncClient, key: str) -> Response:
    """The roadmap's page."""
    return await client.get(f"/en/takes/{key}/roadmap")


async def test_what_was_typed_into_the_controls_is_shown_again(
    client: httpx.AsyncClient, complete_take: str
) -> None:
    await replan(client, complete_take)
    sent = {"size": "large", "quarters": "7", "strategy": "fastest", "target-secure": "measured"}
    page = page_of(await replan(client, complete_take, capacity='ma"ny', **sent))
    assert page.by_id("capacity").attributes["value"] == 'ma"ny'
    assert page.by_id("capacity").attributes["aria-describedby"] == "capacity-error"
    assert page.by_id("capacity-error").text.strip().startswith("Days a quarter")
    assert [chosen(page, name) for name in ("size", "quarters", "target-secure")] == [
        "large",
        "7",
        "measured",
    ]
    assert "checked" in page.by_id("strategy-fastest").attributes
    assert len(page.by_id("plan").all(class_="quarter")) == int(FORM["quarters"])


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"owner": "n" * 121}, "owner"),
        ({"state": "left-out", "reason": "r" * 201}, "reason"),
        ({"effort": "two"}, "effort"),
        ({"quarter": "13"}, "quarter"),
        ({"quarter": "0019"}, "quarter"),
        ({"quarter": "001" + "9" * 40}, "quarter"),
    ],
)
async def test_what_was_typed_for_a_step_is_shown_again_in_its_open_card(
    client: httpx.AsyncClient, complete_take: str, rows: Rows, fields: dict[str, str], field: str
) -> None:
    await replan(client, complete_take, **ROOMY)
    sent = {"owner": "Ana", "effort": "3", "quarter": "2"} | fields
    step = "incidents:operational"
    answered = await choose(client, complete_take, step, **sent)
    assert answered.status_code == 422
    page, anchor = page_of(answered), step.replace(":", "-")
    assert "open" in card(page, step).attributes
    assert page.by_id(f"owner-{anchor}").attributes["value"] == sent["owner"]
    assert page.by_id(f"effort-{anchor}").attributes["value"] == sent["effort"]
    assert page.by_id(f"reason-{anchor}").attributes["value"] == sent.get("reason", "")
    if field != "quarter":
        assert chosen(page, f"quarter-{anchor}") == "2"
    assert page.by_id(f"{field}-{anchor}").attributes["aria-invalid"] == "true"
    link = page.one(class_="summary").one("a", href=f"#{field}-{anchor}")
    assert link.text.strip() == page.by_id(f"{field}-{anchor}-error").text.strip()
    assert TITLES[step] in page.one(class_="summary").text
    assert rows.of("roadmap_step") == []


async def test_fixed_quarters_in_the_wrong_order_are_named(
    client: httpx.AsyncClient, complete_take: str
) -> None:
    await replan(client, complete_take, **ROOMY)
    await choose(client, complete_take, "incidents:documented", quarter="3")
    page = page_of(await choose(client, complete_take, "incidents:operational", quarter="2", owner="Ana"))
    said = page.by_id("quarter-incidents-operational-error").text
    assert said.strip() == (
        f"“{TITLES['incidents:operational']}” is fixed to quarter 2, but needs"
        f" “{TITLES['incidents:documented']}” first, which is fixed to quarter 3."
        " Give it quarter 3 or a later one."
    )
    assert chosen(page, "quarter-incidents-operational") == "2"
    assert page.by_id("owner-incidents-operational").attributes["value"] == "Ana"


async def test_a_step_that_a_fixed_one_needs_is_not_left_out(
    client: httpx.AsyncClient, complete_take: str
) -> None:
    await replan(client, complete_take, **ROOMY)
    await choose(client, complete_take, "incidents:operational", quarter="3")
    sent = {"state": "left-out", "reason": "no time"}
    page = page_of(await choose(client, complete_take, "incidents:documented", **sent))
    said = page.by_id("state-incidents-documented-error").text
    assert f"“{TITLES['incidents:operational']}” is fixed to quarter 3" in said
    assert f"“{TITLES['incidents:documented']}”, which is left out" in said
    assert chosen(page, "state-incidents-documented") == "left-out"
    assert page.by_id("reason-incidents-documented").attributes["value"] == "no time"


async def test_days_that_fixed_quarters_do_not_have_are_counted(
    client: httpx.AsyncClient, complete_take: str, rows: Rows
) -> None:
    await replan(client, complete_take, **ROOMY)
    await choose(client, complete_take, "incidents:operational", quarter="1")
    page = page_of(await replan(client, complete_take, **ROOMY | {"capacity": "0.5"}))
    said = page.by_id("capacity-error").text
    assert "By the end of quarter 1 the step that you fixed takes" in said
    assert f"“{TITLES['incidents:operational']}”" in said
    assert page.by_id("capacity").attributes["value"] == "0.5"
    assert rows.of("roadmap")[0]["capacity"] == 20000


async def test_fixed_quarters_that_two_windows_made_impossible_are_told_and_can_be_mended(
    client: httpx.AsyncClient, complete_take: str, rows: Rows, settings: Settings
) -> None:
    await replan(client, complete_take, capacity="0.5")
    kept = {"owner": "", "effort": None, "is_done": False, "is_left_out": False, "reason": ""}
    engine = migration_engine(settings)
    with engine.begin() as connection:
        row = {"take_id": rows.take(complete_take)["id"], "step": "incidents:operational", "quarter": 1}
        connection.execute(insert(roadmap_step_table).values(**row | kept))
    engine.dispose()
    answered = await shown(client, complete_take)
    assert answered.status_code == 200
    assert "The plan below is one without fixed quarters." in page_of(answered).text
    files = ("plan.pdf", "plan.xlsx", "plan.csv", "plan.ics", "plan.json")
    for place in ("compare", "explore", "explore.json", *files):
        assert (await client.get(f"/en/takes/{complete_take}/roadmap/{place}")).status_code == 200
    assert (await choose(client, complete_take, "incidents:operational")).status_code == 303
    assert "There is a problem" not in (await shown(client, complete_take)).text


async def test_a_quarter_that_is_no_more_is_shown_as_the_last_one(
    client: httpx.AsyncClient, complete_take: str
) -> None:
    await replan(client, complete_take, **ROOMY | {"quarters": "6"})
    await choose(client, complete_take, "incidents:operational", quarter="6")
    await replan(client, complete_take, **ROOMY | {"quarters": "3"})
    page = page_of(await shown(client, complete_take))
    assert chosen(page, "quarter-incidents-operational") == "3"


async def test_a_step_that_does_not_fit_can_be_changed_too(
    client: httpx.AsyncClient, complete_take: str
) -> None:
    await replan(client, complete_take, capacity="0")
    page = page_of(await choose(client, complete_take, "incidents:operational", effort="some", owner="Ana"))
    assert "open" in card(page, "incidents:operational").attributes
    assert page.by_id("effort-incidents-operational").attributes["value"] == "some"
    assert page.by_id("owner-incidents-operational").attributes["value"] == "Ana"


async def test_what_was_chosen_for_a_step_outlives_leaving_it_out(
    client: httpx.AsyncClient, complete_take: str, rows: Rows
) -> None:
    await replan(client, complete_take, **ROOMY)
    chosen_for = {"owner": "Ana", "effort": "1.5", "quarter": "2"}
    await choose(client, complete_take, "incidents:operational", state="left-out", **chosen_for)
    row = page_of(await shown(client, complete_take)).by_id("incidents-operational")
    (back,) = [form for form in row.all("form") if not form.has_class("step-form")]
    fields = {box.attributes["name"]: box.attributes["value"] for box in back.all("input")}
    await choose(client, complete_take, "incidents:operational", **fields)
    (kept,) = rows.of("roadmap_step")
    assert (kept["owner"], kept["effort"], kept["quarter"]) == ("Ana", 150, 2)
    assert not kept["is_left_out"]
