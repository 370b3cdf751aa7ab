"""Two records side by side, with what says that they are one person, and the buttons that decide it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import streamlit as st

from pages.customer.picks import CUSTOMER, Look
from pages.customer.profile import keep_done
from pages.shared.house import current_warehouse
from pages.shared.language import _, current_language, plain
from pages.shared.seeing import may_change
from segmentation.exports.file_parts import escaped
from segmentation.fields import label
from segmentation.ingest.merges import merge_records, refuse_pairs
from segmentation.language.errors import InputError
from segmentation.language.i18n import format_count, format_day, format_money
from segmentation.measures.movement.follow_up import follow_up
from segmentation.measures.people.merges import BESIDE, Proposal, evidence_text, pair_names

STYLE = """<style>
.beside { border-collapse: collapse; table-layout: fixed; width: 100% }
.beside td, .beside th { border: 0; border-bottom: 1px solid var(--hairline, #80889040); font-size: 13px; font-weight: 400;
  line-height: 18px; overflow-wrap: anywhere; padding: 3px 6px 3px 0; text-align: left; vertical-align: top }
.beside th { width: 8.5em; color: var(--muted) }
.beside tr:first-child td { font-weight: 600 }
</style>"""


def draw_beside(look: Look, proposal: Proposal, place: str) -> None:
    """Draw both records of a proposal side by side, and below them the choice of what they are; ``place`` tells two apart."""
    lang = current_language()
    st.caption(plain(evidence_text(proposal.evidence, lang)))
    st.html(f'{STYLE}<table class="beside">{"".join(_rows(proposal, lang))}</table>')
    if not look.is_now or not may_change("same_people"):
        return
    pair = proposal.pair
    called_each = {key: plain(name) for key, name in _names(proposal).items()}
    key = f"{place}_{current_warehouse().version}_{'='.join(pair)}"
    st.radio(_("Which record stays"), pair, key=f"stays_{key}", format_func=called_each.get, horizontal=True)
    with st.container(horizontal=True):
        st.button(_("One person"), key=f"one_{key}", type="primary", on_click=_merge, args=(look, proposal, f"stays_{key}"))
        st.button(_("Two people"), key=f"two_{key}", on_click=_refuse, args=(look, proposal))


def _rows(proposal: Proposal, lang: str) -> Iterator[str]:
    for name in BESIDE:
        told = [_cell(name, record[name], lang) for record in (proposal.survivor, proposal.gone)]
        if any(told):
            cells = "".join(f"<td>{escaped(text) or '–'}</td>" for text in told)
            head = _("Times here") if name == "visits" else label(name, lang)
            yield f"<tr><th>{escaped(head)}</th>{cells}</tr>"
    keys = "".join(f"<td>{escaped(key)}</td>" for key in proposal.pair)
    yield f"<tr><th>{escaped(label('customer', lang))}</th>{keys}</tr>"


def _cell(name: str, value: Any, lang: str) -> str:
    if value is None:
        return ""
    if name == "visits":
        return format_count(value, lang)
    if name == "total_spend":
        return format_money(value, lang)
    return format_day(value, lang) if name in ("first_visit", "last_visit") else str(value)


def _names(proposal: Proposal) -> dict[str, str]:
    """Return by key what the two are called, with their keys where the names are the same."""
    keys = (proposal.survivor["customer"], proposal.gone["customer"])
    return dict(zip(keys, pair_names(proposal, current_language()), strict=True))


def _merge(look: Look, proposal: Proposal, stays: str) -> None:
    """Make one person of the two, in a callback."""
    survivor = st.session_state.get(stays) or proposal.pair[0]
    gone = next(key for key in proposal.pair if key != survivor)
    warehouse = current_warehouse()
    try:
        batch = merge_records(warehouse, look.view.store_id, [(survivor, gone)])
        follow_up(warehouse, look.view.store_id)
    except InputError as error:
        st.session_state["edit_error"] = error
        return
    if look.customer == gone:
        look = look._replace(customer=survivor)
        st.session_state[CUSTOMER] = survivor
    names = _names(proposal)
    keep_done(look, batch, _("{other} is merged into {name}.").format(other=names[gone], name=names[survivor]))


def _refuse(look: Look, proposal: Proposal) -> None:
    """Remember that they are two people, in a callback."""
    try:
        batch = refuse_pairs(current_warehouse(), look.view.store_id, [proposal.pair])
    except InputError as error:
        st.session_state["edit_error"] = error
        return
    names = list(_names(proposal).values())
    said = _("{name} and {other} stay two people, and are not proposed again.")
    keep_done(look, batch, said.format(name=names[0], other=names[1]))
