"""Options of several stores are saved in one transaction, each with its own store's."""

from __future__ import annotations

from engine.database.checkpoints import Checkpoint, Reached, Used
from engine.database.options import DetailWanted, OptionsRead
from engine.domain.job_kinds import JobKind
from engine.domain.jobs import Asker
from engine.domain.product_jobs import ImportRequest
from engine.domain.products import ProductDetail, ProductOption
from engine.jobs.context import Tables

ORIGIN = 700


def option(option_id: int, code: str | None = None) -> ProductOption:
    return ProductOption(
        option_id=option_id,
        name=f"option {option_id}",
        seller_code=code,
        stock_quantity=3,
        price_won=-500,
        usable=True,
    )


def detail(
    *options: ProductOption, supplements: tuple[ProductOption, ...] = ()
) -> tuple[DetailWanted, ProductDetail]:
    wanted = DetailWanted(origin_product_no=ORIGIN, channel_product_no=7, modified_at=None)
    read = ProductDetail(
        number=ORIGIN,
        name="mug",
        sale_status="SALE",
        sale_price_won=1000,
        stock_quantity=None,
        seller_management_code=None,
        options=options,
        supplements=supplements,
    )
    return wanted, read


def new_job(tables: Tables, store_id: int) -> int:
    return tables.jobs.add(JobKind.PRODUCT_IMPORT, ImportRequest(store_id=store_id), Asker.SCREEN)


def read(
    store_id: int,
    job_id: int,
    *options: ProductOption,
    supplements: tuple[ProductOption, ...] = (),
    requests: int = 1,
    done: int = 0,
) -> OptionsRead:
    return OptionsRead(
        store_id=store_id,
        details=(detail(*options, supplements=supplements),),
        reached=Reached(
            job_id=job_id,
            checkpoint=Checkpoint(phase="OPTIONS", done=done),
            used=Used(requests=requests, refused=0, seconds=0.5),
        ),
    )


def held(tables: Tables) -> list[tuple[object, ...]]:
    with tables.database.read() as cursor:
        return cursor.execute(
            "select store_id, origin_product_no, option_id, name, seller_code, code_normal,"
            " stock_quantity, price_won, usable from product_option order by all"
        )


def save(tables: Tables, *reads: OptionsRead) -> None:
    with tables.database.write() as cursor:
        tables.products.options.save(cursor, reads)


def test_the_same_number_in_two_stores_is_two_products(tables: Tables) -> None:
    one, two = new_job(tables, 1), new_job(tables, 2)

    save(tables, read(1, one, option(1, "A-1")), read(2, two, option(1), option(2, "b 2")))

    assert held(tables) == [
        (1, ORIGIN, 1, "option 1", "A-1", "A1", 3, -500, True),
        (2, ORIGIN, 1, "option 1", None, None, 3, -500, True),
        (2, ORIGIN, 2, "option 2", "b 2", "B2", 3, -500, True),
    ]


def test_options_read_anew_replace_those_of_their_own_store_only(tables: Tables) -> None:
    one, two = new_job(tables, 1), new_job(tables, 2)
    save(tables, read(1, one, option(1), option(2)), read(2, two, option(1)))

    save(tables, read(1, one, option(3)))

    assert [row[:3] for row in held(tables)] == [(1, ORIGIN, 3), (2, ORIGIN, 1)]


def test_a_product_without_options_is_known_to_have_none(tables: Tables) -> None:
    save(tables, read(1, new_job(tables, 1)))

    assert held(tables) == []
    with tables.database.read() as cursor:
        known = cursor.execute("select store_id, origin_product_no from product_detail")
    assert known == [(1, ORIGIN)]


def test_of_several_stretches_of_one_job_all_counts_and_the_last_place_is_kept(
    tables: Tables,
) -> None:
    one, two = new_job(tables, 1), new_job(tables, 2)

    save(
        tables,
        read(1, one, option(1), requests=3, done=1),
        read(2, two, option(1), requests=5),
        read(1, one, option(1), requests=4, done=2),
    )

    first, second = tables.jobs.get(one), tables.jobs.get(two)
    assert (first.used.requests, first.used.seconds, first.done) == (7, 1.0, 2)
    assert (second.used.requests, second.used.seconds) == (5, 0.5)
