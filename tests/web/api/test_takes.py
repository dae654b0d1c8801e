"""A program does with a take all that a person does, and finds what a person finds."""

from typing import Any

import httpx

from app.api.examples import ANSWER_SENT, LEVELS, ORGANIZATION
from app.cases import as_data, score_case
from tests.web.api.program import ANSWERS, Program, problem
from tests.web.rows import Rows
from tests.web.running import Clock
from tests.web.visitor import QUESTIONS, Visitor


async def test_a_take_is_started_answered_completed_read_and_deleted(program: Program, rows: Rows) -> None:
    started = await program.send("POST", "/takes", body={"language": "fr"})
    assert (started.status_code, started.headers["location"]) == (201, "/api/v1/take")
    key = started.json()["key"]
    assert started.json()["page"] == f"http://127.0.0.1:8000/fr/takes/{key}"
    for number, (question, answer) in enumerate(ANSWERS.items(), 1):
        saved = await program.send("PUT", f"/take/answers/{question}", key, answer)
        assert saved.json() == {"note": "", "link": ""} | answer | {"revision": 1}
        assert len(rows.answers(key)) == number
    assert (await program.send("PUT", "/take/organization", key, ORGANIZATION)).json() == ORGANIZATION
    take = (await program.send("POST", "/take/complete", key)).json()
    assert (take["missing"], take["completed_at"]) == ([], "2026-03-09T14:30:00Z")
    assert take == (await program.get("/take", key)).json()
    result = (await program.get("/take/result", key)).json()
    assert result == as_data(score_case({"answers": LEVELS, "evidence": ["owner"]}))
    assert (await program.send("DELETE", "/take", key)).json() == {"answers": 12}
    assert (rows.count("take"), rows.count("answer")) == (0, 0)
    problem(await program.get("/take", key), "key-unknown")


async def test_a_take_can_be_started_with_all_that_it_holds(program: Program, rows: Rows) -> None:
    content: dict[str, Any] = {"answers": ANSWERS, "organization": ORGANIZATION, "target": "measured"}
    take = (await program.send("POST", "/takes", body=content | {"language": "fr"})).json()["take"]
    assert {q: answer["level"] for q, answer in take["answers"].items()} == LEVELS
    assert (take["organization"], take["target"], take["missing"]) == (ORGANIZATION, "measured", [])
    assert [row["language"] for row in rows.of("take")] == ["fr"]


async def test_a_start_without_a_body_is_an_empty_take(program: Program) -> None:
    take = (await program.send("POST", "/takes")).json()["take"]
    assert (take["answers"], take["missing"]) == ({}, list(QUESTIONS))
    assert take["target"] == "operational"


async def test_a_start_that_is_wrong_starts_nothing(program: Program, rows: Rows) -> None:
    content = {"answers": ANSWERS | {"owner": {"level": "best"}, "luck": {"level": "absent"}}}
    said = problem(await program.send("POST", "/takes", body=content), "fields-wrong")
    assert [error["pointer"] for error in said["errors"]] == ["/answers/owner/level", "/answers"]
    assert rows.count("take") == 0


async def test_a_person_goes_on_where_a_program_began_and_the_other_way_round(
    program: Program, visitor: Visitor
) -> None:
    key = await program.start()
    await program.send("PUT", "/take/answers/owner", key, ANSWER_SENT)
    window = await visitor.open(key, "owner")
    assert {name: window.fields[name] for name in ANSWER_SENT} == ANSWER_SENT
    await visitor.answer(key, "policy", "unknown", note="Nobody knew.")
    answer = (await program.get("/take/answers/policy", key)).json()
    assert answer == {"level": "unknown", "note": "Nobody knew.", "link": "", "revision": 1}


async def test_a_note_alone_is_an_answer_without_a_level(program: Program, visitor: Visitor) -> None:
    key = await program.start()
    await visitor.send(key, "owner", note="Ask Ada.", action="save")
    take = (await program.get("/take", key)).json()
    assert take["answers"]["owner"] == {"level": None, "note": "Ask Ada.", "link": "", "revision": 1}
    assert "owner" in take["missing"]


async def test_a_take_with_missing_answers_is_not_completed_and_says_which(
    program: Program, rows: Rows
) -> None:
    key = await program.start(answers={q: ANSWERS[q] for q in QUESTIONS[2:]})
    said = problem(await program.send("POST", "/take/complete", key), "answers-missing")
    assert said["detail"] == "no answer to owner, decision-trail"
    assert [error["pointer"] for error in said["errors"]] == ["/answers/owner", "/answers/decision-trail"]
    assert rows.take(key)["completed_at"] is None
    problem(await program.get("/take/result", key), "take-open")


async def test_a_completed_take_stands(program: Program, rows: Rows, clock: Clock) -> None:
    key = await program.completed()
    before = rows.everything()
    for path, body in (("/take/answers/owner", ANSWER_SENT), ("/take/organization", {"name": "Other"})):
        problem(await program.send("PUT", path, key, body), "take-completed")
    clock.advance(days=1)
    assert (await program.send("POST", "/take/complete", key)).status_code == 200
    assert rows.everything() == before


async def test_the_target_moves_the_gaps_of_a_completed_take_and_nothing_else(program: Program) -> None:
    key = await program.completed()
    before = (await program.get("/take/result", key)).json()
    assert (await program.send("PUT", "/take/target", key, {"level": "absent"})).json() == {"level": "absent"}
    after = (await program.get("/take/result", key)).json()
    assert (after["target"], after["index"]) == ("absent", before["index"])
    assert {each["gap_points"] for each in after["properties"]} == {0}


