"""Customers' modules and managers: what names suggest, accepted singly or together, and a table to edit; all can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.modules.words import suggestions_of
from pages.shared.compositions import compositions_of
from pages.shared.editing import SHOWN, edit_height, find_rows, money_column, save_button, say_error, write_edit
from pages.shared.house import View, current_warehouse, grades_of, scheme
from pages.shared.language import _, _n, current_language
from segmentation.ingest.edit import edit_profiles
from segmentation.language.i18n import format_count
from segmentation.measures.revenue.composition import without_module
from segmentation.settings.modules import UNCLASSIFIED, match_module, read_modules

Changes = dict[str, dict[str, str]]
Seen = dict[str, dict[str, str | None]]


# --- suggestions -----------------------------------------------------------------------------------------------------


def draw_suggestions(view: View) -> None:
    """Draw the customers without a module whose names suggest one, each to be ticked; nothing is applied before a click."""
    say_error()
    lang, found = current_language(), suggestions_of(view)
    if not found.num_rows:
        _say_none(view, lang)
        return
    st.markdown(_(
        "These customers have no module; the words found in their names suggest one. Tick those that are right, change the "
        "module where it is not, or accept all of them together. Nothing is applied until you do."
    ))
    listed = read_modules(current_warehouse(), view.store_id)
    modules = {module.key: module.name[lang] for module in listed if module.key != UNCLASSIFIED}
    shown = found.slice(0, SHOWN)
    frame = pd.DataFrame({
        "accept": [False] * shown.num_rows,
        "name": shown["name"].to_pylist(),
        "suggested": [modules.get(key, key) for key in shown["suggested"].to_pylist()],
        "word": shown["word"].to_pylist(),
        "contribution": [float(amount) for amount in shown["contribution"].to_pylist()],
    }, index=shown["customer"].to_pylist())
    edited = st.data_editor(
        frame, key=f"suggestions_{view.store_id}_{current_warehouse().version}", hide_index=True, height=edit_height(len(frame)),
        disabled=["name", "word", "contribution"],
        column_config={
            "accept": st.column_config.CheckboxColumn(_("Accept"), width=80),
            "name": st.column_config.TextColumn(_("Customer name"), width=300),
            "suggested": st.column_config.SelectboxColumn(
                _("Suggestion"), options=list(modules.values()), required=True, width=170
            ),
            "word": st.column_config.TextColumn(_("Found in the name"), width=150),
            "contribution": money_column(),
        },
    )
    if found.num_rows > SHOWN:
        st.caption(_("The {count} with the highest contribution are shown; “accept all” takes every one.").format(count=SHOWN))
    keys = {name: key for key, name in modules.items()}
    picked = {customer: {"module": keys[row["suggested"]]} for customer, row in edited.iterrows() if row["accept"]}
    with st.container(horizontal=True):
        some = _("Accept the ticked ones ({count})").format(count=format_count(len(picked), lang))
        if st.button(some, key="accept_ticked", type="primary" if picked else "secondary", disabled=not picked):
            _write(view, picked, _seen(found, "module"))
        if st.button(_("Accept all {count}").format(count=format_count(found.num_rows, lang)), key="accept_all"):
            rest = dict(zip(found["customer"].to_pylist(), found["suggested"].to_pylist(), strict=True))
            rest |= {customer: keys[row["suggested"]] for customer, row in edited.iterrows()}
            _write(view, {customer: {"module": key} for customer, key in rest.items()}, _seen(found, "module"))


def _say_none(view: View, lang: str) -> None:
    """Say that no name suggests a module, and of how many customers."""
    rest = without_module(compositions_of(view)["module"])
    if rest is None or not rest.customers:
        st.success(_("Every customer who has visited has a module."))
        return
    text = _n(
        "The name of the {count} customer without a module suggests none. Give it one under “Module and manager”.",
        "The names of the {count} customers without a module suggest none. Give them one under “Module and manager”.",
        rest.customers,
    )
    st.info(text.format(count=format_count(rest.customers, lang)))


# --- the table to edit -----------------------------------------------------------------------------------------------


def draw_customers_to_edit(view: View) -> None:
    """Draw the customers with module and manager to edit in place, searched and filtered, and the button that writes it back."""
    say_error()
    lang, modules = current_language(), read_modules(current_warehouse(), view.store_id)
    names = {module.key: module.name[lang] for module in modules}
    one, two = st.columns([2, 2], vertical_alignment="bottom")
    text = one.text_input(_("Search"), key="edit_search", placeholder=_("Name, phone or customer key"), max_chars=80)
    choices = {"": _("All"), **names}
    wanted = two.selectbox(_("Module"), list(choices), key=f"edit_module_{view.store_id}", format_func=choices.get)
    found = _matching(grades_of(view), text, wanted, modules)
    if not found.num_rows:
        st.info(_("No customer passes these filters."))
        return
    before = _editable(found.slice(0, SHOWN), modules, names)
    tiers = {tier.key: tier.label[lang] for tier in scheme().tiers}
    before["tier"] = [tiers.get(key, scheme().ungraded[lang]) for key in found.slice(0, SHOWN)["tier"].to_pylist()]
    edited = st.data_editor(
        before, key=f"edit_{view.store_id}_{current_warehouse().version}_{text}_{wanted}", hide_index=True,
        height=edit_height(len(before)), disabled=["name", "tier", "contribution"],
        column_order=["name", "tier", "contribution", "module", "manager"],
        column_config={
            "name": st.column_config.TextColumn(_("Customer name"), width=300),
            "tier": st.column_config.TextColumn(_("Grade"), width=110),
            "contribution": money_column(),
            "module": st.column_config.SelectboxColumn(_("Module"), options=list(names.values()), required=True, width=170),
            "manager": st.column_config.TextColumn(_("Account manager"), width=170, max_chars=60, help=_("Empty: nobody")),
        },
    )
    if found.num_rows > SHOWN:
        note = _("The first {count} of {all} customers; search for the others.")
        st.caption(note.format(count=SHOWN, all=format_count(found.num_rows, lang)))
    changes = _changes(before, edited, {name: key for key, name in names.items()})
    if save_button("save_edits", len(changes)):
        _write(view, changes, _seen(found.slice(0, SHOWN), "module", "manager"))


def _matching(grades: pa.Table, text: str, wanted: str, modules: Any) -> pa.Table:
    """Return the rows whose name, phone or key holds ``text`` and whose module is ``wanted`` ("" is any)."""
    grades = find_rows(grades, text)
    if wanted:
        texts = [each for each in grades["module"].unique().to_pylist() if match_module(modules, each).key == wanted]
        known = pa.array([each for each in texts if each is not None], pa.string())
        hits = pc.is_in(grades["module"], known)
        grades = grades.filter(pc.or_(hits, pc.is_null(grades["module"])) if None in texts else hits)
    return grades


def _editable(rows: pa.Table, modules: Any, names: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame({
        "name": [name or key for name, key in zip(rows["name"].to_pylist(), rows["customer"].to_pylist(), strict=True)],
        "contribution": [float(amount) for amount in rows["contribution"].to_pylist()],
        "module": [names[match_module(modules, text).key] for text in rows["module"].to_pylist()],
        "manager": [manager or "" for manager in rows["manager"].to_pylist()],
    }, index=rows["customer"].to_pylist())


def _changes(before: pd.DataFrame, edited: pd.DataFrame, keys: Mapping[str, str]) -> Changes:
    """Return what differs, by customer: module (a key; "" is none) and manager ("" is nobody)."""
    changes: Changes = {}
    for customer, was, now in zip(before.index, before.to_dict("records"), edited.to_dict("records"), strict=True):
        if now["module"] != was["module"]:
            key = keys[now["module"]]
            changes.setdefault(customer, {})["module"] = "" if key == UNCLASSIFIED else key
        manager = (now["manager"] or "").strip()
        if manager != was["manager"]:
            changes.setdefault(customer, {})["manager"] = manager
    return changes


def _seen(rows: pa.Table, *fields: str) -> Seen:
    """Return what each customer of the rows has in these fields."""
    return {row["customer"]: {field: row[field] for field in fields} for row in rows.select(["customer", *fields]).to_pylist()}


def _write(view: View, changes: Changes, seen: Seen) -> None:
    """Write the changes as one edit, and let the page say so; nothing is written where a customer is not as ``seen`` any more."""
    words = _words(view)
    told = {
        customer: {field: words[value] if field == "module" and value else value for field, value in each.items()}
        for customer, each in changes.items()
    }
    before = {customer: seen[customer] for customer in told}
    write_edit(view, len(changes), lambda: edit_profiles(current_warehouse(), view.store_id, told, seen=before))


def _words(view: View) -> dict[str, str]:
    """Return what a profile says for each module: the word that most of the store's profiles use, else its name."""
    modules = read_modules(current_warehouse(), view.store_id)
    words = {module.key: module.name[current_language()] for module in modules}
    used = grades_of(view)["module"].drop_null().value_counts().to_pylist()
    for each in sorted(used, key=lambda each: (each["counts"], each["values"])):  # the most frequent comes last and stays
        words[match_module(modules, each["values"]).key] = each["values"]
    return words
