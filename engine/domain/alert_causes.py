"""What is worth an alert, and what it says. Each cause has a key of its own: it is told once."""

from __future__ import annotations

from datetime import date, datetime

from engine.domain.alerts import Alert, Line, Message
from engine.domain.contacts import AlertKind
from engine.domain.delivery import PrerequisiteKind

CONNECTION_CODES = frozenset(  # of errors that no store's job gets past until somebody mends them
    {
        *("AUTH_FAILED", "PERMISSION_MISSING", "IP_NOT_ALLOWED", "BLOCKED", "CLOCK_OFF"),
        *("CERTIFICATE", "PROXY"),
    }
)
WARNED_DAYS = (14, 7, 3, 1, 0)  # before the application's last day; NAVER's run 180 days
NOTE = Line(text="Open Storeboard to see more. Who gets alerts is set with the store's contacts.")

CHANGED = {
    PrerequisiteKind.ADDRESS_BOOK: Line(
        text="The address book changed. The page Prerequisites shows how."
    ),
    PrerequisiteKind.THIS_DAY_DISPATCH: Line(
        text="This-day dispatch changed. The page Prerequisites shows how."
    ),
    PrerequisiteKind.BUNDLE_GROUPS: Line(
        text="The bundle delivery groups changed. The page Prerequisites shows how."
    ),
}


def connection_lost(store_id: int, store: str, reason: Line, code: str, on: date) -> Alert:
    """NAVER refused the store's API data; once a day and reason, whoever met it first."""
    return Alert(
        kind=AlertKind.CONNECTION,
        store_id=store_id,
        key=f"connection/{store_id}/{code}/{on}",
        message=Message(
            title=Line(text="{store}: the connection to NAVER is lost", params={"store": store}),
            lines=(reason, NOTE),
        ),
    )


def expiring(store_id: int, store: str, valid_until: date, today: date) -> Alert | None:
    """The application's last day is near: told 14, 7, 3 and 1 days before and on the day."""
    left = (valid_until - today).days
    step = next((days for days in reversed(WARNED_DAYS) if left <= days), None)
    if step is None:
        return None
    title = (
        Line(
            text="{store}: the application for NAVER's API ends in {days} days",
            params={"store": store, "days": str(left)},
        )
        if left > 0
        else Line(
            text="{store}: the application for NAVER's API has reached its last day",
            params={"store": store},
        )
    )
    renew = Line(
        text="It is valid until {day}. Renew it in the Commerce API centre and save the new date.",
        params={"day": str(valid_until)},
    )
    return Alert(
        kind=AlertKind.CONNECTION,
        store_id=store_id,
        key=f"expiring/{store_id}/{valid_until}/{step}",
        message=Message(title=title, lines=(renew, NOTE)),
    )


def job_failed(store_id: int, store: str, job_id: int, reason: Line, at: datetime) -> Alert:
    """A job of a store ended with an error; one that fails again later is told again."""
    number = {"store": store, "job_id": str(job_id)}
    return Alert(
        kind=AlertKind.JOB_FAILED,
        store_id=store_id,
        key=f"job/{job_id}/{at:%Y-%m-%d %H:%M:%S}",
        message=Message(
            title=Line(text="{store}: job {job_id} failed", params=number), lines=(reason, NOTE)
        ),
    )


def prerequisites_changed(store_id: int, store: str, kind: PrerequisiteKind, at: datetime) -> Alert:
    """A fetch found other delivery settings at NAVER than the one before."""
    return Alert(
        kind=AlertKind.PREREQUISITES_CHANGED,
        store_id=store_id,
        key=f"prerequisite/{store_id}/{kind}/{at:%Y-%m-%d %H:%M:%S}",
        message=Message(
            title=Line(text="{store}: delivery settings changed at NAVER", params={"store": store}),
            lines=(
                CHANGED[kind],
                NOTE,
            ),
        ),
    )


def too_many_refusals(store_id: int, store: str, refused: int, limit: int, on: date) -> Alert:
    """NAVER refused more calls of a store on one day than was set; once a day."""
    counts = {"refused": f"{refused:,}", "limit": f"{limit:,}"}
    return Alert(
        kind=AlertKind.REFUSALS,
        store_id=store_id,
        key=f"refusals/{store_id}/{on}",
        message=Message(
            title=Line(text="{store}: NAVER refuses many calls", params={"store": store}),
            lines=(
                Line(
                    text="{refused} calls were refused today, more than the {limit} you set.",
                    params=counts,
                ),
                NOTE,
            ),
        ),
    )


def trial_message() -> Message:
    """What a person sends to see whether alerts arrive."""
    return Message(
        title=Line(text="A test alert of Storeboard"),
        lines=(Line(text="If you can read this, alerts arrive here."),),
    )
