"""What pages draw with: a chart with its finding as the title, tables, and how it was computed."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.shared.downloads import offer
from pages.shared.house import View, drawn_of, scheme, settings_of
from pages.shared.language import Markdown, _, current_language, plain
from pages.shared.pin import pin_button
from segmentation.charts.described import draw_described
from segmentation.charts.grids import draw_grid
from segmentation.charts.labels import columns_wide
from segmentation.charts.palette import WALK_IN, tier_colours
from segmentation.exports.csv import LABELS, file_name, spelling, to_csv
from segmentation.exports.tables import describe
from segmentation.exports.xlsx import WorkbookSheet, workbook
from segmentation.language.i18n import N_, cut_score, format_count, format_day, format_money, format_month, format_ratio
from segmentation.reports import period_text
from segmentation.schemes import Value
from segmentation.slides import Chart, Grid, Slide, Table
from segmentation.warehouse import statement


def _number(value: int | Decimal | float | None, lang: str) -> str:
    """Return money with its sign and cents, a decimal of more places to two, anything else as a whole number."""
    if value is None:
        return "–"
    if isinstance(value, Decimal):
        return format_money(value, lang) if value.as_tuple().exponent == -2 else f"{cut_score(value):.2f}"
    return f"{value:.2f}" if isinstance(value, float) else format_count(value, lang)


FORMATS: dict[str, Callable[[Any, str], str]] = {
    "last_visit": format_day, "visit_date": format_day, "as_of": format_day, "rated_on": format_day,
    "bills": format_count, "tables": format_count, "amount": format_money,
    "recency_days": format_count, "frequency": format_count, "customers": format_count,
    "frequency_rank": format_count, "contribution_rank": format_count,
    "contribution": format_money, "standard": format_money,
    "customer_share": format_ratio, "contribution_share": format_ratio,
    "month": format_month, "total": format_money, "identified": format_money, "walk_in": format_money,
    "target": format_money, "managed": format_money, "managed_active": format_money, "gap_managed_active": format_money,
    "ratio_identified": format_ratio, "ratio_managed": format_ratio, "ratio_managed_active": format_ratio,
    "walk_in_share": format_ratio, "share": format_ratio, "active_customers": format_count,
    "measured": format_money, "place": format_count, "to_next": _number, "to_next_contribution": format_money,
    "to_next_profit": format_money, "to_next_monthly_spend": format_money, "to_next_total_spend": format_money,
    "to_next_graded_spend": format_money, "to_next_frequency": format_count, "to_next_total_visits": format_count,
    "to_next_known_days": format_count, "to_next_recency_days": format_count,
    "r": format_count, "f": format_count, "m": format_count, "score": _number, "stars": format_count, "rated": format_count,
    "profit": format_money, "profit_share": format_ratio, "service_cost": format_money, "service_cost_share": format_ratio,
    "visits": format_count, "visit_share": format_ratio, "mean": format_money, "weight": format_ratio, "mean_score": _number,
    **dict.fromkeys(("active_start", "churned", "reactivated", "new", "active_end"), format_count),
    **dict.fromkeys(("churn_rate", "retention", "return_rate"), format_ratio),
    **dict.fromkeys(
        ("churned_contribution", "reactivated_contribution", "new_contribution", "came_contribution"), format_money
    ),
    "first_visit": format_day,
    "win_back_by": format_day, "noted_on": format_day, "contacted_on": format_day, "last_contact": format_day,
    "came_back_on": format_day, "month_end": format_month, "promotions": format_count, "demotions": format_count,
    "came": format_count, "promoted_contribution": format_money, "demoted_contribution": format_money,
    "customers_kept": format_count, "customers_now": format_count, "changed": format_count,
    "silent_days": format_count, "lost_days": format_count,
    "stake": format_money, "last_contribution": format_money, "contacts": format_count,
    "usual_gap_days": lambda value, _lang: "–" if value is None else f"{value.normalize():f}",
    "average_frequency": lambda value, _lang: "–" if value is None else f"{value:,.1f}",
}
MORE_LABELS = {
    "visit_date": N_("Date"), "tables": N_("Tables"), "amount": N_("Amount (CNY)"), "slice": N_("Slice"), "as_of": N_("As of"),
    "came_contribution": N_("Came in (CNY)"),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAYS = {
    "first_visit", "last_visit", "visit_date", "month", "as_of", "rated_on", "win_back_by", "noted_on", "contacted_on",
    "last_contact", "came_back_on", "month_end",
}
SPELT = {"potential_by", "from_place", "to_place", "state", "is_current", "is_stale"}
ROW = 35  # pixels
MOST_ROWS = 1000  # of a table
LONGEST_TIER = 36  # columns of half width; a longer name stands without its meaning
LONG_MONEY = 13  # characters of an amount from one million on
FREE_TEXTS, LONG_TEXT, FREE_TEXT_WIDTH = ("manager", "module", "region"), 12, 160  # a long one leaves the others their room
WIDTHS = {
    "tier": 205, "name": 190, "customers": 79, "customer_share": 135, "contribution_share": 149, "average_frequency": 97,
}
REASON_WIDTHS = {"en": 370}  # the longest brief reason; it is longer in Chinese
REASON_WIDTH = 400


def draw_chart(
    figure: go.Figure | Callable[[], go.Figure | None] | None,
    title: str,
    subtitle: str,
    key: str,
    data: pa.Table | None = None,
    slide: Callable[[], Slide] | None = None,
    **options: Any,
) -> Any:
    """Draw a chart below its finding and what was measured when, with its ``data`` at hand; without a figure the words alone.

    Title and subtitle are shown as they are, so they may hold names.

    ``figure`` may be one of ``kept_figure``. ``slide`` makes what is pinned to a workshop where that is asked for. Returns
    what st.plotly_chart returns under its ``options``.
    """
    st.markdown(f"**{plain(title)}**  \n:gray[:small[{plain(subtitle)}]]")
    shown = figure() if callable(figure) else on_ground(figure)
    if shown is None:
        return None
    event = st.plotly_chart(shown, config=chart_config(title), key=key, alt=f"{title}. {subtitle}", **options)
    with st.container(horizontal=True, gap="small", key=f"{key}_extras"):
        if data is not None:
            with st.popover(_("Show the figures"), type="tertiary"):
                draw_table(data, data.column_names, f"{key}_data")
        if slide is not None:
            pin_button(slide, key)
    return event


def kept_figure(
    view: View, key: str, draw: Callable[[], go.Figure | None], *choices: Hashable
) -> Callable[[], go.Figure | None]:
    """Return how to get the figure on its ground, drawn once for what was picked, the language, the theme and ``choices``.

    ``choices`` are what the figure depends on besides: a toggle, a picker of the page. Where there is nothing to draw it is None.
    """
    what = "\0".join(("figure", key, current_language(), theme(), repr(choices)))
    return lambda: drawn_of(view, what, lambda: on_ground(draw()))


def draw_told(
    chart: Chart, key: str, data: pa.Table | None = None, slide: Callable[[], Slide] | None = None, *, height: int = 360,
    size: int = 14, of: View | None = None,
) -> None:
    """Draw a described chart as ``draw_chart`` does, below its own title and subtitle.

    ``of`` is the view that the chart depends on, where it depends on nothing else: then it is drawn once for it.
    """
    lang = current_language()

    def draw() -> go.Figure:
        return draw_described(chart, lang, height=height, size=size)

    drawn = draw() if of is None else kept_figure(of, key, draw, height, size)
    draw_chart(drawn, chart.title, chart.subtitle, key, data, slide)


def draw_boxes(
    grid: Grid, key: str, data: pa.Table | None = None, slide: Callable[[], Slide] | None = None, *, height: int = 420,
    width: int = 640,
) -> tuple[int, int] | None:
    """Draw a grid as ``draw_chart`` does and return the row and the column (0 the first) of the box that is chosen in it."""
    drawn = draw_grid(grid, current_language(), height=height, width=width)
    event = draw_chart(drawn, grid.title, grid.subtitle, key, data, slide, on_select="rerun", selection_mode="points")
    points = event.selection.points if event else []
    return (points[0]["curve_number"], points[0]["point_index"]) if points else None


def on_ground(figure: go.Figure | None) -> go.Figure | None:
    """Return the figure in the ink and on the ground of the theme, so that a picture of it can be read anywhere; None stays."""
    if figure is None:
        return None
    ink, ground = (st.get_option(f"theme.{theme()}.{name}") for name in ("textColor", "backgroundColor"))
    axes = {"tickfont_color": ink, "title_font_color": ink}
    return figure.update_layout(font_color=ink, paper_bgcolor=ground).update_xaxes(**axes).update_yaxes(**axes)


def theme() -> str:
    """Return "light" or "dark", as the session's screen is."""
    return st.context.theme.type or "light"


