"""Nobody overwrites what they have not seen, where they say what they have seen."""

import asyncio
from typing import Any

import pytest

from tests.web.api.program import Program, problem
from tests.web.rows import Rows

WRITTEN: dict[str, tuple[Any, Any]] = {
    "/take/answers/owner": ({"level": "absent"}, {"level": "measured"}),
    "/take/organization": ({"name": "One"}, {"name": "Two"}),
    "/take/target": ({"level": "absent"}, {"level": "measured"}),
}
each_written = pytest.mark.parametrize("path", WRITTEN)


@each_written
async def test_an_etag_that_is_still_right_lets_one_write_and_the_old_one_no_more(
    program: Program, path: str
) -> None:
    key = await program.start()
    one, two = WRITTEN[path]
    etag = (await program.get(path, key)).headers["etag"]
    written = await program.send("PUT", path, key, one, if_match=etag)
    assert written.status_code == 200
    assert written.headers["etag"] != etag
    late = await program.send("PUT", path, key, two, if_match=etag)
    problem(late, "changed")
    assert late.headers["etag"] == written.headers["etag"]
    read = await program.get(path, key)
    assert (read.json(), read.headers["etag"]) == (written.json(), written.headers["etag"])
    again = await program.send("PUT", path, key, two, if_match=f'"x", {read.headers["etag"]}')
    assert again.status_code == 200


@each_written
async def test_of_many_who_saw_the_same_one_writes(program: Program, path: str) -> None:
    key = await program.start()
    etag = (await program.get(path, key)).headers["etag"]
    bodies = [WRITTEN[path][place % 2] for place in range(12)]
    answers = await asyncio.gather(*(program.send("PUT", path, key, body, if_match=etag) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 11
    (written,) = (answer for answer in answers if answer.status_code == 200)
    assert (await program.get(path, key)).json() == written.json()


async def test_without_a_condition_the_last_one_wins(program: Program, rows: Rows) -> None:
    key = await program.start()
    for level in ("absent", "declared"):
        await program.send("PUT", "/take/answers/owner", key, {"level": level})
    answer = rows.answers(key)["owner"]
    assert (answer["level"], answer["revision"]) == ("declared", 2)


async def test_an_answer_sent_again_changes_nothing(program: Program, rows: Rows) -> None:
    key = await program.start()
    for _ in range(3):
        await program.send("PUT", "/take/answers/owner", key, {"level": "absent"})
    assert rows.answers(key)["owner"]["revision"] == 1


async def test_an_answer_replaces_what_proved_the_one_before(program: Program) -> None:
    key = await program.start()
    await program.send("PUT", "/take/answers/owner", key, {"level": "absent", "note": "Old."})
    saved = await program.send("PUT", "/take/answers/owner", key, {"level": "absent"})
    assert saved.json() == {"level": "absent", "note": "", "link": "", "revision": 2}


async def test_a_star_stands_for_whatever_is_there(sqlite_program: Program) -> None:
    key, path, body = await sqlite_program.start(), "/take/answers/owner", {"level": "absent"}
    problem(await sqlite_program.send("PUT", path, key, body, if_match="*"), "changed")
    first = await sqlite_program.send("PUT", path, key, body, if_none_match="*")
    assert first.status_code == 200
    problem(await sqlite_program.send("PUT", path, key, body, if_none_match="*"), "changed")
    assert (await sqlite_program.send("PUT", path, key, body, if_match="*")).status_code == 200


async def test_a_weak_etag_matches_no_write_and_one_of_nothing_writes_nothing(
    sqlite_program: Program,
) -> None:
    key, path, body = await sqlite_program.start(), "/take/answers/owner", {"level": "absent"}
    for etag in ('W/"0"', '"7"', "0", ""):
        problem(await sqlite_program.send("PUT", path, key, body, if_match=etag), "changed")
    assert (await sqlite_program.send("PUT", path, key, body, if_match='"0"')).status_code == 200


async def test_a_share_link_is_not_replaced_or_ended_by_one_who_saw_another(program: Program) -> None:
    key = await program.completed()
    made = await program.send("PUT", "/take/share", key, {}, if_none_match="*")
    etag = made.headers["etag"]
    problem(await program.send("PUT", "/take/share", key, {}, if_none_match="*"), "changed")
    renewed = await program.send("POST", "/take/share/renew", key, if_match=etag)
    problem(await program.send("POST", "/take/share/renew", key, if_match=etag), "changed")
    problem(await program.send("DELETE", "/take/share", key, if_match=etag), "changed")
    assert (await program.get("/take/share", key)).json() == renewed.json()
    etag = renewed.headers["etag"]
    assert (await program.send("DELETE", "/take/share", key, if_match=etag)).status_code == 204


@pytest.mark.parametrize("path", ["/take", "/take/answers/owner", "/take/result", "/take/target"])
async def test_what_a_program_has_already_is_not_sent_again(sqlite_program: Program, path: str) -> None:
    key = await sqlite_program.completed()
    etag = (await sqlite_program.get(path, key)).headers["etag"]
    for header in (etag, f'"other", W/{etag}', "*"):
        same = await sqlite_program.get(path, key, if_none_match=header)
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", etag)
    assert (await sqlite_program.get(path, key, if_none_match='"other"')).status_code == 200
