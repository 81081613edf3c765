"""What a job has met and what not, however many listings are looked through at once."""

from __future__ import annotations

import random

import pytest

from engine.database import products
from engine.jobs.context import Tables
from tests.builders import decision, listing, save_page


@pytest.mark.parametrize("stretch", [1, 7, products.STRETCH])
def test_what_a_job_met_is_told_apart_from_what_it_did_not(
    tables: Tables, monkeypatch: pytest.MonkeyPatch, stretch: int
) -> None:
    monkeypatch.setattr(products, "STRETCH", stretch)
    chance = random.Random(20261130)
    near, far = chance.sample(range(100), 40), chance.sample(range(10**11, 10**11 + 10**6), 40)
    numbers = [*near, *far]
    origin_of = {number: number // 3 if number < 100 else -number for number in numbers}
    held = [listing(number, origin_product_no=origin_of[number]) for number in numbers]
    met, gone = numbers[::2], numbers[1::10]
    save_page(tables, held)

    save_page(tables, [one for one in held if one.channel_product_no in met], decision(job_id=2))
    with tables.database.write() as cursor:
        tables.products.mark_gone(cursor, 1, 1, gone)

    assert tables.products.seen_origins(1, 2) == len({origin_of[number] for number in met})
    assert tables.products.unseen(1, 2) == sorted(set(numbers) - set(met) - set(gone))


def test_of_a_store_without_listings_nothing_was_met(tables: Tables) -> None:
    assert tables.products.seen_origins(1, 1) == 0
    assert tables.products.unseen(1, 1) == []
