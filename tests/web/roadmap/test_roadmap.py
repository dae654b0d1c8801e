"""The roadmap shows the planner's plan, keeps what a person chooses, and refuses what cannot hold."""

import re

import httpx
import pytest
from httpx import Response

from questions.packs import CURRENT, load
from scoring.more_days import worth_of_more_days
from scoring.wishes import STRATEGIES
from tests.web.pages import page_of
from tests.web.roadmap.plans import plan_of
from tests.web.rows import Rows
from tests.web.running import Clock
from tests.web.visitor import FRAGMENT, SOME_ANSWERS, Visitor

FRAMEWORK = load(CURRENT).framework
WORDS = load(CURRENT).texts
FORM = {"size": "small", "capacity": "8", "quarters": "4", "start": "2027-01-01", "strategy": "foundation"}


def shown(response: Response) -> list[str]:
    """The ids of the steps of the plan on the page, in their order."""
    plan = response.text.partition('id="plan"')[2].partition("</section>")[0]
    return re.findall(r'<li id="([a-z-]+)">', plan)


async def replan(client: httpx.AsyncClient, key: str, **fields: str) -> Response:
    """Send the roadmap's form."""
    return await client.post(f"/en/takes/{key}/roadmap", data=FORM | fields)


async def choose(client: httpx.AsyncClient, key: str, step: str, **fields: str) -> Response:
    """Send one step's form."""
    return await client.post(f"/en/takes/{key}/roadmap/steps/{step}", data=fields)


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_the_page_shows_the_plan_of_the_planner(
    client: httpx.AsyncClient, complete_take: str, language: str
) -> None:
    await replan(client, complete_take)
    response = await client.get(f"/{language}/takes/{complete_take}/roadmap")
    assert response.status_code == 200
    found = plan_of(SOME_ANSWERS, FORM)
    assert shown(response) == [each.step.id.replace(":", "-") for each in found.steps]
    for each in found.steps:
        text = WORDS[language].questions[each.step.question].steps[each.step.to_level]
        assert text.title in page_of(response).text


async def test_a_choice_is_kept_with_the_take(client: httpx.AsyncClient, complete_take: str) -> None:
    assert (await replan(client, complete_take, capacity="3,5", quarters="6")).status_code == 303
    page = page_of(await client.get(f"/en/takes/{complete_take}/roadmap"))
    assert page.by_id("capacity").attributes["value"] == "3.5"
    assert "in 6 quarters" in page.text


async def test_htmx_gets_the_part_that_changes(client: httpx.AsyncClient, complete_take: str) -> None:
    address, form = f"/en/takes/{complete_take}/roadmap", FORM | {"quarters": "2"}
    response = await client.post(address, data=form, headers=FRAGMENT)
    assert response.status_code == 200
    assert "<html" not in response.text
    assert "in 2 quarters" in response.text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"size": "huge"}, "size"),
        ({"capacity": "many"}, "capacity"),
        ({"capacity": "-1"}, "capacity"),
        ({"capacity": "nan"}, "capacity"),
        ({"capacity": "1,000"}, "capacity"),
        ({"capacity": "-0"}, "capacity"),
        ({"quarters": "0"}, "quarters"),
        ({"quarters": "13"}, "quarters"),
        ({"quarters": "99999999999999999999"}, "quarters"),
        ({"quarters": "0019"}, "quarters"),
        ({"quarters": "001" + "9" * 5000}, "quarters"),
        ({"start": "tomorrow"}, "start"),
        ({"start": "0001-01-01"}, "start"),
        ({"strategy": "luck"}, "strategy-foundation"),
        ({"target": "top"}, "target"),
        ({"target-secure": "top"}, "target-accountable"),
    ],
)
async def test_a_fault_is_told_with_its_field_and_changes_nothing(
    client: httpx.AsyncClient, complete_take: str, rows: Rows, fields: dict[str, str], field: str
) -> None:
    response = await replan(client, complete_take, **fields)
    assert response.status_code == 422
    assert page_of(response).one("a", href=f"#{field}")
    assert rows.of("roadmap") == []


