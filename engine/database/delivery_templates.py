"""Delivery templates in the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from engine.clock import Clock, to_kst, to_utc
from engine.database.database import Database
from engine.database.numbers import Noun, next_number
from engine.domain.delivery_templates import DeliveryTemplate, TemplateSettings
from engine.errors import BadRequest


class DeliveryTemplates:
    """Loads and saves templates."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock

    def of_store(self, store_id: int) -> tuple[DeliveryTemplate, ...]:
        """The templates of a store, by name."""
        rows = self._db.rows("delivery_templates.of_store", store_id=store_id)
        return tuple(map(_template, rows))

    def get(self, store_id: int, template_id: int) -> DeliveryTemplate:
        """One template. Raises BadRequest where the store has none such."""
        for template in self.of_store(store_id):
            if template.template_id == template_id:
                return template
        raise _gone()

    def save(
        self, store_id: int, settings: TemplateSettings, template_id: int | None = None
    ) -> DeliveryTemplate:
        """A new template, or `template_id` with other settings. Raises BadRequest for a name held
        twice or a template that is gone.
        """
        params: dict[str, Any] = {"store_id": store_id, "name": settings.name}
        with self._db.write() as transaction:
            taken = {**params, "template_id": template_id}
            if transaction.row("delivery_templates.name_taken", **taken):
                raise BadRequest(
                    "There is already a delivery template {name}. Choose another name.",
                    name=settings.name,
                )
            params["settings"] = msgspec.json.encode(settings).decode()
            params["now"] = to_utc(self._clock())
            query = "delivery_templates.replace"
            if template_id is None:
                query = "delivery_templates.add"
                template_id = next_number(transaction, Noun.DELIVERY_TEMPLATE)
            saved = transaction.value(query, template_id=template_id, **params)
            if saved is None:
                raise _gone()
        return self.get(store_id, int(saved))

    def remove(self, store_id: int, template_id: int) -> None:
        """Deletes a template. Raises BadRequest where the store has none such."""
        params = {"store_id": store_id, "template_id": template_id}
        with self._db.write() as transaction:
            if transaction.row("delivery_templates.remove", **params) is None:
                raise _gone()


def _gone() -> BadRequest:
    return BadRequest("There is no such delivery template any more. Look at the list again.")


def _template(row: dict[str, Any]) -> DeliveryTemplate:
    return DeliveryTemplate(
        template_id=row["template_id"],
        store_id=row["store_id"],
        settings=msgspec.json.decode(row["settings"], type=TemplateSettings),
        saved_at=to_kst(row["saved_at"]) or datetime.min,
    )
