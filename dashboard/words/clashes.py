"""What two people changed in two ways, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboard.words.fields import fields
from dashboard.words.i18n import _
from dashboard.words.labels import word
from dashboard.words.phrases import UNKNOWN, plain
from engine import Clash


def clash_lines(clashes: Iterable[Clash], titles: Mapping[str, str] | None = None) -> str:
    """A line a field: its title, what is held now and what was typed, as markdown."""
    return "\n".join(
        _("- {field}: now {held}, typed here {typed}").format(
            field=(titles or {}).get(clash.field) or fields(clash.field),
            held=_told(clash.held),
            typed=_told(clash.typed),
        )
        for clash in clashes
    )


def _told(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return UNKNOWN if value in (None, "", ()) else plain(str(word("", value)))
