"""The documents are true: what they name exists, what they show is what happens."""

import datetime
import inspect
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest
import typer
from pydantic import SecretStr

from app import typesetting
from app.cases import MOST_CASES
from app.cli import cli
from app.diagnostic.models import LINK_LENGTH, NAME_LENGTH, NOTE_LENGTH
from app.diagnostic.routes import routes
from app.gate import (
    BURST_SECONDS,
    HSTS,
    LARGER_BODIES,
    LARGEST_BODY,
    LONGEST_PATH,
    SECURITY_HEADERS,
    WORK,
    work_for,
)
from app.mail.addresses import MOST_BEFORE_AT, MOST_OCTETS
from app.mail.outbox import PAUSE
from app.planning import planner
from app.protocol import LARGEST_HEAD, SLOWEST_REQUEST
from app.serving import SPARED_FILES
from app.settings import PREFIX, Settings
from app.site import MOST_FIELDS
from tests.core.markdown import (
    DOCUMENTS,
    ROOT,
    anchors,
    blocks,
    code,
    links,
    read,
    section,
    sessions,
    tables,
)
from tests.core.terminal import typed

OPERATING = read("docs/operating.md")
EVERYTHING = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in DOCUMENTS}
EXAMPLES = [
    pytest.param(command, output, id=f"{name}-{number}")
    for name, text in EVERYTHING.items()
    for number, (command, output) in enumerate(sessions(text), 1)
    if "ai-index" in command
]
FOLDERS = "alembic|app|bench|docs|questions|requirements|scoring|static|templates|tests"
LARGEST_PICTURE = 200_000

each_document = pytest.mark.parametrize("name", EVERYTHING)


def commands(app: typer.Typer, before: str = "") -> Iterator[tuple[str, str]]:
    """Every command of the command line, such as ``framework check``, and what its help says first."""
    for command in app.registered_commands:
        assert command.callback is not None
        yield before + (command.name or command.callback.__name__), _first(command.callback)
    for group in app.registered_groups:
        assert group.typer_instance is not None
        yield f"{before}{group.name}", str(group.typer_instance.info.help)
        yield from commands(group.typer_instance, f"{before}{group.name} ")


def _first(callback: Callable[..., object]) -> str:
    return str(inspect.getdoc(callback)).split("\n\n")[0].replace("\n", " ")


def named_commands() -> Iterator[str]:
    """Every command that the documents name."""
    groups = {group.name for group in cli.registered_groups}
    for text in EVERYTHING.values():
        for piece in code(text):
            for first, second in re.findall(r"\bai-index +([a-z]+)(?: +([a-z]+)(?![\w./-]))?", piece):
                yield f"{first} {second}" if second and first in groups else first


def default_of(value: object) -> str:
    """A default as the table of settings shows it."""
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, bool):
        value = str(value).lower()
    return "empty" if value == "" else f"`{value}`"


def test_the_table_of_settings_is_the_settings_class() -> None:
    assert tables(OPERATING, "Settings")[0] == [
        (f"`{PREFIX}{name.upper()}`", default_of(field.default), field.description)
        for name, field in Settings.model_fields.items()
    ]


def test_a_setting_of_few_words_has_them_in_the_docs() -> None:
    choices = [
        choice
        for field in Settings.model_fields.values()
        if get_origin(field.annotation) is Literal
        for choice in get_args(field.annotation)
    ]
    assert choices
    assert [choice for choice in choices if f"`{choice}`" not in section(OPERATING, "Settings")] == []


@each_document
def test_every_variable_named_is_a_setting(name: str) -> None:
    known = {PREFIX + field.upper() for field in Settings.model_fields} | {PREFIX + "NAME"}
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", EVERYTHING[name]))
    assert {variable.removesuffix("_FILE") for variable in named} <= known


def test_every_command_named_exists_and_every_command_is_named() -> None:
    assert set(named_commands()) == set(dict(commands(cli)))


