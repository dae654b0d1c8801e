"""How a command says no: one line to standard error, and exit code 2."""

from typing import NoReturn

import typer


def fail(message: str) -> NoReturn:
    """Print ``message`` to standard error and leave with exit code 2."""
    typer.echo(message, err=True)
    raise typer.Exit(2)
