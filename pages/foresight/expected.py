"""What the known customers will bring: how much, from whom, how far such a forecast was off, and whom it judges otherwise."""

from __future__ import annotations

import streamlit as st

from pages.shared.behind import draw_behind, draw_rows
from pages.shared.charts import draw_boxes, draw_told
from pages.shared.definition import period
from pages.shared.figures import Figure, change_of_money, draw_figures
from pages.shared.foretold import FORETOLD, check_of, foresight_of, foretold_of, quarter_of
from pages.shared.heads import draw_answer, draw_head
from pages.shared.house import View, current_warehouse, reading_of, settings_of
from pages.shared.language import _, current_language, day_text, plain
from pages.shared.picking import Picker, page_picker
from pages.shared.pin import chart_slide, grid_slide
from segmentation.charts.foresight.expected import tell_apart, tell_by_visits, tell_weeks
from segmentation.language.i18n import N_, format_count, format_money_short, format_ratio
from segmentation.measures.foresight.bounds import Quarter
from segmentation.measures.foresight.buying import WEEK
from segmentation.measures.foresight.check import Check
from segmentation.measures.foresight.lists import brought_before, count_alive, judge_all
from segmentation.measures.foresight.model import LEAST, Foresight
from segmentation.measures.foresight.words import finding_carried, finding_check, finding_foresight, once_text

NAME = N_("What is expected")
HEIGHT = 330  # pixels
STATEMENTS = ("measures/foresight/histories", "measures/foresight/counted", "measures/foresight/later_weeks")
DEFINITIONS = (
    N_(
        "Visits: BG/NBD. While somebody is a customer, he comes at random at a rate of his own, and after each visit he may have "
        "come for the last time; how rates and chances differ between customers is fitted to this store's bills (maximum "
        "likelihood). From how often he came, when last, and since when he is known, it gives the chance that he still is a "
        "customer, and the visits to expect. A visit is a day. Seasons and festivals are not in it."
    ),
    N_(
        "Money: Gamma–Gamma on the mean spend of repeat visits, the first left out. What a visit of his brings lies between his "
        "own mean and that of all, nearer his own the more often he came."
    ),
    N_(
        "Customers of the first month of bills are left out of the fit wherever 300 others and 39 weeks remain: they may have "
        "come before. Check: the same fit on the bills up to half a year ago (or half of the bills), against what came since. "
        "The range is 1.96 standard errors, of chance and of the parameters, and wider by as much as the check was off."
    ),
)


def draw(view: View) -> None:
    """Draw what is expected of the next 90 days, the check, who carries it, and whom the active days judge otherwise."""
    found, lang = foresight_of(view), current_language()
    if found.model is None:
        draw_answer(finding_foresight(found, None, lang))
        _draw_missing(found)
        return
    quarter, check = quarter_of(view, found), check_of(view)
    draw_answer(finding_foresight(found, quarter, lang))
    draw_figures(_figures(view, found, quarter, check))
    pick = page_picker("foresight")
    _draw_check(view, check, pick)
    _draw_apart(view, found, pick)
    draw_behind(view, pick.chosen)
    st.divider()
    carried = reading_of(view, f"carried {lang}", lambda: finding_carried(found, lang))  # it puts all customers in order
    draw_head(_("Who carries the next 90 days"), carried)
    draw_rows(view, _("All who are foretold"), period(view), foretold_of(view), FORETOLD, "carried")


def _draw_missing(found: Foresight) -> None:
    """Draw what a forecast needs and what there is."""
    lang, needed = current_language(), _("needed: {count}")
    draw_figures([
        Figure(
            _("Customers who came again"), format_count(found.has.repeaters, lang),
            against=needed.format(count=format_count(LEAST.repeaters, lang)),
        ),
        Figure(
            _("Weeks of bills"), format_count(found.has.days // WEEK, lang),
            against=needed.format(count=format_count(LEAST.days // WEEK, lang)),
        ),
    ])
    st.caption(_(
        "Until then Early warning tells who is out of his own rhythm, and Retention how likely a silent customer returns."
    ))


def _figures(view: View, found: Foresight, quarter: Quarter, check: Check) -> list[Figure]:
    lang, warehouse = current_language(), current_warehouse()
    before = reading_of(view, "brought before", lambda: brought_before(warehouse, view.store_id, view.as_of))
    alive = reading_of(view, "foretold alive", lambda: count_alive(found.customers))
    return [
        Figure(
            _("Expected in 90 days"), format_money_short(quarter.expected, lang), change_of_money(quarter.expected, before),
            _("customers known then: {money} in the last 90 days").format(money=format_money_short(before, lang)),
            help=_("Both are of customers known before the 90 days begin: newcomers within them are in neither"),
        ),
        Figure(
            _("At least (95%)"), format_money_short(quarter.low, lang),
            against=_("at most {money}").format(money=format_money_short(quarter.high, lang)),
            help=_("Chance, unsure parameters, and how far the check was off"),
        ),
        Figure(_("Visits expected"), format_count(alive.visits, lang)),
        Figure(
            _("Probably still customers"), format_count(alive.likely, lang),
            against=_("of {customers} who came again").format(customers=format_count(alive.came_again, lang)),
        ),
        checked(check, lang),
    ]


def checked(check: Check, lang: str) -> Figure:
    """Return by how much the check was off in money, and below it of which money; visits are told of its chart."""
    both = _("{foretold} foretold, {came} came in").format(
        foretold=format_money_short(check.money_foretold, lang), came=format_money_short(check.money_came, lang)
    )
    return Figure(
        _("Money foretold at the check, against what came"), _signed(check.money_off, lang),
        against="" if check.model is None else both, help=finding_check(check, lang),
    )


def _signed(share: float | None, lang: str) -> str:
    text = format_ratio(share, lang, 0)
    return f"+{text}" if share is not None and share > 0 else text


def _draw_check(view: View, check: Check, pick: Picker) -> None:
    """Draw the check week by week and by the number of earlier visits; where there is none yet, why."""
    lang = current_language()
    if check.model is None:
        st.info(plain(finding_check(check, lang)))
        return
    span = _("{first} to {last}").format(first=day_text(check.after), last=day_text(check.until))
    weeks, visits = st.columns(2, gap="large")
    with weeks:
        chart = tell_weeks(check, lang, _("Visits since then by week, foretold on {day}").format(day=day_text(check.day)))
        draw_told(chart, "check_weeks", slide=lambda: chart_slide(view, chart), height=HEIGHT, pick=pick)
    with visits:
        told = tell_by_visits(check, lang, _("Visits a customer, by how often he had come again; {span}").format(span=span))
        draw_told(told, "check_visits", slide=lambda: chart_slide(view, told), height=HEIGHT, pick=pick)


def _draw_apart(view: View, found: Foresight, pick: Picker) -> None:
    """Draw the active days against the forecast."""
    lang, days, rows = current_language(), settings_of(view)["active_days"], foretold_of(view)
    boxes = reading_of(view, "foretold boxes", lambda: judge_all(rows, days))
    once = reading_of(view, f"foretold once {lang}", lambda: once_text(found, lang))
    grid = tell_apart(boxes, days, lang, once)
    draw_boxes(grid, "apart", slide=lambda: grid_slide(view, grid), height=190, width=1000, pick=pick)
