"""The table: a row for each answer, in the way that each language's Excel opens it."""

import httpx
import pytest

from questions.packs import CURRENT, load
from scoring.index import UNKNOWN
from tests.web.results.files import NOTES, Owner, owner_of, rows_of
from tests.web.visitor import QUESTIONS, SOME_ANSWERS, Visitor

PACK = load(CURRENT)
HEADS = {
    "en": ["Id", "Question", "Property", "Component", "Level", "Score", "Note", "Link"],
    "fr": ["Identifiant", "Question", "Propriété", "Composante", "Niveau", "Score", "Note", "Lien"],
}
UNSURE = {"en": "I don’t know", "fr": "Je ne sais pas"}


def expected(language: str) -> list[list[str]]:
    """The rows of the take whose answers are ``SOME_ANSWERS`` and whose notes are ``NOTES``."""
    words, rows = PACK.texts[language], []
    for question in PACK.framework.questions:
        level = SOME_ANSWERS[question.id]
        rows.append(
            [
                question.id,
                words.questions[question.id].heading,
                words.properties[question.property].name,
                words.components[question.component].name,
                UNSURE[language] if level == UNKNOWN else words.levels[level].name,
                str(PACK.framework.level_scores.get(level, 0)),
                *NOTES.get(question.id, ("", "")),
            ]
        )
    return [HEADS[language], *rows]


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_it_has_a_row_for_each_answer_and_nothing_else(
    sqlite_client: httpx.AsyncClient, language: str
) -> None:
    owner = await owner_of(Visitor(sqlite_client, language), NOTES)
    assert await owner.table() == expected(language)


@pytest.mark.parametrize(("language", "separator"), [("en", '","'), ("fr", '";"')])
async def test_excel_finds_the_encoding_and_the_columns(
    sqlite_client: httpx.AsyncClient, language: str, separator: str
) -> None:
    content = await (await owner_of(Visitor(sqlite_client, language))).file("data.csv")
    lines = content.decode().split("\r\n")
    assert content.startswith(b"\xef\xbb\xbf")
    assert len(lines) == len(QUESTIONS) + 2
    assert lines[-1] == ""
    assert all(line.count(separator) == 7 for line in lines[:-1])


async def test_lines_quotes_and_separators_in_a_note_stay_in_its_cell(
    sqlite_client: httpx.AsyncClient,
) -> None:
    note = 'one, two; "three"\n\n\'four\'\tfive,"'
    owner = await owner_of(Visitor(sqlite_client), {QUESTIONS[3]: (note, "")})
    assert [row[6] for row in await owner.table() if row[6]] == ["Note", note]


async def test_it_is_the_same_in_both_databases(complete_take: str, visitor: Visitor) -> None:
    rows = rows_of(await Owner(visitor, complete_take).file("data.csv"))
    assert [row[0] for row in rows[1:]] == list(QUESTIONS)
