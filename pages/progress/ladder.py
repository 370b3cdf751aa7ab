"""The tab of the ladder: who went up and who went down at the last month's end, with whom, and who was won back in time."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.behind import open_chosen, row_chosen
from pages.shared.downloads import draw_download
from pages.shared.heads import draw_answer, draw_head
from pages.shared.house import View, current_warehouse, reading_of, scheme, settings_of
from pages.shared.language import _, current_language
from pages.shared.pin import table_slide
from pages.shared.progress import marked
from pages.shared.short_table import draw_short_table
from pages.shared.tables import described, draw_table
from segmentation.language.i18n import N_, format_day, format_month_name
from segmentation.measures.managers.ladder import Ladder, finding_ladder, read_ladder

MANAGERS = ("manager", "promoted", "steps_up", "demoted", "steps_down", "contribution", "to_win_back", "recovered")
DOWN = ("name", "from_place", "to_place", "contribution", "win_back_by", "is_recovered", "manager")
UP = ("name", "from_place", "to_place", "contribution", "manager")
LISTS = {
    "demoted": N_("Went down, to be won back"), "promoted": N_("Went up, to be congratulated"),
    "earlier": N_("Went down a month before"),
}
PINNED = 12


def draw_ladder(view: View, _month: date, answer: DeltaGenerator) -> None:
    """Draw the steps of each manager's customers and the lists behind them; the finding goes to ``answer``."""
    lang, warehouse, own, settings = current_language(), current_warehouse(), scheme(), settings_of(view)
    with st.spinner(_("Grading the customers …")):
        found: Ladder | None = reading_of(
            view, "ladder", lambda: read_ladder(warehouse, view.store_id, own, view.as_of, settings)
        )
    said = finding_ladder(found, lang)
    with answer:
        draw_answer(said)
    if found is None:
        return
    when = _("{first} to {last}").format(first=format_day(found.before, lang), last=format_day(found.month_end, lang))
    rows = _managers(found)
    draw_head(_("Each manager's customers"), when, _("steps are grades; won back in time: of those who went down a month before"))
    draw_short_table(rows, MANAGERS, "ladder")
    draw_download(
        lambda: rows, N_("Ladder"), view, "ladder", lambda: table_slide(view, said, when, described(rows)), named=True,
        notes=(when,),
    )
    _draw_list(view, found, when)


def _managers(found: Ladder) -> pa.Table:
    """Return the managers with a word for nobody."""
    rows = found.managers.select(MANAGERS)
    return rows.set_column(0, "manager", pc.fill_null(rows["manager"], _("Nobody's")))


def _draw_list(view: View, found: Ladder, when: str) -> None:
    names = {key: _(text) for key, text in LISTS.items()}
    names["earlier"] = _("Went down in {month}").format(month=format_month_name(found.before, current_language()))
    which = st.segmented_control(
        _("Which list"), list(names), format_func=names.get, key="ladder_list", default="demoted", required=True,
        persist_state="session", label_visibility="collapsed",
    )
    earlier = found.customers.filter(pc.invert(found.customers["is_now"]))
    rows = earlier if which == "earlier" else found.who(which)
    if not rows.num_rows:
        st.caption(_("Nobody."))
        return
    rows, columns = marked(view, rows, UP if which == "promoted" else DOWN)
    table, customers = f"ladder_{which}_{current_warehouse().version}_{rows.num_rows}", rows["customer"].to_pylist()
    draw_table(
        rows, columns, table, 12, opens="customer", on_select=lambda: row_chosen(table, customers), selection_mode="single-row"
    )
    open_chosen(view, customers)
    draw_download(
        lambda: rows.select(["customer", *columns]), LISTS[which], view, f"ladder_{which}",
        lambda: table_slide(view, names[which], when, described(rows, columns=columns, most=PINNED)), named=True,
        hand_on=True, notes=(when,),
    )
