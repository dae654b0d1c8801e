"""docs/api.md is true: each of its commands is sent to a real server, and answers what stands there."""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.api.load import router as load_router
from app.api.plan import MOST_CASES as MOST_PLANS
from app.api.problems import KINDS
from app.api.score import MOST_CASES
from app.gate import LARGER_BODIES, LARGEST_BODY
from tests.core.markdown import read, section, tables
from tests.web.server_process import serving

DOCUMENT = read("docs/api.md")
ANYTHING = "…"
_BLOCKS = re.compile(r"^```(sh|json|http)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LOOP = re.compile(r"^for (\w+) in (.+?); do\n(.*?)^done$", re.MULTILINE | re.DOTALL)
JSON = {"content-type": "application/json", "accept": "application/json"}


@dataclass(slots=True)
class Shell:
    """A reader's shell with curl in it: variables, loops, and files in a folder."""

    client: httpx.Client
    folder: Path
    variables: dict[str, str]
    last: httpx.Response | None = None
    keys: list[str] = field(default_factory=list)

    def run(self, script: str) -> None:
        """Do what the block says."""
        for command in commands(script):
            name, _, value = command.partition("=")
            if re.fullmatch("[A-Z]+", name):
                # The reader puts in the key that was told last.
                self.variables.setdefault(name, value)
                if name == "KEY":
                    self.variables[name] = self.keys[-1]
                continue
            self.curl(shlex.split(self.filled(command)))

    def filled(self, command: str) -> str:
        """The command with the variables in it, wherever a shell would put them."""
        parts = re.split(r"('[^']*')", command)
        return "".join(
            part if part.startswith("'") else re.sub(r"\$(\w+)", lambda f: self.variables[f[1]], part)
            for part in parts
        )

    def curl(self, words: list[str]) -> None:
        """Send what curl would send."""
        assert words.pop(0) == "curl"
        method, headers, content, file, address = "", {}, None, None, ""
        while words:
            match words.pop(0):
                case "-i":
                    pass
                case "-X":
                    method = words.pop(0)
                case "-H":
                    name, value = words.pop(0).split(": ", 1)
                    headers[name] = value
                case "-o":
                    file = self.folder / words.pop(0)
                case "--json":
                    content, headers = words.pop(0).encode(), headers | JSON
                case other:
                    assert other.startswith("http"), other
                    address = other
        if content and content.startswith(b"@"):
            content = (self.folder / content[1:].decode()).read_bytes()
        method = method or ("GET" if content is None else "POST")
        self.last = self.client.request(method, address, headers=headers, content=content)
        if file is not None:
            assert self.last.status_code == 200
            file.write_bytes(self.last.content)
        elif self.last.status_code == 201:
            self.keys.append(self.last.json()["key"])


def commands(script: str) -> Iterator[str]:
    """Each command of a block, with the loops unrolled."""

    def unrolled(loop: re.Match[str]) -> str:
        return "".join(loop[3].replace(f"${loop[1]}", value) for value in loop[2].split())

    lines = _LOOP.sub(unrolled, script)
    for command in re.split(r"\n(?=\s*(?:curl|[A-Z]+=))", lines.strip()):
        if command.strip():
            yield command.strip()


def matches(shown: Any, got: Any) -> bool:
    """Whether ``got`` is what is shown, where ``…`` stands for anything, or for more."""
    if shown == ANYTHING:
        return True
    if isinstance(shown, dict) and isinstance(got, dict):
        named = {name: value for name, value in shown.items() if name != ANYTHING}
        is_whole = ANYTHING in shown or set(named) == set(got)
        return is_whole and all(name in got and matches(value, got[name]) for name, value in named.items())
    if isinstance(shown, list) and isinstance(got, list):
        named_items = shown[:-1] if shown and shown[-1] == ANYTHING else shown
        is_whole = len(named_items) < len(shown) or len(shown) == len(got)
        return is_whole and all(matches(*pair) for pair in zip(named_items, got, strict=False))
    return bool(shown == got)


def test_every_command_of_the_docs_answers_what_they_show(sqlite_url: str, tmp_path: Path) -> None:
    compared = 0
    with serving(sqlite_url) as server, httpx.Client(timeout=30) as client:
        shell = Shell(client, tmp_path, {"API": f"{server.address}/api/v1"})
        for language, body in _BLOCKS.findall(DOCUMENT):
            if language == "sh":
                shell.run(body)
                continue
            assert shell.last is not None
            compared += 1
            if language == "json":
                assert matches(json.loads(body), shell.last.json()), (body, shell.last.text)
            else:
                status, *headers = body.splitlines()
                assert status.split()[1] == str(shell.last.status_code)
                for header in headers:
                    name, value = header.split(": ", 1)
                    assert shell.last.headers[name] == value
    assert compared > 20
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("shown", "got", "expected"),
    [
        ({"a": 1}, {"a": 1}, True),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ({"a": 1, "…": "…"}, {"a": 1, "b": 2}, True),
        ({"a": 1, "b": 2, "…": "…"}, {"a": 1}, False),
        (["x", "…"], ["x", "y"], True),
        (["x"], ["x", "y"], False),
        ({"a": ["…"]}, {"a": []}, True),
        ("…", None, True),
        (1, 2, False),
    ],
)
def test_what_is_shown_is_compared_whole_unless_it_says_otherwise(
    shown: Any, got: Any, expected: bool
) -> None:
    assert matches(shown, got) is expected


def test_the_table_of_problems_is_the_codes_own() -> None:
    assert tables(DOCUMENT, "Problems") == [
        [(f"`{name}`", str(kind.status), kind.title, kind.meaning) for name, kind in KINDS.items()]
    ]


def test_the_limits_are_the_codes_own() -> None:
    (line,) = re.findall(r"A body may have .*?2097152", section(DOCUMENT, "Rules for all"), re.DOTALL)
    assert [int(number) for number in re.findall(r"\d+", line)] == [
        LARGEST_BODY,
        LARGER_BODIES["/api/v1/takes"],
        LARGER_BODIES["/api/v1/score"],
    ]
    assert LARGER_BODIES[load_router.routes[0].path] == LARGER_BODIES["/api/v1/takes"]  # type: ignore[attr-defined]
    assert LARGER_BODIES["/api/v1/plan"] == LARGER_BODIES["/api/v1/score"]
    for title, most in (("Score", MOST_CASES), ("Plan", MOST_PLANS)):
        assert f"an array of 1 to {most} cases" in section(DOCUMENT, f"{title} without keeping anything")
