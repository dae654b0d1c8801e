"""A result's files: who gets them, under which name, and that nobody keeps them on the way."""

import httpx
import pytest

from tests.web.results.files import FILES, Owner, owner_of
from tests.web.visitor import Visitor, follow

NAMES = {
    "en": [
        "ai-index-2026-03-09.json",
        "ai-index-2026-03-09.csv",
        "ai-index-2026-03-09.xlsx",
        "ai-index-retake.ics",
    ],
    "fr": [
        "indice-ia-2026-03-09.json",
        "indice-ia-2026-03-09.csv",
        "indice-ia-2026-03-09.xlsx",
        "indice-ia-a-refaire.ics",
    ],
}
TYPES = [
    "application/json",
    "text/csv; charset=utf-8; header=present",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/calendar; charset=utf-8; method=PUBLISH",
]


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_a_file_is_saved_under_a_name_that_says_what_it_is(
    client: httpx.AsyncClient, language: str
) -> None:
    owner = await owner_of(Visitor(client, language))
    answers = [await owner.ask(name) for name in FILES]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert [answer.headers["content-type"] for answer in answers] == TYPES
    assert [answer.headers["content-disposition"] for answer in answers] == [
        f'attachment; filename="{name}"' for name in NAMES[language]
    ]


async def test_nobody_keeps_a_file_or_lists_it(complete_take: str, visitor: Visitor) -> None:
    for name in FILES:
        response = await Owner(visitor, complete_take).ask(name)
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-robots-tag"] == "noindex, nofollow"
        assert response.headers["referrer-policy"] == "no-referrer"


async def test_no_file_holds_the_link(complete_take: str, visitor: Visitor) -> None:
    for name in FILES:
        assert complete_take.encode() not in await Owner(visitor, complete_take).file(name)


async def test_an_unfinished_take_has_no_files_and_leads_to_its_review(
    answered_take: str, visitor: Visitor
) -> None:
    for name in FILES:
        response = await Owner(visitor, answered_take).ask(name)
        assert response.status_code == 303
        assert response.headers["location"] == visitor.path(answered_take, "review")


async def test_a_stranger_gets_nothing(complete_take: str, visitor: Visitor) -> None:
    for name in FILES:
        assert (await Owner(visitor, "A" * 22).ask(name)).status_code == 404
        assert (await visitor.browser.post(visitor.path(complete_take, name))).status_code == 405


async def test_a_read_only_link_gives_no_files(complete_take: str, visitor: Visitor) -> None:
    await visitor.browser.post(visitor.path(complete_take, "share"))
    page = await Owner(visitor, complete_take).result()
    key = page.by_id("share-link").attributes["value"].rsplit("/", 1)[1]
    shared = await visitor.read(f"/en/shared/{key}")
    assert not [link for link in shared.links if link.endswith((".json", ".csv", ".xlsx", ".ics"))]
    for name in FILES:
        assert (await Owner(visitor, key).ask(name)).status_code == 404
        assert (await visitor.browser.get(f"/en/shared/{key}/{name}")).status_code == 404


async def test_a_deleted_take_has_no_files(complete_take: str, visitor: Visitor) -> None:
    await visitor.browser.post(visitor.path(complete_take, "delete"))
    for name in FILES:
        assert (await Owner(visitor, complete_take).ask(name)).status_code == 404


async def test_the_result_page_leads_to_every_file(complete_take: str, visitor: Visitor) -> None:
    part = (await Owner(visitor, complete_take).result()).by_id("files")
    links = [link.attributes["href"] for link in part.all("a")]
    assert links == ["report.pdf", "data.xlsx", "data.csv", "data.json", "retake.ics"]
    result = await visitor.browser.get(visitor.path(complete_take, "result"))
    for link in links:
        assert (await visitor.browser.get(follow(result, link))).status_code == 200


async def test_a_file_can_be_asked_for_in_the_other_language(complete_take: str, visitor: Visitor) -> None:
    response = await visitor.browser.get(visitor.path(complete_take, "data.csv"), params={"language": "fr"})
    assert response.status_code == 303
    assert response.headers["location"] == f"/fr/takes/{complete_take}/data.csv"
