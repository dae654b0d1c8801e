"""The command line. A command imports what it needs when it is called, so that none waits for what another
needs: the web and the database are most of a second, which scoring has no use for."""

import gc
import json
from typing import Annotated

import typer

from app.cases import CaseError, as_data, score_text
from app.cli_errors import fail
from app.cli_files import read
from app.cli_framework import commands as framework_commands
from app.cli_operating import backup, doctor, erase, restore
from app.cli_plan import plan
from app.cli_table import table

cli = typer.Typer(
    help="The AI Index: a self-assessment of an organization's AI practice.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.add_typer(framework_commands, name="framework")


def main() -> None:
    """Run the command line."""
    cli()


@cli.command()
def serve() -> None:
    """Serve the site; the settings come from the environment (docs/operating.md)."""
    # Nearly all that a start makes stays: to look for what does not takes a tenth of the start.
    gc.disable()
    try:
        from app.cli_settings import settings_or_fail
        from app.serving import StartError
        from app.serving import serve as run_server

        run_server(settings_or_fail())
    except StartError as error:
        fail(str(error))
    finally:
        gc.enable()


@cli.command()
def migrate(
    revision: Annotated[
        str, typer.Argument(help="The revision to reach: head, base, or one by name.")
    ] = "head",
) -> None:
    """Bring the database's tables to this version."""
    from app.cli_settings import settings_or_fail
    from app.migrations import migrate as run_migrations
    from app.reasons import reason

    settings = settings_or_fail()
    try:
        run_migrations(settings, revision)
    except Exception as error:
        fail(f"The database could not be migrated: {reason(error)}")
    typer.echo(f"The database is at {revision}.")


@cli.command()
def score(
    file: Annotated[str, typer.Argument(help="A JSON file with one case or an array of cases; - is stdin.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Score one case or an array of cases."""
    try:
        outcome = score_text(read(file))
    except CaseError as error:
        fail(str(error))
    results = outcome if isinstance(outcome, list) else [outcome]
    if as_json:
        data = [as_data(result) for result in results]
        typer.echo(json.dumps(data if isinstance(outcome, list) else data[0], indent=2))
    else:
        typer.echo("\n\n".join(table(result) for result in results))


for command in (plan, doctor, backup, restore):
    cli.command()(command)
# A key may begin with a dash.
cli.command(context_settings={"ignore_unknown_options": True})(erase)
