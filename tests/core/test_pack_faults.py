"""Every rule of a pack, broken: the fault names the file, the line, the field, and what is allowed."""

import operator
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questions.packs import CURRENT, folder_of, load, read_pack
from questions.source import Fault, PackError, read_source
from tests.core.pack_copies import Edit, copied, edited, faults_of, replaced, said_of

FRAMEWORK = load().framework
QUESTIONS = ", ".join(FRAMEWORK.question_ids)
LEVELS = "absent, declared, documented, operational, measured"
STEPS = "declared, documented, measured, operational"


def at(*path: str | int) -> Any:
    """What reaches the value at ``path`` in a file's data."""

    def reach(data: Any) -> Any:
        for part in path:
            data = data[part]
        return data

    return reach


def put(*path: str | int, value: object) -> Edit:
    """The edit that sets the field at ``path``."""
    return lambda data: operator.setitem(at(*path[:-1])(data), path[-1], value)


def drop(*path: str | int) -> Edit:
    """The edit that takes the field at ``path`` away."""
    return lambda data: operator.delitem(at(*path[:-1])(data), path[-1])


def repeat(*path: str) -> Edit:
    """The edit that says the first item of the list at ``path`` a second time, at its end."""
    return lambda data: at(*path)(data).append(at(*path)(data)[0])


