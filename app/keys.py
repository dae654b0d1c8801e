"""The secrets that stand in addresses: made here, kept only as their hash."""

import base64
import hashlib
import secrets

# What a key looks like, as a regular expression.
SHAPE = "[A-Za-z0-9_-]{22}"


def new_key() -> str:
    """128 random bits, as 22 characters that need no escaping in an address."""
    return secrets.token_urlsafe(16)


def key_from(key: str, purpose: str, once: str) -> str:
    """The key that follows from ``key`` for a purpose and the mark ``once``: always the same one, and only
    who has ``key`` can tell it. A form sent twice opens one take by it, and whoever has a take's edit key can
    tell its share link again, which the database knows by its hash alone."""
    digest = hashlib.sha256(b"\0".join((purpose.encode(), key.encode(), once.encode()))).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def key_hash(key: str) -> bytes:
    """The SHA-256 that the database knows a key by."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
