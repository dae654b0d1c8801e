"""Pages come from memory where they were drawn before; nobody's words ever do."""

import gzip

import httpx

from tests.web.visitor import QUESTIONS, Visitor

FIRST = QUESTIONS[0]


async def body(client: httpx.AsyncClient, visitor: Visitor, key: str) -> str:
    """The first question's page of a take."""
    return (await client.get(visitor.path(key, f"questions/{FIRST}"))).text


async def test_two_takes_with_the_same_answer_show_each_its_own_words(client: httpx.AsyncClient) -> None:
    visitor = Visitor(client)
    mine, yours = await visitor.start(), await visitor.start()
    await visitor.send(
        mine, FIRST, level="declared", note="mine & only mine", link="https://mine.example/a?b=1&c=2"
    )
    await visitor.send(yours, FIRST, level="declared", note="<yours>", link="https://yours.example/")
    for _ in range(2):
        my_page, your_page = await body(client, visitor, mine), await body(client, visitor, yours)
        assert "mine &amp; only mine" in my_page
        assert 'value="https://mine.example/a?b=1&amp;c=2"' in my_page
        assert "&lt;yours&gt;" in your_page
        assert "mine" not in your_page
        assert "yours" not in my_page


async def test_a_take_without_words_shows_none(client: httpx.AsyncClient) -> None:
    visitor = Visitor(client)
    noted, bare = await visitor.start(), await visitor.start()
    await visitor.send(noted, FIRST, level="declared", note="a word", link="")
    await visitor.send(bare, FIRST, level="declared", note="", link="")
    assert "a word" in await body(client, visitor, noted)
    page = await body(client, visitor, bare)
    assert "a word" not in page
    assert "\ue000" not in page


async def test_the_marks_for_words_are_cleaned_out_of_what_people_type(client: httpx.AsyncClient) -> None:
    visitor = Visitor(client)
    key = await visitor.start()
    await visitor.send(
        key, FIRST, level="declared", note="\ue000link\ue001 stays text", link="https://example.com/"
    )
    page = await body(client, visitor, key)
    assert "link stays text" in page.replace("\ue000", "").replace("\ue001", "")
    assert page.count("https://example.com/") == 1


async def test_a_browser_that_cannot_unpack_gets_the_same_page(client: httpx.AsyncClient) -> None:
    visitor = Visitor(client)
    key = await visitor.start()
    await visitor.send(key, FIRST, level="declared", note="plain", link="")
    address = visitor.path(key, f"questions/{FIRST}")
    plain = await client.get(address, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    request = client.build_request("GET", address, headers={"Accept-Encoding": "gzip"})
    packed = await client.send(request, stream=True)
    raw = b"".join([part async for part in packed.aiter_raw()])
    assert gzip.decompress(raw) == plain.content
