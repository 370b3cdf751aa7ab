"""A rehearsal on the screen: who would move from which tier to which, in customers and in what they bring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from pages.shared.language import _, current_language, plain
from segmentation.language.i18n import format_count, format_day, format_money_short
from segmentation.measures.grades.grading import Rehearsal
from segmentation.schemes import Tier


def draw_moves(done: Rehearsal, now: Sequence[Tier], then: Sequence[Tier], as_of: date) -> None:
    """Draw what a rehearsal found: a sentence, and a table with a line a tier now and a column a tier then."""
    lang, moves = current_language(), done.matrix.to_pylist()
    if not done.moved:
        st.subheader(_("None of {customers} customers would change grade").format(customers=format_count(done.customers, lang)))
        return
    best = then[0]
    lost = sum(move["customers"] for move in moves if move["from_tier"] == best.key != move["to_tier"])
    won = sum(move["customers"] for move in moves if move["to_tier"] == best.key != move["from_tier"])
    st.subheader(
        _("{moved} of {customers} customers would change grade; {lost} would lose {best}, {won} would gain it").format(
            moved=format_count(done.moved, lang), customers=format_count(done.customers, lang), lost=format_count(lost, lang),
            best=plain(best.label[lang]), won=format_count(won, lang),
        )
    )
    note = _("As of {day}. Rows: the grade now; columns: the grade then; amounts: what these customers bring now.")
    st.caption(note.format(day=format_day(as_of, lang)))
    cells = {(move["from_tier"], move["to_tier"]): move for move in moves}
    table = {_("Now"): [f"**{plain(tier.label[lang])}**" for tier in now]}
    for tier in then:
        label = _("then {tier}").format(tier=plain(tier.label[lang]))
        table[label] = [_cell(cells[each.key, tier.key], each.key == tier.key) for each in now]
    st.table(table, hide_index=True)


def _cell(move: dict[str, Any], stays: bool) -> str:
    lang = current_language()
    if not move["customers"]:
        return ":gray[–]"
    text = plain(f"{format_count(move['customers'], lang)} · {format_money_short(move['contribution'], lang)}")
    return f":gray[{text}]" if stays else f"**{text}**"