STEP = ("questions", 3, "steps", "documented")
SOME = {"small": 1, "medium": 2, "large": 3}
FACTS: dict[str, tuple[Edit, str]] = {
    "a level missing": (
        drop("levels", 4),
        "levels: must be the five levels with their scores, in order: "
        "absent 0, declared 25, documented 50, operational 75, measured 100",
    ),
    "a level twice": (
        lambda data: data["levels"].insert(1, data["levels"][0]),
        "levels: must be the five levels with their scores, in order: ",
    ),
    "a level's score": (
        put("levels", 1, "score", value=30),
        "levels: must be the five levels with their scores, ",
    ),
    "the levels out of order": (
        lambda data: data["levels"].reverse(),
        "levels: must be the five levels with ",
    ),
    "the default target": (
        put("default_target", value="perfect"),
        f"default_target: 'perfect' is not one of {LEVELS}",
    ),
    "what the unproven counts as": (
        put("unproven_counts_as", value="unknown"),
        f"unproven_counts_as: 'unknown' is not one of {LEVELS}",
    ),
    "a rating that does not exist": (
        put("properties", 2, "emphasis", "law-25", value="huge"),
        "properties[2].emphasis.law-25: 'huge' is not one of high, medium, low",
    ),
    "a rating missing": (
        drop("properties", 2, "emphasis", "law-25"),
        "properties[2].emphasis.law-25: is missing",
    ),
    "a rating by a stranger": (
        put("properties", 2, "emphasis", "gdpr", value="low"),
        "properties[2].emphasis.gdpr: is unknown; allowed: eu-ai-act, iso-42001, law-25, nist-ai-rmf",
    ),
    "a rating worth nothing": (
        put("emphasis", "low", value=0),
        "emphasis.low: input should be greater than or equal to 1",
    ),
    "a question of no property": (
        lambda data: data["questions"][0].update(property="honest"),
        "questions[0].property: 'honest' is not one of "
        "accountable, governed, secure, sovereign, supervised, reproducible",
    ),
    "a question of no component": (
        lambda data: data["questions"][0].update(component="budget"),
        "questions[0].component: 'budget' is not one of "
        "policy, roles, inventory, impact-assessment, lifecycle, improvement-loop",
    ),
    "a reference that is not there": (
        put("questions", 0, "references", 0, value="iso-42001/99"),
        "questions[0].references[0]: 'iso-42001/99' is not one of ",
    ),
    "a question without a reference": (
        put("questions", 0, "references", value=[]),
        "questions[0].references: tuple should have at least 1 item after validation, not 0",
    ),
    "a reference of no framework": (
        put("references", 0, "framework", value="iso-9001"),
        "references[0].framework: 'iso-9001' is not one of iso-42001, nist-ai-rmf, eu-ai-act, law-25",
    ),
    "a reference under another's name": (
        put("references", 0, "framework", value="law-25"),
        "references[0].id: '{reference}' must start with 'law-25/'",
    ),
    "a reference that is no clause": (
        put("references", 0, "id", value="iso 42001"),
        "references[0].id: string should match pattern '^[a-z][a-z0-9-]*/[A-Za-z0-9.()–-]+$'",
    ),
    "a reference that nothing refers to": (
        lambda data: data["references"].append(data["references"][0] | {"id": "iso-42001/9.9"}),
        "references[{last}]: 'iso-42001/9.9' belongs to no question",
    ),
    "a property twice": (
        repeat("properties"),
        "properties: 'accountable' is there 2 times; an id stands once",
    ),
    "a component twice": (repeat("components"), "components: 'policy' is there 2 times; an id stands once"),
    "a reference twice": (
        repeat("references"),
        "references: '{reference}' is there 2 times; an id stands once",
    ),
    "a framework twice": (
        repeat("frameworks"),
        "frameworks: 'iso-42001' is there 2 times; an id stands once",
    ),
    "a tick twice": (
        repeat("minimum_viable"),
        "minimum_viable: 'one-page-policy' is there 2 times; an id stands once",
    ),
    "a language twice": (repeat("languages"), "languages: 'en' is there 2 times; an id stands once"),
    "a tick on no question": (
        put("minimum_viable", 0, "question", value="budget"),
        f"minimum_viable[0].question: 'budget' is not one of {QUESTIONS}",
    ),
    "a tick at no level": (
        put("minimum_viable", 0, "level", value="perfect"),
        f"minimum_viable[0].level: 'perfect' is not one of {LEVELS}",
    ),
    "bands that do not begin at zero": (
        put("bands", 0, "from", value=5),
        "bands: must start at 0 and rise; they start at [5, 25, 50, 75]",
    ),
    "bands that do not rise": (
        put("bands", 2, "from", value=25),
        "bands: must start at 0 and rise; they start at [0, 25, 25, 75]",
    ),
    "a band held to a level with no other to fall to": (
        drop("bands", 3, "otherwise"),
        "bands[3]: every_property_at_least and otherwise go together",
    ),
    "a band held to no level": (
        put("bands", 3, "every_property_at_least", value="perfect"),
        f"bands[3].every_property_at_least: 'perfect' is not one of {LEVELS}",
    ),
    "a band that falls to itself": (
        put("bands", 3, "otherwise", value="defensible"),
        "bands[3].otherwise: 'defensible' is not one of exposed, taking-shape, taking-hold",
    ),
    "a field that does not exist": (put("weights", value={}), "weights: is unknown here"),
    "a field of an item that does not exist": (
        put("questions", 3, "weight", value=12),
        "questions[3].weight: is unknown here",
    ),
    "a field missing": (drop("default_target"), "default_target: field required"),
    "an id with a capital": (
        put("components", 0, value="Policy"),
        "components[0]: string should match pattern '^[a-z][a-z0-9-]*$'",
    ),
    "a version that is a number": (put("version", value=1.0), "version: input should be a valid string"),
    "a day that does not exist": (
        put("frameworks", 0, "as_of", value="2026-02-30"),
        "frameworks[0].as_of: input should be a valid date or datetime, day value is outside expected range",
    ),
    "a step missing": (
        drop("questions", 0, "steps", "measured"),
        "questions[0].steps.measured: is missing",
    ),
    "a step to the lowest level": (
        lambda data: data["questions"][0]["steps"].update(absent=data["questions"][0]["steps"]["declared"]),
        f"questions[0].steps.absent: is unknown; allowed: {STEPS}",
    ),
    "a question without steps": (drop("questions", 0, "steps"), "questions[0].steps: field required"),
    "a step without its effort": (
        drop(*STEP, "effort"),
        "questions[3].steps.documented.effort: field required",
    ),
    "a step without its effort in one size": (
        drop(*STEP, "effort", "medium"),
        "questions[3].steps.documented.effort.medium: field required",
    ),
    "a step with an effort for a size that is none": (
        put(*STEP, "effort", "huge", value=9),
        "questions[3].steps.documented.effort.huge: is unknown here",
    ),
    "an effort of nothing": (
        put(*STEP, "effort", "small", value=0),
        "questions[3].steps.documented.effort.small: input should be greater than 0",
    ),
    "an effort that is negative": (
        put(*STEP, "effort", "small", value=-0.5),
        "questions[3].steps.documented.effort.small: input should be greater than 0",
    ),
    "an effort that no one can spend": (
        put(*STEP, "effort", "large", value=200.5),
        "questions[3].steps.documented.effort.large: input should be less than or equal to 200",
    ),
    "an effort that is no multiple of half a day": (
        put(*STEP, "effort", "small", value=0.75),
        "questions[3].steps.documented.effort.small: input should be a multiple of 0.5",
    ),
    "an effort that is not a number": (
        put(*STEP, "effort", "small", value=float("nan")),
        "questions[3].steps.documented.effort.small: input should be ",
    ),
    "an effort in words": (
        put(*STEP, "effort", "small", value="1"),
        "questions[3].steps.documented.effort.small: input should be a valid number",
    ),
    "an effort that is yes or no": (
        put(*STEP, "effort", "small", value=True),
        "questions[3].steps.documented.effort.small: input should be a valid number",
    ),
    "an effort that falls as size grows": (
        put(*STEP, "effort", value={"small": 2, "medium": 1.5, "large": 20}),
        "questions[3].steps.documented.effort.medium: is 1.5, less than 2 for small; "
        "it must not fall with size",
    ),
    "an effort that falls for the largest": (
        put(*STEP, "effort", value={"small": 2, "medium": 2, "large": 1}),
        "questions[3].steps.documented.effort.large: is 1, less than 2 for medium; "
        "it must not fall with size",
    ),
    "a required step of a question that is none": (
        put(*STEP, "requires", value=["budget:declared"]),
        "questions[3].steps.documented.requires[0]: 'budget:declared' is no step; "
        "allowed: question:level, such as 'owner:declared'",
    ),
    "a required step to the lowest level": (
        put(*STEP, "requires", value=["owner:declared", "policy:absent"]),
        "questions[3].steps.documented.requires[1]: 'policy:absent' is no step; allowed: question:level, ",
    ),
    "a required step that is only a question": (
        put(*STEP, "requires", value=["owner"]),
        "questions[3].steps.documented.requires[0]: string should match pattern ",
    ),
    "a required step of the same question": (
        put(*STEP, "requires", value=["inventory:declared"]),
        "questions[3].steps.documented.requires[0]: 'inventory:declared' is of the same question; "
        "allowed: steps of other questions",
    ),
    "a step required twice": (
        put(*STEP, "requires", value=["policy:declared", "policy:declared"]),
        "questions[3].steps.documented.requires[0]: 'policy' is required 2 times; "
        "allowed: its highest step alone",
    ),
    "two steps required of one question": (
        put(*STEP, "requires", value=["policy:declared", "policy:documented"]),
        "questions[3].steps.documented.requires[1]: 'policy' is required 2 times; "
        "allowed: its highest step alone",
    ),
    "no language": (put("languages", value=[]), "languages: tuple should have at least 1 item"),
}


