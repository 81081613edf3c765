"""What imports and syncs of listings look like on the screen."""

from __future__ import annotations

from dashboard.words.i18n import N_, _, ngettext
from dashboard.words.job_face import JobFace
from dashboard.words.phrases import number
from engine import ImportRequest, ImportResult, JobRun

PHASES = {
    "MODIFIED": N_("reading what changed meanwhile"),
    "OPTIONS": N_("comparing option codes"),
    "DETAILS": N_("reading what each option costs"),
    "GONE": N_("looking for what is gone"),
}


def _sync_name(job: JobRun) -> str:
    """What a sync is called, by how much it asks NAVER for."""
    request = job.request_as(ImportRequest)
    if request.numbers:
        return _("Sync of some")
    return _("Full sync") if request.search is None else _("Sync of changes")


def _matches(job: JobRun) -> list[str]:
    result = job.result_as(ImportResult)
    return [
        f":green[:material/check: {_('Linked {count}').format(count=number(result.matched))}]",
        f":orange[:material/help: {_('Unmatched {count}').format(count=number(result.unmatched))}]",
        f":orange[:material/alt_route: "
        f"{_('Ambiguous {count}').format(count=number(result.ambiguous))}]",
        f":red[:material/error: {_('Failed {count}').format(count=number(len(job.failed)))}]",
    ]


def _undone(job: JobRun) -> str:
    """What of a job that stopped was not done: listings, or what follows their reading."""
    left = job.undone
    if job.phase == "OPTIONS":
        if left is None:
            return _("option codes not compared")
        return ngettext("{count} option check left", "{count} option checks left", left)
    if job.phase == "DETAILS":
        return ngettext(
            "costs of the options of {count} listing not read",
            "costs of the options of {count} listings not read",
            left or 0,
        )
    if job.phase == "GONE":
        return _("not looked for what is gone")
    if left:
        return ngettext("{count} listing not read", "{count} listings not read", left)
    return "" if left is None else _("what follows the reading not done")


IMPORT = JobFace(
    name=N_("Product import"),
    working=N_("Importing products"),
    finished=N_("Import finished"),
    page="product_import",
    phases=PHASES,
    tinted=_matches,
    undone=_undone,
)
SYNC = JobFace(
    name=N_("Product sync"),
    working=N_("Syncing products"),
    finished=N_("Sync finished"),
    page="product_import",
    call=_sync_name,
    phases=PHASES,
    tinted=_matches,
    undone=_undone,
)