async def test_it_says_what_one_more_day_would_buy(client: httpx.AsyncClient, complete_take: str) -> None:
    await replan(client, complete_take, capacity="3")
    page = page_of(await client.get(f"/en/takes/{complete_take}/roadmap")).by_id("rest")
    first = worth_of_more_days(FRAMEWORK, plan_of(SOME_ANSWERS, FORM | {"capacity": "3"}))[0]
    assert first.points > 0
    said = page.one(class_="one-more").text
    assert f"+{first.points:g} points" in said
    for step in first.added:
        question, level = step.split(":")
        assert WORDS["en"].questions[question].steps[level].title in said
    await replan(client, complete_take, capacity="500")
    everything = await client.get(f"/en/takes/{complete_take}/roadmap")
    assert page_of(everything).all(class_="one-more") == []


async def test_what_is_left_out_is_no_target_reached(client: httpx.AsyncClient, complete_take: str) -> None:
    await replan(client, complete_take, capacity="0")
    for question in FRAMEWORK.question_ids:
        await choose(client, complete_take, f"{question}:declared", state="left-out")
    page = page_of(await client.get(f"/en/takes/{complete_take}/roadmap")).one("main").text
    assert "you left out what leads up to the target" not in page
    for question in FRAMEWORK.question_ids:
        for level in ("documented", "operational"):
            await choose(client, complete_take, f"{question}:{level}", state="left-out")
    page = page_of(await client.get(f"/en/takes/{complete_take}/roadmap")).one("main").text
    assert "you left out what leads up to the target" in page
    assert "nothing is left up to the target" not in page


async def test_a_minimum_that_is_done_is_in_place_under_every_strategy(
    client: httpx.AsyncClient, complete_take: str
) -> None:
    await replan(client, complete_take)
    for tick in FRAMEWORK.minimum_viable:
        await choose(client, complete_take, f"{tick.question}:operational", state="done")
    page = page_of(await client.get(f"/en/takes/{complete_take}/roadmap"))
    assert "You have a minimum viable AIMS already." in page.one("main").text
    assert page.all(class_="milestone") == []
    compared = page_of(await client.get(f"/en/takes/{complete_take}/roadmap/compare")).one("main").text
    assert compared.count("in place already") == 3


async def test_the_target_for_all_is_that_of_the_result(
    client: httpx.AsyncClient, complete_take: str, rows: Rows
) -> None:
    await replan(client, complete_take, target="operational")
    assert [row["target"] for row in rows.of("take")] == [""]
    await replan(client, complete_take, target="declared")
    assert [row["target"] for row in rows.of("take")] == ["declared"]
    found = plan_of(SOME_ANSWERS, FORM | {f"target-{key}": "declared" for key in FRAMEWORK.weights})
    page = await client.get(f"/en/takes/{complete_take}/roadmap")
    assert set(shown(page)) == {each.step.id.replace(":", "-") for each in found.steps}
    result = page_of(await client.get(f"/en/takes/{complete_take}/result")).by_id("target")
    (chosen,) = [each for each in result.all("option") if "selected" in each.attributes]
    assert chosen.get("value") == "declared"


async def test_a_target_for_one_property_is_kept_and_planned(
    client: httpx.AsyncClient, complete_take: str
) -> None:
    everywhere = {f"target-{key}": "absent" for key in FRAMEWORK.weights}
    await replan(client, complete_take, **everywhere)
    assert shown(await client.get(f"/en/takes/{complete_take}/roadmap")) == []


async def test_a_step_done_counts_and_can_be_taken_back(
    client: httpx.AsyncClient, complete_take: str
) -> None:
    await replan(client, complete_take)
    address = f"/en/takes/{complete_take}/roadmap"
    first = shown(await client.get(address))[0]
    step = next(each for each in FRAMEWORK.steps if each.replace(":", "-") == first)
    assert (await choose(client, complete_take, step, state="done")).status_code == 303
    assert first not in shown(await client.get(address))
    assert (await choose(client, complete_take, step)).status_code == 303
    assert first in shown(await client.get(address))


