"""What stands below the totals of a chain: the league with a small chart a store, guests of several stores, its files."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import streamlit as st

from pages.compare.picks import pick_one
from pages.shared.charts import draw_boxes, draw_told
from pages.shared.downloads import PPTX, XLSX, offer
from pages.shared.heads import draw_head
from pages.shared.house import current_warehouse, stores
from pages.shared.language import _, current_language, plain
from pages.shared.masking import pick_masking
from pages.shared.picking import Picker
from pages.shared.pin import pin_button
from pages.shared.search import FILE
from pages.shared.tables import draw_table
from segmentation.charts.revenue.benchmark import tell_standings
from segmentation.charts.revenue.chain import tell_multiples
from segmentation.exports.csv import file_name, to_csv
from segmentation.exports.pptx import deck
from segmentation.language.i18n import N_, format_day
from segmentation.measures.benchmark.ratios import RATIOS
from segmentation.measures.benchmark.standing import Benchmark
from segmentation.measures.chain.guests import Guests, finding_guests
from segmentation.measures.chain.totals import Chain, absent_text, with_periods
from segmentation.measures.movement.month_ends import month_end
from segmentation.reports import GUEST_COLUMNS, chain_slides, chain_workbook
from segmentation.slides import Slide

ROW, HEADS, SMALL = 42, 124, 210  # pixels: a store in the grid, what stands over it, a small chart
CHOSEN, GUEST, OVERVIEW = "chain_store_chosen", "chain_guest_chosen", "pages/overview/page.py"
A_ROW, MOST_CHARTS, MOST_ROWS = 3, 24, 30


class Read(NamedTuple):
    """What is read of a chain."""

    chain: Chain
    guests: Guests
    league: Benchmark


def store_picker() -> Picker:
    """Return the picker whose click leads to the store of a mark, and follow the last one."""
    chosen, known = dict(st.session_state.pop(CHOSEN, ())), {str(row["store_id"]): row for row in stores()}
    if store := known.get(chosen.get("store", "")):
        month = chosen.get("month")
        end = month_end(date.fromisoformat(month)) if month else None
        st.session_state["store"] = store["store_id"]
        st.session_state["as_of"] = end if end and store["first_date"] <= end < store["last_date"] else None
        st.switch_page(OVERVIEW)
    return Picker((), lambda behind: st.session_state.update({CHOSEN: behind}))


def draw_league(read: Read, pick: Picker) -> None:
    """Draw who stands where in the last month that most stores tell of, and a small chart a store of the picked ratio."""
    lang, league, as_of = current_language(), read.league, read.chain.as_of
    month, absent = league.best_month, absent_text(read.chain, league, lang)
    if month is None:
        st.caption(_("There is no whole month of bills yet, so there is nothing to compare."))
        return
    rows = league.houses[:MOST_ROWS]
    ids = {row["store"]: row["store_id"] for row in stores()}
    grid = tell_standings(league, month, _("League of ratios"), lang, rows, ids)
    under = " · ".join(filter(None, (grid.subtitle, absent)))
    draw_boxes(
        grid, "league", slide=lambda: Slide(grid.title, subtitle=under, grid=grid, as_of=as_of),
        height=HEADS + ROW * len(rows), width=1000, narrow=640, pick=pick, click=_("click a box to open the store"),
    )
    if absent:
        outside = [store for store in read.chain.stores["store"].to_pylist() if store not in league.houses]
        st.caption(plain(f"{absent}{_(': ')}{_(', ').join(outside)}"))
    told = [key for key in RATIOS if any(each.ratio == key for each in league.standings)]
    with st.container(horizontal=True, vertical_alignment="center"):
        draw_head(_("Store by store"), _("by month"))
        ratio = pick_one(_("Ratio"), "chain_ratio", told, [_(RATIOS[key].label) for key in told], told[0])
    charts = tell_multiples(league, ratio, lang, ids)[:MOST_CHARTS]
    for at in range(0, len(charts), A_ROW):
        for number, place in enumerate(st.columns(A_ROW, gap="medium")[: len(charts) - at], at):
            with place:
                draw_told(
                    charts[number], f"small_{number}", height=SMALL, width=340, pick=pick,
                    click=_("click a month to open the store"),
                )


def draw_guests(read: Read, as_of: date) -> None:
    lang, frame = current_language(), read.guests.frame()
    draw_head(finding_guests(read.guests, read.chain.total("identified"), lang), _("by phone, as of {day}").format(
        day=format_day(as_of, lang)
    ))
    if not frame.num_rows:
        return
    key = f"chain_guests_{current_warehouse().version}"

    def chosen() -> None:
        if rows := st.session_state[key]["selection"]["rows"]:
            st.session_state[GUEST] = rows[0]

    draw_table(frame, GUEST_COLUMNS, key, 8, opens=False, on_select=chosen, selection_mode="single-row")
    at = st.session_state.pop(GUEST, None)
    if at is not None and at < frame.num_rows:
        row = frame.slice(at, 1).to_pylist()[0]
        [st.session_state["store"]] = [each["store_id"] for each in stores() if each["store"] == row["main_store"]]
        st.session_state["customer"] = row["customer"]
        st.session_state["as_of"] = None
        st.switch_page(FILE)


def draw_downloads(read: Read) -> None:
    lang, day = current_language(), read.chain.as_of
    with st.container(horizontal=True, gap="small"):
        masking, guests = pick_masking("download_chain"), read.guests.by_store()
        name = file_name(_("Chain"), N_("Roll-up"), day, lang).removesuffix(".csv")
        offer(
            _("Download as PowerPoint"), lambda: deck(masking.slides(chain_slides(*read, lang)), lang), f"{name}.pptx", PPTX,
            "chain_deck",
        )
        offer(
            _("Download as XLSX"), lambda: chain_workbook(*read, lang, masking.masker(guests) if masking.how else None),
            f"{name}.xlsx", XLSX, "chain_xlsx",
        )

        def told() -> bytes:
            return to_csv(masking.frame(with_periods(guests, read.chain, lang)), lang, labels=True)

        guest_name = file_name(_("Chain"), N_("Guests of several stores"), day, lang)
        offer(_("Guests as CSV"), told, guest_name, "text/csv", "chain_csv")
        pin_button(lambda: chain_slides(*read, lang)[0], "chain")
