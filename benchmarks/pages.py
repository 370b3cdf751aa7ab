"""How long the server works on a page that is shown again: Overview, Customers, Today and Foresight of a large house."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from statistics import median

from streamlit.testing.v1 import AppTest

from benchmarks.report import Line, spend

LIMIT = 150.0
APP = Path(__file__).parents[1] / "app.py"
SORTS = ("contribution", "visits", "away", "recent", "standard", "name", "grade")
TEXTS = ("K", "1", "客户", "99", "经理")


def measure(path: Path, rounds: int = 15) -> list[Line]:
    """Return a line for each page of the app over the warehouse ``path``: milliseconds of a rerun in a session that runs.

    A rerun is the whole script run, from the browser's request to the last message, with what Streamlit's test runner adds.
    """
    return measure_with(path, lambda app: list(_lines(app, rounds)))


def measure_taps(path: Path, on: date, rounds: int = 15) -> list[Line]:
    """Return a line for what a tap on today's list takes, of a house whose managers all have calls to make on ``on``.

    All managers are shown. The tap is written, and the page drawn anew with the next card.
    """

    def tap(app: AppTest) -> None:
        for button in [each for each in app.button if (each.key or "").startswith("tap_not_reached")]:  # none in a tiny house
            button.click()
        shown(app)

    def lines(app: AppTest) -> list[Line]:
        app.switch_page("pages/today/page.py")
        app.query_params["on"] = on.isoformat()
        first = milliseconds(lambda: shown(app))
        detail = f"all managers; the first time {first:.0f} ms"
        return [
            line("today of all managers, shown again", lambda: shown(app), rounds, detail),
            line("today of all managers, a tap", lambda: tap(app), rounds, detail),
        ]

    return measure_with(path, lines)


def measure_with(path: Path, lines: Callable[[AppTest], list[Line]]) -> list[Line]:
    logging.disable(logging.WARNING)  # Streamlit says of every widget that there is no server
    before = os.environ.get("CUSTOMER_GRADING_DB")
    os.environ["CUSTOMER_GRADING_DB"] = str(path)
    try:
        app = AppTest.from_file(str(APP), default_timeout=120)
        app.query_params["lang"] = "en"
        shown(app)
        return lines(app)
    finally:
        _close_warehouse(path)
        logging.disable(logging.NOTSET)
        os.environ.pop("CUSTOMER_GRADING_DB")
        if before is not None:
            os.environ["CUSTOMER_GRADING_DB"] = before


def _lines(app: AppTest, rounds: int):
    first = milliseconds(lambda: shown(app))
    yield line("overview, shown again", lambda: shown(app), rounds, f"the first time {first:.0f} ms")
    app.switch_page("pages/customers/page.py")
    first = milliseconds(lambda: shown(app))
    yield line("customers, shown again", lambda: shown(app), rounds, f"the first time {first:.0f} ms")

    numbers = count()

    def search() -> None:
        number = next(numbers)
        app.text_input(key="filter_text").set_value(f"{TEXTS[number % len(TEXTS)]}{number}")
        shown(app)

    yield line("customers, another search", search, rounds, "a text that was not asked for before")
    app.text_input(key="filter_text").set_value("")
    shown(app)
    def sort() -> None:
        app.selectbox(key="sort").set_value(SORTS[next(numbers) % len(SORTS)])
        shown(app)

    yield line("customers, sorted otherwise", sort, rounds, f"{len(SORTS)} orders in turn")
    app.switch_page("pages/today/page.py")
    first = milliseconds(lambda: shown(app))
    yield line("today, shown again", lambda: shown(app), rounds, f"the first time {first:.0f} ms")
    app.switch_page("pages/foresight/page.py")
    first = milliseconds(lambda: shown(app))
    yield line("foresight, shown again", lambda: shown(app), rounds, f"the first time, with both fits, {first:.0f} ms")


def shown(app: AppTest) -> None:
    app.run()
    assert not app.exception, app.exception


def milliseconds(work: Callable[[], None]) -> float:
    return spend(work).wall * 1000


def line(name: str, work: Callable[[], None], rounds: int, detail: str) -> Line:
    work()
    times = [spend(work) for _ in range(rounds)]
    walls = [each.wall * 1000 for each in times]
    cpu = median(each.cpu for each in times) * 1000
    return Line(name, " ms", median(walls), min(walls), max(walls), LIMIT, cpu=cpu, detail=detail)


def _close_warehouse(path: Path) -> None:
    from pages.shared.opening import forget_warehouses, open_warehouse

    open_warehouse(str(path)).close()
    forget_warehouses()
