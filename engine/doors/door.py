"""What all doors share: the rooms behind them, who asks in front of them, the check between."""

from __future__ import annotations

import functools
import inspect
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from engine.clock import Clock
from engine.database.audit import Audit
from engine.database.boards import Boards
from engine.database.database import Cursor
from engine.database.fee_rates import FeeRateRoom
from engine.database.history import History
from engine.database.margins import MarginRoom
from engine.database.settings import Settings
from engine.domain.audit import Facts, changed
from engine.domain.fee_schedule import FeeSchedule
from engine.domain.jobs import JobKind, JobRequest, SettlementRequest, group_of
from engine.domain.people import Actor, Role
from engine.domain.stores import Store
from engine.errors import BadRequest, NotAllowed
from engine.jobs.clients import Clients
from engine.jobs.context import Rooms
from engine.jobs.runner import JobRunner
from engine.jobs.schedule import Schedule
from engine.jobs.skus import Suggester

Given = ParamSpec("Given")
Told = TypeVar("Told")


class Door:
    """The parts every door may use. The actor is who asks: see Engine.acting_as."""

    _rooms: Rooms
    _boards: Boards
    _margins: MarginRoom
    _history: History
    _settings: Settings
    _fee_rates: FeeRateRoom
    _schedule_clock: Schedule
    _runner: JobRunner
    _clients: Clients
    _suggester: Suggester
    _clock: Clock
    _snapshot_file: Path
    _snapshot_lock: threading.Lock
    _actor: Actor
    _audit: Audit

    @property
    def _schedule(self) -> FeeSchedule:
        """The fee rates that count at this moment."""
        return self._fee_rates.schedule()

    def _permit(self, least: Role) -> None:
        """Raises NotAllowed where the actor's role does not reach."""
        if not self._actor.role.may(least):
            raise NotAllowed

    def _permit_store(self, store_id: int) -> None:
        """Raises BadRequest, as for a store that is not there, where the actor was not given it."""
        if not self._actor.sees(store_id):
            raise BadRequest("There is no store {name}. Check the name.", name=str(store_id))

    def _permit_every_store(self) -> None:
        """Raises NotAllowed for an actor who was given some stores only: this is about all."""
        if self._actor.store_ids is not None:
            raise NotAllowed("This concerns every store. Ask a manager of all stores.")

    def _held(self, store_id: int) -> Store:
        """A store, for steps inside. Raises BadRequest where there is none."""
        return self._rooms.stores.get(store_id)

    def _note(
        self,
        action: str,
        *,
        store_id: int | None = None,
        subject: str = "",
        before: Facts | None = None,
        after: Facts | None = None,
        trace_id: str | None = None,
        cursor: Cursor | None = None,
    ) -> None:
        """Adds what the actor did to the audit, in the transaction of `cursor` where one is given;
        what is equal before and after is left out.
        """
        was, became = changed(before or {}, after or {})
        self._audit.add(
            self._actor,
            action,
            store_id=store_id,
            subject=subject,
            before=was,
            after=became,
            trace_id=trace_id,
            cursor=cursor,
        )

    def _seen_stores(self) -> tuple[Store, ...]:
        """The stores the actor was given, by name."""
        return tuple(s for s in self._rooms.stores.all() if self._actor.sees(s.store_id))

    def _submit(self, kind: JobKind, request: JobRequest) -> int:
        self._clients.permit(request.store_id, group_of(kind))
        actor = self._actor
        noted: list[int] = []

        def note(cursor: Cursor | None, job_id: int) -> None:
            self._note(
                "job.start",
                store_id=request.store_id,
                subject=f"{job_id}",
                after={"kind": kind, **_extent(request)},
                cursor=cursor,
            )
            noted.append(job_id)

        job_id = self._runner.submit(
            kind, request, asked_by=actor.asker, together=[note], person=actor.person
        )
        if not noted:  # it was there already
            note(None, job_id)
        return job_id


def _extent(request: JobRequest) -> Facts:
    """How much a job was asked for, as the audit tells it."""
    if isinstance(request, SettlementRequest):
        return {"valid_from": request.first.isoformat(), "valid_to": request.last.isoformat()}
    return {"listings": str(len(request.numbers) or "all")}


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
        scoped = [(name, at) for at, name in enumerate(names) if name in _STORE_OF]

        @functools.wraps(step)
        def guarded(self: Any, /, *args: Given.args, **kwargs: Given.kwargs) -> Told:
            self._permit(least)
            if self._actor.store_ids is not None:
                for name, at in scoped:
                    value = args[at] if at < len(args) else kwargs.get(name)
                    if value is not None:
                        self._permit_store(_STORE_OF[name](self, value))
            return step(self, *args, **kwargs)

        guarded.least_role = least  # type: ignore[attr-defined]
        return guarded

    return guard


_STORE_OF: dict[str, Callable[[Door, Any], int]] = {
    "store_id": lambda door, store_id: int(store_id),
    "job_id": lambda door, job_id: door._rooms.jobs.get(job_id).request.store_id,
    "request": lambda door, request: int(request.store_id),
}