def test_the_table_of_commands_is_what_their_help_says() -> None:
    said = sorted((f"`{name}`", what) for name, what in commands(cli))
    assert sorted(tables(OPERATING, "Commands")[0]) == said


def test_each_command_says_in_its_help_what_it_does() -> None:
    for name, what in commands(cli):
        shown = typed(*name.split(), "--help").out
        assert f"Usage: root {name} [OPTIONS]" in shown
        assert what in " ".join(shown.split())


@each_document
def test_every_make_target_named_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    named = {
        target for piece in code(EVERYTHING[name]) for target in re.findall(r"^make ([a-z]+)", piece, re.M)
    }
    assert named <= targets


@pytest.mark.parametrize(("command", "output"), EXAMPLES)
def test_an_example_prints_what_the_docs_show(command: str, output: str) -> None:
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        ["sh", "-c", command],
        cwd=ROOT,
        env=os.environ | {"PATH": programs},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert ran.stdout == output


def test_the_readme_and_the_method_have_examples() -> None:
    assert {str(example.id).rsplit("-", 1)[0] for example in EXAMPLES} >= {"README.md", "docs/method.md"}


def test_the_limits_are_the_codes_own() -> None:
    values = [int(number) for row in tables(OPERATING, "Limits")[0] for number in re.findall(r"\d+", row[1])]
    assert NOTE_LENGTH == LINK_LENGTH
    assert values == [
        LARGEST_HEAD,
        SLOWEST_REQUEST,
        SPARED_FILES,
        SPARED_FILES,
        LARGEST_BODY,
        LARGER_BODIES["/en/load"],
        LARGER_BODIES["/api/v1/takes"],
        LARGER_BODIES["/api/v1/score"],
        LONGEST_PATH,
        MOST_FIELDS,
        NOTE_LENGTH,
        NAME_LENGTH,
        BURST_SECONDS,
        typesetting.MOST_WAITING,
        planner.MOST_WAITING,
        PAUSE // datetime.timedelta(hours=1),
        MOST_OCTETS,
        MOST_BEFORE_AT,
        MOST_CASES,
    ]


def test_what_counts_as_many_forms_is_what_the_code_counts() -> None:
    said = {
        end: int(forms)
        for ends, _, forms in tables(OPERATING, "Limits")[1]
        for end in re.findall(r"`([^`]+)`", ends)
    }
    assert said.keys() >= WORK.keys()
    assert said == {end: work_for("/" + end.replace("…", "any")) for end in said}


def test_the_security_headers_are_those_that_are_sent() -> None:
    shown = [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks(OPERATING, "http")]
    assert shown == [SECURITY_HEADERS, HSTS]


def test_the_line_of_the_log_names_a_route_of_the_site() -> None:
    (line,) = blocks(OPERATING, "json")
    assert json.loads(line)["route"] in {route.path for route in routes}


@each_document
def test_every_link_leads_somewhere(name: str) -> None:
    text, here = EVERYTHING[name], ROOT / name
    for link in links(text):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (here.parent / path).resolve() if path else here
        assert target.is_relative_to(ROOT), link
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


@each_document
def test_every_path_named_exists(name: str) -> None:
    paths = [piece for piece in code(EVERYTHING[name]) if re.fullmatch(rf"(?:{FOLDERS})/[\w./-]*", piece)]
    assert [path for path in paths if not (ROOT / path).exists()] == []


@each_document
def test_no_document_names_a_path_of_somebodys_machine(name: str) -> None:
    assert re.findall(r"(?<![\w.])(?:/(?:home|root|work|tmp|Users)\b|[A-Z]:\\)\S*", EVERYTHING[name]) == []


def test_the_pictures_are_light() -> None:
    pictures = sorted((ROOT / "docs" / "images").glob("*.png"))
    assert pictures
    assert [picture.name for picture in pictures if picture.stat().st_size > LARGEST_PICTURE] == []
