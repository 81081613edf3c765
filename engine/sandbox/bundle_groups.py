"""The bundle delivery group calls. Source: docs/reference/commerce-api.md section 4."""

from __future__ import annotations

from engine.sandbox.answers import (
    Answer,
    InvalidInput,
    Refused,
    bad_request,
    not_found,
    ok,
    read_object,
    whole_number,
)
from engine.sandbox.delivery import Record
from engine.sandbox.gateway import Call


def search(call: Call) -> Answer:
    """GET bundle-groups: name is a prefix; size at most 100."""
    groups = call.store.delivery.bundle_groups
    prefix = call.query.get("name", "")
    groups = [group for group in groups if group["name"].startswith(prefix)]
    for flag in ("usable", "baseGroup"):
        if wanted := call.query.get(flag):
            groups = [group for group in groups if group[flag] == (wanted == "true")]
    page = max(1, whole_number(call.query.get("page", 1), "page"))
    size = whole_number(call.query.get("size", 50), "size")
    if not 1 <= size <= 100:
        raise Refused(bad_request(InvalidInput("size", "Max", "100 이하의 값을 입력해 주세요.")))
    pages = -(-len(groups) // size)
    return ok(
        {
            "contents": groups[(page - 1) * size : page * size],
            "page": page,
            "size": size,
            "totalElements": len(groups),
            "totalPages": pages,
            "sort": {"sorted": True, "fields": [{"name": "id", "direction": "ASC"}]},
            "first": page == 1,
            "last": page >= pages,
        }
    )


def read(call: Call) -> Answer:
    """GET one bundle group, wrapped."""
    return ok({"deliveryBundleGroup": _find_group(call)})


def create(call: Call) -> Answer:
    """POST a bundle group; answers its number."""
    groups = call.store.delivery.bundle_groups
    group = _checked_group(read_object(call.body))
    group["id"] = max(g["id"] for g in groups) + 1
    _store_group(groups, group)
    return ok({"groupId": group["id"]})


def replace(call: Call) -> Answer:
    """PUT a bundle group: full replacement under the same number; the base group stays usable."""
    old = _find_group(call)
    group = _checked_group(read_object(call.body))
    group["id"] = old["id"]
    if old["baseGroup"] and not (group["baseGroup"] and group["usable"]):
        raise Refused(
            bad_request(InvalidInput("usable", "Invalid", "기본 그룹은 해제할 수 없습니다."))
        )
    groups = call.store.delivery.bundle_groups
    groups.remove(old)
    _store_group(groups, group)
    return ok({"groupId": group["id"]})


def _find_group(call: Call) -> Record:
    number = whole_number(call.path_value, "deliveryBundleGroupId")
    for group in call.store.delivery.bundle_groups:
        if group["id"] == number:
            return group
    raise Refused(not_found("존재하지 않는 묶음배송그룹입니다."))


def _store_group(groups: list[Record], group: Record) -> None:
    if group["baseGroup"]:
        for other in groups:
            other["baseGroup"] = False
    groups.append(group)
    groups.sort(key=lambda g: int(g["id"]))


def _checked_group(body: Record) -> Record:
    sent = body.get("deliveryBundleGroup")
    if not isinstance(sent, dict):
        raise Refused(bad_request(_missing("deliveryBundleGroup")))
    wrong: list[InvalidInput] = []
    for name, kind in (("name", str), ("usable", bool), ("baseGroup", bool)):
        if not isinstance(sent.get(name), kind):
            wrong.append(_missing(f"deliveryBundleGroup.{name}"))
    if isinstance(sent.get("name"), str) and not sent["name"].strip():
        wrong.append(InvalidInput("deliveryBundleGroup.name", "NotBlank", "필수 입력값입니다."))
    if sent.get("deliveryFeeChargeMethodType") not in ("MIN", "MAX"):
        wrong.append(
            InvalidInput(
                "deliveryBundleGroup.deliveryFeeChargeMethodType", "NotValidEnum", "MIN, MAX"
            )
        )
    wrong += _wrong_area(sent.get("deliveryFeeByArea"))
    if wrong:
        raise Refused(bad_request(*wrong))
    known = ("name", "usable", "baseGroup", "deliveryFeeChargeMethodType", "deliveryFeeByArea")
    return {name: sent[name] for name in known if sent.get(name) is not None}


def _wrong_area(area: object) -> list[InvalidInput]:
    name = "deliveryBundleGroup.deliveryFeeByArea"
    if area is None:
        return []
    if not isinstance(area, dict) or area.get("deliveryAreaType") not in ("AREA_2", "AREA_3"):
        return [InvalidInput(f"{name}.deliveryAreaType", "NotValidEnum", "AREA_2, AREA_3")]
    fees = [area[key] for key in ("area2extraFee", "area3extraFee") if key in area]
    if all(type(fee) is int and 0 <= fee <= 200_000 for fee in fees):
        return []
    return [InvalidInput(name, "Max", "추가 배송비는 200,000원 이하여야 합니다.")]


def _missing(name: str) -> InvalidInput:
    return InvalidInput(name, "NotNull", "필수 입력값입니다.")
