"""Delivery settings on the command line: shown, changed with the difference first, templates."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

import msgspec

from dashboard.commands.option_types import day, positive, refusal
from dashboard.words.i18n import _
from dashboard.words.sentences import sentence
from engine import (
    WORKING_DAYS,
    ApiError,
    ArrivalUnknown,
    Engine,
    PrerequisiteKind,
    ThisDayDispatch,
    Write,
    WriteState,
    facts,
    today,
)

Answer = dict[str, Any]
Options = argparse.Namespace
Leaf = Callable[..., argparse.ArgumentParser]


def add_delivery_commands(group: Any, leaf: Leaf) -> None:
    """The actions of `storeboard delivery`."""
    leaf(group, "show", show_delivery, "what was fetched last").add_argument("name")
    change = leaf(
        group, "dispatch", change_dispatch, "change this-day dispatch; shown only without --send"
    )
    change.add_argument("name")
    change.add_argument("--cut-off", type=clock_time, metavar="HH:MM")
    change.add_argument("--weekly", choices=["NONE", *WORKING_DAYS], help="weekly day off")
    days = change.add_mutually_exclusive_group()
    days.add_argument("--day-off", type=day, action="append", metavar="DATE", help="repeatable")
    days.add_argument("--no-days-off", action="store_true")
    change.add_argument("--reason")
    change.add_argument("--send", action="store_true", help="send it to NAVER")
    leaf(group, "writes", list_writes, "what was sent to NAVER").add_argument("name")
    settle = leaf(group, "settle", settle_write, "look at NAVER whether a change arrived")
    settle.add_argument("write", type=positive)
    leaf(group, "templates", list_templates, "delivery templates").add_argument("name")


def clock_time(text: str) -> tuple[int, int]:
    """Hour and minute such as 14:30; whether there is such a time, the engine says."""
    hour, colon, minute = text.partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal()):
        raise refusal(_("{typed} is no time like 14:30"), text)
    return int(hour), int(minute)


def show_delivery(engine: Engine, options: Options) -> Answer:
    """The settings as they were fetched last, and when; null for what never was."""
    store_id = engine.stores.named(options.name).store_id
    fetched = {one.kind: one.fetched_at for one in engine.prerequisites.of_store(store_id)}
    dispatch = engine.delivery.this_day_dispatch(store_id)
    return {
        "this_day_dispatch": None if dispatch is None else facts(dispatch),
        "bundle_groups": [
            msgspec.structs.asdict(one) for one in engine.delivery.bundle_groups(store_id)
        ],
        "fetched_at": {kind.lower(): fetched[kind] for kind in PrerequisiteKind},
    }


def change_dispatch(engine: Engine, options: Options) -> Answer:
    """The difference the change makes; with --send it is sent and read again.

    What is not named stays as NAVER holds it, but for days off that have passed. Raises
    ArrivalUnknown or ApiError for a change that NAVER did not make, or may not have made.
    """
    store_id = engine.stores.named(options.name).store_id
    engine.prerequisites.fetch(store_id, [PrerequisiteKind.THIS_DAY_DISPATCH])
    held = engine.delivery.this_day_dispatch(store_id) or ThisDayDispatch()
    planned = engine.delivery.plan_this_day_dispatch(store_id, _wanted(held, options))
    if options.send:
        return _answer(_confirmed(engine.writes.confirm(planned.write_id)))
    return _answer(planned)


def _wanted(held: ThisDayDispatch, options: Options) -> ThisDayDispatch:
    coming = tuple(one for one in held.seller_holidays if one >= today().isoformat())
    given: dict[str, Any] = {"seller_holidays": coming}
    if options.cut_off:
        given["basis_hour"], given["basis_minute"] = options.cut_off
    if options.weekly:
        given["holiday_of_the_week"] = () if options.weekly == "NONE" else (options.weekly,)
    if options.day_off or options.no_days_off:
        given["seller_holidays"] = tuple(one.isoformat() for one in options.day_off or ())
    if options.reason is not None:
        given["reason"] = options.reason
    return msgspec.structs.replace(held, **given)


def _confirmed(write: Write) -> Write:
    if write.state is WriteState.SENT:
        raise ArrivalUnknown(trace_id=write.trace_id)
    if write.state is WriteState.REFUSED:
        raise ApiError(write.error_text, trace_id=write.trace_id, **write.error_params)
    return write


def list_writes(engine: Engine, options: Options) -> Answer:
    """What was sent of a store's settings, those of unknown outcome first."""
    writes = engine.writes.of_store(engine.stores.named(options.name).store_id)
    return {
        "writes": [
            {
                "write": write.write_id,
                "kind": write.kind,
                "title": write.title,
                "state": write.state,
                "asked_by": write.asked_by,
                "sent_at": write.sent_at,
                "trace_id": write.trace_id,
            }
            for write in writes
        ]
    }


def settle_write(engine: Engine, options: Options) -> Answer:
    """Reads NAVER; nothing is sent."""
    return _answer(engine.writes.settle(options.write))


def list_templates(engine: Engine, options: Options) -> Answer:
    """The templates of a store, each with what is wrong with it."""
    templates = engine.delivery_templates.of_store(engine.stores.named(options.name).store_id)
    return {
        "templates": [
            {
                "template": one.template_id,
                **msgspec.structs.asdict(one.settings),
                "problems": [sentence(problem.text, problem.params) for problem in one.problems],
            }
            for one in templates
        ]
    }


def _answer(write: Write) -> Answer:
    return {
        "write": write.write_id,
        "state": write.state,
        "changes": [msgspec.structs.asdict(change) for change in write.changes],
        "trace_id": write.trace_id,
    }
