"""Every operation of the engine by every role, beside one table of who may do what."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import THE_MACHINE, Actor, Engine, NotAllowed, Role, open_engine
from tests.fresh import fresh

# What takes no role: nobody is signed in yet or is on the way out, or it belongs to the process.
OPEN = {
    *("acting_as", "actor", "close", "serve"),
    *("demo_sign_in", "is_demo", "make_first_manager", "provider_visitor", "sign_in", "sign_out"),
    *("visitor", "welcome_token", "welcomes"),
}
TABLE = {
    Role.ANALYST: {
        *("active_job", "archived_stores", "board", "break_even", "categories", "counts"),
        *("active_jobs", "business_groups", "cost_profile_names", "cost_profiles", "sku_costs"),
        *("ad_break_even", "fee_ledger", "price_in_every_tier", "remove_scenario"),
        *("save_scenario", "scenarios", "try_scenario"),
        *("change_own_password", "export_products", "imported_product", "job", "job_ended", "jobs"),
        *("newest_job", "job_line", "job_lines", "report_lines", "schedule_lines"),
        *("margin_of", "margins", "prerequisites", "product_changes", "product_history", "rates"),
        *("report_items", "resumes_on_start", "sign_out_everywhere", "sku", "sku_count"),
        *("sku_template", "skus", "store", "store_named", "stores", "suggest_skus"),
        *("cash", "settlement_book", "settlement_check", "settlement_versions", "tier_runway"),
        *("target_price", "terms", "unmatched", "upcoming", "wait"),
    },
    Role.OPERATOR: {
        *("submit_settlements",),
        *("end_cost_profile", "save_cost_profile"),
        *("bundle_groups", "cancel", "check_store", "contacts", "delivery_templates"),
        *("fetch_categories", "fetch_prerequisites", "link", "match_of", "plan_skus", "preview"),
        *("remove_delivery_template", "resume", "retry_failed", "save_delivery_template"),
        *("save_skus", "settle_write", "submit_import", "submit_sync", "this_day_dispatch"),
        *("write", "writes"),
    },
    Role.MANAGER: {
        *("account", "account_with_email", "accounts", "add_account", "add_contact", "add_store"),
        *("alert_rules", "alerts", "archive_store", "audit", "audit_sheet", "backup"),
        *("backup_file", "backups", "confirm_write", "delete_store", "disable_account"),
        *("accept_fee_table", "add_fee_rate", "plan_fee_rate", "plan_fee_rate_withdrawal"),
        *("plan_fee_tier", "plan_fee_tier_back", "plan_waiver", "withdraw_fee_rate"),
        *("duplicate_store", "enable_account", "end_sessions", "examine", "forget_mail_server"),
        *("mail_server", "make_backup", "make_demo", "open_contact", "plan_bundle_group"),
        *("plan_stores", "plan_this_day_dispatch", "remove_contact", "remove_last_fee_tier"),
        *("restore_store", "retry_alerts", "run_due", "run_scheduled", "save_api", "save_basics"),
        *("save_store_plan", "save_storefront", "send_test_alert", "set_alert_rules"),
        *("set_fee_tier", "set_mail_server", "set_password", "set_quick_settlement"),
        *("set_resumes_on_start", "set_secret", "set_switches", "set_waiver", "store_sheet"),
        *("update_account", "update_contact", "update_store", "write_parquet", "write_snapshot"),
    },
}
LEAST = {name: role for role, names in TABLE.items() for name in names}
# Asked by a manager who was given no store: what concerns every store is refused, ...
EVERY_STORE = {
    *("accept_fee_table", "add_fee_rate", "plan_fee_rate", "plan_fee_rate_withdrawal"),
    *("withdraw_fee_rate",),
    *("account", "account_with_email", "accounts", "add_account", "add_store", "alert_rules"),
    *("alerts", "backup", "backup_file", "backups", "disable_account", "duplicate_store"),
    *("enable_account", "end_sessions", "examine", "forget_mail_server", "mail_server"),
    *("make_backup", "make_demo", "plan_stores", "retry_alerts", "run_due", "save_store_plan"),
    *("send_test_alert", "set_alert_rules", "set_mail_server", "set_password"),
    *("set_resumes_on_start", "update_account", "write_parquet", "write_snapshot"),
}
# ... and what names no store tells of the given ones only, or is about no store at all.
STORELESS = {
    *("archived_stores", "audit", "audit_sheet", "board", "break_even", "categories"),
    *("fee_ledger",),
    *("cost_profile_names", "cost_profiles", "end_cost_profile", "save_cost_profile", "sku_costs"),
    *("business_groups", "cash", "tier_runway"),
    *("change_own_password", "jobs", "plan_skus", "resumes_on_start", "save_skus"),
    *("sign_out_everywhere", "sku", "sku_count", "sku_template", "skus", "store_named"),
    *("store_sheet", "stores", "suggest_skus", "upcoming"),
    *("job_lines", "schedule_lines"),
}
SCOPES = {"store_id", "job_id", "request", "write_id"}


def operations() -> dict[str, Any]:
    """Every public operation by its name, properties by their getter."""
    found = inspect.getmembers(Engine)
    steps = {name: one.fget if isinstance(one, property) else one for name, one in found}
    return {name: step for name, step in steps.items() if not name.startswith("_")}


def ask(engine: Engine, name: str) -> BaseException | None:
    """Calls an operation with nothing in every place; what it raised."""
    step = operations()[name]
    given = dict.fromkeys(list(inspect.signature(step).parameters)[1:])
    try:
        step(engine, **given)
    except Exception as error:
        return error
    return None


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(fresh(tmp_path))
    yield opened
    opened.close()


def test_the_table_names_every_operation_once() -> None:
    assert {*LEAST, *OPEN} == set(operations())
    assert sum(map(len, TABLE.values())) + len(OPEN) == len(operations())


@pytest.mark.parametrize("role", Role)
def test_each_role_is_let_do_what_the_table_says_and_no_more(engine: Engine, role: Role) -> None:
    asked = engine.acting_as(Actor(name="kim", role=role))

    refused = {name for name in LEAST if isinstance(ask(asked, name), NotAllowed)}

    about_oneself = {"change_own_password", "sign_out_everywhere"}  # this actor has no account
    assert refused - about_oneself == {name for name, least in LEAST.items() if not role.may(least)}


def test_what_concerns_every_store_wants_a_manager_of_every_store(engine: Engine) -> None:
    some = engine.acting_as(Actor(name="kim", role=Role.MANAGER, account_id=9, store_ids=()))

    refused = {name for name in LEAST if isinstance(ask(some, name), NotAllowed)}

    assert refused - {"change_own_password"} == EVERY_STORE


def test_every_other_operation_says_whose_store_it_touches() -> None:
    scoped = {
        name
        for name, step in operations().items()
        if name in LEAST and SCOPES & set(inspect.signature(step).parameters)
    }

    assert set(LEAST) - scoped - EVERY_STORE == STORELESS - scoped


@pytest.mark.parametrize("name", sorted(LEAST))
def test_a_store_that_was_not_given_is_as_one_that_is_not_there(engine: Engine, name: str) -> None:
    step = operations()[name]
    places = list(inspect.signature(step).parameters)[1:]
    if "store_id" not in places or name in {*EVERY_STORE, "jobs"}:
        return
    some = engine.acting_as(Actor(name="kim", role=Role.MANAGER, account_id=9, store_ids=(2,)))

    with pytest.raises(Exception, match="There is no store 1"):
        step(some, **{place: 1 if place == "store_id" else None for place in places})


def test_who_holds_the_key_file_may_do_everything() -> None:
    assert all(THE_MACHINE.role.may(role) for role in Role)
