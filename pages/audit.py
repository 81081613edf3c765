"""감사 기록: who did what to which store, when."""

from __future__ import annotations

from dashboard.admin import audit
from dashboard.parts.widgets import head, show_errors
from dashboard.words.i18n import _

with show_errors():
    with head(_("Audit"), _("What people changed; lines are never altered.")):
        audit.offer_sheet()
    lines = audit.search()
    audit.audit_table(lines)
