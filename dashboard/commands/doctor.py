"""The command that looks whether all is well: storeboard doctor."""

from __future__ import annotations

import argparse
from typing import Any

from dashboard.words.sentences import sentence
from engine import Finding, FindingState, examine, read_config

Answer = dict[str, Any]
MARKS = {FindingState.WELL: " ok ", FindingState.WARNING: "  ! ", FindingState.WRONG: "  X "}


def doctor(options: argparse.Namespace) -> Answer:
    """Every finding; the command fails where something is wrong."""
    findings = examine(read_config(options.workspace))
    wrong = sum(one.state is FindingState.WRONG for one in findings)
    options.failed = wrong > 0
    return {"wrong": wrong, "findings": list(map(_finding_answer, findings))}


def _finding_answer(finding: Finding) -> Answer:
    return {
        "check": finding.check,
        "state": finding.state,
        "store": finding.store,
        "message": sentence(finding.text, finding.params),
    }


def tell_doctor(answer: Answer) -> str:
    """A line for each finding, with a mark."""
    return "\n".join(
        MARKS[one["state"]] + (f"{one['store']}: " if one["store"] else "") + one["message"]
        for one in answer["findings"]
    )
