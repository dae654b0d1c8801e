"""Addresses take turns at what serves one at a time: who asks for much waits behind nobody but themselves."""

import asyncio

import pytest

from app.turns import ASKING, BusyError, Turns
from tests.web.running import until


class Bench:
    """Who had a turn, in order. Each turn lasts until ``open`` is set."""

    def __init__(self, most: int) -> None:
        self.turns = Turns("the bench", most)
        self.open = asyncio.Event()
        self.had: list[str] = []

    async def ask(self, who: str) -> None:
        """Take a turn as ``who``."""
        ASKING.set(who)
        async with self.turns.turn():
            await self.open.wait()
            self.had.append(who)

    async def come(self, whos: str) -> "list[asyncio.Task[None]]":
        """One task for each letter, which come in this order."""
        tasks = []
        for who in whos:
            tasks.append(asyncio.create_task(self.ask(who)))
            await asyncio.sleep(0)
        return tasks

    async def served(self, tasks: "list[asyncio.Task[None]]") -> str:
        """Let everybody have their turn; who had one, in order."""
        self.open.set()
        await asyncio.gather(*tasks, return_exceptions=True)
        return "".join(self.had)


async def test_one_who_asks_once_comes_before_the_rest_of_who_asked_often() -> None:
    bench = Bench(most=20)
    assert await bench.served(await bench.come("aaaaaabcb")) == "aabcabaaa"


async def test_a_turn_that_is_waited_for_no_longer_is_nobody_s() -> None:
    bench = Bench(most=20)
    tasks = await bench.come("abcd")
    tasks[1].cancel()
    assert await bench.served(tasks) == "acd"


async def test_who_has_the_turn_and_is_cut_off_passes_it_on() -> None:
    bench = Bench(most=20)
    tasks = await bench.come("ab")
    tasks[0].cancel()
    assert await bench.served(tasks) == "b"


async def test_a_turn_that_comes_while_its_task_is_cut_off_is_passed_on() -> None:
    bench = Bench(most=20)
    tasks = await bench.come("abc")
    bench.open.set()
    await until(lambda: bench.had == ["a"])
    tasks[1].cancel()
    assert await bench.served(tasks) == "ac"


async def test_where_it_is_full_one_of_many_is_told_to_come_again() -> None:
    bench = Bench(most=3)
    tasks = await bench.come("aaa")
    with pytest.raises(BusyError, match="3 wait for the bench"):
        await bench.ask("a")
    tasks += await bench.come("b")
    assert await bench.served(tasks) == "aab"
    with pytest.raises(BusyError):
        await tasks[2]


async def test_where_everybody_has_as_much_it_is_the_last_who_is_told_so() -> None:
    bench = Bench(most=4)
    tasks = await bench.come("abcd")
    with pytest.raises(BusyError):
        await bench.ask("e")
    assert await bench.served(tasks) == "abcd"


async def test_what_fails_passes_the_turn_on() -> None:
    turns = Turns("the bench", 2)

    async def fail() -> None:
        async with turns.turn():
            raise ValueError

    for _ in range(5):
        with pytest.raises(ValueError, match=r"^$"):
            await fail()
