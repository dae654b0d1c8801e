"""The doctor finds what is wrong, says how to mend it, and changes nothing by looking."""

import datetime
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.migrations import is_current, migrate
from app.operating.content_checks import packs
from app.operating.doctor import checks, examine
from app.operating.findings import Finding
from app.operating.machine_checks import WRITTEN, room
from app.operating.sqlite_checks import file_system
from app.settings import Settings
from questions.packs import CURRENT, folder_of
from tests.core.markdown import read, tables
from tests.core.terminal import typed
from tests.web.operating.asked import NOW, asked, damage, file_of, put_take, run_statement, state_of
from tests.web.postgres_server import PostgresServer
from tests.web.server_process import serving

SECRET = "correct-horse-battery"
MIB, GIB = 2**20, 2**30


def examined(settings: Settings, now: datetime.datetime | None = None) -> list[tuple[str, Finding]]:
    """What every check finds, now or at another time."""
    return list(examine(settings, now or datetime.datetime.now(datetime.UTC)))


def found(settings: Settings, check: str) -> list[Finding]:
    """What one check finds."""
    return [finding for name, finding in examined(settings) if name == check]


def faults(settings: Settings, now: datetime.datetime | None = None) -> dict[str, Finding]:
    """The last fault of each check that has one; each says how to mend it."""
    broken = {name: finding for name, finding in examined(settings, now) if finding.status == "fault"}
    assert all(finding.mend for finding in broken.values())
    return broken


def over(path: Path) -> Settings:
    """Settings over a SQLite file."""
    return Settings(database=SecretStr(f"sqlite:///{path}"))


@pytest.fixture
def on_sqlite(sqlite_url: str) -> Settings:
    """Settings over a migrated SQLite file."""
    settings = Settings(database=SecretStr(sqlite_url))
    file_of(settings).chmod(0o600)
    return settings


@pytest.fixture
def empty(empty_database_url: str) -> Settings:
    """Settings over a database without tables."""
    return Settings(database=SecretStr(empty_database_url))


@pytest.fixture
def own(empty: Settings) -> Settings:
    """Settings over a migrated database that no other test sees."""
    migrate(empty)
    return empty


def test_a_healthy_sqlite_site_has_no_fault(on_sqlite: Settings) -> None:
    put_take(on_sqlite)
    assert faults(on_sqlite) == {}
    (database,) = found(on_sqlite, "database")
    assert database.status == "ok"
    assert "1 take, 1 answer" in database.found


def test_a_postgresql_that_acknowledges_before_it_has_written_is_a_fault(postgres_url: str) -> None:
    settings = Settings(database=SecretStr(postgres_url))
    put_take(settings)
    broken = faults(settings)
    assert set(broken) == {"durability"}
    assert "fsync" in broken["durability"].found
    assert "fsync = on" in broken["durability"].mend
    (database,) = found(settings, "database")
    assert "UTF8, 1 take, 1 answer" in database.found


def test_an_older_schema_is_told_and_not_migrated(empty: Settings) -> None:
    migrate(empty, "0001")
    (finding,) = found(empty, "migrations")
    assert finding.status == ("fault" if empty.sqlite_path is None else "note")
    assert finding.found.startswith("The tables are at 0001, and this version wants ")
    assert "migrate" in finding.mend
    assert not is_current(empty)


def test_a_schema_of_a_newer_version_is_a_fault(own: Settings) -> None:
    run_statement(own, "UPDATE alembic_version SET version_num = '9999'")
    assert "9999" in faults(own)["migrations"].found


def test_a_database_of_something_else_is_a_fault(empty: Settings) -> None:
    run_statement(empty, "CREATE TABLE cats (name TEXT)")
    assert "something else" in faults(empty)["database"].found


def test_a_clock_behind_the_newest_row_is_a_fault(settings: Settings) -> None:
    later = NOW + datetime.timedelta(hours=1)
    put_take(settings, now=later)
    assert f"the newest row is of {later:%Y-%m-%d %H:%M:%S} UTC" in faults(settings)["clock"].found


def test_a_clock_that_is_not_the_database_servers_is_a_fault(postgres_url: str) -> None:
    settings = Settings(database=SecretStr(postgres_url))
    assert "the database's" in faults(settings, NOW + datetime.timedelta(hours=1))["clock"].found


