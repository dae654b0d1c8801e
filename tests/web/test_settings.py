"""The configuration: safe when nothing is set, every fault named at start, secrets never shown."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from app.settings import PREFIX, Settings, SettingsError, read_settings

SECRET = "correct-horse-battery"  # what no message may show


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Sets environment variables."""
    return monkeypatch


def faults() -> list[str]:
    """What is said of settings that cannot be used."""
    with pytest.raises(SettingsError) as caught:
        read_settings()
    return str(caught.value).splitlines()


def test_nothing_set_is_a_safe_site_of_this_machine() -> None:
    settings = read_settings()
    assert settings.database.get_secret_value() == "sqlite:///data/ai-index.sqlite3"
    assert settings.sqlite_path == Path("data/ai-index.sqlite3")
    assert settings.host == "127.0.0.1"
    assert settings.log_level == "info"


def test_links_lead_to_the_machine_itself_unless_a_site_is_named() -> None:
    assert Settings(port=81).site_address == "http://127.0.0.1:81"
    assert Settings(host="::1").site_address == "http://[::1]:8000"
    assert Settings(site="https://index.example.org/").site_address == "https://index.example.org"


def test_every_setting_is_an_environment_variable(put: pytest.MonkeyPatch) -> None:
    values = {
        "DATABASE": "postgresql://me:pw@db/takes",
        "HOST": "0.0.0.0",
        "PORT": "80",
        "SITE": "https://index.example.org",
        "HTTPS": "true",
        "TRUSTED_PROXIES": "10.0.0.1,10.0.0.2",
        "RETENTION_DAYS": "30",
        "STARTS_PER_HOUR": "10",
        "POSTS_PER_SECOND": "5",
        "MAILS_PER_HOUR": "5",
        "SMTP_HOST": "mail.example.org",
        "SMTP_PORT": "2525",
        "SMTP_USER": "index",
        "SMTP_PASSWORD": SECRET,
        "SMTP_SECURITY": "tls",
        "MAIL_FROM": "index@example.org",
        "SECRET": SECRET * 2,
        "LOG_LEVEL": "warning",
        "LOG_FORMAT": "text",
        "CONTACT": "privacy@example.com",
        "OPERATOR": "Example Inc.",
    }
    assert {name.lower() for name in values} == set(Settings.model_fields)
    for name, value in values.items():
        put.setenv(PREFIX + name, value)
    settings = read_settings()
    default = Settings()
    assert (settings.port, settings.https, settings.retention_days) == (80, True, 30)
    assert settings.database.get_secret_value() == values["DATABASE"]
    assert settings.sqlite_path is None
    assert default == settings


def test_every_fault_is_named_at_once_with_what_it_holds_and_what_is_allowed(put: pytest.MonkeyPatch) -> None:
    for name, value in {
        "PORT": "eighty",
        "HTTPS": "maybe",
        "RETENTION_DAYS": "3651",
        "STARTS_PER_HOUR": "0",
        "LOG_LEVEL": "loud",
        "CONTACT": "x" * 201,
    }.items():
        put.setenv(PREFIX + name, value)
    assert sorted(faults()) == [
        f"AI_INDEX_CONTACT: got '{'x' * 60}'; allowed: at most 200 characters",
        "AI_INDEX_HTTPS: got 'maybe'; allowed: a valid boolean",
        "AI_INDEX_LOG_LEVEL: got 'loud'; allowed: 'debug', 'info', 'warning' or 'error'",
        "AI_INDEX_PORT: got 'eighty'; allowed: a whole number from 0 to 65535",
        "AI_INDEX_RETENTION_DAYS: got '3651'; allowed: a whole number from 1 to 3650",
        "AI_INDEX_STARTS_PER_HOUR: got '0'; allowed: a whole number from 1",
    ]


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://me:{SECRET}@db/takes",
        f"postgres://me:{SECRET}@db/takes",
        f"postgresql://me:{SECRET}@db:port/takes",
        f"postgresql://me:{SECRET}@db",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "",
        SECRET,
    ],
)
def test_a_database_that_cannot_be_is_refused_without_showing_its_password(
    put: pytest.MonkeyPatch, url: str
) -> None:
    put.setenv("AI_INDEX_DATABASE", url)
    (line,) = faults()
    assert line.startswith("AI_INDEX_DATABASE: got a value that is not shown; allowed: an address ")
    assert SECRET not in line


def test_a_secret_is_masked_when_printed(put: pytest.MonkeyPatch) -> None:
    put.setenv("AI_INDEX_DATABASE", f"postgresql://me:{SECRET}@db/takes")
    put.setenv("AI_INDEX_SMTP_USER", "index")
    put.setenv("AI_INDEX_SMTP_PASSWORD", SECRET)
    put.setenv("AI_INDEX_SECRET", SECRET * 2)
    settings = read_settings()
    for shown in (repr(settings), str(settings), settings.model_dump_json(), repr(settings.model_dump())):
        assert SECRET not in shown


