"""Accounts on the screen: who there is, adding one, changing one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.parts.widgets import row, show_errors, toast_after_rerun
from dashboard.server.runtime import held_access
from dashboard.server.session import all_stores, get_engine
from dashboard.words.i18n import _, ngettext
from dashboard.words.labels import label
from dashboard.words.phrases import near, plain
from engine import Account, Role

COLOURS = {Role.MANAGER: "violet", Role.OPERATOR: "blue", Role.ANALYST: "gray"}


def all_accounts() -> tuple[Account, ...]:
    """Every account."""
    return get_engine().people.all()


def account_facts(accounts: Sequence[Account]) -> str:
    """The grey line of the head."""
    active = [account for account in accounts if account.disabled_at is None]
    managers = sum(account.role is Role.MANAGER for account in active)
    return " · ".join(
        (
            ngettext("{count} person", "{count} people", len(active)),
            ngettext("{count} manager", "{count} managers", managers),
        )
    )


def offer_new() -> None:
    """The button that adds somebody."""
    if st.button(_("Add person"), icon=":material/person_add:", type="primary", key="people.add"):
        _new()


def _new() -> None:
    @st.dialog(_("Add person"))
    def ask() -> None:
        name = st.text_input(_("Name"), key="people.new.name", max_chars=100)
        email = st.text_input(_("E-mail"), key="people.new.email", max_chars=254)
        role = _role(Role.OPERATOR, "people.new.role")
        store_ids = _stores(None, "people.new.stores")
        password = None
        if held_access().provider is None:
            password = st.text_input(
                _("First password"),
                type="password",
                key="people.new.password",
                help=_("At least 10 characters. Tell it in person; it can be changed after."),
            )
        if st.button(_("Add"), type="primary", key="people.new.save"):
            with show_errors():
                account = get_engine().people.add(
                    email=email, name=name, role=role, store_ids=store_ids, password=password
                )
                toast_after_rerun(_("{name} was added.").format(name=plain(account.name)))
                st.rerun()

    ask()


def _role(present: Role, key: str) -> Role:
    chosen = st.segmented_control(
        _("Role"), list(Role), default=present, required=True, format_func=label, key=key
    )
    role = chosen or present
    st.caption(_explained(role))
    return role


def _explained(role: Role) -> str:
    texts = {
        Role.ANALYST: _("Boards, margins and settlements; no personal data, no writes to NAVER."),
        Role.OPERATOR: _("Also import, sync, stock and prerequisites."),
        Role.MANAGER: _("Also stores, people, settings and keys."),
    }
    return texts[role]


def _stores(present: tuple[int, ...] | None, key: str) -> tuple[int, ...] | None:
    """The stores to give, None for every one."""
    names = {store.store_id: store.name for store in all_stores()}
    every = st.toggle(_("Every store, also those to come"), value=present is None, key=key)
    if every:
        return None
    chosen = st.multiselect(
        _("Stores"),
        list(names),
        default=[number for number in present or () if number in names],
        format_func=lambda number: names[number],
        placeholder=_("Choose stores"),
        key=f"{key}.some",
    )
    return tuple(chosen)


def account_list(accounts: Sequence[Account]) -> None:
    """One box a person: who, which role, which stores; behind it the changes."""
    locked = get_engine().people.locked()
    for account in accounts:
        with st.container(border=True), row(apart=True):
            with st.container(gap=None, width="content"):
                with row():
                    st.markdown(f"**{plain(account.name)}**", width="content")
                    st.badge(label(account.role), color=COLOURS[account.role])  # type: ignore[arg-type]
                    if account.disabled_at is not None:
                        st.badge(_("– Disabled"), color="gray")
                    if account.account_id in locked:
                        st.badge(_("– Locked"), color="orange")
                st.caption(f"{plain(account.email)} · {_given(account)}")
            with row():
                if account.account_id in locked:
                    _offer_unlock(account)
                _buttons(account)


def _offer_unlock(account: Account) -> None:
    number = account.account_id
    if st.button(_("Unlock"), icon=":material/lock_open:", key=f"people.unlock.{number}"):
        with show_errors():
            get_engine().people.unlock(number)
            name = plain(account.name)
            toast_after_rerun(_("{name} can sign in again at once.").format(name=name))
            st.rerun()


def _given(account: Account) -> str:
    since = _("since {moment}").format(moment=near(account.created_at))
    if account.store_ids is None:
        return f"{_('every store')} · {since}"
    names = {store.store_id: plain(store.name) for store in all_stores()}
    given = ", ".join(names[number] for number in account.store_ids if number in names)
    return f"{given or _('no store')} · {since}"


def _buttons(account: Account) -> None:
    number, engine = account.account_id, get_engine()
    if st.button(_("Edit"), icon=":material/edit:", key=f"people.edit.{number}"):
        _edit(account)
    if held_access().provider is None and st.button(
        _("New password"), icon=":material/key:", key=f"people.password.{number}"
    ):
        _password(account)
    with show_errors():
        if account.disabled_at is not None:
            if st.button(_("Enable"), icon=":material/check:", key=f"people.enable.{number}"):
                engine.people.enable(number)
                st.rerun()
        elif st.button(_("Disable"), icon=":material/block:", key=f"people.disable.{number}"):
            engine.people.disable(number)
            toast_after_rerun(_("{name} can no longer sign in.").format(name=plain(account.name)))
            st.rerun()


def _edit(account: Account) -> None:
    @st.dialog(plain(account.name))
    def ask() -> None:
        number = account.account_id
        name = st.text_input(_("Name"), account.name, key=f"people.name.{number}", max_chars=100)
        role = _role(account.role, f"people.role.{number}")
        store_ids = _stores(account.store_ids, f"people.stores.{number}")
        if st.button(_("Save"), type="primary", key=f"people.save.{number}"):
            with show_errors():
                get_engine().people.update(
                    number,
                    name=name,
                    role=role,
                    store_ids=store_ids,
                    every_store=store_ids is None,
                    shown=account,
                )
                toast_after_rerun(_("Saved."))
                st.rerun()

    ask()


def _password(account: Account) -> None:
    @st.dialog(_("New password for {name}").format(name=plain(account.name)))
    def ask() -> None:
        number = account.account_id
        new = st.text_input(
            _("New password"),
            type="password",
            key=f"people.new_password.{number}",
            help=_("At least 10 characters."),
        )
        st.caption(_("All sessions of this account end."))
        if st.button(_("Save"), type="primary", key=f"people.save_password.{number}"):
            with show_errors():
                get_engine().people.set_password(number, new)
                toast_after_rerun(_("Saved."))
                st.rerun()

    ask()