async def test_a_new_take_starts_from_a_completed_one(program: Program, rows: Rows) -> None:
    key = await program.completed()
    revised = (await program.send("POST", "/take/revise", key)).json()
    assert revised["take"]["answers"]["owner"] == ANSWER_SENT | {"revision": 1}
    assert revised["page"].startswith("http://127.0.0.1:8000/fr/takes/")
    assert (revised["take"]["completed_at"], rows.count("take")) == (None, 2)


async def test_the_same_idempotency_key_leads_to_the_same_new_take(program: Program, rows: Rows) -> None:
    key = await program.completed()
    for mark in ("a", "a", "b"):
        await program.send("POST", "/take/revise", key, idempotency_key=mark)
    assert rows.count("take") == 3
    problem(await program.send("POST", "/take/revise", key, idempotency_key="a b"), "bad-request")
    problem(await program.send("POST", "/take/revise", key, idempotency_key="a" * 201), "bad-request")


async def test_a_share_link_is_made_kept_renewed_and_ended(
    program: Program, client: httpx.AsyncClient
) -> None:
    async def opens(page: str) -> int:
        return (await client.get(page.removeprefix("http://127.0.0.1:8000"))).status_code

    key = await program.completed()
    problem(await program.get("/take/share", key), "not-shared")
    problem(await program.send("POST", "/take/share/renew", key), "not-shared")
    made = (await program.send("PUT", "/take/share", key, {})).json()
    assert (made["shows_notes"], made["shows_roadmap"]) == (False, False)
    assert await opens(made["page"] + "/roadmap") == 404
    shown = (await program.send("PUT", "/take/share", key, {"shows_notes": True})).json()
    assert shown == made | {"shows_notes": True}
    shown = (await program.send("PUT", "/take/share", key, {"shows_roadmap": True})).json()
    assert shown == made | {"shows_roadmap": True}
    assert await opens(made["page"] + "/roadmap") == 200
    assert (await program.get("/take/share", key)).json() == shown
    renewed = (await program.send("POST", "/take/share/renew", key)).json()
    assert [await opens(each["page"]) for each in (shown, renewed)] == [404, 200]
    assert (await program.send("DELETE", "/take/share", key)).status_code == 204
    assert await opens(renewed["page"]) == 404


async def test_the_files_are_those_of_the_pages(program: Program, visitor: Visitor) -> None:
    key = await program.completed()
    reader = Visitor(visitor.browser, "fr")
    for name in ("data.json", "data.csv", "retake.ics"):
        sent = await program.get(f"/take/{name}", key)
        page = await reader.browser.get(reader.path(key, name))
        assert (sent.status_code, sent.content) == (200, page.content)
        assert sent.headers["content-type"] == page.headers["content-type"]
    workbook = await program.get("/take/data.xlsx?language=en&paper=a4", key)
    assert workbook.content.startswith(b"PK")
    report = await program.get("/take/report.pdf?language=en&paper=a4&notes=no", key)
    assert report.content.startswith(b"%PDF-")
    assert report.headers["content-disposition"] == 'attachment; filename="ai-index-2026-03-09.pdf"'
    problem(await program.get("/take/report.pdf?paper=a5", key), "fields-wrong")


async def test_a_file_of_a_take_is_loaded_as_a_new_one(program: Program, rows: Rows) -> None:
    key = await program.completed()
    file = (await program.get("/take/data.json", key)).json()
    loaded = await program.send("POST", "/takes/load?language=fr", body=file)
    assert (loaded.status_code, loaded.headers["location"]) == (201, "/api/v1/take")
    first, second = (await program.get("/take", key)).json(), loaded.json()["take"]
    for name in ("answers", "organization", "target", "framework"):
        assert second[name] == first[name]
    assert (second["completed_at"], second["language"]) == (None, "fr")
    assert [row["from_take_id"] for row in rows.of("take")] == [None, None]


async def test_a_case_is_loaded_with_what_it_has(program: Program) -> None:
    loaded = (await program.send("POST", "/takes/load", body={"answers": {"owner": "absent"}})).json()
    assert loaded["take"]["answers"] == {"owner": {"level": "absent", "note": "", "link": "", "revision": 1}}


async def test_a_file_that_is_no_take_loads_nothing_and_says_what_is_wrong(
    program: Program, rows: Rows
) -> None:
    proof = {"owner": {"note": "x" * 2001, "link": "ftp://x"}, "policy": {"note": 5}}
    body = {
        "answers": {"owner": "best", "luck": "absent"},
        "evidence": ["oversight"],
        "take": {"proof": proof},
    }
    said = problem(await program.send("POST", "/takes/load", body=body), "fields-wrong")
    faults = {error["pointer"]: (error["detail"], error["allowed"]) for error in said["errors"]}
    assert faults["/answers"] == ("'luck' is not known", ", ".join(QUESTIONS))
    assert faults["/answers/owner"][0] == "'best' is not known"
    assert faults["/take/proof/owner/note"] == ("has 2001 characters", "at most 2000 characters")
    assert faults["/take/proof/owner/link"] == ("'ftp://x' is no address", "an http or https address")
    assert faults["/take/proof/policy/note"] == ("is of the kind number", "text")
    assert faults["/evidence"][0] == "'oversight' has no note and no link"
    problem(await program.send("POST", "/takes/load?language=de", body=body), "fields-wrong")
    assert rows.count("take") == 0


async def test_a_file_with_every_note_as_long_as_can_be_is_loaded(program: Program) -> None:
    content = {
        q: {"level": "declared", "note": "\u00e9" * 2000, "link": "https://x.example/" + "a" * 1982}
        for q in QUESTIONS
    }
    key = await program.start(answers=content)
    await program.send("POST", "/take/complete", key)
    file = (await program.get("/take/data.json", key)).json()
    assert (await program.send("POST", "/takes/load", body=file)).status_code == 201
