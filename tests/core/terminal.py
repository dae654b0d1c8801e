"""The command line as a person or a program meets it: in a process of its own, or quickly in this one."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from app.cli import cli

COMMAND = str(Path(sys.executable).parent / "ai-index")


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


def spawned(*arguments: str, stdin: str | bytes = "") -> Said:
    """``ai-index`` in a process of its own."""
    data = stdin.encode("utf-8") if isinstance(stdin, str) else stdin
    done = subprocess.run([COMMAND, *arguments], input=data, capture_output=True, check=False, timeout=60)
    return Said(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def typed(*arguments: str, stdin: str | bytes = "") -> Said:
    """``ai-index`` in this process; what goes wrong inside it goes wrong here."""
    done = CliRunner().invoke(cli, arguments, input=stdin, catch_exceptions=False)
    return Said(done.exit_code, done.stdout, done.stderr)
