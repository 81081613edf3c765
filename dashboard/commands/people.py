"""The commands about people: accounts with their roles, and what they did."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from dashboard.commands.answers import first_line
from dashboard.commands.made_files import write_file
from dashboard.commands.option_types import day, one_of, positive
from dashboard.words.i18n import _
from engine import KST, Account, AuditLine, AuditSearch, BadRequest, Engine, Role

Answer = dict[str, Any]
Options = argparse.Namespace
Leaf = Callable[[Any, str, Callable[..., Answer], str], argparse.ArgumentParser]


def add_people_commands(groups: Any, group: Callable[..., Any], leaf: Leaf) -> None:
    """Enters these commands into the parser."""
    accounts = group(groups, "account", "who may sign in")
    add = leaf(accounts, "add", add_account, "a new account; password on standard input")
    add.add_argument("email")
    add.add_argument("--name", help="as others see it (default: the e-mail address up to the @)")
    add.add_argument("--role", **one_of(Role), required=True)
    add.add_argument("--store", action="append", metavar="NAME", help="only this store; repeatable")
    add.add_argument(
        "--no-password", action="store_true", help="only the team's identity provider lets it in"
    )
    add.set_defaults(new=True)
    leaf(accounts, "list", list_accounts, "every account")
    for name, command, text in (
        ("disable", disable_account, "let an account in no longer"),
        ("enable", enable_account, "let a disabled account in again"),
        ("unlock", unlock_account, "let an account be tried again that wrong tries locked"),
        ("password", set_password, "a new password, on standard input"),
    ):
        leaf(accounts, name, command, text).add_argument("email")
    audit = leaf(groups, "audit", show_audit, "who did what to which store")
    audit.add_argument("--store", metavar="NAME")
    audit.add_argument("--words", default="", help="in person, action, subject or values")
    audit.add_argument("--since", type=day, help="first day, YYYY-MM-DD")
    audit.add_argument("--until", type=day, help="last day, YYYY-MM-DD")
    audit.add_argument("--limit", type=positive, default=200)
    audit.add_argument("--sheet", type=Path, help="write a .csv or .xlsx file instead")


def add_account(engine: Engine, options: Options) -> Answer:
    """Adds an account."""
    stores = [engine.stores.named(name).store_id for name in options.store or ()]
    account = engine.people.add(
        email=options.email,
        name=options.name or options.email.partition("@")[0],
        role=options.role,
        store_ids=stores or None,
        password=None if options.no_password else _password(),
    )
    return _account(engine, account)


def list_accounts(engine: Engine, options: Options) -> Answer:
    """Every account."""
    return {"accounts": [_account(engine, account) for account in engine.people.all()]}


def disable_account(engine: Engine, options: Options) -> Answer:
    """Lets an account in no longer."""
    account = engine.people.with_email(options.email)
    return _account(engine, engine.people.disable(account.account_id))


def enable_account(engine: Engine, options: Options) -> Answer:
    """Lets a disabled account in again."""
    account = engine.people.with_email(options.email)
    return _account(engine, engine.people.enable(account.account_id))


def unlock_account(engine: Engine, options: Options) -> Answer:
    """Lets the wrong tries of an account be forgotten."""
    account = engine.people.with_email(options.email)
    engine.people.unlock(account.account_id)
    return _account(engine, account)


def set_password(engine: Engine, options: Options) -> Answer:
    """Gives an account a new password."""
    account = engine.people.with_email(options.email)
    engine.people.set_password(account.account_id, _password())
    return _account(engine, engine.people.get(account.account_id))


def _password() -> str:
    """Typed unseen at a terminal, else the first line of standard input."""
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass.getpass(f"{_('Password')}: ")
    return first_line()


def _account(engine: Engine, account: Account) -> Answer:
    names = {store.store_id: store.name for store in engine.stores.all()}
    given = account.store_ids
    return {
        "account": account.account_id,
        "email": account.email,
        "name": account.name,
        "role": account.role,
        "stores": None if given is None else [names.get(number, str(number)) for number in given],
        "password": account.has_password,
        "disabled": account.disabled_at is not None,
    }


def show_audit(engine: Engine, options: Options) -> Answer:
    """The newest lines that fit, newest first; with --sheet as a file."""
    store = engine.stores.named(options.store) if options.store else None
    search = AuditSearch(
        words=options.words,
        store_id=store.store_id if store else None,
        from_at=_begin(options.since) if options.since else None,
        to_at=_begin(options.until + timedelta(days=1)) if options.until else None,
    )
    if options.sheet is None:
        names = {one.store_id: one.name for one in engine.stores.all()}
        found = engine.audit.find(search, limit=options.limit)
        return {"audit": [_line(line, names) for line in found]}
    kind = options.sheet.suffix.lower().lstrip(".")
    if kind not in ("csv", "xlsx"):
        raise BadRequest("{file} must end in .csv or .xlsx.", file=options.sheet.name)
    content = engine.audit.sheet(kind, search)
    write_file(options.sheet, content)
    return {"file": str(options.sheet), "size": len(content)}


def _begin(on: Any) -> datetime:
    return datetime.combine(on, time(), KST)


def _line(line: AuditLine, names: dict[int, str]) -> Answer:
    return {
        "at": line.happened_at.astimezone(KST).isoformat(timespec="seconds"),
        "actor": line.actor,
        "action": line.action,
        "store": None if line.store_id is None else names.get(line.store_id, f"#{line.store_id}"),
        "subject": line.subject,
        "before": line.before,
        "after": line.after,
        "trace_id": line.trace_id,
    }
