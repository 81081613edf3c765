"""What shoppers and the seller centre call a store: seller id, category, address, channel."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from urllib.parse import urlsplit

import msgspec

from engine.domain.contacts import tidy_email
from engine.domain.fees import StoreType
from engine.errors import BadRequest

MEMO_LETTERS = 2_000
_HOSTS = {
    "smartstore.naver.com": StoreType.SMARTSTORE,
    "brand.naver.com": StoreType.BRAND_STORE,
}
_ADDRESS = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_SELLER_ID = re.compile(r"[A-Za-z0-9._-]{2,60}")
_CHANNEL = re.compile(r"[1-9][0-9]{0,17}")


class WindowKind(StrEnum):
    """A themed window of NAVER shopping (쇼핑윈도) that a store was let into."""

    DEPARTMENT = "DEPARTMENT"  # 백화점윈도
    OUTLET = "OUTLET"  # 아울렛윈도
    STYLE = "STYLE"  # 스타일윈도
    DESIGNER = "DESIGNER"  # 디자이너윈도
    BEAUTY = "BEAUTY"  # 뷰티윈도
    LIVING = "LIVING"  # 리빙윈도
    FOOD = "FOOD"  # 푸드윈도
    KIDS = "KIDS"  # 키즈윈도
    PET = "PET"  # 펫윈도
    ART = "ART"  # 아트윈도
    PLAY = "PLAY"  # 플레이윈도
    OTHER = "OTHER"


class Basics(msgspec.Struct, frozen=True, kw_only=True):
    """The basics section of the store form but for the name."""

    seller_id: str | None = None  # login id or e-mail
    window_kind: WindowKind | None = None  # None: no window seller
    category_id: str | None = None
    category_name: str | None = None  # the whole path, as NAVER told it
    memo: str | None = None
    business_no: str | None = None  # ten digits; of the seller, who may have several stores


class Storefront(msgspec.Struct, frozen=True, kw_only=True):
    """Where shoppers find the store. `address` is what follows smartstore.naver.com/."""

    address: str | None = None
    channel_no: int | None = None
    channel_name: str | None = None  # as NAVER told it at the last check


class TypedAddress(msgspec.Struct, frozen=True, kw_only=True):
    """A storefront address as understood; `store_type` where a whole URL told it."""

    address: str | None
    store_type: StoreType | None = None


def typed_address(text: str) -> TypedAddress:
    """What was typed or pasted as the store's address. Raises BadRequest for another site's, or for
    signs no address has.
    """
    typed = text.strip()
    if not typed:
        return TypedAddress(address=None)
    host, path = _host_and_path(typed)
    if host not in (None, *_HOSTS):
        raise BadRequest(
            "{host} is no storefront. Paste the address that begins with"
            " smartstore.naver.com/ or brand.naver.com/.",
            host=host,
        )
    address = path.strip("/").partition("/")[0].lower()
    if not _ADDRESS.fullmatch(address):
        raise BadRequest(
            "The store address has a wrong form. It is what follows smartstore.naver.com/:"
            " letters, digits, - and _."
        )
    return TypedAddress(address=address, store_type=_HOSTS.get(host or ""))


def _host_and_path(typed: str) -> tuple[str | None, str]:
    """The host without www. or m., None where only the part behind it was typed."""
    if "://" not in typed and "." not in typed.split("/", 1)[0]:
        return None, re.split(r"[?#]", typed, maxsplit=1)[0]
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        host = parts.hostname or ""
    except ValueError:
        host, parts = "—", urlsplit("")
    return re.sub(r"^(www|m)\.", "", host), parts.path


def address_in(url: str | None) -> str | None:
    """The address in a channel's URL as NAVER tells it, whatever its host; None for none."""
    if not url:
        return None
    parts = urlsplit(url if "://" in url else f"https://{url}")
    return parts.path.strip("/").partition("/")[0].lower() or None


def tidy_seller_id(text: str) -> str | None:
    """A login id or an e-mail address, None for none. Raises BadRequest for one of a wrong form."""
    typed = text.strip()
    if not typed or "@" in typed:
        return tidy_email(typed)
    if not _SELLER_ID.fullmatch(typed):
        raise BadRequest(
            "The seller id has a wrong form. It is the login id of the SmartStore centre"
            " or an e-mail address, without spaces."
        )
    return typed


def tidy_channel(text: str) -> int | None:
    """A channel number, None for none. Raises BadRequest for what is no number."""
    typed = text.strip()
    if not typed:
        return None
    if not _CHANNEL.fullmatch(typed):
        raise BadRequest("A channel number has digits only. Leave it empty to have it looked up.")
    return int(typed)


def tidy_memo(text: str) -> str | None:
    """The memo with its lines, None for none. Raises BadRequest for a very long one."""
    memo = unicodedata.normalize("NFC", text).strip()
    if len(memo) > MEMO_LETTERS:
        raise BadRequest("The memo is longer than {most} letters. Shorten it.", most=MEMO_LETTERS)
    return memo or None