@pytest.mark.parametrize(("edit", "message"), FACTS.values(), ids=FACTS)
def test_a_fault_in_the_facts_is_named_with_its_field_and_what_is_allowed(
    tmp_path: Path, edit: Edit, message: str
) -> None:
    edited(copied(tmp_path) / "framework.yaml", edit)
    message = message.replace("{last}", str(len(FRAMEWORK.references)))
    message = message.replace("{reference}", FRAMEWORK.references[0].id)
    assert any(said.startswith(f"framework.yaml: {message}") for said in said_of(tmp_path))


CIRCLES = {
    "two steps that need each other": (
        {("inventory", "declared"): ["owner:declared"], ("owner", "declared"): ["inventory:declared"]},
        ["owner:declared", "inventory:declared"],
    ),
    "a lower step that needs what a higher one comes before": (
        {("inventory", "declared"): ["owner:operational"]},
        ["inventory:declared", "owner:operational", "owner:documented"],
    ),
    "a circle over three questions": (
        {
            ("policy", "measured"): ["threats:declared"],
            ("threats", "declared"): ["competence:declared"],
            ("competence", "declared"): ["policy:measured"],
        },
        ["policy:measured", "threats:declared", "competence:declared"],
    ),
}


@pytest.mark.parametrize(("requires", "circle"), CIRCLES.values(), ids=CIRCLES)
def test_steps_that_wait_for_each_other_in_a_circle_are_named(
    tmp_path: Path, requires: dict[tuple[str, str], list[str]], circle: list[str]
) -> None:
    file = copied(tmp_path) / "framework.yaml"
    for (question, level), steps in requires.items():
        place = FRAMEWORK.question_ids.index(question)
        edited(file, put("questions", place, "steps", level, "requires", value=steps))
    (fault,) = faults_of(tmp_path)
    named = fault.message.removeprefix("closes a circle: ").split(" needs ")
    assert named[:-1] in [circle[turn:] + circle[:turn] for turn in range(len(circle))]
    assert named[-1] == named[0]

    data, lines = read_source(file).data, file.read_text(encoding="utf-8").splitlines()
    question, needed = at(*fault.field[:2])(data)["id"], at(*fault.field)(data)
    assert (f"{question}:{fault.field[3]}", needed) in set(pairwise(named))
    assert lines[fault.line - 1].strip() == f"- {needed}"


