"""The interface speaks both languages: each sentence of the templates has its French, none is left over."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.languages import CATALOGUE, LANGUAGES, Language, number, person_days, typed
from app.paths import LOCALE, TEMPLATES

MAPPING = [("**.html", "jinja2")]
PROMISED = {"unlock", "simply", "please", "sorry", "invalid", "required", "robust", "seamless"}


def said() -> set[str | tuple[str, ...]]:
    """Every sentence that the templates say, one with its plural as both."""
    found = extract_from_dir(str(TEMPLATES), MAPPING, {"**.html": {"trimmed": "true", "silent": "false"}})
    return {message if isinstance(message, str) else tuple(message) for _, _, message, _, _ in found}


def translated() -> Iterator[Message]:
    """The French catalogue's messages."""
    with (Path(LOCALE) / "fr" / CATALOGUE).open("rb") as file:
        yield from (message for message in read_po(file, locale="fr") if message.id)


def parts(text: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_every_sentence_has_its_french() -> None:
    french = {
        message.id if isinstance(message.id, str) else tuple(message.id): parts(message.string or "")
        for message in translated()
        if not message.fuzzy
    }
    missing = [sentence for sentence in said() if not all(french.get(sentence, ("",)))]
    assert missing == []


def test_no_french_sentence_is_left_over() -> None:
    known = said()
    left_over = [
        message.id
        for message in translated()
        if (message.id if isinstance(message.id, str) else tuple(message.id)) not in known
    ]
    assert left_over == []


def test_translations_keep_the_placeholders() -> None:
    faults = [message.id for message in translated() if list(message.check())]
    assert faults == []


def test_french_is_set_as_french() -> None:
    for message in translated():
        for text in parts(message.string or ""):
            assert "'" not in text, text
            assert "« " not in text.replace("«\u00a0", ""), text
            assert " »" not in text.replace("\u00a0»", ""), text
            assert " :" not in text.replace("\u00a0:", ""), text
            assert " ?" not in text.replace("\u00a0?", ""), text
            assert "..." not in text, text


def test_no_word_begs_scolds_or_sells() -> None:
    for sentence in said():
        words = set(" ".join(parts(sentence)).lower().replace(".", " ").replace(",", " ").split())
        assert not words & PROMISED, sentence
        assert "!" not in " ".join(parts(sentence)), sentence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("write", [number, typed, person_days])
def test_a_nought_bears_no_sign_whoever_wrote_it_first(
    write: Callable[[float, Language], str], language: Language
) -> None:
    for first, then in ((-0.0, 0.0), (0.0, -0.0)):
        write.cache_clear()  # type: ignore[attr-defined]
        assert write(first, language) == write(then, language)
        assert "-" not in write(then, language)
