"""What an import makes of a fault: where it stopped, how it went on, what was lost or doubled."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from engine import JobRun, JobState
from tests.faults.bulk import Bulk, Held, Trial, mend
from tests.faults.cases import Case, Order

WAYS = ("once", "share", "for_good")
MOST_RESUMES = 5  # while the fault goes on; then it is mended


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """An import over a fault that ended DONE: the codes and sentences it stopped with on the way.

    `told_wrong` rows differed or were failed lines at the first end and were right after the same
    import again, or were told right while it still ran: then only their past has two states.
    """

    stops: tuple[str, ...]
    said: tuple[str, ...]
    fired: int
    told_wrong: int
    lost: int
    doubled: int
    differs: tuple[str, ...]  # what else is not as it is undisturbed


def meet_all(bulk: Bulk, case: Case) -> dict[str, Meeting]:
    """Every way the fault can be met."""
    return {way: meet(bulk, case, way) for way in WAYS if getattr(case, way) is not None}


def meet(bulk: Bulk, case: Case, way: str) -> Meeting:
    """Imports everything while the fault is met `way`: once, a share, or for good."""
    how = {"real_waits": case.real_waits, "patience_seconds": case.patience_seconds}
    with bulk.trial(**how) as trial:
        for order in _orders(case, way):
            bulk.sandbox.control("faults", order)
        stops, said = [], []
        run = trial.imports()
        while run.state is JobState.FAILED:
            stops.append(str(run.error_code))
            said.append(_sentence(run))
            if way != "share" or len(stops) == MOST_RESUMES:
                mend(bulk.sandbox)
            assert len(stops) <= MOST_RESUMES, f"it stops although all is well: {said[-1]}"
            run = trial.resumes(run)
        assert run.state is JobState.DONE, run
        fired = _fired(bulk, case) or len(stops)
        mend(bulk.sandbox)
        return _judged(case, bulk, trial, run, tuple(stops), tuple(said), fired)


def _orders(case: Case, way: str) -> tuple[Order, ...]:
    when = getattr(case, way)
    return (*case.before, {"kind": case.kind, **when, **case.details})


def _sentence(run: JobRun) -> str:
    return (run.error_text or "").format(**run.error_params)


def _fired(bulk: Bulk, case: Case) -> int:
    told = bulk.sandbox.control("stats", method="GET")
    return sum(fault["fired"] for fault in told["faults"] if fault["kind"] == case.kind)


def _judged(
    case: Case,
    bulk: Bulk,
    trial: Trial,
    run: JobRun,
    stops: tuple[str, ...],
    said: tuple[str, ...],
    fired: int,
) -> Meeting:
    held, truth = trial.held(run), bulk.undisturbed
    wrong = _rows_apart(held, truth)
    differs = _differences(held, truth)
    past, true_past = set(held.tables["history"]), set(truth.tables["history"])
    if differs == ("history",) and past > true_past:
        wrong, differs = len(past - true_past), ()
    elif wrong or (case.left_out and run.failed):
        again = trial.imports()
        assert again.state is JobState.DONE, again
        held = trial.held(again)
        differs = () if held.export == truth.export else ("export",)
    numbers, wanted = Counter(held.numbers()), Counter(truth.numbers())
    return Meeting(
        stops=stops,
        said=said,
        fired=fired,
        told_wrong=wrong,
        lost=sum((wanted - numbers).values()),
        doubled=sum((numbers - wanted).values()),
        differs=differs,
    )


def _rows_apart(held: Held, truth: Held) -> int:
    """How many listings are not held alike, or only on one side."""
    mine, theirs = (
        {row[1]: row for row in side.tables["channel_product"]} for side in (held, truth)
    )
    return sum(mine.get(number) != row for number, row in theirs.items())


def _differences(held: Held, truth: Held) -> tuple[str, ...]:
    found = [name for name, rows in truth.tables.items() if held.tables[name] != rows]
    if held.export != truth.export:
        found.append("export")
    return (*found, "sums") if held.sums != truth.sums else tuple(found)
