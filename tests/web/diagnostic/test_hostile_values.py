"""What people and programs send that no form expects: kept as text, cleaned, or refused, never a fault."""

from urllib.parse import quote

import pytest

from tests.web.pages import page_of
from tests.web.rows import Rows
from tests.web.visitor import QUESTIONS, SOME_ANSWERS, Visitor

QUESTION = QUESTIONS[5]
FORM = {"content-type": "application/x-www-form-urlencoded"}
MARKUP = "<script>alert(1)</script> \"quoted\" 'single' & &amp; {{ 7 * 7 }} {% raw %} </textarea><b>"
# As it is typed, and as it is kept.
TEXTS = {
    MARKUP: MARKUP,
    "a\x00b": "ab",
    "bell\x07 escape\x1b[31m delete\x7f next\x85line": "bell escape[31m delete nextline",
    "tab\tand\nline": "tab\tand\nline",
    "right\u200fto\u202eleft\u2069": "right\u200ftoleft",
    "emoji 👩🏽‍💻 and 𝕬 and e\u0301": "emoji 👩🏽‍💻 and 𝕬 and e\u0301",
    "'; DROP TABLE take; --": "'; DROP TABLE take; --",
    "%s %(level)s :level \\N \\x41": "%s %(level)s :level \\N \\x41",
    "\ufffe\uffff\ufeff": "\ufffe\uffff\ufeff",
}


async def test_a_note_comes_back_as_the_text_it_is(visitor: Visitor, empty_take: str, rows: Rows) -> None:
    for typed, kept in TEXTS.items():
        response = await visitor.send(empty_take, QUESTION, level="declared", note=typed, action="save")
        assert response.status_code == 200, repr(typed)
        assert rows.answers(empty_take)[QUESTION]["note"] == kept
        page = await visitor.read(visitor.question(empty_take, QUESTION))
        assert page.by_id("note").raw_text == "\n" + kept
        assert not page.faults
        assert len(page.all("script")) == 2


async def test_a_name_comes_back_as_the_text_it_is(visitor: Visitor, answered_take: str, rows: Rows) -> None:
    for typed, kept in TEXTS.items():
        response = await visitor.complete(answered_take, name=typed, size="huge")
        assert response.status_code == 422
        page = page_of(response)
        assert page.by_id("name").get("value") == " ".join(kept.split())
        assert not page.faults
    assert (await visitor.complete(answered_take, name=MARKUP)).status_code == 303
    page = await visitor.read(visitor.path(answered_take, "result"))
    assert page.one(class_="who").text == MARKUP
    assert not page.faults
    assert len(page.all("script")) == 1
    assert rows.take(answered_take)["organization_name"] == MARKUP


async def test_proof_is_text_on_the_result_page_too(visitor: Visitor, empty_take: str) -> None:
    for question, level in SOME_ANSWERS.items():
        await visitor.answer(empty_take, question, level, note=MARKUP, link='https://example.com/"><script>')
    await visitor.complete(empty_take)
    page = await visitor.read(visitor.path(empty_take, "result"))
    notes = [note.text for note in page.all(class_="note")]
    assert notes == [" ".join(MARKUP.split())] * len(QUESTIONS)
    links = [link for link in page.all("a") if link.attributes["href"].startswith("https://example.com/")]
    assert [link.attributes["href"] for link in links] == ['https://example.com/"><script>'] * len(QUESTIONS)
    assert {link.get("rel") for link in links} == {"noreferrer noopener nofollow ugc"}
    assert not page.faults
    assert len(page.all("script")) == 1


@pytest.mark.parametrize("sent", ["%ED%A0%80", "%ED%A0%BD%ED%B8%80", "%FF%FE", "%C0%AF", "%F4%90%80%80", "%"])
async def test_bytes_that_are_no_text_harm_nothing(
    visitor: Visitor, empty_take: str, rows: Rows, sent: str
) -> None:
    body = f"level=declared&note=a{sent}b&link=&seen=0&action=save"
    response = await visitor.browser.post(visitor.question(empty_take, QUESTION), content=body, headers=FORM)
    assert response.status_code == 200
    note = rows.answers(empty_take)[QUESTION]["note"]
    assert (note[0], note[-1]) == ("a", "b")
    assert set(note[1:-1]) <= {"\ufffd", "%"}
    assert (await visitor.open(empty_take, QUESTION)).fields["note"] == note


async def test_sixty_kilobytes_in_any_field_are_refused_in_the_page(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    for field in ("note", "link", "level", "seen", "action", "nothing"):
        response = await visitor.send(
            empty_take, QUESTION, **({"level": "declared", "seen": "1"} | {field: "<" * 20_000})
        )
        assert response.status_code in {303, 422}, field
        assert len(rows.answers(empty_take)[QUESTION]["note"]) == 0


@pytest.mark.parametrize(
    "body",
    [
        b"level=declared&level=measured",
        b"level=declared&" * 200,
        b"&&&==&=level",
        b"note=\xff\xfe",
        "level=é".encode(),
        b"{}",
        b"\x00",
    ],
)
async def test_a_body_that_is_no_form_is_no_fault_of_ours(
    visitor: Visitor, empty_take: str, rows: Rows, body: bytes
) -> None:
    response = await visitor.browser.post(visitor.question(empty_take, QUESTION), content=body, headers=FORM)
    assert response.status_code in {303, 400, 422}
    assert rows.count("take") == 1


async def test_odd_addresses_are_not_found(visitor: Visitor, empty_take: str) -> None:
    odd = ["\x00", "\u202e", "é", "<script>", "'--", "%", "a" * 900, "ED%A0%80"]
    for text in odd:
        for path in (f"/{quote(text)}", f"/en/{quote(text)}", visitor.path(empty_take, quote(text))):
            response = await visitor.browser.get(path)
            assert response.status_code == 404, path
            assert "<script>" not in response.text
    assert (await visitor.browser.get("/en/%ED%A0%80")).status_code == 404


async def test_odd_headers_harm_nothing(visitor: Visitor, empty_take: str) -> None:
    for name in (
        "accept-language",
        "accept-encoding",
        "hx-request",
        "hx-current-url",
        "user-agent",
        "cookie",
    ):
        for value in (b"", b"\xff" * 5000, b",;=" * 1000, b"q=nan;q=1e999", b"fr;q=1e400, en;q=-1"):
            headers = {name.encode(): value}
            address = visitor.question(empty_take, QUESTION)
            assert (await visitor.browser.get(address, headers=headers)).status_code == 200
            assert (await visitor.browser.get("/", headers=headers)).status_code == 302
