"""What Storeboard does not do yet, said where somebody might count on it."""

from __future__ import annotations

from dashboard.words.i18n import N_

NOT_SENT_YET = N_("Storeboard does not send stock to NAVER yet; the link is kept for when it does.")