def test_a_clock_from_before_this_code_is_a_fault_also_without_a_database(tmp_path: Path) -> None:
    past = WRITTEN - datetime.timedelta(days=1)
    assert "before this code" in faults(over(tmp_path / "none.sqlite3"), past)["clock"].found


def test_a_take_of_a_framework_version_that_is_not_here_is_a_fault(settings: Settings) -> None:
    put_take(settings, framework="ai-id@0.1")
    assert faults(settings)["frameworks"].found.startswith("1 take of ai-id@0.1")


def test_what_has_expired_and_is_still_there_is_told(settings: Settings) -> None:
    put_take(settings, now=NOW - datetime.timedelta(days=366))
    assert found(settings, "expired")[0].found == "1 take expired and still there."
    assert found(settings, "expired")[0].status == "note"


def test_a_server_that_does_not_answer_is_one_fault_and_shows_no_password() -> None:
    settings = Settings(database=SecretStr(f"postgresql://me:{SECRET}@127.0.0.1:1/takes?password={SECRET}"))
    assert set(faults(settings)) == {"database"}
    assert found(settings, "migrations")[0].found.startswith("Not looked at")
    assert SECRET not in repr(examined(settings))


def test_a_user_who_may_not_write_is_a_fault(postgres: PostgresServer) -> None:
    with postgres.database() as url:
        settings = Settings(database=SecretStr(url))
        run_statement(settings, "CREATE ROLE reader LOGIN")
        try:
            run_statement(settings, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
            broken = faults(Settings(database=SecretStr(url.replace("//ai_index@", "//reader@"))))
            assert "reader lacks INSERT on" in broken["writing"].found
            assert "GRANT" in broken["writing"].mend
        finally:
            run_statement(settings, "DROP OWNED BY reader")
            run_statement(settings, "DROP ROLE reader")


def test_an_encoding_that_cannot_hold_every_note_is_a_fault(postgres: PostgresServer) -> None:
    postgres.run("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1'")
    try:
        assert "LATIN1" in faults(Settings(database=SecretStr(postgres.url("latin"))))["database"].found
    finally:
        postgres.run("DROP DATABASE latin")


def test_a_file_that_is_not_there_yet_is_no_fault_and_is_not_made(tmp_path: Path) -> None:
    settings = over(tmp_path / "new" / "takes.sqlite3")
    assert faults(settings) == {}
    assert found(settings, "database")[0].status == "note"
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_a_folder_should_be_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    assert str(tmp_path / "data") in faults(over(tmp_path / "data" / "takes.sqlite3"))["writing"].found


def test_a_folder_where_the_file_should_be_is_a_fault(tmp_path: Path) -> None:
    assert "is a folder" in faults(over(tmp_path))["database"].found


def test_a_file_that_is_no_database_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "text.sqlite3").write_text("not a database " * 1000)
    broken = faults(over(tmp_path / "text.sqlite3"))
    assert "is no SQLite database" in broken["database"].found
    assert "ai-index restore" in broken["database"].mend


def test_a_name_that_no_disk_takes_is_a_fault_and_no_traceback(tmp_path: Path) -> None:
    assert "File name too long" in faults(over(tmp_path / ("x" * 300)))["database"].found


def test_a_damaged_file_is_a_fault(on_sqlite: Settings) -> None:
    for _ in range(20):
        put_take(on_sqlite, answers=12)
    damage(file_of(on_sqlite))
    broken = faults(on_sqlite)
    assert broken["integrity"].found.startswith("The file is damaged: ")
    assert "ai-index restore" in broken["integrity"].mend


def test_answers_without_their_take_are_a_fault(on_sqlite: Settings) -> None:
    put_take(on_sqlite)
    run_statement(on_sqlite, "DELETE FROM take")
    assert "1 row of answer belong" in faults(on_sqlite)["integrity"].found.replace("rows", "row")


def test_a_file_that_others_can_read_is_a_fault_and_its_group_a_note(on_sqlite: Settings) -> None:
    path = file_of(on_sqlite)
    path.chmod(0o644)
    assert faults(on_sqlite)["privacy"].mend == f"chmod 600 {path}"
    path.chmod(0o640)
    assert [finding.status for finding in found(on_sqlite, "privacy")] == ["note"]


