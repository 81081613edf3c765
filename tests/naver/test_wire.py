from __future__ import annotations

import msgspec
import pytest

from engine.api_errors import ApiShapeChanged
from engine.naver.wire import Answer, Call, NotJson, decode


class Leaf(msgspec.Struct, rename="camel"):
    sale_price: int


class Branch(msgspec.Struct, rename="camel"):
    channel_products: list[Leaf]


class Tree(msgspec.Struct):
    contents: list[Branch]


CALL = Call(method="GET", path="/v1/things/{number}", group="상품", numbers={"number": 7})
LEAF = {"salePrice": 1}


def answer(body: object) -> Answer:
    raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
    return Answer(status=200, headers={"GNCP-GW-Trace-ID": "trace-1"}, body=raw)


def test_a_call_is_shown_by_its_template_and_sent_to_its_address() -> None:
    assert CALL.name == "GET /v1/things/{number}"
    assert CALL.address == "/v1/things/7"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (
            {"contents": [{"channelProducts": [LEAF]}, {"channelProducts": [LEAF, {}]}]},
            "contents[1].channelProducts[1].salePrice",
        ),
        (
            {
                "contents": [{"channelProducts": []}] * 3
                + [{"channelProducts": [{"salePrice": "1"}]}]
            },
            "contents[3].channelProducts[0].salePrice",
        ),
        ({"contents": [{"channelProducts": None}]}, "contents[0].channelProducts"),
        ({"contents": [7]}, "contents[0]"),
        ({"contents": {}}, "contents"),
        ({}, "contents"),
        ([], "the body"),
        (None, "the body"),
    ],
)
def test_the_member_that_does_not_fit_is_named(body: object, field: str) -> None:
    with pytest.raises(ApiShapeChanged) as caught:
        decode(CALL, answer(body), Tree)

    assert caught.value.params["field"] == field
    assert field in str(caught.value)
    assert caught.value.trace_id == "trace-1"


@pytest.mark.parametrize(
    "body", [b"", b"<html></html>", b'{"contents": [', b"\xff\xfe", b'{"contents": []} x']
)
def test_a_body_that_is_not_json_is_worth_another_try(body: bytes) -> None:
    with pytest.raises(NotJson) as caught:
        decode(CALL, answer(body), Tree)

    assert "is not JSON" in str(caught.value.error())


def test_members_nobody_asked_for_are_ignored() -> None:
    body = {"contents": [], "page": 1, "new": {"deep": [1]}}

    assert decode(CALL, answer(body), Tree) == Tree(contents=[])


@pytest.mark.parametrize("number", [b"12000.0", b"1.2e4", b"12000"])
def test_a_number_with_a_decimal_zero_is_that_number(number: bytes) -> None:
    body = b'{"contents":[{"channelProducts":[{"salePrice":%s}]}]}' % number

    assert decode(CALL, answer(body), Tree).contents[0].channel_products[0].sale_price == 12000


def test_a_number_with_a_part_of_a_won_is_not_cut_in_silence() -> None:
    body = b'{"contents":[{"channelProducts":[{"salePrice":12000.5}]}]}'

    with pytest.raises(ApiShapeChanged, match="salePrice"):
        decode(CALL, answer(body), Tree)