async def test_a_step_left_out_says_what_it_costs_and_why(
    client: httpx.AsyncClient, complete_take: str
) -> None:
    await choose(client, complete_take, "policy:measured", state="left-out", reason="no <b>time</b>")
    await replan(client, complete_take, **{"target-governed": "measured"})
    response = await client.get(f"/en/takes/{complete_take}/roadmap")
    assert "no &lt;b&gt;time&lt;/b&gt;" in response.text
    assert "left out: −2.375 points" in response.text


async def test_an_owner_and_an_effort_are_kept(
    client: httpx.AsyncClient, complete_take: str, rows: Rows
) -> None:
    await choose(client, complete_take, "owner:declared", owner="Ana\u202e", effort="1.25", quarter="2")
    (row,) = rows.of("roadmap_step")
    assert (row["owner"], row["effort"], row["quarter"]) == ("Ana", 125, 2)


async def test_an_unfinished_take_leads_to_its_review(
    client: httpx.AsyncClient, half_answered_take: str
) -> None:
    answered = await client.get(f"/en/takes/{half_answered_take}/roadmap")
    assert answered.headers["location"] == f"/en/takes/{half_answered_take}/review"
    assert (await replan(client, half_answered_take)).headers["location"].endswith("/review")
    assert (
        (await choose(client, half_answered_take, "owner:declared")).headers["location"].endswith("/review")
    )


async def test_a_step_that_does_not_exist_is_no_page(client: httpx.AsyncClient, complete_take: str) -> None:
    assert (await choose(client, complete_take, "owner:absent")).status_code == 404


async def test_whoever_has_no_key_sees_and_changes_nothing(client: httpx.AsyncClient) -> None:
    key = "A" * 22
    assert (await client.get(f"/en/takes/{key}/roadmap")).status_code == 404
    assert (await replan(client, key)).status_code == 404
    assert (await choose(client, key, "owner:declared")).status_code == 404


async def test_deleting_the_take_deletes_its_roadmap(
    client: httpx.AsyncClient, complete_take: str, rows: Rows
) -> None:
    await replan(client, complete_take)
    await choose(client, complete_take, "owner:declared", owner="Ana")
    await client.post(f"/en/takes/{complete_take}/delete")
    assert rows.of("roadmap") == rows.of("roadmap_step") == []


async def test_the_usual_roadmap_starts_next_month_with_the_organizations_size(
    client: httpx.AsyncClient, visitor: Visitor, answered_take: str, clock: Clock
) -> None:
    await visitor.complete(answered_take, size="medium")
    page = page_of(await client.get(f"/en/takes/{answered_take}/roadmap"))
    month = clock().date().replace(day=1)
    following = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    assert page.by_id("start").attributes["value"] == following.isoformat()
    assert page.by_id("capacity").attributes["value"] == "20"


async def test_the_strategies_stand_side_by_side_and_one_press_takes_another(
    client: httpx.AsyncClient, complete_take: str
) -> None:
    address = f"/en/takes/{complete_take}/roadmap"
    await replan(client, complete_take, capacity="3.25", **{"target-secure": "measured"})
    page = page_of(await client.get(f"{address}/compare"))
    for strategy in STRATEGIES:
        found = plan_of(
            SOME_ANSWERS, FORM | {"capacity": "3.25", "target-secure": "measured", "strategy": strategy}
        )
        for each in (each for each in found.steps if each.quarter == 1):
            text = WORDS["en"].questions[each.step.question].steps[each.step.to_level]
            assert text.title in page.text
    form = page.one("main").all("form")[0]
    fields = {box.attributes["name"]: box.attributes["value"] for box in form.all("input")}
    assert (await client.post(address, data=fields)).status_code == 303
    replanned = await client.get(address)
    strategy = fields["strategy"]
    assert "checked" in page_of(replanned).by_id(f"strategy-{strategy}").attributes
    expected = plan_of(
        SOME_ANSWERS, FORM | {"capacity": "3.25", "target-secure": "measured", "strategy": strategy}
    )
    assert shown(replanned) == [each.step.id.replace(":", "-") for each in expected.steps]
