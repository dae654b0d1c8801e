"""Typst waits until it is asked, refuses when too many wait, and its faults stay its own."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.types import ASGIApp

from app import fonts
from app.fonts import FONTS, MOST_CLINGING, FontsError, check_fonts, printable
from app.press import LEAST_URGENT, Order
from app.typesetting import MOST_WAITING, BusyError, Typesetter, TypesettingError
from tests.web.pages import page_of
from tests.web.running import browser_of, until
from tests.web.typesetters import ORDER, busy, process_of, site_in
from tests.web.visitor import SOME_ANSWERS, Visitor

PNG = b"\x89PNG"


async def completed(browser: httpx.AsyncClient) -> tuple[Visitor, str]:
    """A person, and the key of a take that they completed."""
    visitor = Visitor(browser)
    key = await visitor.start()
    await visitor.fill_in(key, SOME_ANSWERS)
    await visitor.complete(key)
    return visitor, key


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_who_comes_when_too_many_wait_is_told_when_to_come_again(
    sqlite_app: ASGIApp, language: str
) -> None:
    async with browser_of(sqlite_app) as browser:
        visitor, key = await completed(browser)
        path = f"/{language}/takes/{key}/report.pdf"
        async with busy(site_in(sqlite_app).typesetter, MOST_WAITING):
            refused = await browser.get(path)
            assert refused.status_code == 503
            assert int(refused.headers["retry-after"]) > 0
            assert refused.headers["cache-control"] == "no-store"
            assert len(page_of(refused).all("h1")) == 1
            assert key not in refused.text
            assert (await browser.get(visitor.path(key, "result"))).status_code == 200
        assert (await browser.get(path)).status_code == 200


@pytest.fixture
async def typesetter() -> AsyncIterator[Typesetter]:
    """One that has room for two that wait."""
    one = Typesetter(most_waiting=2)
    yield one
    await one.close()


class TestTheQueue:
    async def test_an_order_that_fails_lets_the_next_one_in(self, typesetter: Typesetter) -> None:
        def fail() -> Order:
            raise RuntimeError("no paper")

        for _ in range(5):
            with pytest.raises(RuntimeError, match="no paper"):
                await typesetter.make(fail)
        assert (await typesetter.make(lambda: ORDER)).startswith(PNG)

    async def test_when_it_is_full_it_says_how_many_wait(self, typesetter: Typesetter) -> None:
        async with busy(typesetter, 2):
            with pytest.raises(BusyError, match="2 wait for Typst"):
                await typesetter.make(lambda: ORDER)
        assert (await typesetter.make(lambda: ORDER)).startswith(PNG)

    async def test_the_same_is_made_once_for_those_who_ask_together(self, typesetter: Typesetter) -> None:
        orders = []

        def order() -> Order:
            orders.append(ORDER)
            return ORDER

        pictures = await asyncio.gather(*(typesetter.make_once(b"mark", order) for _ in range(5)))
        assert set(pictures) == {await typesetter.make_once(b"mark", order)}
        assert len(orders) == 1

    async def test_what_failed_once_is_tried_again(self, typesetter: Typesetter) -> None:
        with pytest.raises(TypesettingError):
            await typesetter.make_once(b"mark", lambda: Order("nothing.typ", ""))
        assert (await typesetter.make_once(b"mark", lambda: ORDER)).startswith(PNG)


class TestThePress:
    async def test_what_typst_cannot_set_is_an_error_that_quotes_nothing(
        self, typesetter: Typesetter
    ) -> None:
        with pytest.raises(TypesettingError, match=r"^TypstError$"):
            await typesetter.make(lambda: Order("report.typ", "what somebody noted", 0))

    async def test_a_document_whose_process_died_is_made_by_the_next(self, typesetter: Typesetter) -> None:
        first = await process_of(typesetter)
        os.kill(first, signal.SIGKILL)
        assert (await typesetter.make(lambda: ORDER)).startswith(PNG)
        assert typesetter.pid != first

    async def test_a_process_that_dies_at_work_is_followed_by_another(self, typesetter: Typesetter) -> None:
        press = await process_of(typesetter)
        os.kill(press, signal.SIGSTOP)
        waiting = asyncio.create_task(typesetter.make(lambda: ORDER))
        await asyncio.sleep(0)
        os.kill(press, signal.SIGKILL)
        assert (await waiting).startswith(PNG)

    async def test_a_document_that_takes_too_long_is_given_up(self) -> None:
        typesetter = Typesetter(most_seconds=4.0)
        os.kill(await process_of(typesetter), signal.SIGSTOP)
        with pytest.raises(TypesettingError, match="given up after 4 seconds"):
            await typesetter.make(lambda: ORDER)
        assert (await typesetter.make(lambda: ORDER)).startswith(PNG)
        await typesetter.close()

    async def test_its_process_ends_when_nobody_asks(self) -> None:
        typesetter = Typesetter(idle_seconds=0.0)
        for _ in range(2):
            assert (await typesetter.make(lambda: ORDER)).startswith(PNG)
            await until(lambda: typesetter.pid is None)
        await typesetter.close()

    async def test_its_process_gives_way_to_the_answers(self) -> None:
        typesetter = Typesetter()
        press, ours = await process_of(typesetter), os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, press) == min(19, ours + LEAST_URGENT)
        await typesetter.close()
        assert typesetter.pid is None

    def test_it_ends_with_its_input(self) -> None:
        done = subprocess.run([sys.executable, "-m", "app.press"], input=ORDER.encoded(), capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"")
        assert PNG in done.stdout


def test_a_site_where_nobody_prints_does_not_load_typst() -> None:
    code = "import sys, app.main; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class TestTheFonts:
    def test_they_are_all_there(self) -> None:
        check_fonts()

    def test_one_that_is_missing_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("AtkinsonHyperlegibleNext-Regular.ttf", "DejaVuSans.ttf"):
            shutil.copy(FONTS / name, tmp_path)
        monkeypatch.setattr(fonts, "FONTS", tmp_path)
        with pytest.raises(FontsError, match="Atkinson Hyperlegible Next, weight 600, is missing"):
            check_fonts()

    async def test_without_them_every_other_page_is_served(
        self, sqlite_app: ASGIApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "typst.py").write_text("raise ImportError('no such library')")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        async with browser_of(sqlite_app) as browser:
            visitor, key = await completed(browser)
            assert (await browser.get(visitor.path(key, "report.pdf"))).status_code == 500
            assert (await browser.get(visitor.path(key, "result"))).status_code == 200

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("plain", "plain"),
            ("Québec « œuvre » – 20\u00a0%", "Québec « œuvre » – 20\u00a0%"),
            ("日本語", "□"),
            ("a日b本c", "a□b□c"),
            ("👩\u200d👩\u200d👧!", "□!"),
            ("zero\ufeffwidth", "zerowidth"),
            ("\ue000\uffff\U000e0001", "□"),
            ("e" + "\u0301" * 500 + "t" + "\u0301", "e" + "\u0301" * MOST_CLINGING + "t\u0301"),
            ("a" + "\u200b" * 500 + "b", "a" + "\u200b" * MOST_CLINGING + "b"),
        ],
    )
    def test_what_they_lack_is_a_square(self, text: str, shown: str) -> None:
        assert printable(text) == shown
