"""Who may do what: roles, accounts, and the actor on whose behalf the engine does something."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from engine.domain.jobs import Asker


class Role(StrEnum):
    """What an account may do; each role may do what the ones before it may."""

    ANALYST = "ANALYST"  # 분석: boards, margins, settlements; no buyers' data, no writes to NAVER
    OPERATOR = "OPERATOR"  # 운영: also import, sync, stock, orders, inquiries
    MANAGER = "MANAGER"  # 관리: also stores, people, settings, keys

    def may(self, least: Role) -> bool:
        """Whether this role reaches `least`."""
        return _RANK[self] >= _RANK[least]


_RANK = {role: rank for rank, role in enumerate(Role)}


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A person who signs in."""

    account_id: int
    email: str
    name: str
    role: Role
    store_ids: tuple[int, ...] | None = None  # None: every store
    has_password: bool = False
    disabled_at: datetime | None = None
    created_at: datetime


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """On whose behalf the engine does something: an account at the screen, or the command line."""

    name: str
    role: Role
    account_id: int | None = None
    store_ids: tuple[int, ...] | None = None  # None: every store
    asker: Asker = Asker.SCREEN

    @property
    def person(self) -> str | None:
        """The name of who acts, None where it is the command line."""
        return None if self.account_id is None else self.name

    def sees(self, store_id: int) -> bool:
        """Whether the store was given to this actor."""
        return self.store_ids is None or store_id in self.store_ids


THE_MACHINE = Actor(name="command line", role=Role.MANAGER, asker=Asker.COMMAND_LINE)
NOBODY = Actor(name="nobody", role=Role.ANALYST)  # who tries the door; in the audit alone


def actor_of(account: Account) -> Actor:
    """An account as the one who acts."""
    return Actor(
        name=account.name,
        role=account.role,
        account_id=account.account_id,
        store_ids=account.store_ids,
    )


def account_facts(account: Account) -> dict[str, str | None]:
    """What the audit tells of an account."""
    stores = account.store_ids
    return {
        "name": account.name,
        "role": account.role,
        "stores": "every" if stores is None else ", ".join(map(str, stores)),
        "disabled": "yes" if account.disabled_at else "no",
    }
