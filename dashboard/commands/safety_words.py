"""Says the answers of the commands that keep a workspace safe in a person's words."""

from __future__ import annotations

from typing import Any

from dashboard.commands.doctor import tell_doctor
from dashboard.words.i18n import N_, _

BACKED_UP = N_("Wrote the backup {file}.")
WITHOUT_KEY = N_("The key {key_id} is not in it: keep the key file in another place.")
WITH_KEY = N_("The key is in it: whoever has this file can read everything.")
RESTORED = N_("Put back the backup of {made_at}.")
ASIDE = N_("What was here before is kept in {aside}.")
MIGRATED = N_("It was of an earlier version and is of this one now.")
SIGNED_OUT = N_("Nobody is signed in any more: everybody signs in anew.")
RENEWED = N_("Sealed {sealed} values with the new key {key_id}.")
SET = N_("Set STOREBOARD_KEY to the content of {key_file}, then delete that file.")
KEPT = N_("The former key is kept in {kept_file} for older backups.")


def tell_backup(answer: dict[str, Any]) -> str:
    """Where the backup is and what opens it."""
    return _lines(answer, BACKED_UP, WITH_KEY if answer["with_key"] else WITHOUT_KEY)


def tell_restore(answer: dict[str, Any]) -> str:
    """What was put back, what of it changed, and where the former workspace lies."""
    said = {MIGRATED: answer["migrated"], SIGNED_OUT: True, ASIDE: answer["aside"]}
    more = [text for text, holds in {**said, SET: answer["set_environment"]}.items() if holds]
    return _lines(answer, RESTORED, *more)


def tell_renewed(answer: dict[str, Any]) -> str:
    """Which key is in force and what is left to do."""
    return _lines(answer, RENEWED, SET if answer["set_environment"] else KEPT)


def _lines(answer: dict[str, Any], *texts: str) -> str:
    return "\n".join(_(text).format(**answer) for text in texts)


SAFETY = {
    "write_backup": tell_backup,
    "restore": tell_restore,
    "renew_key": tell_renewed,
    "doctor": tell_doctor,
}
