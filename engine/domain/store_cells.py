"""The columns of a sheet of stores, and what its cells mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from engine.domain.fees import FeeTier, StoreType, TaxMode
from engine.domain.sheet_headings import Layout
from engine.domain.storefront import WindowKind
from engine.errors import BadRequest

STORE_HEADINGS = {
    "name": ("스토어 이름", "스토어", "이름"),
    "client_id": ("애플리케이션 id", "application id", "client id"),
    "linked_seller_id": ("연동용 판매자 id", "linked seller id"),
    "storefront": ("스토어 주소", "store address"),
    "channel_no": ("채널 번호", "채널", "channel", "channel no"),
    "store_type": ("스토어 유형", "kind of store"),
    "seller_id": ("판매자 id", "seller id"),
    "business_no": ("사업자등록번호", "사업자번호", "business number"),
    "window_kind": ("윈도 판매자", "window seller"),
    "memo": ("메모",),
    "fee_tier": ("수수료 기준", "fee tier"),
    "tier_starts_on": ("기준 시작일", "tier counts from"),
    "tax_mode": ("부가세", "vat"),
    "valid_until": ("유효기간", "애플리케이션 유효기간", "application valid until"),
    "base_url": ("api 주소", "연결 주소", "api address"),
    "secret": ("시크릿", "애플리케이션 시크릿", "application secret", "client secret"),
}
STORE_LAYOUT = Layout(STORE_HEADINGS, ("name",))
_WORDS: dict[type[StrEnum], dict[str, str]] = {
    FeeTier: {"영세": "MICRO", "중소1": "SMALL_1", "중소2": "SMALL_2", "중소3": "SMALL_3"}
    | {"일반": "GENERAL"},
    StoreType: {
        "스마트스토어": "SMARTSTORE",
        "브랜드스토어": "BRAND_STORE",
        "brand": "BRAND_STORE",
    },
    TaxMode: {"일반과세": "GENERAL", "간이과세": "SIMPLIFIED", "면세": "EXEMPT"},
    WindowKind: {
        "백화점윈도": "DEPARTMENT",
        "아울렛윈도": "OUTLET",
        "스타일윈도": "STYLE",
        "디자이너윈도": "DESIGNER",
        "뷰티윈도": "BEAUTY",
        "리빙윈도": "LIVING",
        "푸드윈도": "FOOD",
        "키즈윈도": "KIDS",
        "펫윈도": "PET",
        "아트윈도": "ART",
        "플레이윈도": "PLAY",
        "기타": "OTHER",
    },
}
Member = TypeVar("Member", FeeTier, StoreType, TaxMode, WindowKind)


def given(
    cells: Mapping[str, str], field: str, tidy: Callable[[str], str], held: str | None
) -> str:
    """The tidied text of a cell; `held`, where there is one, for an empty cell. Raises what `tidy`
    raises.
    """
    text = cells.get(field, "")
    return held if not text and held else tidy(text)


def member(cells: Mapping[str, str], field: str, kind: type[Member], held: Member | None) -> Member:
    """The member a cell names, in Korean or in the engine's word; `held` for an empty cell. Raises
    BadRequest for another word.
    """
    text = cells.get(field, "")
    if not text and held is not None:
        return held
    word = re.sub(r"[\s\-]", "", text)
    name = _WORDS[kind].get(word.casefold(), word.upper())
    members: dict[str, Member] = {str(member): member for member in kind}
    if name not in members:
        raise BadRequest(
            '"{found}" is none of the words of the column {column}. Use one of: {words}.',
            found=text[:30],
            column=field,
            words=", ".join((*_WORDS[kind], *members)),
        )
    return members[name]


def day(cells: Mapping[str, str], field: str) -> date | None:
    """The day of a cell, None for an empty one. Raises BadRequest for what is no day."""
    text = cells.get(field, "")
    if not text:
        return None
    form = re.fullmatch(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})\.?(T00:00(:00)?)?", text)
    try:
        return date(*(int(part) for part in form.groups()[:3])) if form else _no_day(text, field)
    except ValueError:
        return _no_day(text, field)


def _no_day(text: str, field: str) -> date:
    raise BadRequest(
        '"{found}" in the column {column} is no day. Write it as 2026-11-23.',
        found=text[:30],
        column=field,
    )
