"""The secrets that stand in addresses: made here, kept only as their hash."""

import hashlib
import re
import secrets

_SHAPE = re.compile(r"[A-Za-z0-9_-]{22}")


def new_key() -> str:
    """128 random bits, as 22 characters that need no escaping in an address."""
    return secrets.token_urlsafe(16)


def key_hash(key: str) -> bytes:
    """The SHA-256 that the database knows a key by."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def is_key(text: str) -> bool:
    """Whether ``text`` has the shape of a key."""
    return _SHAPE.fullmatch(text) is not None
