"""Hashes passwords with bcrypt, of a digest so that every byte of a long one counts."""

from __future__ import annotations

import base64
import hashlib

import bcrypt


def hash_password(password: str, cost: int) -> str:
    """The bcrypt hash to keep; at cost 12 a quarter of a second of work."""
    return bcrypt.hashpw(_digest(password), bcrypt.gensalt(cost)).decode()


def fits(password: str, kept: str | None, cost: int) -> bool:
    """Whether the password is the one; without a kept hash it works as long and says no."""
    if kept is None:
        bcrypt.checkpw(_digest(password), b"$2b$%02d$" % cost + _NOBODY)
        return False
    return bcrypt.checkpw(_digest(password), kept.encode())


def _digest(password: str) -> bytes:
    """44 bytes without a zero: bcrypt itself reads only 72 and stops at a zero byte."""
    return base64.b64encode(hashlib.sha256(password.encode("utf-8", "surrogatepass")).digest())


_NOBODY = b"C" * 21 + b"u" + b"." * 31  # salt and hash no password has
