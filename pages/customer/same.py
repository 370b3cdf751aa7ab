"""Who else he is: records that were merged into his, some that may be he, and other people who stand under his key."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.customer.beside import draw_beside
from pages.customer.picks import Look
from pages.customer.profile import keep_done
from pages.shared.heads import draw_head
from pages.shared.house import current_warehouse, reading_of
from pages.shared.language import _, _n, current_language, plain
from pages.shared.pairs import pairs_of
from pages.shared.seeing import may_change
from segmentation.ingest.land import undo
from segmentation.ingest.merges import names_on, part_person
from segmentation.language.errors import InputError
from segmentation.language.i18n import format_count, format_day, format_money_short
from segmentation.measures.movement.follow_up import follow_up
from segmentation.measures.people.merges import read_proposals, read_said

MERGED, PARTED = "merged", "parted"


def draw_same(look: Look) -> None:
    """Draw what was said of who he is, each with the button that takes it back, and what may be said."""
    said = [row for row in _said(look) if look.customer in (row["customer"], row["person"], row["other"])]
    pairs, names = _pairs(look), _names(look)
    if not said and not pairs.num_rows and len(names) < 2:
        return
    with st.container(border=True, key="file_same"):
        draw_head(_("Merged records") if said else _("May be one person"))
        for row in said:
            _draw_said(look, row)
        for proposal in read_proposals(current_warehouse(), look.view.store_id, pairs, look.view.as_of, look.on):
            other = proposal.gone if proposal.survivor["customer"] == look.customer else proposal.survivor
            with st.popover(_("The same as {name}?").format(name=plain(other["name"] or other["customer"])), width="stretch"):
                draw_beside(look, proposal, "file")
        if len(names) > 1 and look.is_now:
            _draw_parting(look, names)


def _said(look: Look) -> list[dict[str, Any]]:
    warehouse, view = current_warehouse(), look.view
    return reading_of(view, "said of people", lambda: read_said(warehouse, view.store_id))


def _pairs(look: Look) -> pa.Table:
    pairs = pairs_of(look.view)
    return pairs.filter(pc.or_(pc.equal(pairs["survivor"], look.customer), pc.equal(pairs["gone"], look.customer)))


def _names(look: Look) -> dict[str, int]:
    warehouse, view = current_warehouse(), look.view
    return reading_of(view, f"names {look.customer}", lambda: names_on(warehouse.cursor(), view.store_id, look.customer))


def _draw_said(look: Look, row: dict[str, Any]) -> None:
    lang = current_language()
    name, key = row["other_name"] or row["other"], row["other"]
    day = format_day(row["said_on"], lang)
    if row["rule"] == MERGED:
        text = _("{name} ({key}): {visits}, {money}; merged {day}")
    elif row["rule"] == PARTED:
        text = _("{name} ({key}): {visits}, {money}; parted {day}")
    else:
        text = _("Not the same as {name} ({key}); said {day}")
        if row["other"] == look.customer:
            name, key = row["name"] or row["customer"], row["customer"]
    told = text.format(
        name=name, key=key, visits=_visits(row["visits"], lang), money=format_money_short(row["total_spend"], lang),
        day=day,
    )
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(plain(told))
        if look.is_now:
            key = f"undo_said_{row['batch']}_{row['customer']}_{row['other']}"
            st.button(_("Undo"), key=key, type="tertiary", on_click=_undo, args=(look, row["batch"]))


def _visits(count: int, lang: str) -> str:
    return _n("{count} visit", "{count} visits", count).format(count=format_count(count, lang))


def _draw_parting(look: Look, names: dict[str, int]) -> None:
    """Draw the names on the bills under his key, and the button that makes somebody else of one of them."""
    if not may_change("same_people"):
        return
    lang = current_language()
    with st.popover(_("Several people under this key?"), width="stretch"):
        st.caption(_("The bills of the chosen name go to a record of their own, those of later files too."))
        key = f"part_{current_warehouse().version}_{look.customer}"
        told = {name: _n("{name}: {count} bill", "{name}: {count} bills", count) for name, count in names.items()}
        st.radio(
            _("Who is somebody else"), list(names)[::-1], key=key,
            format_func=lambda name: plain(told[name].format(name=name, count=format_count(names[name], lang))),
        )
        st.button(_("Part"), key="part_person", type="primary", on_click=_part, args=(look, key))


def _part(look: Look, key: str) -> None:
    """Make somebody else of the chosen name, in a callback."""
    name, warehouse = st.session_state[key], current_warehouse()
    try:
        batch = part_person(warehouse, look.view.store_id, look.customer, name)
        follow_up(warehouse, look.view.store_id)
    except InputError as error:
        st.session_state["edit_error"] = error
        return
    keep_done(look, batch, _("{name} has a record of their own now.").format(name=name))


def _undo(look: Look, batch: int) -> None:
    """Take back what was said of who he is, in a callback."""
    warehouse = current_warehouse()
    try:
        undo(warehouse, batch)
        follow_up(warehouse, look.view.store_id)
    except InputError as error:
        st.session_state["edit_error"] = error
