"""What has no SKU, or perhaps a wrong one: worked through, put aside, and taken back."""

from __future__ import annotations

import numpy as np

from dashboard.imports.doubtful import doubtful_frame
from engine import DoubtfulMatch, FeeTier, LinkPart, MarginTable, MarginUnit

from .conftest import House, Open, button, texts


def doubts(house: House) -> tuple[DoubtfulMatch, ...]:
    found = house.engine.products.doubtful(house.ready.store_id)
    assert found
    return found


def test_a_listing_left_without_a_sku_comes_back_to_the_list(
    own_house: House, open_page: Open
) -> None:
    engine, store = own_house.engine, own_house.ready
    waiting = [one.product for one in engine.products.unmatched(store.store_id)]
    app = open_page(engine, "product_import", store=store.name, fix=1)

    app = button(app, "SKU 없이 두기").click().run()

    [left] = engine.products.left_without_sku(store.store_id)
    assert left.channel_product_no == waiting[0].channel_product_no
    assert f"{len(waiting) - 1}개 남음" in texts(app)

    app = button(app, "SKU 필요로 되돌리기").click().run()

    assert engine.products.left_without_sku(store.store_id) == ()
    assert f"{len(waiting)}개 남음" in texts(app)


def test_doubtful_matches_wait_with_code_name_and_option(house: House, open_page: Open) -> None:
    found = doubts(house)

    app = open_page(house.engine, "product_import", store=house.ready.name, fix=1, kind="DOUBTFUL")

    table = app.dataframe[0].value
    assert list(table["sku"]) == list(doubtful_frame(found)["sku"])
    assert all(
        one.sku_code in said and one.sku_name in said and (one.sku_option or "") in said
        for one, said in zip(found, table["sku"], strict=True)
    )
    assert f"{len(found)}개 남음" in texts(app)
    assert button(app, "확인하거나 고칠 매칭을 선택하세요").disabled


def test_an_accepted_match_leaves_the_list_and_can_be_taken_back(
    own_house: House, open_page: Open
) -> None:
    engine, store, found = own_house.engine, own_house.ready, doubts(own_house)
    number = found[0].channel_product_no
    engine.products.accept_matches(store.store_id, [number], link_stock=True)
    app = open_page(engine, "product_import", store=store.name, fix=1, kind="DOUBTFUL")
    left = len(engine.products.doubtful(store.store_id))
    assert left < len(found)
    assert f"{left}개 남음" in texts(app)

    app = app.button(key="doubtful.accepted.back").click().run()

    assert f"{len(found)}개 남음" in texts(app)
    assert engine.products.get(store.store_id, number).stock_linked is False


def test_every_mislinked_loss_maker_of_the_demo_is_marked(house: House, open_page: Open) -> None:
    table = house.engine.margins.table(house.ready.store_id)
    names = {code: sku.name for code, sku in _skus(house, table).items()}
    wrong = np.array(
        [
            not names[code].startswith(str(name))
            for name, code in zip(table.name, table.sku_code, strict=True)
        ]
    )
    losing = table.tiers[FeeTier.GENERAL].profit_won < 0
    assert (losing & wrong).any()
    assert not (losing & wrong & ~table.doubtful).any()

    board = next(one for one in house.engine.boards.cards() if one.store == house.ready)
    losses = table.tiers[house.ready.fee_tier].profit_won < 0
    assert board.doubtful_losses == np.count_nonzero(losses & table.doubtful) > 0

    app = open_page(house.engine, "margins", store=house.ready.name, shown="LOSSES")
    marked = np.count_nonzero(losses & table.doubtful)
    shown = next(frame.value for frame in app.dataframe if "verdict" in frame.value)
    assert sum(name.startswith("? ") for name in shown["name"]) == marked
    assert all(
        name in said for name, said in zip(_names_of(shown, names), shown["sku"], strict=True)
    )
    delta = next(one.delta for one in app.metric if one.label == "적자 상품")
    assert f"의심 {marked}개" in delta


def _skus(house: House, table: MarginTable) -> dict[str, object]:
    return house.engine.skus.named(set(table.sku_code))


def _names_of(shown, names: dict[str, str]) -> list[str]:
    return [names[said.split(" · ")[0]] for said in shown["sku"]]


def test_the_board_counts_doubtful_matches_apart(house: House, open_page: Open) -> None:
    found = {one.channel_product_no for one in doubts(house)}
    counts = house.engine.boards.counts(house.ready.store_id)

    app = open_page(house.engine, "status_board")

    assert 0 < counts.doubtful <= len(found)
    assert f"의심 매칭 {counts.doubtful}개" in texts(app)


def test_a_doubtful_option_is_corrected_by_itself(own_house: House, open_page: Open) -> None:
    engine, store = own_house.engine, own_house.ready
    table = engine.margins.table(store.store_id, unit=MarginUnit.OPTION)
    row = int(np.flatnonzero((table.option_id > 0) & ~table.as_whole)[0])
    number, wrong = int(table.channel_product_no[row]), str(table.sku_code[row])
    other = next(one.own_code for one in engine.skus.find() if one.own_code != wrong)
    renamed = f"own_code,name\n{wrong},고래 풍선 삼백 개\n".encode()
    engine.skus.save(engine.skus.plan("renamed.csv", renamed))
    found = engine.products.doubtful(store.store_id, limit=500)
    at = next(at for at, one in enumerate(found) if one.option_id == table.option_id[row])
    before = engine.products.get(store.store_id, number)
    app = open_page(engine, "product_import", store=store.name, fix=1, kind="DOUBTFUL")
    [key] = [one.key for one in app.dataframe if (one.key or "").startswith("doubtful.")]
    app.session_state[key] = {"selection": {"rows": [at], "columns": [], "cells": []}}
    app = app.run()

    assert "SKU 없이 두기" not in [one.label for one in app.button]  # said of a whole listing
    place = f"without_sku.{number}.{found[at].option_id}"
    app.text_input(key=f"{place}.set").set_value(f"{other}*2").run()
    app = app.button(key="without_sku.link_and_next").click().run()

    links = engine.links.parts(store.store_id, number)
    assert links == {found[at].option_id: (LinkPart(code=other, quantity=2),)}
    after = engine.products.get(store.store_id, number)
    assert (after.match, after.sku_code) == (before.match, before.sku_code)
    left = engine.products.doubtful(store.store_id, limit=500)
    assert found[at].option_id not in {one.option_id for one in left}
