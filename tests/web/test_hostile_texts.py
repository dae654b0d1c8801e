"""What hostile people wrote is in no mail, and keeps no file from being made and loaded again."""

import datetime
import re
import uuid
from dataclasses import replace
from functools import partial

from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st
from starlette.types import ASGIApp

from app.diagnostic.forms import cleaned, one_line
from app.diagnostic.loading import read_take
from app.diagnostic.models import NAME_LENGTH
from app.diagnostic.takes import Organization, SavedAnswer, TakeState
from app.languages import LANGUAGES
from app.results.files import csv_file, take_json
from app.results.files.cells import starts_formula
from app.results.files.xlsx_file import xlsx_file
from app.results.report import report_pdf
from questions.packs import CURRENT
from tests.web.hostile import HARMLESS, HOSTILE, MARKUP, VALUES
from tests.web.mail.servers import MailServer
from tests.web.results.files import owner_of, rows_of
from tests.web.results.printed import read_pdf
from tests.web.running import Clock, browser_of, running, until
from tests.web.test_hostile_everywhere import open_handed
from tests.web.test_hostile_outputs import formulas_in
from tests.web.typesetters import site_in
from tests.web.visitor import QUESTIONS, SOME_ANSWERS, Visitor

MOMENT = datetime.datetime(2026, 3, 9, tzinfo=datetime.UTC)


async def test_a_mail_says_nothing_of_what_was_written(database_url: str, clock: Clock) -> None:
    server = MailServer()
    await server.start()
    settings = open_handed(database_url).model_copy(update={"smtp_port": server.port})
    async with running(settings, clock) as app, browser_of(app) as browser:
        visitor = Visitor(browser)
        for number, texts in enumerate((HOSTILE, HARMLESS), 1):
            proofs = {question: (note, texts.link) for question, note in texts.notes.items()}
            owner = await owner_of(visitor, proofs, name=texts.name)
            form = {"address": f"reader{number}@example.org", "name": MARKUP, "subject": VALUES["lines"]}
            assert (await browser.post(visitor.path(owner.key, "mail"), data=form)).status_code == 303
            await until(partial(arrived, server, number))
    await server.stop()
    hostile, harmless = server.letters
    assert server.recipients == ["reader1@example.org", "reader2@example.org"]
    assert hostile.keys() == harmless.keys()
    for one, other in zip(hostile.walk(), harmless.walk(), strict=True):
        assert one.get_content_type() == other.get_content_type()
        if not one.is_multipart():
            assert without_key(one.get_content()) == without_key(other.get_content())


def arrived(server: MailServer, letters: int) -> bool:
    """Whether so many mails came."""
    return len(server.letters) == letters


def without_key(text: str) -> str:
    """The text of a mail, without its link's key."""
    return re.sub(r"takes/[A-Za-z0-9_-]{22}", "takes/", text)


@profile(
    max_examples=6,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    notes=st.lists(st.text(max_size=200), min_size=len(QUESTIONS), max_size=len(QUESTIONS)),
    name=st.text(max_size=NAME_LENGTH),
)
async def test_whatever_was_written_every_file_can_be_made(
    sqlite_app: ASGIApp, notes: list[str], name: str
) -> None:
    answers = {
        question: SavedAnswer(SOME_ANSWERS[question], cleaned(note), "", 1)
        for question, note in zip(QUESTIONS, notes, strict=True)
    }
    take = TakeState(
        uuid.UUID(int=1), CURRENT, "en", MOMENT, MOMENT, Organization(one_line(name)), "", answers
    )
    bare = {question: replace(answer, note="") for question, answer in answers.items()}
    unnoted = replace(take, organization=Organization(), answers=bare)
    site = site_in(sqlite_app)
    assert read_pdf(await report_pdf(site, take, LANGUAGES[1], "a4", with_notes=True)).pages
    for language in LANGUAGES:
        table = rows_of(csv_file.csv_file(site, take, language))
        assert not [cell for row in table for cell in row if starts_formula(cell)]
        workbook = xlsx_file(site, take, language, "letter")
        assert formulas_in(workbook) == formulas_in(xlsx_file(site, unnoted, language, "letter"))
    again = read_take(take_json.take_json(take))
    assert again.organization == take.organization
    assert again.answers == {q: replace(answer, revision=0) for q, answer in answers.items()}
