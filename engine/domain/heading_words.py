"""Words of a heading that tell a unit or tax: which may be dropped, which make another number."""

from __future__ import annotations

import re

PLAIN_WORDS = frozenset(
    (
        *("", "필수", "선택", "required", "optional", "숫자", "숫자만", "개당", "1개당", "건당"),
        *("개", "ea", "pc", "pcs", "piece", "pieces", "each", "perpiece", "낱개", "개수", "수량"),
    )
)
VAT_INCLUDED = frozenset(
    (
        *(
            "vat포함",
            "부가세포함",
            "부가가치세포함",
            "세금포함",
            "세포함",
            "vatincluded",
            "vatincl",
        ),
        *("vatinc", "inclvat", "incvat", "includingvat", "withvat", "taxincluded"),
    )
)
WON_WORDS = VAT_INCLUDED | frozenset(
    ("원", "원화", "won", "krw", "₩", "\\", "단가", "원또는%", "₩or%", "wonor%")
)
OTHER_WORDS = frozenset(
    (
        *(
            "usd",
            "us$",
            "$",
            "달러",
            "미달러",
            "jpy",
            "엔",
            "엔화",
            "¥",
            "円",
            "cny",
            "rmb",
            "위안",
        ),
        *("위안화", "元", "eur", "유로", "€", "천원", "만원", "백만원", "박스", "box", "boxes"),
        *(
            "상자",
            "세트",
            "set",
            "sets",
            "팩",
            "pack",
            "packs",
            "묶음",
            "카톤",
            "carton",
            "kg",
            "g",
        ),
    )
)
_WITHOUT_VAT = re.compile(
    r"(?:vat|부가세|부가가치세|세금|세액|세|tax)(?:\d+%)?(?:별도|제외|미포함|불포함|전|없음|excluded"
    r"|exclusive|excl|ex|notincluded)|(?:excl|ex|excluding|without|w/?o|before|no)(?:vat|tax)"
    r"|공급가액?|공급단가|세전가?|과세전|별도|net"
)


def without_vat(word: str) -> bool:
    """Whether the word says that VAT is not in the number."""
    return bool(_WITHOUT_VAT.fullmatch(word))


def words(told: str) -> list[str]:
    """The words of a bracket: "단위: 원 / VAT 포함" tells 원 and vat포함."""
    text = re.sub(r"^(?:단위|unit)[:=]?", "", re.sub(r"[\s_.\-]", "", told))
    known = text in WON_WORDS or without_vat(text)
    return [text] if known else re.split(r"[,/·|;&+:]", text)


def is_known(word: str) -> bool:
    """Whether a word beside the name of a column, without brackets, tells a unit or tax."""
    return word in WON_WORDS | OTHER_WORDS | {"개", "ea", "pcs", "%"} or without_vat(word)
