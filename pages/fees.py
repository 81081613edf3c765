"""수수료율: every dated fee rate with its source, rates of one's own, and a new table to accept."""

from __future__ import annotations

from dashboard.fees import forms, rates
from dashboard.parts.widgets import head, show_errors, show_toast
from dashboard.server.session import get_engine
from dashboard.words.i18n import _
from engine import today

show_toast()
with show_errors():
    ledger = get_engine().fees.ledger()
    with head(_("Fee rates"), rates.ledger_facts(ledger)):
        rates.rate_downloads()
    if ledger.update is not None:
        forms.offer_update(ledger.update)
    rates.rate_table(ledger, today())
    forms.adding()
    forms.own_rates(ledger)
    rates.uncertain()
