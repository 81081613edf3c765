"""The commands about settlements: read them, hold them against the rates, the calendar, the runway.

Amounts are won; fees are costs above zero, and below zero where they are given back.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from dashboard.commands.answers import ended_well, report_of
from dashboard.commands.made_files import write_file
from dashboard.commands.option_types import day, refusal
from dashboard.settlements.lines import check_line, five_decimals
from dashboard.settlements.month_workbook import book_bytes
from dashboard.words.i18n import _
from engine import BadFile, Engine, Reset, SalesShare, TierRun, Verdict, business_no_text

Answer = dict[str, Any]
Options = argparse.Namespace
Leaf = Callable[..., argparse.ArgumentParser]


def add_settlement_commands(groups: Any, group: Callable[..., Any], leaf: Leaf) -> None:
    """`settlements fetch`, `settlements check`, `settlements cash` and `runway`."""
    actions = group(groups, "settlements", "what NAVER paid: read, check, calendar")
    fetch = leaf(actions, "fetch", fetch_settlements, "read days from NAVER; what stopped goes on")
    check = leaf(actions, "check", check_settlements, "hold each row against the fee rates")
    cash = leaf(actions, "cash", show_cash, "what was paid and what is due, by day")
    for command in (fetch, check):
        command.add_argument("name")
    cash.add_argument("name", nargs="?", help="one store (default: all)")
    for command in (fetch, check, cash):
        command.add_argument("--from", dest="first", type=day, metavar="DATE")
        command.add_argument(
            "--to", dest="last", type=day, metavar="DATE", help="default: in seven days"
        )
    book = leaf(actions, "book", write_book, "a month for the accountant, as an Excel file")
    book.add_argument("name")
    book.add_argument("month", type=month, metavar="YYYY-MM")
    book.add_argument("file", type=Path, help="a .xlsx file")
    runway = leaf(groups, "runway", show_runway, "how far sales are from the next fee tier")
    runway.add_argument("name", nargs="*", help="stores to take as one business")
    runway.add_argument(
        "--business-number",
        metavar="NO",
        help="the stores of that number (default: the number of most stores)",
    )


def fetch_settlements(engine: Engine, options: Options) -> Answer:
    """Reads the days named, else the last 30 again and the coming week; waits for the end."""
    store = engine.stores.named(options.name)
    job_id = engine.settlements.submit(store.store_id, first=options.first, last=options.last)
    run = ended_well(engine, job_id)
    days = msgspec.to_builtins(run.request)
    return {"job": job_id, "from": days["first"], "to": days["last"], **report_of(run)}


def check_settlements(engine: Engine, options: Options) -> Answer:
    """Verdicts counted, every finding, the tier the rows show, and how orders came."""
    store = engine.stores.named(options.name)
    told = engine.settlements.check(store.store_id, first=options.first, last=options.last)
    verdicts = Counter(check.verdict for check in told.checks)
    reasons = Counter(check.reason for check in told.checks if check.reason is not None)
    finished = told.reading.finished_at if told.reading else None
    return {
        "store": store.name,
        "from": told.first.isoformat(),
        "to": told.last.isoformat(),
        "read_at": finished,
        "rows": len(told.checks),
        "verdicts": {verdict.lower(): verdicts[verdict] for verdict in Verdict},
        "not_predictable": {reason.lower(): count for reason, count in sorted(reasons.items())},
        "findings": [check_line(check) for check in told.findings],
        "day_findings": [msgspec.to_builtins(one) for one in told.day_findings],
        "unread": [msgspec.to_builtins(one) for one in told.unread],
        "tiers": [_tier(run) for run in told.tiers],
        "sales_fee": [_share(share) for share in told.shares],
    }


def _tier(run: TierRun) -> Answer:
    rate = run.rate_percent
    return {
        "from": run.starts_on,
        "to": run.ends_on,
        "set": run.tier_set,
        "measured": run.measured,
        "differs": run.differs,
        "rate_percent": None if rate is None else five_decimals(rate),
        "rows": run.rows,
        "fitting": run.fitting,
    }


def _share(share: SalesShare) -> Answer:
    return {
        "arrival": share.arrival,
        "rows": share.rows,
        "basis_won": share.basis_won,
        "fee_won": share.fee_won,
        "saved_won": share.saved_won,
    }


def month(text: str) -> date:
    """The first day of a month such as 2026-10."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise refusal(_("{typed} is no month like 2026-10"), text) from None


def write_book(engine: Engine, options: Options) -> Answer:
    """Writes a month as it was read, with its totals and what does not reconcile."""
    if options.file.suffix.lower() != ".xlsx":
        raise BadFile("{file} must end in .xlsx. Choose another name.", file=options.file.name)
    store = engine.stores.named(options.name)
    book = engine.settlements.book(store.store_id, options.month)
    write_file(options.file, book_bytes(book))
    return {
        "store": store.name,
        "month": f"{book.month:%Y-%m}",
        "rows": len(book.rows),
        "totals": [msgspec.structs.asdict(one) for one in book.totals],
        "steps": [msgspec.structs.asdict(one) for one in book.steps],
        "days_off_won": book.days_off_won,
        "vat_off_won": book.vat_off_won,
    }


def show_cash(engine: Engine, options: Options) -> Answer:
    """What was paid and is due by day, and what quick settlement would bring earlier."""
    store_id = engine.stores.named(options.name).store_id if options.name else None
    cash = engine.settlements.cash(store_id, first=options.first, last=options.last)
    return {
        "from": cash.first.isoformat(),
        "to": cash.last.isoformat(),
        "paid_won": sum(one.paid_won for one in cash.days),
        "due_won": sum(one.due_won for one in cash.days),
        "charge_won": sum(one.charge_won for one in cash.days),
        "held_back_won": sum(one.held_back_won for one in cash.days),
        "released_won": sum(one.released_won for one in cash.days),
        "still_held_won": cash.held_won,
        "claw_back_won": sum(one.claw_back_won for one in cash.days),
        "days": [msgspec.structs.asdict(one) for one in cash.days],
        "earlier_with_quick": [
            {**msgspec.structs.asdict(one), "days": one.days} for one in cash.earlier
        ],
    }


def show_runway(engine: Engine, options: Options) -> Answer:
    """Sales of the half-year and the projection to the next two resets; uncertain rules named."""
    told = engine.runway.of(options.name, business_no=options.business_number)
    runway = told.runway
    numbers = [group.business_no for group in engine.runway.groups() if group.business_no]
    return {
        "business_number": business_no_text(told.business_no) if told.business_no else None,
        "business_numbers": list(map(business_no_text, numbers)),
        "stores": list(told.stores),
        "unread": list(told.unread),
        "archived": list(told.archived),
        "known_to": runway.known_to,
        "half_from": runway.half_from,
        "half_won": runway.half_won,
        "pace_won": runway.pace_won,
        "resets": [_reset(one) for one in runway.resets],
        "uncertain": [str(rule) for rule in runway.uncertain],
    }


def _reset(reset: Reset) -> Answer:
    return msgspec.structs.asdict(reset)
