"""Backups on the screen: which there are, making one, taking one away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard.parts.widgets import empty, row, show_errors, toast_after_rerun
from dashboard.server.session import for_later, get_engine
from dashboard.words.i18n import _, ngettext
from dashboard.words.phrases import ago, decimal, near, plain
from engine import Backup, Engine

MEGABYTE = 1 << 20


def backup_facts(backups: Sequence[Backup]) -> str:
    """The grey line of the head."""
    if not backups:
        return _("none yet")
    newest = _("newest {moment}").format(moment=ago(backups[0].made_at))
    return f"{ngettext('{count} backup', '{count} backups', len(backups))} · {newest}"


def offer_new() -> None:
    """The button that makes one now."""
    if st.button(_("Back up now"), icon=":material/save:", type="primary", key="backups.make"):
        with show_errors(), st.spinner(_("Writing the backup")):
            name = get_engine().backups.make()
            toast_after_rerun(_("The backup {name} is written.").format(name=plain(name)))
            st.rerun()


def backup_list(backups: Sequence[Backup]) -> None:
    """One box a backup; the file is read only when it is asked for."""
    if not backups:
        empty(
            _("There is no backup yet"),
            _("One is written every day at dawn while the dashboard runs; seven are kept."),
            icon="inventory_2",
        )
    for backup in backups:
        with st.container(border=True), row(apart=True):
            with st.container(gap=None, width="content"):
                with row():
                    st.markdown(f"**{near(backup.made_at)}**", width="content")
                    if backup.daily:
                        st.badge(_("Daily"), color="gray")
                st.caption(f"{plain(backup.name)} · {_size(backup.size)}")
            st.download_button(
                _("Download"),
                for_later(partial(_content, backup.name)),
                f"storeboard-{backup.name}",
                icon=":material/download:",
                key=f"backups.{backup.name}",
            )


def _content(name: str, engine: Engine) -> bytes:
    return engine.backups.file(name).read_bytes()


def about_the_key() -> None:
    """What a backup needs to be put back."""
    st.caption(
        _(
            "A backup does not hold the key. Keep the file storeboard.key in another, safe place:"
            " without it secrets and contacts cannot be read."
        )
    )
    st.caption(_("To put one back, stop the dashboard and run: storeboard restore FILE"))


def _size(size: int) -> str:
    """A size in megabytes, to one decimal."""
    return _("{size} MB").format(size=decimal(size / MEGABYTE))
