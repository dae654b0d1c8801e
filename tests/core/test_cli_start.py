"""A command waits for what it needs and for nothing that another one needs."""

import subprocess
import sys

HEAVY = (
    "alembic",
    "cryptography",
    "fastapi",
    "highspy",
    "plotly",
    "sqlalchemy",
    "starlette",
    "typst",
    "uvicorn",
)


def test_the_command_line_starts_without_the_web_the_database_and_the_rest() -> None:
    code = f"import sys, app.cli; print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
