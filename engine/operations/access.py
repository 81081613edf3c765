"""Who asks, and what they may: the check in front of every operation."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from engine.database.audit import Audit
from engine.database.jobs import Jobs, no_job
from engine.database.stores import Stores, no_store
from engine.database.transaction import Transaction
from engine.domain.audit import Facts, changed
from engine.domain.people import Actor, Role
from engine.domain.stores import Store
from engine.errors import HeldByAnother, NotAllowed

Given = ParamSpec("Given")
Told = TypeVar("Told")


class Access:
    """One actor's way into the workspace; every operation is handed it and asks it first."""

    def __init__(self, actor: Actor, stores: Stores, jobs: Jobs, audit: Audit) -> None:
        self.actor = actor
        self._stores, self._jobs, self._audit = stores, jobs, audit

    def permit(self, least: Role) -> None:
        """Raises NotAllowed where the actor's role does not reach."""
        if not self.actor.role.may(least):
            raise NotAllowed

    def permit_store(self, store_id: int) -> None:
        """Raises BadRequest, as for a store that is not there, where the actor was not given it."""
        if not self.actor.sees(store_id):
            raise no_store(str(store_id))

    def permit_job(self, job_id: int) -> None:
        """Raises BadRequest, as for a job that is not there, where it is of such a store."""
        if not self.actor.sees(self._jobs.get(job_id).store_id):
            raise no_job(job_id)

    def named(self, name: str) -> Store:
        """The store of that name, in use or archived. Raises BadRequest, which tells the name as it
        was typed, where there is none or the actor was not given it.
        """
        store = self._stores.named(name)
        if not self.actor.sees(store.store_id):
            raise no_store(name)
        return store

    def permit_every_store(self) -> None:
        """Raises NotAllowed for an actor who was given some stores only: this is about all."""
        if self.actor.store_ids is not None:
            raise NotAllowed("This concerns every store. Ask a manager of all stores.")

    def held(self, store_id: int) -> Store:
        """A store, for steps inside. Raises BadRequest where there is none."""
        return self._stores.get(store_id)

    def stores(self) -> tuple[Store, ...]:
        """The stores in use the actor was given, by name."""
        return tuple(one for one in self._stores.all() if self.actor.sees(one.store_id))

    def archived_stores(self) -> tuple[Store, ...]:
        """The archived stores the actor was given, by name."""
        return tuple(one for one in self._stores.archived() if self.actor.sees(one.store_id))

    def note(
        self,
        action: str,
        *,
        store_id: int | None = None,
        subject: str = "",
        before: Facts | None = None,
        after: Facts | None = None,
        trace_id: str | None = None,
        transaction: Transaction | None = None,
    ) -> None:
        """Adds what the actor did to the audit, in `transaction` where one is given;
        what is equal before and after is left out.
        """
        was, became = changed(before or {}, after or {})
        self._audit.add(
            self.actor,
            action,
            store_id=store_id,
            subject=subject,
            before=was,
            after=became,
            trace_id=trace_id,
            transaction=transaction,
        )


def needs(
    least: Role,
) -> Callable[[Callable[Concatenate[Any, Given], Told]], Callable[Concatenate[Any, Given], Told]]:
    """The least role an operation takes. Arguments named store_id, job_id or request also say whose
    store it touches: one the actor was not given is refused.
    """

    def guard(
        step: Callable[Concatenate[Any, Given], Told],
    ) -> Callable[Concatenate[Any, Given], Told]:
        names = list(inspect.signature(step).parameters)[1:]
        scoped = [(name, at) for at, name in enumerate(names) if name in _PERMIT]

        @functools.wraps(step)
        def guarded(self: Any, /, *args: Given.args, **kwargs: Given.kwargs) -> Told:
            access: Access = self._access
            access.permit(least)
            if access.actor.store_ids is not None:
                for name, at in scoped:
                    value = args[at] if at < len(args) else kwargs.get(name)
                    if value is not None:
                        _PERMIT[name](access, value)
            try:
                return step(self, *args, **kwargs)
            except HeldByAnother as error:
                if not access.actor.sees(error.store_id):
                    raise
                raise error.naming() from error

        guarded.least_role = least  # type: ignore[attr-defined]
        return guarded

    return guard


_PERMIT: dict[str, Callable[[Access, Any], None]] = {
    "store_id": Access.permit_store,
    "job_id": Access.permit_job,
    "request": lambda access, request: access.permit_store(request.store_id),
}
