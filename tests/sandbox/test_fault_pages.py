"""Faults of paged lists: what a caller that reads page by page is told."""

from __future__ import annotations

import pytest

SEARCH = "/v1/products/search"
ACCOUNT = "/v1/seller/account"
GROUPS = "/v1/product-delivery-info/bundle-groups"


def find(sandbox, **body):
    return sandbox.call("POST", SEARCH, json=body)


def numbers(answer) -> list[int]:
    return [row["originProductNo"] for row in answer.json()["contents"]]


@pytest.mark.parametrize(("kind", "shown"), [("repeat_page", 1), ("skip_page", 3)])
def test_a_page_shows_the_rows_of_its_neighbour_under_its_own_number(unspoiled, kind, shown):
    pages = {page: find(unspoiled, page=page, size=50) for page in (1, 2, 3)}
    unspoiled.fault(SEARCH, kind)

    misled, right = (find(unspoiled, page=2, size=50) for _ in range(2))

    assert numbers(misled) == numbers(pages[shown])
    told = {k: v for k, v in misled.json().items() if k != "contents"}
    assert told == {k: v for k, v in pages[2].json().items() if k != "contents"}
    assert right.json() == pages[2].json()


def test_the_first_page_has_none_before_it_and_the_last_none_after(unspoiled):
    first, last = find(unspoiled, size=50), find(unspoiled, page=5, size=50)
    unspoiled.fault(SEARCH, "repeat_page")
    repeated = find(unspoiled, size=50)
    unspoiled.fault(SEARCH, "skip_page")
    skipped = find(unspoiled, page=5, size=50)

    assert last.json()["last"] is True
    assert repeated.json() == first.json()
    assert skipped.json() == {**last.json(), "contents": []}


def test_a_page_asked_for_in_the_query_can_be_skipped_too(unspoiled):
    first, second = (
        unspoiled.call("GET", GROUPS, params={"page": page, "size": 1}).json() for page in (1, 2)
    )
    unspoiled.fault(GROUPS, "skip_page")

    skipped = unspoiled.call("GET", GROUPS, params={"size": 1}).json()

    assert second["contents"] != first["contents"]
    assert skipped == {**first, "contents": second["contents"]}


def test_what_is_no_page_is_answered_as_it_is(unspoiled):
    account = unspoiled.call("GET", ACCOUNT).json()
    for kind in ("repeat_page", "skip_page", "total_changes"):
        unspoiled.fault("*", kind, at=2, count=None)
        answers = [unspoiled.call("GET", ACCOUNT).json() for _ in range(3)]
        wrong = unspoiled.call("POST", SEARCH, json={"page": "x"})
        broken = unspoiled.call("POST", SEARCH, content=b"[")
        unspoiled.control("faults", method="DELETE")

        assert answers == [account] * 3
        assert (wrong.status_code, broken.status_code) == (400, 400)


def test_the_total_is_too_high_then_too_low_while_the_rows_stay(unspoiled):
    right = find(unspoiled, size=50)
    total = right.json()["totalElements"]
    unspoiled.fault(SEARCH, "total_changes", by=2, count=4)

    answers = [find(unspoiled, size=50) for _ in range(5)]

    totals = [answer.json()["totalElements"] - total for answer in answers]
    pages = [answer.json()["totalPages"] for answer in answers]
    assert totals == [2, -2, 2, -2, 0]
    assert pages == [-(-(total + off) // 50) for off in totals]
    assert {tuple(numbers(answer)) for answer in answers} == {tuple(numbers(right))}
