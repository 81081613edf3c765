"""The commands about stores: list, show, set, archive; a secret is read, never shown."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

import msgspec

from dashboard.commands.answers import first_line
from dashboard.commands.option_types import day, one_of, positive, switch, waiver
from dashboard.words.check_steps import check_answer
from engine import (
    ApiData,
    Basics,
    ConnectionCheck,
    Contact,
    Engine,
    FeeTier,
    OrderConfirm,
    Store,
    StoreType,
    TaxMode,
    WindowKind,
    today,
)

Answer = dict[str, Any]
Options = argparse.Namespace
Leaf = Callable[[Any, str, Callable[..., Answer], str], argparse.ArgumentParser]


def add_store_commands(group: Any, leaf: Leaf) -> None:
    """Enters these commands into the parser."""
    listed = leaf(group, "list", list_stores, "every store in use, or every archived one")
    listed.add_argument("--archived", action="store_true")
    leaf(group, "show", show_store, "everything set of a store, but the secret").add_argument(
        "name"
    )
    _set(leaf(group, "set", set_store, "change a store; what is not given stays"))
    for name, command, text in (
        ("archive", archive_store, "put a store out of use; its data stay"),
        ("restore", restore_store, "put an archived store into use again"),
    ):
        leaf(group, name, command, text).add_argument("name")


def _set(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("name")
    add("--name", dest="new_name")
    add("--seller-id", help="login id or e-mail; empty: none")
    add("--business-number", metavar="NO", help="ten digits; empty: none")
    add("--window", choices=[*WindowKind, "none"])
    add("--category", help="number of a leaf category; fetch them first with --fetch-categories")
    add("--fetch-categories", action="store_true")
    add("--memo")
    add("--storefront", metavar="ADDRESS", help="what follows smartstore.naver.com/, or the URL")
    add("--channel", metavar="NO")
    add("--store-type", **one_of(StoreType))
    add("--client-id")
    add("--linked-seller-id")
    add("--base-url")
    add("--valid-until", type=day)
    add("--secret", action="store_true", help="read a new secret from standard input")
    add("--fee-tier", **one_of(FeeTier))
    add("--reprice", action="store_true", help="the tier or waiver may price closed months anew")
    add("--since", type=day, help="the tier's, or quick settlement's, first day (default: today)")
    add("--tax-mode", **one_of(TaxMode))
    add("--quick-settlement", choices=["yes", "no"])
    add("--waiver", type=waiver, metavar="START:END[:WON][:back]", help="or none")
    add("--switch", type=switch, action="append", default=[], metavar="NAME=on|off")
    not_yet = "kept; nothing acts on it yet"
    add("--order-confirm", **one_of(OrderConfirm), help=not_yet)
    add("--extend-days", type=_days, metavar="DAYS", help=f"or off; {not_yet}")


def _days(text: str) -> int:
    return 0 if text == "off" else positive(text)


def list_stores(engine: Engine, options: Options) -> Answer:
    """Every store, one line each."""
    stores = engine.stores.archived() if options.archived else engine.stores.all()
    return {"stores": [_line(store) for store in stores]}


def _line(store: Store) -> Answer:
    return {
        "store": store.name,
        "connection": store.connection,
        "approved": store.approved_at is not None,
        "fee_tier": store.fee_tier,
        "storefront": store.storefront.address,
        "valid_until": store.valid_until,
        "switched_on": store.switches.master,
    }


def show_store(engine: Engine, options: Options) -> Answer:
    """Everything set of a store; whether the secret is set, contacts masked."""
    return shown(engine, engine.stores.named(options.name))


def shown(engine: Engine, store: Store) -> Answer:
    """A store as the command line shows it."""
    terms = engine.terms.of_store(store.store_id)
    return {
        **_line(store),
        "archived": store.archived_at is not None,
        "basics": msgspec.to_builtins(store.basics),
        "channel": {"no": store.storefront.channel_no, "name": store.storefront.channel_name},
        "store_type": store.store_type,
        "api": {
            "client_id": store.client_id,
            "linked_seller_id": store.linked_seller_id,
            "base_url": store.base_url,
            "secret_set_at": store.secret_set_at,
            "account_id": store.account_id,
            "checked_at": store.checked_at,
            "problem": store.problem_code,
        },
        "tax_mode": store.tax_mode,
        "fee_tiers": [msgspec.to_builtins(one) for one in terms.tiers],
        "quick_settlement": [msgspec.to_builtins(one) for one in terms.quick_settlement],
        "waiver": msgspec.to_builtins(terms.waiver),
        "switches": msgspec.to_builtins(store.switches),
        "contacts": [_contact(one) for one in engine.contacts.of_store(store.store_id)],
    }


def _contact(masked: Contact) -> Answer:
    told: Answer = msgspec.to_builtins(masked)
    del told["store_id"]
    return {**told, "alerts": ", ".join(masked.alerts), "ways": ", ".join(masked.ways)}


def set_store(engine: Engine, options: Options) -> Answer:
    """Changes what is given, section by section; other API data are checked at once."""
    store = engine.stores.named(options.name)
    if options.fetch_categories:
        engine.categories.fetch(store.store_id)
    _set_basics(engine, store, options)
    _set_storefront(engine, store, options)
    _set_terms(engine, store, options)
    _set_switches(engine, store, options)
    check = _set_api(engine, store, options)
    answer = shown(engine, engine.stores.get(store.store_id))
    return answer if check is None else {**answer, "check": check_answer(check)}


def _set_basics(engine: Engine, store: Store, options: Options) -> None:
    given = (options.new_name, options.seller_id, options.window, options.category, options.memo)
    if all(value is None for value in (*given, options.business_number)):
        return
    held = store.basics
    window = None if options.window == "none" else WindowKind(options.window or "OTHER")
    basics = Basics(
        seller_id=held.seller_id if options.seller_id is None else options.seller_id,
        window_kind=held.window_kind if options.window is None else window,
        category_id=held.category_id if options.category is None else options.category or None,
        memo=held.memo if options.memo is None else options.memo,
        business_no=held.business_no
        if options.business_number is None
        else options.business_number,
    )
    name = options.new_name or store.name
    engine.store_sections.save_basics(store.store_id, name, basics, shown=store)


def _set_storefront(engine: Engine, store: Store, options: Options) -> None:
    if options.storefront is None and options.channel is None and options.store_type is None:
        return
    held = store.storefront
    address = held.address or "" if options.storefront is None else options.storefront
    channel = str(held.channel_no or "") if options.channel is None else options.channel
    engine.store_sections.save_storefront(
        store.store_id,
        address,
        channel=channel,
        store_type=options.store_type or store.store_type,
        shown=store,
    )


def _set_terms(engine: Engine, store: Store, options: Options) -> None:
    since = options.since or today()
    if options.tax_mode is not None:
        engine.stores.update(store.store_id, tax_mode=options.tax_mode)
    if options.fee_tier is not None:
        engine.terms.set_tier(store.store_id, options.fee_tier, since, reprice=options.reprice)
    if options.quick_settlement is not None:
        used = options.quick_settlement == "yes"
        engine.terms.set_quick_settlement(store.store_id, since, used=used)
    if options.waiver is not None:
        engine.terms.set_waiver(store.store_id, options.waiver or None, reprice=options.reprice)


def _set_switches(engine: Engine, store: Store, options: Options) -> None:
    changes: Answer = dict(options.switch)
    if options.order_confirm is not None:
        changes["order_confirm"] = options.order_confirm
    if options.extend_days is not None:
        changes["extend_days"] = options.extend_days or None
    if changes:
        engine.store_sections.save_switches(
            store.store_id, msgspec.structs.replace(store.switches, **changes), shown=store
        )


def _set_api(engine: Engine, store: Store, options: Options) -> ConnectionCheck | None:
    """The outcome of the check, None where no API data were given."""
    given = (options.client_id, options.linked_seller_id, options.base_url)
    if all(value is None for value in (*given, options.valid_until)) and not options.secret:
        return None
    api = ApiData(
        client_id=store.client_id if options.client_id is None else options.client_id,
        base_url=store.base_url if options.base_url is None else options.base_url,
        linked_seller_id=store.linked_seller_id or ""
        if options.linked_seller_id is None
        else options.linked_seller_id,
        valid_until=options.valid_until or store.valid_until,
    )
    secret = first_line() if options.secret else ""
    engine.store_sections.save_api(store.store_id, api, secret, shown=store)
    may_be_asked = store.switches.master and store.archived_at is None
    return engine.stores.check(store.store_id) if may_be_asked else None


def archive_store(engine: Engine, options: Options) -> Answer:
    """Puts a store out of use."""
    return _line(engine.stores.archive(engine.stores.named(options.name).store_id))


def restore_store(engine: Engine, options: Options) -> Answer:
    """Puts a store into use again."""
    return _line(engine.stores.restore(engine.stores.named(options.name).store_id))