def test_a_folder_that_everybody_writes_is_a_fault(on_sqlite: Settings) -> None:
    file_of(on_sqlite).parent.chmod(0o777)
    assert "written by everybody" in faults(on_sqlite)["privacy"].found


def test_a_log_that_is_never_cut_is_told(on_sqlite: Settings) -> None:
    log = Path(f"{file_of(on_sqlite)}-wal")
    with log.open("wb") as opened:
        opened.truncate(200_000_000)
    log.chmod(0o600)
    assert found(on_sqlite, "log")[0].status == "note"
    assert "200.0 MB" in found(on_sqlite, "log")[0].found


def test_looking_changes_nothing_in_the_folder(on_sqlite: Settings) -> None:
    path = file_of(on_sqlite)
    put_take(on_sqlite)
    before = state_of(path.parent)
    assert set(before) == {path.name}
    assert examined(on_sqlite)
    assert state_of(path.parent) == before


def test_looking_after_a_crash_sees_what_stands_in_the_log_and_leaves_it(tmp_path: Path) -> None:
    path = tmp_path / "takes.sqlite3"
    with serving(f"sqlite:///{path}") as server:
        put_take(over(path))
        server.kill()
    kept = {name: content for name, content in state_of(tmp_path).items() if not name.endswith("-shm")}
    assert f"{path.name}-wal" in kept
    assert "1 take" in found(over(path), "database")[0].found
    assert {name: content for name, content in state_of(tmp_path).items() if name in kept} == kept


def test_looking_while_a_server_writes_finds_no_fault(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'takes.sqlite3'}"
    with serving(url):
        assert faults(Settings(database=SecretStr(url))) == {}


def test_a_secret_that_others_can_read_or_that_is_none_is_a_fault(on_sqlite: Settings) -> None:
    path = Path(f"{file_of(on_sqlite)}.secret")
    assert [finding.status for finding in found(on_sqlite, "secret")] == ["ok"]
    path.write_text(f"{SECRET}{SECRET}\n")
    path.chmod(0o640)
    assert faults(on_sqlite)["secret"].mend == f"chmod 600 {path}"
    path.chmod(0o600)
    assert faults(on_sqlite) == {}
    path.write_text("\n")
    assert "holds no secret" in faults(on_sqlite)["secret"].found
    assert SECRET not in repr(examined(on_sqlite))


def test_a_framework_version_that_is_not_what_its_lock_says_is_a_fault(tmp_path: Path) -> None:
    copy = shutil.copytree(folder_of(CURRENT), tmp_path / "ai-id" / "1.0")
    assert [finding.status for finding in packs(tmp_path)] == ["ok"]
    (copy / "pack.lock").write_text("sha256:" + "0" * 64 + "\n")
    (finding,) = packs(tmp_path)
    assert (finding.status, finding.found) == ("fault", "ai-id@1.0 is not what its lock says.")
    (copy / "en.yaml").write_text("language: en\n")
    (finding,) = packs(tmp_path)
    assert finding.found.startswith("ai-id@1.0 breaks a rule: en.yaml:")