@pytest.mark.parametrize(("kind", "key"), [("property", "secure"), ("component", "roles")])
def test_a_property_or_component_has_exactly_two_questions(tmp_path: Path, kind: str, key: str) -> None:
    other = {"property": "governed", "component": "policy"}[kind]
    place = next(n for n, q in enumerate(FRAMEWORK.questions) if getattr(q, kind) == key)
    edited(copied(tmp_path) / "framework.yaml", put("questions", place, kind, value=other))
    messages = [str(fault).split(": ", 1)[1] for fault in faults_of(tmp_path)]
    assert sorted(messages) == sorted(
        [
            f"questions: {kind} '{key}' has 1 questions; it must have 2",
            f"questions: {kind} '{other}' has 3 questions; it must have 2",
        ]
    )


def test_a_question_stands_once(tmp_path: Path) -> None:
    edited(copied(tmp_path) / "framework.yaml", repeat("questions"))
    assert "questions: 'owner' is there 2 times; an id stands once" in str(faults_of(tmp_path)[0])


def test_a_band_stands_once(tmp_path: Path) -> None:
    edited(copied(tmp_path) / "framework.yaml", repeat("bands"))
    assert "bands: 'exposed' is there 2 times; an id stands once" in str(faults_of(tmp_path)[0])


HEADING = ("questions", "owner", "heading")
OPTION = ("questions", "owner", "options", "declared")
TEXTS: dict[str, tuple[Edit, str]] = {
    "a property without words": (drop("properties", "secure"), "properties.secure: is missing"),
    "a component without words": (drop("components", "roles"), "components.roles: is missing"),
    "a band without words": (drop("bands", "exposed"), "bands.exposed: is missing"),
    "a level without words": (drop("levels", "absent"), "levels.absent: is missing"),
    "a tick without words": (drop("minimum_viable", "inventory"), "minimum_viable.inventory: is missing"),
    "a question without words": (drop("questions", "owner"), "questions.owner: is missing"),
    "a reference without words": (drop("references", "law-25/10"), "references.law-25/10: is missing"),
    "a framework without words": (drop("frameworks", "law-25"), "frameworks.law-25: is missing"),
    "those bound without words": (drop("binds", "enterprise"), "binds.enterprise: is missing"),
    "those to whom it applies without words": (drop("applies", "annex-i"), "applies.annex-i: is missing"),
    "an option missing": (
        drop("questions", "owner", "options", "measured"),
        "questions.owner.options.measured: is missing",
    ),
    "a step missing": (
        drop("questions", "owner", "steps", "measured"),
        "questions.owner.steps.measured: is missing",
    ),
    "a step to the lowest level": (
        lambda data: data["questions"]["owner"]["steps"].update(
            absent=data["questions"]["owner"]["steps"]["declared"]
        ),
        f"questions.owner.steps.absent: is unknown; allowed: {STEPS}",
    ),
    **{
        f"a step without its {field}": (
            drop("questions", "owner", "steps", "declared", field),
            f"questions.owner.steps.declared.{field}: field required",
        )
        for field in ("title", "what", "first_move", "artefact", "owner")
    },
    "a step that does not say why another comes first": (
        drop("questions", "owner", "steps", "documented", "requires", "inventory:declared"),
        "questions.owner.steps.documented.requires.inventory:declared: is missing",
    ),
    "a step that says nothing of what comes first": (
        drop("questions", "owner", "steps", "documented", "requires"),
        "questions.owner.steps.documented.requires.inventory:declared: is missing",
    ),
    "a step that says why one comes first that does not": (
        put("questions", "owner", "steps", "documented", "requires", "policy:declared", value="It helps."),
        "questions.owner.steps.documented.requires.policy:declared: is unknown; allowed: inventory:declared",
    ),
    "a step that gives an empty reason": (
        put("questions", "owner", "steps", "documented", "requires", "inventory:declared", value=""),
        "questions.owner.steps.documented.requires.inventory:declared: string should have at least 1 ",
    ),
    "a reading missing": (
        drop("properties", "secure", "readings", "measured"),
        "properties.secure.readings.measured: is missing",
    ),
    "a direction missing": (
        drop("properties", "secure", "directions", "exposed"),
        "properties.secure.directions.exposed: is missing",
    ),
    "a tick that does not say what is missing": (
        drop("minimum_viable", "inventory", "missing", "documented"),
        "minimum_viable.inventory.missing.documented: is missing",
    ),
    "a tick that says what is missing where nothing is": (
        put("minimum_viable", "inventory", "missing", "operational", value="Nothing."),
        "minimum_viable.inventory.missing.operational: is unknown; "
        "allowed: absent, declared, documented, unknown",
    ),
    "words for a question that is none": (
        lambda data: data["questions"].update(budget=data["questions"]["owner"]),
        f"questions.budget: is unknown; allowed: {', '.join(sorted(FRAMEWORK.question_ids))}",
    ),
    "words for a tick that is none": (
        lambda data: data["minimum_viable"].update(
            budget=data["minimum_viable"]["inventory"] | {"missing": {"unknown": "All of it."}}
        ),
        "minimum_viable.budget: is unknown; "
        "allowed: inventory, named-person, one-page-policy, quarterly-review",
    ),
    "a heading that is too long": (
        put(*HEADING, value="word " * 16 + "word?"),
        "questions.owner.heading: has 17 words; at most 16",
    ),
    "an option that is too long": (
        put(*OPTION, "text", value="word " * 24 + "word."),
        "questions.owner.options.declared.text: has 25 words; at most 24",
    ),
    "an option without evidence": (
        drop(*OPTION, "evidence"),
        "questions.owner.options.declared.evidence: field required",
    ),
    "an empty text": (
        put(*HEADING, value=""),
        "questions.owner.heading: string should have at least 1 character",
    ),
    "a text of blanks": (put(*HEADING, value="  "), "questions.owner.heading: string should match pattern"),
    "a text with a blank at its end": (
        put(*HEADING, value="Who? "),
        "questions.owner.heading: string should match pattern",
    ),
    "a text of two lines": (
        put(*HEADING, value="Who\nanswers?"),
        "questions.owner.heading: string should match pattern",
    ),
    "a text that is a number": (
        put(*HEADING, value=12),
        "questions.owner.heading: input should be a valid string",
    ),
    "a text that is yes or no": (
        put(*HEADING, value=True),
        "questions.owner.heading: input should be a valid string",
    ),
    "a question that is a text": (
        put("questions", "owner", value="Who?"),
        "questions.owner: input should be a valid dictionary or instance of QuestionText",
    ),
    "a field that does not exist": (
        put("questions", "owner", "hint", value="Ask."),
        "questions.owner.hint: is unknown here",
    ),
    "a band that can stand in for another without words for it": (
        drop("bands", "taking-hold", "held_back"),
        "bands.taking-hold.held_back: is missing: this band can stand in for a higher one",
    ),
    "a band with words for standing in that never does": (
        put("bands", "exposed", "held_back", value="{property} holds it back."),
        "bands.exposed.held_back: has no use here: this band stands in for no other",
    ),
    "a band that does not say what holds it back": (
        put("bands", "taking-hold", "held_back", value="Something holds it back."),
        "bands.taking-hold.held_back: must say {property} where the property's name goes",
    ),
    "a headline that stresses nothing": (
        put("bands", "exposed", "headline", value="Your practice is exposed."),
        "bands.exposed.headline: must mark the band's name once, between two asterisks: *…*",
    ),
    "a headline that stresses twice": (
        put("bands", "exposed", "headline", value="*Your* practice is *exposed*."),
        "bands.exposed.headline: must mark the band's name once, between two asterisks: *…*",
    ),
    "another language": (put("language", value="fr"), "language: 'fr' must be 'en', as the file's name"),
}


