"""수수료율: every dated fee rate with its source, rates of one's own, and a new table to accept."""

from __future__ import annotations

from dashboard import fee_forms, fee_view
from dashboard.i18n import _
from dashboard.session import get_engine
from dashboard.widgets import head, say_now, show_errors
from engine import today

say_now()
with show_errors():
    ledger = get_engine().fee_ledger()
    with head(_("Fee rates"), fee_view.facts(ledger)):
        fee_view.rate_downloads()
    if ledger.update is not None:
        fee_forms.offer_update(ledger.update)
    fee_view.listing(ledger, today())
    fee_forms.adding()
    fee_forms.own_rates(ledger)
    fee_view.uncertain()
