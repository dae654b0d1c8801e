"""The words of the pack: plain, well set in each language, and never a promise."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

import pytest

from questions.packs import load
from questions.reading import HIGHEST_GRADE, mean_grades
from questions.rules import canonical
from questions.texts import StepText, Texts

PACK = load()
WORDS = {language: PACK.texts[language] for language in PACK.languages}
NBSP = "\u00a0"
SALES = {
    "en": r"unlock\w*|leverag\w*|robust\w*|seamless\w*|simply|effortless\w*|cutting-edge|best-in-class"
    r"|world-class|game-chang\w*|holistic\w*|empower(s|ing)?|synerg\w*|state-of-the-art",
    "fr": r"débloqu\w*|déverrouill\w*|robustes?|leviers?|simplement|sans effort|de pointe|clés? en main"
    r"|incontournables?|révolutionn\w*|holistiques?|synergies?|sans couture",
}
ERROR_WORDS = {
    "en": r"please|sorry|invalid|required|oops|whoops",
    "fr": r"veuillez|désolée?s?|invalides?|requis\w*|oups|s’il vous plaît",
}
CONFORMING = {
    "en": r"\b(compliant|complies|comply) with\b",
    "fr": r"\bconforme (à|aux?)\b|\bconformes (à|aux?) (la |l’|les )?(loi|norme|règlement|article|exigence)",
}
INSTRUCTION = {
    "en": r"(Agree|Approve|Check|Choose|Compare|Count|Fill|Have|Keep|Make|Open|Put|Run|Say|Set|Talk|Tell|Test"
    r"|Track|Train|Try|Write) ",
    "fr": r"(\w+ez|Dites|Faites),? ",
}
# The ends of the sentences that a text holds.
STOP = r"[.?](?=[”\s]|$)"
DENIAL = {"en": r"\b(not|no|never|nor)\b", "fr": r"\b(ne|n’|pas|jamais|ni|aucune?)\b"}


def every_text(words: Texts) -> Iterator[tuple[str, str]]:
    """Each text of a language with the path of its field, such as ``questions.owner.heading``."""

    def below(value: object, path: str) -> Iterator[tuple[str, str]]:
        if isinstance(value, Mapping):
            for key, inner in value.items():
                yield from below(inner, f"{path}.{key}")
        elif isinstance(value, str):
            yield path.lstrip("."), value

    yield from below(canonical(words), "")


def prose(language: str) -> dict[str, str]:
    """The texts that a person reads, without the language's code and the prefixes of clauses."""
    return {
        path: text
        for path, text in every_text(WORDS[language])
        if path != "language" and not path.startswith("prefixes.")
    }


def found(language: str, pattern: str, *, but: str = "") -> dict[str, str]:
    """The texts in which a pattern is found, whatever its case, ``but`` those whose path begins so."""
    return {
        path: text
        for path, text in prose(language).items()
        if re.search(pattern, text, re.IGNORECASE) and not (but and path.startswith(but))
    }


def steps_of(language: str) -> dict[str, StepText]:
    """Each step's words by its id."""
    questions = WORDS[language].questions
    return {f"{key}:{level}": words for key, q in questions.items() for level, words in q.steps.items()}


def words_in(text: str) -> int:
    return len(text.replace(NBSP, "").split())


languages = pytest.mark.parametrize("language", PACK.languages)


@languages
def test_a_heading_is_a_question_of_at_most_sixteen_words(language: str) -> None:
    for question in WORDS[language].questions.values():
        assert question.heading.endswith("?")
        assert question.heading.count("?") == 1
        assert len(question.heading.split()) <= 16


@pytest.mark.parametrize(("language", "most"), [("en", 24), ("fr", 30)])
def test_an_option_is_short(language: str, most: int) -> None:
    for question in WORDS[language].questions.values():
        assert all(len(option.text.replace(NBSP, "").split()) <= most for option in question.options.values())


@languages
def test_the_options_and_the_steps_read_easily(language: str) -> None:
    grades = mean_grades(WORDS[language])
    assert grades is not None
    assert all(0 < grade <= HIGHEST_GRADE for grade in grades)
    assert HIGHEST_GRADE == 9


@languages
def test_no_two_options_say_the_same(language: str) -> None:
    texts = Counter(o.text.casefold() for q in WORDS[language].questions.values() for o in q.options.values())
    assert [text for text, count in texts.items() if count > 1] == []


@languages
def test_no_two_options_of_a_question_are_proven_by_the_same(language: str) -> None:
    for question in WORDS[language].questions.values():
        assert len({option.evidence.casefold() for option in question.options.values()}) == 5


@languages
def test_each_step_of_a_question_is_an_action_of_its_own(language: str) -> None:
    for field in ("title", "what", "first_move", "artefact"):
        texts = Counter(getattr(step, field).casefold() for step in steps_of(language).values())
        assert [text for text, count in texts.items() if count > 1] == []
        assert len(texts) == 48


@languages
def test_a_step_is_titled_by_what_to_do(language: str) -> None:
    titles = [step.title for step in steps_of(language).values()]
    assert [title for title in titles if not re.match(INSTRUCTION[language], title)] == []
    assert max(words_in(title) for title in titles) <= 16
    assert all(title[-1].isalnum() for title in titles)


