"""A file that is loaded becomes a new take at its review, or nothing at all and a word for every fault."""

import json
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from app.settings import Settings
from questions.packs import CURRENT
from tests.web.pages import Page, page_of
from tests.web.results.files import NOTES, Owner, load, loaded, owner_of
from tests.web.rows import Rows
from tests.web.running import Clock, browser_of, running
from tests.web.visitor import QUESTIONS, SOME_ANSWERS, Visitor

LIMIT = 512 * 1024


async def refusal(visitor: Visitor, content: object) -> Page:
    """The page that refuses a file with this JSON data, or these bytes."""
    sent = content if isinstance(content, bytes) else json.dumps(content).encode()
    response = await load(visitor, sent)
    assert response.status_code == 422
    assert response.headers["cache-control"] == "no-store"
    page = page_of(response)
    assert not page.faults
    return page


async def test_a_saved_take_becomes_a_new_one_with_all_that_was_said(
    visitor: Visitor, rows: Rows, clock: Clock
) -> None:
    owner = await owner_of(visitor, NOTES, name="Boulangerie", size="small", sector="retail")
    assert (
        await visitor.browser.post(visitor.path(owner.key, "target"), data={"target": "measured"})
    ).status_code == 303
    content = await owner.file("data.json")
    clock.advance(days=90)
    key = await loaded(visitor, content)
    first, second = rows.take(owner.key), rows.take(key)
    for column in ("organization_name", "organization_size", "organization_sector", "target", "framework"):
        assert second[column] == first[column] != ""
    assert {q: (a["level"], a["note"], a["link"]) for q, a in rows.answers(key).items()} == {
        question: (level, *NOTES.get(question, ("", ""))) for question, level in SOME_ANSWERS.items()
    }


async def test_nothing_in_a_file_completes_dates_or_ties_the_take(
    visitor: Visitor, rows: Rows, clock: Clock
) -> None:
    owner = await owner_of(visitor)
    data = json.loads(await owner.file("data.json"))
    data["take"] |= {"completed": "1999-01-01T00:00:00Z", "started": "1999-01-01T00:00:00Z"}
    clock.advance(days=1)
    key = await loaded(visitor, json.dumps(data).encode())
    take = rows.take(key)
    assert take["completed_at"] is None
    assert take["from_take_id"] is None
    assert take["id"] != rows.take(owner.key)["id"]
    assert take["started_at"] == clock()
    assert (take["expires_at"] - clock()).days == 365
    assert (await visitor.browser.get(visitor.path(key, "result"))).headers["location"].endswith("/review")


async def test_loaded_and_completed_it_gives_the_same_result(visitor: Visitor) -> None:
    owner = await owner_of(visitor, NOTES)
    first = json.loads(await owner.file("data.json"))
    key = await loaded(visitor, json.dumps(first).encode())
    assert (await visitor.complete(key)).status_code == 303
    second = json.loads(await Owner(visitor, key).file("data.json"))
    assert second["result"] == first["result"]


async def test_some_answers_begin_a_take_that_lacks_the_others(visitor: Visitor, rows: Rows) -> None:
    key = await loaded(visitor, b'{"answers": {"owner": "measured"}}')
    review = await visitor.read(visitor.path(key, "review"))
    assert len(review.all("li", class_="missing")) == len(QUESTIONS) - 1
    assert {q: a["level"] for q, a in rows.answers(key).items()} == {"owner": "measured"}


async def test_it_speaks_the_language_of_the_page_and_not_of_the_file(
    client: httpx.AsyncClient, rows: Rows
) -> None:
    content = await (await owner_of(Visitor(client, "fr"))).file("data.json")
    assert json.loads(content)["take"]["language"] == "fr"
    assert rows.take(await loaded(Visitor(client, "en"), content))["language"] == "en"


async def test_the_same_file_twice_is_two_takes(visitor: Visitor, rows: Rows) -> None:
    content = b'{"answers": {}}'
    assert await loaded(visitor, content) != await loaded(visitor, content)
    assert rows.count("take") == 2


