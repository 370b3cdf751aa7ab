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
from pages.shared.language import _, _n, current_language
from pages.shared.pairs import pairs_of
from segmentation.language.i18n import N_, format_count
from segmentation.measures.people.merges import Proposal, pairs_frame, read_proposals

FIRST, MORE, WIDE = 2, 4, 2  # how many are open at first, how many more a press opens, how many stand beside each other
OPEN = "pairs_open"


def draw_pairs(look: Look) -> None:
    """Draw the first pairs side by side, the button that opens more of them, and the list to take along."""
    view, lang, pairs = look.view, current_language(), pairs_of(look.view)
    if look.customer is None:
        draw_done(look)
    if not pairs.num_rows:
        return
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
    )


def _read(look: Look, pairs: pa.Table) -> list[Proposal]:
    view = look.view
    return reading_of(view, f"proposals {look.on} {pairs.num_rows}", lambda: read_proposals(
        current_warehouse(), view.store_id, pairs, view.as_of, look.on
    ))


def _open_more(store_id: int, shown: int) -> None:
    st.session_state[OPEN] = st.session_state.get(OPEN, {}) | {store_id: shown}
