"""The log says which operation, and never with which key, nor what was sent."""

import json

import httpx
from pydantic import SecretStr

from app.keys import key_hash
from app.settings import Settings
from tests.web.api.program import API, Program
from tests.web.server_process import serving
from tests.web.test_logs import without_answers
from tests.web.visitor import QUESTIONS

ZEBRA = {"level": "documented", "note": "zebra-note", "link": "https://zebra.example/"}


async def test_nothing_that_a_program_sent_is_ever_logged(sqlite_url: str) -> None:
    settings = Settings(database=SecretStr(sqlite_url))
    with serving(sqlite_url, log_level="debug", log_format="json") as server:
        async with httpx.AsyncClient(base_url=server.address, headers={"user-agent": "zebra"}) as client:
            program = Program(client)
            key = await program.start(
                answers=dict.fromkeys(QUESTIONS, ZEBRA), organization={"name": "Zebra Name & Co"}
            )
            await program.send("PUT", f"/take/answers/{QUESTIONS[0]}", key, ZEBRA | {"zebra": "zebra"})
            await program.send("PUT", f"/take/answers/{key}", key, ZEBRA)
            await program.get(f"/take/{key}?{key}={key}", key)
            await program.get(f"/take?{key}={key}", key)
            await client.post(f"{API}/score", content=b"zebra", headers={"content-type": "zebra/zebra"})
            await program.send("POST", "/take/complete", key)
            page = (await program.send("PUT", "/take/share", key, {"shows_notes": True})).json()["page"]
            second = (await program.send("POST", "/take/revise", key, idempotency_key="zebra")).json()["key"]
            with without_answers(settings):
                assert (await program.get("/take", second)).status_code == 500
            await program.send("DELETE", "/take", key)
        log = server.stop()
    secrets = [key, second, page.split("/")[-1], "zebra", "Zebra", "documented", *QUESTIONS]
    secrets += [key_hash(key).hex(), key[:-1]]
    assert [secret for secret in secrets if secret in log] == []
    events = [json.loads(line) for line in log.splitlines()[1:]]
    routes = {event["route"] for event in events if event["event"] == "request"}
    assert {f"{API}/take/answers/{{question}}", f"{API}/take", f"{API}/score", "unmatched"} <= routes
    assert [event["kind"] for event in events if event["event"] == "unexpected error"] == ["OperationalError"]
