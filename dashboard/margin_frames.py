"""Margins as DataFrames: a page of listings, the tiers of one listing, the whole download."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.fields import field, fields
from dashboard.i18n import _
from dashboard.labels import label
from engine import FeeTier, MarginTable, UnknownCost

LOSS, LOW, PROFIT = "LOSS", "LOW", "PROFIT"


def verdicts() -> dict[str, str]:
    """Sign and word of each verdict."""
    return {LOSS: _("▼ Loss"), LOW: _("△ Low"), PROFIT: _("✓ Profit")}


def margin_frame(
    table: MarginTable, tier: FeeTier, rows: NDArray[np.intp], target_mp: int
) -> pd.DataFrame:
    """These listings at one tier, won as they are, rates in percent."""
    columns = table.tiers[tier].take(rows)
    words = verdicts()
    kinds = [
        LOSS if profit < 0 else LOW if rate < target_mp else PROFIT
        for profit, rate in zip(columns.profit_won, columns.margin_rate_mp, strict=True)
    ]
    return pd.DataFrame(
        {
            "name": table.name[rows],
            "verdict": [[words[kind]] for kind in kinds],
            "price": columns.price_won,
            "order_fee": columns.order_fee_won,
            "sales_fee": columns.sales_fee_won,
            "settlement": columns.settlement_won,
            "cost": columns.cost_won,
            "profit": columns.profit_won,
            "rate": _percents(columns.price_won, columns.margin_rate_mp),
        }
    )


def _percents(price_won: NDArray[np.int64], rate_mp: NDArray[np.int64]) -> NDArray[np.float64]:
    """Rates for display in percent; empty where nothing is paid."""
    return np.where(price_won > 0, rate_mp / 1000, np.nan)


def tiers_frame(table: MarginTable, at: int) -> pd.DataFrame:
    """One listing in every tier; the store's own tier is marked in words."""
    own = table.store.fee_tier
    rows = {tier: columns.take(np.array([at])) for tier, columns in table.tiers.items()}
    return pd.DataFrame(
        {
            "tier": [
                _("{tier} (ours)").format(tier=label(tier)) if tier is own else label(tier)
                for tier in rows
            ],
            "fees": [one.order_fee_won[0] + one.sales_fee_won[0] for one in rows.values()],
            "settlement": [one.settlement_won[0] for one in rows.values()],
            "profit": [one.profit_won[0] for one in rows.values()],
            "rate": [_percents(one.price_won, one.margin_rate_mp)[0] for one in rows.values()],
        }
    )


def unknown_frame(unknown: UnknownCost, limit: int) -> pd.DataFrame:
    """Listings without a margin, and what is not known of them."""
    missing = [fields(names) for names in unknown.missing[:limit]]
    return pd.DataFrame(
        {
            "number": unknown.channel_product_no[:limit],
            "name": unknown.name[:limit],
            "sku": unknown.sku_code[:limit],
            "missing": missing,
        }
    )


def margin_download(table: MarginTable) -> pd.DataFrame:
    """Every listing and, side by side, what each tier leaves; those of unknown cost come last."""
    known: dict[str, Any] = {
        field("channel_product_no"): table.channel_product_no,
        field("name"): table.name,
        field("category_name"): table.category_name,
        field("sku_code"): table.sku_code,
        _("Price (₩)"): table.price_won,
        _("Cost (₩)"): table.costs.goods_won,
        _("Packaging (₩)"): table.costs.packaging_won,
        _("Shipping (₩)"): table.costs.shipping_won,
    }
    for tier, columns in table.tiers.items():
        name = label(tier)
        known[f"{name} {_('Order fee (₩)')}"] = columns.order_fee_won
        known[f"{name} {_('Sales fee (₩)')}"] = columns.sales_fee_won
        known[f"{name} {_('Settlement (₩)')}"] = columns.settlement_won
        known[f"{name} {_('Profit (₩)')}"] = columns.profit_won
        known[f"{name} {_('Margin rate (%)')}"] = _percents(
            columns.price_won, columns.margin_rate_mp
        )
    frame = pd.DataFrame(known)
    whole = frame.select_dtypes("int64").columns
    frame[whole] = frame[whole].astype("Int64")
    return pd.concat([frame, _unknown_rows(table.unknown)], ignore_index=True)


def _unknown_rows(unknown: UnknownCost) -> pd.DataFrame:
    return pd.DataFrame(
        {
            field("channel_product_no"): pd.array(unknown.channel_product_no, dtype="Int64"),
            field("name"): unknown.name,
            field("sku_code"): unknown.sku_code,
            _("Not known"): [fields(names) for names in unknown.missing],
        }
    )
