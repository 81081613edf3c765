"""The calls about the seller: account, channels and delivery settings.

Source: docs/reference/commerce-api.md section 4.
"""

from __future__ import annotations

import msgspec

from engine.domain.delivery import (
    AddressBookEntry,
    BundleGroup,
    BundleGroupSettings,
    ThisDayDispatch,
)
from engine.domain.stores import Channel, SellerAccount
from engine.domain.writes import Receipt
from engine.naver.page_lists import FULL_PAGE, read_to_end
from engine.naver.rows import mend_rows
from engine.naver.transport import Transport
from engine.naver.wire import Call

ACCOUNT = Call(method="GET", path="/v1/seller/account", group="판매자정보")
CHANNELS = Call(method="GET", path="/v1/seller/channels", group="판매자정보")
ADDRESS_BOOK = Call(method="GET", path="/v1/seller/addressbooks-for-page", group="판매자정보")
THIS_DAY_DISPATCH = Call(method="GET", path="/v1/seller/this-day-dispatch", group="판매자정보")
BUNDLE_GROUPS = Call(method="GET", path="/v1/product-delivery-info/bundle-groups", group="상품")
SET_THIS_DAY_DISPATCH = Call(
    method="POST", path="/v1/seller/this-day-dispatch", group="판매자정보", reads=False
)
CREATE_BUNDLE_GROUP = Call(
    method="POST", path="/v1/product-delivery-info/bundle-groups", group="상품", reads=False
)
REPLACE_BUNDLE_GROUP = Call(
    method="PUT",
    path="/v1/product-delivery-info/bundle-groups/{deliveryBundleGroupId}",
    group="상품",
    reads=False,
)


class Sellers:
    """What NAVER knows of the seller. Every call raises ApiError; lists are whole, all pages of
    them. What changes something is sent once: see Transport.push.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def account(self) -> SellerAccount:
        """Who the credentials belong to."""
        wire = self._transport.fetch(ACCOUNT, _Account, urgent=True)
        return SellerAccount(
            account_id=wire.account_id, account_uid=wire.account_uid, grade=wire.grade
        )

    def channels(self) -> tuple[Channel, ...]:
        """The sales channels of the account."""
        wire = self._transport.fetch(
            CHANNELS, list[_Channel], mend=mend_rows(CHANNELS, _Channel), urgent=True
        )
        return tuple(
            Channel(channel_no=w.channel_no, channel_type=w.channel_type, name=w.name, url=w.url)
            for w in wire
        )

    def address_book(self) -> tuple[AddressBookEntry, ...]:
        """The seller's addresses; one that two pages show while the book changes counts once."""

        def read(page: int) -> tuple[list[_Address], int | None]:
            call = msgspec.structs.replace(ADDRESS_BOOK, query={"page": page})
            mend = mend_rows(call, _Address, "addressBooks")
            wire = self._transport.fetch(call, _AddressBookPage, mend=mend, urgent=True)
            return wire.address_books or [], wire.total_page

        rows = read_to_end(ADDRESS_BOOK, read, lambda row: row.address_book_no)
        return tuple(map(_address, rows))

    def this_day_dispatch(self) -> ThisDayDispatch:
        """Cut-off time and days off of same-day shipping."""
        wire = self._transport.fetch(THIS_DAY_DISPATCH, _ThisDayDispatch, urgent=True)
        weekly = wire.holiday_of_the_week
        return ThisDayDispatch(
            basis_hour=wire.basis_hour,
            basis_minute=wire.basis_minute,
            holiday_of_the_week=(weekly,) if isinstance(weekly, str) else tuple(weekly or ()),
            seller_holidays=tuple(wire.seller_holidays or ()),
            reason=wire.reason,
        )

    def bundle_groups(self) -> tuple[BundleGroup, ...]:
        """The bundle delivery groups; NAVER makes the default one at the first reading."""

        def read(page: int) -> tuple[list[_BundleGroup], int | None]:
            query = {"page": page, "size": FULL_PAGE}
            call = msgspec.structs.replace(BUNDLE_GROUPS, query=query)
            mend = mend_rows(call, _BundleGroup, "contents")
            wire = self._transport.fetch(call, _BundleGroupPage, mend=mend, urgent=True)
            return wire.contents or [], wire.total_pages

        rows = read_to_end(BUNDLE_GROUPS, read, lambda row: row.id)
        return tuple(map(_bundle_group, rows))

    def set_this_day_dispatch(self, wanted: ThisDayDispatch) -> Receipt:
        """Replaces the whole setting; the reason is always sent: NAVER's list of members stars it,
        its prose calls it optional.
        """
        body = _ThisDayDispatch(
            basis_hour=wanted.basis_hour,
            basis_minute=wanted.basis_minute,
            holiday_of_the_week=next(iter(wanted.holiday_of_the_week), None),
            seller_holidays=list(wanted.seller_holidays),
            reason=wanted.reason or "",
        )
        return self._pushed(SET_THIS_DAY_DISPATCH, body)

    def create_bundle_group(self, wanted: BundleGroupSettings) -> Receipt:
        """Makes a group; a new default takes the place of the former one."""
        return self._pushed(CREATE_BUNDLE_GROUP, _written(wanted))

    def replace_bundle_group(self, number: int, wanted: BundleGroupSettings) -> Receipt:
        """Replaces a whole group. Raises NotFound where it is gone."""
        call = msgspec.structs.replace(
            REPLACE_BUNDLE_GROUP, numbers={"deliveryBundleGroupId": number}
        )
        return self._pushed(call, _written(wanted))

    def _pushed(self, call: Call, body: msgspec.Struct) -> Receipt:
        sent = msgspec.structs.replace(call, body=msgspec.json.encode(body))
        return Receipt(trace_id=self._transport.push(sent).trace_id)


