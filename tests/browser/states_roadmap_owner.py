"""What an owner's choices can make of the roadmap: empty, faulty, done, long."""

from collections.abc import Mapping

import httpx
from playwright.async_api import Page, expect

from tests.browser.registry import state
from tests.browser.takes import FRAMEWORK, MIXED, QUESTIONS, Take, finished

PLANNED = {"size": "small", "capacity": "9", "quarters": "4", "start": "2027-01-31", "strategy": "foundation"}
BLANK = dict.fromkeys(QUESTIONS, "absent")
OWNER = (
    "Coordonnatrice principale à la gouvernance de l’information et à l’intelligence artificielle responsable"
)
REASON = (
    "L’approvisionnement ne sera renouvelé qu’à l’automne; d’ici là, l’anticonstitutionnellement longue revue"
    " contractuelle des fournisseurs n’aurait aucun effet."
)


def planned(client: httpx.Client, language: str, answers: Mapping[str, str] = MIXED, **fields: str) -> Take:
    """A take whose roadmap is planned with these fields."""
    take = finished(client, language, answers)
    assert client.post(take.at("roadmap"), data=PLANNED | fields).status_code == 303
    return take


def choose(take: Take, step: str, **fields: str) -> None:
    """Choose for one step."""
    assert take.client.post(take.at(f"roadmap/steps/{step}"), data=fields).status_code == 303


@state("roadmap into which no step fits")
async def nothing_fits(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(planned(client, language, capacity="0").at("roadmap"))


@state("roadmap with nothing left")
async def nothing_left(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(planned(client, language, dict.fromkeys(QUESTIONS, "operational")).at("roadmap"))


@state("roadmap with everything done")
async def everything_done(page: Page, client: httpx.Client, language: str) -> None:
    take = planned(client, language)
    for question in QUESTIONS:
        choose(take, f"{question}:operational", state="done")
    await page.goto(take.at("roadmap"))


@state("roadmap with faults in the controls")
async def faulty_controls(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(planned(client, language).at("roadmap"))
    await page.fill("#capacity", "4½ days, 5 in summer")
    await page.fill("#start", "0007-01-01")
    await page.click(".controls button")
    await expect(page.locator("#start-error")).to_be_visible()
    await expect(page.locator("#capacity-error")).to_be_visible()


@state("roadmap with a fault in a step")
async def faulty_step(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(planned(client, language).at("roadmap"))
    card = page.locator(".plan-steps > li").first
    await card.locator("summary").click()
    await card.locator("[name=owner]").fill(OWNER * 2)
    await card.locator("[name=effort]").fill("two, or three with the lawyers")
    await card.locator("button").click()
    await expect(card.locator(".error")).to_have_count(2)


@state("roadmap with fixed quarters that do not hold")
async def conflicting(page: Page, client: httpx.Client, language: str) -> None:
    take = planned(client, language, BLANK, capacity="30")
    choose(take, "policy:declared", quarter="3")
    await page.goto(take.at("roadmap"))
    card = page.locator("#policy-documented")
    await card.locator("summary").click()
    await card.locator("[name=quarter]").select_option("2")
    await card.locator("button").click()
    await expect(card.locator(".error")).to_be_visible()


@state("roadmap with long names, reasons and costs")
async def long_words(page: Page, client: httpx.Client, language: str) -> None:
    take = planned(client, language, BLANK, capacity="12", quarters="6")
    first, second, *_ = (f"{question}:declared" for question in QUESTIONS)
    choose(take, first, owner=OWNER, effort="12.25")
    choose(take, second, owner=OWNER, quarter="5")
    choose(take, f"{QUESTIONS[-1]}:declared", state="left-out", reason=REASON, owner=OWNER)
    await page.goto(take.at("roadmap"))
    await expect(page.locator(".costs div")).to_have_count(3)
    for step in (second, f"{QUESTIONS[-1]}:declared"):
        await page.locator(f"#{step.replace(':', '-')} summary").click()


@state("roadmap over twelve quarters")
async def twelve_quarters(page: Page, client: httpx.Client, language: str) -> None:
    everywhere = {f"target-{each}": "measured" for each in FRAMEWORK.weights}
    take = planned(client, language, BLANK, capacity="5", quarters="12", size="medium", **everywhere)
    await page.goto(take.at("roadmap"))
    await expect(page.locator(".quarter")).to_have_count(12)


@state("roadmap saved again")
async def saved_again(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(planned(client, language).at("roadmap"))
    card = page.locator(".plan-steps > li").first
    await card.locator("summary").click()
    await card.locator("[name=owner]").fill(OWNER)
    await card.locator("button").click()
    await expect(page.locator("#said")).not_to_be_empty()
