"""Cost profiles fill what a SKU does not say, and are marked."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from engine import BadRequest, CostPart, CostProfile, ProfileKind, parts_of
from engine.domain.costs import StatedCosts
from tests.costs import day_of, save_sheet, sheet, some_code
from tests.one_store import OneStore

DAY = timedelta(days=1)


def test_profiles_fill_what_a_sku_does_not_say_and_are_marked(stocked: OneStore) -> None:
    engine, code = stocked.engine, some_code(stocked)
    table = engine.margins.table(stocked.store_id)
    category = str(table.category_name[table.sku_code == code][0])
    held = _row(stocked, code)
    save_sheet(engine, sheet(stocked, packaging_won="", sku_group="유리"), losses_allowed=True)
    assert code in engine.margins.table(stocked.store_id).unknown.sku_code

    for name, packaging in ((category.split(">")[0], 111), (category, 222)):
        engine.cost_profiles.save(
            _profile(ProfileKind.CATEGORY, name, day_of(stocked), packaging_won=packaging)
        )
    by_category = _row(stocked, code)
    engine.cost_profiles.save(
        _profile(
            ProfileKind.SKU_GROUP, "유리", day_of(stocked), packaging_won=333, returns_mp=2_000
        )
    )
    by_group = _row(stocked, code)

    assert by_category == (222, 0, (CostPart.PACKAGING,))
    assert by_group == (333, 2_000, (CostPart.PACKAGING, CostPart.RETURNS))
    assert _row(stocked, code, on=day_of(stocked) - DAY) == held  # as the SKU said then


def test_what_the_sku_says_goes_before_its_profile(stocked: OneStore) -> None:
    code = some_code(stocked)
    save_sheet(stocked.engine, sheet(stocked, packaging_won="50", ads="10", sku_group="유리"))

    stocked.engine.cost_profiles.save(
        _profile(ProfileKind.SKU_GROUP, "유리", day_of(stocked), packaging_won=333, ads_mp=9_000)
    )

    assert _row(stocked, code) == (50, 0, ())


@pytest.mark.dated
def test_an_ended_profile_fills_nothing_from_that_day_on(stocked: OneStore) -> None:
    engine, code = stocked.engine, some_code(stocked)
    save_sheet(engine, sheet(stocked, ("packaging_won",), sku_group="유리"))
    engine.cost_profiles.save(
        _profile(ProfileKind.SKU_GROUP, "유리", date(2026, 1, 1), returns_mp=2_000)
    )
    ended = engine.cost_profiles.end(ProfileKind.SKU_GROUP, "유리")

    assert ended.is_end
    then, before = _row(stocked, code), _row(stocked, code, on=day_of(stocked) - DAY)
    assert then is not None
    assert before is not None
    assert (then[1], before[1]) == (0, 2_000)
    assert [one.starts_on for one in engine.cost_profiles.all()] == [
        day_of(stocked),
        date(2026, 1, 1),
    ]
    assert "유리" in engine.cost_profiles.names(ProfileKind.SKU_GROUP)


@pytest.mark.parametrize(
    "costs",
    [
        StatedCosts(packaging_won=-1),
        StatedCosts(ads_mp=100_001),
        StatedCosts(ads_mp=1_000, ads_won=5),
        StatedCosts(cost_won=10**9),
    ],
)
def test_a_profile_that_cannot_be_is_refused(stocked: OneStore, costs: StatedCosts) -> None:
    profile = CostProfile(
        kind=ProfileKind.SKU_GROUP, name="유리", starts_on=day_of(stocked), costs=costs
    )
    with pytest.raises(BadRequest):
        stocked.engine.cost_profiles.save(profile)
    assert stocked.engine.cost_profiles.all() == ()


def test_a_profile_without_a_name_is_refused(stocked: OneStore) -> None:
    with pytest.raises(BadRequest):
        stocked.engine.cost_profiles.save(
            _profile(ProfileKind.CATEGORY, "  ", day_of(stocked), packaging_won=1)
        )


def _profile(kind: ProfileKind, name: str, starts_on: date, **costs: int) -> CostProfile:
    return CostProfile(kind=kind, name=name, starts_on=starts_on, costs=StatedCosts(**costs))


def _row(
    one_store: OneStore, code: str, on: date | None = None
) -> tuple[int, int, tuple[CostPart, ...]] | None:
    """Packaging, share of returns and what was filled of a SKU's first listing; None without a
    margin.
    """
    table = one_store.engine.margins.table(one_store.store_id, on=on)
    found = np.flatnonzero(table.sku_code == code)
    if not len(found):
        return None
    costs, at = table.costs, found[0]
    filled = parts_of(int(costs.filled[at]))
    return int(costs.packaging_won[at]), int(costs.returns_mp[at]), filled