@pytest.mark.parametrize(("edit", "message"), TEXTS.values(), ids=TEXTS)
def test_a_fault_in_the_words_is_named_with_its_field_and_what_is_allowed(
    tmp_path: Path, edit: Edit, message: str
) -> None:
    edited(copied(tmp_path, "en") / "en.yaml", edit)
    (said,) = said_of(tmp_path)
    assert said.startswith(f"en.yaml: {message}")


def test_words_that_are_none_do_not_count(tmp_path: Path) -> None:
    edited(copied(tmp_path, "en") / "en.yaml", put(*HEADING, value="word – " * 15 + "word?"))
    assert read_pack(tmp_path).texts["en"].questions["owner"].heading.count("–") == 15


@pytest.mark.parametrize(("language", "most"), [("en", 24), ("fr", 30), ("de", 30)])
def test_an_option_may_be_longer_in_french_than_in_english(tmp_path: Path, language: str, most: int) -> None:
    source = tmp_path / ("en.yaml" if language == "de" else f"{language}.yaml")
    copied(tmp_path, language)
    edited(source, put(*OPTION, "text", value="mot " * (most - 1) + "mot"))
    edited(source, put("language", value=language))
    source.rename(tmp_path / f"{language}.yaml")
    read_pack(tmp_path)

    edited(tmp_path / f"{language}.yaml", put(*OPTION, "text", value="mot " * most + "mot"))
    assert said_of(tmp_path) == [
        f"{language}.yaml: questions.owner.options.declared.text: has {most + 1} words; at most {most}"
    ]


