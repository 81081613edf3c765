"""The columns of each table: what they are called, how wide they are, what they explain."""

from __future__ import annotations

from typing import Any

from dashboard.parts.columns import (
    action,
    amount,
    chips,
    once_a_language,
    picture,
    share,
    text,
)
from dashboard.parts.frames import need_chip
from dashboard.parts.next_step import Need
from dashboard.words.fields import field
from dashboard.words.i18n import _
from dashboard.words.labels import label, match_label
from engine import JobState, MatchKind, RowState, SaleStatus

Columns = dict[str, Any]

MATCH_TONES = {
    MatchKind.EXACT: "green",
    MatchKind.NORMAL_FORM: "blue",
    MatchKind.OPTION: "green",
    MatchKind.CHOICE: "green",
    MatchKind.AMBIGUOUS: "orange",
    MatchKind.NONE: "gray",
}
JOB_TONES = {
    JobState.WAITING: "gray",
    JobState.RUNNING: "blue",
    JobState.CANCELLING: "gray",
    JobState.CANCELLED: "gray",
    JobState.INTERRUPTED: "orange",
    JobState.FAILED: "red",
    JobState.DONE: "green",
}


@once_a_language
def board(mode: str) -> Columns:
    """The columns of the status board's table."""
    tones = {
        need_chip(Need.BROKEN): "red",
        need_chip(Need.UNCHECKED): "orange",
        need_chip(Need.PREREQUISITES): "orange",
        need_chip(Need.NONE): "green",
        need_chip(Need.OFF): "gray",
    }
    return {
        "store": text(_("Store"), 136, pinned=True),
        "state": chips(_("State"), tones, mode, 116),
        "tier": text(_("Tier"), 62),
        "synced": text(_("Synced"), 84),
        "listed": amount(_("Listed"), 76),
        "imported": amount(_("Imported"), 76),
        "linked": share(_("SKU linked"), help=_("Linked of imported products")),
        "unmatched": amount(_("Unmatched"), 70),
        "doubtful": amount(_("Doubtful"), 66, _("The names have little in common")),
        "ending": amount(_("Ending"), 58, _("Sale ends within 7 days")),
        "losses": amount(_("Losses"), 58, _("Products sold at a loss")),
    }


@once_a_language
def preview(mode: str) -> Columns:
    """The columns of a preview of listings."""
    return {
        "picture": picture(_("Picture")),
        "name": text(_("Product name"), 160),
        "code": text(_("Seller code"), 94),
        "price": amount(_("Price (₩)"), 80),
        "discounted": amount(_("Final (₩)"), 80, _("What a buyer pays, discounts taken off")),
        "stock": amount(_("Stock"), 58),
        "status": chips(_("Status"), status_tones(), mode, 92),
        "match": chips(
            _("Would match"),
            {
                **{label(kind): tone for kind, tone in MATCH_TONES.items()},
                match_label(MatchKind.EXACT, doubtful=True): "orange",
            },
            mode,
            112,
        ),
        "sku": text("SKU", 150, help=_("Code, name and option")),
        "imported": text(_("Held"), 52, alignment="center", help=_("Already imported")),
        "action": action("", "product_import.row", 84),
    }


def status_tones() -> dict[str, str]:
    """Sale statuses: on sale is green, ended and refused red, the rest asks for a look."""
    tones = {SaleStatus.SALE: "green", SaleStatus.WAIT: "gray", SaleStatus.UNADMISSION: "gray"}
    bad = {SaleStatus.REJECTION, SaleStatus.PROHIBITION, SaleStatus.DELETE}
    return {
        label(status): tones.get(status, "red" if status in bad else "orange")
        for status in SaleStatus
    }


@once_a_language
def skus() -> Columns:
    """The columns of the SKU catalogue."""
    return {
        "own_code": text(field("own_code"), 116),
        "unique_code": text(field("unique_code"), 120),
        "name": text(field("name"), 200),
        "option_name": text(field("option_name"), 90),
        "cost_won": amount(field("cost_won"), 92),
        "stock_quantity": amount(field("stock_quantity"), 76),
        "packaging_won": amount(field("packaging_won"), 92),
        "shipping_won": amount(field("shipping_won"), 92),
        "inbound_won": amount(field("inbound_won"), 92),
        "ads": text(field("ads"), 100),
        "returns": text(field("returns"), 100),
        "sku_group": text(field("sku_group"), 100),
        "tax_type": text(field("tax_type"), 90),
    }


