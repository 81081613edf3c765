"""A store's delivery settings, from the seed: address book, this-day dispatch, bundle groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.sandbox.catalogue import mix

Record = dict[str, Any]

_CITIES = (
    ("서울특별시 마포구 월드컵북로", "03925"),
    ("경기도 하남시 미사강변한강로", "12902"),
    ("부산광역시 서구 원양로", "49241"),
    ("경기도 이천시 마장면 덕평로", "17384"),
    ("전라남도 완도군 완도읍 해변공원로", "59114"),
    ("제주특별자치도 서귀포시 성산읍 일출로", "63643"),
)
_KINDS = ("REPRESENTATIVE", "RELEASE", "REFUND_OR_EXCHANGE", "BUSINESS", "GENERAL", "RELEASE")
_KIND_NAMES = {
    "REPRESENTATIVE": "대표 주소",
    "RELEASE": "출고지",
    "REFUND_OR_EXCHANGE": "반품/교환지",
    "BUSINESS": "사업장",
    "GENERAL": "기타 주소",
}
_GROUP_NAMES = ("기본 묶음배송그룹", "냉장 묶음", "가구 설치 묶음", "소형 묶음", "제주 출고 묶음")


@dataclass(slots=True)
class DeliverySettings:
    """What one store's seller centre holds; changed by the calls and by the control calls."""

    addresses: list[Record]
    this_day_dispatch: Record | None
    bundle_groups: list[Record]


def make_settings(seed: int, store: int, account_id: str, today: date) -> DeliverySettings:
    """Settings of an invented store; its days off are still to come. The second store's are long
    enough to need a second page.
    """
    bits = mix(seed * 31 + store)
    long = store == 1
    return DeliverySettings(
        addresses=[_address(store, k, bits) for k in range(104 if long else 4 + bits % 4)],
        this_day_dispatch={
            "sellerId": account_id,
            "basisHour": (14, 11, 16)[store % 3],
            "basisMinute": (0, 30, 0)[store % 3],
            "holidayOfTheWeek": ("WEDNESDAY", "MONDAY", "FRIDAY")[store % 3],
            "sellerHolidays": [] if store % 3 == 2 else _days_off(today),
            "reason": "정기 휴무",
        },
        bundle_groups=[_bundle_group(store, k) for k in range(61 if long else 3 + store % 3)],
    )


def _days_off(today: date) -> list[str]:
    feasts = [date(today.year + ahead, *day) for ahead in (0, 1) for day in ((1, 1), (12, 25))]
    return [feast.isoformat() for feast in feasts if feast >= today][:2]


def _address(store: int, k: int, bits: int) -> Record:
    road, postal = _CITIES[(k + store) % len(_CITIES)]
    kind = _KINDS[k % len(_KINDS)]
    entry: Record = {
        "addressBookNo": 100_200_000 + store * 1000 + k * 3,
        "name": f"{_KIND_NAMES[kind]} {k // len(_KINDS) + 1}" if k >= 6 else _KIND_NAMES[kind],
        "addressType": kind,
        "postalCode": postal,
        "baseAddress": f"{road} {10 + (bits + k * 7) % 180}",
        "detailAddress": f"{1 + k % 9}층",
        "phoneNumber1": f"02-{3000 + store * 10 + k % 10}-{1000 + k * 37 % 9000}",
        "hasLocation": True,
        "roadNameAddress": True,
        "overseasAddress": False,
    }
    entry["address"] = f"{entry['baseAddress']} {entry['detailAddress']}"
    if k % 3 == 0:
        entry["phoneNumber2"] = f"010-{2000 + k}-{4000 + k * 11 % 5000}"
    return entry


def _bundle_group(store: int, k: int) -> Record:
    name = _GROUP_NAMES[k] if k < len(_GROUP_NAMES) else f"묶음배송그룹 {k + 1}"
    group: Record = {
        "id": 40_500_000 + store * 1000 + k,
        "name": name,
        "usable": k == 0 or k % 4 != 2,
        "baseGroup": k == 0,
        "deliveryFeeChargeMethodType": "MIN" if k % 2 == 0 else "MAX",
    }
    if k % 3 != 2:
        group["deliveryFeeByArea"] = {
            "deliveryAreaType": "AREA_3",
            "area2extraFee": 3000,
            "area3extraFee": 5000,
        }
    return group
