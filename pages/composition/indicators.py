"""The ten indicators by month: the last whole month in figures, shares and customers in time, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import streamlit as st

from pages.shared.behind import draw_behind
from pages.shared.charts import draw_told
from pages.shared.definition import up_to
from pages.shared.downloads import draw_download
from pages.shared.empty import offer_upload
from pages.shared.figures import Figure, draw_figures
from pages.shared.heads import draw_answer, draw_head
from pages.shared.house import View, current_warehouse, reading_of, settings_of
from pages.shared.language import _, current_language, plain
from pages.shared.picking import page_picker
from pages.shared.pin import chart_slide, table_slide
from pages.shared.tables import described, draw_table
from segmentation.charts.composition.indicators import shown_months, tell_come_and_lost, tell_shares
from segmentation.language.i18n import N_, format_month, listed
from segmentation.measures.composition.indicators import (
    FORMULAS,
    INDICATORS,
    LABELS,
    MONEY_KIND,
    NEEDS,
    SHARE,
    Indicator,
    finding_come_and_lost,
    finding_indicators,
    finding_shares,
    last_whole_month,
    read_indicators,
    say_value,
)

NAME = N_("Indicators")
SHOWN = ("sales_a_buyer", "cash_recovery", "sales_attainment", "new_customers", "lost_customers")
DEFINITION = (
    N_(
        "Sales to customers are without walk-ins. Cash recovery counts what was paid at once, what was put on cards and payments "
        "on account, and not what was paid from cards; where no top-up is known, what was paid from cards counts in its place."
    ),
    N_(
        "What was due on account is what fell due by the month's end less what had been paid before it. Of what a customer paid "
        "counts what he owed by then, due or not; the rest is paid ahead and no recovery. A payment given back is off what was "
        "paid in its month and owed again from the next; a bill taken back is off what is due."
    ),
    N_("New customers were first seen in the month and are active at its end; lost ones were active at its start."),
)
TYPES = {MONEY_KIND: pa.decimal128(18, 2), SHARE: pa.float64(), "number": pa.float64(), "count": pa.int64()}
HIGH = 300  # pixels of the pictures


def pick(_view: View) -> None:
    """Draw nothing: the tab has no picker of its own."""


def draw(view: View) -> None:
    """Draw the tab: the answer, the figures of the last whole month, two pictures, what is missing, the table."""
    lang, warehouse, settings = current_language(), current_warehouse(), settings_of(view)
    found = reading_of(view, "indicators", lambda: read_indicators(warehouse, view.store_id, view.as_of, settings))
    month = last_whole_month(found)
    if month is None:
        return
    answer = finding_indicators(found, lang)
    draw_answer(answer)
    draw_figures([_figure(found, name, month) for name in SHOWN])
    picker = page_picker("indicators")
    one, two = st.columns(2, gap="medium")
    span = f"{format_month(shown_months(found)[0], lang)} – {format_month(shown_months(found)[-1], lang)}"
    with one:
        title, subtitle = finding_shares(found, lang), f"{_('Money that came in, and targets, by month')} · {span}"
        shares = tell_shares(found, lang, title or _("Money that came in, and targets"), subtitle)
        if shares is None:
            draw_head(title or _("Money that came in, and targets"), _("Drawn from two months on of which such a share is known"))
        else:
            draw_told(shares, "indicator_shares", slide=lambda: chart_slide(view, shares), height=HIGH)
    with two:
        title = finding_come_and_lost(found, lang) or _("New and lost customers")
        moved = tell_come_and_lost(found, lang, title, f"{_('Customers, by month')} · {span}")
        if moved is not None:
            draw_told(moved, "come_and_lost", slide=lambda: chart_slide(view, moved), height=HIGH, pick=picker)
    draw_behind(view, picker.chosen)
    _draw_missing([each for each in found if each.month == month])
    table = indicators_table(found)
    draw_head(_("By month"), _("The last month first"))
    draw_table(table, table.column_names, "indicators", rows=13)
    draw_download(
        lambda: table, N_("Indicators"), view, "download_indicators",
        slide=lambda: table_slide(view, answer, span, described(table, most=12)), totals=False,
        notes=(up_to(view),),
    )


def _figure(found: Sequence[Indicator], name: str, month) -> Figure:
    """Return an indicator of the month, with what it was the month before."""
    lang, months = current_language(), list(dict.fromkeys(each.month for each in found))
    at = months.index(month)
    own = {(each.month, each.name): each for each in found}
    now, before = own[month, name], own.get((months[at - 1], name)) if at else None
    against = ""
    if before is not None and before.value is not None:
        against = _("{month} {value}").format(month=format_month(before.month, lang), value=say_value(before, lang))
    if now.needs:
        against = _("needs {what}").format(what=listed((_(NEEDS[each]) for each in now.needs), lang))
    return Figure(_(LABELS[name]), say_value(now, lang), None, against, _(FORMULAS[name]))


def _draw_missing(own: Sequence[Indicator]) -> None:
    """Draw which indicators of the month lack what, and the button that brings it."""
    missing = [each for each in own if each.needs]
    if not missing:
        return
    said = [
        _("{indicator}: needs {what}").format(
            indicator=_(LABELS[each.name]), what=listed((_(NEEDS[need]) for need in each.needs), current_language())
        )
        for each in missing
    ]
    with st.expander(_("What is missing ({count})").format(count=len(missing))):
        st.markdown("\n".join(f"- {plain(text)}" for text in said))
        offer_upload()


def indicators_table(found: Sequence[Indicator]) -> pa.Table:
    """Return a row a month, the last first: month and a column an indicator of INDICATORS."""
    months = list(dict.fromkeys(each.month for each in found))[::-1]
    own = {(each.month, each.name): each.value for each in found}
    return pa.table({
        "month": pa.array(months, pa.date32()),
        **{name: pa.array([own[month, name] for month in months], TYPES[kind]) for name, kind in INDICATORS.items()},
    })


def statements() -> Sequence[str]:
    """Return the statements that ran."""
    return ("measures/composition/indicator_months", "measures/managers/house_months", "measures/composition/profit_targets")
