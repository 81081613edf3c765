"""What the audit's lines are called: actions, the facts they tell, and the values of those."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from dashboard.words.fields import fields
from dashboard.words.i18n import N_, _
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN
from engine import (
    AlertKind,
    AlertWay,
    Confidence,
    ConnectionState,
    FeeTier,
    JobKind,
    OrderConfirm,
    PrerequisiteKind,
    Role,
    ScheduleKind,
    Security,
    StoreType,
    TaxMode,
    WindowKind,
    WriteState,
)

ACTIONS = {
    "account.first": N_("First manager made"),
    "account.demo": N_("Demo accounts made"),
    "account.add": N_("Person added"),
    "account.update": N_("Person changed"),
    "account.disable": N_("Person disabled"),
    "account.enable": N_("Person enabled"),
    "account.unlock": N_("Person unlocked"),
    "account.lock": N_("Account locked after wrong tries"),
    "account.lock_address": N_("Address locked after wrong tries"),
    "account.password": N_("Password changed"),
    "account.password_wrong": N_("Present password was wrong"),
    "account.sign_in": N_("Signed in"),
    "account.sign_in_failed": N_("Sign-in failed"),
    "account.sign_out": N_("Signed out"),
    "account.sign_out_everywhere": N_("Signed out everywhere"),
    "alert.rules": N_("Alert settings changed"),
    "alert.mail_server": N_("Mail server changed"),
    "alert.test": N_("Test alert sent"),
    "alert.retry": N_("Alerts tried again"),
    "backup.write": N_("Backup written"),
    "backup.fetch": N_("Backup downloaded"),
    "contact.add": N_("Contact added"),
    "contact.open": N_("Contact shown"),
    "contact.remove": N_("Contact removed"),
    "contact.update": N_("Contact changed"),
    "delivery_template.remove": N_("Delivery template removed"),
    "costs.profile": N_("Cost profile saved"),
    "delivery_template.save": N_("Delivery template saved"),
    "fees.accept": N_("New fee rate table accepted"),
    "fees.add": N_("Fee rate added"),
    "fees.withdraw": N_("Fee rate withdrawn"),
    "job.start": N_("Job started"),
    "job.cancel": N_("Job cancelled"),
    "job.resume": N_("Job resumed"),
    "naver.send.bundle_group_create": N_("New bundle group sent to NAVER"),
    "naver.send.bundle_group_edit": N_("Bundle group sent to NAVER"),
    "naver.send.this_day_dispatch": N_("This-day dispatch sent to NAVER"),
    "naver.settle.bundle_group_create": N_("New bundle group looked up at NAVER"),
    "naver.settle.bundle_group_edit": N_("Bundle group looked up at NAVER"),
    "naver.settle.this_day_dispatch": N_("This-day dispatch looked up at NAVER"),
    "prerequisite.fetch": N_("Prerequisites fetched"),
    "settlement.fetch": N_("Settlements read"),
    "product.link": N_("SKU link changed"),
    "product.link_sheet": N_("SKU links from a sheet"),
    "product.unlink": N_("SKU link taken off"),
    "product.put_back": N_("SKU link put back"),
    "product.leave_without_sku": N_("Needs no SKU"),
    "product.accept_match": N_("Match accepted"),
    "product.withdraw_acceptance": N_("Match doubtful again"),
    "product.want_sku": N_("Needs a SKU again"),
    "scenario.remove": N_("Scenario removed"),
    "scenario.save": N_("Scenario saved"),
    "schedule.resume_on_start": N_("Resuming at start changed"),
    "schedule.run": N_("Schedule run by hand"),
    "sku.save": N_("SKUs saved"),
    "store.add": N_("Store added"),
    "store.api": N_("API data changed"),
    "store.archive": N_("Store archived"),
    "store.basics": N_("Store basics changed"),
    "store.check": N_("Connection checked"),
    "store.delete": N_("Store deleted"),
    "store.duplicate": N_("Store duplicated"),
    "store.fee_tier": N_("Fee tier changed"),
    "store.quick_settlement": N_("Quick settlement changed"),
    "store.restore": N_("Store restored"),
    "store.secret": N_("API secret replaced"),
    "store.sheet": N_("Stores added from a sheet"),
    "store.storefront": N_("Storefront changed"),
    "store.switches": N_("Integration changed"),
    "store.update": N_("Store changed"),
    "store.waiver": N_("Starter programme changed"),
}
FACTS = {  # names that stand in the audit alone; all others are those of fields
    "application_id": N_("Application ID"),
    "alerts": N_("Alerts"),
    "archived_at": N_("Archived"),
    "category": N_("Category"),
    "changed": N_("Changed"),
    "chat_address": N_("Chat address"),
    "confidence": N_("Attested"),
    "connection": N_("Connection"),
    "cs": N_("CS API"),
    "email": N_("E-mail"),
    "extend_days": N_("Sale period extended by (days)"),
    "host": N_("Server"),
    "key": N_("With the key"),
    "kind": N_("Kind"),
    "language": N_("Language"),
    "listings": N_("Listings"),
    "master": N_("Master switch"),
    "mobile": N_("Mobile"),
    "monthly_cap_won": N_("Monthly cap (₩)"),
    "on": N_("Switched on"),
    "order": N_("Order API"),
    "order_confirm": N_("Order confirmation"),
    "outcome": N_("Outcome"),
    "pays_back": N_("Fee paid back later"),
    "phone": N_("Phone"),
    "port": N_("Port"),
    "product": N_("Product API"),
    "quick_settlement": N_("Quick settlement"),
    "quiet": N_("Quiet hours"),
    "rate": N_("Fee rate"),
    "refusals": N_("Refused calls"),
    "rows": N_("Rows"),
    "secret_set_at": N_("Secret set"),
    "security": N_("Security"),
    "sku": "SKU",
    "source": N_("Source"),
    "settlement": N_("Settlement API"),
    "stock": N_("Display, status and stock API"),
    "until": N_("Until"),
    "title": N_("Title or department"),
    "valid_from": N_("First day"),
    "valid_to": N_("Last day"),
    "waiver": N_("Starter programme"),
    "ways": N_("Ways"),
}
KINDS: dict[str, type[StrEnum]] = {  # whose members a fact's words are
    "alerts": AlertKind,
    "confidence": Confidence,
    "connection": ConnectionState,
    "fee_tier": FeeTier,
    "kind": JobKind,
    "order_confirm": OrderConfirm,
    "outcome": WriteState,
    "role": Role,
    "security": Security,
    "store_type": StoreType,
    "tax_mode": TaxMode,
    "ways": AlertWay,
    "window_kind": WindowKind,
}
SUBJECTS: dict[str, type[StrEnum]] = {
    "prerequisite.fetch": PrerequisiteKind,
    "schedule.run": ScheduleKind,
}
WORDS = {
    "yes": N_("yes"),
    "no": N_("no"),
    "True": N_("yes"),
    "False": N_("no"),
    "every": N_("every one"),
    "all": N_("all"),
}


def action_label(action: str) -> str:
    """What an action is called; one without a name of its own keeps its code."""
    return _(ACTIONS[action]) if action in ACTIONS else action


def facts_text(facts: Mapping[str, str | None]) -> str:
    """Facts as one line of names and values."""
    return " · ".join(f"{_name(name)}: {_value(name, value)}" for name, value in facts.items())


def subject_text(action: str, subject: str) -> str:
    """What was touched; a closed set's word is translated, what people wrote stays."""
    return _members(SUBJECTS[action], subject) if action in SUBJECTS else subject


def _name(name: str) -> str:
    return _(FACTS[name]) if name in FACTS else fields(name)


def _value(name: str, value: str | None) -> str:
    if value is None:
        return UNKNOWN
    if name in KINDS:
        return _members(KINDS[name], value)
    first, space, rest = value.partition(" ")
    return f"{_(WORDS[first])}{space}{rest}" if first in WORDS else value


def _members(kind: type[StrEnum], text: str) -> str:
    """Members with commas or spaces between them; other words, such as a day, stay."""
    members = {member.value: member for member in kind}
    return ", ".join(
        " ".join(label(members[word]) if word in members else word for word in part.split())
        for part in text.split(", ")
    )
