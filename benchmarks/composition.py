"""What the pages of a customer and of what sales are made of take on a large house whose bills have lines."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from benchmarks import pages
from benchmarks.report import Line

LINES, DAYS = 3, 1096  # of a bill; three years
FIRST, AGAIN = 3000.0, 150.0  # ms
TABS = {
    "composition": ("sales", "products", "indicators", "receivables", "stored"),
    "customers": ("groups",),
}


def measure(path: Path, rounds: int = 15) -> list[Line]:
    """Return two lines a tab of the app over the warehouse ``path``: how long its first look takes, and how long it takes again.

    The Overview was shown before, as it was for whoever comes to these pages; what the tabs share is worked out by the first.
    """
    looks = [(page, tab) for page, tabs in TABS.items() for tab in tabs]
    return pages.measure_with(path, lambda app: [line for page, tab in looks for line in _tab(app, page, tab, rounds)])


def _tab(app: AppTest, page: str, tab: str, rounds: int) -> list[Line]:
    app.switch_page(f"pages/{page}/page.py")
    app.query_params["tab"] = tab
    name = f"{page}, {tab}"
    first = pages.milliseconds(lambda: pages.shown(app))
    again = pages.line(f"{name}, shown again", lambda: pages.shown(app), rounds, f"the first time {first:.0f} ms")
    return [Line(f"{name}, first look", " ms", first, first, first, FIRST), again]
