"""Shows a page of a store's listings with what is held and what each would match; nothing is
saved.
"""

from __future__ import annotations

from engine.database.products import Products
from engine.domain.boards import PreviewPage, PreviewRow
from engine.domain.matching import Match, MatchKind
from engine.domain.products import ProductSearch
from engine.naver import CommerceApi


def match_of(api: CommerceApi, products: Products, listing: PreviewRow) -> Match:
    """What a listing matches by its code or, where that finds none, by the codes of its options.

    Options are read from NAVER; a listing that is matched already, or ambiguous, needs no reading.
    """
    _, by_code = products.preview_matches(0, (listing.product,))
    match = by_code[listing.product.channel_product_no]
    if match.kind is not MatchKind.NONE:
        return match
    detail = api.products.origin(listing.product.origin_product_no, urgent=True)
    return products.options.match_of(listing.product, detail.options)


def preview(
    api: CommerceApi,
    products: Products,
    store_id: int,
    search: ProductSearch,
    *,
    page: int,
    size: int,
) -> PreviewPage:
    """One page as NAVER shows it now. An imported listing shows its link, another what its code
    matches.
    """
    found = api.products.search(search, page=page, size=size, urgent=True, known=True)
    held, by_code = products.preview_matches(store_id, found.products)
    return PreviewPage(
        page=found.page,
        size=found.size,
        total=found.total,
        rows=tuple(
            PreviewRow(
                product=row,
                imported=row.channel_product_no in held,
                match=held.get(row.channel_product_no) or by_code[row.channel_product_no],
            )
            for row in found.products
        ),
        unread=found.unread,
    )
