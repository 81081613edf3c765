"""Settings of a workspace: a text each, by name."""

from __future__ import annotations

from engine.database.database import Database


class Settings:
    """Loads and saves settings."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, name: str, default: str) -> str:
        """The setting, or `default` where it was never made."""
        found = self._db.cache.get((), ("settings", name), lambda: self._read(name))
        return default if found is None else found

    def _read(self, name: str) -> str | None:
        found = self._db.value("settings.get", name=name)
        return None if found is None else str(found)

    def save(self, name: str, value: str) -> None:
        """Keeps a setting."""
        with self._db.write() as transaction:
            transaction.run("settings.save", name=name, value=value)
