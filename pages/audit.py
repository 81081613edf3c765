"""감사 기록: who did what to which store, when."""

from __future__ import annotations

from dashboard import audit_view
from dashboard.i18n import _
from dashboard.widgets import head, show_errors

with show_errors():
    with head(_("Audit"), _("What people changed; lines are never altered.")):
        audit_view.offer_sheet()
    lines = audit_view.search()
    audit_view.listing(lines)
