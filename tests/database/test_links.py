"""Links that people made of several pieces, SKUs or options: what they cost, what leaves them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from engine.clock import now
from engine.database.boards import Boards
from engine.database.cost_profiles import CostProfiles
from engine.database.links import Links
from engine.database.margins import Inputs, MarginInputs
from engine.domain.costs import CostProfile, ProfileKind, StatedCosts
from engine.domain.links import LISTING, LinkPart, NewLink, PastLink, parse_link
from engine.domain.margin_table import MarginUnit
from engine.domain.matching import MatchKind
from engine.domain.skus import Sku
from engine.jobs.context import Tables
from tests.builders import NOON, decision, listing, save_page, sku
from tests.database.test_ended import SECRET, STORE
from tests.database.test_option_costs import DAY, import_with, option
from tests.database.test_options import new_job

BY_CODE = decision(link_stock=True)


def cup(code: str = "CUP", **said: int | None) -> Sku:
    return sku(code, **{"cost_won": 4000, "packaging_won": 100, "shipping_won": 2500, **said})


@pytest.fixture
def held(tables: Tables) -> Tables:
    """Store 1 with a listing of CUP by its code, and SKUs to link it to."""
    tables.stores.add(STORE, SECRET)
    tables.skus.save([cup(), cup("GIFT", cost_won=500, shipping_won=0), cup("X", cost_won=None)])
    save_page(tables, [listing(1, "CUP"), listing(2, "CUP")], BY_CODE)
    return tables


def link(tables: Tables, text: str, *, stock_linked: bool = False) -> None:
    make(tables.products.links, 1, LISTING, text, stock_linked=stock_linked)


def make(
    links: Links, number: int, option_id: int, text: str, *, stock_linked: bool = False
) -> None:
    new = NewLink(
        channel_product_no=number,
        option_id=option_id,
        parts=parse_link(text),
        stock_linked=stock_linked,
    )
    links.save(1, [new])


def inputs(tables: Tables, unit: MarginUnit = MarginUnit.LISTING, on: date = DAY) -> Inputs:
    return MarginInputs(tables.database).inputs(1, on, unit)


def said(found: Inputs, at: int, *names: str) -> list[int | str | None]:
    return [None if found[name][at] is np.ma.masked else found[name][at] for name in names]


def told(tables: Tables, number: int = 1) -> tuple[str, str | None, int | None, bool]:
    one = tables.products.get(1, number)
    assert one is not None
    return one.match, one.sku_code, one.sku_id, one.stock_linked


NEEDED = ("cost_won", "packaging_won", "shipping_won")


@pytest.mark.parametrize(
    ("text", "costs"),
    [
        ("CUP*2", [8000, 200, 5000]),
        ("CUP*2+GIFT", [8500, 300, 5000]),
        ("CUP+GIFT*3", [5500, 400, 2500]),
        ("CUP+X", [None, 200, 5000]),
        ("X*2", [None, 200, 5000]),
        ("CUP", [4000, 100, 2500]),
    ],
)
def test_a_link_costs_what_its_pieces_cost_together(
    held: Tables, text: str, costs: list[int | None]
) -> None:
    link(held, text)

    found = inputs(held)
    assert said(found, 0, *NEEDED, "sku_code") == [*costs, text]
    assert said(found, 1, *NEEDED, "sku_code") == [4000, 100, 2500, "CUP"]
    assert told(held)[:2] == ("CHOICE", text)
    losses = MarginInputs(held.database).loss_inputs([1], DAY)
    assert len(losses["cost_won"]) == (1 if None in costs else 2)


def test_what_is_said_in_won_counts_by_piece_and_a_share_once(held: Tables) -> None:
    held.skus.save(
        [
            cup(inbound_won=10, ads_won=20, returns_mp=3000),
            cup("GIFT", cost_won=500, ads_mp=1000, returns_mp=5000),
        ]
    )

    link(held, "CUP*2+GIFT")

    more = ("inbound_won", "ads_won", "ads_mp", "returns_won", "returns_mp")
    assert said(inputs(held), 0, *more) == [20, 40, 1000, None, 5000]


def test_a_profile_fills_in_piece_by_piece(held: Tables) -> None:
    costs = StatedCosts(inbound_won=7)
    profile = CostProfile(kind=ProfileKind.SKU_GROUP, name="컵", starts_on=DAY, costs=costs)
    CostProfiles(held.database, now).save(profile)
    held.skus.save([cup(sku_group="컵")])  # type: ignore[arg-type]

    link(held, "CUP*3+GIFT")

    assert said(inputs(held), 0, "inbound_won", "filled") == [21, 8]


def test_a_sum_beyond_all_reckoning_is_not_known(held: Tables) -> None:
    held.skus.save([cup(cost_won=999_999_990)])

    link(held, "CUP*999")

    assert said(inputs(held), 0, "cost_won") == [None]


@pytest.mark.parametrize("again", [BY_CODE, decision("NONE"), decision("SYNC"), decision()])
def test_no_import_destroys_what_a_person_linked(held: Tables, again: object) -> None:
    link(held, "CUP*2+GIFT", stock_linked=True)

    save_page(held, [listing(1, "CUP", name="컵 1+1")], again)

    assert told(held) == ("CHOICE", "CUP*2+GIFT", None, True)
    assert said(inputs(held), 0, "cost_won") == [8500]


def test_a_link_is_matched_in_the_counts(held: Tables) -> None:
    link(held, "CUP*2")

    counts, _ = Boards(held.database, now).counts()[1]
    assert (counts.matched, counts.unmatched) == (2, 0)


def test_a_code_with_signs_of_links_is_written_in_quotation_marks(held: Tables) -> None:
    held.skus.save([cup("A+B*2"), cup('7" 판')])
    link(held, '"A+B*2"*2+"7"" 판"')

    assert told(held)[1] == '"A+B*2"*2+"7"" 판"'
    assert held.products.links.parts(1, 1) == {
        LISTING: (LinkPart(code="A+B*2", quantity=2), LinkPart(code='7" 판'))
    }


def test_a_link_taken_off_can_be_put_back_as_it_was(held: Tables) -> None:
    links = held.products.links
    for number, text in ((1, "CUP*2+GIFT"), (2, None)):
        if text:
            link(held, text, stock_linked=True)
        before = told(held, number)

        links.unlink(1, number, "kim")

        assert told(held, number) == ("NONE", None, None, False)
        assert links.parts(1, number) == {}
        [past] = links.past(1, number)
        assert past == PastLink(
            option_id=LISTING,
            match_kind=MatchKind(before[0]),
            sku_id=before[2],
            sku_code=text,
            stock_linked=True,
            unlinked_by="kim",
            unlinked_at=NOON,
        )

        links.put_back(1, number, [past])

        assert told(held, number) == before
        assert links.past(1, number) == ()


def test_a_new_link_ends_what_could_be_put_back(held: Tables) -> None:
    link(held, "CUP*2")
    held.products.links.unlink(1, 1, "kim")

    link(held, "GIFT")

    assert held.products.links.past(1, 1) == ()


def options(tables: Tables, code: str | None = None) -> Links:
    """Listing 7 with an option of CUP, one of an unknown code, and one without a code."""
    import_with(tables, code, option(1, "CUP"), option(2, "S-9"), option(3, None))
    return tables.products.links


def costs(tables: Tables) -> dict[int, tuple[int | None, bool]]:
    found = inputs(tables, MarginUnit.OPTION)
    rows = np.flatnonzero(found["channel_product_no"] == 7)
    return {
        int(found["option_id"][at]): (*said(found, at, "cost_won"), bool(found["as_whole"][at]))  # type: ignore[dict-item]
        for at in rows
    }


def test_options_take_the_pieces_of_their_own_link_else_of_their_listing(held: Tables) -> None:
    links = options(held)
    assert costs(held) == {1: (4000, False), 2: (None, True), 3: (None, True)}

    make(links, 7, 2, "CUP*2", stock_linked=False)
    assert costs(held) == {1: (4000, False), 2: (8000, False), 3: (None, True)}

    make(links, 7, LISTING, "GIFT*3", stock_linked=False)
    assert costs(held) == {1: (4000, False), 2: (8000, False), 3: (1500, True)}

    make(links, 7, 1, "GIFT", stock_linked=False)
    assert costs(held) == {1: (500, False), 2: (8000, False), 3: (1500, True)}


def test_the_stock_is_linked_only_once_every_option_has_a_sku(held: Tables) -> None:
    links = options(held)
    assert told(held, 7) == ("OPTION", None, None, False)

    make(links, 7, 2, "CUP*2", stock_linked=True)
    assert told(held, 7) == ("OPTION", None, None, False)

    make(links, 7, 3, "CUP", stock_linked=True)
    assert told(held, 7) == ("OPTION", None, None, True)

    links.unlink_option(1, 7, 2, "kim", stock_linked=True)
    assert told(held, 7) == ("OPTION", None, None, False)

    links.put_back(1, 7, links.past(1, 7))
    assert told(held, 7) == ("OPTION", None, None, True)


def test_linked_options_survive_an_import_by_code_and_go_with_their_listing(held: Tables) -> None:
    links = options(held)
    held.skus.save([cup("S-9")])
    make(links, 7, 2, "CUP*2", stock_linked=False)

    options(held)

    assert costs(held)[2] == (8000, False)
    assert told(held, 7)[0] == "OPTION"

    links.unlink(1, 7, "kim")
    assert costs(held)[2] == (4000, False)  # by its code again
    links.put_back(1, 7, links.past(1, 7))
    assert costs(held)[2] == (8000, False)


def test_a_listing_without_codes_is_matched_by_linked_options_alone(held: Tables) -> None:
    import_with(held, None, option(1, None), option(2, None))
    assert told(held, 7)[0] == "NONE"

    make(held.products.links, 7, 1, "CUP", stock_linked=False)
    assert told(held, 7)[0] == "OPTION"

    import_with(held, None, option(1, None), option(2, None))
    assert told(held, 7)[0] == "OPTION"

    held.products.links.unlink_option(1, 7, 1, "kim", stock_linked=False)
    assert told(held, 7)[0] == "NONE"


def test_the_report_of_a_job_tells_a_link_as_it_is_written(held: Tables) -> None:
    link(held, "CUP*2")
    new_job(held, 1)
    job_id = new_job(held, 1)

    save_page(held, [listing(1, "CUP", sale_price_won=9000)], decision("SYNC", job_id=job_id))

    [item] = held.jobs.reports.items(job_id, outcome=None, match=None, limit=5)
    assert item.sku_code == "CUP*2"
    assert set(item.changes) == {"sale_price_won"}
