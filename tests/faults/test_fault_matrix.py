"""An import of 2,000 listings over each fault ends as the undisturbed one, at once or resumed; the
table of docs/reliability.md says what was seen here.
"""

from __future__ import annotations

import pytest

from engine.sandbox.faults import KINDS
from tests.faults.bulk import LISTINGS, OPTIONS_READ, Bulk
from tests.faults.cases import CASES, Case, name
from tests.faults.meetings import Meeting, meet_all
from tests.faults.table import table, written

WHOLE = (LISTINGS, 0, 0, 0)  # imported, changed, unchanged, gone


class Seen:
    """What was seen of each fault, each met when it is first asked for."""

    def __init__(self, bulk: Bulk) -> None:
        self._stage = bulk
        self._met: dict[Case, dict[str, Meeting]] = {}

    def of(self, case: Case) -> dict[str, Meeting]:
        """Every way the fault was met."""
        if case not in self._met:
            self._met[case] = meet_all(self._stage, case)
        return self._met[case]


@pytest.fixture(scope="module")
def seen(bulk: Bulk) -> Seen:
    return Seen(bulk)


def test_every_kind_of_fault_is_met() -> None:
    assert {case.kind for case in CASES} == set(KINDS)


def test_the_undisturbed_import_matches_by_code_and_by_option(bulk: Bulk) -> None:
    truth = bulk.undisturbed

    assert truth.sums[:4] == WHOLE
    assert min(truth.sums[4:8]) > 0  # matched, unmatched, ambiguous, stock linked
    assert truth.sums[8] == 0
    assert 20 < len(truth.tables["details"]) < LISTINGS / OPTIONS_READ
    assert len(truth.tables["history"]) == LISTINGS


@pytest.mark.parametrize("case", CASES, ids=name)
def test_an_import_over_a_fault_ends_as_the_undisturbed_one(seen: Seen, case: Case) -> None:
    for way, met in seen.of(case).items():
        assert (met.lost, met.doubled, met.differs) == (0, 0, ()), way
        assert met.fired > 0, way
        assert case.left_out or bool(met.told_wrong) == case.told_wrong, way


@pytest.mark.parametrize("case", CASES, ids=name)
def test_an_import_stops_for_the_fault_it_met_and_says_what_to_do(seen: Seen, case: Case) -> None:
    met = seen.of(case)

    assert met["once"].stops == ((case.stops_once,) if case.stops_once else ())
    assert met["for_good"].stops == ((case.stops_for_good,) if case.stops_for_good else ())
    if "share" in met:
        assert set(met["share"].stops) <= {case.stops_for_good}
    for said in (sentence for meeting in met.values() for sentence in meeting.said):
        assert said.endswith(".")
        assert "{" not in said.replace("{number}", "")  # as the path of a call is told


def test_the_page_on_reliability_tells_what_was_seen(seen: Seen) -> None:
    made = table({case: seen.of(case) for case in CASES})

    assert written() == made, "run: python -m tests.faults"
