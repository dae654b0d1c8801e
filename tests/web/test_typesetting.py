"""Typst waits until it is asked, refuses when too many wait, and its faults stay its own."""

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from starlette.types import ASGIApp

from app import fonts
from app.fonts import FONTS, FontsError, check_fonts, printable
from app.typesetting import LEAST_URGENT, MOST_WAITING, BusyError, Press, Typesetter
from tests.web.pages import page_of
from tests.web.running import browser_of
from tests.web.typesetters import busy, site_in
from tests.web.visitor import SOME_ANSWERS, Visitor


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


async def test_a_job_that_fails_lets_the_next_one_in() -> None:
    typesetter = Typesetter(most_waiting=1)

    def fail(_press: Press) -> bytes:
        raise RuntimeError("no paper")

    for _ in range(3):
        with pytest.raises(RuntimeError, match="no paper"):
            await typesetter.make(fail)
    assert await typesetter.make(lambda _press: b"paper") == b"paper"
    await typesetter.close()


async def test_the_same_is_made_once_for_those_who_ask_together() -> None:
    typesetter, made = Typesetter(most_waiting=1), []

    def make(_press: Press) -> bytes:
        made.append(1)
        return b"picture"

    assert await asyncio.gather(*(typesetter.make_once(b"mark", make) for _ in range(5))) == [b"picture"] * 5
    assert await typesetter.make_once(b"mark", make) == b"picture"
    assert made == [1]
    await typesetter.close()


async def test_what_failed_once_is_tried_again() -> None:
    typesetter, outcomes = Typesetter(most_waiting=1), [b"", b"picture"]

    def make(_press: Press) -> bytes:
        outcome = outcomes.pop(0)
        if not outcome:
            raise RuntimeError("no ink")
        return outcome

    with pytest.raises(RuntimeError, match="no ink"):
        await typesetter.make_once(b"mark", make)
    assert await typesetter.make_once(b"mark", make) == b"picture"
    await typesetter.close()


async def test_a_full_queue_names_how_many_wait() -> None:
    typesetter = Typesetter(most_waiting=2)
    async with busy(typesetter, 2):
        with pytest.raises(BusyError, match="2 wait for Typst"):
            await typesetter.make(lambda _press: b"")
    await typesetter.close()


async def test_its_thread_gives_way_to_the_answers() -> None:
    typesetter, seen, before = Typesetter(), [], os.getpriority(os.PRIO_PROCESS, 0)

    def look(_press: Press) -> bytes:
        seen.append(os.getpriority(os.PRIO_PROCESS, 0))
        return b""

    await typesetter.make(look)
    await typesetter.close()
    # Elsewhere than on Linux the number is the whole process's.
    assert seen == [max(LEAST_URGENT, before) if sys.platform == "linux" else before]
    assert os.getpriority(os.PRIO_PROCESS, 0) == before


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
        monkeypatch.setattr(fonts, "FONTS", tmp_path)
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
        ],
    )
    def test_what_they_lack_is_a_square(self, text: str, shown: str) -> None:
        assert printable(text) == shown
