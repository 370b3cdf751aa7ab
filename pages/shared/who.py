"""Whom a mark of a chart stands for, what it is called, and which columns its list has: read where a click asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from pages.shared import foretold
from pages.shared.account_customers import who_owes, who_stored
from pages.shared.assignments import assignment_of
from pages.shared.definition import period
from pages.shared.drawn import who_is_drawn
from pages.shared.festival_customers import who_came
from pages.shared.groups import find_group_of, moves_of
from pages.shared.house import View, current_warehouse, grades_of, reading_of, scheme, settings_of
from pages.shared.language import _, current_language
from pages.shared.part_customers import who_is_in_part
from pages.shared.view import parse_day
from segmentation.charts.managers.load import STEPS
from segmentation.charts.managers.progress import NOBODY
from segmentation.language.i18n import N_, count_customers, format_day, format_month
from segmentation.measures.grades.behind import behind_text, graded_behind
from segmentation.measures.grades.grading import window_begins_after
from segmentation.measures.grades.pyramid import best_customers
from segmentation.measures.grades.scorecard import rated_customers
from segmentation.measures.managers.assign import carried_customers
from segmentation.measures.managers.progress import read_done
from segmentation.measures.movement.behind import MANAGED, active_among, managed_among, those_of, with_money_of
from segmentation.measures.movement.cohorts import month_customers, span_customers
from segmentation.measures.movement.month_ends import month_end
from segmentation.measures.revenue.overview import read_movements
from segmentation.settings.modules import read_modules
from segmentation.slides import Behind

GRADED = ("tier", "name", "contribution", "frequency", "recency_days", "manager", "module", "phone")
CAME = ("name", "contribution", "visits", "last_visit", "manager", "module", "phone")
MOVED = ("name", "contribution", "last_visit", "manager", "module", "phone")
BEST = ("name", "profit", *GRADED[2:])
DONE = ("name", "tier", "contribution", "visits", "last_visit", "phone")
RATED = ("name", "score", *GRADED[2:])
MOVEMENTS = {
    "joined": N_("Newly won"), "back": N_("Came back"), "asleep": N_("Fell asleep"), "before": N_("Active at the start"),
    "active": N_("Active at the end"), "stayed": N_("Stayed active"), "again": N_("Visited twice or more in the window"),
}

# what the mark is called, over which days its money is, its customers, their columns
Found = tuple[str, str, pa.Table, Sequence[str]]
Wanted = dict[str, str]


def who_is_behind(view: View, behind: Behind) -> Found | None:
    """Return who stands behind a mark, of whatever kind; None for what this page does not know."""
    wanted = dict(behind)
    read = next((read for name, read in _READERS.items() if name in wanted), None)
    return read(view, wanted) if read else _of_grades(view, behind)


def _of_grades(view: View, behind: Behind) -> Found | None:
    grades, modules = grades_of(view), read_modules(current_warehouse(), view.store_id)
    days = settings_of(view)["active_days"]
    rows = reading_of(
        view, f"behind {behind}", lambda: graded_behind(behind, grades, current_warehouse(), scheme(), modules, days)
    )
    columns = GRADED[1:] if "tier" in dict(behind) else GRADED  # all have the same then, and the title says which
    return None if rows is None else (behind_text(behind, scheme(), modules, current_language()), period(view), rows, columns)


def _of_month(view: View, wanted: Wanted) -> Found | None:
    """Return who came in a month: all, those of a manager, or of any; where asked, only who was active at its end, or was not."""
    month, which = parse_day(f"{wanted['month']}-01"), wanted.get("managed")
    if month is None or month > view.as_of or which not in (None, *MANAGED):
        return None
    warehouse, lang = current_warehouse(), current_language()
    rows = reading_of(view, f"month {month}", lambda: month_customers(warehouse, view.store_id, view.as_of, month))
    if which:
        last, days = min(month_end(month), view.as_of), settings_of(view)["active_days"]
        then = reading_of(view, f"span {month} {last}", lambda: span_customers(warehouse, view.store_id, month, last))
        rows = managed_among(then, last, days, which)
    when = format_month(month, lang)
    names = {"all": _("Managed"), "active": _("Managed and active"), "asleep": _("Managed, not active any more")}
    name = " · ".join(filter(None, (when, names.get(which, ""), wanted.get("manager"))))
    if "manager" in wanted:
        rows = rows.filter(pc.equal(rows["manager"], wanted["manager"]))
    return name, when, rows, CAME


def _of_movement(view: View, wanted: Wanted) -> Found | None:
    """Return who fell asleep, or who came and was still active at the end, or who was active throughout, between two days."""
    movement, first, last = wanted["movement"], parse_day(wanted.get("first")), parse_day(wanted.get("last"))
    if movement not in MOVEMENTS or first is None or last is None or not first <= last <= view.as_of:
        return None
    lang = current_language()
    when = span = _("{first} to {last}").format(first=format_day(first, lang), last=format_day(last, lang))
    day = first - timedelta(days=1) if movement in ("before", "asleep") else last  # of whose window the money is
    if movement in ("before", "active"):
        when = format_day(day, lang)
    of_period = wanted.get("money") == "period"
    rows, columns = _moved(view, movement, first, last, of_period=of_period)
    return f"{_(MOVEMENTS[movement])} · {when}", span if of_period else period(view._replace(as_of=day)), rows, columns


def _moved(view: View, movement: str, first: date, last: date, *, of_period: bool) -> tuple[pa.Table, Sequence[str]]:
    warehouse, settings, days = current_warehouse(), settings_of(view), settings_of(view)["active_days"]

    def active(day: date) -> pa.Table:
        return active_among(grades_of(view._replace(as_of=day)), days)

    def span(begin: date) -> pa.Table:
        return reading_of(view, f"span {begin} {last}", lambda: span_customers(warehouse, view.store_id, begin, last))

    if movement in ("before", "active"):
        return active(first - timedelta(days=1) if movement == "before" else last), GRADED
    if movement == "stayed":
        return those_of(active(last), active(first - timedelta(days=1))), GRADED
    if movement == "again":
        after = window_begins_after(last, settings["window"])
        came = span(after if after == date.min else after + timedelta(days=1))
        return came.filter(pc.greater_equal(came["visits"], 2)), CAME
    moved = reading_of(
        view, f"movements {first} {last}", lambda: read_movements(warehouse, view.store_id, first, last, settings)
    )
    rows = moved.filter(pc.equal(moved["movement"], movement))
    rows = rows if movement == "asleep" else rows.filter(rows["is_active"])
    return (with_money_of(rows, span(first)) if of_period else rows), MOVED


def _of_best(view: View, wanted: Wanted) -> Found | None:
    """Return the first so many customers, those who bring most first, as the curve of concentration adds them up."""
    written = wanted["best"]
    if not (written.isascii() and written.isdigit() and len(written) < 10):
        return None
    warehouse, settings, grades = current_warehouse(), settings_of(view), grades_of(view)
    rows = reading_of(
        view, f"best {int(written)}",
        lambda: best_customers(warehouse, view.store_id, view.as_of, settings, grades, int(written)),
    )
    name = _("The best {customers}").format(customers=count_customers(rows.num_rows, current_language()))
    by_profit = settings.get("measure", "profit") == "profit"
    return name, period(view), rows, BEST if by_profit else GRADED


def _of_criterion(view: View, wanted: Wanted) -> Found | None:
    """Return who is rated on a criterion of the scorecard, the lowest score first."""
    own, lang = scheme(), current_language()
    criterion = next((each for each in getattr(own.spec, "criteria", ()) if each.key == wanted["criterion"]), None)
    if criterion is None:
        return None
    warehouse, grades = current_warehouse(), grades_of(view)
    rows = reading_of(
        view, f"rated {criterion.key}",
        lambda: rated_customers(warehouse, view.store_id, own, view.as_of, criterion.key, grades),
    )
    return criterion.label[lang], period(view), rows, RATED


def _of_carried(view: View, wanted: Wanted) -> Found | None:
    """Return whom a manager carries now, or would once the claims or the matches are accepted."""
    name, step = wanted["carried"], wanted.get("step")
    if step not in STEPS:
        return None
    rows = carried_customers(assignment_of(view), grades_of(view), name, step)
    return f"{name} · {_(STEPS[step])}", period(view), rows, GRADED


def _of_done(view: View, wanted: Wanted) -> Found | None:
    """Return whose revenue or tables of some days a manager's, or all newcomers', are; or who of them is active at the end."""
    first, last = parse_day(wanted.get("done_from")), parse_day(wanted.get("done_to"))
    if first is None or last is None or not first <= last or (first.year, first.month) != (last.year, last.month):
        return None
    lang, warehouse, own, settings = current_language(), current_warehouse(), scheme(), settings_of(view)
    manager, new, active = wanted["done_by"], wanted.get("done_as") == "new", wanted.get("done_what") == "customers"
    rows = reading_of(view, f"done {wanted}", lambda: read_done(
        warehouse, view.store_id, own, first.replace(day=1), view.as_of, settings, None if manager == NOBODY else manager,
        (first, last), newcomers=new, active=active,
    ))
    name = _("New customers") if new else _("Nobody's") if manager == NOBODY else manager
    when = _("{first} to {last}").format(first=format_day(first, lang), last=format_day(last, lang))
    return f"{name} · {when}", when, rows, DONE


def _of_group(view: View, wanted: Wanted) -> Found | None:
    """Return who was in a saved group at the end of a day."""
    group, day = find_group_of(view, wanted["group"]), parse_day(wanted.get("day"))
    if group is None or day is None or day > view.as_of:
        return None
    name = f"{group.name} · {format_day(day, current_language())}"
    return name, period(view._replace(as_of=day)), moves_of(view, group, day).members, GRADED


_READERS: dict[str, Callable[[View, Wanted], Found | None]] = {
    "month": _of_month, "movement": _of_movement, "best": _of_best, "criterion": _of_criterion,
    "carried": _of_carried, "done_by": _of_done, "part_of": who_is_in_part, "owed": who_owes, "stored": who_stored,
    "group": _of_group, "festival": who_came, "drawn": who_is_drawn, **foretold.READERS,
}
