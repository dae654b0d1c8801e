"""``ai-index framework``: prints the loaded pack, checks one of one's own, and renews its lock."""

import importlib.util
import json
import os
import re
from pathlib import Path

import pytest

from questions.models import SIZES
from questions.packs import CURRENT, folder_of, load, locked_digest
from questions.rules import canonical
from tests.core.pack_copies import copied, edited, replaced
from tests.core.terminal import spawned, typed

PACK = load()
FRAMEWORK = PACK.framework


def test_the_loaded_pack_is_printed_whole_as_json() -> None:
    said = spawned("framework", "--json")
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out) == {
        "framework": "ai-id@1.0",
        "digest": PACK.digest,
        "weights": dict(FRAMEWORK.weights),
        "facts": canonical(FRAMEWORK),
        "steps": json.loads(said.out)["steps"],
        "texts": {language: canonical(PACK.texts[language]) for language in ("en", "fr")},
    }


def test_the_steps_are_listed_in_order_with_effort_and_what_comes_first() -> None:
    steps = json.loads(typed("framework", "--json").out)["steps"]
    levels = [level.id for level in FRAMEWORK.levels]
    assert [(each["question"], each["to_level"]) for each in steps] == [
        (question, level) for question in FRAMEWORK.question_ids for level in levels[1:]
    ]
    for each in steps:
        facts = FRAMEWORK.question(each["question"]).steps[each["to_level"]]
        below = levels[levels.index(each["to_level"]) - 1]
        assert set(each) == {"id", "question", "to_level", "effort_days", "requires"}
        assert each["id"] == f"{each['question']}:{each['to_level']}"
        assert each["effort_days"] == {size: getattr(facts.effort, size) for size in SIZES}
        own = [] if below == levels[0] else [f"{each['question']}:{below}"]
        assert each["requires"] == own + list(facts.requires)


def test_without_json_it_is_printed_for_a_person() -> None:
    said = typed("framework")
    lines = said.out.splitlines()
    assert (said.code, said.err) == (0, "")
    assert lines[0] == f"ai-id@1.0  {PACK.digest}"
    assert "Accountable  20 %" in lines
    for question in FRAMEWORK.question_ids:
        assert f"  {question:<16}{PACK.texts['en'].questions[question].heading}" in lines
    assert lines[-1] == "Levels: absent 0, declared 25, documented 50, operational 75, measured 100"


def test_a_version_may_be_named() -> None:
    assert typed("framework", "--version", "ai-id@1.0") == typed("framework")


@pytest.mark.parametrize("name", ["ai-id@2.0", "x" * 100_000])
def test_a_version_that_does_not_exist_is_named_with_those_that_do(name: str) -> None:
    said = typed("framework", "--version", name, "--json")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith(f"framework '{name[:60]}'")
    assert said.err.endswith(" is unknown; allowed: ai-id@1.0\n")
    assert len(said.err) < 200


def test_the_published_pack_passes_its_own_check() -> None:
    said = spawned("framework", "check", str(folder_of(CURRENT)))
    assert (said.code, said.err) == (0, "")
    english, french, kept = said.out.splitlines()
    for language, line in (("en", english), ("fr", french)):
        grades = r"options \d\.\d, steps \d\.\d"
        assert re.fullmatch(rf"{language}: mean reading grade: {grades} \(at most 9\)", line)
    assert kept == f"ai-id@1.0: every rule is kept ({PACK.digest[:19]}…)"


def test_a_pack_of_ones_own_is_checked_the_same_way(tmp_path: Path) -> None:
    edited(copied(tmp_path, "en") / "framework.yaml", lambda data: data.update(id="bakery", version="0.3"))
    said = typed("framework", "check", str(tmp_path))
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[-1].startswith("bakery@0.3: every rule is kept (sha256:")


