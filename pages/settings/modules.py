"""The list of modules of a store: code, name in both languages, what files call it, advice; edited as a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared.address import stop
from pages.shared.language import _, current_language, plain
from segmentation.language.errors import InputError
from segmentation.language.i18n import LANGUAGES
from segmentation.settings.modules import (
    SPARE_COLOURS,
    Module,
    default_modules,
    read_modules,
    reset_modules,
    save_modules,
)
from segmentation.warehouse import Warehouse

COLUMNS = ("code", "name_zh", "name_en", "words", "advice_zh", "advice_en")


def show_module_list(warehouse: Warehouse, store: dict[str, Any]) -> None:
    """Draw the store's modules as a table to edit, with the buttons that save it and bring the usual list back."""
    store_id = store["store_id"]
    modules = read_modules(warehouse, store_id)
    st.markdown(_(
        "What kind of customer: each line is a module. The code stands before the grade (ZA, SHB). Add a line at the end, "
        "delete one by selecting it; customers of a deleted module count as unclassified until it is back."
    ))
    edited = st.data_editor(
        _frame(modules), key=f"modules_{store_id}_{warehouse.version}", num_rows="dynamic", hide_index=True,
        column_config=_columns(), column_order=COLUMNS, row_height=52,
    )
    wanted = _read(edited, modules)
    with st.container(horizontal=True):
        if st.button(_("Save"), key="save_modules", type="primary", disabled=wanted == (list(modules), [])):
            _keep(warehouse, store_id, modules, *wanted)
        if st.button(_("Back to the usual modules"), key="usual_modules", disabled=modules == default_modules()):
            reset_modules(warehouse, store_id)
            _said(warehouse, store_id)
    if st.session_state.get("modules_said") == (store_id, warehouse.version):
        st.success(_("Saved. From now on this store's customers are sorted into these modules."))


def _columns() -> dict[str, Any]:
    return {
        "code": st.column_config.TextColumn(
            _("Code"), required=True, max_chars=4, width=85, help=_("One to four letters or digits")
        ),
        "name_zh": st.column_config.TextColumn(_("Name in Chinese"), width=160, max_chars=60),
        "name_en": st.column_config.TextColumn(_("Name in English"), width=160, max_chars=60),
        "words": st.column_config.TextColumn(
            _("What files call it"), width=230, help=_("Other words that mean this module in a file, separated by commas")
        ),
        "advice_zh": st.column_config.TextColumn(_("Advice in Chinese"), width=300, max_chars=600),
        "advice_en": st.column_config.TextColumn(_("Advice in English"), width=300, max_chars=600),
    }


def _frame(modules: Sequence[Module]) -> pd.DataFrame:
    rows = [
        {
            "key": module.key, "code": module.code, "name_zh": module.name["zh"], "name_en": module.name["en"],
            "words": _(", ").join(module.words), "advice_zh": module.advice["zh"], "advice_en": module.advice["en"],
        }
        for module in modules
    ]
    return pd.DataFrame(rows)


def _read(edited: pd.DataFrame, modules: Sequence[Module]) -> tuple[list[Module], list[Module]]:
    """Return the modules as edited: those that were there, then the new ones, whose key and colour are still to come."""
    before = {module.key: module for module in modules}
    kept, new = [], []
    for row in edited.to_dict("records"):
        text = {name: "" if pd.isna(row[name]) else str(row[name]) for name in COLUMNS}
        name, advice = ({lang: text[f"{what}_{lang}"] for lang in LANGUAGES} for what in ("name", "advice"))
        words = tuple(word.strip() for word in re.split("[,，、;；]", text["words"]) if word.strip())
        if row["key"] in before:
            kept.append(replace(before[row["key"]], code=text["code"], name=name, advice=advice, words=words))
        elif any(text.values()):
            new.append(Module(f"new {len(new)}", text["code"], SPARE_COLOURS[0], name, {}, advice, words))
    return kept, new


def _keep(warehouse: Warehouse, store_id: int, seen: Sequence[Module], kept: list[Module], new: list[Module]) -> None:
    try:
        save_modules(warehouse, store_id, kept, new, seen=seen)
    except InputError as error:
        st.error(plain(error.text(current_language())))
        stop()
    _said(warehouse, store_id)


def _said(warehouse: Warehouse, store_id: int) -> None:
    st.session_state["modules_said"] = (store_id, warehouse.version)
    st.rerun()
