"""One listing in a line: picture, name, codes, price and stock."""

from __future__ import annotations

import streamlit as st

from dashboard.words.i18n import _
from dashboard.words.phrases import number, plain, seller_code, won
from engine import ChannelProduct


def product_line(product: ChannelProduct) -> None:
    """Picture, name, codes, price and stock of a listing."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if product.image_url:
            st.image(product.image_url, width=52, alt=product.name)
        facts = [
            _("Channel product {number}").format(number=product.channel_product_no),
            seller_code(product.seller_management_code),
            won(product.discounted_price_won or product.sale_price_won),
            _("stock {count}").format(count=number(product.stock_quantity)),
        ]
        st.markdown(f"**{plain(product.name)}**  \n:small[:gray[{' · '.join(facts)}]]")
