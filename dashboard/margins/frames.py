"""Margins as DataFrames: a page of listings, the tiers of one listing, the whole download."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.parts.frames import DOUBTED, sku_of
from dashboard.words.fields import field, fields
from dashboard.words.i18n import _
from dashboard.words.labels import label, tax_text
from engine import FeeTier, MarginTable, MarginUnit, Sku, UnknownCost, parts_of

LOSS, LOW, PROFIT = "LOSS", "LOW", "PROFIT"
FILLED = "◇"  # before the name of a product a part of whose cost a profile filled in


def verdicts() -> dict[str, str]:
    """Sign and word of each verdict."""
    return {LOSS: _("▼ Loss"), LOW: _("△ Low"), PROFIT: _("✓ Profit")}


def margin_frame(
    table: MarginTable,
    tier: FeeTier,
    rows: NDArray[np.intp],
    target_mp: int,
    skus: Mapping[str, Sku],
) -> pd.DataFrame:
    """These listings at one tier, won as they are, rates in percent; `skus` by own code."""
    columns = table.tiers[tier].take(rows)
    words, filled = verdicts(), table.costs.filled[rows]
    kinds = [
        LOSS if profit < 0 else LOW if rate < target_mp else PROFIT
        for profit, rate in zip(columns.profit_won, columns.margin_rate_mp, strict=True)
    ]
    frame = pd.DataFrame(
        {
            "name": [
                signed_name(str(name), doubtful=doubtful, filled=bool(bits))
                for name, doubtful, bits in zip(
                    table.name[rows], table.doubtful[rows], filled, strict=True
                )
            ],
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
    frame["sku"] = [sku_of(code, skus) for code in table.sku_code[rows]]
    tax = table.tax.take(rows)
    if not tax.all_taxed:
        frame["tax"] = [tax_text(tax.of(row)) for row in range(len(rows))]
    if (table.as_whole | table.supplement)[rows].any():
        frame["as_whole"] = _cost_of(table, rows)
    if filled.any():
        frame["filled"] = [filled_text(int(bits)) for bits in filled]
    return frame


def signed_name(name: str, *, doubtful: bool, filled: bool) -> str:
    """The name behind the signs of what is to be known of its margin."""
    signs = [*([DOUBTED] if doubtful else []), *([FILLED] if filled else [])]
    return " ".join([*signs, name])


def _cost_of(table: MarginTable, rows: Any) -> list[str]:
    """What the cost of rows is of, in words."""
    marks = zip(table.as_whole[rows], table.supplement[rows], strict=True)
    return [_("supplement") if beside else as_whole_text(bool(whole)) for whole, beside in marks]


def as_whole_text(as_whole: bool) -> str:
    """That the cost of an option is that of its listing, in a word; nothing where it is its own."""
    return _("of the product") if as_whole else ""


def filled_text(bits: int) -> str:
    """The parts of a cost that a profile filled in, in words."""
    return ", ".join(label(part) for part in parts_of(bits))


def _percents(base_won: NDArray[np.int64], rate_mp: NDArray[np.int64]) -> NDArray[np.float64]:
    """Rates for display in percent; empty where there is nothing to be a rate of."""
    return np.where(base_won > 0, rate_mp / 1000, np.nan)


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


def unknown_frame(unknown: UnknownCost, limit: int, skus: Mapping[str, Sku]) -> pd.DataFrame:
    """Listings without a margin, and what is not known of them."""
    missing = [fields(names) for names in unknown.missing[:limit]]
    return pd.DataFrame(
        {
            "number": unknown.channel_product_no[:limit],
            "name": unknown.name[:limit],
            "sku": [sku_of(code, skus) for code in unknown.sku_code[:limit]],
            "missing": missing,
        }
    )


def margin_download(table: MarginTable, skus: Mapping[str, Sku]) -> pd.DataFrame:
    """Every listing and, side by side, what each tier leaves; those of unknown cost come last.
    `skus` by own code.
    """
    known: dict[str, Any] = {
        field("channel_product_no"): table.channel_product_no,
        field("name"): table.name,
        field("category_name"): table.category_name,
        field("brand_name"): table.brand_name,
        **_sku_columns(table.sku_code, skus),
        field("match_doubt"): [_("doubtful") if one else "" for one in table.doubtful],
        _("Price (₩)"): table.price_won,
        **_cost_columns(table),
        _("Filled by a profile"): [filled_text(int(bits)) for bits in table.costs.filled],
        field("tax_type"): [tax_text(table.tax.of(row)) for row in range(len(table))],
    }
    if table.unit is MarginUnit.OPTION:
        known[_("Option no.")] = np.abs(table.option_id)
        known[_("Cost of")] = _cost_of(table, slice(None))
    for tier, columns in table.tiers.items():
        name = label(tier)
        known[f"{name} {_('Order fee (₩)')}"] = columns.order_fee_won
        known[f"{name} {_('Sales fee (₩)')}"] = columns.sales_fee_won
        known[f"{name} {_('Settlement (₩)')}"] = columns.settlement_won
        known[f"{name} {_('Profit (₩)')}"] = columns.profit_won
        known[f"{name} {_('Margin rate (%)')}"] = _percents(
            columns.price_won, columns.margin_rate_mp
        )
        known[f"{name} {_('Margin on cost (%)')}"] = _percents(
            columns.cost.total_won, columns.cost_rate_mp
        )
    frame = pd.DataFrame(known)
    whole = frame.select_dtypes("int64").columns
    frame[whole] = frame[whole].astype("Int64")
    return pd.concat([frame, _unknown_rows(table.unknown, skus)], ignore_index=True)


def _sku_columns(codes: Iterable[str | None], skus: Mapping[str, Sku]) -> dict[str, Any]:
    held = [(code, skus.get(code or "")) for code in codes]
    return {
        field("sku_code"): [code for code, _sku in held],
        field("sku_name"): [sku.name if sku else None for _code, sku in held],
        field("sku_option"): [sku.option_name if sku else None for _code, sku in held],
    }


def _cost_columns(table: MarginTable) -> dict[str, Any]:
    """The parts of the cost in won, shares worked out; delivery where it is counted."""
    costs, delivery = table.costs, table.delivery_won
    revenue = table.price_won if delivery is None else table.price_won + delivery
    columns: dict[str, Any] = {} if delivery is None else {_("Delivery fee (₩)"): delivery}
    return columns | {
        _("Cost (₩)"): costs.goods_won,
        _("Packaging (₩)"): costs.packaging_won,
        _("Shipping (₩)"): costs.shipping_won,
        _("Inbound (₩)"): costs.inbound_won,
        _("Advertising (₩)"): costs.ads_at(revenue),
        _("Returns (₩)"): costs.returns_at(revenue),
    }


def _unknown_rows(unknown: UnknownCost, skus: Mapping[str, Sku]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            field("channel_product_no"): pd.array(unknown.channel_product_no, dtype="Int64"),
            field("name"): unknown.name,
            **_sku_columns(unknown.sku_code, skus),
            field("match_doubt"): [_("doubtful") if one else "" for one in unknown.doubtful],
            _("Not known"): [fields(names) for names in unknown.missing],
        }
    )
