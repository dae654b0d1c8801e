"""The owner makes a read-only link, makes it anew, and revokes it."""

import asyncio

from pydantic import SecretStr

from app.keys import key_hash
from app.settings import Settings
from tests.web.pages import page_of
from tests.web.results.sharer import Sharer, key_of, path_of
from tests.web.rows import Rows
from tests.web.running import Clock, browser_of, running
from tests.web.visitor import SOME_ANSWERS, Visitor


async def is_dead(visitor: Visitor, path: str) -> bool:
    """Whether a read-only link says that it opens nothing."""
    response = await visitor.browser.get(path)
    title = page_of(response).one("h1").text
    return response.status_code == 404 and title == "This read-only link opens nothing"


async def test_a_result_has_no_read_only_link_until_its_owner_makes_one(sharer: Sharer, rows: Rows) -> None:
    page = await sharer.result()
    assert [form.get("action") for form in page.by_id("share").all("form")] == ["share"]
    assert not page.by_id("share").all("input", readonly="")
    assert rows.count("share") == 0


async def test_a_read_only_link_is_shown_whole_each_time_its_owner_comes_back(
    sqlite_url: str, clock: Clock
) -> None:
    settings = Settings(database=SecretStr(sqlite_url), site="https://index.example.org/ai/")
    async with running(settings, clock) as app, browser_of(app) as browser:
        visitor = Visitor(browser)
        key = await visitor.start()
        for question, level in SOME_ANSWERS.items():
            await visitor.answer(key, question, level)
        await visitor.complete(key)
        sharer = Sharer(visitor, key)
        await sharer.press("share")
        link = await sharer.link()
        assert link.startswith("https://index.example.org/ai/en/shared/")
        assert await sharer.link() == link
        assert "9 March 2026" in (await sharer.result()).by_id("share").text


async def test_the_link_of_a_french_page_leads_to_the_french_page(sharer: Sharer) -> None:
    english = await sharer.share()
    sharer.visitor.language = "fr"
    assert path_of(await sharer.link()) == english.replace("/en/", "/fr/")


async def test_a_form_sent_twice_makes_one_link(sharer: Sharer, rows: Rows) -> None:
    first = await sharer.share()
    row = rows.of("share")
    assert (await sharer.send("share")).status_code == 303
    assert path_of(await sharer.link()) == first
    assert rows.of("share") == row


async def test_forms_sent_at_the_same_time_make_one_link(sharer: Sharer, rows: Rows) -> None:
    answers = await asyncio.gather(*(sharer.send("share") for _ in range(8)))
    assert {answer.status_code for answer in answers} == {303}
    assert rows.count("share") == 1
    await sharer.visitor.read(path_of(await sharer.link()))


async def test_a_new_link_replaces_the_old_one(sharer: Sharer, clock: Clock) -> None:
    old = await sharer.share()
    clock.advance(days=2)
    await sharer.press("share/renew")
    new = path_of(await sharer.link())
    assert new != old
    assert await is_dead(sharer.visitor, old)
    await sharer.visitor.read(new)
    assert "11 March 2026" in (await sharer.result()).by_id("share").text


async def test_a_new_link_shows_what_the_old_one_did(sharer: Sharer, rows: Rows) -> None:
    await sharer.share(shows_notes="yes")
    await sharer.press("share/renew")
    assert [row["shows_notes"] for row in rows.of("share")] == [True]


async def test_renewing_twice_with_one_form_renews_once(sharer: Sharer) -> None:
    await sharer.share()
    form = {box.attributes["name"]: box.attributes["value"] for box in await sharer.hidden("share/renew")}
    answers = await asyncio.gather(*(sharer.send("share/renew", **form) for _ in range(4)))
    link = await sharer.link()
    answers.append(await sharer.send("share/renew", **form))
    assert {answer.status_code for answer in answers} == {303}
    assert await sharer.link() == link


