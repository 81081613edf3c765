"""The seller calls: account, channels, address book, this-day dispatch.

Source: docs/reference/commerce-api.md section 4.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from engine.sandbox.answers import (
    Answer,
    InvalidInput,
    Refused,
    ok,
    read_object,
    service_error,
    whole_number,
)
from engine.sandbox.gateway import Call

ADDRESSES_A_PAGE = 100
_WORKING_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def account(call: Call) -> Answer:
    """GET the account behind the token."""
    store = call.store
    return ok(
        {"accountId": store.account_id, "accountUid": store.account_uid, "grade": store.grade}
    )


def channels(call: Call) -> Answer:
    """GET channels, a top-level array; a window seller has a WINDOW channel too."""
    store = call.store
    number = 500_100_000 + store.index * 10
    rows: list[dict[str, Any]] = [
        {
            "channelNo": number,
            "channelType": "STOREFARM",
            "name": store.name,
            "url": f"https://smartstore.example/{store.account_id}",
            "representativeImageUrl": f"{call.public_url}/images/{store.index % 40}.svg",
            "talkTalkAccountId": f"w{store.index + 1:04d}a",
        }
    ]
    if store.shelf.catalogue.window_seller:
        rows.append(
            {
                "channelNo": number + 1,
                "channelType": "WINDOW",
                "name": f"{store.name} 윈도",
                "url": f"https://shopping.example/window/{store.account_id}",
            }
        )
    return ok(rows)


def address_book(call: Call) -> Answer:
    """GET a page of addresses, 100 a page, with `totalPage` in the singular."""
    addresses = call.store.delivery.addresses
    page = max(1, _number(call.query.get("page", 1), "page"))
    start = (page - 1) * ADDRESSES_A_PAGE
    return ok(
        {
            "addressBooks": addresses[start : start + ADDRESSES_A_PAGE],
            "page": page,
            "totalPage": -(-len(addresses) // ADDRESSES_A_PAGE),
        }
    )


def address(call: Call) -> Answer:
    """GET one address."""
    number = _number(call.path_value, "addressBookNo")
    for entry in call.store.delivery.addresses:
        if entry["addressBookNo"] == number:
            return ok(entry)
    return service_error(404, "RESOURCE_NOT_AVAILABLE", "존재하지 않는 주소록입니다.")


def this_day_dispatch(call: Call) -> Answer:
    """GET the this-day dispatch setting; only sellerId for a seller who never set it."""
    setting = call.store.delivery.this_day_dispatch
    return ok(setting if setting is not None else {"sellerId": call.store.account_id})


def set_this_day_dispatch(call: Call) -> Answer:
    """POST the setting: 204 without a body; Saturday and Sunday are refused as a weekly holiday."""
    body = read_object(call.body)
    wrong = [
        *_outside(body, "basisHour", 23),
        *_outside(body, "basisMinute", 59),
        *_wrong_holidays(body),
    ]
    if wrong:
        raise Refused(service_error(400, "GENERAL_ERROR", "입력값을 확인해 주세요.", *wrong))
    known = ("basisHour", "basisMinute", "holidayOfTheWeek", "sellerHolidays", "reason")
    call.store.delivery.this_day_dispatch = {
        "sellerId": call.store.account_id,
        **{name: body[name] for name in known if body.get(name) is not None},
    }
    return Answer(status=204, content_type=None)


def _outside(body: dict[str, Any], name: str, most: int) -> list[InvalidInput]:
    value = body.get(name)
    if type(value) is int and 0 <= value <= most:
        return []
    return [InvalidInput(name, "Range", f"0 이상 {most} 이하의 값을 입력해 주세요.")]


def _wrong_holidays(body: dict[str, Any]) -> list[InvalidInput]:
    wrong: list[InvalidInput] = []
    weekly = body.get("holidayOfTheWeek")
    if weekly is not None and weekly not in _WORKING_DAYS:
        wrong.append(
            InvalidInput("holidayOfTheWeek", "NotValidEnum", "주말은 휴무 요일로 쓸 수 없습니다.")
        )
    days = body.get("sellerHolidays", [])
    if not isinstance(days, list) or not all(map(_is_day, days)):
        wrong.append(InvalidInput("sellerHolidays", "TypeMismatch", "yyyy-MM-dd"))
    if not isinstance(body.get("reason", ""), str):
        wrong.append(InvalidInput("reason", "TypeMismatch", "문자열이 아닙니다."))
    return wrong


def _is_day(value: object) -> bool:
    """Whether it is a day as yyyy-MM-dd, the form assumed (docs/reference/openapi.yaml)."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _number(value: object, name: str) -> int:
    try:
        return whole_number(value, name)
    except Refused:
        wrong = InvalidInput(name, "TypeMismatch", "숫자 형식이 아닙니다.")
        raise Refused(
            service_error(400, "GENERAL_ERROR", "입력값을 확인해 주세요.", wrong)
        ) from None
