"""What a sheet would make unknown is counted by column, and asked about beyond a tenth."""

from __future__ import annotations

import pytest

from engine.domain.sku_losses import Loss, losses
from engine.domain.skus import SheetRow, Sku, plan_skus


def sku(**costs: int | None) -> Sku:
    return Sku(own_code="A", name="컵", **costs)


def test_only_what_was_known_can_be_lost() -> None:
    told = losses(
        [
            (sku(cost_won=1, ads_mp=500), sku(ads_won=3)),
            (sku(cost_won=2, shipping_won=0), sku(cost_won=3)),
            (sku(), sku(cost_won=5)),
            (sku(returns_won=5), sku()),
        ]
    )

    assert told == (
        Loss(column="cost_won", lost=1, known=2),
        Loss(column="shipping_won", lost=1, known=1),
        Loss(column="returns", lost=1, known=1),
    )


@pytest.mark.parametrize(
    ("lost", "known", "asked"), [(1, 10, False), (2, 19, True), (1, 1, True), (10, 101, False)]
)
def test_more_than_a_tenth_is_asked_about(lost: int, known: int, asked: bool) -> None:
    assert Loss(column="cost_won", lost=lost, known=known).must_be_allowed is asked


def test_a_plan_tells_what_it_would_lose_and_a_refused_row_loses_nothing() -> None:
    held = {f"A-{n}": Sku(own_code=f"A-{n}", name="컵", cost_won=5, sku_id=n) for n in range(3)}
    costs = ("", "x", "5")
    rows = [
        SheetRow(row=n + 2, cells={"own_code": f"A-{n}", "name": "컵", "cost_won": cost})
        for n, cost in enumerate(costs)
    ]

    plan = plan_skus(rows, held)

    assert plan.losses == plan.to_allow == (Loss(column="cost_won", lost=1, known=2),)


def test_a_code_that_lost_its_zeros_makes_no_new_sku() -> None:
    rows = [SheetRow(row=2, cells={"own_code": "123", "name": "컵"})]

    (refused,) = plan_skus(rows, {}, zeroed={"123": "00123"}).rejected
    kept = plan_skus(rows, {"123": Sku(own_code="123", name="컵")}, zeroed={"123": "00123"})

    assert "123 is not known, but 00123 is" in refused.text.format(**refused.params)
    assert [one.sku.own_code for one in kept.planned] == ["123"]
