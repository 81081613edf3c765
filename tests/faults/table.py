"""The table of faults in docs/reliability.md, made of what the tests saw."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.faults.cases import Case, name
from tests.faults.meetings import Meeting
from tests.sandbox_process import ROOT

PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- faults -->", "<!-- /faults -->"
HEAD = (
    "| fault | met once | met until mended | met at a rate | rows lost | rows doubled |",
    "|---|---|---|---|---|---|",
)


def table(seen: Mapping[Case, Mapping[str, Meeting]]) -> str:
    """One line a fault."""
    return "\n".join((*HEAD, *(_line(case, ways) for case, ways in seen.items())))


def _line(case: Case, ways: Mapping[str, Meeting]) -> str:
    met = ways.values()
    cells = (
        f"`{name(case)}`",
        _outcome(case, ways["once"]),
        _outcome(case, ways["for_good"]),
        _end(case, ways["share"]) if "share" in ways else "",
        str(sum(meeting.lost for meeting in met)),
        str(sum(meeting.doubled for meeting in met)),
    )
    return f"| {' | '.join(cells)} |"


def _outcome(case: Case, meeting: Meeting) -> str:
    """What happened, in a few words."""
    stopped = f"stopped with {meeting.stops[0]}, resumed, " if meeting.stops else ""
    return stopped + _end(case, meeting)


def _end(case: Case, meeting: Meeting) -> str:
    """How it ended; how often an import stops under a fault met at a rate is left to chance."""
    if meeting.lost or meeting.doubled or meeting.differs:
        return "not as undisturbed"
    if case.left_out:
        return "one listing a failed line, complete once it is read again"
    return "kept as told, complete after the next" if meeting.told_wrong else "complete"


def written(page: Path = PAGE) -> str:
    """The table as the page has it."""
    text = page.read_text(encoding="utf-8")
    return text.partition(BEGIN)[2].partition(END)[0].strip()


def write(made: str, page: Path = PAGE) -> None:
    """Puts the table into the page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{made}\n{END}{after}", encoding="utf-8")
