"""What the database must not tell: sealed with a secret that is not in it."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from app.settings import Settings
from app.settings_mail import SHORTEST_SECRET

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
# Contents of one length do not tell how long an address is.
PADDED = 512


class SealError(Exception):
    """It was sealed with another secret, or changed since."""


class Seal:
    """Seals and opens with the settings' secret; on SQLite, where none is set, with one in a file beside the
    database, which is made when it is first needed. What it does may raise ``OSError`` because of that file.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._secret: bytes | None = None

    def sealed(self, content: bytes, about: bytes) -> bytes:
        """The content, which must not end in spaces, for nobody to read, and to open for the same ``about``
        alone."""
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, content.ljust(PADDED), about)

    def opened(self, sealed: bytes, about: bytes) -> bytes:
        """What was sealed. Raises ``SealError``."""
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], about).rstrip(b" ")
        except (InvalidTag, ValueError):
            raise SealError from None

    def mark(self, text: str) -> bytes:
        """What stands for a text: always the same, and nobody finds the text from it by trying all."""
        return hashlib.blake2b(text.encode(), key=self._key("mark"), digest_size=32).digest()

    @property
    def _cipher(self) -> "AESGCM":
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return AESGCM(self._key("seal"))

    def _key(self, purpose: str) -> bytes:
        if self._secret is None:
            self._secret = _secret_of(self._settings)
        return hashlib.blake2b(self._secret, person=purpose.encode(), digest_size=32).digest()


def secret_path(settings: Settings) -> Path | None:
    """The file that the secret stands in; ``None`` where it is a setting."""
    path = settings.sqlite_path
    if settings.secret.get_secret_value() or path is None:
        return None
    return Path(f"{path}.secret")


def _secret_of(settings: Settings) -> bytes:
    path = secret_path(settings)
    if path is None:
        return settings.secret.get_secret_value().encode()
    if not path.exists():
        _make(path)
    secret = path.read_bytes().strip()
    if len(secret) < SHORTEST_SECRET:
        raise OSError(f"{path} holds no secret")
    return secret


def _make(path: Path) -> None:
    """A new secret under that name, whole or not at all."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(f"{secrets.token_urlsafe(32)}\n")
            file.flush()
            os.fsync(descriptor)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