def test_a_fault_names_the_line_of_its_field(tmp_path: Path) -> None:
    line = replaced(copied(tmp_path) / "framework.yaml", "property: governed", "property: honest")
    fault = next(fault for fault in faults_of(tmp_path) if "honest" in fault.message)
    assert (fault.file, fault.line, fault.field) == ("framework.yaml", line, ("questions", 2, "property"))


def test_a_missing_field_is_named_at_the_line_of_what_should_hold_it(tmp_path: Path) -> None:
    line = replaced(
        copied(tmp_path) / "framework.yaml",
        "{id: secure, emphasis: {iso-42001: medium, ",
        "{id: secure, emphasis: {",
    )
    (fault,) = faults_of(tmp_path)
    assert (fault.line, str(fault)) == (
        line,
        f"framework.yaml:{line}: properties[2].emphasis.iso-42001: is missing",
    )


def test_a_fault_of_the_whole_file_is_at_its_first_line(tmp_path: Path) -> None:
    edited(copied(tmp_path) / "framework.yaml", drop("default_target"))
    assert str(faults_of(tmp_path)[0]) == "framework.yaml:1: default_target: field required"


def test_every_fault_is_said_at_once_in_the_order_of_the_files(tmp_path: Path) -> None:
    copied(tmp_path)
    for language in ("fr", "en"):
        edited(tmp_path / f"{language}.yaml", drop("questions", "evaluation", "steps", "measured"))
        edited(tmp_path / f"{language}.yaml", drop("levels", "absent"))
        edited(tmp_path / f"{language}.yaml", put("bands", "exposed", "headline", value="Exposed."))
    faults = faults_of(tmp_path)
    assert [fault.file for fault in faults] == ["en.yaml"] * 3 + ["fr.yaml"] * 3
    assert [fault.field[0] for fault in faults] == ["levels", "bands", "questions"] * 2
    assert [fault.line for fault in faults[:3]] == sorted(fault.line for fault in faults[:3])


def test_a_key_that_is_there_twice_is_named_at_its_second_line(tmp_path: Path) -> None:
    file = copied(tmp_path) / "framework.yaml"
    line = replaced(
        file, "default_target: operational", "default_target: operational\ndefault_target: measured"
    )
    assert [str(fault) for fault in faults_of(tmp_path)] == [
        f"framework.yaml:{line + 1}: default_target: is there twice"
    ]


def test_a_key_that_is_there_twice_deep_inside_is_named_too(tmp_path: Path) -> None:
    line = replaced(
        copied(tmp_path) / "framework.yaml", "- {id: absent, score: 0}", "- {id: absent, score: 0, id: none}"
    )
    assert [str(fault) for fault in faults_of(tmp_path)] == [
        f"framework.yaml:{line}: levels[0].id: is there twice"
    ]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    (copied(tmp_path) / "fr.yaml").unlink()
    assert [str(fault) for fault in faults_of(tmp_path)] == [
        "fr.yaml:1: cannot be read: No such file or directory"
    ]


