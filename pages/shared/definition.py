"""What was computed and how: the window in words, and the expander with the settings and the SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.shared.house import View, scheme, settings_of
from pages.shared.language import Markdown, _, current_language, plain
from segmentation.reports import period_text
from segmentation.schemes import Value
from segmentation.warehouse import statement


def period(view: View) -> str:
    """Return the window in words, such as "365 days up to 31 Oct 2026"."""
    return period_text(view.as_of, view.window, current_language())


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
