"""What managers say of customers, to edit in place: potential, contacts a month, scores by criterion; all can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from pages.shared.editing import (
    SHOWN,
    edit_height,
    find_rows,
    money_column,
    save_button,
    say_error,
    say_what_was_done,
    write_edit,
)
from pages.shared.house import View, current_warehouse, grades_of
from pages.shared.language import _, current_language
from pages.shared.view import EARLIEST
from segmentation.ingest.edit import edit_profiles, rate_customers
from segmentation.language.i18n import format_count, format_day
from segmentation.language.text import fold_header
from segmentation.measures.grades.ratings import read_potentials, read_ratings
from segmentation.measures.movement.follow_up import follow_up

POTENTIALS, RATINGS = "potentials", "ratings"
FIELDS = ("potential", "contacts")


def draw_potential_editor(view: View) -> None:
    """Draw the customers with potential and contacts a month to edit in place, and the button that writes them back."""
    rows, text = _find(view, POTENTIALS)
    if rows is None:
        return
    said = {row["customer_key"]: row for row in read_potentials(current_warehouse(), view.store_id).to_pylist()}
    before = _frame(rows)
    for field in FIELDS:
        before[field] = [said.get(customer, {}).get(field) or "" for customer in before.index]
    edited = st.data_editor(
        before, placeholder="–", key=f"{POTENTIALS}_{view.store_id}_{current_warehouse().version}_{text}", hide_index=True,
        height=edit_height(len(before)), disabled=["name", "contribution"],
        column_config=_config() | {
            "potential": st.column_config.TextColumn(_("Potential"), width=130, max_chars=12, help=_("A, B, C or 1–100")),
            "contacts": st.column_config.TextColumn(
                _("Contacts a month"), width=150, max_chars=12,
                help=_("Visits, calls and messages of the manager to the customer"),
            ),
        },
    )
    changes: dict[str, dict[str, str]] = {}
    for customer, field, now in _changed(before, edited, FIELDS):
        changes.setdefault(customer, {})[field] = now or ""
    if save_button(f"save_{POTENTIALS}", len(changes)):
        write_edit(view, len(changes), lambda: edit_profiles(current_warehouse(), view.store_id, changes), POTENTIALS)


def draw_ratings_editor(view: View, criteria: Sequence[tuple[str, ...]]) -> None:
    """Draw the customers with a score for each criterion to edit in place, the day of the rating, and the button that writes it.

    A criterion is (key, label, *further names): shown by its label, and found under any of these names in what files brought.
    A score is written under the name that the customer's rating has, else under the label; an emptied cell takes it back.
    """
    day = st.date_input(
        _("Rated on"), view.as_of, EARLIEST, view.as_of, key=f"rated_on_{view.store_id}_{view.as_of}", width=200,
        format="YYYY-MM-DD",
        help=_("Later days are left out: this page stops at {day}").format(day=format_day(view.as_of, current_language())),
    )
    rows, text = _find(view, RATINGS)
    if rows is None:
        return
    names = {fold_header(name): criterion[0] for criterion in criteria for name in criterion}
    labels = {key: label for key, label, *_others in criteria}
    used: dict[tuple[str, str], dict[str, tuple[Any, Decimal]]] = {}  # customer and key → name → day and score
    for row in read_ratings(current_warehouse(), view.store_id, day).to_pylist():
        if key := names.get(fold_header(row["criterion"])):
            used.setdefault((row["customer_key"], key), {})[row["criterion"]] = (row["rated_on"], row["score"])
    before = _frame(rows)
    for key in labels:
        last = [max(used.get((customer, key), {}).values(), default=(None, None))[1] for customer in before.index]
        before[key] = pd.array([None if score is None else float(score) for score in last], dtype="Float64")
    edited = st.data_editor(
        before, key=f"{RATINGS}_{view.store_id}_{current_warehouse().version}_{text}_{day}", hide_index=True,
        placeholder="–", height=edit_height(len(before)), disabled=["name", "contribution"],
        column_config=_config() | {
            key: st.column_config.NumberColumn(label, min_value=0, max_value=100, step=0.5, format="%g", width=120)
            for key, label in labels.items()
        },
    )
    scores: dict[str, dict[str, str | None]] = {}
    for customer, key, now in _changed(before, edited, tuple(labels)):
        own = used.get((customer, key), {})
        name = max(own, key=own.get, default=labels[key])
        scores.setdefault(customer, {}).update({**dict.fromkeys(own), name: None if now is None else f"{now:g}"})
    if save_button(f"save_{RATINGS}", len(scores)):
        write_edit(view, len(scores), lambda: _rate(view, scores, day), RATINGS)


def _rate(view: View, scores: dict[str, dict[str, str | None]], day: date) -> int | None:
    """Write the scores and return their batch; a rating of a month that is over changes how it is kept."""
    batch = rate_customers(current_warehouse(), view.store_id, scores, day)
    if batch is not None:
        follow_up(current_warehouse(), view.store_id)
    return batch


def _find(view: View, of: str) -> tuple[pa.Table | None, str]:
    """Say what was done, draw the search and return the rows to show with its text; no rows where nobody is found."""
    say_what_was_done(view, of)
    say_error()
    text = st.text_input(_("Search"), key=f"search_{of}", placeholder=_("Name, phone or customer key"), max_chars=80, width=360)
    found = find_rows(grades_of(view), text)
    if not found.num_rows:
        st.info(_("No customer passes these filters."))
        return None, text
    if found.num_rows > SHOWN:
        note = _("The first {count} of {all} customers; search for the others.")
        st.caption(note.format(count=SHOWN, all=format_count(found.num_rows, current_language())))
    return found.slice(0, SHOWN), text


def _frame(rows: pa.Table) -> pd.DataFrame:
    customers = rows["customer"].to_pylist()
    return pd.DataFrame({
        "name": [name or key for name, key in zip(rows["name"].to_pylist(), customers, strict=True)],
        "contribution": [float(amount) for amount in rows["contribution"].to_pylist()],
    }, index=customers)


def _config() -> dict[str, Any]:
    return {"name": st.column_config.TextColumn(_("Customer name"), width=300), "contribution": money_column()}


def _changed(before: pd.DataFrame, edited: pd.DataFrame, columns: Sequence[str]) -> list[tuple[str, str, Any]]:
    """Return each changed cell: customer, column, and what stands there now (None where nothing does)."""
    changed = []
    for column in columns:
        for customer, was, now in zip(before.index, before[column], edited[column], strict=True):
            was, now = (None if pd.isna(value) or value == "" else value for value in (was, now))
            if was != now:
                changed.append((customer, column, now))
    return changed
