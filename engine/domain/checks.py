"""The check of a store's connection: its steps, and what each came to."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class CheckStep(StrEnum):
    """What is checked, in the order in which it is shown; the last five are API groups."""

    CLOCK = "CLOCK"
    ADDRESS = "ADDRESS"
    IP = "IP"
    TOKEN = "TOKEN"
    ACCOUNT = "ACCOUNT"
    CHANNEL = "CHANNEL"
    PRODUCT = "PRODUCT"
    ORDER = "ORDER"
    SELLER = "SELLER"
    INQUIRY = "INQUIRY"
    SETTLEMENT = "SETTLEMENT"


class StepState(StrEnum):
    """What a step came to."""

    WAITING = "WAITING"  # an earlier step stands in its way
    PASSED = "PASSED"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"  # its switch is off


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One reason why a store does not answer; `text` with `params` is the translatable sentence."""

    code: str
    text: str
    params: dict[str, str] = {}
    trace_id: str | None = None


class StepResult(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a check; `found` is what NAVER said: a difference, a time, an id, an address."""

    step: CheckStep
    state: StepState = StepState.WAITING
    found: str = ""
    problem: Problem | None = None


class ConnectionCheck(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of asking a store's API who it is."""

    store: str
    connected: bool
    account_id: str | None
    problems: tuple[Problem, ...] = ()
    steps: tuple[StepResult, ...] = ()
    passing: bool = False  # what failed may pass by itself: the network, a fault at NAVER
