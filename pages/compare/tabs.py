"""The tabs of the page: two sides, a chain, houses of others."""

from __future__ import annotations

from pages.shared.language import _
from pages.shared.tabs import pick_tab
from segmentation.language.i18n import N_

NAMES = {"sides": N_("Side by side"), "chain": N_("Chain"), "benchmark": N_("Benchmark")}


def draw_tabs() -> None:
    """Draw the tabs, below the pickers of the open one."""
    pick_tab("compare", {key: _(name) for key, name in NAMES.items()})