@languages
def test_a_step_says_what_to_do_in_two_to_four_sentences(language: str) -> None:
    for step in steps_of(language).values():
        assert 2 <= len(re.findall(STOP, step.what)) <= 4, step.what
        assert words_in(step.what) <= 80


@languages
def test_the_first_move_is_one_short_thing_and_not_the_whole_step(language: str) -> None:
    for step in steps_of(language).values():
        assert len(re.findall(STOP, step.first_move)) == 1
        assert words_in(step.first_move) < words_in(step.what)
        assert step.first_move not in step.what
        assert step.first_move != step.title


@languages
def test_what_proves_a_step_is_one_thing_that_can_be_shown(language: str) -> None:
    for step in steps_of(language).values():
        assert len(re.findall(STOP, step.artefact)) == 1
        assert words_in(step.artefact) <= 30


@languages
def test_a_step_has_an_owner_named_in_a_few_words(language: str) -> None:
    for step in steps_of(language).values():
        assert step.owner[0].isupper()
        assert step.owner[-1].isalnum()
        assert words_in(step.owner) <= 12


@languages
def test_why_a_step_comes_first_is_said_in_a_sentence(language: str) -> None:
    reasons = {key: step.requires for key, step in steps_of(language).items() if step.requires}
    facts = {key: step.requires for key, step in PACK.framework.steps.items()}
    assert 8 <= sum(map(len, reasons.values())) <= 14
    for key, why in reasons.items():
        assert set(why) <= set(facts[key])
        assert all(len(re.findall(STOP, reason)) == 1 and words_in(reason) <= 30 for reason in why.values())


@languages
def test_management_has_a_part_in_the_last_step_of_every_question(language: str) -> None:
    management = {"en": "management", "fr": "direction"}[language]
    for question in WORDS[language].questions.values():
        last = question.steps["measured"]
        assert management in last.what.casefold()
        assert management in last.owner.casefold()


@languages
def test_each_reading_and_each_direction_is_its_own(language: str) -> None:
    for words in WORDS[language].properties.values():
        assert len(set(words.readings.values())) == 5
        assert len(set(words.directions.values())) == 4


def test_nothing_that_a_person_reads_at_length_is_left_in_english() -> None:
    english, french = prose("en"), prose("fr")
    assert [path for path, text in english.items() if len(text) > 30 and french[path] == text] == []


@languages
def test_a_sentence_ends_as_a_sentence(language: str) -> None:
    closing = r"[.?](»|”)?$" if language == "en" else rf"([.?]|[.?]{NBSP}»|{NBSP}»\.)$"
    sentences = re.compile(
        r"\.(why|help|unanswered|lede|held_back|proof|about|evidence|first_move|what|artefact|met|text)$"
        r"|\.(readings|directions|missing|requires)\."
    )
    told = {path: text for path, text in prose(language).items() if sentences.search(path)}
    assert len(told) > 200
    assert {path: text for path, text in told.items() if not re.search(closing, text)} == {}


@languages
def test_quotes_and_apostrophes_are_typographic(language: str) -> None:
    assert found(language, "['\"`´]") == {}


@languages
def test_there_is_no_double_space_no_line_break_and_no_dash_of_hyphens(language: str) -> None:
    assert found(language, rf"[ {NBSP}]{{2}}|[\t\n\r]|--| - |\.\.\.") == {}


@languages
def test_nothing_shouts_and_nothing_winks(language: str) -> None:
    assert found(language, "!|[\u2600-\u27bf\U0001f000-\U0001faff]") == {}


def test_english_has_no_space_before_its_punctuation_and_no_guillemets() -> None:
    assert found("en", rf"[ {NBSP}\u202f][:;?,.%]|[«»]|\u202f") == {}
    assert all(text.count("“") == text.count("”") for text in prose("en").values())


def test_french_has_a_hard_space_before_a_colon_and_a_per_cent() -> None:
    assert found("fr", rf"[^{NBSP}](:(?!\d)|%)") == {}


def test_french_has_no_space_before_a_question_mark_or_semicolon() -> None:
    assert found("fr", rf"[ {NBSP}\u202f][?;,.]") == {}


def test_french_guillemets_hold_their_words_with_hard_spaces() -> None:
    assert found("fr", rf"«[^{NBSP}]|[^{NBSP}]»|[“”]|\u202f") == {}
    assert all(text.count("«") == text.count("»") for text in prose("fr").values())


@languages
def test_no_text_sells(language: str) -> None:
    assert found(language, rf"\b({SALES[language]})\b") == {}


@languages
def test_no_text_speaks_like_a_form(language: str) -> None:
    # A reference's title may say what a law requires.
    assert found(language, rf"\b({ERROR_WORDS[language]})\b", but="references.") == {}


@languages
def test_conformity_is_never_claimed(language: str) -> None:
    claims = found(language, CONFORMING[language])
    assert {p: t for p, t in claims.items() if not re.search(DENIAL[language], t, re.IGNORECASE)} == {}


@languages
def test_each_placeholder_is_one_that_the_pages_fill(language: str) -> None:
    braces = {path: re.findall(r"\{.*?\}|[{}]", text) for path, text in prose(language).items()}
    used = {path: names for path, names in braces.items() if names}
    assert used == {"bands.taking-hold.held_back": ["{property}"]}
