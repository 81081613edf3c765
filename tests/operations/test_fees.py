"""The fee ledger of a workspace: own rates, the table of a new version, the starter waiver."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from dashboard.commands.cli import main
from dashboard.words.i18n import speak
from dashboard.words.languages import DEFAULT
from engine import (
    Actor,
    AuditSearch,
    BadRequest,
    Confidence,
    Config,
    Engine,
    FeeLayer,
    FeeRateRow,
    FeeTier,
    NewStore,
    Role,
    Store,
    Waiver,
    open_engine,
    shipped_schedule,
)
from engine.clock import KST
from engine.database.fee_rates import RateLedger

pytestmark = pytest.mark.dated

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=KST)
NEXT_YEAR = date(2027, 2, 14)
OWN = FeeRateRow(
    layer=FeeLayer.ORDER,
    tier=FeeTier.MICRO,
    store_type=None,
    arrival=None,
    valid_from=NEXT_YEAR,
    valid_to=None,
    rate_mp=1_900,
    confidence=Confidence.MEDIUM,
    source="notice of 2027-01-10",
)


def opened(folder: Path) -> Engine:
    return open_engine(Config(workspace=folder), clock=lambda: NOW)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = opened(tmp_path)
    yield engine
    engine.close()


def one_store(engine: Engine, tier: FeeTier = FeeTier.MICRO) -> Store:
    new = NewStore(
        name="온결 리빙",
        client_id="c1",
        base_url="http://127.0.0.1:9",
        fee_tier=tier,
        tier_starts_on=date(2025, 1, 1),
    )
    return engine.stores.add(new, "$2a$04$abcdefghijklmnopqrstuu")


def order_mp(engine: Engine, store: Store, on: date) -> int:
    return engine.margins.rates(store.store_id, tier=FeeTier.MICRO, on=on).order_mp


def test_a_new_workspace_counts_by_the_shipped_table_and_waits_for_nothing(engine: Engine) -> None:
    ledger = engine.fees.ledger()

    assert tuple(one.row for one in ledger.rows) == shipped_schedule().rows
    assert (ledger.accepted_by, ledger.accepted_at, ledger.update) == (None, NOW, None)


def test_an_added_rate_counts_for_every_reader_and_after_a_restart(tmp_path: Path) -> None:
    engine = opened(tmp_path)
    store = one_store(engine)
    reader = engine.acting_as(Actor(name="lee", role=Role.ANALYST))

    engine.acting_as(Actor(name="kim", role=Role.MANAGER)).fees.add_rate(OWN)

    assert order_mp(reader, store, date(2027, 2, 13)) == 1_947
    assert order_mp(reader, store, NEXT_YEAR) == 1_900
    used = reader.margins.rates(store.store_id, tier=FeeTier.MICRO, on=NEXT_YEAR).rows
    assert OWN in used
    (own,) = (one.own for one in reader.fees.ledger().rows if one.own)
    assert (own.added_by, own.added_at, own.row) == ("kim", NOW, OWN)
    engine.close()
    again = opened(tmp_path)
    assert order_mp(again, store, NEXT_YEAR) == 1_900
    again.close()


def test_a_withdrawn_rate_counts_no_more_and_stays_to_be_seen(engine: Engine) -> None:
    store = one_store(engine)
    engine.fees.add_rate(OWN)

    ledger = engine.fees.withdraw(1)

    assert order_mp(engine, store, NEXT_YEAR) == 1_947
    assert [(one.row, one.withdrawn_at) for one in ledger.withdrawn] == [(OWN, NOW)]
    assert all(one.own is None for one in ledger.rows)
    with pytest.raises(BadRequest, match="no rate 1"):
        engine.fees.withdraw(1)
    assert engine.fees.add_rate(OWN).rows  # the day is free again


def test_a_rate_of_the_past_wants_the_word_that_closed_months_are_priced_anew(
    engine: Engine,
) -> None:
    store, past = one_store(engine), replace(OWN, valid_from=date(2026, 9, 10))

    assert engine.fees.plan_rate(past).months == (date(2026, 9, 1), date(2026, 10, 1))
    with pytest.raises(BadRequest, match="2026-09 to 2026-10"):
        engine.fees.add_rate(past)
    assert order_mp(engine, store, date(2026, 9, 10)) == 1_947
    engine.fees.add_rate(past, reprice=True)

    assert order_mp(engine, store, date(2026, 9, 9)) == 1_947
    assert order_mp(engine, store, date(2026, 9, 10)) == 1_900


def test_a_rate_that_cannot_be_is_not_added(engine: Engine) -> None:
    with pytest.raises(BadRequest, match="from 0 to 100 %"):
        engine.fees.add_rate(replace(OWN, rate_mp=100_001))
    engine.fees.add_rate(OWN)
    with pytest.raises(BadRequest, match="already added"):
        engine.fees.add_rate(replace(OWN, rate_mp=1_800))

    assert len([one for one in engine.fees.ledger().rows if one.own]) == 1


def newer(engine: Engine) -> Engine:
    """The workspace under a version whose table has another rate for micro sellers."""
    rows = tuple(
        replace(row, rate_mp=1_940) if row.rate_mp == 1_947 else row
        for row in shipped_schedule().rows
    )
    fee_rates = RateLedger(engine.service.tables.database, rows, lambda: NOW)
    parts = replace(engine._parts, fee_rates=fee_rates)
    return Engine(parts, engine.service, engine.actor)


def test_the_table_of_a_new_version_counts_only_once_it_is_accepted(engine: Engine) -> None:
    store = one_store(engine)
    engine = newer(engine)

    update = engine.fees.ledger().update

    assert update is not None
    (change,) = update.change.rates
    assert change.before is not None
    assert change.after is not None
    assert (change.before.rate_mp, change.after.rate_mp) == (1_947, 1_940)
    assert (update.change.months[0], update.change.months[-1]) == (
        date(2025, 10, 1),
        date(2026, 10, 1),
    )
    assert order_mp(engine, store, date(2026, 11, 1)) == 1_947
    with pytest.raises(BadRequest, match="another one"):
        engine.fees.accept_table("0" * 64)
    ledger = engine.acting_as(Actor(name="kim", role=Role.MANAGER)).fees.accept_table(update.digest)
    assert (ledger.update, ledger.accepted_by) == (None, "kim")
    assert order_mp(engine, store, date(2026, 11, 1)) == 1_940
    with pytest.raises(BadRequest, match="another one"):
        engine.fees.accept_table(update.digest)


def test_own_rates_outlive_the_table_of_a_new_version(engine: Engine) -> None:
    store = one_store(engine)
    engine.fees.add_rate(replace(OWN, valid_from=date(2026, 11, 1)))
    engine = newer(engine)

    update = engine.fees.ledger().update
    assert update is not None
    engine.fees.accept_table(update.digest)

    assert order_mp(engine, store, date(2026, 10, 31)) == 1_940
    assert order_mp(engine, store, date(2026, 11, 1)) == 1_900


def test_what_was_done_to_rates_stands_in_the_audit(engine: Engine) -> None:
    engine.fees.add_rate(OWN)
    engine.fees.withdraw(1)

    lines = engine.audit.find(AuditSearch(words="fees."))

    assert [(line.action, line.subject) for line in lines] == [
        ("fees.withdraw", "ORDER MICRO"),
        ("fees.add", "ORDER MICRO"),
    ]
    assert lines[1].after["rate"] == "1.900 %"


def test_the_starter_waiver_takes_the_order_fee_of_its_days_and_tiers_away(engine: Engine) -> None:
    store = one_store(engine)
    waiver = Waiver(
        starts_on=date(2026, 3, 1), ends_on=date(2027, 2, 28), monthly_cap_won=5_000_000
    )

    engine.terms.set_waiver(store.store_id, waiver, reprice=True)

    sides = [date(2026, 2, 28), date(2026, 3, 1), date(2027, 2, 28), date(2027, 3, 1)]
    assert [order_mp(engine, store, on) for on in sides] == [1_947, 0, 0, 1_947]
    waived = engine.margins.rates(store.store_id, tier=FeeTier.SMALL_1, on=date(2026, 3, 1))
    assert (waived.sales_mp, waived.order_fee_waived, waived.is_certain) == (3_000, True, False)
    assert [row.layer for row in waived.rows] == [FeeLayer.SALES]
    assert (
        engine.margins.rates(store.store_id, tier=FeeTier.SMALL_2, on=date(2026, 3, 1)).order_mp
        == 2_728
    )
    table = engine.margins.table(store.store_id)
    assert [table.rates[tier].order_fee_waived for tier in FeeTier] == [True, True, *[False] * 3]


def test_a_waiver_of_the_past_wants_the_word_that_closed_months_are_priced_anew(
    engine: Engine,
) -> None:
    store = one_store(engine)
    waiver = Waiver(starts_on=date(2026, 9, 10), ends_on=date(2027, 9, 9))

    assert engine.terms.plan_waiver(store.store_id, waiver).months == (
        date(2026, 9, 1),
        date(2026, 10, 1),
    )
    with pytest.raises(BadRequest, match="2026-09 to 2026-10"):
        engine.terms.set_waiver(store.store_id, waiver)
    assert engine.terms.of_store(store.store_id).waiver is None
    assert order_mp(engine, store, date(2026, 9, 10)) == 1_947
    engine.terms.set_waiver(store.store_id, waiver, reprice=True)

    assert order_mp(engine, store, date(2026, 9, 10)) == 0
    with pytest.raises(BadRequest, match="closed months"):
        engine.terms.set_waiver(store.store_id, None)
    later = Waiver(starts_on=waiver.starts_on, ends_on=date(2026, 12, 31))
    assert (
        engine.terms.set_waiver(store.store_id, later).waiver == later
    )  # no closed month is touched


def said(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[int, str, str]:
    status = main(["fees", *words, "--workspace", str(folder), "--lang", "en"])
    speak(DEFAULT)
    told = capsys.readouterr()
    return status, told.out, told.err


NEW = ("add", "--layer", "ORDER", "--tier", "MICRO", "--source", "notice", "--rate", "1.9")


def test_the_command_line_plans_adds_and_lists_rates(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    past, next_year = ("--from", "2026-09-10"), ("--from", "2031-02-14")

    status, out, _err = said(capsys, tmp_path, *NEW, *past, "--plan")
    assert status == 0
    assert "repriced_months\t2026-09" in out
    status, out, err = said(capsys, tmp_path, *NEW, *past)
    assert (status, out) == (1, "")
    assert "closed months" in err
    status, out, _err = said(capsys, tmp_path, *NEW, *next_year, "--json")
    assert json.loads(out)["added"] is True

    _status, out, _err = said(capsys, tmp_path, "rates", "--on", "2031-02-14", "--json")
    (own,) = (one for one in json.loads(out)["rates"] if one["own"])
    assert (own["percent"], own["tier"], own["valid_from"]) == ("1.900", "MICRO", "2031-02-14")
    _status, out, _err = said(capsys, tmp_path, "rates")
    assert len(out.splitlines()) == 1 + len(shipped_schedule().rows) + 1


def test_a_rate_over_all_is_refused_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*NEW[:-1], "100.001", "--from", "2031-02-14"]

    status, _out, err = said(capsys, tmp_path, *words)

    assert (status, err.strip()) == (
        1,
        "A rate of 100.001 % cannot be. Type one from 0 to 100 %.",
    )
