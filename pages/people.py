"""사용자: who may sign in, with which role, to which stores."""

from __future__ import annotations

from dashboard.admin import people
from dashboard.parts.widgets import head, say_now, show_errors
from dashboard.words.i18n import _

say_now()
with show_errors():
    accounts = people.all_accounts()
    with head(_("People"), people.facts(accounts)):
        people.offer_new()
    people.listing(accounts)
