"""What was computed and how: the window in words, and the expander with the settings and the SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from pages.shared.house import View, current_warehouse, reading_of, scheme, settings_of
from pages.shared.language import Markdown, _, current_language, day_text, plain
from segmentation.measures.foresight.potential_words import BY_POTENTIAL, potential_text
from segmentation.measures.windows import Window, read_window, window_text
from segmentation.schemes import Value
from segmentation.warehouse import statement

OPENED = "definition"
OF_THE_STORE = ("active_days", "window")


def period(view: View) -> str:
    """Return the window in words, such as "365 days up to 31 Oct 2026", with the days that bills cover where it is not all."""
    return window_text(window_of(view), current_language())


def up_to(view: View) -> str:
    """Return up to which day a list goes that has days or months of its own, such as "up to 31 Oct 2026"."""
    return _("up to {day}").format(day=day_text(view.as_of))


def window_of(view: View) -> Window:
    """Return the window of what was picked, with how many of its days the store's bills cover."""
    warehouse = current_warehouse()
    return reading_of(view, "window", lambda: read_window(warehouse, view.store_id, view.as_of, view.window))


def potential_of(view: View, *days: date) -> str:
    """Return by which definition potential is derived on the days (none given: the as-of day); "" where none is."""
    warehouse, own, lang, asked = current_warehouse(), scheme(), current_language(), days or (view.as_of,)
    if own.rule != BY_POTENTIAL:
        return ""
    settings = settings_of(view)
    return reading_of(
        view, f"potential {asked} {lang}", lambda: potential_text(warehouse, view.store_id, own, settings, asked, lang)
    )


def draw_definition(view: View | None, paragraphs: Sequence[Markdown], statements: Sequence[str]) -> None:
    """Draw the expander with the definitions, the settings that held, and, once it is opened, the SQL that ran.

    The scheme and its settings are named where its rule is among the statements; else only what is a setting of the store;
    without a ``view``, for what is no store's, none.
    What colours SQL is 1.5 MB of scripts, which a browser else fetches and runs before it draws the charts.
    """
    lang = current_language()
    graded = any(name.startswith("tiers/") for name in statements)
    with st.expander(_("How this is computed"), key=OPENED, on_change="rerun") as expander:
        for paragraph in (*([plain(scheme().summary[lang])] if graded else []), *paragraphs):
            st.write(paragraph)
        if view is not None and graded and (said := potential_of(view)):
            st.write(plain(said))
        if view is not None:
            used = [
                plain(f"{setting.label[lang]}: {_value(setting.choices, value, lang)}") for setting, value in _used(view, graded)
            ]
            st.caption(_("Settings: {list}").format(list=" · ".join(used)))
            st.caption(_("The store as it stood at the end of the as-of day; whatever came later is left out."))
        if not expander.open:
            return
        labels = [_("Query {number}").format(number=number) for number in range(1, len(statements) + 1)]
        for tab, name in zip(st.tabs(labels), statements, strict=True):
            tab.code(statement(name), language="sql", height=320)


def _used(view: View, graded: bool) -> list[tuple[Any, Value]]:
    settings = settings_of(view)
    return [(setting, settings[setting.name]) for setting in scheme().settings if graded or setting.name in OF_THE_STORE]


def _value(choices: Any, value: Value, lang: str) -> str:
    return choices[value][lang] if choices else str(value)
