"""The settings of a command, which ends where they cannot be used."""

from app.cli_errors import fail
from app.settings import Settings, SettingsError, read_settings


def settings_or_fail() -> Settings:
    """The settings of this process's environment; otherwise every fault, a line each, and exit code 2."""
    try:
        return read_settings()
    except SettingsError as error:
        fail(str(error))