async def test_a_fault_is_told_with_its_field_and_nothing_is_created(visitor: Visitor, rows: Rows) -> None:
    page = await refusal(visitor, {"answers": {"owner": "perfect"}, "target": "best"})
    assert page.errors == [
        "answers.owner is perfect; allowed: absent, declared, documented, operational, measured, unknown.",
        "target is best; allowed: absent, declared, documented, operational, measured.",
    ]
    field = page.by_id("file")
    assert field.get("aria-invalid") == "true"
    assert page.by_id(str(field.get("aria-describedby"))).text == (
        "Mend what is said above, or choose another file."
    )
    assert page.one("title").text.startswith("Error: ")
    assert (rows.count("take"), rows.count("answer"), rows.count("start_count")) == (0, 0, 0)


ALLOWED = (
    "owner, decision-trail, policy, inventory, threats, incidents, data-rules, dependencies, oversight, "
)
TOLD: dict[str, tuple[object, str, str]] = {
    "binary": (b"PK\x03\x04\xff", "It is no text.", "Ce n’est pas du texte."),
    "empty": (b" ", "It is empty.", "Il est vide."),
    "json": (b'{\n"answers"}', "from line 2, column 10 on", "à partir de la ligne 2, colonne 10"),
    "deep": (b"[" * 100_000, "nested too deeply", "imbriqué trop profondément"),
    "twice": (b'{"answers": {}, "answers": {}}', "answers stands twice", "answers figure deux fois"),
    "constant": (b'{"answers": NaN}', "NaN is no value of JSON", "NaN n’est pas une valeur JSON"),
    "missing": ({}, "answers is missing", "answers manque"),
    "whole": ([], "The whole file is an array; allowed: an object.", "Le fichier entier est un tableau"),
    "kind": ({"answers": 12}, "answers is a number; allowed: an object.", "answers est un nombre"),
    "field": ({"answers": {}, "key": 1}, "has a field key; allowed: framework,", "a un champ key; permis"),
    "question": (
        {"answers": {"budget": "absent"}},
        f"answers names budget, which is no question; allowed: {ALLOWED}",
        "answers nomme budget, qui n’est pas une question",
    ),
    "framework": (
        {"answers": {}, "framework": "ai-id@9.9"},
        f"framework is ai-id@9.9; allowed: {CURRENT}.",
        f"framework est ai-id@9.9; permis\u00a0: {CURRENT}.",
    ),
    "format": (
        {"answers": {}, "$schema": "urn:ai-index:take:2"},
        "$schema is urn:ai-index:take:2; allowed: urn:ai-index:take:1.",
        "$schema est urn:ai-index:take:2",
    ),
    "long": (
        {"answers": {}, "take": {"proof": {"owner": {"note": "x" * 2001}}}},
        "take.proof.owner.note has 2,001 characters; allowed: at most 2,000.",
        "take.proof.owner.note a 2\u00a0001 caractères",
    ),
    "link": (
        {"answers": {}, "take": {"proof": {"owner": {"link": "our drive"}}}},
        "take.proof.owner.link is our drive; allowed: an address that starts with http:// or https://.",
        "take.proof.owner.link est our drive",
    ),
    "unproven": (
        {"answers": {}, "evidence": ["owner"]},
        "evidence names owner, for which the file holds no note and no link. Add one under take.proof",
        "evidence nomme owner, pour laquelle le fichier ne contient ni note ni lien",
    ),
}


@pytest.mark.parametrize(("content", "english", "french"), TOLD.values(), ids=TOLD)
async def test_each_kind_of_fault_has_its_words_in_both_languages(
    sqlite_client: httpx.AsyncClient, content: object, english: str, french: str
) -> None:
    for language, words in (("en", english), ("fr", french)):
        page = await refusal(Visitor(sqlite_client, language), content)
        assert words in " ".join(page.errors)


async def test_without_a_file_it_asks_for_one(sqlite_client: httpx.AsyncClient) -> None:
    for files in ({"file": ("", b"")}, {"other": ("take.json", b"{}")}, {"file": (None, b"{}")}):
        sent: Any = files
        response = await sqlite_client.post("/en/load", files=sent)
        page = page_of(response)
        assert response.status_code == 422
        assert page.errors == ["Choose the file that you saved."]
        assert page.one(class_="summary").one("a").get("href") == "#file"
        assert page.by_id("file-error").text == "Choose the file that you saved."


