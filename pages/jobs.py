"""작업: what is running now, and what ran before."""

from __future__ import annotations

from dashboard.jobs import overview
from dashboard.parts.left_out import show_left_out
from dashboard.parts.widgets import head, section, show_errors
from dashboard.server.session import all_stores
from dashboard.words.i18n import _

with show_errors():
    store = overview.chosen()
    names = {one.store_id: one.name for one in ([store] if store else all_stores())}
    under_way = overview.active(names)
    over = overview.ended(store)
    with head(_("Jobs"), overview.job_facts(under_way, over), store):
        overview.pick()
    show_left_out()
    overview.running(under_way, names)
    section(_("Job history"))
    overview.history(over, names)
    overview.left_out(store)
