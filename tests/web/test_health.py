"""Whether the process lives, and whether it can serve."""

import httpx
from pydantic import SecretStr

from app.migrations import migrate
from app.settings import Settings
from tests.web.postgres_server import PostgresServer
from tests.web.running import Clock, browser_of, running
from tests.web.visitor import Visitor


async def test_a_healthy_site_is_alive_and_ready(client: httpx.AsyncClient) -> None:
    for path, status in (("/healthz", "alive"), ("/readyz", "ready")):
        response = await client.get(path)
        assert (response.status_code, response.json()) == (200, {"status": status})
        assert response.headers["cache-control"] == "no-store"
        assert (await client.head(path)).status_code == 200


async def test_a_site_without_its_tables_is_alive_and_not_ready(empty_database_url: str) -> None:
    settings = Settings(database=SecretStr(empty_database_url))
    async with running(settings, Clock()) as app, browser_of(app) as browser:
        response = await browser.get("/readyz")
        assert (response.status_code, response.json()) == (503, {"status": "the database does not answer"})
        assert (await browser.get("/healthz")).status_code == 200
        assert (await browser.get("/en/")).status_code == 200
        migrate(settings)
        assert (await browser.get("/readyz")).status_code == 200


async def test_a_site_whose_server_is_gone_is_alive_and_not_ready(postgres: PostgresServer) -> None:
    with postgres.database() as url:
        async with running(Settings(database=SecretStr(url)), Clock()) as app, browser_of(app) as browser:
            await Visitor(browser).start()
            postgres.run(f"DROP DATABASE {url.split('/')[3].split('?')[0]} WITH (FORCE)")
            assert (await browser.get("/readyz")).status_code == 503
            assert (await browser.get("/healthz")).status_code == 200
            response = await browser.post("/en/takes")
            assert response.status_code == 500
            assert "Something went wrong here" in response.text


async def test_connections_that_the_server_dropped_cost_no_answer(postgres: PostgresServer) -> None:
    with postgres.database() as url:
        async with running(Settings(database=SecretStr(url)), Clock()) as app, browser_of(app) as browser:
            await Visitor(browser).start()
            postgres.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test_%'")
            await Visitor(browser).start()
            assert (await browser.get("/readyz")).status_code == 200
