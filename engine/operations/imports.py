"""Imports and syncs of listings, begun as jobs."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from engine.clock import Clock, today
from engine.database.boards import Boards
from engine.database.prerequisites import Prerequisites
from engine.database.skus import Skus
from engine.domain.job_kinds import JobKind
from engine.domain.links import checked
from engine.domain.matching import MatchingMode
from engine.domain.people import Role
from engine.domain.product_jobs import ImportRequest
from engine.domain.products import PeriodType, ProductSearch
from engine.errors import MatchingNotAllowed
from engine.operations.access import Access, needs
from engine.operations.job_start import JobStart
from engine.operations.prerequisite_fetch import require_prerequisites


class ImportOperations:
    """What is asked of imports and syncs."""

    def __init__(
        self,
        access: Access,
        prerequisites: Prerequisites,
        skus: Skus,
        boards: Boards,
        starting: JobStart,
        clock: Clock,
    ) -> None:
        self._access, self._prerequisites, self._skus = access, prerequisites, skus
        self._boards, self._starting, self._clock = boards, starting, clock

    @needs(Role.OPERATOR)
    def submit(self, request: ImportRequest) -> int:
        """Starts an import; the number of its job. Raises PrerequisitesMissing, MatchingNotAllowed,
        AlreadyRunning.
        """
        require_prerequisites(self._access.held(request.store_id).store_id, self._prerequisites)
        self._check_mode(request)
        if request.parts:
            request = self._with_known(request)
        return self._starting.submit(JobKind.PRODUCT_IMPORT, request)

    def _check_mode(self, request: ImportRequest) -> None:
        by_choice = request.mode is MatchingMode.BY_CHOICE
        chosen = (request.sku_id is not None) + bool(request.parts)
        if by_choice and (len(request.numbers) != 1 or chosen != 1):
            raise MatchingNotAllowed(
                "A SKU can be chosen for one listing at a time. Choose one listing and one SKU."
            )
        if not by_choice and chosen:
            raise MatchingNotAllowed(
                "A SKU goes only with the mode of choosing one. Choose that mode."
            )
        if request.sku_id is not None:
            self._skus.get(request.sku_id)

    def _with_known(self, request: ImportRequest) -> ImportRequest:
        """The request with parts that are held; one piece of one SKU is that SKU."""
        known = self._skus.held([part.code for part in checked(request.parts)])
        unknown = next((part.code for part in request.parts if part.code not in known), None)
        if unknown is not None:
            raise MatchingNotAllowed("There is no SKU {code}. Check the code.", code=unknown)
        [first, *more] = request.parts
        if more or first.quantity > 1:
            return request
        return msgspec.structs.replace(request, sku_id=known[first.code].sku_id, parts=())

    @needs(Role.OPERATOR)
    def submit_sync(self, request: ImportRequest, *, changed_only: bool = False) -> int:
        """Starts a sync of the given numbers, or of all that is imported; the number of its job.

        With `changed_only` NAVER is asked only for what it says was modified since the last whole
        reading, a day of overlap included; deletions are found by whole readings alone.
        """
        require_prerequisites(self._access.held(request.store_id).store_id, self._prerequisites)
        if changed_only and not request.numbers:
            search = self._modified_since_last_reading(request.store_id)
            request = msgspec.structs.replace(request, search=search)
        return self._starting.submit(JobKind.PRODUCT_SYNC, request)

    def _modified_since_last_reading(self, store_id: int) -> ProductSearch | None:
        last = self._boards.counts()[store_id][1]
        if last is None:
            return None
        return ProductSearch(
            period_type=PeriodType.PROD_MOD_DAY,
            from_on=last.date() - timedelta(days=1),
            to_on=today(self._clock),
        )
