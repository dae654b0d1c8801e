"""What pip installs is the whole site: pages, files, packs, migrations and words travel in the wheel."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx
import pytest

from app.paths import ROOT, STATIC
from tests.web.pages import page_of
from tests.web.server_process import run, serving
from tests.web.visitor import QUESTIONS, Visitor

BUILT_FROM = (
    "app",
    "questions",
    "scoring",
    "templates",
    "static",
    "alembic",
    "pyproject.toml",
    "README.md",
    "LICENSE",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what belongs in it."""
    copy = tmp_path_factory.mktemp("source")
    for name in BUILT_FROM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy / name)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel"], cwd=copy, check=True, capture_output=True
    )
    (built,) = (copy / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder into which the wheel alone was installed."""
    folder = tmp_path_factory.mktemp("installed")
    options = ("--no-deps", "--no-index", "--quiet", "--disable-pip-version-check")
    subprocess.run([sys.executable, "-m", "pip", "install", *options, "--target", folder, wheel], check=True)
    return folder


@pytest.fixture
def elsewhere(installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder without the checkout in sight, where the installed packages are found first."""
    monkeypatch.setenv("PYTHONPATH", str(installed))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_wheel_holds_what_the_site_needs_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = [Path(name) for name in archive.namelist()]
    bundled = {name.relative_to("app/bundle") for name in names if name.is_relative_to("app/bundle")}
    needed = {
        path.relative_to(ROOT)
        for folder in ("templates", "static", "alembic")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert bundled == needed
    tops = {name.parts[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"app", "questions", "scoring"}
    assert not [name for name in names if name.suffix in {".pyc", ".sqlite3"}]


def test_what_runs_is_what_was_installed(installed: Path, elsewhere: Path) -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import app, questions, scoring; print(app.__file__, questions.__file__, scoring.__file__)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert all(Path(file).is_relative_to(installed) for file in said.stdout.split())


async def test_the_installed_site_serves_the_same_pages(
    installed: Path, elsewhere: Path, sqlite_client: httpx.AsyncClient
) -> None:
    command = installed / "bin" / "ai-index"
    with serving("sqlite:///data/takes.sqlite3", command=command, cwd=elsewhere) as server:
        async with httpx.AsyncClient(base_url=server.address) as browser:
            for path in ("/en/", "/fr/", "/fr/method", "/en/nowhere"):
                here, there = await browser.get(path), await sqlite_client.get(path)
                assert here.status_code == there.status_code
                assert page_of(here).text == page_of(there).text
            style = page_of(await browser.get("/en/")).all("link", rel="stylesheet")[-1].attributes["href"]
            assert (await browser.get(style)).content == (STATIC / style.split("/", 3)[3]).read_bytes()
            visitor = Visitor(browser, "fr")
            key = await visitor.start()
            await visitor.fill_in(key, dict.fromkeys(QUESTIONS, "documented"))
            await visitor.complete(key)
            page = await visitor.read(visitor.path(key, "result"))
            assert page.one(class_="big").one("b").text == "50"
    assert (elsewhere / "data" / "takes.sqlite3").is_file()


def test_the_installed_commands_find_their_packs(installed: Path, elsewhere: Path) -> None:
    command = installed / "bin" / "ai-index"
    outcome = run("framework", "--json", command=command)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert '"ai-id@1.0"' in outcome.stdout
