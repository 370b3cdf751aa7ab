"""What explains most of the gap, in words, and who was expected and has not come."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from pages.progress.picks import Looked
from pages.shared.behind import open_chosen, row_chosen
from pages.shared.downloads import draw_download
from pages.shared.heads import draw_head
from pages.shared.house import current_warehouse, scheme
from pages.shared.language import _, current_language, plain
from pages.shared.pin import table_slide
from pages.shared.progress import marked
from pages.shared.tables import described, draw_table
from segmentation.language.i18n import N_, format_money_short
from segmentation.measures.managers.progress_words import Gap, explain_gaps, finding_gap, finding_missed, when_text, who_text

COLUMNS = ("name", "tier", "expected_on", "contribution", "manager")
TYPES = [
    *((name, pa.string()) for name in ("customer", "name", "phone", "manager", "tier")), ("expected_on", pa.date32()),
    ("contribution", pa.decimal128(18, 2)),
]
ROWS, PINNED = 5, 12


def draw_gaps_and_missed(looked: Looked) -> None:
    """Draw where the gap is and, beside it, who has not come; him alone where nobody is behind."""
    gaps = explain_gaps(looked.found, looked.missed)
    left, right = st.columns([1, 1.3], gap="medium") if gaps else (None, st.container())
    if gaps:
        with left:
            _draw_gaps(gaps)
    with right:
        _draw_missed(looked)


def _draw_gaps(gaps: list[Gap]) -> None:
    """Draw the rows that lack most, each with its reasons."""
    lang = current_language()
    draw_head(_("Where most of the gap is"))
    for gap in gaps:
        who, money = plain(who_text(gap.row, scheme(), lang)), format_money_short(-gap.row.gap, lang)
        st.markdown(f"**{who}** :red[**−{plain(money)}**]  \n{plain(finding_gap(gap, lang))}")


def _draw_missed(looked: Looked) -> None:
    """Draw who was expected in the month and has not come, most money first; a row opens the customer."""
    lang, missed = current_language(), looked.missed
    said = finding_missed(missed, looked.due, lang)
    known = _("as known on the month before's end")
    draw_head(said, *([known] if missed else []), hint=_("click a row for the customer"))
    if not missed:
        return
    rows = pa.Table.from_pylist([{name: row[name] for name, _type in TYPES} for row in missed], pa.schema(TYPES))
    rows, columns = marked(looked.view, rows, COLUMNS)
    key, customers = f"missed_{current_warehouse().version}_{len(missed)}", rows["customer"].to_pylist()
    draw_table(
        rows, columns, key, ROWS, brief=True, opens="customer", on_select=lambda: row_chosen(key, customers),
        selection_mode="single-row",
    )
    open_chosen(looked.view, customers)
    st.page_link("pages/today/page.py", label=f"**{_('Whom to call today')} →**", width="content")
    draw_download(
        lambda: rows, N_("Expected and not come"), looked.view, "missed",
        lambda: table_slide(
            looked.view, said, when_text(looked.found, lang), described(rows, columns=columns, most=PINNED)
        ), named=True, hand_on=True, notes=(when_text(looked.found, lang), known),
    )
