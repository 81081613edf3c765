"""사용자: who may sign in, with which role, to which stores."""

from __future__ import annotations

from dashboard import people_view
from dashboard.i18n import _
from dashboard.widgets import head, say_now, show_errors

say_now()
with show_errors():
    accounts = people_view.all_accounts()
    with head(_("People"), people_view.facts(accounts)):
        people_view.offer_new()
    people_view.listing(accounts)
