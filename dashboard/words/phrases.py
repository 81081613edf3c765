"""Numbers, money and times as people say them, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from dashboard.words.i18n import _, language, ngettext
from engine import KST, now

UNKNOWN = "—"


def number(value: int | None) -> str:
    """A whole number with thousands separators; unknown is a dash, never zero."""
    return UNKNOWN if value is None else f"{value:,}"


def decimal(value: float) -> str:
    """A number to one decimal, such as a rate a second or megabytes."""
    return f"{value:,.1f}"


def won(value: int | None) -> str:
    """An amount in won with its unit, a minus before both."""
    if value is None:
        return UNKNOWN
    amount = _("₩{amount}").format(amount=f"{abs(value):,}")
    return f"-{amount}" if value < 0 else amount


def totals(sums: Mapping[str, int], of: str = "") -> str:
    """The totals of a table, or of a part of it, in a line, by the names of its columns."""
    return (
        " ".join(filter(None, (_("Sum"), of)))
        + " · "
        + " · ".join(f"{name} **{won(sum_)}**" for name, sum_ in sums.items())
    )


def signed(change: int) -> str:
    """A change in won with its sign, where a unit stands elsewhere."""
    return f"{'−' if change < 0 else '+'}{abs(change):,}"


def at_most(count: int, limit: int) -> str:
    """A number of rows read up to a limit; a plus says that there are more."""
    return f"{count:,}+" if count >= limit else f"{count:,}"


def counted(count: int | None) -> str:
    """A number of things under a heading that names them; Korean adds its counter."""
    return UNKNOWN if count is None else _("{count}").format(count=f"{count:,}")


def items(count: int | None) -> str:
    """A number of products."""
    return UNKNOWN if count is None else ngettext("{count} product", "{count} products", count)


def percent(rate_mp: int | None) -> str:
    """A rate in thousandths of a percent, to one decimal, halves up."""
    if rate_mp is None:
        return UNKNOWN
    tenths = (rate_mp + 50) // 100
    return f"{'-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}%"


def duration(seconds: float) -> str:
    """A length of time, its two largest units; less than a second is said so, not as none."""
    if 0 < seconds < 1:
        return _("under 1 s")
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    if minutes:
        return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)
    return _("{seconds} s").format(seconds=rest)


def ago(moment: datetime | None, at: datetime | None = None) -> str:
    """How long ago something was; from yesterday on, its day and time."""
    if moment is None:
        return UNKNOWN
    at = at or now()
    passed = at - moment
    if passed < timedelta(minutes=1):
        return _("just now")
    if passed < timedelta(hours=1):
        minutes = passed // timedelta(minutes=1)
        return ngettext("{count} minute ago", "{count} minutes ago", minutes)
    if moment.date() == at.date():
        return ngettext("{count} hour ago", "{count} hours ago", passed // timedelta(hours=1))
    if moment.date() == at.date() - timedelta(days=1):
        return _("yesterday {time}").format(time=f"{moment:%H:%M}")
    return stamp(moment)


def near(moment: datetime | None, at: datetime | None = None) -> str:
    """When something was or will be: yesterday, today or tomorrow by name, else its day."""
    if moment is None:
        return UNKNOWN
    days = (moment.date() - (at or now()).date()).days
    names = {
        -1: _("yesterday {time}"),
        0: _("today {time}"),
        1: _("tomorrow {time}"),
    }
    return names[days].format(time=f"{moment:%H:%M}") if days in names else stamp(moment)


def stamp(moment: datetime | None) -> str:
    """A moment in a table: month, day, hour and minute (KST)."""
    return UNKNOWN if moment is None else f"{moment:%m-%d %H:%M}"


def day(on: date | None) -> str:
    """A day in full, as it is typed too."""
    return UNKNOWN if on is None else on.isoformat()


def short_day(on: date) -> str:
    """A day of this year in a narrow place."""
    return f"{on:%m-%d}"


def days(first: date, last: date) -> str:
    """From one day to another, both included."""
    return f"{day(first)} – {day(last)}"


def month(on: date) -> str:
    """The month of a day."""
    return f"{on:%Y-%m}"


def exact(moment: datetime) -> str:
    """A moment to the second (KST), where the order of things counts."""
    return f"{moment.astimezone(KST):%Y-%m-%d %H:%M:%S}"


def zoned(moment: datetime) -> str:
    """A moment in a download, with its time zone."""
    return moment.isoformat(timespec="seconds")


def day_and_time(moment: datetime) -> str:
    """A moment in a title: day with weekday, hour and minute (KST)."""
    from babel.dates import format_skeleton

    day = format_skeleton("MMMMEEEEd", moment.date(), locale=language())
    return f"{day} {moment:%H:%M}"


def seller_code(code: str | None) -> str:
    """A listing's own code inside a line of facts."""
    return _("seller code {code}").format(code=plain(code)) if code else _("no seller code")


def sku_said(code: str | None, name: str | None = None, option: str | None = None) -> str:
    """A SKU as it is told: its code, its name and its option, as far as they are known."""
    return " · ".join(part for part in (code, name, option) if part) or UNKNOWN


def plain(text: str) -> str:
    """Foreign text inside markdown, on one line: none of it becomes a formula, a link, a style, a
    picture, a list or another sign. What Streamlit looks for in finished text, such as www. or
    :smile:, is cut in two by a colour that is none.
    """
    escaped = _SIGNS.sub(r"\\\1", " ".join(text.split()))
    numbered = _NUMBERED.sub(r"\1\\.", escaped)
    return _FOUND_LATER.sub(r":color[\g<0>]{}", numbered)


_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-!$~<>|:&=])")
_NUMBERED = re.compile(r"^(\d+)\.")
_FOUND_LATER = re.compile(
    r"@|\\:(?=\S)"  # addresses, links, emoji, icons
    r"|(?<=www)\."
    r"|(?<!\S)\\[<\->~](?=(?:\\[<>=\-]){1,2}(?!\S))",  # arrows and dashes by themselves
    re.IGNORECASE,
)
