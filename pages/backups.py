"""백업: copies of everything, made by day and on demand, to be taken away."""

from __future__ import annotations

from dashboard.admin import backups as backup_view
from dashboard.parts.widgets import head, show_errors, show_toast
from dashboard.server.session import get_engine
from dashboard.words.i18n import _

show_toast()
with show_errors():
    backups = get_engine().backups.held()
    with head(_("Backups"), backup_view.backup_facts(backups)):
        backup_view.offer_new()
    backup_view.backup_list(backups)
    backup_view.about_the_key()
