"""The configuration: one typed class, read once from the environment, every fault listed at start."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from app.settings_files import FileSecrets

PREFIX = "AI_INDEX_"


class SettingsError(ValueError):
    """Settings that cannot be used; the message lists all of them, a line each."""


def _database_url(url: SecretStr) -> SecretStr:
    value = url.get_secret_value()
    if not value.startswith(("sqlite:///", "postgresql://")):
        raise ValueError("must start with sqlite:/// or postgresql://")
    return url


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
    def sqlite_path(self) -> Path | None:
        """The SQLite file, or ``None`` on PostgreSQL."""
        url = self.database.get_secret_value()
        return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def read_settings() -> Settings:
    """The settings of this process's environment. Raises ``SettingsError`` with every fault."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            f"{PREFIX}{'_'.join(str(part) for part in item['loc']).upper()}: {_said(item['msg'])}"
            for item in error.errors(include_input=False, include_context=False)
        ]
        raise SettingsError("\n".join(lines)) from None


def _said(message: str) -> str:
    return message.removeprefix("Value error, ")
