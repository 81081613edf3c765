"""The columns of the margin page's tables: by product, one product in every tier, unknown costs."""

from __future__ import annotations

import streamlit as st

from dashboard.margins.frames import verdicts
from dashboard.parts.columns import amount, chips, once_a_language, rate, text
from dashboard.parts.tables import Columns
from dashboard.words.fields import field
from dashboard.words.i18n import _


@once_a_language
def margins(mode: str) -> Columns:
    """The columns of margins by product."""
    words = verdicts()
    tones = {words["LOSS"]: "orange", words["LOW"]: "gray", words["PROFIT"]: "green"}
    return {
        "name": text(_("Product name"), 146),
        "verdict": chips(_("Verdict"), tones, mode, 74),
        "price": amount(_("Price"), 70, _("What a buyer pays, in won")),
        "order_fee": amount(_("Order"), 58, _("Order management fee in won, by fee tier")),
        "sales_fee": amount(_("Sales"), 58, _("Sales fee in won, by arrival")),
        "settlement": amount(_("Settled"), 70, _("Settlement in won: price less both fees")),
        "cost": amount(_("Cost"), 66, _("All that a piece costs, in won")),
        "profit": amount(_("Profit"), 66, _("After VAT, in won")),
        "rate": rate(_("Rate"), 58, _("Margin rate: profit on the price")),
        "sku": text("SKU", 190, help=_("Code, name and option")),
        "tax": text(
            *(_("Tax"), 84),
            help=_(
                "Of the goods, by the SKU or NAVER; where it is not known the store's VAT counts"
            ),
        ),
        "as_whole": text(
            _("Cost of"),
            90,
            help=_(
                "Of the product's SKU: the option has no code, or options are not read yet; of a"
                " supplement sold beside the product"
            ),
        ),
        "filled": text(_("Filled"), 100, help=_("Parts of the cost that a cost profile filled in")),
    }


@once_a_language
def tiers() -> Columns:
    """The columns of one product in every tier."""
    return {
        "tier": text(_("Tier"), 82),
        "fees": amount(_("Fees"), 54),
        "settlement": amount(_("Settled"), 64),
        "profit": amount(_("Profit"), 60),
        "rate": rate(_("Rate"), 62),
    }


@once_a_language
def unknown() -> Columns:
    """The columns of products of unknown cost."""
    return {
        "number": st.column_config.NumberColumn(
            field("channel_product_no"), width=150, format="%d"
        ),
        "name": text(_("Product name"), 360),
        "sku": text("SKU", 230, help=_("Code, name and option")),
        "missing": text(_("Not known"), 260),
    }
