"""The days that a migration is looked at between, what is read of it, and its figures."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from pages.migration.history import history_of
from pages.shared.address import asked_for, choose, show_in_address
from pages.shared.definition import period, potential_of
from pages.shared.figures import Figure, against_month, change_of_count
from pages.shared.house import View, current_warehouse, reading_of, scheme, settings_of
from pages.shared.language import _, current_language, plain
from pages.shared.view import EARLIEST, parse_day
from segmentation.language.i18n import format_count, format_day, format_money_short, format_short_day
from segmentation.measures.movement.migration import Migration, read_migration
from segmentation.measures.movement.month_ends import month_end


def pick_from(view: View) -> date:
    """Draw the picker of the earlier day and return it: the one picked, else the month-end before the as-of day."""
    asked = parse_day(asked_for("from"))
    if asked:
        st.session_state["from"] = asked
    before, chosen = view.as_of.replace(day=1) - timedelta(days=1), st.session_state.get("from")
    if chosen is None or chosen >= view.as_of:
        chosen = before
    st.session_state["pick_from"] = chosen
    st.date_input(
        _("Compared with"), min_value=min(EARLIEST, before), max_value=view.as_of - timedelta(days=1), format="YYYY-MM-DD",
        key="pick_from", on_change=choose, args=("from",), help=_("The earlier of the two days; emptied: the last month-end"),
    )
    show_in_address("from", chosen.isoformat())
    return chosen


def migration_of(view: View, day: date) -> Migration:
    """Return who moved between ``day`` and the as-of day."""
    warehouse, settings, own = current_warehouse(), settings_of(view), scheme()
    with st.spinner(_("Grading the customers …")):
        return reading_of(
            view, f"migration {day}", lambda: read_migration(warehouse, view.store_id, own, day, view.as_of, settings)
        )


def say_nobody_yet(view: View, day: date) -> None:
    """Where the earlier day lies before the first bill, say that everybody came since, and what would help."""
    if day < view.store["first_date"]:
        lang = current_language()
        text = _("The first bill is dated {first}: nobody had come by {day}. Choose a later day, or upload earlier bills.")
        st.info(text.format(first=format_day(view.store["first_date"], lang), day=format_day(day, lang)))


def say_potential(view: View, day: date) -> None:
    """Say how potential is derived on the two days, and where that changes between them; nothing where it does not grade."""
    if said := potential_of(view, day, view.as_of):
        st.caption(plain(said))


def days_text(found: Migration) -> str:
    """Return the two days in words."""
    lang = current_language()
    text = _("Grades on {first} against {last}")
    return text.format(first=format_day(found.from_day, lang), last=format_day(found.to_day, lang))


def windows_of(view: View, found: Migration) -> tuple[str, ...]:
    """Return over which days either money of a list of moves is measured, and how potential is derived where it grades."""
    before, now = (period(view._replace(as_of=day)) for day in (found.from_day, found.to_day))
    windows = _("Contribution before: {window}").format(window=before), _("Contribution now: {window}").format(window=now)
    return tuple(filter(None, (*windows, potential_of(view, found.from_day, found.to_day))))


def move_figures(view: View, found: Migration) -> list[Figure]:
    """Return how many went up, went down, came and stayed, each with its money.

    Where the two days are the ends of a month, who moved stands against the month before it.
    """
    lang = current_language()
    helped = {
        "promoted": _("What they bring in the window up to the later day"),
        "demoted": _("What they had brought in the window up to the earlier day: it is at stake"),
    }
    names = {"promoted": _("Went up"), "demoted": _("Went down"), "came": _("Came"), "stayed": _("Stayed")}
    text, before = _("{name} · {money} ({day})"), _moves_before(view, found)
    figures = []
    for move, name in names.items():
        now = found.count(move)
        figure = Figure(
            text.format(
                name=name, money=format_money_short(found.money(move), lang),
                day=format_short_day(found.from_day if move == "demoted" else found.to_day, lang),
            ), format_count(now, lang),
            help=helped.get(move, helped["promoted"]), less_is_better=move == "demoted",
        )
        if move in before:
            was = format_count(before[move], lang)
            figure = against_month(figure, change_of_count(now, before[move]), found.from_day, was)
        figures.append(figure)
    return figures


def _moves_before(view: View, found: Migration) -> dict[str, int]:
    """Return how many made which move in the month before the one looked at; nothing where the days are no ends of a month."""
    rows = {row["month_end"]: row for row in history_of(view).to_pylist()}
    if month_end(found.from_day + timedelta(days=1)) != found.to_day or not rows.keys() >= {found.from_day, found.to_day}:
        return {}
    now, before = (
        {
            "promoted": row["promotions"], "demoted": row["demotions"], "came": row["came"],
            "stayed": row["customers"] - row["promotions"] - row["demotions"] - row["came"],
        }
        for row in (rows[found.to_day], rows[found.from_day])
    )
    # months kept under other settings tell something else, and so does "came" where customers were here without a tier
    return {move: count for move, count in before.items() if now[move] == found.count(move)}
