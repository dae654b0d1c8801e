"""What the settings of mail must be, each beside the others; the fields before a field are known to it."""

import ipaddress
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationInfo

from app.mail.addresses import AddressError, address_of

SHORTEST_SECRET = 32
USUAL_PORTS = {"starttls": 587, "tls": 465, "none": 25}


def host_name(host: str) -> str:
    """A server's name or number, alone."""
    if any(c.isspace() or c in "/@" or not c.isprintable() for c in host):
        raise ValueError("the name of a server, such as mail.example.org, or empty")
    return host


def password_with_user(password: SecretStr, info: ValidationInfo) -> SecretStr:
    """A password where there is a user, and none where there is none."""
    if "smtp_user" in info.data and bool(info.data["smtp_user"]) != bool(password.get_secret_value()):
        raise ValueError("a password with AI_INDEX_SMTP_USER, and none without")
    return password


def guarded(security: str, info: ValidationInfo) -> str:
    """A password never goes over a network in clear."""
    if security == "none" and info.data.get("smtp_user") and not is_loopback(info.data.get("smtp_host", "")):
        raise ValueError("'starttls' or 'tls', since AI_INDEX_SMTP_USER is set")
    return security


def sender(address: str, info: ValidationInfo) -> str:
    """The address that mails come from, which a mail server needs."""
    if not address and not info.data.get("smtp_host"):
        return ""
    try:
        return address_of(address)
    except AddressError:
        raise ValueError("an address such as index@example.org") from None


def long_enough(secret: SecretStr, info: ValidationInfo) -> SecretStr:
    """A secret that nobody guesses; PostgreSQL, with no folder to keep one in, needs it to send mails."""
    length = len(secret.get_secret_value())
    database = info.data.get("database")
    is_file = database is None or database.get_secret_value().startswith("sqlite:///")
    if not length and (is_file or not info.data.get("smtp_host")):
        return secret
    if length < SHORTEST_SECRET:
        raise ValueError(f"at least {SHORTEST_SECRET} characters")
    return secret


def is_loopback(host: str) -> bool:
    """Whether a name or number means this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def host_of(address: str) -> str:
    """The host in a web address."""
    return urlsplit(address).hostname or ""
