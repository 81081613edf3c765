"""Says the answers of the command line in a person's words."""

from __future__ import annotations

from typing import Any

from dashboard.commands.links import tell_links
from dashboard.commands.safety_words import SAFETY
from dashboard.commands.skus import tell_import
from dashboard.words.i18n import N_, _
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN
from dashboard.words.sentences import sentence
from engine import ApiError, EngineError, JobState

TEXTS = {
    "add_store": N_("Saved the store {store}. Check it with: storeboard store check"),
    "fetch_prerequisites": N_(
        "Fetched: address book {address_book}, this-day dispatch {this_day_dispatch},"
        " bundle groups {bundle_groups}."
    ),
    "export_skus": N_("Wrote {rows} SKUs to {file}."),
    "export_products": N_("Wrote {rows} listings."),
    "cancel_job": N_("Job {job}: {state}"),
    "write_snapshot": N_("Wrote the snapshot with {rows[channel_product]} listings."),
    "import_products": N_(
        "New {imported}, changed {changed}, unchanged {unchanged}, gone {gone}; matched {matched},"
        " doubtful {doubtful}, unmatched {unmatched}, ambiguous {ambiguous}, stock linked"
        " {stock_linked}; requests {requests}, refused {refused}, {seconds} s."
    ),
    "fetch_settlements": N_(
        "Read {days} days: {new} rows new, {changed} changed, {gone} gone; {vat_months} months of"
        " VAT; requests {requests}, refused {refused}, {seconds} s."
    ),
}
TABLES = {
    "margins": "rows",
    "list_jobs": "jobs",
    "show_schedule": "schedule",
    "list_accounts": "accounts",
    "list_stores": "stores",
    "list_writes": "writes",
    "list_templates": "templates",
    "show_audit": "audit",
    "fee_rates": "rates",
}
PLAIN = (
    *("show_store", "set_store", "archive_store", "restore_store"),
    *("check_settlements", "show_cash", "show_runway"),
    "write_book",
    *("link_listing", "unlink_listing", "save_links"),
    *("show_delivery", "change_dispatch", "settle_write"),
    *(
        "quote",
        "price",
        "add_rate",
        "add_account",
        "disable_account",
        "enable_account",
        "set_password",
    ),
)
CONNECTED = N_("The store {store} is connected as {account_id}.")
BROKEN = N_("The store {store} is not connected.")
SHOWN = N_("Page {page}: {count} of {total} listings.")


def error_line(error: EngineError) -> str:
    """The sentence of an error, with NAVER's trace id where there is one."""
    line = sentence(error.text, error.params)
    trace = error.trace_id if isinstance(error, ApiError) else None
    return f"{line} [{trace}]" if trace else line


def tell(command: str, answer: dict[str, Any]) -> str:
    """The answer of a command as lines of text."""
    if command == "check_store":
        return _check(answer)
    if command == "import_skus":
        return "\n".join([*tell_import(answer), *_reasons(answer)])
    if command == "save_links" and "rows" in answer:
        return "\n".join([*tell_links(answer), *_reasons(answer)])
    if command == "preview":
        return _preview(answer)
    if command in SAFETY:
        return SAFETY[command](answer)
    if command in TABLES and TABLES[command] in answer:
        return _table(answer[TABLES[command]])
    if command in ("import_all_stores", "sync_all_stores"):
        return "\n".join(f"{one['store']}: {_store_line(one)}" for one in answer["stores"])
    if command in (*PLAIN, *TABLES):
        told = {name: value for name, value in answer.items() if name != "check"}
        checked = [_check(answer["check"])] if "check" in answer else []
        return "\n".join([*_plain(told), *checked])
    of_job = "fetch_settlements" if "vat_months" in answer else "import_products"
    if command in ("resume_job", "retry_job") and "state" in answer:
        command = "cancel_job"  # a dashboard goes on with it: how it stands is all there is to tell
    if command == "cancel_job":
        answer = answer | {"state": label(JobState(answer["state"]))}
    text = TEXTS.get(command, TEXTS[of_job])
    return "\n".join([_(text).format(**answer), *_reasons(answer)])


def _plain(answer: dict[str, Any], indent: str = "") -> list[str]:
    """An answer as lines of name and value, lists and parts indented below their name."""
    lines = []
    for name, value in answer.items():
        parts = value if isinstance(value, list) else [value] if isinstance(value, dict) else None
        if parts and not isinstance(parts[0], dict):
            lines.append(f"{indent}{name}\t{', '.join(map(str, parts))}")
            continue
        if parts is None:
            lines.append(f"{indent}{name}\t{'' if value is None else value}")
            continue
        for part in parts:
            if not isinstance(part, dict):
                lines.append(f"{indent}{name}\t{part}")
                continue
            lines += [f"{indent}{name}", *_plain(part, indent + "  ")]
    return lines


def _store_line(answer: dict[str, Any]) -> str:
    return str(answer["error"]) if "error" in answer else tell("import_products", answer)


def _reasons(answer: dict[str, Any]) -> list[str]:
    rejected = [f"  {row['row']}: {row['reason']}" for row in answer.get("rejected", ())]
    failed = [
        f"  {row['channel_product_no'] or UNKNOWN}: {row['reason']}"
        for row in answer.get("failed", ())
    ]
    return rejected + failed


_SIGNS = {"PASSED": "✓", "FAILED": "✕", "WAITING": "○", "SKIPPED": "–"}


def _check(answer: dict[str, Any]) -> str:
    lines = [_(CONNECTED if answer["connected"] else BROKEN).format(**answer)]
    lines += [f"  {_SIGNS[one['state']]} {one['step']}: {one['found']}" for one in answer["steps"]]
    for one in answer["problems"]:
        lines.append(f"  {one['code']}: {one['message']}")
        lines += [f"    {one['place']}"] if one["place"] else []
    return "\n".join(lines)


def _preview(answer: dict[str, Any]) -> str:
    rows = [
        {**row, "match": _match(row["match"]), "sku": _sku(row["match"])} for row in answer["rows"]
    ]
    shown = _(SHOWN).format(page=answer["page"], count=len(rows), total=answer["total"])
    unread = [
        f"  {one['channel_product_no'] or UNKNOWN}: {one['reason']}" for one in answer["unread"]
    ]
    return "\n".join([_table(rows), shown, *unread])


def _match(match: dict[str, Any]) -> str:
    return "DOUBTFUL" if match["doubtful"] else str(match["kind"])


def _sku(match: dict[str, Any]) -> str:
    """A SKU's code, name and option, as far as there are any."""
    return " · ".join(filter(None, (match["sku_code"], match["sku_name"], match["sku_option"])))


def _table(rows: list[dict[str, Any]]) -> str:
    """Rows as tab-separated lines under their names, for eyes and for other tools."""
    if not rows:
        return ""
    lines = ["\t".join(rows[0])]
    lines += ["\t".join("" if cell is None else str(cell) for cell in row.values()) for row in rows]
    return "\n".join(lines)
