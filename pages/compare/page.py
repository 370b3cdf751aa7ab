"""How do houses differ: two side by side or one on two days, and where a house stands beside those of others."""

from pages.compare import benchmark, two
from pages.compare.tabs import NAMES
from pages.shared.tabs import settle_tab

TABS = {"sides": two, "benchmark": benchmark}

TABS[settle_tab("compare", NAMES)].draw()
