"""The large parts of Streamlit that a page draws with at the first look, so that its answer can name their scripts ahead.

A page that is not named here, or that another part was left out of, is as it was: the browser asks for it when it is drawn.
"""

from __future__ import annotations

EVERY = ("Html", "ButtonGroup", "Selectbox", "Button")
CHARTS, GRID = "EChartsChart", "DataFrame"
PICKERS = ("DateInput", "DownloadButton")
PAGES = {
    "overview": (*PICKERS, "PageLink", CHARTS),
    "controllable": (*PICKERS, CHARTS, GRID),
    "composition": (*PICKERS, CHARTS, GRID),
    "festivals": (*PICKERS, "NumberInput", CHARTS, GRID),
    "customers": (*PICKERS, "Multiselect", "Slider", "TextInput", GRID),
    "customer": (*PICKERS, "TextInput", GRID),
    "modules": (*PICKERS, CHARTS, GRID),
    "pyramids": (*PICKERS, "TextInput", "Multiselect", "Slider", CHARTS, GRID),
    "gradings": (*PICKERS, CHARTS, GRID),
    "retention": (*PICKERS, CHARTS, GRID),
    "migration": (*PICKERS, CHARTS, GRID),
    "warnings": (*PICKERS, GRID),
    "foresight": (*PICKERS, "TextInput", CHARTS, GRID),
    "helped": (*PICKERS, CHARTS, GRID),
    "today": (*PICKERS, "NumberInput", "Progress", GRID),
    "assign": (*PICKERS, CHARTS, GRID),
    "compare": (*PICKERS, "Checkbox", CHARTS),
    "targets": (*PICKERS, GRID),
    "progress": (*PICKERS, CHARTS, GRID),
    "handover": ("DateInput",),
    "help": ("TextInput",),
    "settings": ("NumberInput", GRID),
}


def parts_of(page: str) -> tuple[str, ...]:
    """Return the names of the parts, of which each is a script of Streamlit's, that a page (its folder) draws with."""
    return EVERY + PAGES.get(page, ())