def chart_config(title: str) -> dict[str, Any]:
    """Return plotly's settings: one button, which keeps the chart as a picture named for what it shows; made in the browser."""
    name = " ".join(re.sub(r'[\\/:*?"<>|.\x00-\x1f]', " ", title).split())[:60] or "chart"
    words = {"Download plot as a PNG": _("Save as a picture"), "Download plot": _("Save as a picture")}
    return {
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "filename": name, "scale": 2},
        "locale": "own",
        "locales": {"own": {"dictionary": words, "format": {}}},
    }


def period(view: View) -> str:
    """Return the window in words, such as "365 days up to 31 Oct 2026"."""
    return period_text(view.as_of, view.window, current_language())


# --- tables ----------------------------------------------------------------------------------------------------------


def styled(frame: pa.Table, columns: Iterable[str], *, brief: bool = False) -> tuple[Any, dict[str, Any]]:
    """Return the frame as a Styler and its column settings: numbers as people write them, tiers in their colours.

    A customer without a name goes by his key. ``brief`` names a tier without saying what it means.
    """
    lang, own = current_language(), scheme()
    names = list(columns)
    if "name" in names and "customer" in frame.column_names:
        name = pc.coalesce(frame["name"], frame["customer"])
        frame = frame.set_column(frame.column_names.index("name"), "name", name)
    shown = frame.select(names).to_pandas(types_mapper=pd.ArrowDtype)
    formats = {name: _spelling(write, lang) for name, write in FORMATS.items() if name in names}
    if "tier" in names:
        labels = {tier.key: f"{tier.label[lang]} · {tier.meaning[lang]}" for tier in own.tiers}
        if brief or max(columns_wide(label) for label in labels.values()) > LONGEST_TIER:
            labels = {tier.key: tier.label[lang] for tier in own.tiers}
        shown["tier"] = [[own.ungraded[lang] if pd.isna(key) else labels[key]] for key in shown["tier"]]
    for name in own.spec.class_labels.keys() | SPELT:
        if name in names:
            spell = spelling(name, lang, own)
            shown[name] = [None if pd.isna(key) else spell(_as_key(key)) for key in shown[name]]
    style = shown.style.format(formats, na_rep="–")
    heads = {**LABELS, **MORE_LABELS}
    numbers = FORMATS.keys() - DAYS
    settings = {
        name: st.column_config.Column(
            _(heads[name]), width=_width(frame[name], name, _(heads[name]), lang), alignment="right" if name in numbers else None
        )
        for name in names
    }
    if "tier" in names:
        colours = [*tier_colours(own).values(), WALK_IN]
        settings["tier"] = st.column_config.MultiselectColumn(
            _(heads["tier"]), width=_tier_width(labels.values()), options=[*labels.values(), own.ungraded[lang]], color=colours
        )
    return style, settings


