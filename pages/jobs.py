"""작업: what is running now, and what ran before."""

from __future__ import annotations

from dashboard import job_list
from dashboard.i18n import _
from dashboard.session import all_stores
from dashboard.widgets import head, section, show_errors

with show_errors():
    store = job_list.chosen()
    names = {one.store_id: one.name for one in ([store] if store else all_stores())}
    under_way = job_list.active(names)
    over = job_list.ended(store)
    with head(_("Jobs"), job_list.facts(under_way, over)):
        job_list.pick()
    job_list.running(under_way, names)
    section(_("Job history"))
    job_list.history(over, names)