def test_a_font_that_is_missing_is_a_fault(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.fonts.FONTS", tmp_path)
    assert "is missing" in faults(Settings(database=SecretStr(sqlite_url)))["fonts"].found


@pytest.mark.parametrize(
    ("total", "free", "status"),
    [
        (100 * GIB, 50 * GIB, "ok"),
        (100 * GIB, 9 * GIB, "note"),
        (8 * GIB, 900 * MIB, "note"),
        (8 * GIB, 90 * MIB, "fault"),
        (0, 0, "fault"),
    ],
)
def test_a_disk_that_is_nearly_full_is_told_in_time(total: int, free: int, status: str) -> None:
    finding = room("data", total, free)
    assert finding.status == status
    assert bool(finding.mend) is (status != "ok")


@pytest.mark.parametrize(
    ("place", "kind"),
    [("/srv/takes", "nfs4"), ("/srv/takes/deeper", "nfs4"), ("/srv/takeshi", "ext4"), ("/", "ext4")],
)
def test_a_network_file_system_is_known_by_the_nearest_mount(place: str, kind: str) -> None:
    assert file_system(place, "disk / ext4 rw 0 0\nhost:/x /srv/takes nfs4 rw 0 0\n") == kind


@pytest.mark.parametrize(
    ("values", "status", "says"),
    [
        ({}, "ok", "http://127.0.0.1:8000"),
        ({"host": "::1"}, "ok", ""),
        ({"host": "0.0.0.0"}, "fault", "listens on 0.0.0.0"),
        ({"https": True}, "fault", "People come by https"),
        ({"https": True, "site": "http://a.example"}, "fault", "links in mails say http://a.example"),
        ({"site": "https://a.example"}, "note", "not told to stay"),
        ({"site": "http://a.example"}, "note", "plain http"),
        ({"host": "0.0.0.0", "https": True, "site": "https://a.example"}, "ok", "https://a.example"),
    ],
)
def test_links_in_mails_must_lead_back_to_the_site(
    sqlite_url: str, values: dict[str, str | bool], status: str, says: str
) -> None:
    settings = Settings.model_validate({"database": sqlite_url} | values)
    (finding,) = found(settings, "address")
    assert finding.status == status
    assert says in finding.found


def test_every_faulty_setting_is_a_line_and_what_needs_none_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AI_INDEX_DATABASE", f"mysql://me:{SECRET}@db/takes")
    monkeypatch.setenv("AI_INDEX_PORT", "eighty")
    said = typed("doctor", "--json")
    told = json.loads(said.out)
    assert said.code == 1
    assert [finding["check"] for finding in told if finding["status"] == "fault"] == ["settings"] * 2
    assert {"frameworks", "fonts", "open-files"} <= {finding["check"] for finding in told}
    assert SECRET not in said.out


def test_believing_everybody_who_says_to_be_a_proxy_is_a_fault(sqlite_url: str) -> None:
    settings = Settings(database=SecretStr(sqlite_url), trusted_proxies="*")
    assert "AI_INDEX_TRUSTED_PROXIES" in faults(settings)["settings"].mend


def test_a_variable_that_is_no_setting_is_told(on_sqlite: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AI_INDEX_DATBASE", SECRET)
    assert "AI_INDEX_DATBASE is no setting." in [finding.found for finding in found(on_sqlite, "settings")]
    assert SECRET not in repr(examined(on_sqlite))


def test_for_people_it_is_a_table_and_for_programs_an_array_of_the_same(on_sqlite: Settings) -> None:
    people, programs = asked(on_sqlite, "doctor"), asked(on_sqlite, "doctor", "--json")
    assert (people.code, people.err, programs.code, programs.err) == (0, "", 0, "")
    told = json.loads(programs.out)
    lines = people.out.splitlines()
    assert [line[:20].split() for line in lines if line[:5].strip() in {"ok", "note", "fault"}] == [
        [finding["status"], finding["check"]] for finding in told
    ]
    assert [line.strip() for line in lines if line.lstrip().startswith("->")] == [
        f"-> {finding['mend']}" for finding in told if finding["mend"]
    ]


def test_a_fault_ends_with_exit_code_1_and_is_counted(tmp_path: Path) -> None:
    said = asked(over(tmp_path), "doctor")
    assert (said.code, said.err) == (1, "")
    assert said.out.splitlines()[-1].startswith("1 fault, ")


def test_the_checks_in_the_docs_are_the_codes_on_both_databases(postgres_url: str, sqlite_url: str) -> None:
    documented = [row[0].strip("`") for row in tables(read("docs/operating.md"), "Doctor")[0]]
    for url in (postgres_url, sqlite_url):
        assert list(checks(Settings(database=SecretStr(url)), NOW)) == documented


def test_the_database_is_told_by_the_same_words_while_a_shell_has_it_open(on_sqlite: Settings) -> None:
    alone = found(on_sqlite, "database")
    with closing(sqlite3.connect(file_of(on_sqlite))) as shell:
        shell.execute("SELECT count(*) FROM take").fetchone()
        assert found(on_sqlite, "database") == alone
