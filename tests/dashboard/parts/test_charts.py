"""Charts say what the records say: steps add up, losses are orange, both modes can be drawn."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from dashboard.margins.waterfall_chart import waterfall, waterfall_steps
from dashboard.parts import charts
from dashboard.parts.margin_summary import Spread
from dashboard.parts.palette import palette
from engine import Arrival, FeeTier
from engine.domain.costs import Costs
from engine.domain.fees import FeeRates
from engine.domain.margin import MarginBreakdown, margin

RATES = FeeRates(order_mp=2563, sales_mp=3000)


def sale(price: int, goods: int, **costs: int) -> MarginBreakdown:
    return margin(price, Costs(goods_won=goods, **costs), RATES)


@pytest.mark.parametrize("price", [5_000, 19_900])
def test_the_steps_of_a_waterfall_add_up_to_the_profit(price: int) -> None:
    one = sale(price, 9_000, shipping_won=3_000, packaging_won=300)

    steps = waterfall_steps(one)

    assert sum(change for _name, change in steps[:-1]) == one.profit_won == steps[-1][1]


def test_steps_of_zero_are_left_out() -> None:
    names = [name for name, _change in waterfall_steps(sale(19_900, 9_000))]

    assert names == ["판매가", "주문관리", "판매", "원가", "부가세", "이익"]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("goods", "colour"), [(9_000, "primary"), (19_000, "loss")])
def test_the_last_bar_is_orange_for_a_loss_only(mode: str, goods: int, colour: str) -> None:
    figure = waterfall(sale(19_900, goods), mode)

    assert figure.data[0].marker.color[-1] == getattr(palette(mode), colour)


def test_bars_begin_where_the_one_before_ended() -> None:
    bar = waterfall(sale(19_900, 9_000), "light").data[0]

    assert bar.base[0] == 0
    assert list(bar.base[1:-1]) == [
        before + height for before, height in zip(bar.base[:-2], bar.y[:-2], strict=True)
    ]
    assert bar.base[-1] == 0


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_heat_marks_the_chosen_cell_and_measures_from_it(mode: str) -> None:
    medians = {
        arrival: {tier: 20_000 - 500 * at for at, tier in enumerate(FeeTier)}
        for arrival in (Arrival.NORMAL, Arrival.SELLER_MARKETING)
    }

    figure = charts.heat(medians, (Arrival.NORMAL, FeeTier.SMALL_1), mode)

    assert list(figure.data[0].z[0]) == [0.5, 0, -0.5, -1.0, -1.5]
    texts = [text for line in figure.data[0].text for text in line]
    assert sum("지금" in text for text in texts) == 1
    assert sum("19.5%" in text for text in texts) == 2
    assert len(figure.layout.shapes) == 1


def test_an_unknown_median_is_a_dash_and_has_no_colour() -> None:
    medians = {Arrival.NORMAL: dict.fromkeys(FeeTier, None)}

    figure = charts.heat(medians, (Arrival.NORMAL, FeeTier.MICRO), "light")

    assert set(figure.data[0].z[0]) == {None}
    assert "—" in [note.text for note in figure.layout.annotations]


@pytest.mark.parametrize(
    ("rate_mp", "here_mp", "text"),
    [(24_400, 23_800, "+0.6%p"), (23_800, 23_800, "±0.0%p"), (22_800, 23_800, "−1.0%p")],
)
def test_distances_are_told_in_points(rate_mp: int, here_mp: int, text: str) -> None:
    assert charts.points(rate_mp, here_mp) == text


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_chart_is_well_formed_though_it_is_drawn_unchecked(mode: str) -> None:
    medians = {one: dict.fromkeys(FeeTier, 20_000) for one in (Arrival.NORMAL, Arrival.DIRECT)}
    box = Spread(
        name="식품",
        count=9,
        low_mp=-4_000,
        quarter_mp=1_000,
        median_mp=2_000,
        three_quarters_mp=3_000,
        high_mp=9_000,
    )
    figures = [
        charts.heat(medians, (Arrival.NORMAL, FeeTier.MICRO), mode),
        charts.spread([box], mode),
        waterfall(sale(19_900, 9_000), mode),
        waterfall(sale(19_900, 19_000), mode),
    ]

    for figure in figures:
        said = figure.to_dict()
        assert go.Figure(said).to_dict()["data"] == said["data"]


def test_a_figure_that_is_not_well_formed_would_be_found() -> None:
    with pytest.raises(ValueError, match="colour"):
        go.Figure(charts.drawn([{"type": "bar", "colour": "red"}], {}).to_dict())
