"""Keys in files: read, made and kept with mode 600, each there whole or not at all."""

from __future__ import annotations

import base64
import os
from contextlib import suppress
from pathlib import Path

from engine.errors import ConfigError, KeyMissing, WorkspaceUnusable
from engine.vault import KEY_BYTES, Vault


def load_key(environment_key: str | None, key_file: Path, *, may_create: bool) -> bytes:
    """The key from $STOREBOARD_KEY, else from the key file, made (mode 600) only where
    `may_create`.

    Raises KeyMissing when there is none although something was sealed with one, ConfigError for one
    of a wrong form.
    """
    if environment_key:
        return decode_key(environment_key, "STOREBOARD_KEY")
    held = read_key(key_file)
    if held is not None:
        return held
    if not may_create:
        raise KeyMissing
    return make_key(key_file)


def read_key(file: Path) -> bytes | None:
    """The key in a file, None where there is no file. Raises ConfigError, WorkspaceUnusable."""
    try:
        return decode_key(file.read_bytes().decode("latin-1"), file.name)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(file) from error


def make_key(file: Path) -> bytes:
    """A new key in a file only its owner may read."""
    key = os.urandom(KEY_BYTES)
    write_key(file, key)
    return key


def write_key(file: Path, key: bytes) -> None:
    """Puts a key into a file only its owner may read, on the disk before this returns."""
    part = file.with_name(file.name + ".part")
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as written:
            written.write(Vault(key).key_text() + "\n")
            written.flush()
            os.fsync(written.fileno())
        os.replace(part, file)
        sync_folder(file.parent)
    except OSError as error:
        raise _unusable(file) from error


def sync_folder(folder: Path) -> None:
    """Lets the names in a folder reach the disk, where the system can do that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def decode_key(text: str, name: str) -> bytes:
    """The key in `text`. Raises ConfigError, which names where it came from and shows nothing."""
    try:
        key = base64.urlsafe_b64decode(text.strip().encode("ascii"))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ConfigError(
            "{name} does not hold a key of Storeboard. It must be 32 bytes in base64.", name=name
        )
    return key


def _unusable(file: Path) -> WorkspaceUnusable:
    return WorkspaceUnusable(
        "The key file {file} cannot be read or written. Check its rights.", file=file.name
    )
