"""The configuration: one typed class, read once from the environment, every fault listed at start."""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from app.settings_files import FileSecrets, UnreadableFile
from app.settings_mail import (
    USUAL_PORTS,
    guarded,
    host_name,
    host_of,
    is_loopback,
    long_enough,
    password_with_user,
    sender,
)

PREFIX = "AI_INDEX_"


class SettingsError(ValueError):
    """Settings that cannot be used; the message lists all of them, a line each."""


def _database_url(url: SecretStr) -> SecretStr:
    value = url.get_secret_value()
    if not value.startswith(("sqlite:///", "postgresql://")):
        raise ValueError("an address that starts with sqlite:/// or postgresql://")
    try:
        name = make_url(value).database
    except (ArgumentError, ValueError):
        raise ValueError("an address in which / @ : and % of the password are %2F %40 %3A %25") from None
    if not name or name == ":memory:":
        raise ValueError(
            "an address that names a file, sqlite:///PATH, or a database, postgresql://HOST/NAME"
        )
    return url


def _site_address(address: str) -> str:
    if address and not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", address):
        raise ValueError("an address that starts with http:// or https://, without ? and #")
    return address.rstrip("/")


class Settings(BaseSettings):
    """Each setting is the environment variable ``AI_INDEX_<NAME>``, or ``AI_INDEX_<NAME>_FILE`` naming a
    file that holds its value."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    database: Annotated[SecretStr, AfterValidator(_database_url)] = Field(
        default=SecretStr("sqlite:///data/ai-index.sqlite3"),
        description="Where takes are kept: sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME.",
    )
    host: str = Field(default="127.0.0.1", description="The address to listen on.")
    port: int = Field(default=8000, ge=0, le=65535, description="The port to listen on.")
    site: Annotated[str, AfterValidator(_site_address)] = Field(
        default="",
        max_length=200,
        description="The address at which people reach the site, for links in mails and previews, such as"
        " https://index.example.org; by default that of the machine itself.",
    )
    https: bool = Field(
        default=False, description="Whether people reach the site by https; then HSTS is sent."
    )
    trusted_proxies: str = Field(
        default="127.0.0.1",
        description="Addresses of reverse proxies, with commas, whose X-Forwarded-For is believed.",
    )
    retention_days: int = Field(
        default=365, ge=1, le=3650, description="Days after which a take's link stops working."
    )
    starts_per_hour: int = Field(
        default=2000, ge=1, description="Takes that one address may start in an hour."
    )
    posts_per_second: int = Field(
        default=300,
        ge=1,
        description="Forms that one address may send in a second, with bursts of ten seconds.",
    )
    mails_per_hour: int = Field(
        default=30, ge=1, description="Mails that one address may ask for in an hour."
    )
    smtp_host: Annotated[str, AfterValidator(host_name)] = Field(
        default="", max_length=200, description="The server that takes mails; empty: none is sent."
    )
    smtp_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        description="The port of that server; 0: 587, with tls 465, with none 25.",
    )
    smtp_user: str = Field(default="", max_length=200, description="Who logs in there; empty: nobody does.")
    smtp_password: Annotated[SecretStr, AfterValidator(password_with_user)] = Field(
        default=SecretStr(""), description="With what password."
    )
    smtp_security: Annotated[Literal["starttls", "tls", "none"], AfterValidator(guarded)] = Field(
        default="starttls", description="How the way there is guarded; certificates are verified."
    )
    mail_from: Annotated[str, AfterValidator(sender)] = Field(
        default="", description="The address that mails come from, such as index@example.org."
    )
    secret: Annotated[SecretStr, AfterValidator(long_enough)] = Field(
        default=SecretStr(""),
        description="Seals mails that wait, 32 characters at least; on SQLite made by itself where empty.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least severe event that is logged."
    )
    log_format: Literal["json", "text"] = Field(
        default="json", description="How a line of the log is written."
    )
    contact: str = Field(
        default="",
        max_length=200,
        description="The address at which people reach whoever runs this site; shown on the privacy page.",
    )
    operator: str = Field(
        default="", max_length=200, description="Who runs this site; shown on the privacy page."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What the code says, then the environment, then the files that the environment names."""
        return init_settings, env_settings, FileSecrets(settings_cls, PREFIX)

    @property
    def site_address(self) -> str:
        """The address at which people reach the site, without a slash at its end."""
        return self.site or self.local_address

    @property
    def local_address(self) -> str:
        """The address at which the site listens."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def mail_port(self) -> int:
        """The port of the server that takes mails."""
        return self.smtp_port or USUAL_PORTS[self.smtp_security]

    @property
    def mails(self) -> Literal["smtp", "console", "none"]:
        """Where mails go: to a server, in development to standard output, or nowhere."""
        if self.smtp_host:
            return "smtp"
        has_secret = bool(self.sqlite_path or self.secret.get_secret_value())
        is_development = is_loopback(host_of(self.site_address)) and not self.https
        return "console" if is_development and has_secret else "none"

    @property
    def sqlite_path(self) -> Path | None:
        """The SQLite file, or ``None`` on PostgreSQL."""
        url = self.database.get_secret_value()
        return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def read_settings() -> Settings:
    """The settings of this process's environment. Raises ``SettingsError`` with every fault."""
    try:
        return Settings()
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False)
        raise SettingsError("\n".join(_line(str(fault["loc"][0]), fault) for fault in faults)) from None


def _line(field: str, fault: ErrorDetails) -> str:
    """A fault: the variable, what it holds, what is allowed. What may be a secret is never shown."""
    name, got = f"{PREFIX}{field.upper()}", fault["input"]
    if isinstance(got, UnreadableFile):
        return f"{name}_FILE: {got.reason}; allowed: a file of UTF-8 text that can be read"
    info = Settings.model_fields[field]
    shown = "a value that is not shown" if info.annotation is SecretStr else repr(str(got)[:60])
    allowed = re.sub(
        r"^(Value error, |Input should be |String should have )|, unable to .*$", "", fault["msg"]
    )
    return f"{name}: got {shown}; allowed: {_whole_numbers(info) or allowed}"


def _whole_numbers(info: FieldInfo) -> str:
    """Which whole numbers a field takes; empty where it takes something else."""
    least = next((bound.ge for bound in info.metadata if hasattr(bound, "ge")), None)
    most = next((bound.le for bound in info.metadata if hasattr(bound, "le")), None)
    if info.annotation is not int:
        return ""
    return f"a whole number from {least} to {most}" if most is not None else f"a whole number from {least}"
