"""백업: copies of everything, made by day and on demand, to be taken away."""

from __future__ import annotations

from dashboard.admin import backups as backup_view
from dashboard.parts.widgets import head, say_now, show_errors
from dashboard.server.session import get_engine
from dashboard.words.i18n import _

say_now()
with show_errors():
    backups = get_engine().backups.held()
    with head(_("Backups"), backup_view.facts(backups)):
        backup_view.offer_new()
    backup_view.listing(backups)
    backup_view.about_the_key()
