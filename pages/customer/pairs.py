"""The pairs of records that may be one person, the surest first: decided here one by one, or taken along as a list."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from pages.customer.beside import draw_beside
from pages.customer.picks import Look
from pages.customer.profile import draw_done
from pages.shared.downloads import draw_download
from pages.shared.heads import draw_head
from pages.shared.house import current_warehouse, reading_of
from pages.shared.language import _, _n, current_language, day_text, plain
from pages.shared.pairs import pairs_of
from segmentation.ingest.batches import called
from segmentation.ingest.land import undo
from segmentation.ingest.merges import REFUSED
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_count, format_day
from segmentation.measures.people.merges import Proposal, pairs_frame, read_proposals, read_said

MOST = 50  # refusals that are listed, the newest first
FIRST, MORE, WIDE = 2, 4, 2  # how many are open at first, how many more a press opens, how many stand beside each other
OPEN = "pairs_open"


def draw_pairs(look: Look) -> None:
    """Draw the pairs, and below them those that somebody said are two people."""
    pairs = pairs_of(look.view)
    if look.customer is None:
        draw_done(look)
    if pairs.num_rows:
        _draw_pairs(look, pairs)
    _draw_refused(look)


def _draw_refused(look: Look) -> None:
    """Draw the pairs that somebody said are two people, each with the button that takes it back."""
    view, lang = look.view, current_language()
    said = reading_of(view, "said of people", lambda: read_said(current_warehouse(), view.store_id))
    refused = [row for row in said if row["rule"] == REFUSED]
    if not refused or not look.is_now:
        return
    with st.expander(_("Said to be two people"), key="pairs_refused"):
        for row in refused[:MOST]:
            names = [called(row[name] or row[key], row[key]) for name, key in (("name", "customer"), ("other_name", "other"))]
            text = _("{name} and {other}; said {day}")
            told = text.format(name=names[0], other=names[1], day=format_day(row["said_on"], lang))
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.caption(plain(told))
                key = f"undo_refused_{row['batch']}_{row['customer']}_{row['other']}"
                st.button(_("Undo"), key=key, type="tertiary", on_click=_take_back, args=(row["batch"],))


def _take_back(batch: int) -> None:
    """Let a pair be proposed again, in a callback."""
    try:
        undo(current_warehouse(), batch)
    except InputError as error:
        st.session_state["edit_error"] = error


def _draw_pairs(look: Look, pairs: pa.Table) -> None:
    """Draw the first pairs side by side, the button that opens more of them, and the list to take along."""
    view, lang = look.view, current_language()
    text = _n("{count} pair, the surest first", "{count} pairs, the surest first", pairs.num_rows)
    draw_head(_("May be one person"), text.format(count=format_count(pairs.num_rows, lang)))
    shown = min(pairs.num_rows, st.session_state.get(OPEN, {}).get(view.store_id, FIRST))
    proposals = _read(look, pairs.slice(0, shown))
    for start in range(0, shown, WIDE):
        for column, proposal in zip(st.columns(WIDE), proposals[start : start + WIDE], strict=False):
            with column, st.container(border=True):
                draw_beside(look, proposal, "pair")
    if shown < pairs.num_rows:
        st.button(_("Show more pairs"), key="more_pairs", on_click=_open_more, args=(view.store_id, shown + MORE))
    draw_download(
        lambda: pairs_frame(read_proposals(current_warehouse(), view.store_id, pairs, view.as_of, look.on), lang),
        N_("May be one person"), view, "pairs", named=True, totals=False,
        notes=(_("As of {day}").format(day=day_text(view.as_of)),),
    )


def _read(look: Look, pairs: pa.Table) -> list[Proposal]:
    view = look.view
    return reading_of(view, f"proposals {look.on} {pairs.num_rows}", lambda: read_proposals(
        current_warehouse(), view.store_id, pairs, view.as_of, look.on
    ))


def _open_more(store_id: int, shown: int) -> None:
    st.session_state[OPEN] = st.session_state.get(OPEN, {}) | {store_id: shown}