def test_a_folder_that_is_no_pack_is_named(tmp_path: Path) -> None:
    assert [str(fault) for fault in faults_of(tmp_path)] == [
        "framework.yaml:1: cannot be read: No such file or directory"
    ]


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "an empty file": (b"", "x.yaml:1: must be a mapping of fields to values"),
    "a list": (b"- a\n- b\n", "x.yaml:1: must be a mapping of fields to values"),
    "a word": (b"hello", "x.yaml:1: must be a mapping of fields to values"),
    "a colon too many": (
        b"a: 1\nb: c: d\n",
        "x.yaml:2: is not YAML: mapping values are not allowed in this context",
    ),
    "a bracket too few": (
        b"a: [1, 2\n",
        "x.yaml:2: is not YAML: did not find expected ',' or ']'",
    ),
    "two documents": (b"a: 1\n---\nb: 2\n", "x.yaml:2: is not YAML: but found another document"),
    "text that is not UTF-8": (b"a: 1\nb: \xff\n", "x.yaml:2: is not UTF-8 text"),
    "a control character": (
        "a: é\n\nb: \x01\n".encode(),
        "x.yaml:3: is not YAML: control characters are not allowed",
    ),
    "a key that is a list": (b"? [a]\n: 1\n", "x.yaml:1: is not YAML: found unhashable key"),
    "an object of a programming language": (
        b"a: 1\nb: !!python/object:os.system x\n",
        "x.yaml:2: is not YAML: could not determine a constructor for the tag "
        "'tag:yaml.org,2002:python/object:os.system'",
    ),
    "an alias": (b"a: &a [1]\nb: *a\n", "x.yaml:2: b: is an alias; say the value here"),
    "an alias of itself": (b"a: &a\n  - 1\n  - *a\n", "x.yaml:1: a[1]: is an alias; say the value here"),
    "two thousand brackets": (
        b"a: " + b"[" * 2_000,
        "x.yaml:1: is not YAML: exceeded maximum nesting depth",
    ),
    "a thousand lists": (b"a: " + b"[" * 995 + b"]" * 995, "x.yaml:1: is not YAML: nested too deeply"),
}


@pytest.mark.parametrize(("content", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_is_no_mapping_is_named_with_its_line(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "x.yaml").write_bytes(content)
    with pytest.raises(PackError, match=f"^{re.escape(message)}$"):
        read_source(tmp_path / "x.yaml")


@pytest.mark.parametrize("value", ["2026-13-45", "0b_", "9" * 5000, "!!int twelve"])
def test_a_value_that_only_looks_like_a_date_or_number_is_a_text(tmp_path: Path, value: str) -> None:
    (tmp_path / "x.yaml").write_text(f"a: {value}\n", encoding="utf-8")
    assert read_source(tmp_path / "x.yaml").data == {"a": value.removeprefix("!!int ")}


def test_a_fault_without_a_field_names_file_and_line() -> None:
    assert str(Fault("x.yaml", 3, (), "is empty")) == "x.yaml:3: is empty"


pieces = st.sampled_from(
    [
        "*a",
        "&a ",
        "- ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        "'",
        '"',
        "\n",
        "\t",
        "|",
        ">",
        "? ",
        "!!set ",
        "<<: ",
        "2026-99-99",
        "\x00",
        "#",
        "%",
        "\ufeff",
        "é",
    ]
)


def test_a_quote_that_never_ends_is_a_fault_in_a_line_that_there_is(tmp_path: Path) -> None:
    text = (folder_of(CURRENT) / "framework.yaml").read_text(encoding="utf-8")[:3000]
    damaged = f'{text[:2776]}"{text[2776:]}'
    (tmp_path / "framework.yaml").write_text(damaged, encoding="utf-8")
    (fault,) = [each for each in faults_of(tmp_path) if each.file == "framework.yaml"]
    assert 1 <= fault.line <= damaged.count("\n") + 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_whatever_is_done_to_a_file_it_loads_or_says_why_not(tmp_path: Path, data: st.DataObject) -> None:
    text = (folder_of(CURRENT) / "framework.yaml").read_text(encoding="utf-8")[:3000]
    place = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 40))
    damaged = text[:place] + data.draw(pieces) + text[place + length :]
    (tmp_path / "framework.yaml").write_text(damaged, encoding="utf-8")
    for fault in faults_of(tmp_path):
        assert 1 <= fault.line <= damaged.count("\n") + 1
        assert fault.message
