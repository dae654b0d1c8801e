"""The picture beside a shared link: anyone may fetch it while the link works, and it leads nowhere."""

import struct

from tests.web.results.sharer import Sharer, key_of, path_of
from tests.web.rows import Rows
from tests.web.running import Clock


async def picture_of(sharer: Sharer, path: str) -> str:
    """The path of the picture that the shared page names."""
    page = await sharer.visitor.read(path)
    return path_of(page.one("meta", property="og:image").attributes["content"])


async def test_it_is_a_picture_of_the_size_that_the_page_says(sharer: Sharer) -> None:
    path = await picture_of(sharer, await sharer.share())
    response = await sharer.visitor.browser.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/png"
    assert response.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", response.content[16:24]) == (1200, 630)


async def test_each_language_has_its_own(sharer: Sharer) -> None:
    english = await picture_of(sharer, await sharer.share())
    pictures = [
        (await sharer.visitor.browser.get(path)).content
        for path in (english, english.replace("/en/", "/fr/"))
    ]
    assert pictures[0] != pictures[1]


async def test_it_may_be_kept_for_minutes_and_is_not_sent_twice(sharer: Sharer) -> None:
    path = await picture_of(sharer, await sharer.share())
    first = await sharer.visitor.browser.get(path)
    assert first.headers["cache-control"] == "public, max-age=300"
    assert first.headers["x-robots-tag"] == "noindex"
    again = await sharer.visitor.browser.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = await sharer.visitor.browser.get(path, headers={"if-none-match": '"something else"'})
    assert other.content == first.content


async def test_its_name_leads_neither_to_the_page_nor_to_the_take(sharer: Sharer, rows: Rows) -> None:
    shared = await sharer.share()
    name = (await picture_of(sharer, shared)).rsplit("/", 1)[1].removesuffix(".png")
    assert name not in {key_of(shared), sharer.key}
    assert name not in repr(rows.everything())
    for path in (f"/en/shared/{name}", f"/en/shared/{name}/report.pdf", f"/en/takes/{name}/result"):
        assert (await sharer.visitor.browser.get(path)).status_code == 404
    assert (await sharer.visitor.browser.get(f"/en/pictures/{key_of(shared)}.png")).status_code == 404


async def test_it_goes_with_its_link(sharer: Sharer, clock: Clock) -> None:
    async def check_gone(path: str) -> None:
        response = await sharer.visitor.browser.get(path)
        assert response.status_code == 404
        assert response.headers["cache-control"] == "no-store"

    replaced = await picture_of(sharer, await sharer.share())
    await sharer.press("share/renew")
    await check_gone(replaced)
    revoked = await picture_of(sharer, path_of(await sharer.link()))
    assert (await sharer.visitor.browser.get(revoked)).status_code == 200
    await sharer.press("share/revoke")
    await check_gone(revoked)
    expired = await picture_of(sharer, await sharer.share())
    clock.advance(days=365)
    await check_gone(expired)
