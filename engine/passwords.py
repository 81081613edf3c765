"""Hashes passwords with bcrypt, cost 12, of a digest so that every byte of a long one counts."""

from __future__ import annotations

import base64
import hashlib

import bcrypt

COST = 12


def hash_password(password: str) -> str:
    """The bcrypt hash to keep; a quarter of a second of work."""
    return bcrypt.hashpw(_digest(password), bcrypt.gensalt(COST)).decode()


def fits(password: str, kept: str | None) -> bool:
    """Whether the password is the one; without a kept hash it works as long and says no."""
    if kept is None:
        bcrypt.checkpw(_digest(password), _NOBODY)
        return False
    return bcrypt.checkpw(_digest(password), kept.encode())


def _digest(password: str) -> bytes:
    """44 bytes without a zero: bcrypt itself reads only 72 and stops at a zero byte."""
    return base64.b64encode(hashlib.sha256(password.encode("utf-8", "surrogatepass")).digest())


_NOBODY = b"$2b$12$" + b"C" * 21 + b"u" + b"." * 31  # a hash no password has