def _as_key(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else value


def _tier_width(labels: Iterable[str]) -> int:
    """Return how wide a column of tiers must be, so that the longest label is not cut; very long ones are."""
    return min(300, max(100, 28 + round(7.4 * max(columns_wide(label) for label in labels))))


def _width(column: pa.ChunkedArray, name: str, head: str, lang: str) -> int | None:
    """Return how many pixels a column takes that the browser, which looks at the first rows only, would measure wrongly."""
    if name in FREE_TEXTS and (pc.max(pc.utf8_length(column)).as_py() or 0) > LONG_TEXT:
        return FREE_TEXT_WIDTH
    if name == "reason":
        return REASON_WIDTHS.get(lang, REASON_WIDTH)
    if FORMATS.get(name) is not format_money or not len(column):
        return WIDTHS.get(name)
    ends = pc.min_max(column).as_py().values()
    longest = max(len(format_money(end, lang)) for end in ends)
    return max(8 * longest + 20, sum(7 if letter.isascii() else 14 for letter in head) + 16) if longest >= LONG_MONEY else None


def _spelling(write: Callable[[Any, str], str], lang: str) -> Callable[[Any], str]:
    return lambda value: write(None if pd.isna(value) else value, lang)


def draw_table(
    frame: pa.Table, columns: Iterable[str], key: str, rows: int = 10, *, brief: bool = False, total: int = 0, **options: Any
) -> Any:
    """Draw a frame's columns as a table as high as its rows, at most ``rows`` of them, and return what st.dataframe returns.

    More than ``MOST_ROWS`` are not drawn: nobody reads them, and a browser is slow with them. Then it is said how many there are;
    ``total`` where the frame itself is but their beginning.
    """
    shown, total, lang = frame.slice(0, MOST_ROWS), max(total, frame.num_rows), current_language()
    style, settings = styled(shown, columns, brief=brief)
    options["height"] = table_height(shown.num_rows, rows)
    table = st.dataframe(style, hide_index=True, column_config=settings, key=key, placeholder="–", **options)
    if shown.num_rows < total:
        text = _("The first {shown} of {total} rows; downloads have all of them.")
        st.caption(text.format(shown=format_count(shown.num_rows, lang), total=format_count(total, lang)))
    return table


def table_height(rows: int, most: int) -> int:
    """Return how many pixels high a table is; one that goes on ends in half a row, so that one sees that it does."""
    return ROW * (1 + min(rows, most)) + (ROW // 2 if rows > most else 3)


def draw_download(
    make: Callable[[], pa.Table],
    what: str,
    view: View,
    key: str = "download_csv",
    slide: Callable[[], Slide] | None = None,
) -> None:
    """Draw the buttons that make the CSV and the workbook of a frame when they are clicked; ``what`` (a msgid) names the file.

    ``slide`` makes what is pinned to a workshop where that is asked for.
    """
    lang, own = current_language(), scheme()
    name = file_name(view.store["store"], what, view.as_of, lang)

    def csv() -> bytes:
        return to_csv(make(), lang, labels=True, scheme=own)

    def xlsx() -> bytes:
        return workbook([WorkbookSheet(_(what), described(make(), _(what)), (period(view),))], lang)

    with st.container(horizontal=True, gap="small"):
        offer(_("Download as CSV"), csv, name, "text/csv", key)
        offer(_("Download as XLSX"), xlsx, f"{name.removesuffix('.csv')}.xlsx", XLSX, f"{key}_xlsx")
        if slide is not None:
            pin_button(slide, key)


def described(frame: pa.Table, title: str = "") -> Table:
    """Return a frame as a described table in the session's language, for a slide or a workbook."""
    labels = {column: _(label) for column, label in MORE_LABELS.items()}
    return describe(frame, current_language(), scheme(), title=title, labels=labels)


# --- how it was computed ---------------------------------------------------------------------------------------------


def draw_definition(view: View, paragraphs: Sequence[Markdown], statements: Sequence[str]) -> None:
    """Draw the expander with the definitions, the settings that held, and the SQL that ran."""
    lang, own = current_language(), scheme()
    with st.expander(_("How this is computed")):
        for paragraph in (plain(own.summary[lang]), *paragraphs):
            st.write(paragraph)
        used = [plain(f"{setting.label[lang]}: {_value(setting.choices, value, lang)}") for setting, value in _used(view)]
        st.caption(_("Settings: {list}").format(list=" · ".join(used)))
        for tab, name in zip(st.tabs([plain(name.rpartition("/")[2]) for name in statements]), statements, strict=True):
            tab.code(statement(name), language="sql", height=320)


def _used(view: View) -> list[tuple[Any, Value]]:
    settings = settings_of(view)
    return [(setting, settings[setting.name]) for setting in scheme().settings]


def _value(choices: Any, value: Value, lang: str) -> str:
    return choices[value][lang] if choices else str(value)


def day_text(day: date) -> str:
    """Return a day in the session's language."""
    return format_day(day, current_language())
