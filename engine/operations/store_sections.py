"""The sections of the store form, each saved by itself."""

from __future__ import annotations

from datetime import date

import msgspec

from engine.database.categories import Categories
from engine.domain.business import tidy_business_no
from engine.domain.fees import StoreType
from engine.domain.people import Role
from engine.domain.storefront import (
    Basics,
    Storefront,
    tidy_channel,
    tidy_memo,
    tidy_seller_id,
    typed_address,
)
from engine.domain.stores import (
    Store,
    tidy_address,
    tidy_client_id,
    tidy_name,
    tidy_secret,
)
from engine.domain.switches import Switches, tidy_switches
from engine.errors import BadRequest
from engine.operations.access import Access, needs
from engine.operations.store_changes import StoreChanges


class ApiData(msgspec.Struct, frozen=True, kw_only=True):
    """The API section as typed, but for the secret."""

    client_id: str
    base_url: str
    linked_seller_id: str = ""
    valid_until: date | None = None


class StoreSectionOperations:
    """What is asked of the store form.

    `shown` is the store as the form showed it: only what differs from it is saved, and what
    somebody else changed in the same place meanwhile raises ChangedMeanwhile.
    """

    def __init__(self, access: Access, changes: StoreChanges, categories: Categories) -> None:
        self._access, self._changes, self._categories = access, changes, categories

    @needs(Role.MANAGER)
    def save_basics(
        self, store_id: int, name: str, basics: Basics, *, shown: Store | None = None
    ) -> Store:
        """Saves the basics; the category by its number, its path comes from NAVER's list. Raises
        BadRequest for what cannot be used, an unknown category among it.
        """
        shown = self._shown(store_id, shown)
        tidy = Basics(
            seller_id=tidy_seller_id(basics.seller_id or ""),
            window_kind=basics.window_kind,
            category_id=basics.category_id,
            category_name=self._category_name(shown, basics.category_id),
            memo=tidy_memo(basics.memo or ""),
            business_no=tidy_business_no(basics.business_no or ""),
        )
        store = msgspec.structs.replace(shown, name=tidy_name(name), basics=tidy)
        return self._changes.save("store.basics", shown, store)

    @needs(Role.MANAGER)
    def save_storefront(
        self,
        store_id: int,
        address: str,
        *,
        channel: str = "",
        store_type: StoreType,
        shown: Store | None = None,
    ) -> Store:
        """Saves address (a whole URL is understood, and tells the type of store) and channel; what
        differs must be checked anew. Raises BadRequest for a wrong form or another store's.
        """
        shown, typed = self._shown(store_id, shown), typed_address(address)
        channel_no = tidy_channel(channel)
        same = channel_no == shown.storefront.channel_no
        front = Storefront(
            address=typed.address,
            channel_no=channel_no,
            channel_name=shown.storefront.channel_name if same else None,
        )
        store = msgspec.structs.replace(
            shown, storefront=front, store_type=typed.store_type or store_type
        )
        return self._changes.save("store.storefront", shown, store)

    @needs(Role.MANAGER)
    def save_api(
        self, store_id: int, api: ApiData, secret: str = "", *, shown: Store | None = None
    ) -> Store:
        """Saves the API data; an empty secret leaves the one that is set. Raises BadRequest for
        what cannot be used, AlreadyRunning while a job runs.
        """
        shown = self._shown(store_id, shown)
        new_secret = tidy_secret(secret) if secret.strip() else None
        store = msgspec.structs.replace(
            shown,
            client_id=tidy_client_id(api.client_id),
            base_url=tidy_address(api.base_url),
            linked_seller_id=tidy_seller_id(api.linked_seller_id),
            valid_until=api.valid_until,
        )
        return self._changes.save("store.api", shown, store, new_secret)

    @needs(Role.MANAGER)
    def save_switches(
        self, store_id: int, switches: Switches, *, shown: Store | None = None
    ) -> Store:
        """Turns calls of the store on or off; one that is off counts at once, for jobs under way
        too. Raises BadRequest for an extension that cannot be.
        """
        shown = self._shown(store_id, shown)
        store = msgspec.structs.replace(shown, switches=tidy_switches(switches))
        return self._changes.save("store.switches", shown, store)

    def _shown(self, store_id: int, shown: Store | None) -> Store:
        """The store as it was shown to who typed; as it is where nothing was shown."""
        held = self._access.held(store_id)
        return shown if shown is not None and shown.store_id == store_id else held

    def _category_name(self, held: Store, category_id: str | None) -> str | None:
        if category_id is None:
            return None
        if category_id == held.basics.category_id:
            return held.basics.category_name
        for category in self._categories.all():
            if category.category_id == category_id:
                return category.whole_name
        raise BadRequest(
            "NAVER has no category {category}. Choose one of its list; fetch the list again if the"
            " category is new.",
            category=category_id,
        )
