"""A store's delivery templates, each checked against what NAVER has."""

from __future__ import annotations

from engine.database.delivery_templates import DeliveryTemplates
from engine.database.prerequisites import Prerequisites
from engine.domain.delivery import AddressBookEntry, PrerequisiteKind, facts, record_of
from engine.domain.delivery_templates import (
    CheckedTemplate,
    DeliveryTemplate,
    Known,
    TemplateSettings,
    tidy_template,
)
from engine.domain.meanwhile import merged
from engine.domain.people import Role
from engine.errors import BadRequest
from engine.operations.access import Access, needs
from engine.operations.delivery import DeliveryOperations
from engine.operations.prerequisite_fetch import fetched_rows, require_prerequisites


class DeliveryTemplateOperations:
    """What is asked of delivery templates."""

    def __init__(
        self,
        access: Access,
        templates: DeliveryTemplates,
        prerequisites: Prerequisites,
        delivery: DeliveryOperations,
    ) -> None:
        self._access, self._templates = access, templates
        self._prerequisites, self._delivery = prerequisites, delivery

    @needs(Role.OPERATOR)
    def of_store(self, store_id: int) -> tuple[CheckedTemplate, ...]:
        """The templates of a store by name, each checked against what was fetched last."""
        held, known = self._templates.of_store(store_id), self._at_naver(store_id)
        return tuple(_checked(template, known) for template in held)

    @needs(Role.OPERATOR)
    def save(
        self,
        store_id: int,
        settings: TemplateSettings,
        template_id: int | None = None,
        *,
        shown: TemplateSettings | None = None,
    ) -> CheckedTemplate:
        """A new template, or `template_id` changed. `shown` is the template as who changes it saw
        it. Raises BadRequest for what NAVER would refuse or does not have, PrerequisitesMissing
        while nothing tells, ChangedMeanwhile where somebody else changed the same meanwhile.
        """
        self._access.held(store_id)
        require_prerequisites(store_id, self._prerequisites)
        before = None if template_id is None else self._templates.get(store_id, template_id)
        tidy, known = tidy_template(settings), self._at_naver(store_id)
        if before is not None and shown is not None:
            tidy = merged(shown, tidy, before.settings)
        for problem in known.problems(tidy):
            raise BadRequest(problem.text, **problem.params)
        saved = self._templates.save(store_id, tidy, template_id)
        self._access.note(
            "delivery_template.save",
            store_id=store_id,
            subject=saved.settings.name,
            before={**facts(before.settings)} if before else None,
            after={**facts(saved.settings)},
        )
        return _checked(saved, known)

    @needs(Role.OPERATOR)
    def remove(self, store_id: int, template_id: int) -> None:
        """Deletes a template. Raises BadRequest where it is gone already."""
        before = self._templates.get(store_id, template_id)
        self._templates.remove(store_id, template_id)
        self._access.note(
            "delivery_template.remove",
            store_id=store_id,
            subject=before.settings.name,
            before={**facts(before.settings)},
        )

    def _at_naver(self, store_id: int) -> Known:
        """What NAVER holds of a store, by what was fetched last."""
        book = fetched_rows(self._prerequisites, store_id, PrerequisiteKind.ADDRESS_BOOK)
        return Known(
            addresses=tuple(record_of(AddressBookEntry, row) for row in book or ()),
            groups=self._delivery.bundle_groups(store_id),
            dispatch=self._delivery.this_day_dispatch(store_id),
        )


def _checked(template: DeliveryTemplate, known: Known) -> CheckedTemplate:
    fields = {name: getattr(template, name) for name in DeliveryTemplate.__struct_fields__}
    return CheckedTemplate(**fields, problems=known.problems(template.settings))
