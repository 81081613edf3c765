"""사용자: who may sign in, with which role, to which stores."""

from __future__ import annotations

from dashboard.admin import people
from dashboard.parts.widgets import head, show_errors, show_toast
from dashboard.words.i18n import _

show_toast()
with show_errors():
    accounts = people.all_accounts()
    with head(_("People"), people.account_facts(accounts)):
        people.offer_new()
    people.account_list(accounts)
