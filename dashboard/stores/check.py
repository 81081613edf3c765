"""The check of a store's connection on the screen: its steps as they end, then how to mend it."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.parts.widgets import error_box, row, show_errors
from dashboard.server.session import forget, get_engine
from dashboard.words.check_steps import PLACES, STEPS, found
from dashboard.words.i18n import _
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN, ago, plain, stamp
from dashboard.words.problems import problem_text
from engine import (
    CheckStep,
    ConnectionCheck,
    ConnectionState,
    StepResult,
    StepState,
    Store,
    is_sandbox,
)

STATES = {
    ConnectionState.CONNECTED: ("green", "check_circle"),
    ConnectionState.BROKEN: ("red", "error"),
    ConnectionState.UNCHECKED: ("gray", "pending"),
}
_SIGNS = {
    StepState.PASSED: ("green", "check_circle"),
    StepState.FAILED: ("red", "cancel"),
    StepState.WAITING: ("gray", "radio_button_unchecked"),
    StepState.SKIPPED: ("gray", "do_not_disturb_on"),
}


def run_check(store_id: int, place: DeltaGenerator) -> None:
    """Checks a store, showing each step in `place` as it ends; the outcome is kept for the visit.

    The script ends here and draws the page anew.
    """
    steps = {step: StepResult(step=step) for step in CheckStep}

    def told(result: StepResult) -> None:
        steps[result.step] = result
        with place.container(border=True):
            st.markdown(f"**{_('Connection check')}** · {_('running')}")
            _show_steps(tuple(steps.values()))

    with show_errors():
        check = get_engine().stores.check(store_id, told)
        st.session_state[_kept(store_id)] = check
        forget()
        st.rerun()


def connection(store: Store, place: DeltaGenerator) -> None:
    """What the last check of a store said, and the button to check again."""
    check: ConnectionCheck | None = st.session_state.get(_kept(store.store_id))
    tone, icon = STATES[store.connection]
    with place.container(border=True):
        with row(apart=True):
            with row():
                st.markdown(f"**{_('Connection')}**", width="content")
                st.badge(label(store.connection), icon=f":material/{icon}:", color=tone)  # type: ignore[arg-type]
                if store.approved_at is None:
                    st.badge(_("not approved"), color="gray")
            again = st.button(
                _("Check again"), icon=":material/refresh:", type="tertiary", key="stores.check"
            )
        for name, value in _facts(store).items():
            left, right = st.columns([2, 3])
            left.markdown(f":gray[{name}]")
            right.markdown(value)
        if check is not None:
            st.divider()
            _show_steps(check.steps)
        _problems(store, check)
    if again:
        run_check(store.store_id, place)


def forget_check(store_id: int) -> None:
    """Lets go of a check that speaks of other API data."""
    st.session_state.pop(_kept(store_id), None)


def _kept(store_id: int) -> str:
    return f"stores.check.{store_id}"


def _show_steps(steps: tuple[StepResult, ...]) -> None:
    """A line a step: sign, name, what it came to."""
    for result in steps:
        tone, icon = _SIGNS[result.state]
        name = _(STEPS[result.step])
        bold = f"**{name}**" if result.state is StepState.FAILED else name
        with row(apart=True):
            st.markdown(f":{tone}[:material/{icon}:] {bold}", width="content")
            st.markdown(f":{tone}[{plain(found(result))}]", width="content")


def _facts(store: Store) -> dict[str, str]:
    host = store.base_url.split("//", 1)[-1].split("/", 1)[0]
    return {
        _("Seller"): plain(store.account_id or UNKNOWN),
        _("Address"): plain(host) + (f" · {_('SANDBOX')}" if is_sandbox(store.base_url) else ""),
        _("Checked"): ago(store.checked_at),
        _("Secret set"): stamp(store.secret_set_at),
    }


def _problems(store: Store, check: ConnectionCheck | None) -> None:
    """The problems of the check made in this visit, else the one kept with the store; each with
    the place where it is mended.
    """
    if store.connection is not ConnectionState.BROKEN:
        return
    if check is None:
        error_box(problem_text(store.problem_code))
        return
    places = {one.problem.code: one.step for one in check.steps if one.problem is not None}
    for problem in check.problems:
        error_box(problem.text, problem.params)
        step = places.get(problem.code)
        if step is not None:
            st.markdown(f":material/place: {_('Mend it here')}: **{plain(_(PLACES[step]))}**")
        st.caption(_trace_and_code(problem.code, problem.trace_id))


def _trace_and_code(code: str, trace_id: str | None) -> str:
    trace = _("Trace id {trace_id}").format(trace_id=plain(trace_id)) if trace_id else ""
    return " · ".join(part for part in (trace, plain(code)) if part)
