"""Delivery: NAVER's settings, changed by a plan that is confirmed, and the store's templates."""

from __future__ import annotations

from engine.database.delivery_templates import DeliveryTemplates
from engine.domain.delivery import (
    AddressBookEntry,
    BundleGroup,
    BundleGroupSettings,
    PrerequisiteKind,
    ThisDayDispatch,
    facts,
    record_of,
)
from engine.domain.delivery_templates import (
    CheckedTemplate,
    DeliveryTemplate,
    Known,
    TemplateSettings,
    tidy_template,
)
from engine.domain.people import Role
from engine.domain.writes import Write
from engine.doors.door import needs
from engine.doors.writes import WriteDoor
from engine.errors import BadRequest
from engine.jobs.prerequisites import require_prerequisites


class DeliveryDoor(WriteDoor):
    """What is asked of delivery settings and templates."""

    _templates: DeliveryTemplates

    @needs(Role.OPERATOR)
    def this_day_dispatch(self, store_id: int) -> ThisDayDispatch | None:
        """The setting as it was fetched last; None: never fetched."""
        rows = self._fetched(store_id, PrerequisiteKind.THIS_DAY_DISPATCH)
        return None if rows is None else record_of(ThisDayDispatch, rows[0] if rows else {})

    @needs(Role.OPERATOR)
    def bundle_groups(self, store_id: int) -> tuple[BundleGroup, ...]:
        """The groups as they were fetched last; none where they never were."""
        rows = self._fetched(store_id, PrerequisiteKind.BUNDLE_GROUPS)
        return tuple(record_of(BundleGroup, row) for row in rows or ())

    @needs(Role.MANAGER)
    def plan_this_day_dispatch(self, store_id: int, wanted: ThisDayDispatch) -> Write:
        """Reads NAVER and plans the change; send it with `confirm_write`. Raises BadRequest for
        what NAVER would refuse.
        """
        settings = self._delivery_settings(store_id)
        return self._writes.plan(settings.plan_this_day_dispatch(wanted, self._actor.name))

    @needs(Role.MANAGER)
    def plan_bundle_group(
        self, store_id: int, wanted: BundleGroupSettings, bundle_group_id: int | None = None
    ) -> Write:
        """Reads NAVER and plans a new group, or the change of one; as `plan_this_day_dispatch`."""
        settings = self._delivery_settings(store_id)
        return self._writes.plan(
            settings.plan_bundle_group(wanted, bundle_group_id, self._actor.name)
        )

    @needs(Role.OPERATOR)
    def delivery_templates(self, store_id: int) -> tuple[CheckedTemplate, ...]:
        """The templates of a store by name, each checked against what was fetched last."""
        held, known = self._templates.of_store(store_id), self._at_naver(store_id)
        return tuple(_checked(template, known) for template in held)

    @needs(Role.OPERATOR)
    def save_delivery_template(
        self, store_id: int, settings: TemplateSettings, template_id: int | None = None
    ) -> CheckedTemplate:
        """A new template, or `template_id` changed. Raises BadRequest for what NAVER would refuse
        or does not have, PrerequisitesMissing while nothing tells.
        """
        self._held(store_id)
        require_prerequisites(store_id, self._rooms.prerequisites)
        tidy, known = tidy_template(settings), self._at_naver(store_id)
        for problem in known.problems(tidy):
            raise BadRequest(problem.text, **problem.params)
        before = None if template_id is None else self._templates.get(store_id, template_id)
        saved = self._templates.save(store_id, tidy, template_id)
        self._note(
            "delivery_template.save",
            store_id=store_id,
            subject=saved.settings.name,
            before={**facts(before.settings)} if before else None,
            after={**facts(saved.settings)},
        )
        return _checked(saved, known)

    @needs(Role.OPERATOR)
    def remove_delivery_template(self, store_id: int, template_id: int) -> None:
        """Deletes a template. Raises BadRequest where it is gone already."""
        before = self._templates.get(store_id, template_id)
        self._templates.remove(store_id, template_id)
        self._note(
            "delivery_template.remove",
            store_id=store_id,
            subject=before.settings.name,
            before={**facts(before.settings)},
        )

    def _at_naver(self, store_id: int) -> Known:
        """What NAVER holds of a store, by what was fetched last."""
        book = self._fetched(store_id, PrerequisiteKind.ADDRESS_BOOK)
        return Known(
            addresses=tuple(record_of(AddressBookEntry, row) for row in book or ()),
            groups=self.bundle_groups(store_id),
            dispatch=self.this_day_dispatch(store_id),
        )

    def _fetched(self, store_id: int, kind: PrerequisiteKind) -> tuple[dict[str, str], ...] | None:
        """The rows of one kind; None: never fetched."""
        for one in self._rooms.prerequisites.of_store(store_id):
            if one.kind is kind and one.fetched_at is not None:
                return one.rows
        return None


def _checked(template: DeliveryTemplate, known: Known) -> CheckedTemplate:
    fields = {name: getattr(template, name) for name in DeliveryTemplate.__struct_fields__}
    return CheckedTemplate(**fields, problems=known.problems(template.settings))
