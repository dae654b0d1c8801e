"""The secrets that stand in addresses: made here, kept only as their hash."""

import base64
import hashlib
import secrets

# What a key looks like, as a regular expression.
SHAPE = "[A-Za-z0-9_-]{22}"


def new_key() -> str:
    """128 random bits, as 22 characters that need no escaping in an address."""
    return secrets.token_urlsafe(16)


def key_from(key: str, once: str) -> str:
    """The key of the take that a form with the mark ``once`` begins from the take of ``key``: the same form
    sent twice opens the same take, and only who has ``key`` can tell it."""
    digest = hashlib.sha256(b"\0".join((b"revise", key.encode(), once.encode()))).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def key_hash(key: str) -> bytes:
    """The SHA-256 that the database knows a key by."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
