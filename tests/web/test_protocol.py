"""A connection ends where its request has no end or never comes, and nobody else notices."""

import asyncio
import resource
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from pydantic import SecretStr
from starlette.types import ASGIApp
from uvicorn.server import ServerState

from app import protocol
from app.protocol import LARGEST_HEAD, BoundedProtocol
from app.serving import most_connections
from app.settings import Settings
from tests.web.running import Clock, running
from tests.web.server_process import serving
from tests.web.visitor import QUESTIONS, Visitor

PIECE = b"a" * 1_000_000
START = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
Port = int


@pytest.fixture
async def site(sqlite_url: str) -> AsyncIterator[ASGIApp]:
    """The whole app, started."""
    async with running(Settings(database=SecretStr(sqlite_url)), Clock()) as app:
        yield app


@pytest.fixture
async def port(site: ASGIApp) -> AsyncIterator[Port]:
    """Where the app listens, with the protocol under test."""
    config = uvicorn.Config(site, log_config=None, access_log=False, ws="none", timeout_keep_alive=600)
    config.load()
    state = ServerState()
    server = await asyncio.get_running_loop().create_server(
        lambda: BoundedProtocol(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    yield int(server.sockets[0].getsockname()[1])
    server.close()
    for connection in list(state.connections):
        connection.transport.close()
    await server.wait_closed()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A deadline that a test can wait for."""
    monkeypatch.setattr(protocol, "SLOWEST_REQUEST", 0.2)


async def ended(port: Port, sent: list[bytes]) -> bytes:
    """What comes back until the server ends the connection, which it must."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    received = b""
    try:
        for piece in sent:
            writer.write(piece)
            await writer.drain()
        while piece := await asyncio.wait_for(reader.read(65536), 30):
            received += piece
    except ConnectionError:
        pass
    finally:
        writer.close()
    return received


async def alive(port: Port) -> bool:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as browser:
        return (await browser.get("/healthz")).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        [START + b"X: ", *[PIECE] * 20],
        [START, *[b"X: y\r\n" * 20_000] * 10],
        [b"GET /", *[PIECE] * 20],
        [START + b"Transfer-Encoding: chunked\r\n\r\n1;", *[PIECE] * 20],
    ],
    ids=["a header", "many headers", "an address", "a piece's size"],
)
async def test_a_head_without_end_is_cut_off(port: Port, sent: list[bytes]) -> None:
    assert await ended(port, sent) == b""
    assert await alive(port)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        START,
        b"POST /en/takes HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nlevel=",
        START + b"\r\n" + START,
    ],
    ids=["nothing", "half a head", "half a body", "half a second request"],
)
async def test_a_request_that_is_not_completed_is_waited_for_only_so_long(
    port: Port, impatient: None, sent: bytes
) -> None:
    answer = await ended(port, [sent])
    assert answer.startswith(b"HTTP/1.1 200") is (START + b"\r\n" in sent)
    assert await alive(port)


async def test_an_empty_line_after_an_answer_keeps_no_connection(port: Port, impatient: None) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(START + b"\r\n")
    assert (await reader.readuntil(b"}")).startswith(b"HTTP/1.1 200 ")
    writer.write(b"\r\n")
    assert await asyncio.wait_for(reader.read(), 30) == b""
    writer.close()


async def test_a_connection_that_asks_again_and_again_is_kept(port: Port, impatient: None) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    began = asyncio.get_running_loop().time()
    while asyncio.get_running_loop().time() < began + 0.5:
        writer.write(START + b"\r\n")
        assert await reader.readuntil(b"}") != b""
    writer.close()


async def test_a_whole_take_goes_through_one_connection(port: Port) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as browser:
        visitor = Visitor(browser)
        key = await visitor.start()
        note = "é" * 2000
        for question in QUESTIONS:
            response = await visitor.send(
                key, question, level="declared", note=note, link="https://x.example"
            )
            assert response.status_code == 303
        assert note in (await browser.get(visitor.question(key, QUESTIONS[0]))).text
        padding = {"x-padding": "a" * (LARGEST_HEAD - 2000)}
        assert (await browser.get("/en/", headers=padding)).status_code == 200
        assert (await browser.post(visitor.path(key, "review"), content=PIECE)).status_code == 413


def test_a_served_site_has_these_limits_and_says_nothing_of_malformed_requests(tmp_path: Path) -> None:
    upgrade = START + b"Connection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n"
    with serving(f"sqlite:///{tmp_path / 'takes.sqlite3'}", log_level="error") as server:
        port = int(server.address.rsplit(":", 1)[1])
        assert asyncio.run(ended(port, [START + b"X: ", *[PIECE] * 20])) == b""
        assert asyncio.run(ended(port, [b"nonsense\r\n\r\n"])).startswith(b"HTTP/1.1 400 ")
        assert asyncio.run(ended(port, [upgrade])).startswith(b"HTTP/1.1 200 ")
        assert server.stop() == f"AI Index: {server.address}\n"


def test_there_are_never_more_connections_than_files_that_may_be_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for soft, most in ((1024, 960), (256, 192), (100, 64), (resource.RLIM_INFINITY, None)):
        monkeypatch.setattr(resource, "getrlimit", lambda _which, soft=soft: (soft, soft))
        assert most_connections() == most
