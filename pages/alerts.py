"""알림: where alerts are handed in, when they wait, which are on their way."""

from __future__ import annotations

from dashboard import alert_forms, alert_view
from dashboard.i18n import _
from dashboard.session import get_engine
from dashboard.widgets import head, say_now, section, show_errors

say_now()
with show_errors():
    lines = get_engine().alerts()
    with head(_("Alerts"), alert_view.facts(lines)):
        alert_view.offer_contacts()
        alert_forms.offer_test()
    alert_forms.forms()
    section(_("Outbox"), _("what was told to whom stays sealed"))
    alert_view.listing(lines)