@once_a_language
def plan(mode: str) -> Columns:
    """The columns of what an uploaded sheet would do."""
    tones = {
        label(RowState.NEW): "green",
        label(RowState.CHANGED): "blue",
        label(RowState.UNCHANGED): "gray",
    }
    return {
        "row": amount(_("Row"), 56),
        "state": chips(_("State"), tones, mode, 96),
        **skus(),
        "name": text(field("name"), 160),
        "changes": text(_("Changes"), 220),
        "costs_from": text(field("costs_from"), 92),
    }


@once_a_language
def rejected() -> Columns:
    """The columns of refused rows."""
    return {
        "row": amount(_("Row"), 64),
        "own_code": text(field("own_code"), 150),
        "reason": text(_("Why it is refused"), 800),
    }


@once_a_language
def suggestions(*, narrow: bool = False) -> Columns:
    """The columns of SKUs to choose from; `narrow` is for half a page."""
    unique = {} if narrow else {"unique_code": text(field("unique_code"), 110)}
    return {
        "own_code": text(field("own_code"), 114 if narrow else 120),
        "near_code": text(
            "≈", 30, help=_("The same code but for spaces and dashes that stand elsewhere")
        ),
        "name": text(field("name"), 160 if narrow else 200),
        "option_name": text(field("option_name"), 90),
        **unique,
        "similarity": share(_("Name alike"), 98 if narrow else 120),
        "stock_quantity": amount(field("stock_quantity"), 58),
        "cost_won": amount(field("cost_won"), 80),
    }


@once_a_language
def doubtful() -> Columns:
    """The columns of doubtful matches."""
    return {
        "picture": picture("", 56),
        "name": text(_("Product name"), 230),
        "code": text(_("Its code"), 104),
        "price": amount(_("Final (₩)"), 80),
        "sku": text("SKU", 300, help=_("Code, name and option")),
    }


@once_a_language
def jobs(mode: str) -> Columns:
    """The columns of the job history."""
    return {
        "started": text(_("Started"), 92),
        "state": chips(_("State"), job_tones(), mode, 98),
        "kind": text(_("Job"), 98),
        "store": text(_("Store"), 88),
        "asker": text(_("Asked by"), 78, help=_("Where the job was asked for")),
        "total": amount(_("Items"), 50, _("Listings or days the job is about, as far as is known")),
        "done": amount(_("Handled"), 50),
        "failed": amount(_("Failed"), 48),
        "undone": text(_("Not done"), 138),
        "took": text(_("Took"), 68, alignment="right"),
        "refused": amount(_("Refused"), 58, _("Times NAVER asked us to slow down")),
    }


def job_actions(row_key: str, report_key: str) -> Columns:
    """The buttons of the job history, under keys of the rows they are drawn over."""
    return {"action": action("", row_key, 100), "report": action("", report_key, 84)}


@once_a_language
def running_jobs(mode: str) -> Columns:
    """The columns of many jobs under way."""
    under_way = (JobState.WAITING, JobState.RUNNING, JobState.CANCELLING)
    tones = {label(state): JOB_TONES[state] for state in under_way}
    return {
        "state": chips(_("State"), {**tones, _("Waiting for quota"): "orange"}, mode, 92),
        "store": text(_("Store"), 116),
        "share": share(_("Share done"), 100),
        "kind": text(_("Job"), 108),
        "far": text(_("Progress"), 212),
        "phase": text(_("Stretch at hand"), 166),
        "requests": amount(_("Requests"), 72),
        "refused": amount(_("Refused"), 64, _("Times NAVER asked us to slow down")),
    }


def job_tones() -> dict[str, str]:
    """Chips of job states, and of a job that ended with failures."""
    return {label(state): tone for state, tone in JOB_TONES.items()} | {
        _("! Some failed"): "orange"
    }


@once_a_language
def schedule(mode: str) -> Columns:
    """The columns of what runs by itself."""
    return {
        "kind": text(_("What"), 158),
        "store": text(_("Store"), 104),
        "next": text(_("Next run"), 106),
        "last": text(_("Last run"), 106),
        "outcome": chips(_("Outcome"), job_tones(), mode, 108),
    }


@once_a_language
def report(*, with_changes: bool) -> Columns:
    """The columns of the list of a report."""
    columns = {
        "picture": picture("", 56),
        "name": text(_("Product name"), 170 if with_changes else 156),
        "code": text(_("Seller code"), 116 if with_changes else 98),
        "discounted": amount(_("Final (₩)"), 90 if with_changes else 78),
    }
    return {**columns, "changes": text(_("Changes"), 520)} if with_changes else columns
