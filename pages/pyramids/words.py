"""The pyramids of a page's scheme: what was read, the three of them side by side, the curve, and the words around them."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages.shared.behind import draw_behind
from pages.shared.charts import draw_told
from pages.shared.definition import period
from pages.shared.downloads import draw_download
from pages.shared.figures import Figure
from pages.shared.heads import draw_head
from pages.shared.house import View, current_warehouse, reading_of, scheme, settings_of
from pages.shared.language import _, current_language, day_text, plain
from pages.shared.picking import Picker
from pages.shared.pin import chart_slide, charts_slide, table_slide
from pages.shared.tables import described, draw_table
from segmentation.charts.grades.gradings import tell_costs, tell_counts, tell_profits
from segmentation.charts.grades.pareto import tell_pareto
from segmentation.language.i18n import N_, count_customers, format_count, format_money, format_ratio, format_whole_ratio
from segmentation.measures.grades.concentration import finding_concentration
from segmentation.measures.grades.pyramid import Pyramid, finding_layers, finding_tower, read_pyramid
from segmentation.slides import Chart, Slide

CURVE = "curve"
STATEMENTS = ("measures/grades/pyramid", "measures/grades/concentration")
COLUMNS = (
    "tier", "customers", "customer_share", "contribution", "profit", "profit_share", "service_cost", "service_cost_share",
    "visits", "visit_share",
)
MEANING = N_(
    "The three pyramids show the same tiers: how many customers, what they bring (turned over), and what serving them costs. "
    "Every layer is as wide as its number."
)
COST = N_("Cost to serve is visits and contacts at the rates of Settings.")
DEFINITION = (MEANING, COST)


def pyramid_of(view: View) -> Pyramid:
    """Return the pyramids of what was picked."""
    warehouse, settings, own = current_warehouse(), settings_of(view), scheme()
    with st.spinner(_("Grading the customers …")):
        return reading_of(view, "pyramid", lambda: read_pyramid(warehouse, view.store_id, own, view.as_of, settings))


def pyramid_figures(pyramid: Pyramid) -> list[Figure]:
    """Return what the top 1 % and 20 % bring (of few customers the share that so many are), how few bring 80 %, and all."""
    lang = current_language()
    figures = []
    points = [pyramid.point(mark) for mark in ("is_top_one", "is_top_twenty")]
    for place, point in {each["place"]: each for each in points if each}.items():
        label = _("The top {share} bring").format(share=format_whole_ratio(point["customers_share"], lang))
        label = _("The best customer brings") if place == 1 else label
        money = format_money(point["brought"], lang)
        note = _("{customers}: {money}").format(customers=count_customers(place, lang), money=money)
        figures.append(Figure(label, format_ratio(point["value_share"], lang), help=note))
    eighty = pyramid.point("is_eighty")
    if eighty:
        text = count_customers(eighty["place"], lang)
        label = _("{share} of the contribution comes from") if pyramid.is_contribution else _("{share} of the profit comes from")
        label = label.format(share=format_ratio(eighty["value_share"], lang, 0))
        figures.append(Figure(label, format_ratio(eighty["customers_share"], lang), help=text))
    graded = sum(pyramid.tiers["customers"].to_pylist())
    return [*figures, Figure(_("Customers with a grade"), format_count(graded, lang))]


def draw_pyramids(view: View, pyramid: Pyramid, pick: Picker) -> None:
    """Draw the three pyramids side by side, each with its finding and its button to pin it, and below them who is in a layer."""
    for column, chart in zip(st.columns(3, gap="medium"), _tower(view, pyramid), strict=True):
        with column:
            shown = replace(chart, subtitle=" · ".join([chart.series[0].name, chart.subtitle]))
            draw_told(
                shown, f"pyramid_{chart.series[0].name}", slide=lambda c=chart: _alone(view, c), size=14,
                pick=pick,
            )
            for note in chart.notes:
                st.caption(plain(note))
    if "tier" in dict(pick.chosen):
        if layers := finding_layers(pyramid, dict(pick.chosen)["tier"], current_language()):
            st.caption(plain(layers))
        draw_behind(view, pick.chosen)


def has_layers(pyramid: Pyramid) -> bool:
    """Return whether anybody is in a tier, else there is no pyramid to draw."""
    return any(pyramid.tiers["customers"].to_pylist())


def draw_tiers(view: View, pyramid: Pyramid) -> None:
    """Draw the tiers as a table below what the best has of each pyramid, with its downloads."""
    said = finding_tower(pyramid, scheme(), current_language())
    draw_head(said, period(view))
    draw_table(pyramid.tiers, COLUMNS, "pyramid_tiers", rows=14, brief=True)
    draw_download(
        lambda: pyramid.tiers, N_("Pyramid"), view, "download_pyramid",
        slide=lambda: table_slide(view, said, period(view), described(pyramid.tiers)), notes=(period(view),),
    )


def draw_concentration(view: View, pyramid: Pyramid, pick: Picker) -> None:
    """Draw, once it is opened, the curve of what the best customers bring, with the 80 % point; a point lists those up to it.

    The curve is plotly's, whose 4.7 MB a browser else fetches and runs before the page stands.
    """
    if pyramid.point("is_eighty") is None:
        return
    if "best" in dict(pick.chosen):
        st.session_state.setdefault(CURVE, True)
    with st.expander(_("See the curve: the best customers first"), key=CURVE, on_change="rerun") as fold:
        if not fold.open:
            return
        lang = current_language()
        shares = pyramid.curve.select(["customers_share", "value_share", "place"])
        what = _("Contribution") if pyramid.is_contribution else _("Profit")
        chart = tell_pareto(
            shares, finding_concentration(shares, lang, profit=not pyramid.is_contribution),
            _("Cumulative share, the best customers first, {period}").format(period=period(view)), lang, value_name=what,
            whale=not pyramid.is_contribution,
        )
        draw_told(chart, "pareto", slide=lambda: chart_slide(view, chart), height=380, pick=pick)


def tower_slide(view: View, pyramid: Pyramid) -> Slide:
    """Return one slide with the three pyramids side by side, below what the best tier has of each and what the three are."""
    charts, title = _tower(view, pyramid), finding_tower(pyramid, scheme(), current_language())
    notes = tuple(note for chart in charts for note in chart.notes)
    return charts_slide(view, title, f"{period(view)} · {_(MEANING)}", charts, (_(COST), *notes))


def _alone(view: View, chart: Chart) -> Slide:
    """Return a slide of one of the pyramids, with what all three are in its notes."""
    return replace(chart_slide(view, chart), notes=(*map(_, DEFINITION), *chart.notes))


def _tower(view: View, pyramid: Pyramid) -> tuple[Chart, Chart, Chart]:
    lang, own, span = current_language(), scheme(), period(view)
    when = _("Graded customers on {day}").format(day=day_text(view.as_of))
    return tell_counts(pyramid, own, lang, when), tell_profits(pyramid, own, lang, span), tell_costs(pyramid, own, lang, span)
