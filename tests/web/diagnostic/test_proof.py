"""The note and the link under an answer."""

from tests.web.pages import page_of
from tests.web.rows import Rows
from tests.web.visitor import QUESTIONS, Visitor

QUESTION = QUESTIONS[2]
NOTE_TOO_LONG = "The note is too long: keep it to 2,000 characters."
LINK_TOO_LONG = "The link is too long: keep it to 2,000 characters."
NOT_A_LINK = "Start the link with http:// or https://, as in https://example.com/page."
LONGEST = "é" * 1998 + "\n😀"


async def test_a_note_of_two_thousand_characters_is_kept(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    await visitor.answer(empty_take, QUESTION, "declared", note=LONGEST.replace("\n", "\r\n"))
    assert rows.answers(empty_take)[QUESTION]["note"] == LONGEST
    assert (await visitor.open(empty_take, QUESTION)).fields["note"] == LONGEST


async def test_a_note_of_one_more_is_refused_and_its_text_stays_in_the_page(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    await visitor.answer(empty_take, QUESTION, "declared", note="before", link="https://example.com/before")
    window = await visitor.open(empty_take, QUESTION)
    window.fields |= {"level": "documented", "note": LONGEST + "!", "link": "https://example.com/after"}
    response = await window.press("continue")
    assert response.status_code == 422
    page = page_of(response)
    assert page.errors == [NOTE_TOO_LONG]
    assert page.by_id("note-error").text == NOTE_TOO_LONG
    assert page.by_id("note").get("aria-describedby") == "note-error"
    assert page.by_id("note").raw_text.removeprefix("\n") == LONGEST + "!"
    assert page.by_id("link").get("value") == "https://example.com/after"
    assert "open" in page.one(class_="proof").attributes
    row = rows.answers(empty_take)[QUESTION]
    assert (row["level"], row["note"], row["link"]) == ("documented", "before", "https://example.com/before")


async def test_after_a_refusal_the_mended_form_is_saved_and_replaces_nothing_of_others(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    window = await visitor.open(empty_take, QUESTION)
    window.fields |= {"level": "documented", "note": LONGEST + "!"}
    window.show(page_of(await window.press("continue")))
    window.fields["note"] = "short"
    assert (await window.press("continue")).status_code == 303
    assert rows.answers(empty_take)[QUESTION]["note"] == "short"


async def test_a_note_that_is_too_long_is_said_to_be_unsaved_in_place(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    window = await visitor.open(empty_take, QUESTION)
    window.fields |= {"level": "documented", "note": LONGEST + "!"}
    response = await window.press("save")
    assert response.status_code == 422
    assert page_of(response).text == f"The note is not saved yet. {NOTE_TOO_LONG}"
    assert rows.answers(empty_take)[QUESTION]["level"] == "documented"


async def test_a_web_address_is_kept(visitor: Visitor, empty_take: str, rows: Rows) -> None:
    for link in (
        "http://example.com",
        "https://example.com/page?a=1&b=2#part",
        "HTTPS://EXAMPLE.COM/",
        "https://user@intranet:8443/é/日本",
        "http://[2001:db8::1]/",
        "  https://example.com/  ",
        "https://example.com/<script>alert(1)</script>\"'",
        "https://example.com/" + "a" * 1980,
    ):
        await visitor.answer(empty_take, QUESTION, "declared", link=link)
        assert rows.answers(empty_take)[QUESTION]["link"] == link.strip()
        assert (await visitor.open(empty_take, QUESTION)).fields["link"] == link.strip()


NO_WEB_ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//https://example.com",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://example.com/",
    "mailto:me@example.com",
    "//example.com/",
    "/en/",
    "example.com",
    "https:example.com",
    "https://",
    "https:///path",
    "https://:443/",
    "http://[::1",
    "https://exa mple.com/",
    "https://example.com/a b",
    "https://example.com/a\u00a0b",
    "https://example.com/\u202efdp.exe",
    "https://exam\u200bple.com/",
)


async def test_anything_else_is_refused_and_stays_in_the_page(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    await visitor.answer(empty_take, QUESTION, "declared", link="https://example.com/kept")
    for link in NO_WEB_ADDRESSES:
        response = await visitor.send(empty_take, QUESTION, level="declared", link=link, seen="1")
        assert response.status_code == 422, link
        page = page_of(response)
        assert page.errors == [NOT_A_LINK]
        assert page.by_id("link-error").text == NOT_A_LINK
        assert page.by_id("link").get("aria-describedby") == "link-error"
        assert page.by_id("link").get("value") == " ".join(link.replace("\x01", "").split())
        assert not [address for address in page.links if "alert" in address]
    assert rows.answers(empty_take)[QUESTION]["link"] == "https://example.com/kept"


async def test_a_link_longer_than_two_thousand_is_refused(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    link = "https://example.com/" + "a" * 1981
    response = await visitor.send(empty_take, QUESTION, level="declared", link=link)
    assert (response.status_code, page_of(response).errors) == (422, [LINK_TOO_LONG])
    response = await visitor.send(empty_take, QUESTION, level="declared", link=link, action="save")
    assert page_of(response).text == f"The link is not saved yet. {LINK_TOO_LONG}"
    assert rows.answers(empty_take)[QUESTION]["link"] == ""


async def test_every_fault_is_said_at_once(visitor: Visitor, empty_take: str) -> None:
    response = await visitor.send(empty_take, QUESTION, note="x" * 2001, link="nowhere")
    assert page_of(response).errors[1:] == [NOTE_TOO_LONG, NOT_A_LINK]
    assert len(page_of(response).errors) == 3
