"""What the audit says of a store, its terms and its contacts: plain text, no secret."""

from __future__ import annotations

from engine.domain.audit import Facts
from engine.domain.contacts import Contact
from engine.domain.stores import Store
from engine.domain.terms import Terms


def store_facts(store: Store) -> Facts:
    """Everything that is set of a store, by name. Memos are told by their length alone."""
    basics, front, switches = store.basics, store.storefront, store.switches
    return {
        "name": store.name,
        "application_id": store.client_id,
        "base_url": store.base_url,
        "store_type": store.store_type,
        "tax_mode": store.tax_mode,
        "seller_id": basics.seller_id,
        "business_no": basics.business_no,
        "window_kind": basics.window_kind,
        "category": basics.category_name,
        "memo": None if basics.memo is None else f"{len(basics.memo)} letters",
        "storefront": front.address,
        "channel_no": _text(front.channel_no),
        "linked_seller_id": store.linked_seller_id,
        "valid_until": _text(store.valid_until),
        "secret_set_at": _text(store.secret_set_at),
        "master": _text(switches.master),
        "product": _text(switches.product),
        "order": _text(switches.order),
        "cs": _text(switches.cs),
        "stock": _text(switches.stock),
        "settlement": _text(switches.settlement),
        "order_confirm": switches.order_confirm,
        "extend_days": _text(switches.extend_days),
        "archived_at": _text(store.archived_at),
    }


def terms_facts(terms: Terms) -> Facts:
    """The terms that hold last, by name."""
    quick, waiver = terms.quick_settlement, terms.waiver
    return {
        "fee_tier": f"{terms.tiers[0].tier} {terms.tiers[0].starts_on}" if terms.tiers else None,
        "quick_settlement": f"{quick[0].used} {quick[0].starts_on}" if quick else None,
        "waiver": f"{waiver.starts_on} {waiver.ends_on}" if waiver else None,
        "monthly_cap_won": _text(waiver.monthly_cap_won) if waiver else None,
        "pays_back": ("yes" if waiver.pays_back else "no") if waiver else None,
    }


def contact_facts(masked: Contact) -> Facts:
    """A contact that is masked already."""
    return {
        "name": masked.name,
        "title": None if masked.title is None else f"{masked.title[:1]}***",  # sealed elsewhere
        "email": masked.email,
        "phone": masked.phone,
        "mobile": masked.mobile,
        "chat_address": masked.chat_address,
        "alerts": ", ".join(masked.alerts),
        "ways": ", ".join(masked.ways),
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)
