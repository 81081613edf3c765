"""알림: where alerts are handed in, when they wait, which are on their way."""

from __future__ import annotations

from dashboard.admin import alert_forms, alert_outbox
from dashboard.parts.widgets import head, section, show_errors, show_toast
from dashboard.server.session import get_engine
from dashboard.words.i18n import _

show_toast()
with show_errors():
    lines = get_engine().alerts.latest()
    with head(_("Alerts"), alert_outbox.alert_facts(lines)):
        alert_outbox.offer_contacts()
        alert_forms.offer_test()
    alert_forms.forms()
    section(_("Outbox"), _("what was told to whom stays sealed"))
    alert_outbox.alert_list(lines)
