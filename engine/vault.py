"""Seals secrets and personal data field by field with AES-GCM, and masks what a screen may show.

A sealed text is bound to its place (table, row, field): moved elsewhere it does not open.
"""

from __future__ import annotations

import base64
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engine.errors import CannotDecrypt, ConfigError, KeyMissing, WorkspaceUnusable

_KEY_BYTES = 32
_NONCE_BYTES = 12


class Vault:
    """Seals and opens texts with one key."""

    def __init__(self, key: bytes) -> None:
        """`key` is 32 bytes."""
        self._aead = AESGCM(key)

    def seal(self, text: str, place: str) -> str:
        """`text` as base64 of nonce and cipher text, bound to `place` such as "store/3/secret"."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._aead.encrypt(nonce, text.encode(), place.encode())
        return base64.b64encode(nonce + sealed).decode()

    def open(self, sealed: str, place: str) -> str:
        """The text sealed for `place`. Raises CannotDecrypt with a wrong key or from another
        place.
        """
        try:
            raw = base64.b64decode(sealed, validate=True)
            return self._aead.decrypt(
                raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode()
            ).decode()
        except (InvalidTag, ValueError):
            raise CannotDecrypt from None


def load_key(environment_key: str | None, key_file: Path, *, may_create: bool) -> bytes:
    """The key from $STOREBOARD_KEY, else from the key file, made (mode 600) only where
    `may_create`.

    Raises KeyMissing when there is none although something was sealed with one, ConfigError for one
    of a wrong form.
    """
    if environment_key:
        return _decode(environment_key, "STOREBOARD_KEY")
    try:
        if key_file.exists():
            return _decode(key_file.read_bytes().decode("latin-1"), key_file.name)
        if not may_create:
            raise KeyMissing
        return _make_key(key_file)
    except OSError as error:
        raise WorkspaceUnusable(
            "The key file {file} cannot be read or written. Check its rights.", file=key_file.name
        ) from error


def _make_key(key_file: Path) -> bytes:
    """A new key in a file only its owner may read; the file is there whole or not at all."""
    key = os.urandom(_KEY_BYTES)
    part = key_file.with_name(key_file.name + ".part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(base64.urlsafe_b64encode(key).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, key_file)
    return key


def _decode(text: str, name: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(text.strip().encode("ascii"))
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise ConfigError(
            "{name} does not hold a key of Storeboard. It must be 32 bytes in base64.", name=name
        )
    return key


def mask_phone(text: str) -> str:
    """A phone number with its middle hidden: 010-1234-5678 becomes 010-****-5678."""
    digits = [place for place, sign in enumerate(text) if sign.isdigit()]
    hidden = set(digits[3:-4] if len(digits) > 7 else digits[1:-1])
    return "".join("*" if place in hidden else sign for place, sign in enumerate(text))


def mask_text(text: str, shown: int = 10) -> str:
    """The first `shown` characters, the rest as three stars."""
    return text if len(text) <= shown else text[:shown] + "***"