class _Account(msgspec.Struct, frozen=True, rename="camel"):
    account_id: str
    account_uid: str | None = None
    grade: str | None = None


class _Channel(msgspec.Struct, frozen=True, rename="camel"):
    channel_no: int
    channel_type: str | None = None
    name: str | None = None
    url: str | None = None


class _Address(msgspec.Struct, frozen=True, rename="camel"):
    address_book_no: int
    name: str | None = None
    address_type: str | None = None
    postal_code: str | None = None
    base_address: str | None = None
    detail_address: str | None = None
    address: str | None = None
    phone_number1: str | None = None
    phone_number2: str | None = None


class _AddressBookPage(msgspec.Struct, frozen=True, rename="camel"):
    address_books: list[_Address] | None = None
    total_page: int | None = None


def _address(wire: _Address) -> AddressBookEntry:
    parts = " ".join(part for part in (wire.base_address, wire.detail_address) if part)
    return AddressBookEntry(
        address_book_no=wire.address_book_no,
        name=wire.name,
        address_type=wire.address_type,
        postal_code=wire.postal_code,
        address=wire.address or parts or None,
        phone_number=wire.phone_number1,
        phone_number_2=wire.phone_number2,
    )


class _ThisDayDispatch(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    basis_hour: int | None = None
    basis_minute: int | None = None
    holiday_of_the_week: str | list[str] | None = None
    seller_holidays: list[str] | None = None
    reason: str | None = None


class _AreaFees(msgspec.Struct, frozen=True, omit_defaults=True):
    delivery_area_type: str | None = msgspec.field(default=None, name="deliveryAreaType")
    area_2_extra_fee: int | None = msgspec.field(default=None, name="area2extraFee")
    area_3_extra_fee: int | None = msgspec.field(default=None, name="area3extraFee")


class _BundleGroup(msgspec.Struct, frozen=True, rename="camel"):
    id: int
    name: str | None = None
    usable: bool | None = None
    base_group: bool | None = None
    delivery_fee_charge_method_type: str | None = None
    delivery_fee_by_area: _AreaFees | None = None


class _BundleGroupPage(msgspec.Struct, frozen=True, rename="camel"):
    contents: list[_BundleGroup] | None = None
    total_pages: int | None = None


class _WrittenGroup(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    name: str
    usable: bool
    base_group: bool
    delivery_fee_charge_method_type: str | None
    delivery_fee_by_area: _AreaFees | None = None


class _WrittenBody(msgspec.Struct, frozen=True, rename="camel"):
    delivery_bundle_group: _WrittenGroup


def _written(wanted: BundleGroupSettings) -> _WrittenBody:
    fees = _AreaFees(
        delivery_area_type=wanted.area_type,
        area_2_extra_fee=wanted.area_2_extra_fee_won,
        area_3_extra_fee=wanted.area_3_extra_fee_won,
    )
    return _WrittenBody(
        delivery_bundle_group=_WrittenGroup(
            name=wanted.name,
            usable=bool(wanted.usable),
            base_group=bool(wanted.base_group),
            delivery_fee_charge_method_type=wanted.charge_method,
            delivery_fee_by_area=fees if wanted.area_type else None,
        )
    )


def _bundle_group(wire: _BundleGroup) -> BundleGroup:
    fees = wire.delivery_fee_by_area or _AreaFees()
    return BundleGroup(
        bundle_group_id=wire.id,
        name=wire.name or str(wire.id),
        usable=wire.usable,
        base_group=wire.base_group,
        charge_method=wire.delivery_fee_charge_method_type,
        area_type=fees.delivery_area_type,
        area_2_extra_fee_won=fees.area_2_extra_fee,
        area_3_extra_fee_won=fees.area_3_extra_fee,
    )
