"""``ai-index framework``: print, check and lock a framework version."""

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from app.cli_errors import fail
from app.pack_data import as_data
from questions.packs import (
    CURRENT,
    LOCK,
    Pack,
    UnknownVersionError,
    folder_of,
    load,
    locked_digest,
    read_pack,
    write_lock,
)
from questions.reading import HIGHEST_GRADE, Grades, mean_grades
from questions.source import PackError

commands = typer.Typer(help="Print, check and lock a framework version.", no_args_is_help=False)


@commands.callback(invoke_without_command=True)
def framework(
    context: typer.Context,
    version: Annotated[str, typer.Option(help="The version to print.")] = CURRENT,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, with every text.")] = False,
) -> None:
    """Print the framework version: its properties, weights and questions."""
    if context.invoked_subcommand is not None:
        return
    try:
        pack = load(version)
    except UnknownVersionError as error:
        fail(str(error))
    typer.echo(_as_json(pack) if as_json else _as_text(pack))


@commands.command()
def check(path: Annotated[Path, typer.Argument(help="The folder of the pack.")]) -> None:
    """Check every rule of the pack in PATH, and print how easily its options and steps read."""
    pack = _read(path)
    grades = _grades(pack)
    for language, grade in grades.items():
        shown = "not known to textstat"
        if grade is not None:
            shown = f"options {grade.options:.1f}, steps {grade.steps:.1f}"
        typer.echo(f"{language}: mean reading grade: {shown} (at most {HIGHEST_GRADE})")
    if not grades:
        typer.echo("Reading grades were not measured: pip install 'ai-index[authoring]'")
    hard = [line for language, grade in grades.items() if grade for line in _too_hard(language, grade)]
    if hard:
        fail("\n".join(hard))
    typer.echo(f"{pack.framework.name}: every rule is kept ({pack.digest[:19]}…)")


@commands.command()
def lock(
    path: Annotated[
        Path | None, typer.Argument(help="The folder of the pack; the current one if none.")
    ] = None,
) -> None:
    """Renew the content hash in the pack's lock file. Allowed only before the version is released."""
    folder = path or folder_of(CURRENT)
    pack = _read(folder)
    before = locked_digest(folder)
    try:
        write_lock(folder, pack)
    except OSError as error:
        fail(f"{LOCK} cannot be written: {error.strerror}")
    typer.echo(f"{pack.framework.name}: {pack.digest}" + (" (unchanged)" if before == pack.digest else ""))


def _read(folder: Path) -> Pack:
    try:
        return read_pack(folder)
    except PackError as error:
        fail(str(error))


def _grades(pack: Pack) -> dict[str, Grades | None]:
    if importlib.util.find_spec("textstat") is None:
        return {}
    return {language: mean_grades(texts) for language, texts in pack.texts.items()}


def _too_hard(language: str, grades: Grades) -> Iterator[str]:
    for kind, grade in grades._asdict().items():
        if grade > HIGHEST_GRADE:
            yield f"{language}.yaml: the {kind} read too hard; at most grade {HIGHEST_GRADE}"


def _as_json(pack: Pack) -> str:
    return json.dumps(as_data(pack), ensure_ascii=False, indent=2)


def _as_text(pack: Pack) -> str:
    words = pack.texts[pack.languages[0]]
    lines = [f"{pack.framework.name}  {pack.digest}"]
    for key, questions in pack.framework.by_property.items():
        lines.append(f"\n{words.properties[key].name}  {pack.framework.weights[key]} %")
        lines += [f"  {question:<16}{words.questions[question].heading}" for question in questions]
    lines.append("\nLevels: " + ", ".join(f"{level.id} {level.score}" for level in pack.framework.levels))
    return "\n".join(lines)
