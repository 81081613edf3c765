"""The commands of the command line: each takes the engine and the options and gives its answer."""

from __future__ import annotations

import argparse
import io
import sys
from typing import Any

import msgspec

from dashboard.words.check_steps import check_answer
from dashboard.words.sentences import sentence
from engine import (
    TRAITS,
    ApiError,
    Engine,
    FailedItem,
    ImportRequest,
    JobError,
    JobRun,
    JobState,
    MatchingMode,
    NewStore,
    PrerequisiteKind,
    PreviewRow,
    ProductSearch,
    UnreadListing,
    today,
    unread_error,
)

Answer = dict[str, Any]
Options = argparse.Namespace
WAIT_SECONDS = 0.2


def add_store(engine: Engine, options: Options) -> Answer:
    """Registers a store; the secret is read from standard input so that no history keeps it."""
    new = NewStore(
        name=options.name,
        client_id=options.client_id,
        base_url=options.base_url,
        fee_tier=options.fee_tier,
        tier_starts_on=options.since or today(),
        store_type=options.store_type,
    )
    return {"store": engine.stores.add(new, first_line()).name}


def first_line() -> str:
    """The first line of standard input; other bytes than letters stay, to be refused by name."""
    if sys.stdin is None:
        return ""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    return sys.stdin.readline().strip()


def check_store(engine: Engine, options: Options) -> Answer:
    """Asks NAVER whether the store's API data works."""
    return check_answer(engine.stores.check(engine.stores.named(options.name).store_id))


def fetch_prerequisites(engine: Engine, options: Options) -> Answer:
    """Fetches all three kinds; how many rows each has."""
    fetched = engine.prerequisites.fetch(engine.stores.named(options.name).store_id)
    rows = {one.kind: len(one.rows) for one in fetched}
    return {kind.lower(): rows[kind] for kind in PrerequisiteKind}


def preview(engine: Engine, options: Options) -> Answer:
    """A page of a store's listings as NAVER shows them now."""
    store = engine.stores.named(options.name)
    page = engine.products.preview(
        store.store_id, ProductSearch(), page=options.page, size=options.size
    )
    return {
        "page": page.page,
        "size": page.size,
        "total": page.total,
        "rows": [_preview_row(row) for row in page.rows],
        "unread": [_unread(one) for one in page.unread],
    }


def _unread(one: UnreadListing) -> Answer:
    error = unread_error(one)
    return {
        "origin_product_no": one.origin_product_no,
        "channel_product_no": one.channel_product_no,
        "name": one.name,
        "reason": sentence(error.text, error.params),
    }


def _preview_row(row: PreviewRow) -> Answer:
    product = row.product
    return {
        "origin_product_no": product.origin_product_no,
        "channel_product_no": product.channel_product_no,
        "name": product.name,
        "seller_management_code": product.seller_management_code,
        "sale_status": product.sale_status,
        "sale_price_won": product.sale_price_won,
        "discounted_price_won": product.discounted_price_won,
        "stock_quantity": product.stock_quantity,
        "imported": row.imported,
        "match": {
            "kind": row.match.kind,
            "sku_code": row.match.sku_code,
            "sku_name": row.match.sku_name,
            "sku_option": row.match.sku_option,
            "doubtful": row.match.doubtful,
            "candidates": row.match.candidates,
        },
    }


def import_products(engine: Engine, options: Options) -> Answer:
    """Imports everything or the given numbers and waits for the end."""
    store = engine.stores.named(options.name)
    request = ImportRequest(
        store_id=store.store_id,
        numbers=options.numbers,
        mode=MatchingMode.BY_CODE if options.match == "code" else MatchingMode.NONE,
        link_stock=options.link_stock,
    )
    return report_of_job(engine, engine.imports.submit(request))


def sync_products(engine: Engine, options: Options) -> Answer:
    """Brings everything imported up to date and waits for the end."""
    store = engine.stores.named(options.name)
    request = ImportRequest(store_id=store.store_id)
    job_id = engine.imports.submit_sync(request, changed_only=options.changed)
    return report_of_job(engine, job_id)


def report_of_job(engine: Engine, job_id: int) -> Answer:
    """Waits for a job and gives its report. Raises JobError if it did not end well."""
    return report_of(ended_well(engine, job_id))


def ended_well(engine: Engine, job_id: int) -> JobRun:
    """Waits for a job. Raises ApiError or JobError if it did not end well."""
    run = _wait(engine, job_id)
    if run.error_text and run.state is not JobState.DONE:
        raise ApiError(run.error_text, trace_id=run.trace_id, **run.error_params)
    if run.state is not JobState.DONE:
        raise JobError("The job was stopped. Run the same command again to go on.")
    return run


def report_of(run: JobRun) -> Answer:
    """The sums of a job, with every failed item."""
    used = run.used
    failed = {"failed": [_failed(item) for item in run.failed]} if TRAITS[run.kind].by_line else {}
    return {
        **msgspec.structs.asdict(run.result),
        **failed,
        "requests": used.requests,
        "refused": used.refused,
        "seconds": round(used.seconds, 3),
    }


def _failed(item: FailedItem) -> Answer:
    return {
        "channel_product_no": item.channel_product_no,
        "reason": sentence(item.text, item.params),
    }


def _wait(engine: Engine, job_id: int) -> JobRun:
    """Waits for a job, showing how far it is on a terminal. After Ctrl-C the engine closes over it:
    it ends with its page, and the same command goes on from there.
    """
    while not engine.jobs.ended(job_id, WAIT_SECONDS):
        if sys.stderr.isatty():
            _show_progress(engine.jobs.get(job_id))
    if sys.stderr.isatty():
        _show_progress(None)
    return engine.jobs.get(job_id)


def _show_progress(run: JobRun | None) -> None:
    line = f"{run.done:,} / {run.total:,}" if run and run.total is not None else ""
    sys.stderr.write(f"\r{line:<40}" + ("" if run else "\r"))
    sys.stderr.flush()


def export_products(engine: Engine, options: Options) -> Answer:
    """Writes every imported listing to a file."""
    store = engine.stores.named(options.name)
    return {"rows": engine.products.export(store.store_id, options.file)}