def test_every_fault_of_a_broken_pack_is_said_on_a_line_of_its_own(tmp_path: Path) -> None:
    file = copied(tmp_path) / "framework.yaml"
    target = replaced(file, "default_target: operational", "default_target: perfect")
    unproven = replaced(file, "unproven_counts_as: declared", "unproven_counts_as: nothing")
    said = typed("framework", "check", str(tmp_path))
    allowed = "is not one of absent, declared, documented, operational, measured"
    faults = {
        target: f"framework.yaml:{target}: default_target: 'perfect' {allowed}",
        unproven: f"framework.yaml:{unproven}: unproven_counts_as: 'nothing' {allowed}",
    }
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines() == [faults[line] for line in sorted(faults)]


def test_a_folder_without_a_pack_is_refused(tmp_path: Path) -> None:
    for command in ("check", "lock"):
        said = typed("framework", command, str(tmp_path))
        assert (said.code, said.out) == (2, "")
        assert said.err == "framework.yaml:1: cannot be read: No such file or directory\n"


@pytest.mark.parametrize(("kind", "field"), [("options", "text"), ("steps", "what")])
def test_options_and_steps_that_read_too_hard_fail_the_check(tmp_path: Path, kind: str, field: str) -> None:
    hard = "Organizational accountability responsibilities necessitate comprehensive documentation"

    def complicate(data: dict[str, dict[str, dict[str, dict[str, dict[str, str]]]]]) -> None:
        for question in data["questions"].values():
            for words in question[kind].values():
                words[field] = hard

    edited(copied(tmp_path, "en") / "en.yaml", complicate)
    said = typed("framework", "check", str(tmp_path))
    assert said.code == 2
    assert said.err == f"en.yaml: the {kind} read too hard; at most grade 9\n"
    assert "every rule is kept" not in said.out


def test_a_language_whose_syllables_nobody_counts_is_checked_without_its_grade(tmp_path: Path) -> None:
    copied(tmp_path, "en")
    edited(tmp_path / "framework.yaml", lambda data: data.update(languages=["iu"]))
    edited(tmp_path / "en.yaml", lambda data: data.update(language="iu"))
    (tmp_path / "en.yaml").rename(tmp_path / "iu.yaml")
    said = typed("framework", "check", str(tmp_path))
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("iu: mean reading grade: not known to textstat (at most 9)\n")


def test_without_the_tool_that_grades_the_other_rules_are_still_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "textstat" else found(name))
    said = typed("framework", "check", str(folder_of(CURRENT)))
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "Reading grades were not measured: pip install 'ai-index[authoring]'",
        f"ai-id@1.0: every rule is kept ({PACK.digest[:19]}…)",
    ]


def test_the_lock_is_renewed_only_by_its_own_command(tmp_path: Path) -> None:
    copied(tmp_path)
    edited(tmp_path / "framework.yaml", lambda data: data.update(default_target="measured"))
    before = locked_digest(tmp_path)
    typed("framework", "check", str(tmp_path))
    assert locked_digest(tmp_path) == before

    said = typed("framework", "lock", str(tmp_path))
    digest = locked_digest(tmp_path)
    assert digest not in {before, PACK.digest}
    assert (said.code, said.out, said.err) == (0, f"ai-id@1.0: {digest}\n", "")


def test_a_lock_that_was_right_already_is_said_to_be_unchanged(tmp_path: Path) -> None:
    copied(tmp_path)
    typed("framework", "lock", str(tmp_path))
    said = typed("framework", "lock", str(tmp_path))
    assert (said.code, said.out) == (0, f"ai-id@1.0: {PACK.digest} (unchanged)\n")


def test_a_lock_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    lock = copied(tmp_path) / "pack.lock"
    lock.unlink()
    os.symlink(tmp_path / "nowhere" / "pack.lock", lock)
    said = typed("framework", "lock", str(tmp_path))
    assert (said.code, said.out) == (2, "")
    assert said.err == "pack.lock cannot be written: No such file or directory\n"


@pytest.mark.parametrize("arguments", [["--help"], ["framework", "--help"], ["score", "--help"]])
def test_every_command_explains_itself(arguments: list[str]) -> None:
    said = typed(*arguments)
    assert said.code == 0
    assert "Usage:" in said.out