async def test_a_hostile_name_is_shown_as_the_text_that_it_is(sqlite_client: httpx.AsyncClient) -> None:
    hostile = '<script>alert(1)</script>\u202e\x00\ud800&"'
    data = {"answers": {hostile: "absent", "owner": hostile}, hostile: 1, "take": {"proof": {hostile: 1}}}
    page = await refusal(Visitor(sqlite_client), data)
    assert len(page.errors) == 4
    assert all('<script>alert(1)</script>&"' in error for error in page.errors)
    assert not page.all("script")


async def test_a_script_in_a_note_is_a_note(visitor: Visitor) -> None:
    script = "<script>alert(1)</script>"
    data = {"answers": SOME_ANSWERS, "take": {"proof": {"owner": {"note": script}}}}
    key = await loaded(visitor, json.dumps(data).encode())
    page = await visitor.read(visitor.question(key, "owner"))
    assert page.by_id("note").raw_text == f"\n{script}"
    assert not page.faults


async def test_the_fullest_file_that_the_site_makes_can_be_loaded(visitor: Visitor) -> None:
    note, link = "👩🏽‍💻" * 400, "https://example.com/" + "é" * 1980
    owner = await owner_of(visitor, dict.fromkeys(QUESTIONS, (note, link)), name="é" * 120)
    content = await owner.file("data.json")
    assert len(content) < LIMIT
    key = await loaded(visitor, json.dumps(json.loads(content)).encode())
    assert (await visitor.read(visitor.question(key, QUESTIONS[-1]))).by_id("link").get("value") == link


async def test_a_file_as_large_as_is_allowed_is_read_and_a_larger_one_is_not(
    sqlite_client: httpx.AsyncClient,
) -> None:
    visitor, around = Visitor(sqlite_client), 400
    good = b'{"answers": {}}'
    assert (await load(visitor, good.ljust(LIMIT - around))).status_code == 303
    response = await load(visitor, good.ljust(LIMIT))
    assert response.status_code == 413
    assert page_of(response).one("h1").text == "That is too much at once"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded", b"file=%7B%7D"),
        ("application/json", b"{}"),
        ("text/plain", b"{}"),
        ("multipart/form-data", b"{}"),
        ("multipart/form-data; boundary=x", b"{}"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n{}\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\n\xff\xff\r\n\r\n\r\n--x--"),
        ("multipart/form-data; boundary=" + "x" * 500, b"{}"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n{}\r\n' * 2
            + b"--x--\r\n",
        ),
    ],
    ids=range(9),
)
async def test_what_is_no_such_form_is_refused(
    sqlite_client: httpx.AsyncClient, content_type: str, body: bytes
) -> None:
    response = await sqlite_client.post("/en/load", content=body, headers={"content-type": content_type})
    assert response.status_code == 400
    assert page_of(response).one(class_="narrow").get("data-fault") == "form"


async def test_another_site_cannot_send_a_file(sqlite_client: httpx.AsyncClient) -> None:
    files = {"file": ("take.json", b'{"answers": {}}')}
    headers = {"sec-fetch-site": "cross-site"}
    assert (await sqlite_client.post("/en/load", files=files, headers=headers)).status_code == 403


async def test_a_load_counts_as_a_start_and_a_refused_one_does_not(database_url: str, clock: Clock) -> None:
    settings = Settings(database=SecretStr(database_url), starts_per_hour=2)
    async with running(settings, clock) as app, browser_of(app) as browser:
        visitor = Visitor(browser)
        for _ in range(5):
            await refusal(visitor, {})
        await visitor.start()
        await loaded(visitor, b'{"answers": {}}')
        assert (await load(visitor, b'{"answers": {}}')).status_code == 429
        assert (await visitor.browser.post("/en/takes")).status_code == 429


async def test_the_page_is_reached_from_the_front_page_and_speaks_both_languages(
    sqlite_client: httpx.AsyncClient,
) -> None:
    for language, heading in (("en", "Load a saved take"), ("fr", "Charger un autodiagnostic enregistré")):
        visitor = Visitor(sqlite_client, language)
        assert "load" in (await visitor.read(f"/{language}/")).links
        page = await visitor.read(f"/{language}/load")
        assert page.one("h1").text == heading
        assert page.one("main").one("form").get("enctype") == "multipart/form-data"
    response = await sqlite_client.get("/en/load?language=fr")
    assert (response.status_code, response.headers["location"]) == (303, "/fr/load")
