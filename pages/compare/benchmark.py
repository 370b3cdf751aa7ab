"""Where a house stands beside those whose passports were read: its places, how a ratio went, and a slide a house."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from pages.compare.passports import draw_collection, draw_making, draw_reading
from pages.compare.picks import pick_one
from pages.compare.tabs import draw_tabs
from pages.shared.charts import draw_boxes, draw_told
from pages.shared.definition import draw_definition
from pages.shared.downloads import PPTX, XLSX, offer
from pages.shared.figures import Figure, draw_figures
from pages.shared.heads import draw_answer, draw_head
from pages.shared.house import current_warehouse, houses, stores
from pages.shared.language import _, current_language, plain
from pages.shared.masking import pick_masking
from pages.shared.phone import fold_line, foldable
from pages.shared.pin import pin_button
from pages.shared.short_table import draw_short_table
from segmentation.charts.revenue.benchmark import standings_file, standings_table, tell_standings, tell_trend
from segmentation.exports.csv import file_name, to_csv
from segmentation.exports.pptx import deck
from segmentation.exports.tables import describe
from segmentation.exports.xlsx import WorkbookSheet, workbook
from segmentation.language.i18n import N_, format_count, format_month, listed
from segmentation.measures.benchmark.collection import left_out_of
from segmentation.measures.benchmark.ratios import RATIOS, REASONS
from segmentation.measures.benchmark.standing import (
    Benchmark,
    Standing,
    best_count,
    farthest_behind,
    finding_benchmark,
    is_judged,
    read_benchmark,
    write_place,
    write_value,
)
from segmentation.reports import benchmark_slides
from segmentation.slides import Slide
from segmentation.warehouse import Warehouse

ROW, HEADS = 42, 124  # pixels of a house in the grid, and of what stands over all of them
SHOWN = 4  # figures of ratios
MOST_ROWS = 30
DEFINITION = (
    N_(
        "A place is 1 + how many houses are better in that month; houses with equal values share it. The quarter is 1 + the "
        "whole part of 4 × (place − 1) ÷ houses; below four houses, and for more than half of them with one value, there is "
        "none. Less is better of the churn rate, more of all others."
    ),
    N_(
        "A passport holds ratios by month, no names, and money only where its house allowed it. What is made of fewer than 10 "
        "customers is left out, and so is what would tell of them by the difference of two ratios."
    ),
)
STATEMENTS = ("measures/benchmark/standing", "measures/benchmark/month_counts", "measures/benchmark/best_tier")


def draw() -> None:
    """Draw the tab: without a passport, how to come to some."""
    lang, found = current_language(), _read(current_warehouse().version, current_warehouse())
    with foldable("pickers"):
        head, *places = st.columns([2.2, 1.6, 1.3, 1.6], gap="small", vertical_alignment="center")
    head.title(_("Benchmark"), anchor=False)
    if not found.houses:
        draw_tabs()
        draw_answer(_("No house to compare with yet: read the passports of other houses, or make your own for a consultant."))
        draw_reading()
        draw_collection(())
        draw_making()
        return
    house, month, ratio = _pick(found, places)
    fold_line(head, "pickers", [plain(house), plain(format_month(month, lang))])
    draw_tabs()
    standings = found.of(house, month)
    draw_answer(finding_benchmark(standings, lang))
    draw_figures(_figures(standings))
    _draw_pictures(found, house, month, ratio)
    draw_head(_("{house} in {month}").format(house=house, month=format_month(month, lang)), *_left_out(house, month))
    table = standings_table(standings, lang)
    draw_short_table(table, table.column_names, "standings")
    _draw_downloads(found, house, month)
    _say_what_differs()
    draw_reading()
    draw_collection(found.houses)
    draw_making()
    formulas = [plain(f"{_(each.label)}: {_(each.formula)}") for each in RATIOS.values()]
    draw_definition(None, [*(_(text) for text in DEFINITION), "  \n".join(formulas)], STATEMENTS)


@st.cache_resource(show_spinner=False, max_entries=4)
def _read(version: str, _warehouse: Warehouse) -> Benchmark:
    return read_benchmark(_warehouse)


def _pick(found: Benchmark, places: Sequence) -> tuple[str, date, str]:
    """Draw the pickers of house, month and ratio and return what was picked; they begin with the month that most tell of."""
    lang = current_language()
    months = {f"{month:%Y-%m}": month for month in reversed(found.months)}
    own = next((row["store"] for row in stores() if row["store"] in found.houses), found.houses[0])
    with places[0]:
        house = pick_one(_("House"), "house", found.houses, found.houses, own)
    with places[1]:
        words = [format_month(month, lang) for month in months.values()]
        month = months[pick_one(_("Month"), "bench_month", [*months], words, f"{found.best_month:%Y-%m}")]
    told = [key for key in RATIOS if any(each.ratio == key for each in found.standings)]
    worst = farthest_behind(found.of(house, month))
    with places[2]:
        ratio = pick_one(
            _("Ratio"), "ratio", ["worst", *told], [_("Farthest behind"), *(_(RATIOS[key].label) for key in told)], "worst"
        )
    return house, month, ratio if ratio != "worst" else worst.ratio if worst else told[0]


def _figures(standings: Sequence[Standing]) -> list[Figure]:
    """Return on how many ratios the house is ahead, and the first of them with their places."""
    lang, apart = current_language(), [each for each in standings if is_judged(each)]
    quarters = all(each.quartile is not None for each in apart)
    count = _("{good} of {all}").format(good=format_count(best_count(apart), lang), all=format_count(len(apart), lang))
    first = Figure(_("In the best quarter") if quarters else _("First"), count, None, _("ratios"))
    return [first, *(
        Figure(_(RATIOS[each.ratio].label), write_value(each.ratio, each.value, lang), None, write_place(each, lang))
        for each in standings[:SHOWN]
    )]


def _draw_pictures(found: Benchmark, house: str, month: date, ratio: str) -> None:
    lang, left, right = current_language(), *st.columns([1.6, 1], gap="medium")
    others = [each for each in found.houses if each != house]
    rows = (house, *others[: MOST_ROWS - 1])  # the one that is looked at stands first
    grid = tell_standings(found, month, _("Who stands where"), lang, rows)
    with left:
        draw_boxes(
            grid, "standings", slide=lambda: Slide(grid.title, subtitle=grid.subtitle, grid=grid), height=HEADS + ROW * len(rows),
            width=660,
        )
    with right:
        chart = tell_trend(found, house, ratio, lang)
        if chart is None:
            st.caption(_("There is nothing to show here."))
        else:
            slide = Slide(chart.title, (chart,), subtitle=chart.subtitle, store=house)
            draw_told(chart, "trend", slide=lambda: slide, height=280)


def _left_out(house: str, month: date) -> list[str]:
    """Return what the passport leaves out of the month, in words."""
    said = [
        f"{_(RATIOS[key].label)} ({_(REASONS[why])})" for key, why in left_out_of(current_warehouse(), house, month).items()
    ]
    return [_("Left out: {list}").format(list=listed(said, current_language()))] if said else []


def _draw_downloads(found: Benchmark, house: str, month: date) -> None:
    """Draw the deck of a slide a house, the table of all of them, and the pin of this house's slide."""
    lang, told = current_language(), found.in_month(month)
    with st.container(horizontal=True, gap="small"):
        masking = pick_masking("download_benchmark")
        name = file_name(_("Benchmark"), N_("Houses"), f"{month:%Y-%m}", lang).removesuffix(".csv")
        label = _("Download as PowerPoint")
        offer(
            label, lambda: deck(masking.slides(benchmark_slides(found, month, lang)), lang), f"{name}.pptx", PPTX,
            "benchmark_deck",
        )
        offer(
            _("Download as CSV"), lambda: to_csv(masking.frame(standings_file(told, lang)), lang, labels=True), f"{name}.csv",
            "text/csv", "benchmark_csv",
        )
        offer(_("Download as XLSX"), lambda: workbook([WorkbookSheet(
            _("Houses"), describe(masking.frame(standings_file(found.standings, lang)), lang, totals=False)
        )], lang), f"{name}.xlsx", XLSX, "benchmark_xlsx")
        pin_button(lambda: benchmark_slides(found, month, lang, [house])[0], "benchmark")


def _say_what_differs() -> None:
    """Say which houses are measured by other days than most: their ratios are not quite alike."""
    rows = houses()
    kept = [(row["active_days"], row["window_days"]) for row in rows]
    usual = max(set(kept), key=lambda each: (kept.count(each), each)) if kept else None
    text = _(
        "{house} counts a customer as active for {days} days, over a window of {window} days; most houses for {usual}, over "
        "{usual_window}."
    )
    for row in rows:
        if (row["active_days"], row["window_days"]) != usual:
            own, most = (kept[at] for at in (rows.index(row), kept.index(usual)))
            st.caption(plain(text.format(house=row["house"], days=own[0], window=own[1], usual=most[0], usual_window=most[1])))
