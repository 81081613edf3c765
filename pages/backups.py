"""백업: copies of everything, made by day and on demand, to be taken away."""

from __future__ import annotations

from dashboard import backup_view
from dashboard.i18n import _
from dashboard.session import get_engine
from dashboard.widgets import head, say_now, show_errors

say_now()
with show_errors():
    backups = get_engine().backups()
    with head(_("Backups"), backup_view.facts(backups)):
        backup_view.offer_new()
    backup_view.listing(backups)
    backup_view.about_the_key()
