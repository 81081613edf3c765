"""Cost profiles on the SKU page: saved, told, ended, refused with the reason."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.skus.cost_profiles import in_force, profile_frame
from engine import BadRequest, CostProfile, ProfileKind, Role, stated_costs, today
from engine.domain.costs import StatedCosts

from .conftest import House, Open


def _opened(house: House, open_page: Open):  # type: ignore[no-untyped-def]
    app = open_page(house.engine, "skus", role=Role.OPERATOR)
    app.session_state["skus.profiles"] = True  # as a press opens it
    return app.run()


@pytest.mark.dated
def test_an_operator_saves_a_profile_and_ends_it(own_house: House, open_page: Open) -> None:
    engine = own_house.engine
    engine.skus.save(engine.skus.plan("s.csv", "own_code,name,sku_group\nG-1,잔,유리\n".encode()))
    app = _opened(own_house, open_page)

    app.selectbox(key="skus.profile.name.SKU_GROUP.0").set_value("유리").run()
    app.text_input(key="skus.profile.packaging_won.0").input("1,200").run()
    app.text_input(key="skus.profile.returns.0").input("2.5%").run()
    app.button(key="skus.profile.save").click().run()

    (saved,) = engine.cost_profiles.all()
    assert saved.costs == StatedCosts(packaging_won=1_200, returns_mp=2_500)
    shown = next(one.value for one in app.dataframe if "state" in one.value)
    assert list(shown["returns"]) == ["2.5 %"]
    assert [one.value for one in app.toast] == ["비용 프로필 저장"]
    assert app.selectbox(key="skus.profile.name.SKU_GROUP.1").value is None
    assert app.text_input(key="skus.profile.packaging_won.1").value == ""
    assert app.session_state["skus.profile.form.new.1"] is False
    app.button(key="skus.profile.end").click().run()
    assert in_force(engine.cost_profiles.all(), today()) == ()


def test_a_number_that_is_none_is_told_and_saves_nothing(own_house: House, open_page: Open) -> None:
    app = _opened(own_house, open_page)

    app.selectbox(key="skus.profile.name.SKU_GROUP.0").set_value("유리").run()
    app.text_input(key="skus.profile.ads.0").input("세 개").run()
    app.button(key="skus.profile.save").click().run()

    assert own_house.engine.cost_profiles.all() == ()
    assert "세 개" in str([one.proto for one in app.error])


@pytest.mark.dated
def test_what_counts_is_told_apart_from_what_came_before_and_what_comes() -> None:
    days = [date(2026, 12, 1), date(2026, 11, 1), date(2026, 10, 1)]
    profiles = tuple(
        CostProfile(
            kind=ProfileKind.CATEGORY,
            name="식품",
            starts_on=day,
            costs=StatedCosts(packaging_won=100),
        )
        for day in days
    )

    frame = profile_frame(profiles, date(2026, 11, 23))

    assert list(frame["state"]) == ["예정", "적용 중", "이전"]
    assert in_force(profiles, date(2026, 9, 30)) == ()


@pytest.mark.parametrize("text", ["101%", "-5", "많이"])
def test_typed_costs_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        stated_costs({"ads": text})
