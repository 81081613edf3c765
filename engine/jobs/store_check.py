"""Checks a store's connection step by step: whether NAVER answers, as whom, and in which groups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from engine.api_errors import (
    ApiDown,
    ApiError,
    ApiRejected,
    ApiShapeChanged,
    ApiUnreachable,
    AuthFailed,
    Blocked,
    CertificateUntrusted,
    ClockOff,
    IpNotAllowed,
    NotFound,
    PermissionMissing,
    ProxyRefused,
    QuotaExceeded,
    RateLimited,
)
from engine.clock import Clock, today
from engine.database.stores import Stores
from engine.domain.checks import CheckStep, ConnectionCheck, Problem, StepResult, StepState
from engine.domain.products import ProductSearch
from engine.domain.storefront import Storefront, address_in
from engine.domain.stores import Channel, SellerAccount, Store
from engine.domain.switches import ApiGroup, is_on
from engine.errors import EngineError, NotAsTyped
from engine.naver import CommerceApi

Told = Callable[[StepResult], object]
PASSING = (ApiUnreachable, ApiDown, RateLimited, QuotaExceeded, ApiShapeChanged)
PASSING_CODES = frozenset(
    kind.code
    for kind in (*PASSING, ProxyRefused, CertificateUntrusted, Blocked)  # the first of a kind
)
_BEFORE_TOKEN = (CheckStep.CLOCK, CheckStep.ADDRESS, CheckStep.IP)


class StoreCheck:
    """One check of one store. `told` hears of every step as soon as it is known."""

    def __init__(
        self, store: Store, stores: Stores, clock: Clock, told: Told = lambda step: None
    ) -> None:
        self._store, self._stores, self._clock, self._told = store, stores, clock, told
        self._steps = {step: StepResult(step=step) for step in CheckStep}
        self._account_id: str | None = None
        self.errors: list[EngineError] = []

    def run(self, open_api: Callable[[], CommerceApi]) -> ConnectionCheck:
        """Asks NAVER and keeps the outcome with the store; what fails is in it, not raised."""
        try:
            with open_api() as api:
                if self._signs_in(api) and self._is_the_store_meant(api):
                    self._groups(api)
        except EngineError as error:
            self._failed(CheckStep.TOKEN, error)
        check = ConnectionCheck(
            store=self._store.name,
            connected=not self.errors,
            account_id=self._account_id,
            problems=tuple(map(problem, self.errors)),
            steps=tuple(self._steps.values()),
            passing=bool(self.errors) and all(isinstance(e, PASSING) for e in self.errors),
        )
        self._stores.save_check(self._store.store_id, check)
        return check

    def _signs_in(self, api: CommerceApi) -> bool:
        try:
            signed = api.sign_in()
        except EngineError as error:
            failed = _step_of(error)
            reached = getattr(error, "status", 0) > 0
            for step in _BEFORE_TOKEN if reached else ():
                if step is failed:
                    break
                self._passed(step)
            self._failed(failed, error)
            return False
        ahead = "" if signed.ahead is None else f"{abs(signed.ahead) / timedelta(seconds=1):.1f} s"
        self._passed(CheckStep.CLOCK, ahead)
        self._passed(CheckStep.ADDRESS, f"{signed.took_ms} ms")
        self._passed(CheckStep.IP)
        self._passed(CheckStep.TOKEN)
        return True

    def _is_the_store_meant(self, api: CommerceApi) -> bool:
        """Whether account and channel are the ones typed; also true where the application may not
        read them, so that one check names every missing group.
        """
        try:
            account = api.sellers.account()
            self._account_id = account.account_id
            _compare_account(self._store, account)
            self._passed(CheckStep.ACCOUNT, account.account_id)
        except PermissionMissing as error:
            self._failed(CheckStep.SELLER, error)
            return True
        except EngineError as error:
            self._failed(
                CheckStep.IP if isinstance(error, IpNotAllowed) else CheckStep.ACCOUNT, error
            )
            return False
        try:
            found = _channel(self._store, api.sellers.channels())
            if found != self._store.storefront:
                self._stores.save_storefront(self._store, found)
            self._passed(CheckStep.CHANNEL, found.address or found.channel_name or "")
        except EngineError as error:
            self._failed(CheckStep.CHANNEL, error)
            return False
        return True

    def _groups(self, api: CommerceApi) -> None:
        """One cheap read of each API group; a group whose switch is off is not asked."""
        reads: dict[CheckStep, Callable[[], None]] = {
            CheckStep.PRODUCT: lambda: self._count_listings(api),
            CheckStep.ORDER: lambda: api.orders.probe(self._clock()),
            CheckStep.SELLER: lambda: None,  # the account has answered
            CheckStep.INQUIRY: lambda: api.inquiries.probe(
                self._clock() - timedelta(days=1), self._clock()
            ),
            CheckStep.SETTLEMENT: lambda: api.settlements.probe(today(self._clock)),
        }
        for step, read in reads.items():
            if self._steps[step].state is not StepState.WAITING:
                continue
            if not is_on(self._store.switches, ApiGroup(step.value)):
                self._tell(StepResult(step=step, state=StepState.SKIPPED))
                continue
            try:
                read()
                self._passed(step)
            except EngineError as error:
                self._failed(step, error)
                if isinstance(error, ApiUnreachable):
                    return

    def _count_listings(self, api: CommerceApi) -> None:
        found = api.products.search(ProductSearch(), page=1, size=1, urgent=True, known=True)
        self._stores.save_listed(self._store.store_id, found.total)

    def _passed(self, step: CheckStep, found: str = "") -> None:
        self._tell(StepResult(step=step, state=StepState.PASSED, found=found))

    def _failed(self, step: CheckStep, error: EngineError) -> None:
        self.errors.append(error)
        self._tell(StepResult(step=step, state=StepState.FAILED, problem=problem(error)))

    def _tell(self, result: StepResult) -> None:
        self._steps[result.step] = result
        self._told(result)


def _step_of(error: EngineError) -> CheckStep:
    """The step a failed sign-in stands for."""
    match error:
        case ClockOff():
            return CheckStep.CLOCK
        case IpNotAllowed():
            return CheckStep.IP
        case AuthFailed() | RateLimited() | QuotaExceeded():
            return CheckStep.TOKEN
        case ApiUnreachable() | Blocked() | ApiDown() | ApiShapeChanged() | NotFound():
            return CheckStep.ADDRESS
        case ApiRejected() if 300 <= error.status < 400:
            return CheckStep.ADDRESS
        case _:
            return CheckStep.TOKEN


def _compare_account(store: Store, account: SellerAccount) -> None:
    typed = store.linked_seller_id
    names = {name.casefold() for name in (account.account_id, account.account_uid) if name}
    if typed is not None and typed.casefold() not in names:
        raise NotAsTyped(
            "NAVER knows this seller as {found}, but the linked seller id says {typed}."
            " Correct it, or enter the application of the right store.",
            found=account.account_id,
            typed=typed,
        )


def _channel(store: Store, channels: tuple[Channel, ...]) -> Storefront:
    """The channel that was typed, or, where none was, the account's own store."""
    front = store.storefront
    fitting = [
        one
        for one in channels
        if front.channel_no in (None, one.channel_no)
        and front.address in (None, address_in(one.url))
    ]
    if not fitting:
        raise NotAsTyped(
            "This application belongs to {found}, but {typed} was typed. Correct the store address"
            " and the channel, or enter the application of the right store.",
            found=", ".join(f"{address_in(c.url) or '—'} ({c.channel_no})" for c in channels)
            or "—",
            typed=" · ".join(str(part) for part in (front.address, front.channel_no) if part),
        )
    own = next((one for one in fitting if one.channel_type == "STOREFARM"), fitting[0])
    return Storefront(
        address=front.address or address_in(own.url),
        channel_no=own.channel_no,
        channel_name=own.name,
    )


def problem(error: EngineError) -> Problem:
    """An error as a line a screen can show."""
    return Problem(
        code=error.code,
        text=error.text,
        params={name: str(value) for name, value in error.params.items()},
        trace_id=error.trace_id if isinstance(error, ApiError) else None,
    )
