"""The command that tells margins."""

from __future__ import annotations

import argparse
from typing import Any

from engine import Engine, FeeTier, MarginTable, MarginUnit

Answer = dict[str, Any]
Options = argparse.Namespace


def margins(engine: Engine, options: Options) -> Answer:
    """What each listing leaves in every tier."""
    store = engine.stores.named(options.name)
    table = engine.margins.table(
        store.store_id,
        arrival=options.arrival,
        on=options.on,
        unit=MarginUnit.OPTION if options.by_option else MarginUnit.LISTING,
        with_delivery=options.with_delivery,
    )
    rows = [row for tier in FeeTier for row in _margin_rows(table, tier)]
    rows.sort(key=lambda row: row["channel_product_no"])
    return {
        "rows": rows,
        "unknown_cost": len(table.unknown.channel_product_no),
        "unmatched": table.unmatched,
        "ended": table.ended,
    }


def _unit(table: MarginTable, row: int) -> Answer:
    """What a row has beside its amounts: its tax (null: not known, by the mode of the store), its
    option (null for none), what delivery brings.
    """
    more: Answer = {"tax_type": table.tax.of(row)}
    if table.unit is MarginUnit.OPTION:
        more["option_id"] = abs(int(table.option_id[row])) or None
        more["supplement"] = bool(table.supplement[row])
        more["as_whole"] = bool(table.as_whole[row])
    if table.delivery_won is not None:
        more["delivery_won"] = int(table.delivery_won[row])
    return more


def _margin_rows(table: MarginTable, tier: FeeTier) -> list[Answer]:
    columns = table.tiers[tier]
    return [
        {
            "channel_product_no": int(table.channel_product_no[row]),
            **_unit(table, row),
            "sku_code": table.sku_code[row],
            "doubtful": bool(table.doubtful[row]),
            "tier": tier,
            "price_won": int(columns.price_won[row]),
            "order_fee_won": int(columns.order_fee_won[row]),
            "sales_fee_won": int(columns.sales_fee_won[row]),
            "settlement_won": int(columns.settlement_won[row]),
            "cost_won": int(columns.cost_won[row]),
            "margin_won": int(columns.profit_won[row]),
            "margin_rate": int(columns.margin_rate_mp[row]) / 100_000
            if columns.price_won[row]
            else None,
        }
        for row in range(len(table))
    ]
