"""The steps of a connection check in words: what each is called, and where in NAVER's centre what
failed is mended.
"""

from __future__ import annotations

from typing import Any

from dashboard.words.i18n import N_, _
from dashboard.words.sentences import sentence
from engine import CheckStep, ConnectionCheck, Problem, StepResult, StepState

STEPS = {
    CheckStep.CLOCK: N_("Clock of this machine"),
    CheckStep.ADDRESS: N_("API address reachable"),
    CheckStep.IP: N_("IP allowed"),
    CheckStep.TOKEN: N_("Token"),
    CheckStep.ACCOUNT: N_("Account answers"),
    CheckStep.CHANNEL: N_("Channel and store address"),
    CheckStep.PRODUCT: N_("API group: products"),
    CheckStep.ORDER: N_("API group: orders"),
    CheckStep.SELLER: N_("API group: seller"),
    CheckStep.INQUIRY: N_("API group: inquiries"),
    CheckStep.SETTLEMENT: N_("API group: settlement"),
}
_GROUPS = N_("Commerce API centre › My applications › application › API groups")
PLACES = {  # where it is mended
    CheckStep.CLOCK: N_("This machine › date and time settings › set automatically"),
    CheckStep.ADDRESS: N_("This form › Advanced · API address; then the network of this machine"),
    CheckStep.IP: N_("Commerce API centre › My applications › application › API caller IP"),
    CheckStep.TOKEN: N_(
        "Commerce API centre › My applications › application › application ID and secret"
    ),
    CheckStep.ACCOUNT: N_("SmartStore centre › My info › seller id, and this form › API"),
    CheckStep.CHANNEL: N_("SmartStore centre › Store management › store address and channel"),
    CheckStep.PRODUCT: _GROUPS,
    CheckStep.ORDER: _GROUPS,
    CheckStep.SELLER: _GROUPS,
    CheckStep.INQUIRY: _GROUPS,
    CheckStep.SETTLEMENT: _GROUPS,
}


def found(result: StepResult) -> str:
    """What a step came to, in a few words."""
    if result.state is StepState.FAILED and result.problem is not None:
        return sentence(result.problem.text, result.problem.params).partition(". ")[0].rstrip(".")
    if result.state is StepState.SKIPPED:
        return _("switched off, not asked")
    if result.state is StepState.WAITING:
        return _("after the step before")
    if result.step is CheckStep.CLOCK and result.found:
        return _("off by {difference}").format(difference=result.found)
    return result.found or _("passed")


def check_answer(check: ConnectionCheck) -> dict[str, Any]:
    """A check as the command line tells it, its problems first."""
    return {
        "store": check.store,
        "connected": check.connected,
        "account_id": check.account_id,
        "problems": [_problem(check, one) for one in check.problems],
        "steps": [
            {"step": one.step, "state": one.state, "found": found(one)} for one in check.steps
        ],
    }


def _problem(check: ConnectionCheck, problem: Problem) -> dict[str, Any]:
    step = next((one.step for one in check.steps if one.problem == problem), None)
    return {
        "code": problem.code,
        "message": sentence(problem.text, problem.params),
        "step": step,
        "place": None if step is None else _(PLACES[step]),
        "trace_id": problem.trace_id,
    }