def test_a_value_can_stand_in_a_file_that_the_environment_names(
    put: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = tmp_path / "database"
    secret.write_text(f"postgresql://me:{SECRET}@db/takes\n")
    (tmp_path / "port").write_text("81\n")
    put.setenv("AI_INDEX_DATABASE_FILE", str(secret))
    put.setenv("AI_INDEX_PORT_FILE", str(tmp_path / "port"))
    settings = read_settings()
    assert settings.database.get_secret_value() == f"postgresql://me:{SECRET}@db/takes"
    assert settings.port == 81


def test_the_variable_itself_goes_before_its_file(put: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "port").write_text("81")
    put.setenv("AI_INDEX_PORT_FILE", str(tmp_path / "port"))
    put.setenv("AI_INDEX_PORT", "82")
    assert read_settings().port == 82


def test_a_file_that_cannot_be_read_is_a_fault_among_the_others(
    put: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    put.setenv("AI_INDEX_DATABASE_FILE", str(tmp_path / "missing"))
    put.setenv("AI_INDEX_OPERATOR_FILE", str(tmp_path / "binary"))
    put.setenv("AI_INDEX_CONTACT_FILE", str(tmp_path))
    put.setenv("AI_INDEX_PORT", "x")
    allowed = "allowed: a file of UTF-8 text that can be read"
    assert sorted(faults()) == [
        f"AI_INDEX_CONTACT_FILE: got '{tmp_path}': Is a directory; {allowed}",
        f"AI_INDEX_DATABASE_FILE: got '{tmp_path / 'missing'}': No such file or directory; {allowed}",
        f"AI_INDEX_OPERATOR_FILE: got '{tmp_path / 'binary'}': not UTF-8 text; {allowed}",
        "AI_INDEX_PORT: got 'x'; allowed: a whole number from 0 to 65535",
    ]


def test_settings_never_change_after_they_were_read() -> None:
    settings = Settings(database=SecretStr("sqlite:///x"))
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1  # type: ignore[misc]


def test_the_settings_of_mail_are_checked_together(put: pytest.MonkeyPatch) -> None:
    for name, value in {
        "DATABASE": f"postgresql://me:{SECRET}@db/takes",
        "SMTP_HOST": "mail.example.org",
        "SMTP_USER": "index",
        "SMTP_SECURITY": "none",
    }.items():
        put.setenv(PREFIX + name, value)
    assert faults() == [
        "AI_INDEX_SMTP_PASSWORD: got a value that is not shown; allowed: a password with AI_INDEX_SMTP_USER,"
        " and none without",
        "AI_INDEX_SMTP_SECURITY: got 'none'; allowed: 'starttls' or 'tls', since AI_INDEX_SMTP_USER is set",
        "AI_INDEX_MAIL_FROM: got ''; allowed: an address such as index@example.org",
        "AI_INDEX_SECRET: got a value that is not shown; allowed: at least 32 characters",
    ]


def test_a_sender_a_server_and_a_secret_must_look_like_one(put: pytest.MonkeyPatch) -> None:
    put.setenv("AI_INDEX_SMTP_HOST", "https://mail.example.org")
    put.setenv("AI_INDEX_MAIL_FROM", "AI Index <index@example.org>")
    put.setenv("AI_INDEX_SECRET", SECRET)
    assert [line.split(":")[0] for line in faults()] == [
        "AI_INDEX_SMTP_HOST",
        "AI_INDEX_MAIL_FROM",
        "AI_INDEX_SECRET",
    ]
    assert SECRET not in "".join(faults())


def test_a_password_may_go_to_this_machine_itself_unguarded() -> None:
    login = {"smtp_user": "index", "smtp_password": SecretStr(SECRET), "mail_from": "index@example.org"}
    settings = Settings(smtp_host="127.0.0.1", smtp_security="none", **login)  # type: ignore[arg-type]
    assert settings.mail_port == 25


def test_the_port_follows_from_how_the_way_is_guarded() -> None:
    assert Settings().mail_port == 587
    assert Settings(smtp_security="tls").mail_port == 465
    assert Settings(smtp_security="tls", smtp_port=2525).mail_port == 2525


def test_mails_go_to_a_server_else_in_development_to_the_console_else_nowhere() -> None:
    postgres = SecretStr("postgresql://db/takes")
    assert Settings(smtp_host="mail.example.org", mail_from="index@example.org").mails == "smtp"
    assert Settings().mails == "console"
    assert Settings(site="http://localhost:9000").mails == "console"
    assert Settings(database=postgres, secret=SecretStr("x" * 32)).mails == "console"
    assert Settings(database=postgres).mails == "none"
    assert Settings(https=True).mails == "none"
    assert Settings(host="0.0.0.0").mails == "none"
    assert Settings(site="https://index.example.org").mails == "none"
