"""What the columns of a sheet of SKUs are called, by sellers and by NAVER's lists."""

from __future__ import annotations

from engine.domain.sheet_headings import Layout

SKU_LAYOUT = Layout(
    {
        "own_code": ("자체상품코드", "자체코드", "sku", "sku코드", "skucode"),
        "unique_code": ("고유상품코드", "고유코드"),
        "name": ("상품명", "이름", "품명", "productname"),
        "option_name": ("option", "옵션", "옵션명"),
        "cost_won": ("cost", "원가", "매입가", "매입원가"),
        "stock_quantity": ("stock", "재고", "재고수량"),
        "packaging_won": ("packaging", "packagingcost", "포장비"),
        "shipping_won": ("shipping", "shippingcost", "배송비", "택배비"),
        "inbound_won": ("inbound", "inboundcost", "입고비", "사입비"),
        "ads": ("advertising", "광고비"),
        "returns": ("returncost", "반품비"),
        "sku_group": ("group", "sku그룹", "상품그룹", "그룹"),
        "tax_type": (
            *("tax", "과세구분", "과세여부", "과세유형", "과면세", "과면세구분"),
            *("부가세구분", "부가세유형", "세금구분"),
        ),
        "costs_from": ("costsfrom", "원가적용일", "적용일"),
    },
    ("own_code", "name"),
    second={
        "own_code": (
            *("판매자상품코드", "판매자코드", "판매자관리코드"),
            *("seller_management_code", "seller_code"),
        ),
        "cost_won": ("공급가", "공급가액", "공급단가"),
    },
    won=("cost_won", "packaging_won", "shipping_won", "inbound_won"),
    pieces=("stock_quantity",),
    shares=("ads", "returns"),
)
SKU_COLUMNS = SKU_LAYOUT.columns
