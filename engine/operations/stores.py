"""Stores: registering, changing, checking, archiving, deleting."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from engine.clock import Clock, today
from engine.database.jobs import Jobs
from engine.database.stores import Stores
from engine.domain.checks import ConnectionCheck, StepResult
from engine.domain.fees import StoreType, TaxMode
from engine.domain.people import Role
from engine.domain.store_facts import store_facts
from engine.domain.stores import (
    NewStore,
    Store,
    tidy_address,
    tidy_client_id,
    tidy_name,
    tidy_secret,
)
from engine.errors import BadRequest
from engine.jobs.clients import Clients
from engine.jobs.runner import JobRunner
from engine.operations.access import Access, needs
from engine.operations.store_changes import StoreChanges


class StoreOperations:
    """What is asked of stores."""

    def __init__(
        self,
        access: Access,
        stores: Stores,
        jobs: Jobs,
        clients: Clients,
        runner: JobRunner,
        changes: StoreChanges,
        clock: Clock,
    ) -> None:
        self._access, self._stores, self._jobs, self._clients = access, stores, jobs, clients
        self._runner, self._changes, self._clock = runner, changes, clock

    @needs(Role.ANALYST)
    def all(self) -> tuple[Store, ...]:
        """Every store in use, by name."""
        return self._access.stores()

    @needs(Role.ANALYST)
    def archived(self) -> tuple[Store, ...]:
        """Every archived store, by name."""
        return self._access.archived_stores()

    @needs(Role.ANALYST)
    def get(self, store_id: int) -> Store:
        """One store, in use or archived. Raises BadRequest where there is none."""
        return self._stores.get(store_id)

    @needs(Role.ANALYST)
    def named(self, name: str) -> Store:
        """The store of that name, in use or archived. Raises BadRequest where there is none."""
        return self._access.named(name)

    @needs(Role.MANAGER)
    def add(self, new: NewStore, secret: str | None) -> Store:
        """Registers a store, not yet checked; its secret may follow later. Raises BadRequest for
        what cannot be used or is held already.
        """
        self._access.permit_every_store()
        new = msgspec.structs.replace(
            new,
            name=tidy_name(new.name),
            client_id=tidy_client_id(new.client_id),
            base_url=tidy_address(new.base_url),
        )
        tidy = None if secret is None else tidy_secret(secret)
        added = self._access.held(self._stores.add(new, tidy))
        self._access.note(
            "store.add", store_id=added.store_id, subject=added.name, after=store_facts(added)
        )
        return added

    @needs(Role.MANAGER)
    def update(
        self,
        store_id: int,
        *,
        name: str | None = None,
        client_id: str | None = None,
        base_url: str | None = None,
        store_type: StoreType | None = None,
        tax_mode: TaxMode | None = None,
        shown: Store | None = None,
    ) -> Store:
        """Changes what is given; another application or address must be checked anew. `shown` is
        the store as who changes it saw it.

        Raises BadRequest for what cannot be used, AlreadyRunning for API data while a job runs,
        ChangedMeanwhile where somebody else changed the same since it was shown.
        """
        held = shown if shown and shown.store_id == store_id else self._access.held(store_id)
        return self._changes.save(
            "store.update",
            held,
            msgspec.structs.replace(
                held,
                name=held.name if name is None else tidy_name(name),
                client_id=held.client_id if client_id is None else tidy_client_id(client_id),
                base_url=held.base_url if base_url is None else tidy_address(base_url),
                store_type=store_type or held.store_type,
                tax_mode=tax_mode or held.tax_mode,
            ),
        )

    @needs(Role.MANAGER)
    def set_secret(self, store_id: int, secret: str) -> Store:
        """Replaces the application secret; the store must be checked anew. Raises BadRequest for
        one that is not whole, AlreadyRunning while a job runs.
        """
        held, tidy = self._access.held(store_id), tidy_secret(secret)
        self._changes.of_api(store_id, lambda: self._stores.set_secret(store_id, tidy))
        return self._changes.noted("store.secret", held)

    @needs(Role.OPERATOR)
    def check(
        self, store_id: int, told: Callable[[StepResult], object] = lambda step: None
    ) -> ConnectionCheck:
        """Asks NAVER step by step whether the store's API data works, and keeps the outcome; `told`
        hears of every step as it ends. Raises StoreClosed for a store archived or switched off.
        """
        held = self._access.held(store_id)
        check = self._clients.check(store_id, told)
        if self._jobs.active(store_id) is None:
            self._clients.forget(store_id)  # the next call uses what was just proved
        self._access.note(
            "store.check",
            store_id=store_id,
            subject=held.name,
            before={"connection": held.connection},
            after={"connection": self._access.held(store_id).connection},
            trace_id=next((one.trace_id for one in check.problems if one.trace_id), None),
        )
        return check

    @needs(Role.MANAGER)
    def archive(self, store_id: int) -> Store:
        """Puts a store out of use: its data stay, nothing is asked of NAVER for it any more."""
        held = self._access.held(store_id)
        if held.archived_at is None:
            running = self._jobs.all_active(store_id)
            self._stores.archive(store_id, self._clock())
            for run in running:
                self._runner.cancel(run.job_id)
        return self._changes.noted("store.archive", held)

    @needs(Role.MANAGER)
    def restore(self, store_id: int) -> Store:
        """Puts an archived store into use again, as it was."""
        held = self._access.held(store_id)
        self._stores.archive(store_id, None)
        return self._changes.noted("store.restore", held)

    @needs(Role.MANAGER)
    def delete(self, store_id: int, name: str) -> None:
        """Removes a store with everything that belongs to it; `name` proves that it is meant.

        Raises BadRequest for another name, AlreadyRunning while a job runs. The audit stays.
        """
        held = self._access.held(store_id)
        if name.strip() != held.name:
            raise BadRequest(
                "To delete the store {name}, type its name exactly. Nothing was deleted.",
                name=held.name,
            )
        self._changes.of_api(store_id, lambda: self._stores.delete(store_id))
        self._access.note(
            "store.delete", store_id=store_id, subject=held.name, before=store_facts(held)
        )

    @needs(Role.MANAGER)
    def duplicate(self, store_id: int, *, name: str, client_id: str) -> Store:
        """A new store with the settings of another: kind, VAT, category, business number, switches
        and fee tier. What is a store's own stays behind: secret, address, channel, seller ids and
        contacts.
        """
        self._access.permit_every_store()
        model = self._access.held(store_id)
        added = self.add(
            NewStore(
                name=name,
                client_id=client_id,
                base_url=model.base_url,
                fee_tier=model.fee_tier,
                tier_starts_on=min(model.tier_starts_on, today(self._clock)),
                store_type=model.store_type,
                tax_mode=model.tax_mode,
            ),
            None,
        )
        basics = msgspec.structs.replace(model.basics, seller_id=None)
        store = msgspec.structs.replace(added, basics=basics, switches=model.switches)
        return self._changes.save("store.duplicate", added, store)
