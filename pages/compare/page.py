"""How do houses differ: two side by side or one on two days, the stores as a chain, a house beside those of others."""

from pages.compare import benchmark, chain, two
from pages.compare.tabs import NAMES
from pages.shared.tabs import settle_tab

TABS = {"sides": two, "chain": chain, "benchmark": benchmark}

TABS[settle_tab("compare", NAMES)].draw()
