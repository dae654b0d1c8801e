"""Deliver what is in the outbox, while the site runs: at once, and again where that failed."""

import asyncio
import contextlib

from sqlmodel import Session
from starlette.requests import Request

from app.logs import log
from app.mail import outbox
from app.mail.message import Letter, message_of
from app.mail.outbox import Claimed
from app.mail.seal import Seal, SealError
from app.mail.smtp import Carrier, RefusedMailError, carrier_of, code_of
from app.site import Site

EVERY = 30.0  # seconds between two looks for mails that another process took in, or that are tried again
LONGEST_DELIVERY = 90.0  # seconds
PATIENCE_AT_END = 3.0  # seconds that a mail on its way may take when the site stops


class Delivery:
    """The site's outbox at work. Each mail is delivered at least once: one that a power cut hits between the
    mail server's word and our note of it goes out again, with the same number."""

    def __init__(self, site: Site, carrier: Carrier | None = None, every: float = EVERY) -> None:
        self.seal = Seal(site.settings)
        self._site = site
        self._carrier = carrier or carrier_of(site.settings)
        self._every = every
        self._woken = asyncio.Event()
        self._is_closing = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to deliver, where mails go anywhere."""
        if self._site.settings.mails != "none":
            self._task = asyncio.create_task(self._keep_delivering())

    def wake(self) -> None:
        """Something was put into the outbox."""
        self._woken.set()

    async def close(self) -> None:
        """Stop. What is not delivered stays in the outbox."""
        if self._task is None:
            return
        self._is_closing = True
        self.wake()
        await asyncio.wait({self._task}, timeout=PATIENCE_AT_END)
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _keep_delivering(self) -> None:
        while not self._is_closing:
            self._woken.clear()
            try:
                while not self._is_closing and await self._deliver_next():
                    pass
                await self._carrier.rest()
            except Exception as error:
                log.error("mails were not delivered", kind=type(error).__name__, exc_info=error)
            if not self._is_closing:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), self._every)

    async def _deliver_next(self) -> bool:
        """Try the mail that has waited longest; ``False`` where none waits for a try now."""
        database, clock = self._site.database, self._site.clock
        mail = await database.write(lambda session: outbox.claim(session, clock()))
        if mail is None:
            return False
        try:
            async with asyncio.timeout(LONGEST_DELIVERY):
                await self._carry(mail)
        except RefusedMailError:
            await self._give_up(mail, outbox.REFUSED)
        except SealError:
            await self._give_up(mail, outbox.UNREADABLE)
        except Exception as error:
            await self._put_off(mail, error)
        else:
            await database.write(lambda session: outbox.delivered(session, mail), erases=True)
        return True

    async def _carry(self, mail: Claimed) -> None:
        letter = Letter.decoded(self.seal.opened(mail.content, mail.id.bytes))
        site = self._site
        message = message_of(letter, mail.id, mail.expires_at, site.clock(), site.settings, site.pages)
        await self._carrier.carry(message)

    async def _give_up(self, mail: Claimed, fault: str) -> None:
        def work(session: Session) -> None:
            outbox.give_up(session, mail, fault)

        await self._site.database.write(work, erases=True)
        log.error("a mail was given up", fault=fault)

    async def _put_off(self, mail: Claimed, error: Exception) -> None:
        """The error's message may quote an address, so its kind and the server's code alone are logged."""
        now = self._site.clock()
        is_kept = await self._site.database.write(lambda session: outbox.put_off(session, mail, now))
        told = {"kind": type(error).__name__, "code": code_of(error), "tries": mail.tries}
        log.warning("a mail could not be delivered", **told, is_tried_again=is_kept)


def delivery_of(request: Request) -> Delivery:
    """The outbox at work in the site that serves ``request``."""
    delivery: Delivery = request.app.state.delivery
    return delivery