async def test_no_form_of_any_age_brings_an_old_link_back(sharer: Sharer) -> None:
    links = [await sharer.share()]
    forms = [await sharer.hidden("share/renew")]
    for _ in range(2):
        await sharer.press("share/renew")
        links.append(path_of(await sharer.link()))
        forms.append(await sharer.hidden("share/renew"))
    await sharer.press("share/revoke")
    for form in forms:
        await sharer.send("share/renew", **{box.attributes["name"]: box.attributes["value"] for box in form})
        assert not (await sharer.result()).all(id="share-link")
    assert await sharer.share() not in links
    assert [await is_dead(sharer.visitor, link) for link in links] == [True] * 3


async def test_a_revoked_link_opens_nothing_and_leaves_no_row(sharer: Sharer, rows: Rows) -> None:
    path = await sharer.share()
    await sharer.press("share/revoke")
    assert await is_dead(sharer.visitor, path)
    assert rows.count("share") == 0
    assert (await sharer.send("share/revoke")).status_code == 303
    assert await sharer.form("share")


async def test_revoked_replaced_and_never_made_cannot_be_told_apart(sharer: Sharer) -> None:
    replaced = await sharer.share()
    await sharer.press("share/renew")
    revoked = path_of(await sharer.link())
    await sharer.press("share/revoke")
    texts = {
        (await sharer.visitor.browser.get(path)).text
        for path in (replaced, revoked, "/en/shared/" + "A" * 22, "/en/shared/cut-off", "/en/shared/")
    }
    assert len(texts) == 1


async def test_an_unfinished_take_cannot_be_shared(
    visitor: Visitor, half_answered_take: str, rows: Rows
) -> None:
    for place in ("share", "share/renew", "share/revoke"):
        response = await visitor.browser.post(visitor.path(half_answered_take, place))
        assert response.status_code == 303
        assert response.headers["location"] == visitor.path(half_answered_take, "review")
    assert rows.count("share") == 0


async def test_the_link_ends_when_the_take_does(sharer: Sharer, clock: Clock) -> None:
    path = await sharer.share()
    clock.advance(days=364, hours=23, minutes=59)
    await sharer.visitor.read(path)
    clock.advance(minutes=1)
    assert await is_dead(sharer.visitor, path)


async def test_a_new_take_from_a_shared_one_is_not_shared(sharer: Sharer, rows: Rows) -> None:
    await sharer.share()
    response = await sharer.visitor.browser.post(sharer.visitor.path(sharer.key, "revise"))
    new = response.headers["location"].split("/")[3]
    await sharer.visitor.complete(new)
    assert not (await Sharer(sharer.visitor, new).result()).all(id="share-link")
    assert [row["take_id"] for row in rows.of("share")] == [rows.take(sharer.key)["id"]]


async def test_deleting_everything_deletes_the_link_and_says_so(sharer: Sharer, rows: Rows) -> None:
    path = await sharer.share()
    asked = await sharer.visitor.read(sharer.visitor.path(sharer.key, "delete"))
    assert "Its read-only link stops working too." in asked.one(class_="lede").text
    response = await sharer.send("delete")
    assert "Its read-only link leads nowhere either." in page_of(response).one(class_="lede").text
    assert rows.count("share") == rows.count("take") == 0
    assert await is_dead(sharer.visitor, path)


async def test_deleting_what_was_never_shared_speaks_of_no_such_link(sharer: Sharer) -> None:
    asked = await sharer.visitor.read(sharer.visitor.path(sharer.key, "delete"))
    gone = page_of(await sharer.send("delete"))
    assert "read-only" not in asked.one("main").text + gone.one("main").text


async def test_sharing_while_everything_is_deleted_leaves_nothing(sharer: Sharer, rows: Rows) -> None:
    answers = await asyncio.gather(
        *(sharer.send(place) for place in ("share", "share", "delete", "share", "share/renew"))
    )
    assert {answer.status_code for answer in answers} <= {200, 303, 404}
    assert rows.count("share") == rows.count("take") == 0


async def test_the_database_holds_the_link_as_its_hash_alone(sharer: Sharer, rows: Rows) -> None:
    key = key_of(await sharer.share())
    (row,) = rows.of("share")
    assert row["key_hash"] == key_hash(key)
    assert not [secret for secret in (key, sharer.key) if secret in repr(rows.everything())]
