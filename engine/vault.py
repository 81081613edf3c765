"""Seals secrets and personal data field by field with AES-GCM, and masks what a screen may show.

A sealed text is bound to its place (table, row, field): moved elsewhere it does not open. What is
sealed differently each time is found again by its fingerprint, and what leaves this process to come
back, such as a session cookie, is signed. Each use has a key of its own derived from the one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.errors import CannotDecrypt

KEY_BYTES = 32
_NONCE_BYTES = 12


class Vault:
    """Seals, opens, fingerprints and signs texts with one key."""

    def __init__(self, key: bytes) -> None:
        """`key` is 32 bytes. `key_id`, eight hex digits, names it and shows nothing of it."""
        self._key = key
        self.key_id = _derived(key, b"storeboard key id")[:4].hex()
        self._aead = AESGCM(key)
        self._fingerprints = _derived(key, b"storeboard fingerprint")
        self._signatures = _derived(key, b"storeboard signature")

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

    def key_text(self) -> str:
        """The key itself, as its file holds it: for a backup that was asked to hold it."""
        return base64.urlsafe_b64encode(self._key).decode()

    def fingerprint(self, text: str, place: str) -> str:
        """The same 64 hex digits for the same `text` and `place` under this key: what looks up a
        sealed value. `place` names the column, such as "account/email", not the row.
        """
        return _digest(self._fingerprints, place.encode() + b"\0" + text.encode())

    def sign(self, text: str) -> str:
        """The signature of `text` under this key, 64 hex digits."""
        return _digest(self._signatures, text.encode())

    def verify(self, text: str, signature: str) -> bool:
        """Whether `signature` was made for `text` with this key; takes as long for a near one."""
        return hmac.compare_digest(
            self.sign(text).encode(), signature.encode("utf-8", "surrogatepass")
        )


def _derived(key: bytes, use: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=use).derive(key)


def _digest(key: bytes, message: bytes) -> str:
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def mask_phone(text: str) -> str:
    """A phone number with its middle hidden: 010-1234-5678 becomes 010-****-5678."""
    digits = [place for place, sign in enumerate(text) if sign.isdigit()]
    hidden = set(digits[3:-4] if len(digits) > 7 else digits[1:-1])
    return "".join("*" if place in hidden else sign for place, sign in enumerate(text))


def mask_text(text: str, shown: int = 10) -> str:
    """The first `shown` characters, the rest as three stars."""
    return text if len(text) <= shown else text[:shown] + "***"
