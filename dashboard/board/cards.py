"""The status board: what each store needs next, its card, and the table of many stores."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import streamlit as st

from dashboard.parts import tables, view
from dashboard.parts.columns import action
from dashboard.parts.frames import board_frame
from dashboard.parts.left_out import keep_left_out
from dashboard.parts.navigation import go, may_open
from dashboard.parts.next_step import NEEDS, Need, need_of, next_step, switched_off
from dashboard.parts.row_clicks import clicked, key_over
from dashboard.parts.widgets import row, strip
from dashboard.server.session import forget_polled, get_engine, may, mode
from dashboard.words.i18n import N_, _, ngettext
from dashboard.words.labels import label
from dashboard.words.phrases import ago, counted, number, plain
from dashboard.words.problems import problem_text
from dashboard.words.sentences import sentence
from engine import EngineError, ImportRequest, Role, StoreBoard, StoreError, ends_soon, today

TONES = {
    Need.BROKEN: ("red", "error"),
    Need.UNCHECKED: ("orange", "pending"),
    Need.PREREQUISITES: ("orange", "pending"),
    Need.NONE: ("green", "check_circle"),
    Need.OFF: ("gray", "toggle_off"),
}
FILTERS = {
    "action": N_("Needs action"),
    "unmatched": N_("Has unmatched"),
    "losses": N_("Has loss-makers"),
}
CARDS_UP_TO = 8  # more cards are rows that nobody reads


class View(StrEnum):
    """How the stores are shown."""

    CARDS = "cards"
    TABLE = "table"


def view_switch(count: int) -> View:
    """Cards or table; kept in the address."""
    views = {
        View.CARDS: f":material/grid_view: {_('Cards')}",
        View.TABLE: f":material/table_rows: {_('Table')}",
    }
    fitting = View.CARDS if count <= CARDS_UP_TO else View.TABLE
    chosen = view.held("view", "status_board.view", view.one_of(View), fitting)
    st.segmented_control(
        _("View"),
        list(View),
        required=True,
        format_func=views.__getitem__,
        key="status_board.view",
        label_visibility="collapsed",
    )
    return chosen


def sync_button(boards: Sequence[StoreBoard]) -> None:
    """Brings every store up to date with what changed at NAVER."""
    if may(Role.OPERATOR) and st.button(
        _("Sync now"),
        icon=":material/sync:",
        disabled=not boards,
        help=_(
            "Asks NAVER only for what was modified since the last full sync, in every store that"
            " can. A full sync runs at dawn, or on the page Product import."
        ),
    ):
        sync_all(boards)


def sync_all(boards: Sequence[StoreBoard]) -> None:
    """Syncs what changed in every store that can be synced and holds listings; shows the jobs, and
    which stores were left out and why.
    """
    left_out = {board.store.name: _not_synced(board) for board in boards}
    left_out = {name: why for name, why in left_out.items() if why}
    keep_left_out(left_out)
    forget_polled()
    if len(left_out) < len(boards):
        go("jobs")
    st.rerun()


def _not_synced(board: StoreBoard) -> str:
    """Begins to sync a store; why it cannot be, empty where it is."""
    if need_of(board) is not Need.NONE:
        return label_of(board)
    if not board.counts.imported:
        return _("Nothing is imported yet.")
    try:
        request = ImportRequest(store_id=board.store.store_id)
        get_engine().imports.submit_sync(request, changed_only=True)
    except StoreError:  # the workspace itself cannot be used
        raise
    except EngineError as error:
        return sentence(error.text, error.params)
    return ""


def board_numbers(boards: Sequence[StoreBoard]) -> None:
    """The strip over all stores; what no store knows is a dash."""
    needing = sum(need_of(board) not in (Need.NONE, Need.OFF) for board in boards)
    counts = [board.counts for board in boards]
    losses = [board.loss_makers for board in boards if board.loss_makers is not None]
    doubtful = sum(board.doubtful_losses for board in boards)
    with strip(5):
        st.metric(_("Stores needing action"), f"{needing} / {len(boards)}")
        st.metric(_("Imported products"), counted(sum(count.imported for count in counts)))
        st.metric(_("Unmatched products"), counted(sum(count.unmatched for count in counts)))
        st.metric(_("Sale ends within 7 days"), counted(sum(count.ending_soon for count in counts)))
        st.metric(
            _("Loss-makers"),
            counted(sum(losses)) if losses else counted(None),
            delta=_("{count} doubtful").format(count=number(doubtful)) if doubtful else None,
            delta_color="orange",
            delta_arrow="off",
            help=_("At each store's own fee tier today; products of unknown cost are not counted."),
        )


def cards(boards: Sequence[StoreBoard]) -> None:
    """One card a store, worst first, all of one height."""
    with st.grid(3, min_column_width=300, border=True):
        for board in sorted(boards, key=lambda board: NEEDS.index(need_of(board))):
            _card(board)


def _card(board: StoreBoard) -> None:
    tone, icon = TONES[need_of(board)]
    with st.container(height="stretch", key=f"board.card.{board.store.store_id}"):
        with row(apart=True):
            st.markdown(f"**{plain(board.store.name)}**", width="content")
            st.badge(label_of(board), icon=f":material/{icon}:", color=tone)  # type: ignore[arg-type]
        st.caption(_facts(board))
        _counts(board)
        with st.container(height="stretch", gap="xsmall"):
            for line in _to_do(board):
                st.markdown(line)
        step = next_step(board)
        if may_open(step.page) and st.button(
            step.label,
            icon=f":material/{step.icon}:",
            type="primary" if step.urgent else "secondary",
            width="stretch",
            key=f"board.next.{board.store.store_id}",
        ):
            _go(board)


def label_of(board: StoreBoard) -> str:
    """The state of a store in a word or two."""
    return {
        Need.BROKEN: _("Disconnected"),
        Need.UNCHECKED: _("Not checked"),
        Need.PREREQUISITES: _("Prerequisites needed"),
        Need.NONE: _("OK"),
        Need.OFF: _("Switched off"),
    }[need_of(board)]


def _facts(board: StoreBoard) -> str:
    synced = (
        _("synced {when}").format(when=ago(board.last_synced_at))
        if board.last_synced_at
        else _("never synced")
    )
    return " · ".join([label(board.store.fee_tier), label(board.store.store_type), synced])


def _counts(board: StoreBoard) -> None:
    counts, never = board.counts, board.last_synced_at is None and not board.counts.imported
    values = {
        _("Listed"): counts.listed,
        _("Imported"): None if never else counts.imported,
        _("SKU linked"): None if never else counts.matched,
        _("Unmatched"): None if never else counts.unmatched,
    }
    with row(apart=True):  # as wide as their names: even columns would break the longest
        for name, value in values.items():
            st.markdown(f":small[:gray[{name}]]  \n**{number(value)}**", width="content")


def _to_do(board: StoreBoard) -> list[str]:
    """Up to four lines: what is broken or missing first, then what runs out or loses."""
    counts, lines = board.counts, []
    if need_of(board) is Need.BROKEN:
        cause, _dot, _mend = sentence(problem_text(board.store.problem_code)).partition(". ")
        lines.append(f":red[:material/error: {plain(cause)}]")
    if off := switched_off(board):
        lines.append(f":gray[:material/toggle_off: {_('Off: {names}').format(names=off)}]")
    if ends_soon(board.store, today()):
        day = _("The application ends on {day}").format(day=board.store.valid_until)
        lines.append(f":orange[:material/key: {day}]")
    for kind in () if need_of(board) in (Need.BROKEN, Need.OFF) else board.missing:
        fetch = _("Fetch: {kind}").format(kind=label(kind))
        lines.append(f":orange[:material/radio_button_unchecked: {fetch}]")
    if counts.ending_soon:
        lines.append(
            ":material/event_busy: "
            + ngettext("{count} ends in 7 days", "{count} end in 7 days", counts.ending_soon)
        )
    if counts.doubtful:
        text = ngettext("{count} doubtful match", "{count} doubtful matches", counts.doubtful)
        lines.append(f":orange[:material/question_mark: {text}]")
    if board.loss_makers:
        lines.append(f":material/trending_down: {_losses(board)}")
    if counts.ended:
        text = ngettext(
            "{count} is not sold any more", "{count} are not sold any more", counts.ended
        )
        lines.append(f":gray[:material/block: {text}]")
    return lines[:4]


def table(boards: Sequence[StoreBoard]) -> None:
    """All stores in a table with search and filters; the button leads to the next step."""
    with row():
        asked = view.held("words", "status_board.search", view.words(), "")
        st.text_input(
            _("Store name"),
            placeholder=_("Store name"),
            icon=":material/search:",
            live=True,
            key="status_board.search",
            label_visibility="collapsed",
            width=250,
        )
        filters = view.held("filter", "status_board.filter", view.several(FILTERS), [])
        st.pills(
            _("Filter"),
            list(FILTERS),
            selection_mode="multi",
            format_func=lambda one: _(FILTERS[one]),
            key="status_board.filter",
            label_visibility="collapsed",
        )
    shown = [board for board in boards if _shown(board, asked, filters)]
    shown.sort(key=lambda board: NEEDS.index(need_of(board)))
    st.caption(ngettext("{count} store", "{count} stores", len(shown)))
    key = key_over("status_board.step", (board.store.store_id for board in shown))
    st.dataframe(
        board_frame(shown, may_open),
        column_config={**tables.board(mode()), "step": action(_("Next step"), key, 152)},
        hide_index=True,
        placeholder="·",
        height="content",
        row_height=36,
        key="status_board.table",
        alt=_("All stores with their state and counts"),
    )
    if (board := clicked(key, shown)) is not None:
        _go(board)


def _losses(board: StoreBoard) -> str:
    """How many listings lose money, and how many of them may have a wrong SKU."""
    count = board.loss_makers or 0
    text = ngettext("{count} loss-maker", "{count} loss-makers", count)
    if not board.doubtful_losses:
        return text
    return f"{text} ({_('{count} doubtful').format(count=number(board.doubtful_losses))})"


def _go(board: StoreBoard) -> None:
    """Leaves for where the next step of the store is done."""
    step = next_step(board)
    go(step.page, store=board.store.name, **step.query)


def _shown(board: StoreBoard, asked: str, filters: Sequence[str]) -> bool:
    kept = {
        "action": need_of(board) not in (Need.NONE, Need.OFF),
        "unmatched": board.counts.unmatched > 0,
        "losses": bool(board.loss_makers),
    }
    return asked.casefold() in board.store.name.casefold() and all(kept[name] for name in filters)
