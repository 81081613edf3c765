"""What readings of settlements look like on the screen."""

from __future__ import annotations

from dashboard.words.i18n import N_, _
from dashboard.words.job_face import JobFace, Unit
from dashboard.words.phrases import number
from engine import JobRun, SettlementResult


def _rows(job: JobRun) -> list[str]:
    report = job.result_as(SettlementResult)
    text = _("{new} rows new, {changed} changed, {gone} gone")
    return [
        text.format(
            new=number(report.new), changed=number(report.changed), gone=number(report.gone)
        )
    ]


READING = JobFace(
    name=N_("Reading of settlements"),
    working=N_("Reading settlements"),
    finished=N_("Reading finished"),
    page="settlements",
    phases={
        "SUMS": N_("reading the sums of the days"),
        "VAT": N_("reading the sales for VAT"),
    },
    unit=Unit(far=N_("{done} of {total} days"), speed=N_("{rate} days a second")),
    units={"VAT": Unit(far=N_("{done} of {total} months"))},
    plain=_rows,
)
