"""작업: what is running now, and what ran before."""

from __future__ import annotations

from dashboard import job_list
from dashboard.i18n import _
from dashboard.phrases import number
from dashboard.session import all_stores, get_engine
from dashboard.widgets import head, section, show_errors
from engine import ACTIVE

with show_errors():
    engine = get_engine()
    names = {store.store_id: store.name for store in all_stores()}
    jobs = engine.jobs(limit=200)
    active = [job for job in jobs if job.state in ACTIVE]
    with head(_("Jobs"), _("{count} running").format(count=number(len(active)))):
        pass
    job_list.running(jobs, names)
    section(_("Job history"))
    job_list.history(jobs, names)
